"""How moments stand in the store and how people see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from news.zone import VIETNAM


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it: UTC, to the second, always 25 characters."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(stamped: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(stamped)


def shown(stamped: str | None) -> str | None:
    """A stored moment as people and JSON see it: the same moment at +07:00."""
    return moment(stamped).astimezone(VIETNAM).isoformat() if stamped else None


def published_on(written: str | None) -> date | datetime | None:
    """What `news.record.day_or_time` wrote, as a value."""
    if not written:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
