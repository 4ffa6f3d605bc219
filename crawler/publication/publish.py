"""From staged visits to published news: read again, ask the gate, publish one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler import lessons, templates
from crawler.publication.fault import given_up_on_fault
from crawler.publication.publishing import Publisher
from crawler.publication.second_reading import SecondReader
from crawler.publication.telling import Teller
from crawler.publication.weighing import evidence, weigh
from news.change import Difference, compare
from news.gate import Doubt, doubt
from storage import articles, files, packs, prose, runs, visits
from storage.errors import UnknownError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from crawler.publication.weighing import Weighed
    from news.portal import Portal
    from storage.runs import Outcome, Run, RunReport
    from storage.store import Store

TOGETHER = 50  # unchanged pages in one transaction of a few milliseconds
CHECKPOINT = 200  # visits; what a kill can make wait, and what a gate can judge


@dataclass(frozen=True, slots=True)
class Tally:
    """What only the fetching side knows of a run.

    `partial`: a listing or an article could not be fetched after retries. `reason` is machine
    readable: why the run failed or was interrupted, or "page_cap".
    """

    requests: int = 0
    pages: int = 0
    errors: int = 0
    partial: bool = False
    reason: str | None = None
    message: str | None = None


def begin(store: Store, portal: Portal, mode: str, *, at: datetime) -> Run:
    """The run to crawl under, after finishing what a kill left of earlier ones."""
    for left, stage in runs.unfinished(store, portal.key):
        if stage in ("gated", "publishing"):
            _finish(store, runs.load(store, left), portal, at=at)
    run = runs.begin(store, portal, mode, at=at)
    for left, _stage in runs.unfinished(store, portal.key):
        if left != run.id:
            _abandon(store, runs.load(store, left), portal, at=at)
    return run


def checkpoint(store: Store, run: Run, portal: Portal) -> Doubt | None:
    """Publish the healthy part of a run under way; the reason not to, where there is one."""
    reader = _reader(store, run, portal)
    found, forms = weigh(store, run, reader)
    why = doubt(evidence(store, run, found))
    if why is None:
        runs.move_on(store, run.id, "crawling", forms=forms)
        _publish(Publisher(store, run, reader, portal=portal), found)
        packs.pack_up(store, run.portal)
    return why


def finish(
    store: Store,
    run: Run,
    portal: Portal,
    *,
    complete: bool,
    interrupted: bool,
    at: datetime,
    tally: Tally | None = None,
) -> RunReport:
    """End a run: publish what can be believed, conclude what is missing, say what it came to.

    `complete`: every listing was walked as far as the mode asks and none failed; only then are
    absences concluded. An interrupted run stays open, for the next one to go on with.
    """
    tally = tally or Tally()
    runs.count(store, run.id, requests=tally.requests, pages=tally.pages, errors=tally.errors)
    if interrupted:
        return _interrupt(store, run, portal, tally, at=at)
    runs.close(
        store,
        run.id,
        _outcome(tally),
        tally.reason or (None if tally.pages else "no_page"),
        at=at,
        stage="gated",
        complete=complete and bool(tally.pages),
        message=tally.message,
    )
    return _finish(store, run, portal, at=at)


def _interrupt(store: Store, run: Run, portal: Portal, tally: Tally, *, at: datetime) -> RunReport:
    with given_up_on_fault(store, run, at=at):
        checkpoint(store, run, portal)
        runs.close(
            store,
            run.id,
            "interrupted",
            tally.reason,
            at=at,
            stage="crawling",
            message=tally.message,
        )
    return runs.report(store, run.id)


def _finish(store: Store, run: Run, portal: Portal, *, at: datetime) -> RunReport:
    with given_up_on_fault(store, run, at=at):
        _conclude(store, run, portal, at=at)
    return runs.report(store, run.id)


def _outcome(tally: Tally) -> Outcome:
    if not tally.pages:
        return "failed"
    return "partial" if tally.partial else "ok"


def _conclude(store: Store, run: Run, portal: Portal, *, at: datetime) -> None:
    """From `gated` to `done`; safe to repeat after a kill at any moment."""
    reader = _reader(store, run, portal)
    found, forms = weigh(store, run, reader)
    if runs.stage(store, run.id) == "gated":
        why = doubt(evidence(store, run, found))
        if why is not None:
            _hold(store, run, why, at=at)
            return
        runs.move_on(store, run.id, "publishing", forms=forms)
    absences = runs.complete(store, run.id)
    publisher = Publisher(store, run, reader, final=True, absences=absences, portal=portal)
    _publish(publisher, found)
    _tell_files(store, run)
    with store.writing():
        visits.drop_staged(store, run.id)
        runs.move_on(store, run.id, "done")
        if runs.report(store, run.id).outcome in ("ok", "partial"):
            _supersede(store, run)
    packs.pack_up(store, run.portal)
    store.give_back()


def _tell_files(store: Store, run: Run) -> None:
    """Tell of the files that were replaced in their place, each in one transaction."""
    for file in files.replaced(store, run.portal, run.id):
        with store.writing():
            for article in file.articles:
                Teller(store, run).file_replaced(articles.standing(store, article), file)
            files.settle(store, run.portal, file.url)


def _publish(publisher: Publisher, found: list[Weighed]) -> None:
    """What is missing at one address may have turned up at another: that is asked last."""
    ordered = sorted(found, key=_turn)
    same = [weighed for weighed in ordered if weighed.visit.same]
    for start in range(0, len(same), TOGETHER):
        with publisher.store.writing():
            for weighed in same[start : start + TOGETHER]:
                publisher.publish(weighed)
    for weighed in ordered:
        if not weighed.visit.same:
            publisher.publish(weighed)


def _turn(weighed: Weighed) -> int:
    """When a visit's turn is: who was led from an article to its text knows best what moved."""
    seen, found = weighed.visit.seen, weighed.difference
    if seen.kind == "missing":
        return 3
    if seen.key == seen.final_key:
        return 1
    is_carried = weighed.standing is not None and not (found and found.grade == "rewrite")
    return 0 if is_carried else 2


