"""The portals we have looked at, and how each is doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from news.urls import same_site
from storage.errors import UnknownError
from storage.times import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from news.portal import Portal
    from storage.store import Store


LONGEST_WISH = timedelta(hours=6)  # what a portal may ask to be left alone; more is taken as this


def save(store: Store, portal: Portal) -> None:
    """Make the portal known under its key, or follow a new name or home."""
    same = store.row(
        "SELECT 1 FROM portals WHERE key = ? AND name = ? AND home = ?",
        (portal.key, portal.name, portal.home),
    )
    if same:
        return
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO portals (key, name, home) VALUES (?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET name = excluded.name, home = excluded.home",
            (portal.key, portal.name, portal.home),
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """A portal and what was last said of how it is doing, since when; None: nothing yet."""

    key: str
    name: str
    home: str
    health: str | None
    health_reason: str | None
    health_since: datetime | None


def conditions(store: Store) -> list[Condition]:
    """Every portal that was ever looked at, by key."""
    rows = store.rows(
        "SELECT key, name, home, health, health_reason, health_since FROM portals ORDER BY key"
    )
    return [_condition(row) for row in rows]


def condition(store: Store, key: str) -> Condition:
    """One of them; raises UnknownError."""
    found = next((one for one in conditions(store) if one.key == key), None)
    if found is None:
        raise UnknownError(f"no portal {key!r} in {store.path}; `khcn status` lists them")
    return found


def _condition(row: Mapping[str, Any]) -> Condition:
    since = moment(row["health_since"]) if row["health_since"] else None
    return Condition(**dict(row) | {"health_since": since})


def set_health(store: Store, portal: str, health: str, reason: str | None, *, at: datetime) -> None:
    """Say how a portal is doing; `health_since` moves only when the word changes."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE portals SET health_since = iif(health IS ?, health_since, ?),"
            " health = ?, health_reason = ? WHERE key = ?",
            (health, stamp(at), health, reason, portal),
        )


def health(store: Store, portal: str) -> str | None:
    """What was last said of how a portal is doing."""
    row = store.row("SELECT health FROM portals WHERE key = ?", (portal,))
    return row["health"] if row else None


def forget_health(store: Store, health: str) -> None:
    """Take back a word that was said of several portals at once."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE portals SET health = NULL, health_reason = NULL, health_since = NULL"
            " WHERE health = ?",
            (health,),
        )


def at_host(store: Store, home: str) -> list[str]:
    """The portals whose home lies on the host of this one, itself among them once it is known."""
    rows = store.rows("SELECT key, home FROM portals ORDER BY key")
    return [row["key"] for row in rows if same_site(row["home"], home)]


def retry_after(store: Store, home: str, now: datetime) -> datetime | None:
    """Until when the host of this home asked to be left alone, whichever of its portals it told.

    What is further off than any host is granted says nothing: the clock was set back since.
    """
    rows = store.rows("SELECT home, retry_after FROM portals WHERE retry_after IS NOT NULL")
    wishes = (moment(row["retry_after"]) for row in rows if same_site(row["home"], home))
    return max((until for until in wishes if until <= now + LONGEST_WISH), default=None)


def set_retry_after(store: Store, portal: str, until: datetime | None) -> None:
    """Keep a portal's wish to be left alone, so that a restart honours it too."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE portals SET retry_after = ? WHERE key = ?",
            (stamp(until) if until else None, portal),
        )
