"""What the past runs of a portal came to, and when its articles came out: what timing goes by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.times import moment, published_on, stamp
from storage.visits import WALLS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from storage.store import Store

MOST = 2000  # publications; what more of them would teach is not worth the reading
_REFUSED = (401, 403, 407, 429, 451)


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run as the ledger has it; `outcome` and `ended` are None while it is under way."""

    id: int
    portal: str
    started: datetime
    ended: datetime | None
    mode: str
    stage: str
    outcome: str | None
    reason: str | None
    message: str | None
    baseline: bool
    pages: int
    pid: int | None


@dataclass(frozen=True, slots=True)
class PageCounts:
    """How many of a run's pages were lists, walls, refusals and faults of the server."""

    listings: int
    walls: int
    refused: int
    server_errors: int


@dataclass(frozen=True, slots=True)
class Appearance:
    """When an article came out, as far as is known.

    `published` is what its page says, `before` the start of the last run that did not see it: None
    for what a first crawl found.
    """

    published: date | datetime | None
    first_seen: datetime
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """What an article's current version has, by which a reader that lost its way is told."""

    text: str
    published: str | None
    section: str | None
    source: str | None


def latest_runs(store: Store, portal: str, count: int, *, ended: bool = False) -> list[PastRun]:
    """The portal's last runs, newest first; with `ended` those with an outcome only."""
    rows = store.rows(
        "SELECT id, portal, started, ended, mode, stage, outcome, reason, message, baseline,"
        " pages, pid FROM runs WHERE portal = ? AND (outcome IS NOT NULL OR NOT ?)"
        " ORDER BY id DESC LIMIT ?",
        (portal, ended, count),
    )
    return [_run(row) for row in rows]


def latest_run(store: Store, portal: str, *, ended: bool = False) -> PastRun | None:
    """The portal's last run, or its last one with an outcome."""
    return next(iter(latest_runs(store, portal, 1, ended=ended)), None)


def page_counts(store: Store, run: int) -> PageCounts:
    """What the run's pages were."""
    row = store.row(_PAGES, {"run": run})
    return PageCounts(*(value or 0 for value in row))


def was_answered(store: Store, run: int, since: datetime) -> bool:
    """Whether the run got any answer since then; looks that failed are none."""
    row = store.row(
        "SELECT 1 FROM visits WHERE run = ? AND at >= ? AND status > 0 LIMIT 1",
        (run, stamp(since)),
    )
    return row is not None


def appearances(store: Store, portal: str, since: datetime) -> list[Appearance]:
    """The portal's articles that came out since then, the latest found first."""
    oldest = stamp(since)
    rows = store.rows(
        _APPEARANCES, {"portal": portal, "oldest": oldest, "day": oldest[:10], "most": MOST}
    )
    return [
        Appearance(
            published_on(row["published"]), moment(row["first_seen"]), _moment(row["before"])
        )
        for row in rows
    ]


def samples(store: Store, portal: str, count: int) -> list[Sampled]:
    """The portal's newest articles; old ones edited long after say nothing of today's reader."""
    rows = store.rows(
        "SELECT v.text, v.published, v.section, v.source FROM articles a"
        " JOIN readings v ON v.article = a.id AND v.number = a.version"
        " WHERE a.portal = ? ORDER BY a.id DESC LIMIT ?",
        (portal, count),
    )
    return [Sampled(**dict(row)) for row in rows]


_PAGES = f"""
    SELECT sum(kind = 'listing'), sum(coalesce(reason, '') IN {WALLS}),
      sum(status IN {_REFUSED}), sum(status >= 500)
    FROM visits WHERE run = :run"""  # noqa: S608 - constants of ours
# `before` is when the portal was looked at last without the article being there.
_APPEARANCES = """
    SELECT a.published, a.first_seen,
      CASE WHEN c.baseline THEN NULL ELSE
        (SELECT max(started) FROM runs WHERE portal = a.portal AND id < c.run) END AS before
    FROM articles a LEFT JOIN changes c ON c.article = a.id AND c.kind = 'appeared'
    WHERE a.portal = :portal AND a.first_seen >= :oldest
      AND (a.published IS NULL OR a.published >= :day)
    ORDER BY a.id DESC LIMIT :most"""


def _run(row: Mapping[str, Any]) -> PastRun:
    times = {"started": moment(row["started"]), "ended": _moment(row["ended"])}
    plain = {name: row[name] for name in PastRun.__slots__}
    return PastRun(**plain | times | {"baseline": bool(row["baseline"])})


def _moment(stamped: str | None) -> datetime | None:
    return moment(stamped) if stamped else None
