"""Sections that come back under ever new addresses: how often, before they are let alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.discover.ask import Ask
    from crawler.discover.links import Link

# So many listings of one name and path in a row without one new title are one listing; a menu
# seen files at most a handful of sections under one label.
_MOST_ROUNDS = 12


class Rounds:
    """Counts the sections asked of one label and path since one brought a title of its own.

    It is the last resort where an address has a changing part that nothing else explained: then
    every item has an ever new address, too, and only its words tell that it was met before.
    """

    def __init__(self) -> None:
        self._met: set[tuple[str, str]] = set()
        self._barren: Counter[tuple[str, str]] = Counter()

    def count(self, ask: Ask | None, link: Link) -> None:
        """Take note that a section is asked for; "more" stands beside lists of any name."""
        if ask is not None and link.kind != "more":
            self._barren[_name_of(link.url, link.text)] += 1

    def note(self, ask: Ask, items: Sequence[Link]) -> None:
        """Take note of the items that a listing showed."""
        shown = {_name_of(link.url, link.text) for link in items}
        if shown - self._met:
            self._barren[_name_of(ask.url, (ask.hint.title or "") if ask.hint else "")] = 0
        self._met |= shown

    def are_over(self, link: Link) -> bool:
        """Whether sections of this label and path have long brought nothing new."""
        return self._barren[_name_of(link.url, link.text)] >= _MOST_ROUNDS


def _name_of(url: str, text: str) -> tuple[str, str]:
    return urlsplit(url).path, text
