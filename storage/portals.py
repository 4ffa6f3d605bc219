"""The portals we have looked at, and how each is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.times import moment, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from news.portal import Portal
    from storage.store import Store


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


def retry_after(store: Store, portal: str) -> datetime | None:
    """Until when the portal asked to be left alone."""
    row = store.row("SELECT retry_after FROM portals WHERE key = ?", (portal,))
    return moment(row["retry_after"]) if row and row["retry_after"] else None


def set_retry_after(store: Store, portal: str, until: datetime | None) -> None:
    """Keep a portal's wish to be left alone, so that a restart honours it too."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE portals SET retry_after = ? WHERE key = ?",
            (stamp(until) if until else None, portal),
        )
