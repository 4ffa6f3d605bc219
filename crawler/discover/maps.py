"""What a portal itself lists of its pages: feeds and sitemaps, asked where pages say too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover import feeds, sitemaps
from news import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.discover.articles import Articles
    from crawler.discover.ask import Answer, Ask
    from crawler.discover.frontier import Frontier

Element: TypeAlias = Any

_MOST_FEEDS, _MOST_MAPS = 2, 50
_DEEPEST = 2  # an index names sitemaps; an index of indexes is followed no further
# A portal whose lists named fewer articles may have its news in a feed alone.
_FEW_ARTICLES = 5


class Maps:
    """The feeds and sitemaps of one portal; `named` are the sitemaps that robots.txt names."""

    def __init__(self, frontier: Frontier, articles: Articles, named: Sequence[str]) -> None:
        self._frontier = frontier
        self._articles = articles
        self._named = tuple(named)
        self._asked = False
        self.feeds: list[str] = []

    def declare(self, url: str, tree: Element) -> None:
        """Take note of the feeds that the home page declares."""
        declared = (urls.resolve(url, href) for href in feeds.declared_feeds(tree))
        self.feeds = [feed for feed in dict.fromkeys(declared) if feed]

    def ask(self, home: str, *, short: bool) -> list[Ask | None]:
        """Ask for feeds and sitemaps, once; a short crawl needs none where lists name articles."""
        found = len(self._articles.listed)
        if self._asked or (short and found):
            return []
        self._asked = True
        asks = [self._frontier.ask(url, "feed", 2) for url in self.feeds[:_MOST_FEEDS]]
        maps = self._named or (urls.resolve(home, "/sitemap.xml") or home,)
        asks += [self._frontier.ask(url, "sitemap", 2) for url in maps]
        if found < _FEW_ARTICLES and not self.feeds:
            known = (urls.resolve(home, name) for name in feeds.WELL_KNOWN)
            asks += [self._frontier.ask(url, "feed", 2) for url in known if url]
        return asks

    def take(self, answer: Answer) -> list[Ask | None]:
        """What to ask because of a feed or a sitemap."""
        return self._take_feed(answer) if answer.ask.role == "feed" else self._take_sitemap(answer)

    def _take_feed(self, answer: Answer) -> list[Ask | None]:
        """The articles of a feed."""
        return self._articles.ask_entries(feeds.read_feed(answer.body), answer.url, titled=True)

    def _take_sitemap(self, answer: Answer) -> list[Ask | None]:
        """The articles of a sitemap, and the sitemaps of an index."""
        found = sitemaps.read_sitemap(answer.body)
        asks = self._articles.ask_entries(found.pages, answer.url, titled=False)
        if answer.ask.page_number >= _DEEPEST:
            return asks
        inner = [url for url in found.maps[:_MOST_MAPS] if self._frontier.holds(url)]
        return asks + [self._frontier.ask(url, "sitemap", 1, page_number=2) for url in inner]
