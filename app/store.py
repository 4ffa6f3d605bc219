"""The store and the portals that a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.failure import Failure
from app.portal_files import is_followed
from storage.history import portal_keys
from storage.store import read_store

if TYPE_CHECKING:
    from app.options import Options
    from storage.store import Store


def opened(options: Options) -> Store:
    """The store, to be asked; raises StoreError."""
    return read_store(options.db)


def known_portals(store: Store, options: Options, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys given, once each is known to the store or followed; raises Failure."""
    stored = portal_keys(store) if keys else set()
    for key in keys:
        if key not in stored and not is_followed(options, key):
            raise Failure(f"no portal {key!r}; the database knows {_list(stored)}")
    return keys


def _list(keys: set[str]) -> str:
    return ", ".join(sorted(keys)) or "none yet"
