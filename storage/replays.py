"""Pages that a run has fetched already, for going on where a kill ended it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import raws

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was served: enough to look at it once more without asking for it."""

    url: str
    content_type: str | None
    body: bytes


def page_of(store: Store, portal: str, run: int, key: str) -> KeptPage | None:
    """What this run was answered at an address; None where the page is not kept."""
    return _staged(store, portal, run, key) or _published(store, portal, key)


def _staged(store: Store, portal: str, run: int, key: str) -> KeptPage | None:
    row = store.row(
        "SELECT s.raw, s.body FROM staged s JOIN visits v ON v.id = s.visit"
        " JOIN addresses a ON a.id = v.address"
        " WHERE a.portal = ? AND a.key = ? AND s.run = ? AND s.raw IS NOT NULL"
        " ORDER BY s.visit DESC LIMIT 1",
        (portal, key, run),
    )
    if row is None:
        return None
    seen = json.loads(row["body"])
    url = seen.get("final_url", seen["url"])
    return KeptPage(url, seen.get("content_type"), raws.load(store, row["raw"]))


def _published(store: Store, portal: str, key: str) -> KeptPage | None:
    row = store.row(
        "SELECT v.raw, v.content_type, v.final_url FROM addresses d"
        " JOIN articles a ON a.id = d.article"
        " JOIN versions v ON v.article = a.id AND v.number = a.version"
        " WHERE d.portal = ? AND d.key = ? AND v.raw IS NOT NULL",
        (portal, key),
    )
    if row is None:
        return None
    return KeptPage(row["final_url"], row["content_type"], raws.load(store, row["raw"]))
