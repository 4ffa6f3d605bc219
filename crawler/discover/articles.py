"""The articles that lists, feeds and sitemaps name: which are new, which are twins, what to ask."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.discover import words
from crawler.discover.pattern import is_year, shape_of, tail_of
from crawler.look import ListingHint
from news import urls
from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from crawler.discover.ask import Ask
    from crawler.discover.feeds import Entry
    from crawler.discover.frontier import Frontier
    from crawler.discover.links import Link
    from crawler.discover.pattern import Pattern
    from news.article import Article

# Of each shape of address that only a sitemap shows, so many are looked at before the rest.
_SAMPLES = 3
# After first pages of sections, before further pages: a crawl cut short has some articles.
_PRIORITY = 70
# Titles are compared by so many letters: feeds and lists cut them.
_TITLE = 60


class Articles:
    """Everything that was named as an article, each asked for once."""

    def __init__(
        self, frontier: Frontier, pattern: Pattern, known: Mapping[str, Any], since: date | None
    ) -> None:
        self._frontier = frontier
        self._pattern = pattern
        self._known = known
        self._since = since
        self._tails = {tail_of(key) for key in known}
        self._twins: dict[tuple[str, str], str] = {}
        for key, entry in known.items():
            self._is_twin(entry.url, key, getattr(entry, "title", None) or "")
        self._waiting: dict[str, None] = {}
        self._sampled: dict[str, int] = {}
        self.days: dict[str, date] = {}
        self.listed: dict[str, ListingHint] = {}

    def is_fresh(self, link: Link) -> bool:
        """Whether neither this crawl nor the store has met the item, by any of its addresses."""
        if link.key in self._known or link.key in self.listed:
            return False
        return not self.is_alias(link.url)

    def is_alias(self, url: str) -> bool:
        """Whether the address ends as a listed article's does: the same under another section."""
        tail = tail_of(url)
        return tail is not None and tail in self._tails

    def is_settled(self, link: Link) -> bool:
        """Whether a link leads to something that is an article anyhow, so no section."""
        return link.key in self.listed or link.key in self._known or self.is_alias(link.url)

    def ask_items(self, items: Sequence[Link], listing: str) -> list[Ask | None]:
        """Ask for the items of a list that are new."""
        return [self.ask_item(link, listing) for link in items]

    def ask_item(self, link: Link, listing: str) -> Ask | None:
        """Ask for one item of a list, if it is new."""
        if not self._frontier.holds(link.url):
            return None
        return self._ask(link.url, link.key, link.text or None, link.day, listing)

    def ask_entries(
        self, entries: Iterable[Entry], source: str, *, titled: bool
    ) -> list[Ask | None]:
        """Entries of a feed are articles; those of a sitemap wait until their shape is known."""
        asks: list[Ask | None] = []
        for entry in entries:
            url = urls.resolve(source, entry.url)
            if url is None or not self._frontier.holds(url) or words.is_file(url):
                continue
            key = urls.canonical(url)
            if not titled or not entry.title:
                self._waiting.setdefault(url, None)
            elif key not in self.listed and not self._is_listed(entry.title):
                # The day of a feed is not believed: months stand where minutes belong.
                asks.append(self._ask(url, key, entry.title, None, source))
        return asks

    def ask_waiting(self) -> list[Ask | None]:
        """Addresses of a sitemap in the shape of articles, and samples of other shapes."""
        asks: list[Ask | None] = []
        for url in list(self._waiting):
            shape = shape_of(url)
            if words.is_tool_address(url, briefly=True) or self._pattern.says_other(url):
                del self._waiting[url]
            elif self._pattern.says_article(url) or self._sampled.get(shape, 0) < _SAMPLES:
                del self._waiting[url]
                self._sampled[shape] = self._sampled.get(shape, 0) + 1
                if urls.canonical(url) not in self._known:
                    asks.append(self._frontier.ask(url, "article", 2))
        return asks

    def learn(self, ask: Ask, article: Article | None) -> None:
        """Take note of what an article's page says of itself: its day, its main address."""
        if article is None:
            return
        if article.canonical:
            self._frontier.asked.add(urls.canonical(article.canonical))
        moment = article.published
        if moment is not None:
            day = moment.date() if isinstance(moment, datetime) else moment
            self.days[self._frontier.key_of(ask)] = day

    def _ask(
        self, url: str, key: str, title: str | None, day: date | None, listing: str
    ) -> Ask | None:
        new = key not in self.listed
        hint = self.listed.setdefault(key, ListingHint(listing, title, day))
        alias = self.is_alias(url)
        self._tails.add(tail_of(url))
        if key in self._known or not new or alias:
            return None
        if self._is_twin(url, key, title or "") or self._is_too_old(day):
            return None
        return self._frontier.ask(url, "article", _PRIORITY, key=key, hint=hint, parent=listing)

    def _is_listed(self, title: str) -> bool:
        """Whether some listing showed an item of this title: the feed names it by a twin."""
        wanted = fold(squeeze(title))[:_TITLE]
        return any(fold(hint.title or "")[:_TITLE] == wanted for hint in self.listed.values())

    def _is_too_old(self, day: date | None) -> bool:
        return self._since is not None and day is not None and day < self._since

    def _is_twin(self, url: str, key: str, title: str) -> bool:
        """Whether an article of the same number and title is known under another address."""
        number = urls.article_id(url)
        if not number or is_year(number) or len(title) < 12:
            return False
        return self._twins.setdefault((number, fold(squeeze(title))[:_TITLE]), key) != key
