"""The pages that the store kept, parsed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract import ExtractionError, parse
from storage import raws

if TYPE_CHECKING:
    from crawler.extract import Page
    from storage.store import Store
    from storage.visits import Staged


def kept_page(store: Store, raw: int | None, url: str, content_type: str | None) -> Page | None:
    """The page kept under that number; None where none is kept or it can no longer be read."""
    if raw is None:
        return None
    try:
        return parse(raws.load(store, raw), url, content_type)
    except ExtractionError:
        return None


def staged_page(store: Store, visit: Staged) -> Page | None:
    """The page that a staged visit saw, likewise."""
    return kept_page(store, visit.raw, visit.seen.final_url, visit.seen.content_type)
