"""What the service itself writes about runs: the end of a crawl that could not write its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler import jobs
from storage import locks, runs, visits
from storage.times import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from news.portal import Portal
    from storage.runs import Outcome, RunReport
    from storage.store import Store


STORE_FAILED = 4  # exit code of a crawl that could not use the store, by the contract


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: its process, its exit code, and why it was ended, if it was."""

    pid: int
    began: datetime
    code: int
    reason: str | None = None


def conclude(store: Store, portal: Portal, end: End, *, at: datetime) -> RunReport | None:
    """The record of the run that the child made, written here where the child could not.

    None where the child made no run because somebody else is crawling the portal.
    """
    row = store.row(
        "SELECT id, outcome, pid, stage FROM runs WHERE portal = ? ORDER BY id DESC LIMIT 1",
        (portal.key,),
    )
    if row is not None and row["pid"] == end.pid and row["outcome"] is None:
        _cut_off(store, row["id"], end, at)
    elif row is not None and _ended_since(store, row["id"], end.began):
        if row["outcome"] == "interrupted" and end.reason:
            _cut_off(store, row["id"], end, at)
    elif locks.busy(store.path, portal.key):
        return None
    else:
        return _never_began(store, portal, end, at)
    return runs.report(store, row["id"])


def why(end: End) -> str:
    """The machine-readable reason of an end that no crawl wrote itself."""
    if end.reason:
        return end.reason
    if end.code == STORE_FAILED:
        return "store_error"
    return "killed" if end.code < 0 else "crashed"


def _ended_since(store: Store, run: int, began: datetime) -> bool:
    row = store.row("SELECT ended FROM runs WHERE id = ?", (run,))
    return row["ended"] is not None and row["ended"] >= stamp(began)


def _cut_off(store: Store, run: int, end: End, at: datetime) -> None:
    """A run that got somewhere is gone on with by the next one; one that did not is over."""
    if end.reason == "shutdown" or _saw_pages(store, run, end.began):
        runs.close(store, run, "interrupted", why(end), at=at, stage="crawling", message=_told(end))
        return
    outcome: Outcome = "interrupted" if why(end) in jobs.ENDED else "failed"
    with store.writing():
        visits.drop_staged(store, run)
        runs.close(store, run, outcome, why(end), at=at, message=_told(end))


def _saw_pages(store: Store, run: int, since: datetime) -> bool:
    """Whether anything answered; looks that failed are nothing to go on with."""
    return bool(
        store.row(
            "SELECT 1 FROM visits WHERE run = ? AND at >= ? AND status IS NOT NULL LIMIT 1",
            (run, stamp(since)),
        )
    )


def _never_began(store: Store, portal: Portal, end: End, at: datetime) -> RunReport:
    with locks.crawling(store.path, portal.key, pid=end.pid):
        run = runs.begin(store, portal, "incremental", at=end.began)
        _cut_off(store, run.id, end, at)
    return runs.report(store, run.id)


def _told(end: End) -> str:
    return SENTENCES.get(why(end), f"the crawl ended without a record (exit code {end.code})")


SENTENCES = {
    "time_limit": "the crawl took longer than it may and was ended",
    "memory_limit": "the crawl took more memory than it may and was ended",
    "shutdown": "the service was stopped; the crawl goes on when it starts again",
    "killed": "the crawl's process was killed from outside",
    "store_error": "the crawl could not use the database",
}
