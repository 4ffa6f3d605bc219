"""The listings of one portal: their items, their further pages, the sections they lead to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.discover import paging, records, words
from crawler.discover.asides import Asides
from crawler.discover.doubts import Doubts
from crawler.discover.menus import FEW_LINKS, Parking, name_sections
from crawler.discover.pauses import Pauses
from crawler.discover.rounds import Rounds
from crawler.discover.scripts import Scripts, find_waiting
from crawler.discover.survey import base_of
from crawler.discover.walk import Shown, Walk
from crawler.look import ListingHint
from news import urls

if TYPE_CHECKING:
    from datetime import date

    from crawler.discover.articles import Articles
    from crawler.discover.ask import Ask
    from crawler.discover.footprints import Footprints
    from crawler.discover.frontier import Frontier
    from crawler.discover.links import Link
    from crawler.discover.paging import Step
    from crawler.discover.pattern import Pattern
    from crawler.discover.records import Model
    from crawler.discover.survey import Survey
    from crawler.extract import Page

# A listing whose pages bring nothing new is a copy of another: two such pages are proof enough.
_PATIENCE = 2
# A menu of more is a tree of files; what is left out waits with the doubtful.
_MOST_SECTIONS = 80
# First pages of sections come before everything; further pages after the articles found so far,
# one listing after the other, so that a copy of a listing shows itself.
_SECTION, _PAGING = 80, 60
# A short crawl lets alone what lately was no list, if it is called by so many words: what sections
# are called is shorter, and they may have been filled since.
_LONG_NAME = 5
_SCRIPT = 85  # a file or two stand for all further pages


class Listings:
    """Walks listings: which page is next, what else looks like a section."""

    def __init__(
        self,
        frontier: Frontier,
        pattern: Pattern,
        articles: Articles,
        mode: str,
        since: date | None,
        footprints: Footprints | None,
        turn: int = 0,
    ) -> None:
        self._frontier = frontier
        self._pattern = pattern
        self._articles = articles
        self._mode = mode
        self._since = since
        self._footprints = footprints
        self._walks: dict[str, Walk] = {}
        self._shown = Shown()
        self._doubts = Doubts(pattern)
        self.asides = Asides()
        self._parking = Parking(turn)
        self._rounds = Rounds()
        self._pauses = Pauses()
        self._scripts = Scripts()
        self._map: Link | None = None

    def sections(self) -> list[dict[str, Any]]:
        """Each list of articles walked, with what it brought, richest first."""
        walks = sorted(self._walks.values(), key=lambda walk: -len(walk.items))
        lists = [walk for walk in walks if walk.items and not walk.is_item]
        return [walk.shown() for walk in lists if not self._articles.are_refuted(walk.items)]

    def find_step(self, page: Page, survey: Survey, ask: Ask) -> Step | None:
        """How the listing on this page goes on, None where it does not."""
        resolve = partial(urls.resolve, base_of(page))
        number = ask.page_number
        step = paging.find_step(page.tree, survey.links, survey.url, number, resolve)
        walk = self._walks.get(ask.parent or "") if number > 1 else None
        if step is None and walk is not None and walk.endpoint is not None:
            return paging.endpoint_step(walk.endpoint, number, resolve)
        return step

    def ask_scripts(self, page: Page, ask: Ask, survey: Survey) -> list[Ask | None]:
        """The script files that a list without a way on may be paged by."""
        walk = self._walk_of(ask, survey)
        if ask.page_number > 1 or not walk.items or not walk.may_go_on(self._patience(walk)):
            return []
        base = base_of(page)
        one = find_waiting(page.tree, walk, ask, survey.url, partial(urls.resolve, base))
        if one is None:
            return []
        self._scripts.waiting.append(one)
        files = [url for url in self._scripts.wanted(one) if self._frontier.is_near(url)]
        asks = [self._frontier.ask(url, "script", _SCRIPT) for url in files]
        for made in asks:
            if made is not None:
                self._scripts.texts[made.url] = None
        return asks + self._ask_ready()

    def model_of(self, ask: Ask) -> Model | None:
        """How a list addresses its articles, learned from the first that it showed as a link."""
        walk = self._walks.get(ask.parent or "")
        return records.learn(*walk.example) if walk is not None and walk.example else None

    def take_script(self, url: str, text: str) -> list[Ask | None]:
        """A script file came: the second pages of the lists that waited for it."""
        self._scripts.settle(url, text)
        return self._ask_ready()

    def _ask_ready(self) -> list[Ask | None]:
        asks: list[Ask | None] = []
        for one in self._scripts.ready():
            found = self._scripts.endpoint_of(one)
            if found is None:
                continue
            step = paging.endpoint_step(found, 1, partial(urls.resolve, one.url))
            one.walk.ended = False
            asks.append(self._ask_next(one.walk, one.ask, step))
        return asks

    def from_home(self, survey: Survey, ask: Ask, step: Step | None) -> list[Ask | None]:
        """Items and sections of the home page, which may itself be a listing of many pages."""
        self.asides.disown(survey)
        self._map = next((link for link in survey.links if _is_map(link)), None)
        # Items first: "read on" beside a title is no section.
        if step is None:
            asks = self._articles.ask_items(survey.items, survey.url)
            return asks + self._ask_sections(survey, home=True)
        return self.from_listing(survey, ask, step, home=True)

    def from_listing(
        self,
        survey: Survey,
        ask: Ask,
        step: Step | None,
        *,
        bare: bool = False,
        home: bool = False,
    ) -> list[Ask | None]:
        """A listing's items, next page and sections; `bare`: it has no items of its own."""
        walk = self._walk_of(ask, survey)
        items = [link for link in survey.items if self._frontier.holds(link.url)]
        if ask.role == "listing":
            self._rounds.note(ask, items)
        # Only a short crawl stops at what the store has: a full one, and one that goes on after
        # a kill, must pass by it to the end.
        short = self._mode == "incremental"
        is_new = self._articles.is_fresh if short else self._shown.is_new
        hopeless = [link for link in items if self._articles.is_given_up(link)]
        fresh = {link.key for link in items if is_new(link) and link not in hopeless}
        self._shown.note(items)
        repeated = walk.take(items, fresh, self._since, self._articles.days)
        if survey.stands and step is None:
            # A page of text that lists others like it: only days tell articles from its siblings.
            for link in items:
                self._doubts.keep(link, home=False)
            items = [link for link in items if link.day or self._pattern.says_article(link.url)]
        asks = self._articles.ask_items(items, survey.url)
        if not repeated or walk.pages == 1:
            barren = bool(items) and len(hopeless) == len(items)
            onward = None if barren else self._ask_next(walk, ask, step)
            if onward is None:
                self._pauses.note(walk, ask, step, hopeless)
            asks.append(onward)
        if fresh or not bare:
            self._parking.note_filled(ask.url)
        leads = home or (bare and not survey.stands and self._leads_on(ask, survey))
        return asks + self._ask_sections(survey, home=leads)

    def _leads_on(self, ask: Ask, survey: Survey) -> bool:
        """Whether a page of links alone is one more way in: a site map, an older site's menu."""
        if len(survey.links) <= FEW_LINKS:
            return True
        if ask.hint is not None and words.is_map_label(ask.hint.title or ""):
            return True
        labels = {link.key for link in survey.links if link.kind == "label"}
        if survey.items:
            return False
        return 2 * len(labels - self._frontier.asked - self._doubts.keys) > len(labels)

    def from_article(self, survey: Survey, key: str) -> list[Ask | None]:
        """Further articles that an article's page names, and the section it belongs to."""
        related: list[Link] = []
        sections: list[Link] = []
        for link in survey.links:
            if link.place == "crumb" and link.kind == "label":
                sections.append(link)
            elif link.kind == "item" and (link.day or self._pattern.says_article(link.url)):
                related.append(link)
            elif self._frontier.holds(link.url):
                self._doubts.keep(link, home=False)
        asks = self._articles.ask_neighbours(related, key, survey.url)
        return asks + [self._ask_section(link, survey.url) for link in sections]

    def ask_paused(self) -> list[Ask | None]:
        """The further pages of lists whose items proved worth asking for."""
        over = self._pauses.end(self._articles.is_given_up)
        return [self._ask_next(one.walk, one.ask, one.step) for one in over]

    def ask_map(self) -> list[Ask | None]:
        """The page that maps the site, where the home page named hardly a section."""
        link, self._map = self._map, None
        if link is None or sum(bool(walk.items) for walk in self._walks.values()) > 2:
            return []
        hint = ListingHint(link.url, link.text)
        return [self._frontier.ask(link.url, "listing", _SECTION, hint=hint)]

    def ask_parked(self) -> list[Ask | None]:
        """Sections that waited until others like them proved to hold articles."""
        asks = [self._ask_section(link, link.url) for link in self._parking.release()]
        return [ask for ask in asks if ask is not None]

    def ask_doubtful(self) -> list[Ask | None]:
        """Links that no list has explained: those shaped like articles, and a few of the rest.

        A few are asked again and again as long as they bring something new.
        """
        asked, found = self._frontier.asked, len(self._articles.listed)
        asks = [self._articles.ask_item(link, link.url) for link in self._doubts.likely(asked)]
        curious = self._doubts.curious(asked, found)
        return asks + [self._ask_section(link, link.url) for link in curious]

    def _walk_of(self, ask: Ask, survey: Survey) -> Walk:
        name = ask.parent if ask.page_number > 1 and ask.parent else survey.url
        if name not in self._walks:
            title = (ask.hint.title or "") if ask.hint else ""
            is_item = ask.role in {"article", "known"}
            self._walks[name] = Walk(name, title, len(self._walks), is_item)
        return self._walks[name]

    def _patience(self, walk: Walk) -> int:
        """How many pages without anything new a listing is worth."""
        if self._mode == "incremental":
            return 1
        if any(walk.items <= other.items for other in self._walks.values() if other.ended):
            return 1
        return _PATIENCE

    def _ask_sections(self, survey: Survey, *, home: bool) -> list[Ask | None]:
        links = [
            link
            for link in survey.links
            if link.kind in {"label", "more"} and self._frontier.holds(link.url)
        ]
        alone = home and len(survey.links) <= FEW_LINKS
        sections = name_sections(links, home=home, alone=alone)[:_MOST_SECTIONS]
        if self._footprints is not None and home:
            named = {link.key for link in sections}
            sections += [
                link
                for link in links
                if link.text and link.key not in named and self._footprints.leads(link.url)
            ]
        for link in links:
            if link not in sections:
                self._doubts.keep(link, home=home)
        if self._footprints is not None:
            news = [link for link in sections if not words.is_standing(link.url, link.text)]
            sections = (
                self._footprints.choose(news, self._articles.samples.is_below) if home else []
            )
        else:
            sections = [link for link in sections if self._parking.admit(link)]
        return [self._ask_section(link, survey.url) for link in sections]

    def _ask_section(self, link: Link, source: str) -> Ask | None:
        if words.is_standing(link.url, link.text) or self._articles.is_settled(link):
            return None
        if link.text.count(" ") >= _LONG_NAME and self._articles.is_stranger(link.key):
            return None
        if self._rounds.are_over(link):
            return None
        hint = ListingHint(source, link.text or None)
        ask = self._frontier.ask(link.url, "listing", _SECTION, key=link.key, hint=hint)
        self._rounds.count(ask, link)
        return ask

    def _ask_next(self, walk: Walk, ask: Ask, step: Step | None) -> Ask | None:
        if step is None or not self._frontier.holds(step.url):
            walk.ended = True
            return None
        walk.paging = walk.paging or step.how
        walk.endpoint = walk.endpoint or step.endpoint
        if not walk.last_page or not walk.may_go_on(self._patience(walk)):
            return None
        return self._frontier.ask(
            step.url,
            "listing",
            _PAGING - min(walk.order, 40),
            key=step.key,
            method=step.method,
            form=step.form,
            headers=step.headers,
            parent=walk.url,
            page_number=ask.page_number + 1,
        )


def _is_map(link: Link) -> bool:
    """Whether a link leads to the page that lists all sections."""
    return link.kind == "tool" and words.is_map_label(link.text)
