"""What the store holds of a portal's past, in the form in which its health is judged."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduler import jobs
from scheduler.health import Record, Round, Sample
from scheduler.rhythm import expected, learn
from storage.times import moment
from storage.visits import WALLS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from scheduler.rhythm import Publication, Rhythm
    from storage.store import Store

ROUNDS = 8
ARTICLES = 60
_REFUSED = (401, 403, 407, 429, 451)
_NAMED = ("published", "section", "source")  # fields whose loss shows that the reader lost its way


def record(store: Store, portal: str, now: datetime) -> Record:
    """The portal's last rounds and articles, and how long it has been silent."""
    found = jobs.publications(store, portal, now)
    rhythm = learn(found, now)
    silence, longest = silences(found, rhythm, now)
    return Record(rounds(store, portal), _articles(store, portal), silence, longest)


def rounds(store: Store, portal: str, count: int = ROUNDS) -> Sequence[Round]:
    """The portal's last ended runs, newest first."""
    rows = store.rows(
        "SELECT id, started, mode, baseline, stage, outcome, reason, message, pages FROM runs"
        " WHERE portal = ? AND outcome IS NOT NULL ORDER BY id DESC LIMIT ?",
        (portal, count),
    )
    return [_round(row, _pages(store, row["id"])) for row in rows]


def newest(store: Store) -> dict[str, Round]:
    """The newest ended run of every portal."""
    rows = store.rows("SELECT key FROM portals")
    found = {row["key"]: rounds(store, row["key"], 1) for row in rows}
    return {key: one[0] for key, one in found.items() if one}


def words(store: Store) -> dict[str, str | None]:
    """What was last said of every portal."""
    return {row["key"]: row["health"] for row in store.rows("SELECT key, health FROM portals")}


def silences(found: Sequence[Publication], rhythm: Rhythm, now: datetime) -> tuple[float, float]:
    """The silence until now and the longest one before, in articles that were expected."""
    moments = sorted(one.until for one in found)
    if len(moments) < 2:
        return 0.0, 0.0
    gaps = [expected(rhythm, since, until) for since, until in pairwise(moments)]
    return expected(rhythm, moments[-1], now), max(gaps)


def _round(row: Mapping[str, Any], pages: Mapping[str, int]) -> Round:
    return Round(
        began=moment(row["started"]),
        outcome=row["outcome"],
        reason=row["reason"],
        pages=row["pages"],
        walk="all" if row["baseline"] or row["mode"] == "full" else row["mode"],
        open=row["stage"] == "crawling",
        network_word=_underlying(row["reason"], row["message"]),
        **pages,
    )


def _underlying(reason: str | None, message: str | None) -> str | None:
    """Why robots.txt could not be had; the run's message names it in brackets."""
    found = re.search(r"\((\w+)\)", message or "") if reason == "robots_unreachable" else None
    return found[1] if found else None


def _pages(store: Store, run: int) -> dict[str, int]:
    row = store.row(_PAGES, {"run": run})
    return {name: row[name] or 0 for name in ("listings", "walls", "refused", "server_errors")}


def _articles(store: Store, portal: str) -> list[Sample]:
    rows = store.rows(_ARTICLES, (portal, ARTICLES))
    return [
        Sample(len(row["text"].split()), frozenset(name for name in _NAMED if row[name]))
        for row in rows
    ]


_PAGES = f"""
    SELECT sum(kind = 'listing') AS listings,
      sum(coalesce(reason, '') IN {WALLS}) AS walls,
      sum(status IN {_REFUSED}) AS refused, sum(status >= 500) AS server_errors
    FROM visits WHERE run = :run"""  # noqa: S608 - constants of ours
# As first read, newest first: an old article edited long after says nothing of today's reader.
_ARTICLES = """
    SELECT v.text, v.published, v.section, v.source FROM articles a
    JOIN readings v ON v.article = a.id AND v.number = a.version
    WHERE a.portal = ? ORDER BY a.id DESC LIMIT ?"""
