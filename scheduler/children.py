"""A crawl as a child process: started, watched, ended at its limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import psutil

from scheduler.presence import end_group

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
# Not the folder we are started in, which may hold an `app` of somebody else's (-P).
OURSELVES = (sys.executable, "-P", "-m", "app")
# As crawler.run knows it, which is not imported: it would bring all of Scrapy into the service.
PARENT_FD = "KHCN_PARENT_FD"
Reason = Literal["time_limit", "memory_limit", "shutdown"]
MIB = 1024 * 1024
GRACE = 5.0  # seconds between the polite signal and the last one
# Memory is looked at a few times a second; a bomb must not take the machine in between. Address
# space is larger than memory in use: a quiet crawl of 120 MB has 600 MB of it.
ADDRESS_SPACE = 4
LAST_WORDS = 2000  # bytes of what a failed child said, of which the last line tells the cause


@dataclass(frozen=True, slots=True)
class Limits:
    """What one crawl may take."""

    seconds: float = 3600.0
    megabytes: int = 1024


class Child:
    """One crawl under way; `check` is called now and then, with the monotonic clock's time."""

    def __init__(self, portal: str, command: Sequence[str], limits: Limits, now: float) -> None:
        self.portal = portal
        self.limits = limits
        self.began = now
        self.peak = 0
        self.reason: Reason | None = None
        self._last_call: float | None = None
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - read after the end
        try:
            self._lifeline, self._process = _start(command, self._said)
        except OSError:
            self._said.close()
            raise
        self._measured = _measured(self._process.pid, limits.megabytes * MIB * ADDRESS_SPACE)

    @property
    def pid(self) -> int:
        """The process, which leads a group of its own."""
        return self._process.pid

    def check(self, now: float) -> int | None:
        """The exit code once the child is gone; until then its limits are held."""
        code = self._process.poll()
        if code is not None:
            self._clear()
            return code
        self.peak = max(self.peak, _memory(self._measured))
        if self.peak > self.limits.megabytes * MIB:
            self.end("memory_limit", now)
        elif now - self.began > self.limits.seconds:
            self.end("time_limit", now)
        if self._last_call is not None and now > self._last_call:
            end_group(self.pid, signal.SIGKILL)
        return None

    def end(self, reason: Reason, now: float, grace: float = GRACE) -> None:
        """Ask the child to end, and make it end when it does not; a bomb is not asked."""
        if self.reason is None:
            self.reason = reason
            self._last_call = now if reason == "memory_limit" else now + grace
            end_group(self.pid, signal.SIGTERM)

    def last_words(self) -> str:
        """The last line of what the child wrote, for the log."""
        end = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(end - LAST_WORDS, 0))
        return self._said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]

    def close(self) -> None:
        """Give back what the child held."""
        self._said.close()

    def _clear(self) -> None:
        """What the child started ends with it."""
        end_group(self.pid, signal.SIGKILL)
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


def crawl_command(portal: str, db: Path, portals: Path) -> list[str]:
    """The command of one crawl, by this interpreter."""
    place = ["--db", str(db), "--portals", str(portals)]
    return [*OURSELVES, *place, "--quiet", "crawl", portal]


def python_path() -> str:
    """Where a child finds this very program, installed or not."""
    known = os.environ.get("PYTHONPATH")
    return f"{ROOT}{os.pathsep}{known}" if known else str(ROOT)


def _start(command: Sequence[str], said: IO[bytes]) -> tuple[int, subprocess.Popen[bytes]]:
    """The writing end of the child's lifeline, and the child: it ends when that end closes."""
    reading, writing = os.pipe()
    try:
        child = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
            pass_fds=(reading,),
            env=os.environ | {PARENT_FD: str(reading), "PYTHONPATH": python_path()},
        )
    except OSError:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    return writing, child


def _measured(pid: int, address_space: int) -> psutil.Process | None:
    with suppress(psutil.Error):
        found = psutil.Process(pid)
        limit = getattr(psutil, "RLIMIT_AS", None)  # Linux alone has it
        if limit is not None:
            found.rlimit(limit, (address_space, address_space))
        return found
    return None


def _memory(process: psutil.Process | None) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss) if process else 0
    return 0
