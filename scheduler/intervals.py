"""When to look at a portal next: a pure policy between a floor and the portal's own bound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from news.zone import VIETNAM

if TYPE_CHECKING:
    from scheduler.rhythm import Rhythm

HOUR = timedelta(hours=1)
FLOOR = timedelta(minutes=10)  # no portal is asked more often, unless its own `every` is shorter
# What one look is worth, in hours that one article waits to be found: where a portal publishes 3
# articles in an office day of 8 hours, a look every 14 minutes of it.
PRICE = 0.01
PAUSES = 6  # after so many failures in a row a portal is asked as seldom as it ever is
LONGEST_PAUSE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits the choice: the shortest and longest interval, and the hours allowed."""

    floor: timedelta
    every: timedelta
    hours: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """The next look, and why then: `expected` articles will wait, the oldest of them `waiting`."""

    at: datetime
    interval: timedelta
    expected: float
    bound: str | None = None


def bounds_of(every: timedelta, hours: tuple[int, ...] = ()) -> Bounds:
    """The bounds that a portal file sets."""
    return Bounds(min(FLOOR, every), every, hours)


def next_look(rhythm: Rhythm, last: datetime, bounds: Bounds) -> Next:
    """When the articles that have probably come since the last look are worth another.

    Looks at distances d(1), d(2), … make articles wait least when what has come before each of
    them equals what comes, at the rate of that moment, in the interval after it. At a steady rate
    that interval is sqrt(2 * PRICE / rate). So a look is due once sqrt(2 * PRICE * rate) articles
    are expected: soon where the rate is high, and right where it falls, at the end of office hours.
    """
    first, end = last + bounds.floor, last + bounds.every
    at, expected = last, 0.0
    while at < end:
        rate = rhythm.at(at)
        after = min(_next_hour(at), end)
        wanted = at + max(sqrt(2 * PRICE / rate) - expected / rate, 0.0) * HOUR
        look = max(wanted, first)
        if look <= after:
            bound = "floor" if look > wanted + HOUR / 60 else None
            return _allowed(last, look, bounds, expected + (look - at) / HOUR * rate, bound)
        expected += (after - at) / HOUR * rate
        at = after
    return _allowed(last, end, bounds, expected, "every")


def _next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + HOUR


def _allowed(
    last: datetime, at: datetime, bounds: Bounds, expected: float, bound: str | None
) -> Next:
    """The first moment from `at` on that lies in an allowed hour."""
    later = first_allowed(at, bounds.hours)
    return Next(later, later - last, expected, bound if later == at else "hours")


def first_allowed(at: datetime, hours: tuple[int, ...]) -> datetime:
    """The first moment from `at` on whose hour in Vietnam is allowed; no hours allow all."""
    if not hours or at.astimezone(VIETNAM).hour in hours:
        return at
    hour = at.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)
    for n in range(1, 25):
        later = hour + timedelta(hours=n)
        if later.hour in hours:
            return later.astimezone(at.tzinfo)
    return at


def pause(every: timedelta, failures: int) -> timedelta:
    """How long a portal is left alone after so many failed looks in a row: doubled each time."""
    doubled: timedelta = every * 2 ** min(max(failures - 1, 0), PAUSES)
    return min(doubled, max(LONGEST_PAUSE, every))
