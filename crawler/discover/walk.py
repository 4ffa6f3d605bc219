"""One listing on its way from the first page to the last, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.discover.pattern import tail_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from crawler.discover.endpoints import Endpoint
    from crawler.discover.links import Link

# Archives of ten items a page and twenty years of daily news end before this page.
_MOST_PAGES = 1500


class Shown:
    """What the lists of one crawl have shown so far.

    Articles that other articles name are not among it: a list whose items are all known from there
    must still be walked, for those that nobody names.
    """

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._tails: set[str | None] = set()

    def is_new(self, link: Link) -> bool:
        """Whether no list has shown the item, nor the same under another section's address."""
        return link.key not in self._keys and tail_of(link.url) not in self._tails

    def note(self, items: Sequence[Link]) -> None:
        """A page of a list showed these."""
        self._keys |= {item.key for item in items}
        self._tails |= {tail_of(item.url) for item in items} - {None}


@dataclass(slots=True)
class Walk:
    """What is known of one listing so far."""

    url: str
    title: str = ""
    order: int = 0
    is_item: bool = False  # a list named it as an article: an album, a page of links
    pages: int = 0
    stale: int = 0
    older: int = 0
    ended: bool = False
    items: set[str] = field(default_factory=set)
    fresh: int = 0
    newest: date | None = None
    paging: str = ""
    endpoint: Endpoint | None = None
    example: tuple[str, str] | None = None
    last_page: frozenset[str] = frozenset()

    def take(
        self,
        items: Sequence[Link],
        fresh: set[str],
        since: date | None,
        days: Mapping[str, date],
    ) -> bool:
        """Note a page of the listing; whether it repeats the page before.

        `days` are those that articles of earlier pages showed, for lists that print none.
        """
        keys = frozenset(item.key for item in items)
        if self.example is None and items:
            best = max(items, key=lambda item: (item.strength, len(item.text)))
            self.example = best.url, best.text
        repeated = self.pages > 0 and not keys - self.items
        shown = [item.day for item in items if item.day is not None]
        told = shown or [days[key] for key in self.last_page if key in days]
        older = since is not None and bool(told) and all(day < since for day in told)
        self.pages += 1
        self.stale = 0 if fresh else self.stale + 1
        self.older = self.older + 1 if older else 0
        self.items |= keys
        self.fresh += len(fresh)
        self.newest = max([*shown, self.newest] if self.newest else shown, default=None)
        self.last_page = keys
        return repeated

    def shown(self) -> dict[str, Any]:
        """What the listing brought, as plain values."""
        return {
            "url": self.url,
            "title": self.title,
            "pages": self.pages,
            "items": len(self.items),
            "newest": self.newest.isoformat() if self.newest else None,
            "paging": self.paging or None,
        }

    def may_go_on(self, patience: int) -> bool:
        """Whether the next page is worth asking for."""
        return self.pages < _MOST_PAGES and self.older < 2 and self.stale < patience
