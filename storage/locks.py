"""Who may crawl a portal, and who may write where SQLite itself cannot be trusted with two."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlite_utils.utils import sqlite3

from storage.errors import PortalBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Up to 3.51.2 two connections that write and checkpoint one WAL file can corrupt it ("WAL-reset").
SOUND_SQLITE = (3, 51, 3)
SERIALISE_WRITERS = sqlite3.sqlite_version_info < SOUND_SQLITE
GLANCE = 0.5  # seconds; `busy` holds a lock for less than a thousandth of it
PATIENCE = 30.0  # seconds; as long as SQLite's own busy timeout


@contextmanager
def crawling(db: str | Path, portal: str, *, pid: int) -> Iterator[None]:
    """Hold the portal for one crawl; raises PortalBusyError when somebody else does."""
    lock = FileLock(beside(db, portal, "lock"))
    try:
        lock.acquire(timeout=GLANCE, poll_interval=GLANCE / 50)
    except Timeout:
        raise PortalBusyError(portal, _holder(db, portal)) from None
    except OSError as error:
        raise StoreError(f"{db}: cannot lock beside it: {error.strerror}") from error
    try:
        beside(db, portal, "pid").write_text(str(pid))
        yield
    finally:
        lock.release()


def busy(db: str | Path, portal: str) -> bool:
    """Whether somebody crawls the portal now; raises StoreError where that cannot be asked."""
    try:
        with FileLock(beside(db, portal, "lock")).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError as error:
        raise StoreError(f"{db}: cannot lock beside it: {error.strerror}") from error


def _holder(db: str | Path, portal: str) -> int | None:
    with suppress(OSError, ValueError):
        return int(beside(db, portal, "pid").read_text())
    return None


def beside(db: str | Path, portal: str, kind: str) -> Path:
    """A file beside the database that belongs to one portal."""
    path = Path(db)
    return path.with_name(f"{path.name}.{portal}.{kind}")


@contextmanager
def turn(db: Path) -> Iterator[None]:
    """Write one at a time where the SQLite is unsound; nothing to wait for where it is sound."""
    if not SERIALISE_WRITERS:
        yield
        return
    lock = FileLock(f"{db}.writer.lock")
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise StoreError(f"{db}: another process has been writing for too long") from None
    try:
        yield
    finally:
        lock.release()
