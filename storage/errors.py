"""What can be wrong with a store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlite_utils.utils import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class StoreError(Exception):
    """The store cannot be used; prints itself as one sentence with the path and what to do."""


class UnknownError(StoreError):
    """An id or key that the store does not know."""


class PortalBusyError(StoreError):
    """Another process crawls the portal now; `pid` is that process, where known."""

    def __init__(self, portal: str, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{portal} is being crawled by {holder}; wait for it to end")
        self.portal = portal
        self.pid = pid


# SQLite's own words, and what a person can do about each.
_ADVICE = (
    ("full", "the disk is full; free some space and start again"),
    ("readonly", "the file or its folder is read-only; allow writing or choose another --db"),
    ("unable to open", "cannot be opened; check that its folder exists and may be written"),
    ("not a database", "is not a khcn database; choose another --db or restore a backup"),
    ("malformed", "is damaged; restore a backup, or keep the file and start a new one"),
    ("locked", "another process has been writing for too long; try again when it is done"),
    ("interrupted", "the question took too long and was given up; ask for less"),
    ("disk i/o", "the disk is full or failing; free some space, or check it and restore a backup"),
)


def plainly(path: Path, error: sqlite3.Error) -> StoreError:
    """The error as one sentence that names the file and says what to do."""
    words = str(error)
    for sign, advice in _ADVICE:
        if sign in words.lower():
            return StoreError(f"{path}: {advice} ({words})")
    return StoreError(f"{path}: {words}")


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Whatever SQLite raises inside becomes a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise plainly(path, error) from error
