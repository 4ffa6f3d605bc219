"""The service: looks at every followed portal when it is due, for as long as it runs."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from news.zone import VIETNAM
from scheduler import alarms, channels, jobs, ledger, systemd
from scheduler.access import REST, Access
from scheduler.courier import Courier
from scheduler.crawls import Crawls, tell_end, tell_unrecorded
from scheduler.folder import Folder
from scheduler.heartbeat import Heartbeat, Ticks
from scheduler.housekeeping import keep_house
from scheduler.journal import note, warn
from scheduler.presence import end_orphans, present
from scheduler.timetable import Timetable
from scheduler.wakeup import Alarm
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from news.portal import Portal
    from scheduler.crawls import Crawl, Settings
    from scheduler.presence import Presence
    from storage.store import Store

WATCHFUL = 0.2  # seconds between two looks at children: what a memory bomb has to grow
IDLE = 2.0  # seconds between two looks at clock and files while nothing runs
TELL = 5.0  # seconds between two looks for news that a crawl by hand has found
DAY = 86400.0
AGAIN = timedelta(
    seconds=REST
)  # until a portal is asked about again that the store said nothing of
ENDS = (signal.SIGTERM, signal.SIGINT)


class Service:
    """One service; `run` returns the signal that ended it. Raises ServiceRunsError, StoreError."""

    def __init__(self, settings: Settings, random: Random | None = None) -> None:
        self.settings = settings
        self.random = random or Random()  # noqa: S311 - it spreads load, it keeps no secret
        self.access = Access(settings.db)
        self.folder = Folder(settings.portals)
        self.courier = Courier(settings.db, channels.beside(settings.portals))
        self.alarm = Alarm()
        self.got: set[signal.Signals] = set()
        self.heartbeat = Heartbeat(_now(), time.monotonic())
        self.ticks = Ticks()
        self.doubtful: frozenset[str] = frozenset()
        self.timetable = Timetable(self.alarm.ring)
        self.presence: Presence
        self.crawls: Crawls

    def run(self) -> signal.Signals:
        """Watch until a signal comes."""
        with ExitStack() as stack:
            stack.callback(self.alarm.close)
            numbers = (*ENDS, signal.SIGHUP, signal.SIGCHLD)
            stack.enter_context(self.alarm.on(numbers, self.got))
            self.presence = stack.enter_context(present(self.settings.db, at=_now()))
            open_store(self.settings.db).close()
            for portal, pid in end_orphans(self.presence.card).items():
                warn("crawl.orphan_ended", portal=portal, pid=pid)
            self.presence.forget_all()
            self.crawls = Crawls(self.settings, self.presence)
            stack.callback(self.crawls.clear_away)
            self.timetable.start()
            stack.callback(self.timetable.stop)
            self._watch()
            return self._stop()

    def _watch(self) -> None:
        note("service.started", db=self.settings.db, portals=self.settings.portals)
        self._reload()
        systemd.tell("READY=1")
        while not self.got & set(ENDS):
            self._beat()
            if signal.SIGHUP in self.got or self.folder.changed():
                self.got.discard(signal.SIGHUP)
                self._reload()
            self._take_due()
            if not self.access.rests():
                self.crawls.begin(_now(), time.monotonic())
            self._collect()
            if self.ticks.passed("tell", TELL, time.monotonic()):
                self._tell()
            if self.ticks.passed("housekeeping", DAY, time.monotonic()):
                self.access.use(lambda store: keep_house(store, now=_now()))
            self.alarm.wait(WATCHFUL if self.crawls.under_way else IDLE)

    def _stop(self) -> signal.Signals:
        """End the crawls under way in order; what they staged is kept and gone on with later."""
        number = next(iter(self.got & set(ENDS)))
        systemd.tell("STOPPING=1")
        note("service.stopping", signal=number.name, crawls=len(self.crawls.under_way) or None)
        self.crawls.end_all("shutdown", time.monotonic())
        while self.crawls.under_way:
            for crawl, code in self.crawls.ended(time.monotonic()):
                self._conclude(crawl, code)
            self.alarm.wait(WATCHFUL)
        note("service.stopped")
        return number

    def _reload(self) -> None:
        """Plan the portals that are new or read otherwise; leave the others as they are."""
        before = dict(self.folder.portals)
        now = self.folder.read()
        for key in before.keys() - now.keys():
            self.crawls.forget(key)
            self.timetable.drop(key)
        fresh = [portal for key, portal in now.items() if before.get(key) != portal]
        note("portals.read", portals=len(now), changed=len(fresh))
        if not now:
            warn("portals.none", folder=self.folder.path)
        self._plan(*fresh)

    def _plan(self, *portals: Portal) -> None:
        """Set the timer for these portals, by what the ledger says of them."""
        for key, at in jobs.spread(self._dues(portals), _now(), self.random).items():
            if key not in self.crawls.under_way:
                self._set(key, at)

    def _dues(self, portals: Sequence[Portal]) -> list[jobs.Due]:
        """What the ledger says of these portals; of none, where it cannot be asked just now."""
        if not portals:
            return []
        dues: list[jobs.Due] = []

        def ask(store: Store) -> None:
            dues.extend(jobs.due(store, portal, _now()) for portal in portals)

        if self.access.use(ask):
            return dues
        self._ask_again(portal.key for portal in portals)
        return []

    def _ask_again(self, keys: Iterable[str]) -> None:
        """See to these portals once the store, or whoever else crawls them, has had its time."""
        for key in keys:
            self.timetable.set(key, _now() + AGAIN)

    def _set(self, key: str, at: datetime) -> None:
        """Set the timer, and say so in the log and to whoever asks for the status."""
        at = max(at, _now())
        shown = at.astimezone(VIETNAM).isoformat(timespec="seconds")
        note("portal.planned", portal=key, next=shown)
        self.timetable.set(key, at)
        self.presence.planned(self.presence.card.plan | {key: at.astimezone(UTC).isoformat()})

    def _take_due(self) -> None:
        """Crawl what came due, unless somebody has crawled it by hand in the meantime."""
        rung = [self.folder.portals[k] for k in self.timetable.rung() if k in self.folder.portals]
        for due in self._dues(rung):
            if jobs.is_early(due, _now()):
                self._plan(due.portal)
            else:
                self.crawls.want(due.portal)

    def _beat(self) -> None:
        """Keep the plan when somebody sets the clock back; begin what came due in a sleep."""
        systemd.tell("WATCHDOG=1")
        jump = self.heartbeat.beat(_now(), time.monotonic())
        if not jump:
            return
        warn("clock.jumped", seconds=round(jump.total_seconds()))
        if jump < timedelta():
            self.timetable.shift(jump)
        self.courier.clock_jumped()
        self.timetable.look_again()

    def _collect(self) -> None:
        """Take what has ended: its record, its next time, what it means for the portal."""
        ended = [
            (crawl.portal.key, self._conclude(crawl, code))
            for crawl, code in self.crawls.ended(time.monotonic())
        ]
        if not ended:
            return
        self._ask_again(key for key, recorded in ended if not recorded)
        keys = [key for key, recorded in ended if recorded]
        self._plan(*(self.folder.portals[key] for key in keys if key in self.folder.portals))
        self._assess(keys)
        self._tell()

    def _conclude(self, crawl: Crawl, code: int) -> bool:
        """Have the end of a crawl in the ledger and in the log; whether it has a record there.

        It has none where the store could not be used, or somebody else is crawling the portal.
        """
        end = ledger.End(crawl.child.pid, crawl.began, code, crawl.child.reason)
        report = None

        def record(store: Store) -> None:
            nonlocal report
            report = ledger.conclude(store, crawl.portal, end, at=_now())
            tell_end(crawl, code, report, time.monotonic())

        if not self.access.use(record):
            tell_unrecorded(crawl, code)
        return report is not None

    def _assess(self, keys: Collection[str]) -> None:
        """Judge portals; one that answers after a cut asks for all that were cut off with it."""
        found = alarms.Assessment()

        def judge(store: Store) -> None:
            nonlocal found
            found = alarms.assess(store, keys, self.courier.operators, _now())

        if not self.access.use(judge):
            return
        self.doubtful = (self.doubtful - frozenset(keys)) | found.pending
        for key in found.again & self.folder.portals.keys():
            self._set(key, _now())
        self._plan(*(self.folder.portals[k] for k in found.offline & self.folder.portals.keys()))

    def _tell(self) -> None:
        """Keep the channels told."""
        if self.doubtful:
            self._assess(self.doubtful)

        def tell(store: Store) -> None:
            self.courier.refresh(store, now=_now())
            self.presence.suffers(self.courier.faults)
            self.courier.collect(store, now=_now())
            self.courier.dispatch(store, now=_now())

        self.access.use(tell)


def _now() -> datetime:
    return datetime.now(UTC)
