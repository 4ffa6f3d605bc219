"""How soon news is found: the adaptive intervals against a fixed one that asks as often.

    python benchmarks/intervals.py [--shared FOLDER] [--portals 63] [--days 90] [--seed 1]

The publication times found in the stored third-party pages (a mirrored portal, single pages, text
dumps) give the shares of weekdays and hours and how often articles come in batches; from these,
one process is drawn for each portal: its own rate (log-normal, a median of one article a day),
its own habits (a draw around the shares found) and batches. Virtual time, the policy as the
service uses it (rhythm learned afresh each day from what was found so far, after 60 days of
history that a first crawl brings). The fixed interval is the same for every portal and spends
the same number of looks in total; a third line gives each portal as many looks as it had, evenly.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import re
import statistics
import tarfile
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.extract import ExtractionError, extract
from scheduler.intervals import bounds_of, next_look
from scheduler.rhythm import Publication, learn
from storage.times import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START = datetime(2026, 3, 2, tzinfo=VIETNAM)  # a Monday
HISTORY = timedelta(days=60)
EVERY = timedelta(hours=2)
MINUTE = timedelta(minutes=1)
STAMP = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](20\d\d)\D{1,6}(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Found:
    """What the stored pages tell of when portals publish."""

    moments: tuple[datetime, ...]
    weekdays: tuple[float, ...]
    hours: tuple[float, ...]
    follow: float  # share of articles that come within the hour after another one


@dataclass(frozen=True)
class Habit:
    """One portal's process."""

    daily: float
    rates: tuple[float, ...]  # batches an hour, by hour of the week
    follow: float
    shows_time: bool


def found_in(shared: Path) -> Found:
    """The publication times of the stored pages, each article once."""
    seen = {(title, at) for title, at in _read(shared) if at.time() != time()}
    moments = tuple(sorted(at for _, at in seen))
    weekdays = Counter(at.weekday() for at in moments)
    hours = Counter(at.hour for at in moments)
    mirrored = sorted(at for _, at in seen)
    close = sum(b - a <= timedelta(hours=1) for a, b in itertools.pairwise(mirrored))
    return Found(
        moments,
        _smoothed([weekdays[n] for n in range(7)]),
        _smoothed([hours[n] for n in range(24)]),
        close / max(len(moments) - 1, 1),
    )


