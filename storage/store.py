"""One store file, opened for reading or writing: `with store.writing(): …` is a transaction."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from storage.errors import StoreError, told_plainly
from storage.locks import turn
from storage.schema import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

_numbers = count()
BUSY_MS = 30_000  # longer than any transaction of ours, shorter than a person's patience


class Store:
    """A khcn database; use as a context manager, it closes the file at the end."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self.identity = next(_numbers)
        self.db = Database(_connect(self.path, readonly=readonly))
        self._writing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.db.conn.close()

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """The rows of a question, each readable by column name."""
        with told_plainly(self.path):
            return self.db.conn.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """The first row of a question, or None."""
        with told_plainly(self.path):
            return self.db.conn.execute(sql, parameters).fetchone()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all of it or none; nested calls join it.

        BEGIN IMMEDIATE, since a deferred one that turns from reading to writing fails at once,
        whatever the busy timeout.
        """
        conn = self.db.conn
        if self._writing:
            yield conn
            return
        with told_plainly(self.path), turn(self.path):
            conn.execute("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield conn
                conn.execute("COMMIT")
            finally:
                self._writing = False
                if conn.in_transaction:
                    conn.execute("ROLLBACK")

    def give_back(self) -> None:
        """Shorten the file by the room that nothing needs now, such as that of staged visits."""
        with self.writing() as conn:
            conn.execute("PRAGMA incremental_vacuum").fetchall()


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}" + (_for_reading(path) if readonly else "")
    with told_plainly(path):
        conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
        conn.row_factory = sqlite3.Row
        conn.execute("PRAGMA foreign_keys=ON")
        if not readonly:
            conn.execute("PRAGMA page_size=8192")
            conn.execute("PRAGMA auto_vacuum=INCREMENTAL")  # heeded where the file is made
            conn.execute("PRAGMA journal_mode=WAL")
            conn.execute("PRAGMA synchronous=NORMAL")
    return conn


def _for_reading(path: Path) -> str:
    """How SQLite is told to write nothing."""
    # Where the folder may not be written it cannot make the index of a WAL file, and refuses; a
    # store without such a file stands still and can be read as it is.
    still = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    return "?mode=ro&immutable=1" if still else "?mode=ro"


def open_store(path: str | Path) -> Store:
    """The store at `path`, created or brought up to date; raises StoreError."""
    if Path(path).is_dir():
        raise StoreError(f"{path}: is a folder, not a database; give --db the name of a file")
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: its folder cannot be made: {error.strerror}") from error
    store = Store(path)
    try:
        _bring_up_to_date(store)
    except StoreError:
        store.close()
        raise
    return store


def read_store(path: str | Path) -> Store:
    """The store at `path` for questions only, never created; raises StoreError."""
    if not Path(path).is_file():
        found = "is a folder, not a database" if Path(path).is_dir() else "there is no database yet"
        raise StoreError(f"{path}: {found}; crawl a portal first, or give --db")
    store = Store(path, readonly=True)
    try:
        _refuse_other(store)
        is_older = _pending(store)
    except StoreError:
        store.close()
        raise
    if not is_older:
        return store
    store.close()
    open_store(path).close()  # a question right after an upgrade need not wait for a crawl
    return Store(path, readonly=True)


def _refuse_other(store: Store) -> None:
    _refuse_newer(store)
    if not _applied(store):
        raise StoreError(f"{store.path}: was never filled by this version; crawl a portal first")


def _bring_up_to_date(store: Store) -> None:
    _refuse_newer(store)
    if _pending(store):
        with store.writing():
            migrations.apply(store.db)


def _applied(store: Store) -> bool:
    with told_plainly(store.path):
        return bool(migrations.applied(store.db))


def _pending(store: Store) -> bool:
    with told_plainly(store.path):
        return bool(migrations.pending(store.db))


def _refuse_newer(store: Store) -> None:
    ours = {migration.name for migration in migrations._migrations}  # noqa: SLF001
    with told_plainly(store.path):
        newer = [m.name for m in migrations.applied(store.db) if m.name not in ours]
    if newer:
        raise StoreError(
            f"{store.path}: was written by a newer khcn (it has {newer[-1]}); upgrade this one"
        )


def backup(store: Store, target: str | Path) -> None:
    """A consistent copy of the store at `target`, whoever writes meanwhile; raises StoreError.

    One that fails half-way leaves no file that could be taken for a copy.
    """
    if Path(target).exists():
        raise StoreError(f"{target}: exists already; give a new file name for the backup")
    try:
        with told_plainly(Path(target)), closing(sqlite3.connect(str(target))) as copy:
            store.db.conn.backup(copy)
    except StoreError:
        with suppress(OSError):
            Path(target).unlink()
        raise
