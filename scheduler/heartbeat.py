"""Whether the wall clock was set, or the machine slept: wall time against monotonic time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

STEP = timedelta(seconds=2)  # what a loaded machine may stall between two readings of one pair


@dataclass
class Heartbeat:
    """Keeps the last pair of readings; a monotonic clock stands still while the machine sleeps."""

    wall: datetime
    monotonic: float

    def beat(self, wall: datetime, monotonic: float) -> timedelta:
        """By how much the wall clock jumped since the last beat; zero for mere ticking."""
        jump = (wall - self.wall) - timedelta(seconds=monotonic - self.monotonic)
        self.wall, self.monotonic = wall, monotonic
        return jump if abs(jump) > STEP else timedelta()


@dataclass
class Ticks:
    """Things to do every so often, by the monotonic clock."""

    _last: dict[str, float] = field(default_factory=dict)

    def passed(self, name: str, seconds: float, now: float) -> bool:
        """Whether it is time again for this, or for the first time."""
        if now - self._last.get(name, float("-inf")) < seconds:
            return False
        self._last[name] = now
        return True
