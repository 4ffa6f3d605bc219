"""One store file, opened for reading or writing: `with store.writing(): …` is a transaction."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from storage.errors import StoreError
from storage.schema import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

BUSY_MS = 30_000  # longer than any transaction of ours, shorter than a person's patience


class Store:
    """A khcn database; use as a context manager, it closes the file at the end."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self.db = Database(_connect(self.path, readonly=readonly))
        self._writing = False

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.db.conn.close()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of it or none. BEGIN IMMEDIATE, since a deferred one that turns
        from reading to writing fails at once whatever the busy timeout; nested calls join it."""
        if self._writing:
            yield self.db
            return
        self.db.conn.execute("BEGIN IMMEDIATE")
        self._writing = True
        try:
            yield self.db
        except BaseException:  # re-raised: whatever it is, nothing of it stays
            self.db.conn.execute("ROLLBACK")
            raise
        else:
            self.db.conn.execute("COMMIT")
        finally:
            self._writing = False


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    uri = f"file:{path}?mode=ro" if readonly else f"file:{path}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    conn.execute("PRAGMA foreign_keys=ON")
    if not readonly:
        conn.execute("PRAGMA page_size=8192")
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("PRAGMA synchronous=NORMAL")
    return conn


def open_store(path: str | Path) -> Store:
    """The store at `path`, created or brought up to date; raises StoreError."""
    store = Store(path)
    try:
        with store.writing() as db:
            migrations.apply(db)
    except sqlite3.Error as error:
        store.close()
        raise StoreError(f"{path}: {error}") from error
    return store
