"""The articles that lists, feeds and sitemaps name: which are new, which are twins, what to ask."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawler.discover import words
from crawler.discover.anchors import STATE
from crawler.discover.pattern import is_year, shape_of, tail_of
from crawler.discover.samples import Samples
from crawler.discover.twins import Twins
from crawler.look import ListingHint
from news import urls
from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
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
# What lists show with a day teaches how a portal's articles look; the rest is judged by that.
_PRIORITY, _UNDATED = 70, 65
# Articles lead to their neighbours; a calendar's days do so for ever. What lists name is no
# calendar, however alike its titles are, nor are the neighbours of that.
_LONGEST_SERIES = 12
_FARTHEST = 12  # steps from article to article since a list named one
_NUMBER = re.compile(r"\d+")
# Titles are compared by so many letters: feeds and lists cut them.
_TITLE = 60
# A title of so many spaces is no mere rubric such as "Thông báo tuyển dụng".
_TELLING = 5


class Articles:
    """Everything that was named as an article, each asked for once."""

    def __init__(
        self,
        frontier: Frontier,
        pattern: Pattern,
        known: Mapping[str, Any],
        since: date | None,
        strangers: Collection[str] = (),
        *,
        short: bool = False,
        turn: int = 0,
    ) -> None:
        self._frontier = frontier
        self._pattern = pattern
        self._known = known
        self._since = since
        # Articles of a host that the portal has left are found anew where they are now.
        here = {key: entry for key, entry in known.items() if frontier.is_near(entry.url)}
        self._tails = {tail_of(key): key for key in here}
        self._twins: dict[tuple[str, str], str] = {}
        for key, entry in here.items():
            self._twin_of(entry.url, key, getattr(entry, "title", None) or "")
        self._doors: dict[str, tuple[str, str]] = {}
        self._missing: set[str] = set()
        self._views = Twins()
        self._postponed: dict[str, tuple[Link, str]] = {}
        self._strangers = strangers
        main = [one for one in here.values() if getattr(one, "role", "main") == "main"]
        self._known_titles = {_short(one.title or "") for one in main} if short else set()
        self._known_shapes = {shape_of(one.url) for one in main}
        self.samples = Samples((one.url for one in main), strangers, turn)
        self._named = {
            (fold(squeeze(entry.title)), day_of(entry.published))
            for entry in known.values()
            if STATE in entry.url
        }
        self._waiting: dict[str, None] = {}
        self._sampled: dict[str, int] = {}
        self._series: Counter[str] = Counter()
        self._steps: dict[str, int] = {}
        self.days: dict[str, date] = {}
        self.listed: dict[str, ListingHint] = {}

    def is_fresh(self, link: Link) -> bool:
        """Whether neither this crawl nor the store has met the item, by any of its addresses."""
        if link.key in self._known or link.key in self.listed or self.is_stranger(link.key):
            return False
        if _twin_name(link.url, link.text) in self._twins or self.is_alias(link.url):
            return False
        return not self._is_named(link.url, link.text, link.day)

    def is_stranger(self, key: str) -> bool:
        """Whether an earlier crawl lately found no article there, and this is a short one."""
        return key in self._strangers

    def is_alias(self, url: str) -> bool:
        """Whether the address ends as a listed article's does: the same under another section."""
        tail = tail_of(url)
        return tail is not None and tail in self._tails

    def is_settled(self, link: Link) -> bool:
        """Whether a link leads to something that is an article anyhow, so no section."""
        return link.key in self.listed or link.key in self._known or self.is_alias(link.url)

    def is_given_up(self, link: Link) -> bool:
        """Whether nothing new is to be expected of an item: it is one in a row of albums."""
        return self.samples.is_given_up(link.url, dated=link.day is not None)

    def are_refuted(self, keys: Collection[str]) -> bool:
        """Whether most of a list's items are albums and the like, as far as any was looked at."""
        return 2 * sum(map(self.is_refuted, keys)) > len(keys)

    def is_refuted(self, key: str) -> bool:
        """Whether none of the items like the one of this key was an article when looked at."""
        hint = self.listed.get(key)
        dated = hint is not None and hint.published is not None
        return self.samples.is_refuted(key, dated=dated)

    def ask_items(self, items: Sequence[Link], listing: str) -> list[Ask | None]:
        """Ask for the items of a list that are new."""
        return [self.ask_item(link, listing) for link in items]

    def ask_neighbours(self, items: Sequence[Link], key: str, url: str) -> list[Ask | None]:
        """Ask for the new articles that an article's page names, but not for ever."""
        steps = self._steps.get(key, 0) + 1
        asks: list[Ask | None] = []
        for link in items:
            met = self._steps.get(link.key)
            if met is None:
                name = _without_numbers(link.text)
                if steps > _FARTHEST and self._series[name] >= _LONGEST_SERIES:
                    continue
                self._series[name] += bool(_NUMBER.search(link.text))
            asks.append(self.ask_item(link, url))
            self._steps[link.key] = steps if met is None else min(met, steps)
        return asks

    def ask_item(self, link: Link, listing: str) -> Ask | None:
        """Ask for one item of a list, if it is new."""
        if not self._frontier.holds(link.url):
            return None
        if self._pattern.is_endless(link.url) and not self.samples.is_proven(link.url):
            return None
        if link.key not in self.listed and self._views.is_view(link.url):
            self._postponed.setdefault(link.key, (link, listing))
            return None
        return self._ask(link.url, link.key, link.text or None, link.day, listing)

    def ask_entries(
        self, entries: Iterable[Entry], source: str, *, titled: bool
    ) -> list[Ask | None]:
        """Entries of a feed are articles; those of a sitemap wait until their shape is known."""
        asks: list[Ask | None] = []
        titles = self._listed_titles() if titled else set()
        for entry in entries:
            url = urls.resolve(source, entry.url)
            if url is None or not self._frontier.holds(url) or words.is_file(url):
                continue
            key = self._frontier.key(url)
            if not titled or not entry.title:
                self._waiting.setdefault(url, None)
            elif key not in self.listed and _short(entry.title) not in titles:
                titles.add(_short(entry.title))
                # The day of a feed is not believed: months stand where minutes belong.
                asks.append(self._ask(url, key, entry.title, None, source))
        return asks

    def ask_postponed(self) -> list[Ask | None]:
        """Views of articles that no list named by another address."""
        waiting, self._postponed = self._postponed, {}
        titles = self._listed_titles() if waiting else ()
        return [
            self._ask(link.url, key, link.text or None, link.day, listing)
            for key, (link, listing) in waiting.items()
            if not self.is_alias(link.url) and _short(link.text) not in titles
        ]

    def ask_waiting(self) -> list[Ask | None]:
        """Addresses of a sitemap in the shape of articles, and samples of other shapes."""
        asks: list[Ask | None] = []
        views = sum(self._views.is_view(url) for url in self._waiting)
        # As many views as articles: the sitemap names what the lists have named.
        told = views <= len(self.listed)
        for url in list(self._waiting):
            shape = shape_of(url)
            if (told and self._views.is_view(url)) or self._is_none(url):
                del self._waiting[url]
            elif self._pattern.says_article(url) or self._sampled.get(shape, 0) < _SAMPLES:
                del self._waiting[url]
                self._sampled[shape] = self._sampled.get(shape, 0) + 1
                if self._frontier.key(url) not in self._known:
                    asks.append(self.samples.admit(self._frontier.ask(url, "article", 2)))
        return asks

    def _is_none(self, url: str) -> bool:
        """Whether an address that only a sitemap shows is a tool's, or like others that were."""
        return words.is_tool_address(url, briefly=True) or self._pattern.says_other(url)

    def ask_other_door(self, key: str) -> Ask | None:
        """Ask for an article that is missing at its address where a list names it by another."""
        self._missing.add(key)
        url, other = self._doors.pop(key, (None, ""))
        if url is None:
            return None
        hint = self.listed.get(other)
        return self._frontier.ask(url, "article", _PRIORITY, key=other, hint=hint)

    def learn(self, ask: Ask, url: str, article: Article | None) -> None:
        """Take note of what an article's page, served at `url`, says of itself."""
        if article is None:
            return
        self._views.learn(ask.url, url, article, self.listed)
        if article.canonical:
            self._frontier.asked.add(urls.canonical(article.canonical))
        moment = day_of(article.published)
        if moment is not None:
            self.days[self._frontier.key_of(ask)] = moment

    def forget_passing(self) -> None:
        """What was listed before a parameter proved to pass is listed under its plain key."""
        for key, hint in list(self.listed.items()):
            self.listed.setdefault(self._frontier.passing.plain(key), hint)

    def _ask(
        self, url: str, key: str, title: str | None, day: date | None, listing: str
    ) -> Ask | None:
        new = key not in self.listed
        self._steps[key] = 0
        hint = self.listed.setdefault(key, ListingHint(listing, title, day))
        first = self._first_door(url, key, title or "")
        if key in self._known or not new or self._is_named(url, title or "", day):
            return None
        if self.is_stranger(key) or self._shows_known(url, title or ""):
            return None
        if self._is_too_old(day):
            return None
        if first is not None and first not in self._missing:
            self._doors.setdefault(first, (url, key))
            return None
        rank = _UNDATED if day is None else _PRIORITY
        ask = self._frontier.ask(url, "article", rank, key=key, hint=hint, parent=listing)
        return self.samples.admit(ask)

    def _first_door(self, url: str, key: str, title: str) -> str | None:
        """The key of the article that an address is only another door to, if it is one."""
        tail = tail_of(url)
        same_tail = self._tails.setdefault(tail, key) if tail is not None else key
        return next(
            (one for one in (same_tail, self._twin_of(url, key, title)) if one != key), None
        )

    def _listed_titles(self) -> set[str]:
        """The titles that listings showed: what bears one of them is a twin of its item."""
        return {_short(hint.title or "") for hint in self.listed.values()}

    def _is_named(self, url: str, title: str, day: date | None) -> bool:
        """Whether a link with an ever new address has the name of a known article."""
        if STATE not in url or not self._named:
            return False
        name = fold(squeeze(title))
        return any((name, one) in self._named for one in (day, None)) or (
            day is None and any(known == name for known, _ in self._named)
        )

    def _shows_known(self, url: str, title: str) -> bool:
        """Whether a known article's title stands over an address unlike all known ones.

        A list beside an article may name its siblings by their numbers alone.
        """
        return title.count(" ") >= _TELLING and (
            _short(title) in self._known_titles and shape_of(url) not in self._known_shapes
        )

    def _is_too_old(self, day: date | None) -> bool:
        return self._since is not None and day is not None and day < self._since

    def _twin_of(self, url: str, key: str, title: str) -> str:
        """The key of the article of the same number and title that was met first."""
        name = _twin_name(url, title)
        return key if name is None else self._twins.setdefault(name, key)


def _short(title: str) -> str:
    return fold(squeeze(title))[:_TITLE]


def _without_numbers(title: str) -> str:
    return _NUMBER.sub("#", fold(squeeze(title)))


def _twin_name(url: str, title: str) -> tuple[str, str] | None:
    """The number and title that an article keeps at all of its addresses, where it has them."""
    number = urls.article_id(url)
    if not number or is_year(number) or len(title) < 12:
        return None
    return number, _short(title)


def day_of(moment: date | datetime | None) -> date | None:
    """The calendar day of a moment as the page shows it."""
    return moment.date() if isinstance(moment, datetime) else moment
