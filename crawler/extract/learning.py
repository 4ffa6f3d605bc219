"""Learning what the pages of one portal have in common, from a handful of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.extract import metadata
from crawler.extract.cover import is_sentence
from crawler.extract.edges import find_edges, learn_counts
from crawler.extract.errors import ExtractionError
from crawler.extract.evidence import Evidence, Sample, Witness, second_witness, witness
from crawler.extract.fickle import harmless
from crawler.extract.furniture import Ground, find_masks
from crawler.extract.skeleton import JOINT, ROOT, around, is_paragraph, is_within
from crawler.extract.template import Slot, Template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.extract.page import Line, Page
    from news.portal import Portal

__all__ = ["FEWEST", "Sample", "learn"]

FEWEST = 5  # pages; fewer cannot tell what they share from what happens to agree
# Majorities, set for the looks of a portal made noisy for the tests; .4 and .8, .3 and .7, for
# _ALIKE .3 and .7, for _CORE .7 and 1 learn alike on three more shapes of portals.
_MOST, _HALF = 0.6, 0.5
_ALIKE = 0.5  # of two pages' places together that both have, where they are of one look
_CORE, _CORE_PLACES = 0.9, 80
_EXAMPLE, _MASKS = 120, 200
_BOXES = 6000  # of a page; a larger one costs a second and is no ordinary article's


def learn(samples: Sequence[Sample], portal: Portal | None = None) -> Template | None:
    """The template of the look that most of these pages have; None where too few agree."""
    refrain = _refrain([sample.page for sample in samples])
    plain = _heads_only(refrain)
    family = _family(list(_witnesses(samples, portal, plain)))
    if len(family) < FEWEST:
        return None
    evidence = _heard_again(Evidence(family), plain)
    ground = _ground(evidence)
    if ground is None:
        return None
    edges = find_edges(evidence, ground.body)
    return Template(
        pages=len(family),
        core=_core(evidence, ground),
        slots=ground.slots,
        masks=tuple(find_masks(evidence, ground))[:_MASKS],
        tails=edges.tails,
        strays=edges.strays,
        ends=edges.ends,
        passing=edges.passing,
        refrain=refrain,
        counts=learn_counts(evidence, ground.body),
        fickle=_fickle(family),
    )


def _fickle(family: list[Witness]) -> tuple[str, ...]:
    names = set().union(*(each.fickle for each in family))
    return harmless(names, [each.addresses for each in family])


def _heads_only(refrain: tuple[str, ...]) -> Template:
    """A template of any page, that knows nothing but what the heads say alike."""
    return Template(0, (ROOT,), (Slot("body", ROOT, 0),), refrain=refrain)


def _witnesses(
    samples: Iterable[Sample], portal: Portal | None, template: Template
) -> Iterator[Witness]:
    for sample in samples:
        if len(sample.page.boxes) > _BOXES:
            continue
        try:
            yield witness(sample, portal, template)
        except ExtractionError:
            continue


def _heard_again(evidence: Evidence, plain: Template) -> Evidence:
    """With the pages read once more whose text was taken for what stands on others too."""
    return Evidence(
        [
            each
            if any(is_sentence(line) for line in evidence.own(each, each.body.kept))
            else second_witness(evidence, each, plain)
            for each in evidence.witnesses
        ]
    )


def _family(witnesses: list[Witness]) -> list[Witness]:
    """The largest set of pages built alike: those like the one that most are like."""
    alike = [[other for other in witnesses if _likeness(one, other) >= _ALIKE] for one in witnesses]
    return max(alike, key=len, default=[])


def _likeness(one: Witness, other: Witness) -> float:
    return len(one.held & other.held) / max(len(one.held | other.held), 1)


def _core(evidence: Evidence, ground: Ground) -> tuple[str, ...]:
    """The places that nearly all pages have, the outermost first."""
    least = _CORE * len(evidence.witnesses)
    places = [place for place, pages in evidence.support.items() if pages >= least]
    inner = (place for place in places if not is_within(place, ground.body))
    chosen = sorted(inner, key=lambda place: (place.count(JOINT), place))[:_CORE_PLACES]
    return tuple(sorted({*chosen, ground.body}))


def _refrain(pages: Sequence[Page]) -> tuple[str, ...]:
    """What the heads of most pages say alike: the portal's name, its own description."""
    told: Counter[str] = Counter()
    for page in pages:
        meta = metadata.read(page)
        told.update({meta.head_title, *meta.titles, *meta.descriptions} - {""})
    least = max(_HALF * len(pages), 3)
    return tuple(sorted(text for text, n in told.items() if n >= least))


