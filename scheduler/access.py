"""The store as the service meets it: its troubles are told once in a while, and waited out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler import systemd
from scheduler.heartbeat import Ticks
from scheduler.journal import warn
from storage.errors import StoreError
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.store import Store

REST = 15.0  # seconds without a new crawl after the store could not be used
REMIND = 600.0  # seconds until a trouble that lasts is told again


@dataclass
class Access:
    """Opens the store for one piece of work after the other; `clock` is monotonic, in seconds."""

    db: Path
    clock: Callable[[], float] = time.monotonic
    _failed: float = float("-inf")
    _reminders: Ticks = field(default_factory=Ticks)

    def use(self, work: Callable[[Store], None]) -> bool:
        """Do it, or say why not: a full disk or a long lock passes, the service stays."""
        systemd.tell("WATCHDOG=1")  # for a lock one may wait half a minute, each time anew
        try:
            with open_store(self.db) as store:
                work(store)
        except StoreError as error:
            self._failed = self.clock()
            if self._reminders.passed(str(error), REMIND, self._failed):
                warn("store.error", error=error)
            return False
        return True

    def rests(self) -> bool:
        """Whether the store failed a moment ago, so that a crawl would come to nothing."""
        return self.clock() - self._failed < REST
