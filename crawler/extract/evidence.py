"""What a handful of pages say together: which lines come back, which do not stand still."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.extract import read
from crawler.extract.body import find_body
from crawler.extract.cover import is_sentence, without
from crawler.extract.errors import ExtractionError
from crawler.extract.fickle import fickle
from crawler.extract.skeleton import JOINT, around, places
from crawler.extract.standing import lines_inside, lines_within, words_at
from crawler.extract.template import shape
from news.text import fold
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from crawler.extract.page import Body, Line, Page
    from crawler.extract.template import Template
    from news.article import Article
    from news.portal import Portal

_NAMED = re.compile(r"[.#]")
_CARRIERS = ("a", "img", "iframe", "embed", "object")
_TRAIL = 14  # lines above the title among which a section is looked for
_WORDED = 4  # letters that a line needs to be known again by them; a table's figures have none
_HEAD = 60  # lines above the text among which its title is looked for


@dataclass(frozen=True, slots=True)
class Sample:
    """A page to learn from, and the same page fetched another time where there is one."""

    page: Page
    again: Page | None = None
    fetched: datetime | None = None


@dataclass(frozen=True)
class Witness:
    """One page: the place of each of its boxes, and what the reader took from it."""

    page: Page
    again: Page | None
    body: Body
    article: Article

    @cached_property
    def places(self) -> list[str]:
        """The place of each box."""
        return places(self.page.boxes)

    @cached_property
    def held(self) -> set[str]:
        """The places that hold any line."""
        boxes = zip(self.places, self.page.boxes, strict=True)
        return {place for place, box in boxes if place and box.first < box.end}

    @cached_property
    def seen(self) -> set[tuple[str, str]]:
        """Every line, figures aside, with its place."""
        return {(self.at(line), shape(line.text)) for line in self.page.lines}

    @cached_property
    def restless(self) -> set[tuple[str, str]]:
        """What stood otherwise at the other fetch, on either."""
        if self.again is None:
            return set()
        there = places(self.again.boxes)
        mine = {(self.at(line), line.text) for line in self.page.lines}
        other = {(there[line.box], line.text) for line in self.again.lines}
        return {(place, shape(text)) for place, text in mine ^ other if place}

    def stances(self, scope: str) -> dict[str, bool]:
        """Each line inside a place, figures aside: whether it was seen to stand still."""
        mine = lines_within(self.page, scope)
        if self.again is None:
            return dict.fromkeys(mine, False)
        other = lines_within(self.again, scope)
        return dict.fromkeys(mine ^ other, False) | dict.fromkeys(mine & other, True)

    @cached_property
    def turned(self) -> dict[str, tuple[str, ...]]:
        """For each place with other words at the other fetch: the words of both."""
        if self.again is None:
            return {}
        mine = words_at(self.page, self.places)
        other = words_at(self.again, places(self.again.boxes))
        return {p: (mine[p], other[p]) for p in mine.keys() & other.keys() if mine[p] != other[p]}

    @cached_property
    def kept_still(self) -> tuple[set[str], set[str], set[str]]:
        """Places whose lines are all other ones at the other fetch, some of them, and none."""
        if self.again is None:
            return set(), set(), set()
        mine = lines_inside(self.page, self.places)
        other = lines_inside(self.again, places(self.again.boxes))
        both = mine.keys() & other.keys()
        new = {place for place in both if not mine[place] & other[place]}
        same = {place for place in both if mine[place] == other[place]}
        return new, both - new - same, same

    @cached_property
    def flitting(self) -> set[str]:
        """Named places that only one of two fetches has: what comes and goes by itself."""
        if self.again is None:
            return set()
        there = set(places(self.again.boxes))
        return {place for place in self.held ^ there if _NAMED.search(place.rpartition(JOINT)[2])}

    def at(self, line: Line) -> str:
        """The place of a line."""
        return self.places[line.box]

    @cached_property
    def told(self) -> dict[str, tuple[str, ...]]:
        """What the article says in each field that stands on a line of its page."""
        article = self.article
        people = (*article.authors, article.source)
        return {
            "title": (article.title,),
            "date": (article.published_raw,) if article.published_raw else (),
            "author": tuple(name for name in people if name),
            "section": (article.section,) if article.section else (),
        }

    @cached_property
    def opening(self) -> int:
        """The first line of running text."""
        kept = (self.page.lines[index] for index in self.body.kept)
        return next((line.index for line in kept if is_sentence(line)), self.body.first)

    @cached_property
    def slots(self) -> dict[str, list[int]]:
        """The lines that show each field of the article."""
        lines, first = self.page.lines, self.opening
        title = self._title_lines(lines[max(first - _HEAD, 0) : first + 3])
        top = title[-1] if title else first
        return {
            "title": title[-1:],
            "date": _showing(lines, self.told["date"]),
            "author": _showing(lines[top : self.body.last + 7], self.told["author"]),
            "section": _showing(lines[max(top - _TRAIL, 0) : first], self.told["section"]),
        }

    def _title_lines(self, lines: Sequence[Line]) -> list[int]:
        """The lines that show the title, or else a part of it; those that lead there come last."""
        title = self.article.title
        whole = [line for line in lines if title and title in line.text]
        parts = [line for line in lines if len(line.text) > 3 and line.text in title]
        plain = [line.index for line in whole if line.link_chars * 2 <= len(line.text)]
        return plain or [line.index for line in whole or parts]

    def is_fleeting(self, name: str, line: Line) -> bool:
        """Whether the other fetch no longer shows this field in the place of this line."""
        if self.again is None or (self.at(line), shape(line.text)) not in self.restless:
            return False
        there = places(self.again.boxes)
        other = [x for x in self.again.lines if there[x.box] == self.at(line)]
        return not _showing(other, self.told[name])

    @property
    def addresses(self) -> set[str]:
        """The addresses of the article's files and pictures."""
        return _files_of(self.article)

    @cached_property
    def fickle(self) -> set[str]:
        """The parameters of its files' addresses that the other fetch shows otherwise."""
        if self.again is None:
            return set()
        try:
            return fickle(self.addresses, _files_of(read(self.again)))
        except ExtractionError:
            return set()

    @cached_property
    def files(self) -> dict[str, set[str]]:
        """The addresses of the article's files and pictures, with the places around each."""
        wanted = self.addresses
        at = {box.element: index for index, box in enumerate(self.page.boxes)}
        found: dict[str, set[str]] = {}
        for element in self.page.tree.iter(*_CARRIERS) if wanted else ():
            told = (element.get(name) for name in ("href", "src", "data", "data-src"))
            urls = {resolve(self.page.url, href) for href in told if href} & wanted
            place = next((at[e] for e in element.iterancestors() if e in at), -1) if urls else -1
            found |= {url: set(around(self.places[place])) for url in urls if url and place >= 0}
        return found


