"""Runs: one crawl of one portal each, from `crawling` over `gated` and `publishing` to `done`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from storage import portals
from storage.errors import UnknownError
from storage.times import shown, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from news.portal import Portal
    from storage.store import Store

Stage = Literal["crawling", "gated", "publishing", "done"]
Outcome = Literal["ok", "partial", "held", "failed", "interrupted"]

FRESH = timedelta(days=1)  # a visit younger than this is not repeated when its run is resumed
PATIENT_RUNS = 3  # a portal with a listing that never answers stops being new after so many

COUNTED = (
    "requests",
    "pages",
    "appeared",
    "edited",
    "retitled",
    "moved",
    "vanished",
    "returned",
    "suspected",
    "unchanged",
    "errors",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way.

    `baseline`: what it finds first is no news. `resumed` holds the address keys that a killed
    beginning of this run visited within the last day.
    """

    id: int
    portal: str
    mode: str
    baseline: bool
    resumed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Extent:
    """A portal's live articles but for those that a run found, and what it did with them so far."""

    known: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run came to: the record of `khcn crawl --json`; times as the store keeps them."""

    id: int
    portal: str
    started: str
    ended: str | None
    outcome: Outcome | None
    reason: str | None
    requests: int
    pages: int
    appeared: int
    edited: int
    retitled: int
    moved: int
    vanished: int
    returned: int
    suspected: int
    unchanged: int
    errors: int
    message: str | None = None

    def record(self) -> dict[str, Any]:
        """As JSON shows it: times at +07:00, and the message where there is one."""
        found = asdict(self)
        found["started"], found["ended"] = shown(self.started), shown(self.ended)
        if found["message"] is None:
            del found["message"]
        return found


def begin(store: Store, portal: Portal, mode: str, *, at: datetime) -> Run:
    """The run to crawl under: the one that a kill or a signal left behind, or a new one.

    The caller holds the portal's lock, so a run found under way has no living owner.
    """
    portals.save(store, portal)
    left = store.row(
        "SELECT id, mode, started FROM runs WHERE portal = ? AND stage = 'crawling'"
        " ORDER BY id DESC LIMIT 1",
        (portal.key,),
    )
    if left and left["mode"] == mode and left["started"] > stamp(at - FRESH):
        return _resume(store, left["id"], portal.key, mode, at)
    baseline = mode == "since" or _is_new(store, portal.key)
    with store.writing() as conn:
        found = conn.execute(
            "INSERT INTO runs (portal, mode, stage, started, baseline, pid)"
            " VALUES (?, ?, 'crawling', ?, ?, ?)",
            (portal.key, mode, stamp(at), baseline, os.getpid()),
        )
    return Run(int(found.lastrowid or 0), portal.key, mode, baseline)


def _resume(store: Store, run: int, portal: str, mode: str, at: datetime) -> Run:
    with store.writing() as conn:
        conn.execute(
            "UPDATE runs SET pid = ?, ended = NULL, outcome = NULL, reason = NULL WHERE id = ?",
            (os.getpid(), run),
        )
    visited = store.rows(
        "SELECT DISTINCT a.key FROM visits v JOIN addresses a ON a.id = v.address"
        " WHERE v.run = ? AND v.at > ? AND v.kind IN ('article', 'unchanged', 'other')",
        (run, stamp(at - FRESH)),
    )
    row = store.row("SELECT baseline FROM runs WHERE id = ?", (run,))
    keys = frozenset(found["key"] for found in visited)
    return Run(run, portal, mode, bool(row["baseline"]), keys)


def _is_new(store: Store, portal: str) -> bool:
    """Whether no crawl has yet walked all of the portal."""
    row = store.row(
        "SELECT max(complete) AS whole, sum(outcome = 'partial') AS partial FROM runs"
        " WHERE portal = ? AND stage = 'done' AND mode <> 'since'",
        (portal,),
    )
    return not row["whole"] and (row["partial"] or 0) < PATIENT_RUNS


def load(store: Store, run: int) -> Run:
    """A run by its id; raises UnknownError."""
    row = store.row("SELECT id, portal, mode, baseline FROM runs WHERE id = ?", (run,))
    if row is None:
        raise UnknownError(f"there is no run {run}")
    return Run(row["id"], row["portal"], row["mode"], bool(row["baseline"]))


def report(store: Store, run: int) -> RunReport:
    """What the run came to so far."""
    names = ", ".join(RunReport.__slots__)
    row = store.row(f"SELECT {names} FROM runs WHERE id = ?", (run,))  # noqa: S608
    if row is None:
        raise UnknownError(f"there is no run {run}")
    return RunReport(**dict(row))


def stage(store: Store, run: int) -> Stage:
    """How far the run has come."""
    found: Stage = store.row("SELECT stage FROM runs WHERE id = ?", (run,))["stage"]
    return found


def move_on(store: Store, run: int, to: Stage, *, forms: Iterable[str] | None = None) -> None:
    """Put the run into its next stage; `forms` are the fields that differ by look alone."""
    with store.writing() as conn:
        conn.execute("UPDATE runs SET stage = ? WHERE id = ?", (to, run))
        if forms is not None:
            conn.execute("UPDATE runs SET forms = ? WHERE id = ?", (json.dumps(sorted(forms)), run))


def forms(store: Store, run: int) -> frozenset[str]:
    """The fields found to differ by the portal's look alone, earlier in this run."""
    row = store.row("SELECT forms FROM runs WHERE id = ?", (run,))
    return frozenset(json.loads(row["forms"]))