def _read(shared: Path) -> Iterator[tuple[str, datetime]]:
    for name, body in _pages(shared):
        try:
            article = extract(body, f"http://portal.example.vn/{name}")
        except ExtractionError:
            continue
        if isinstance(article.published, datetime):
            yield article.title, article.published.astimezone(VIETNAM)
    for path in sorted(shared.glob("seeds/*.txt")):
        stamp = STAMP.search(path.read_text(encoding="utf-8"))
        if stamp:
            day, month, year, hour, minute = map(int, stamp.groups())
            yield path.name, datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def _pages(shared: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(shared.glob("pages/*.html")):
        yield path.name, path.read_bytes()
    for path in sorted(shared.glob("mirrors/*.tar.xz")):
        with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield member.name, file.read()


def _smoothed(counts: Sequence[int]) -> tuple[float, ...]:
    """Shares; a place that nobody was seen in is rare, not impossible."""
    total = sum(counts) + 0.2 * len(counts)
    return tuple((count + 0.2) / total for count in counts)


def habits(found: Found, count: int, rng: random.Random) -> list[Habit]:
    """Portals drawn around what was found."""
    return [_habit(found, rng) for _ in range(count)]


def _habit(found: Found, rng: random.Random) -> Habit:
    daily = min(rng.lognormvariate(0.0, 1.0), 20.0)
    weekdays = _drawn(found.weekdays, 12, rng)
    hours = _drawn(found.hours, 12, rng)
    batches = daily * 7 * (1 - found.follow)
    rates = tuple(batches * weekdays[h // 24] * hours[h % 24] for h in range(168))
    return Habit(daily, rates, found.follow, rng.random() < 0.7)


def _drawn(shares: Sequence[float], weight: float, rng: random.Random) -> list[float]:
    """Shares of one portal: a Dirichlet draw around those of all."""
    drawn = [rng.gammavariate(max(share * weight, 0.02), 1.0) for share in shares]
    total = sum(drawn)
    return [part / total for part in drawn]


def publish(habit: Habit, days: int, rng: random.Random) -> list[datetime]:
    """The portal's articles from before the start to the end."""
    moments = []
    at, end = START - HISTORY, START + timedelta(days=days)
    top = max(habit.rates)
    while True:
        at += timedelta(hours=rng.expovariate(top))
        if at >= end:
            return sorted(moments)
        if rng.random() * top > habit.rates[at.weekday() * 24 + at.hour]:
            continue
        moments.append(at)
        while rng.random() < habit.follow:  # the rest of a batch
            moments.append(moments[-1] + timedelta(minutes=rng.expovariate(1 / 12)))


def adaptive(habit: Habit, moments: list[datetime], days: int) -> list[datetime]:
    """When the policy looks, learning each day from what it has found."""
    bounds, looks, seen = bounds_of(EVERY), [START], START
    rhythm, learned = learn(_known(habit, moments, looks), START), START
    end = START + timedelta(days=days)
    while seen < end:
        seen = next_look(rhythm, seen, bounds).at
        looks.append(seen)
        if seen - learned > timedelta(days=1):
            rhythm, learned = learn(_known(habit, moments, looks), seen), seen
    return looks


def _known(habit: Habit, moments: list[datetime], looks: list[datetime]) -> list[Publication]:
    """What the service knows: the time that a page shows, else its day and between which looks."""
    seen = [at for at in moments if at <= looks[-1]]
    if habit.shows_time:
        return [Publication(at, at) for at in seen]
    return [_day(at, looks) for at in seen]


def _day(at: datetime, looks: list[datetime]) -> Publication:
    start = at.replace(hour=0, minute=0, second=0, microsecond=0)
    n = bisect_left(looks, at)
    before = looks[n - 1] if n else start
    return Publication(max(start, before), min(start + timedelta(days=1), looks[n]))


def fixed(interval: timedelta, days: int, rng: random.Random) -> list[datetime]:
    """Looks at equal distances from a random moment on."""
    count = int(timedelta(days=days) / interval) + 2
    first = START + interval * rng.random() - interval
    return [first + interval * n for n in range(count + 1)]


def delays(moments: list[datetime], looks: list[datetime], days: int) -> list[float]:
    """Minutes from each article to the next look."""
    found, n = [], 0
    for at in moments:
        if not START <= at < START + timedelta(days=days):
            continue
        while n < len(looks) and looks[n] < at:
            n += 1
        if n < len(looks):
            found.append((looks[n] - at) / MINUTE)
    return found


def _row(name: str, looks: int, found: list[float], portals: int, days: int) -> str:
    ordered = sorted(found)
    p95 = ordered[int(len(ordered) * 0.95)]
    each = looks / portals / days
    return (
        f"{name:34} {looks:8,} {each:6.1f} {statistics.mean(found):8.1f}"
        f" {statistics.median(found):8.1f} {p95:8.1f}"
    )


def compare(found: Found, portals: int, days: int, seed: int) -> float:
    """Print the table; gives how many times shorter the mean delay is."""
    rng = random.Random(seed)
    drawn = habits(found, portals, rng)
    news = [publish(habit, days, rng) for habit in drawn]
    ours = [adaptive(habit, moments, days) for habit, moments in zip(drawn, news, strict=True)]
    total = sum(map(len, ours))
    interval = timedelta(days=days) * portals / total
    looks = {
        "adaptive": ours,
        "one fixed interval for all": [fixed(interval, days, rng) for _ in drawn],
        "fixed, as many looks as each had": [
            fixed(timedelta(days=days) / len(one), days, rng) for one in ours
        ],
    }
    print(f"{'':34} {'looks':>8} {'a day':>6} {'mean':>8} {'median':>8} {'95 %':>8}  minutes")
    means = {}
    for name, sets in looks.items():
        late = [d for m, s in zip(news, sets, strict=True) for d in delays(m, s, days)]
        means[name] = statistics.mean(late)
        print(_row(name, total, late, portals, days))
    return means["one fixed interval for all"] / means["adaptive"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--portals", type=int, default=63)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = found_in(given.shared)
    office = sum(found.hours[7:12]) + sum(found.hours[13:18])
    print(
        f"{len(found.moments)} publication times found: {office:.0%} from 7 to 12 and 13 to 18,"
        f" {sum(found.weekdays[:5]):.0%} on weekdays, {found.follow:.0%} within an hour of another"
    )
    ratio = compare(found, given.portals, given.days, given.seed)
    print(f"mean delay {ratio:.2f} times shorter")


if __name__ == "__main__":
    main()