def _files_of(article: Article) -> set[str]:
    return {x.url for x in article.attachments} | {x.url for x in article.images}


def _showing(lines: Sequence[Line], values: Iterable[str]) -> list[int]:
    """The lines that hold one of these values."""
    wanted = [fold(value) for value in values]
    return [x.index for x in lines if any(value in fold(x.text[:400]) for value in wanted)]


def witness(
    sample: Sample, portal: Portal | None = None, template: Template | None = None
) -> Witness:
    """Read one page; raises `ExtractionError` where it holds no article."""
    page = sample.page
    article = read(page, fetched=sample.fetched, portal=portal, template=template)
    return Witness(page, sample.again, find_body(page), article)


def second_witness(evidence: Evidence, each: Witness, template: Template) -> Witness:
    """Read a page once more without the lines that most pages have or that do not stand still."""
    least = len(evidence.witnesses) / 2
    spread, restless = evidence.texts, evidence.restless
    left = [
        line.index
        for line in each.page.lines
        if spread[each.at(line), line.text] < least
        and not restless[each.at(line), shape(line.text)]
    ]
    bare = without(each.page, {line.index for line in each.page.lines}.difference(left))
    try:
        article, body = read(bare, template=template), find_body(bare)
    except ExtractionError:
        return each
    at = [*left, len(each.page.lines)]
    kept = tuple(at[index] for index in body.kept)
    title = at[body.title] if body.title >= 0 else -1
    whole = replace(body, first=at[body.first], last=at[body.last], kept=kept, title=title)
    return replace(each, body=whole, article=article)


