"""The service: looks at every followed portal when it is due, for as long as it runs."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from scheduler import jobs, ledger
from scheduler.children import Limits
from scheduler.crawls import Crawls
from scheduler.folder import Folder
from scheduler.heartbeat import Heartbeat
from scheduler.journal import note, warn
from scheduler.presence import end_orphans, present
from scheduler.wakeup import Alarm
from storage.errors import StoreError
from storage.store import open_store
from storage.times import VIETNAM

if TYPE_CHECKING:
    from pathlib import Path

    from news.portal import Portal
    from scheduler.crawls import Crawl

WATCHFUL = 0.2  # seconds between two looks at children: what a memory bomb has to grow
IDLE = 2.0  # seconds between two looks at clock and files while nothing runs
AGAIN = timedelta(seconds=30)  # until a portal crawled by hand, or a full disk, is tried again
ENDS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to watch."""

    db: Path
    portals: Path
    at_once: int = 4
    limits: Limits = field(default_factory=Limits)


class Service:
    """One service; `run` returns the signal that ended it. Raises ServiceRunsError, StoreError."""

    def __init__(self, settings: Settings, random: Random | None = None) -> None:
        self.settings = settings
        self.random = random or Random()  # noqa: S311 - it spreads load, it keeps no secret
        self.folder = Folder(settings.portals)
        self.alarm = Alarm()
        self.due: SimpleQueue[str] = SimpleQueue()
        self.got: set[signal.Signals] = set()
        self.heartbeat = Heartbeat(_now(), time.monotonic())
        self.timer = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self.crawls: Crawls

    def run(self) -> signal.Signals:
        """Watch until a signal comes."""
        with ExitStack() as stack:
            stack.callback(self.alarm.close)
            numbers = (*ENDS, signal.SIGHUP, signal.SIGCHLD)
            stack.enter_context(self.alarm.on(numbers, self.got))
            presence = stack.enter_context(present(self.settings.db, at=_now()))
            open_store(self.settings.db).close()
            for portal, pid in end_orphans(presence.card).items():
                warn("crawl.orphan_ended", portal=portal, pid=pid)
            presence.forget_all()
            self.crawls = Crawls(
                self.settings.db,
                self.settings.portals,
                presence,
                self.settings.limits,
                self.settings.at_once,
            )
            self.timer.start()
            stack.callback(self.timer.shutdown, wait=False)
            self._watch()
            return self._stop()

    def _watch(self) -> None:
        note("service.started", db=self.settings.db, portals=self.settings.portals)
        self._reload()
        while not self.got & set(ENDS):
            self._beat()
            if signal.SIGHUP in self.got or self.folder.changed():
                self.got.discard(signal.SIGHUP)
                self._reload()
            self._take_due()
            self.crawls.begin(_now(), time.monotonic())
            self._collect()
            self.alarm.wait(WATCHFUL if self.crawls.under_way else IDLE)

    def _stop(self) -> signal.Signals:
        """End the crawls under way in order; what they staged is kept and gone on with later."""
        number = next(iter(self.got & set(ENDS)))
        note("service.stopping", signal=number.name, crawls=len(self.crawls.under_way) or None)
        self.crawls.end_all("shutdown", time.monotonic())
        while self.crawls.under_way:
            self._collect(plan=False)
            self.alarm.wait(WATCHFUL)
        note("service.stopped")
        return number

    def _reload(self) -> None:
        """Plan the portals that are new or read otherwise; leave the others as they are."""
        before = dict(self.folder.portals)
        now = self.folder.read()
        for key in before.keys() - now.keys():
            self.crawls.forget(key)
            if self.timer.get_job(key):
                self.timer.remove_job(key)
        fresh = [portal for key, portal in now.items() if before.get(key) != portal]
        note("portals.read", portals=len(now), changed=len(fresh))
        if not now:
            warn("portals.none", folder=self.folder.path)
        self._plan(*fresh)

    def _plan(self, *portals: Portal) -> None:
        """Set the timer for these portals, by what the ledger says of them."""
        now = _now()
        try:
            with open_store(self.settings.db) as store:
                dues = [jobs.due(store, portal, now) for portal in portals]
        except StoreError as error:
            warn("store.error", error=error)
            for portal in portals:
                self._set(portal.key, now + AGAIN)
            return
        for key, at in jobs.spread(dues, now, self.random).items():
            if key not in self.crawls.under_way:
                self._set(key, at)

    def _set(self, key: str, at: datetime) -> None:
        note(
            "portal.planned", portal=key, next=at.astimezone(VIETNAM).isoformat(timespec="seconds")
        )
        self.timer.add_job(self._ring, DateTrigger(at), args=(key,), id=key, replace_existing=True)

    def _ring(self, key: str) -> None:
        """What the timer does, in a thread of its own."""
        self.due.put(key)
        self.alarm.ring()

    def _take_due(self) -> None:
        try:
            while True:
                portal = self.folder.portals.get(self.due.get_nowait())
                if portal is not None:
                    self.crawls.want(portal)
        except Empty:
            return

    def _beat(self) -> None:
        """Keep the plan when somebody sets the clock back; begin what came due in a sleep."""
        jump = self.heartbeat.beat(_now(), time.monotonic())
        if not jump:
            return
        warn("clock.jumped", seconds=round(jump.total_seconds()))
        if jump < timedelta():
            for job in self.timer.get_jobs():
                job.modify(next_run_time=job.next_run_time + jump)
        self.timer.wakeup()

    def _collect(self, *, plan: bool = True) -> None:
        for crawl, code in self.crawls.ended(time.monotonic()):
            self._conclude(crawl, code)
            portal = self.folder.portals.get(crawl.portal.key)
            if plan and portal is not None:
                self._plan(portal)

    def _conclude(self, crawl: Crawl, code: int) -> None:
        child = crawl.child
        end = ledger.End(child.pid, crawl.began, code, child.reason)
        try:
            with open_store(self.settings.db) as store:
                report = ledger.conclude(store, crawl.portal, end, at=_now())
        except StoreError as error:
            warn("store.error", portal=child.portal, error=error)
            return
        if report is None:
            note("crawl.passed_over", portal=child.portal, code=code)
            return
        tell = note if report.outcome == "ok" else warn
        tell(
            "crawl.ended",
            portal=child.portal,
            run=report.id,
            outcome=report.outcome,
            reason=report.reason,
            pages=report.pages,
            appeared=report.appeared,
            edited=report.edited,
            seconds=round(time.monotonic() - child.began, 1),
            megabytes=round(child.peak / 2**20),
            said=child.last_words() if code not in (0, 1, 3) else None,
        )


def _now() -> datetime:
    return datetime.now(UTC)
