"""The store and the portals that a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.failure import Failure
from app.portal_files import bundled, is_followed
from storage import health
from storage.history import find, portal, portal_names
from storage.store import read_store

if TYPE_CHECKING:
    from app.options import Options
    from news.portal import Portal
    from storage.store import Store


def opened(options: Options) -> Store:
    """The store, to be asked; raises StoreError."""
    return read_store(options.db)


def known_portals(store: Store, options: Options, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys given, once each is known to the store or followed; raises Failure."""
    stored = set(portal_names(store)) if keys else set()
    for key in keys:
        if key not in stored and not is_followed(options, key):
            raise Failure(f"no portal {key!r}; the database knows {_list(stored)}")
    return keys


def stored_portal(store: Store, options: Options, key: str) -> Portal:
    """The portal by its file, followed or bundled, else as its last crawl knew it."""
    from crawler.portals import load

    if is_followed(options, key):
        return load(options.portals / f"{key}.toml")
    return next((one for one in bundled() if one.key == key), None) or portal(store, key)


def article_id(store: Store, name: str) -> int:
    """The id of the article that an id or an address names; raises Failure or UnknownError."""
    if name[:1] in {"C", "c"} and name[1:].isascii() and name[1:].isdigit():
        raise Failure(f"{name} is a change, no article; `khcn diff {name}` shows it")
    return find(store, name)


def health_of(options: Options) -> dict[str, str]:
    """How each portal of which anything is stored is doing."""
    if not options.db.exists():
        return {}
    with opened(options) as store:
        return {one.portal: one.health for one in health.portals(store, "")}


def _list(keys: set[str]) -> str:
    return ", ".join(sorted(keys)) or "none yet"
