"""Links that no list has explained, kept until the portal has shown how it writes its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discover import words

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Set as AbstractSet

    from crawler.discover.links import Link
    from crawler.discover.pattern import Pattern

# Links that may or may not be sections are worth one request in twenty articles, and a few always.
_CURIOSITY = 20
_FEW = 4


class Doubts:
    """Links to come back to; `keys` are those kept."""

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._kept: dict[str, tuple[Link, bool]] = {}
        self._curious_at = -1

    @property
    def keys(self) -> AbstractSet[str]:
        """The keys of the links kept."""
        return self._kept.keys()

    def keep(self, link: Link, *, home: bool) -> None:
        """Keep a link for later."""
        if link.place == "nav" and words.is_standing(link.url, link.text):
            return  # written like an article's address where the portal writes all alike
        if link.kind in {"label", "item"} and (link.text or link.thumb):
            self._kept.setdefault(link.key, (link, home))

    def likely(self, asked: Collection[str]) -> list[Link]:
        """The links never asked for that are shaped like articles."""
        left = [link for key, (link, _) in self._kept.items() if key not in asked]
        return [link for link in left if self._pattern.says_article(link.url)]

    def curious(self, asked: Collection[str], found: int) -> list[Link]:
        """A few of the home page's other links, again as long as there is more `found`."""
        if self._curious_at == found:
            return []
        self._curious_at = found
        left = [link for key, (link, home) in self._kept.items() if home and key not in asked]
        left = [link for link in left if not self._pattern.says_article(link.url)]
        left = [link for link in left if not self._pattern.says_other(link.url)]
        left.sort(key=lambda link: -link.strength)
        return left[: max(_FEW, found // _CURIOSITY)]
