"""Which addresses only show articles that have an address of their own, learned from pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.discover.pattern import folder_of, shape_of
from news import urls

if TYPE_CHECKING:
    from collections.abc import Container

    from news.article import Article

# Of addresses alike so many must have been views, and none an article of its own; tuned on
# portals of our own that name every article by its number, by its section and in print.
_ENOUGH = 3
# Shorter texts may be equal by chance: a lead of one line above a file.
_LONG = 200


class Twins:
    """What pages say of their main address: a canonical link, a redirect, a text met before."""

    def __init__(self) -> None:
        self._views: Counter[str] = Counter()
        self._own: Counter[str] = Counter()
        self._texts: dict[tuple[str, str], str] = {}

    def learn(self, asked: str, final: str, article: Article, listed: Container[str]) -> None:
        """Take note of an article's page; `listed` are the keys that lists named."""
        mine, main = urls.canonical(asked), self._main_of(final, article, listed)
        (self._own if mine == main else self._views)[_kin_of(asked)] += 1

    def _main_of(self, final: str, article: Article, listed: Container[str]) -> str:
        """The key of the article's own address; a canonical link may name a whole section."""
        key = urls.canonical(final)
        declared = urls.canonical(article.canonical) if article.canonical else key
        if declared in listed and shape_of(declared) != shape_of(key):
            return declared
        if len(article.text) < _LONG:
            return key
        return self._texts.setdefault((article.title, article.text), key)

    def is_view(self, url: str) -> bool:
        """Whether addresses like this one have so far only shown articles of other addresses."""
        kin = _kin_of(url)
        return self._views[kin] >= _ENOUGH and not self._own[kin]


def _kin_of(url: str) -> str:
    return f"{folder_of(url) or ''}|{shape_of(url)}"