def count(store: Store, run: int, **more: int) -> None:
    """Add to the run's counters."""
    assert more.keys() <= set(COUNTED)
    parts = ", ".join(f"{name} = {name} + :{name}" for name in more)
    with store.writing() as conn:
        conn.execute(f"UPDATE runs SET {parts} WHERE id = :run", {**more, "run": run})  # noqa: S608


def extent(store: Store, run: int) -> Extent:
    """What a run is measured by."""
    row = store.row(
        "SELECT (SELECT count(*) FROM articles WHERE portal = r.portal AND state = 'live')"
        " - appeared AS known, edited + retitled AS changed, unchanged FROM runs r WHERE id = ?",
        (run,),
    )
    return Extent(row["known"], row["changed"], row["unchanged"])


def complete(store: Store, run: int) -> bool:
    """Whether the run walked all of the portal."""
    return bool(store.row("SELECT complete FROM runs WHERE id = ?", (run,))["complete"])


def close(
    store: Store,
    run: int,
    outcome: Outcome,
    reason: str | None,
    *,
    at: datetime,
    stage: Stage = "done",
    complete: bool = False,
    message: str | None = None,
) -> None:
    """Say how the run ended; a held one stays `gated`, an interrupted one may stay `crawling`."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE runs SET stage = ?, outcome = ?, reason = ?, message = ?, ended = ?,"
            " complete = ?, pid = NULL WHERE id = ?",
            (stage, outcome, reason, message, stamp(at), complete, run),
        )


def unfinished(store: Store, portal: str) -> list[tuple[int, Stage]]:
    """Runs of the portal that a kill left in the middle, oldest first."""
    rows = store.rows(
        "SELECT id, stage FROM runs WHERE portal = ? AND stage <> 'done'"
        " AND outcome IS NOT 'held' ORDER BY id",
        (portal,),
    )
    return [(row["id"], row["stage"]) for row in rows]


def held(store: Store, portal: str) -> int | None:
    """The portal's run that waits for a review, if any."""
    row = store.row(
        "SELECT id FROM runs WHERE portal = ? AND outcome = 'held' AND stage = 'gated'"
        " ORDER BY id DESC LIMIT 1",
        (portal,),
    )
    return row["id"] if row else None
