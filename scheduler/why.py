"""Why a portal is looked at when it is, in sentences for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from news.zone import VIETNAM
from scheduler import intervals
from scheduler.jobs import OFFLINE
from scheduler.rhythm import HOURS, hour_of_week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from scheduler.jobs import Due
    from scheduler.rhythm import Rhythm

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def explain(due: Due, now: datetime) -> Iterator[str]:
    """What is known of the portal's rhythm, what bounds the choice, and what came of both."""
    yield _rhythm(due.rhythm)
    if due.rhythm.observed:
        yield _habits(due.rhythm)
    yield _bounds(due)
    yield from _decision(due, now)


def busiest_hours(rhythm: Rhythm, count: int = 4) -> list[int]:
    """The hours of the day in which most is published, in order of the clock."""
    by_hour = [sum(rhythm.rates[hour] for hour in range(h, HOURS, 24)) for h in range(24)]
    return sorted(sorted(range(24), key=lambda hour: -by_hour[hour])[:count])


def busiest_days(rhythm: Rhythm) -> list[str]:
    """The weekdays that bring more than their share."""
    by_day = [sum(rhythm.rates[d * 24 : d * 24 + 24]) for d in range(7)]
    return [DAYS[d] for d in range(7) if by_day[d] > 1.1 * sum(by_day) / 7]


def _rhythm(rhythm: Rhythm) -> str:
    if not rhythm.observed:
        return (
            "No article of the last 180 days is known, so it counts as a portal that seldom"
            f" publishes: {rhythm.daily:.2f} articles a day."
        )
    return (
        f"It publishes about {rhythm.daily:.1f} articles a day, going by {rhythm.observed} of the"
        " last 180 days; recent ones count more."
    )


def _habits(rhythm: Rhythm) -> str:
    days = busiest_days(rhythm)
    hours = ", ".join(f"{hour}:00" for hour in busiest_hours(rhythm))
    return f"Most come on {', '.join(days) or 'no day in particular'}, in the hours from {hours}."


def _bounds(due: Due) -> str:
    bounds = intervals.bounds_of(due.portal.every, due.portal.hours)
    if bounds.floor == bounds.every:
        return f"Its `every` is {span(bounds.every)}: it is looked at that often, whatever comes."
    hours = ", ".join(map(str, due.portal.hours))
    only = f", in the hours {hours} only" if hours else ""
    return f"It is looked at every {span(bounds.floor)} to {span(bounds.every)} (`every`){only}."


def _decision(due: Due, now: datetime) -> Iterator[str]:
    past = due.past
    if past.last is None:
        yield "It was never looked at, so it is due at once."
    elif past.open:
        yield "Its last look was cut off, so it is gone on with at once."
    elif past.offline:
        pause = min(OFFLINE, due.portal.every)
        yield f"No portal answered, so this machine is offline: it is tried every {span(pause)}."
    elif past.failures:
        pause = intervals.pause(due.portal.every, past.failures)
        yield f"It failed or was held {past.failures} times in a row: a pause of {span(pause)}."
    if past.retry_after and past.retry_after > now:
        yield f"Its host asked to be left alone until {_clock(past.retry_after)}."
    if past.host_failed:
        rest = span(due.portal.every)
        yield f"Its host failed another portal at {_clock(past.host_failed)}: a pause of {rest}."
    if due.next is not None and past.last is not None:
        yield from _next(due.next, due.rhythm)


def _next(found: intervals.Next, rhythm: Rhythm) -> Iterator[str]:
    last, rate = found.at - found.interval, rhythm.rates[hour_of_week(found.at)]
    yield (
        f"Last look {_clock(last)}, next {_clock(found.at)}, {span(found.interval)} later:"
        f" by then {found.expected:.2f} new articles are expected; {rate:.2f} an hour come then."
    )
    if found.bound:
        yield BOUNDS[found.bound]


BOUNDS = {
    "every": "Little is expected; `every` is what makes it so soon.",
    "floor": "Much is expected; politeness is what makes it so late.",
    "hours": "It waits for the next hour that its file allows.",
}


def span(length: timedelta) -> str:
    """A length of time as people say it."""
    seconds = round(length.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 120 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h" if seconds < 48 * 3600 else f"{round(seconds / 86400)} days"


def _clock(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%a %d/%m %H:%M")
