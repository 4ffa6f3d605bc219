"""The timetable: one timer for each portal, kept in memory and rung by APScheduler."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta


class Timetable:
    """Rings when a portal is due, once, however late; `ring` is called from another thread."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._rung: SimpleQueue[str] = SimpleQueue()
        # APScheduler's defaults drop what is a second late.
        self._timer = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Let time pass."""
        self._timer.start()

    def stop(self) -> None:
        """Ring no more."""
        self._timer.shutdown(wait=False)

    def set(self, key: str, at: datetime) -> None:
        """Ring for this portal then, and not when it was set for before."""
        self._timer.add_job(self._note, DateTrigger(at), args=(key,), id=key, replace_existing=True)

    def drop(self, key: str) -> None:
        """Do not ring for this portal."""
        with suppress(JobLookupError):  # it has rung, or was never set
            self._timer.remove_job(key)

    def shift(self, jump: timedelta) -> None:
        """The clock was set back by so much: the same moments have other names now."""
        for job in self._timer.get_jobs():
            with suppress(JobLookupError):  # it rings just now
                job.modify(next_run_time=job.next_run_time + jump)

    def look_again(self) -> None:
        """The clock was set forward, or the machine slept: see what came due."""
        self._timer.wakeup()

    def rung(self) -> Iterator[str]:
        """The portals that came due since the last call."""
        try:
            while True:
                yield self._rung.get_nowait()
        except Empty:
            return

    def _note(self, key: str) -> None:
        self._rung.put(key)
        self._ring()
