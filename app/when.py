"""Times as people type them: a day, a time, 7d, monday; always a clock in Vietnam."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from news.text import fold
from news.zone import VIETNAM
from storage.times import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS = {"now": 0, "today": 0, "yesterday": 1, "hom nay": 0, "hom qua": 1}
_THU = ("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AGO = re.compile(r"(\d{1,5})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def moment(words: str, now: datetime) -> datetime:
    """The moment that the words mean; raises ValueError."""
    said = " ".join(fold(words).split())
    today = datetime.combine(now.astimezone(VIETNAM).date(), time(), VIETNAM)
    if said in _DAYS:
        return now if said == "now" else today - timedelta(days=_DAYS[said])
    for weekdays in (_WEEKDAYS, _THU):
        if said in weekdays:
            return today - timedelta(days=(today.weekday() - weekdays.index(said)) % 7)
    if ago := _AGO.fullmatch(said):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if day := _VIETNAMESE_DAY.fullmatch(said):
        return datetime(int(day[3]), int(day[2]), int(day[1]), tzinfo=VIETNAM)
    exact = datetime.fromisoformat(words.strip())
    return exact if exact.tzinfo else exact.replace(tzinfo=VIETNAM)


class Moment(click.ParamType[datetime]):
    """An option that takes a time in any of those forms."""

    name = "TIME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment in Vietnam's time."""
        if isinstance(value, datetime):
            return value
        try:
            found = moment(str(value), datetime.now(VIETNAM)).astimezone(VIETNAM)
            stamp(found)  # years 1 and 9999 have days that UTC has not
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is no time; give a day (2026-11-22), a time (2026-11-22T08:00), "
                "7d, 12h, today or monday",
                param,
                ctx,
            )
        return found


def stamped(given: datetime | None) -> str | None:
    """The moment as the store keeps it."""
    return stamp(given) if given else None


def since_option(words: str) -> Callable[[Any], Any]:
    """The option --since, with what it means for that command."""
    return click.option("--since", type=Moment(), metavar="TIME", help=words)


def to_the_minute(written: str | None) -> str:
    """A day or a time in ISO form as a person reads it."""
    return (written or "")[:16].replace("T", " ")


def ago(shown: str | None, now: datetime) -> str:
    """A past time as people say it."""
    return f"{_span(now - datetime.fromisoformat(shown))} ago" if shown else "never"


def due(shown: str | None, now: datetime) -> str:
    """A time to come as people say it; nothing for None."""
    if shown is None:
        return ""
    left = datetime.fromisoformat(shown) - now
    return f"in {_span(left)}" if left >= timedelta(seconds=1) else "now"


def _span(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    minutes = seconds // 60
    if minutes < 1:
        return f"{seconds} s"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
