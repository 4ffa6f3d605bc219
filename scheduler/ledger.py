"""What the service itself writes about runs: the end of a crawl that could not write its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler import jobs
from storage import locks, past, runs, visits

if TYPE_CHECKING:
    from datetime import datetime

    from news.portal import Portal
    from storage.past import PastRun
    from storage.runs import Outcome, RunReport
    from storage.store import Store


# Ends for which the run is not to blame: what it staged before, in an earlier part, is not lost.
BLAMELESS = ("killed", "store_error")
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
    run = past.latest_run(store, portal.key)
    if run is not None and run.pid == end.pid and run.outcome is None:
        _cut_off(store, run.id, end, at)
    elif run is not None and _has_ended_since(run, end.began):
        if run.outcome == "interrupted" and end.reason:
            _cut_off(store, run.id, end, at)
    elif locks.busy(store.path, portal.key):
        return None
    else:
        return _never_began(store, portal, end, at)
    return runs.report(store, run.id)


def why(end: End) -> str:
    """The machine-readable reason of an end that no crawl wrote itself."""
    if end.reason:
        return end.reason
    if end.code == STORE_FAILED:
        return "store_error"
    return "killed" if end.code < 0 else "crashed"


def _has_ended_since(run: PastRun, began: datetime) -> bool:
    """The ledger knows whole seconds only."""
    return run.ended is not None and run.ended >= began.replace(microsecond=0)


def _cut_off(store: Store, run: int, end: End, at: datetime) -> None:
    """A run that got somewhere is gone on with by the next one; one that did not is over."""
    since = end.began - runs.FRESH if why(end) in BLAMELESS else end.began
    if end.reason == "shutdown" or past.was_answered(store, run, since):
        runs.close(store, run, "interrupted", why(end), at=at, stage="crawling", message=_told(end))
        return
    outcome: Outcome = "interrupted" if why(end) in jobs.ENDED else "failed"
    with store.writing():
        visits.drop_staged(store, run)
        runs.close(store, run, outcome, why(end), at=at, message=_told(end))


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