def _hold(store: Store, run: Run, why: Doubt, *, at: datetime) -> None:
    """Keep what the run staged for a review; at most one run of a portal waits for that."""
    with store.writing():
        _supersede(store, run)
        runs.close(
            store,
            run.id,
            "held",
            why.reason,
            at=at,
            stage="gated",
            complete=runs.complete(store, run.id),
            message=why.message,
        )


def _supersede(store: Store, run: Run) -> None:
    waiting = runs.held(store, run.portal)
    if waiting is not None and waiting != run.id:
        visits.drop_staged(store, waiting)
        runs.move_on(store, waiting, "done")


def _abandon(store: Store, run: Run, portal: Portal, *, at: datetime) -> None:
    """A run too old to go on with: keep what can be believed of it, conclude nothing else."""
    with given_up_on_fault(store, run, at=at):
        checkpoint(store, run, portal)
        with store.writing():
            visits.drop_staged(store, run.id)
            runs.close(store, run.id, "interrupted", "abandoned", at=at)


def review(store: Store, run_id: int, portal: Portal, *, accept: bool, at: datetime) -> RunReport:
    """Decide on a held run: publish what it staged, or forget it."""
    run = runs.load(store, run_id)
    if runs.held(store, run.portal) != run_id:
        raise UnknownError(f"run {run_id} is not held; `khcn status` names the runs that are")
    if accept:
        runs.close(
            store,
            run_id,
            "ok",
            "accepted",
            at=at,
            stage="publishing",
            complete=runs.complete(store, run_id),
        )
        return _finish(store, run, portal, at=at)
    with store.writing():
        visits.drop_staged(store, run_id)
        runs.close(store, run_id, "held", "dropped", at=at)
    return runs.report(store, run_id)


@dataclass(frozen=True, slots=True)
class Rereading:
    """One article whose stored page today's reader reads differently."""

    article: int
    url: str
    title: str
    difference: Difference


def reread(store: Store, portal: Portal, *, dry_run: bool = False) -> Iterator[Rereading]:
    """Read every stored page of the portal again; yields what reads differently now.

    The stored readings are refreshed in silence, unless it is a dry run: nothing happened to the
    articles.
    """
    reader = SecondReader(store, portal, templates.load(store, portal.key))
    for article in articles.of_portal(store, portal.key):
        was = articles.standing(store, article)
        now = reader.again(was.reading)
        is_new = now.prose is not None and not prose.is_kept(store, was.id, was.version)
        if not dry_run and (is_new or now != was.reading):
            articles.refresh(store, was, now)
        found = compare(was.reading.article, now.article)
        if found:
            yield Rereading(was.id, was.url, now.article.title, found)


def _reader(store: Store, run: Run, portal: Portal) -> SecondReader:
    return SecondReader(store, portal, lessons.renew(store, run, portal))
