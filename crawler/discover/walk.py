"""One listing on its way from the first page to the last, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crawler.discover.endpoints import Endpoint
    from crawler.discover.links import Link

# Archives of ten items a page and twenty years of daily news end before this page.
_MOST_PAGES = 1500


@dataclass(slots=True)
class Walk:
    """What is known of one listing so far."""

    url: str
    title: str = ""
    pages: int = 0
    stale: int = 0
    older: int = 0
    ended: bool = False
    items: set[str] = field(default_factory=set)
    fresh: int = 0
    newest: date | None = None
    paging: str = ""
    endpoint: Endpoint | None = None
    last_page: frozenset[str] = frozenset()

    def take(self, items: Sequence[Link], fresh: set[str], since: date | None) -> bool:
        """Note a page of the listing; whether it repeats the page before."""
        keys = frozenset(item.key for item in items)
        repeated = self.pages > 0 and (keys == self.last_page or not keys - self.items)
        self.pages += 1
        self.stale = 0 if fresh else self.stale + 1
        self.older = self.older + 1 if _wholly_older(items, since) else 0
        self.items |= keys
        self.fresh += len(fresh)
        days = [item.day for item in items if item.day is not None]
        self.newest = max([*days, self.newest] if self.newest else days, default=None)
        self.last_page = keys
        return repeated

    def may_go_on(self, mode: str, patience: int) -> bool:
        """Whether the next page is worth asking for."""
        if self.pages >= _MOST_PAGES or self.older >= 2:
            return False
        return self.stale < (1 if mode == "incremental" else patience)


def _wholly_older(items: Sequence[Link], since: date | None) -> bool:
    days = [item.day for item in items if item.day is not None]
    return since is not None and bool(days) and all(day < since for day in days)