@dataclass(frozen=True)
class Evidence:
    """What the pages of one look say together."""

    witnesses: Sequence[Witness]

    @cached_property
    def spread(self) -> Counter[tuple[str, str]]:
        """On how many pages each line stands at its place, figures aside."""
        return Counter(one for each in self.witnesses for one in each.seen)

    @cached_property
    def support(self) -> Counter[str]:
        """On how many pages each place holds something."""
        return Counter(place for each in self.witnesses for place in each.held)

    @cached_property
    def restless(self) -> Counter[tuple[str, str]]:
        """On how many pages a line did not stand still between two fetches."""
        return Counter(one for each in self.witnesses for one in each.restless)

    @cached_property
    def turned(self) -> dict[str, tuple[str, ...]]:
        """Places whose words differ between two fetches, with both values on one page."""
        return {place: two for each in self.witnesses for place, two in each.turned.items()}

    @cached_property
    def fleeting(self) -> set[str]:
        """Places where nothing stands still: all that two pages showed there was gone at once.

        A saying or a sky may come twice in a row, on fewer pages than it turns; a text does always.
        """
        new = Counter(place for each in self.witnesses for place in each.kept_still[0])
        mixed = {place for each in self.witnesses for place in each.kept_still[1]}
        same = Counter(place for each in self.witnesses for place in each.kept_still[2])
        return {p for p, n in new.items() if n > 1 and n > same[p] and p not in mixed}

    def is_fleeting(self, place: str) -> bool:
        """Whether a place is one where nothing stands still, or stands in one."""
        return not self.fleeting.isdisjoint(around(place))

    @cached_property
    def flitting(self) -> set[str]:
        """Places that come and go between two fetches of one page."""
        return {place for each in self.witnesses for place in each.flitting}

    @cached_property
    def shapes(self) -> dict[str, Counter[str]]:
        """The lines inside each place, figures aside, with the pages that have them."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for each in self.witnesses:
            inside: dict[str, set[str]] = defaultdict(set)
            for place, text in each.seen:
                for over in around(place):
                    inside[over].add(text)
            for place, texts in inside.items():
                found[place].update(texts)
        return found

    def is_common(self, place: str, text: str) -> bool:
        """Whether a line comes back on other pages, or does not stand still on one."""
        return (
            self.spread[place, text] > 1
            or self.restless[place, text] > 0
            or self.is_fleeting(place)
        )

    def is_furniture(self, place: str, line: Line) -> bool:
        """Whether a line the reader took for text is none: it is on most pages, or restless."""
        text = shape(line.text)
        if self.restless[place, text] or self.texts[place, line.text] > 1:
            return True
        if self.is_fleeting(place):
            return True
        worded = sum(map(str.isalpha, text)) > _WORDED
        return worded and self.spread[place, text] * 2 >= len(self.witnesses)

    @cached_property
    def texts(self) -> Counter[tuple[str, str]]:
        """On how many pages each line stands at its place, to the letter."""
        return Counter(
            one
            for each in self.witnesses
            for one in {(each.at(line), line.text) for line in each.page.lines}
        )

    def own(self, each: Witness, indexes: Iterable[int]) -> list[Line]:
        """Those of a page's lines that no other page has."""
        lines = (each.page.lines[index] for index in indexes)
        return [line for line in lines if not self.is_common(each.at(line), shape(line.text))]
