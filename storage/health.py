"""How the portals and the store itself are doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils.utils import sqlite3

from storage.locks import SERIALISE_WRITERS

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class PortalHealth:
    """One portal as its runs left it; times are as stored (UTC).

    `health` is what the scheduler last concluded, or else the outcome of the last run: also where
    that was held since, by hand, while no service was there to judge it.
    """

    portal: str
    health: str
    reason: str | None
    last_ok: str | None
    last_started: str | None
    last_ended: str | None
    retry_after: str | None
    suspected: int
    held_run: int | None
    articles: int
    appeared: int
    edited: int
    vanished: int


NEVER_SEEN = PortalHealth("", "new", None, None, None, None, None, 0, None, 0, 0, 0, 0)

_BY_RUN = """(p.health IS NULL OR p.health IN ('ok', 'late', 'partial')
        AND last.outcome = 'held' AND last.stage = 'gated')"""
_HEALTH = f"""
    SELECT p.key AS portal,
      CASE WHEN {_BY_RUN} THEN coalesce(last.outcome, 'new') ELSE p.health END AS health,
      CASE WHEN {_BY_RUN} THEN last.reason ELSE p.health_reason END AS reason,
      (SELECT max(ended) FROM runs WHERE portal = p.key AND outcome = 'ok') AS last_ok,
      last.started AS last_started, last.ended AS last_ended, p.retry_after,
      (SELECT count(*) FROM articles WHERE portal = p.key AND state = 'suspected') AS suspected,
      (SELECT max(id) FROM runs WHERE portal = p.key AND outcome = 'held'
          AND stage = 'gated') AS held_run,
      (SELECT count(*) FROM articles WHERE portal = p.key) AS articles,
      coalesce(day.appeared, 0) AS appeared, coalesce(day.edited, 0) AS edited,
      coalesce(day.vanished, 0) AS vanished
    FROM portals p
    LEFT JOIN runs last ON last.id = (SELECT max(id) FROM runs WHERE portal = p.key)
    LEFT JOIN (
      SELECT a.portal, sum(c.kind = 'appeared') AS appeared, sum(c.kind = 'vanished') AS vanished,
             sum(c.kind IN ('edited', 'retitled')) AS edited
      FROM changes c JOIN articles a ON a.id = c.article
      WHERE c.at >= :since AND NOT c.baseline GROUP BY a.portal
    ) day ON day.portal = p.key
    ORDER BY p.key"""  # noqa: S608 - only our own condition


def portals(store: Store, since: str) -> list[PortalHealth]:
    """Every portal that was ever crawled; what is new in it counts from `since` (UTC)."""
    rows = store.rows(_HEALTH, {"since": since})
    return [PortalHealth(**{name: row[name] for name in PortalHealth.__slots__}) for row in rows]


def damage(store: Store) -> list[str]:
    """What SQLite and the search table find wrong with the file; empty for a sound one."""
    found = [row[0] for row in store.rows("PRAGMA quick_check(5)") if row[0] != "ok"]
    missing = store.rows("PRAGMA foreign_key_check")
    found += [f"{row[0]} {row[1]} points at a missing {row[2]}" for row in missing[:5]]
    return found


def latest_moment(store: Store) -> str | None:
    """The latest time that any run wrote down."""
    row = store.row("SELECT max(coalesce(ended, started)) FROM runs")
    return None if row is None else row[0]


def sqlite_soundness() -> tuple[str, bool]:
    """The version of the SQLite in use, and whether several writers are safe with it."""
    return str(sqlite3.sqlite_version), not SERIALISE_WRITERS
