"""Where the article begins and ends inside the block that holds its text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.counts import labels, plain, turning
from crawler.extract.cover import is_sentence
from crawler.extract.skeleton import is_within
from crawler.extract.template import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.evidence import Evidence, Witness
    from crawler.extract.page import Line

_HALF, _NEARLY_ALL = 0.5, 0.9
_LITTLE = 0.25  # of a page's sentences may turn behind its text: a saying, somebody's comment
_LETTERS = 8  # what a line needs to be known again amid a text; a table's cell has fewer
_FIGURE = re.compile(r"\d")


class Edges(NamedTuple):
    """What stands around the text in its own block, as lines with their figures aside.

    `tails` end the text, `strays` stand beside it; `ends` are lines that nearly all pages have:
    whatever stands behind the last of one kind is no text, even where it reads like one.
    `passing` are lines that came or went between two fetches, on more pages than one: a saying of
    the day stands amid the paragraphs, too.
    """

    tails: tuple[str, ...]
    strays: tuple[str, ...]
    ends: tuple[str, ...]
    passing: tuple[str, ...]


class _Tally:
    """On how many pages each line stands before, within and after the text."""

    def __init__(self, evidence: Evidence, body: str) -> None:
        self.before: Counter[str] = Counter()
        self.within: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.ahead: Counter[str] = Counter()  # letters of sentences before a line, and behind it
        self.behind: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()  # pages that show a field of the article behind it
        self.links: set[str] = set()  # hidden by what stands above them, and others on every page
        for each in evidence.witnesses:
            for lines, first, last in _texts_in(evidence, each, body):
                self._count(lines, first, last)
            for lines in _inside(each, body):
                self._weigh(evidence, each, lines)

    def _count(self, lines: list[Line], first: int, last: int) -> None:
        shapes = [shape(line.text) for line in lines]
        self.before.update(set(shapes[:first]))
        self.within.update(set(shapes[first : last + 1]))
        self.after.update(set(shapes[last + 1 :]))
        self.links.update(shape(x.text) for x in lines if x.link_chars * 2 > len(x.text))

    def _weigh(self, evidence: Evidence, each: Witness, lines: list[Line]) -> None:
        """How much of the page's own text stands on either side of each line, seen last."""
        own = {
            x.index: len(x.text)
            for x in evidence.own(each, [x.index for x in lines])
            if is_sentence(x)
        }
        fields = max((index for name in each.slots for index in each.slots[name]), default=-1)
        whole, sofar = sum(own.values()), 0
        sides: dict[str, tuple[int, int, bool]] = {}
        for line in lines:
            sides[shape(line.text)] = (sofar, whole - sofar, line.index < fields)
            sofar += own.get(line.index, 0)
        for text, (ahead, behind, is_before_field) in sides.items():
            self.pages[text] += 1
            self.ahead[text] += ahead
            self.behind[text] += behind
            self.fields[text] += is_before_field

    def is_text(self, text: str) -> bool:
        """Whether a line belongs to texts; on some pages what turns behind it reads like one."""
        return self.within[text] >= self.after[text]


def find_edges(evidence: Evidence, body: str) -> Edges:
    """Lines that end the text inside its block, and others that stand around it there."""
    tally = _Tally(evidence, body)
    half = max(2, _HALF * len(evidence.witnesses))
    moving = {text for place, text in evidence.restless if is_within(place, body)}
    tails = {text for text, n in tally.after.items() if n >= half and not tally.is_text(text)}
    strays = {text for text, n in tally.before.items() if text in moving or n >= half}
    strays |= tally.after.keys() & moving
    ends = {text for text in tally.ahead.keys() - tally.links if _ends(evidence, tally, text)}
    left = {text for text in strays - tails - tally.links if text not in tally.within}
    stances = [each.stances(body) for each in evidence.witnesses] if moving else []
    passing = {text for text in moving - _fields(evidence) if _passes(stances, text)}
    return Edges(*(tuple(sorted(lines)) for lines in (tails, left, ends, passing)))


def _fields(evidence: Evidence) -> set[str]:
    """The lines that show a field of an article: a date stands beside many a counter."""
    return {
        shape(each.page.lines[index].text)
        for each in evidence.witnesses
        for indexes in each.slots.values()
        for index in indexes
    }


def _passes(stances: list[dict[str, bool]], text: str) -> bool:
    """Whether a line that did not stand still once does so nowhere, and is no one page's own."""
    seen = [each.get(text) for each in stances]
    return is_worded(text) and True not in seen and sum(one is not None for one in seen) > 1


def is_worded(text: str) -> bool:
    """Whether a line has words enough to be known again amid a text."""
    return sum(map(str.isalpha, text)) > _LETTERS


def _ends(evidence: Evidence, tally: _Tally, text: str) -> bool:
    """Whether nearly every page has this very line behind its text."""
    pages = tally.pages[text]
    return (
        pages >= _NEARLY_ALL * len(evidence.witnesses)
        and not _FIGURE.search(text)
        and tally.behind[text] <= _LITTLE * tally.ahead[text]
        and tally.fields[text] * 2 < pages
    )


def learn_counts(evidence: Evidence, body: str) -> tuple[str, ...]:
    """What stands beside a turning figure, in lines of most pages that are no sentence.

    One page's list of other articles turns too, and has figures beside any words; what counts
    does so on every page that was fetched twice.
    """
    turned = Counter(label for each in evidence.witnesses for label in _turned(each))
    pages: Counter[str] = Counter()
    for each in evidence.witnesses if turned else ():
        lines = [x for x in each.page.lines if is_within(each.at(x), body) and not is_sentence(x)]
        pages.update(set().union(*(labels(line.text) for line in lines)))
    least = max(_HALF * len(evidence.witnesses), 3)
    return tuple(sorted(label for label, n in turned.items() if n > 1 and pages[label] >= least))


def _turned(each: Witness) -> set[str]:
    """The labels of the figures that are others at the other fetch, in lines of the same words."""
    found: set[str] = set()
    for one, other in each.turned.values():
        lines = {plain(text): text for text in one.split("\n")}
        for text in other.split("\n"):
            found |= turning(lines.get(plain(text), text), text)
    return found


def _inside(each: Witness, body: str) -> Iterator[list[Line]]:
    """The lines of the block that holds the text."""
    for place, box in zip(each.places, each.page.boxes, strict=True):
        if place == body:
            yield list(each.page.lines[box.first : box.end])


def _texts_in(
    evidence: Evidence, each: Witness, body: str
) -> Iterator[tuple[list[Line], int, int]]:
    """The lines of the block that holds the text, and where in it the article begins and ends."""
    fields = {index for name in each.slots for index in each.slots[name]}
    own = {line.index for line in evidence.own(each, each.body.kept) if is_sentence(line)}
    for place, box in zip(each.places, each.page.boxes, strict=True):
        if place != body:
            continue
        article = sorted(i for i in own | fields if box.first <= i < box.end)
        if own.intersection(article):
            lines = list(each.page.lines[box.first : box.end])
            yield lines, article[0] - box.first, article[-1] - box.first
