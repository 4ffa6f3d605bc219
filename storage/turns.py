"""Whose turn it is to ask a host: one request at a time, whichever of a user's processes asks."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from pathlib import Path


class Turn:
    """One process's place in the queue for one host.

    Of two locks one is held by whoever asks now, the other by whoever is next: so nobody asks
    twice while another waits. The kernel gives both back when their process dies. A file tells
    when the last request ended; it is empty while one is under way. Methods raise OSError where
    the folder cannot be written.
    """

    def __init__(self, folder: Path, host: str) -> None:
        name = quote(host, safe="")
        self._next = FileLock(folder / f"{name}.next", thread_local=False)
        self._now = FileLock(folder / f"{name}.now", thread_local=False)
        self._last = folder / f"{name}.last"
        self._own: str | None = None

    def advance(self) -> bool:
        """Step forward as far as that goes without waiting; whether it is our turn now."""
        if self._now.is_locked:
            return True
        if not self._next.is_locked and not _locked(self._next):
            return False
        if not _locked(self._now):
            return False
        self._next.release()
        return True

    def wait(self, delay: float) -> float:
        """Seconds until `delay` will have passed since another process asked, 0 where none did.

        A process that died over its request is taken to have asked just now.
        """
        with suppress(FileNotFoundError, ValueError):
            said = self._last.read_text()
            if said == self._own:
                return 0.0  # what passes between our own requests is kept elsewhere
            passed = time.time() - float(said) if said else 0.0
            return min(delay, max(0.0, delay - passed))
        return 0.0

    def begin(self) -> None:
        """Say that a request is under way."""
        self._last.write_text("")

    def end(self) -> None:
        """Say that it is over, and let the next one ask."""
        self._own = f"{time.time():.6f}"
        try:
            self._last.write_text(self._own)
        finally:
            self.leave()

    def leave(self) -> None:
        """Give up the place."""
        self._now.release()
        self._next.release()


def _locked(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True
