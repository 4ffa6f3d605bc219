"""A store opened to be read: never created, never left changed, its faults told in one sentence."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from storage.errors import StoreError
from storage.schema import migrations
from storage.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEDIES = {
    "locked": "another program holds it; try again when that one has finished",
    "not a database": "the file is not a database; point --db at another one",
    "malformed": "the file is damaged; put back a copy made with `khcn backup`",
    "disk image": "the file is damaged; put back a copy made with `khcn backup`",
    "full": "the disk is full; make room and try again",
    "readonly": "the file or its folder may not be written; change its permissions",
    "unable to open": "the file or its folder cannot be opened; check that they may be read",
    "interrupted": "the query took longer than its time limit; ask for less",
}


class NoStoreError(StoreError):
    """There is no store yet where one was to be read."""


@contextmanager
def reading(path: str | Path) -> Iterator[Store]:
    """The store at `path` for queries; raises StoreError for whatever is wrong with the file."""
    file = Path(path)
    if not file.exists():
        raise NoStoreError(f"{file}: no database there yet; crawl a portal or try `khcn demo`")
    with explained(file):
        store = _open(file)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_sentence(str(error))}") from error


def _sentence(message: str) -> str:
    remedy = next((r for words, r in REMEDIES.items() if words in message), None)
    return f"{message} ({remedy})" if remedy else message


def _open(file: Path) -> Store:
    store = Store(file, readonly=True)
    try:
        current = _is_current(store, file)
    except BaseException:  # re-raised once the file is given back
        store.close()
        raise
    if current:
        return store
    store.close()
    open_store(file).close()  # brings the tables up to date
    return Store(file, readonly=True)


def _is_current(store: Store, file: Path) -> bool:
    known = {step.name for step in migrations.pending(Database(memory=True))}
    applied = {step.name for step in migrations.applied(store.db)}
    if not applied and store.db.table_names():
        raise StoreError(f"{file}: a database of another program; point --db at another file")
    if applied - known:
        raise StoreError(f"{file}: written by a newer khcn; update this one to read it")
    return applied == known
