"""How fresh the store stays: the revisit policy against visiting all alike, with one budget.

Run it as `python -m benchmarks.revisit`.

Three worlds, none of them the policy's own formula. In the first, edits come at the rates that
the GDELT Global Difference Graph measured on 88 million news articles (16.5 % within a day, 19.5 %
within a week) and Tsoukaladelis and others on 600,000 (27 % in months); in the second the same,
and articles differ among themselves (gamma, shape 0.5). In the third every page changes for ever
at a rate of its own, four months apart on average (Cho and Garcia-Molina, "The evolution of the
Web", 2000), which is what the policy does not expect of news.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log
from typing import TYPE_CHECKING

from news.revisit import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Policy = Callable[[list["Page"], datetime, int], list[str]]

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY = timedelta(hours=2)
DAYS, WARM_UP = 60, 20
OLD, NEW_A_DAY, BUDGET = 1500, 4, 12

# Hazard a day and until which age it holds; -log(1 - share) edits are expected by an age.
DAY_ONE = -log(1 - 0.165)
WEEK = (-log(1 - 0.1952) - DAY_ONE) / 6
MONTHS = (-log(1 - 0.275) + log(1 - 0.1952)) / 263
HAZARDS = (
    (0.0, 1.0, DAY_ONE),
    (1.0, 7.0, WEEK),
    (7.0, 270.0, MONTHS),
    (270.0, 4000.0, MONTHS / 10),
)


@dataclass
class Page:
    """A page of the simulated portal, with the history that the policy may see."""

    key: str
    published: datetime
    first_seen: datetime
    changes: list[datetime]
    role: str = "main"
    state: str = "live"
    missing_since: datetime | None = None
    visits: int = 1
    visited: datetime | None = None
    fetched: datetime | None = None
    proven: int = 0
    edits: tuple[datetime, ...] = ()
    unseen: list[datetime] = field(default_factory=list)


@dataclass
class Score:
    """What a policy achieved: stale time, and how long edits stood unseen."""

    stale: float = 0.0
    watched: float = 0.0
    delays: list[float] = field(default_factory=list)
    lost: int = 0

    def report(self) -> str:
        """One line of figures."""
        delays = sorted(self.delays)
        half = delays[len(delays) // 2] * 24 if delays else 0.0
        mean = sum(delays) / len(delays) * 24 if delays else 0.0
        return (
            f"freshness {1 - self.stale / self.watched:.5f}  edits seen {len(delays):4}  "
            f"after {half:6.1f} h (median) {mean:6.1f} h (mean)  overtaken by the next {self.lost}"
        )


def falling(chance: random.Random, born: datetime, factor: float) -> Iterator[datetime]:
    for since, until, rate in HAZARDS:
        age = since + chance.expovariate(rate * factor)
        while age < until:
            yield born + age * DAY
            age += chance.expovariate(rate * factor)


def steady(chance: random.Random, born: datetime, factor: float) -> Iterator[datetime]:
    moment = max(born, START - DAY)
    while moment < START + DAYS * DAY:
        moment += min(chance.expovariate(factor / 120), 10 * DAYS) * DAY
        yield moment


def portal(world: str, seed: int = 7) -> list[Page]:
    chance = random.Random(seed)
    pages = []
    for number in range(OLD + NEW_A_DAY * DAYS):
        old = number < OLD
        age = chance.uniform(0, 8 * 365) if old else -chance.uniform(0, DAYS)
        born = START - age * DAY
        factor = 1.0 if world == "as measured" else max(chance.gammavariate(0.5, 2), 1e-6)
        draw = steady if world == "for ever" else falling
        seen = START if old else born + EVERY / 2
        changes = [moment for moment in draw(chance, born, factor) if moment > seen]
        pages.append(Page(str(number), born, seen, sorted(changes), visited=seen, fetched=seen))
    return pages


def uniform(pages: list[Page], _now: datetime, budget: int) -> list[str]:
    return [page.key for page in sorted(pages, key=lambda page: page.visited)[:budget]]


def ours(pages: list[Page], now: datetime, budget: int) -> list[str]:
    return pick(pages, now, budget, fill=True)


def simulate(pages: list[Page], policy: Policy) -> Score:
    score, by_key = Score(), {page.key: page for page in pages}
    now = START
    while now < START + DAYS * DAY:
        now += EVERY
        known = [page for page in pages if page.first_seen < now]
        counting = now > START + WARM_UP * DAY
        for page in known:
            while page.changes and page.changes[0] <= now:
                page.unseen.append(page.changes.pop(0))
            if counting:
                score.watched += 1
                score.stale += bool(page.unseen)
        for key in policy(known, now, BUDGET):
            visit(by_key[key], now, score if counting else Score())
    return score


def visit(page: Page, now: datetime, score: Score) -> None:
    page.visits += 1
    page.visited = page.fetched = now
    if page.unseen:
        score.delays.append((now - page.unseen[-1]) / DAY)
        score.lost += len(page.unseen) - 1
        page.edits += (now,)
        page.unseen.clear()


def main() -> None:
    print(
        f"{OLD} old articles, {NEW_A_DAY} new a day, {BUDGET} visits every two hours, {DAYS} days"
    )
    for world in ("as measured", "differing", "for ever"):
        same, adaptive = simulate(portal(world), uniform), simulate(portal(world), ours)
        print(f"\n{world}\n  uniform  {same.report()}\n  khcn     {adaptive.report()}")
        stale = (same.stale / same.watched) / (adaptive.stale / adaptive.watched)
        fresh = (1 - adaptive.stale / adaptive.watched) / (1 - same.stale / same.watched)
        print(f"  freshness ratio {fresh:.4f}; uniform is stale {stale:.2f} times as much")


if __name__ == "__main__":
    main()
