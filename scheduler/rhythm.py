"""When a portal publishes: how often in a week, and at which hours of which days, learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import TYPE_CHECKING

from news.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HOURS = 168  # of a week, from Monday 0:00 in Vietnam
HOUR = timedelta(hours=1)
MEMORY = timedelta(days=180)  # what is older says nothing of today's newsroom
HALF_LIFE = timedelta(days=45)

# Before anything is known a portal counts as one that publishes once a day, at the hours found on
# the stored pages of 20 portals (benchmarks/intervals.py), smoothed. This is believed like one
# observed day, and the hours and weekdays like so many articles.
FIRST_GUESS = 1.0
DOUBT_DAYS = 1.0
DOUBT_HOURS = 8.0
DOUBT_WEEKDAYS = 6.0
_GUESSED_HOURS = (
    *(0.006, 0.003, 0.003, 0.003, 0.003, 0.003),
    *(0.010, 0.050, 0.120, 0.115, 0.120, 0.050),
    *(0.012, 0.035, 0.080, 0.100, 0.120, 0.045),
    *(0.015, 0.030, 0.030, 0.020, 0.015, 0.010),
)
_GUESSED_WEEKDAYS = (0.18, 0.17, 0.19, 0.16, 0.15, 0.09, 0.06)


@dataclass(frozen=True, slots=True)
class Publication:
    """One article came out between these two moments; both are one where the page says when."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Articles expected in each hour of the week, and on how many observed ones that rests."""

    rates: tuple[float, ...]
    observed: int = 0
    latest: datetime | None = None

    def at(self, moment: datetime) -> float:
        """Articles an hour expected at that moment."""
        return self.rates[hour_of_week(moment)]

    @property
    def daily(self) -> float:
        """Articles a day, over the whole week."""
        return sum(self.rates) / 7


def hour_of_week(moment: datetime) -> int:
    """0 for Monday from 0:00 to 0:59 in Vietnam, 167 for Sunday's last hour."""
    local = moment.astimezone(VIETNAM)
    return local.weekday() * 24 + local.hour


def learn(
    publications: Iterable[Publication], now: datetime, *, since: datetime | None = None
) -> Rhythm:
    """The rhythm behind these publications; `since`: from when on none was missed."""
    oldest = now - MEMORY
    recent = [one for one in publications if oldest <= one.until <= now]
    first = min((one.until for one in recent), default=now - MEMORY)
    watched = max(oldest, min(first, since or first))
    weights = [0.5 ** ((now - one.until) / HALF_LIFE) for one in recent]
    daily = (sum(weights) + FIRST_GUESS * DOUBT_DAYS) / (_days_weighed(now - watched) + DOUBT_DAYS)
    spread = [_hours_of(one) for one in recent]
    hours = _shares(_GUESSED_HOURS, DOUBT_HOURS, spread, weights, lambda hour: hour % 24)
    days = _shares(_GUESSED_WEEKDAYS, DOUBT_WEEKDAYS, spread, weights, lambda hour: hour // 24)
    rates = tuple(daily * 7 * days[hour // 24] * hours[hour % 24] for hour in range(HOURS))
    return Rhythm(rates, len(recent), max((one.until for one in recent), default=None))


def _days_weighed(span: timedelta) -> float:
    """So many days of equal weight are worth the span with its fading memory."""
    life = HALF_LIFE / timedelta(days=1)
    return float(life / log(2) * (1 - 0.5 ** (span / HALF_LIFE)))


def _hours_of(one: Publication) -> dict[int, float]:
    """The hours of the week in which it may have come out, each with its likelihood."""
    count = min(int((one.until - one.since) / HOUR), HOURS - 1)
    hours = [hour_of_week(one.until - n * HOUR) for n in range(count + 1)]
    guess = [_GUESSED_WEEKDAYS[hour // 24] * _GUESSED_HOURS[hour % 24] for hour in hours]
    total = sum(guess)
    return {hour: likely / total for hour, likely in zip(hours, guess, strict=True)}


def _shares(
    guess: Sequence[float],
    doubt: float,
    spread: list[dict[int, float]],
    weights: list[float],
    place: Callable[[int], int],
) -> list[float]:
    """How the articles share themselves out over places, starting from a guess."""
    found = [doubt * share / sum(guess) for share in guess]
    for hours, weight in zip(spread, weights, strict=True):
        for hour, likely in hours.items():
            found[place(hour)] += weight * likely
    total = sum(found)
    return [part / total for part in found]


def expected(rhythm: Rhythm, since: datetime, until: datetime) -> float:
    """How many articles were to be expected between two moments."""
    weeks, rest = divmod(max(until - since, timedelta()), 7 * timedelta(days=1))
    total = float(weeks) * sum(rhythm.rates)
    at = until - rest
    while at < until:
        step = min(HOUR, until - at)
        total += rhythm.at(at) * (step / HOUR)
        at += step
    return total
