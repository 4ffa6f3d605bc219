"""Which places of a portal's pages are never part of an article, and how that is known."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.labels import is_date
from crawler.extract.skeleton import JOINT, around, is_within
from crawler.extract.template import Mask, Slot, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.evidence import Evidence

# Majorities, set for the looks of a portal made noisy for the tests; .4 and .8, .3 and .7 learn
# alike on three more shapes with their noise inside the article.
_MOST, _HALF = 0.6, 0.5
_EXAMPLE, _SHAPES = 120, 60
_NAMED = re.compile(r"[.#]")


class Ground(NamedTuple):
    """Where the article stands: its slots, the places around any part of it, their column."""

    slots: tuple[Slot, ...]
    body: str
    taken: frozenset[str]
    column: str


def find_masks(evidence: Evidence, ground: Ground) -> Iterator[Mask]:
    """The outermost places that are never part of an article."""
    inside: dict[str, list[str]] = defaultdict(list)
    for place in evidence.support:
        over, _, _ = place.rpartition(JOINT)
        inside[over].append(place)
    waiting = [place for place in inside[""] if place]
    while waiting:
        place = waiting.pop()
        least = 2 if place in evidence.flitting else max(3, _HALF * len(evidence.witnesses))
        if evidence.support[place] < least:
            continue
        hides = _around_article if place in ground.taken else _beside_article
        mask = hides(evidence, ground, place)
        if mask is not None:
            yield mask
        if mask is None or mask.own:
            waiting += inside[place]


def _around_article(evidence: Evidence, ground: Ground, place: str) -> Mask | None:
    """What stands on every page between the blocks of which one holds the article."""
    if is_within(place, ground.body) or any(slot.place == place for slot in ground.slots):
        return None
    least = _MOST * len(evidence.witnesses)
    repeated = [text for (at, text), n in evidence.texts.items() if at == place and n >= least]
    plain = sorted({shape(text) for text in repeated if not _tells(text)})
    if not plain:
        return None
    pages = evidence.support[place]
    known, example = tuple(plain[:_SHAPES]), (repeated[0][:_EXAMPLE],)
    return Mask(
        place, "repeats", whole=False, pages=pages, shapes=known, examples=example, own=True
    )


def _beside_article(evidence: Evidence, ground: Ground, place: str) -> Mask | None:
    """A block without any part of the article."""
    stands_out = _stands_out(evidence, place)
    if is_within(place, ground.body) and not stands_out and place not in evidence.fleeting:
        return None
    apart = not is_within(place, ground.column)
    turning = [p for p in evidence.turned if is_within(p, place)]
    turns = bool(turning) or place in evidence.flitting
    lists = not turns and not apart and _lists(evidence, place)
    if not (turns or apart or lists) and _telling(evidence, place):
        return None
    known = _known(evidence, place, 2 if apart else max(2, _HALF * len(evidence.witnesses)))
    whole = _is_hidden_whole(ground, place, apart=apart, turns=turns)
    whole |= stands_out and place in evidence.fleeting
    if not whole and not known and not lists:
        return None
    examples = evidence.turned[turning[0]] if turning else known[:1]
    return Mask(
        place,
        "turns" if turns else "apart" if apart else "list" if lists else "repeats",
        whole,
        evidence.support[place],
        known,
        tuple(example[:_EXAMPLE] for example in examples),
    )


def _is_hidden_whole(ground: Ground, place: str, *, apart: bool, turns: bool) -> bool:
    """Whether whatever stands there may go: an order among nameless blocks proves too little."""
    nearest = next((p for p in reversed(around(place)) if p in ground.taken), "")
    named = "[" not in place.removeprefix(nearest)
    if apart:
        return named or turns
    return named and turns and not is_within(place, ground.body)


def _known(evidence: Evidence, place: str, least: float) -> tuple[str, ...]:
    """The lines, figures aside, that come back there or do not stand still."""
    restless = {text for at, text in evidence.restless if is_within(at, place)}
    counts = evidence.shapes[place].most_common()
    return tuple(text for text, n in counts if n >= least or text in restless)[:_SHAPES]


def _stands_out(evidence: Evidence, place: str) -> bool:
    """Whether a place amid the text has a name and words of its own: no cell, no paragraph."""
    name = place.rpartition(JOINT)[2]
    worded = all(any(map(str.isalpha, text)) for text in evidence.shapes[place])
    return bool(_NAMED.search(name)) and worded


def _telling(evidence: Evidence, place: str) -> bool:
    """Whether a day, or a label, is told there: the article's own, perhaps."""
    return any(_tells(text) for at, text in evidence.texts if is_within(at, place))


def _tells(text: str) -> bool:
    """Whether a line shows a day, or is the label of what stands beside it."""
    return is_date(text) or text.endswith(":")


def _lists(evidence: Evidence, place: str) -> bool:
    """Whether most of what stands there are links."""
    linked = size = 0
    for each in evidence.witnesses:
        for line in each.page.lines:
            if is_within(each.at(line), place):
                linked, size = linked + line.link_chars, size + len(line.text)
    return linked > _MOST * size