def _ground(evidence: Evidence) -> Ground | None:
    """Where the parts of the article stand, by the majority of what the reader chose."""
    body = _body(evidence)
    if body is None:
        return None
    slots = [Slot("body", body, evidence.support[body], _opening(evidence, body))]
    slots += [
        slot for name in ("title", "date", "author", "section") for slot in _slot(evidence, name)
    ]
    taken = set(around(body))
    for slot in slots[1:]:
        taken.update(around(slot.place))
    taken |= _claimed(evidence)
    column = _shared([body, *(s.place for s in slots if s.name in ("title", "date"))])
    return Ground(tuple(slots), body, frozenset(taken), column)


def _body(evidence: Evidence) -> str | None:
    """The innermost place around the text on most of the pages that have a text of their own."""
    votes: Counter[str] = Counter()
    voters = 0
    for each in evidence.witnesses:
        own = evidence.own(each, each.body.kept)
        if any(is_sentence(line) for line in own):
            voters += 1
            votes.update(around(each.places[each.body.box]))
    agreed = [
        place
        for place, count in votes.items()
        if count >= _MOST * voters and not is_paragraph(place)
    ]
    if voters < max(_HALF * len(evidence.witnesses), 3):
        return None
    return max(agreed, key=lambda place: place.count(JOINT), default=None)


def _opening(evidence: Evidence, body: str) -> str:
    for each in evidence.witnesses:
        for line in evidence.own(each, each.body.kept):
            if is_within(each.at(line), body) and is_sentence(line):
                return line.text[:_EXAMPLE]
    return ""


def _slot(evidence: Evidence, name: str) -> Iterator[Slot]:
    """The place where most pages show a field, if they agree on one."""
    votes: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for each in evidence.witnesses:
        shown = each.slots[name]
        lines = [each.page.lines[index] for index in shown]
        if name != "section":
            lines = [line for line in lines if not _stays(evidence, each, name, line)]
        votes.update({each.at(line) for line in lines})
        examples.update((each.at(line), line.text[:_EXAMPLE]) for line in lines)
    place, pages = max(votes.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    if place and pages >= max(2, _HALF * sum(1 for e in evidence.witnesses if e.slots[name])):
        yield Slot(name, place, pages, examples[place])


def _stays(evidence: Evidence, each: Witness, name: str, line: Line) -> bool:
    """Whether a line is the same on most pages, or another at each fetch: no field of one page."""
    same = evidence.texts[each.at(line), line.text]
    return same > max(_HALF * len(evidence.witnesses), 2) or each.is_fleeting(name, line)


def _claimed(evidence: Evidence) -> set[str]:
    """The places around whatever part of an article more than one page has there."""
    claims: Counter[str] = Counter()
    shown = Counter(url for each in evidence.witnesses for url in each.files)
    for each in evidence.witnesses:
        indexes = [*each.body.kept, *each.slots["title"], *each.slots["author"]]
        lines = [
            line
            for line in (each.page.lines[index] for index in indexes)
            if line.link_chars * 2 <= len(line.text)
            and not evidence.is_furniture(each.at(line), line)
        ]
        files = (places for url, places in each.files.items() if shown[url] == 1)
        claims.update({p for line in lines for p in around(each.at(line))}.union(*files))
    return {place for place, pages in claims.items() if pages > 1}


def _shared(places: list[str]) -> str:
    """The innermost place around all of these."""
    first, *others = [around(place) for place in places]
    return [place for place in first if all(place in other for other in others)][-1]
