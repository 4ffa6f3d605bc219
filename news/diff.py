"""How one text became another: paragraphs aligned, then words inside those that were edited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import Indel, LCSseq

from news.text import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

PartKind = Literal["same", "edited", "moved", "added", "removed"]

# A paragraph is another's edit when at least half of their words agree, as with a whole text,
# which counts as rewritten when more than half of its words changed.
_HALF = 0.5
# Matching is quadratic: this many pairs of words take 20 ms and 12 MB, and only a paragraph of
# more than 50 kB goes beyond. It is compared by sentences, and above that as a whole.
_MOST_CELLS = 150_000_000
# So many pairs of paragraphs are all scored; beyond, only those with a rare word in common.
_MOST_PAIRS = 10_000
_RARE = 8

# rapidfuzz compares characters by value but other objects by hash alone, and hashes collide
# (that of "" is 0), so words and paragraphs are numbered and their numbers spelled as characters.
_LAST_CODE = 0x10FFFF

_TOKEN = re.compile(r"\s*(?:\w+(?:(?<=\d)[.,/:](?=\d)\w+)*|[^\w\s])\s*|\s+")
_SENTENCE = re.compile(r".*?[.!?;:…]\s+|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph: what stood there and what stands there now.

    Where it is not `changed`, both sides read the same and differ at most in spaces, Unicode form
    or the placement of a tone.
    """

    before: str
    after: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph's fate; `before_at` and `after_at` count paragraphs from 0."""

    kind: PartKind
    spans: tuple[Span, ...]
    before_at: int | None = None
    after_at: int | None = None

    @property
    def before(self) -> str:
        """The paragraph as it stood."""
        return "".join(span.before for span in self.spans)

    @property
    def after(self) -> str:
        """The paragraph as it stands."""
        return "".join(span.after for span in self.spans)


@dataclass(frozen=True)
class Diff:
    """All parts in the order of the newer text, removed ones where they had stood."""

    parts: tuple[Part, ...]

    @property
    def before(self) -> str:
        """The older text, to the letter."""
        return "\n".join(part.before for part in _in_order(self.parts, lambda part: part.before_at))

    @property
    def after(self) -> str:
        """The newer text, to the letter."""
        return "\n".join(part.after for part in _in_order(self.parts, lambda part: part.after_at))

    @property
    def is_empty(self) -> bool:
        """Whether a reader sees no difference."""
        return all(part.kind == "same" for part in self.parts) or not (
            self.edits or any(part.kind == "moved" for part in self.parts)
        )

    @property
    def edits(self) -> tuple[tuple[str, str], ...]:
        """Every changed stretch as (old words, new words); one side may be empty."""
        spans = (span for part in self.parts for span in part.spans if span.changed)
        pairs = ((span.before.strip(), span.after.strip()) for span in spans)
        return tuple(pair for pair in pairs if any(pair))

    @cached_property
    def share(self) -> float:
        """How much of both texts' words changed, 0 to 1; a paragraph's move changes none."""
        spans = [span for part in self.parts for span in part.spans]
        total = sum(_size(span) for span in spans)
        return sum(_size(span) for span in spans if span.changed) / total if total else 0.0

    @property
    def rewritten(self) -> bool:
        """Whether more than half of the words changed."""
        return self.share > _HALF


def diff(before: str, after: str) -> Diff:
    """The difference of two texts with one paragraph a line."""
    reader = _Reader()
    old = [reader.read(line) for line in before.split("\n")]
    new = [reader.read(line) for line in after.split("\n")]
    pairs = _same_paragraphs(old, new)
    pairs |= _similar_paragraphs(old, new, pairs)
    return Diff(tuple(_parts(old, new, pairs)))


def apply(difference: Diff, before: str) -> str:
    """The newer text, made from the older one; ValueError when the difference is not of it."""
    if difference.before != before:
        raise ValueError("The difference was made from another text than the one it is applied to.")
    return difference.after


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with its words; `code` has one character a word, equal for equal words."""

    text: str
    tokens: list[str]
    code: str


class _Reader:
    """Numbers the words of both texts, so that comparing them is comparing strings."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._normal: dict[str, str] = {}

    def read(self, line: str, tokens_of: re.Pattern[str] = _TOKEN) -> _Paragraph:
        tokens = tokens_of.findall(line)
        return _Paragraph(line, tokens, "".join(map(self.code, tokens)) if line.strip() else "")

    def code(self, token: str) -> str:
        known = self._codes.get(token)
        if known is None:
            form = normal_form(token)
            known = self._normal.setdefault(form, chr(min(len(self._normal), _LAST_CODE)))
            self._codes[token] = known
        return known


def _same_paragraphs(old: list[_Paragraph], new: list[_Paragraph]) -> dict[int, int]:
    """New index to old index of paragraphs with equal words: those in order first, then moved."""
    pairs: dict[int, int] = {}
    numbers: dict[str, str] = {}
    one, other = (
        "".join(numbers.setdefault(p.code, chr(min(len(numbers), _LAST_CODE))) for p in side)
        for side in (old, new)
    )
    for step in LCSseq.opcodes(one, other):
        if step.tag == "equal":
            ends = range(step.dest_start, step.dest_end), range(step.src_start, step.src_end)
            pairs.update(zip(*ends, strict=True))
    taken = set(pairs.values())
    left = defaultdict(list)
    for index in reversed(range(len(old))):
        if index not in taken and old[index].code:
            left[old[index].code].append(index)
    for index, paragraph in enumerate(new):
        if index not in pairs and left.get(paragraph.code):
            pairs[index] = left[paragraph.code].pop()
    return pairs


def _similar_paragraphs(
    old: list[_Paragraph], new: list[_Paragraph], pairs: dict[int, int]
) -> dict[int, int]:
    """New index to old index of paragraphs that were edited, the most alike first."""
    taken = set(pairs.values())
    old_left = [index for index in range(len(old)) if index not in taken and old[index].code]
    new_left = [index for index in range(len(new)) if index not in pairs and new[index].code]
    scored = []
    for a, b in _candidates(old, new, old_left, new_left):
        score = _similarity(old[a].code, new[b].code)
        if score >= _HALF:
            scored.append((-score, abs(a - b), b, a))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, b, a in sorted(scored):
        if b not in found and a not in used:
            found[b] = a
            used.add(a)
    return found


def _candidates(
    old: list[_Paragraph], new: list[_Paragraph], old_left: list[int], new_left: list[int]
) -> Iterable[tuple[int, int]]:
    if len(old_left) * len(new_left) <= _MOST_PAIRS:
        return ((a, b) for a in old_left for b in new_left)
    holders: dict[str, list[int]] = defaultdict(list)
    for a in old_left:
        for code in set(old[a].code):
            holders[code].append(a)
    pairs = set(zip(old_left, new_left, strict=False))
    for b in new_left:
        shared = (holders.get(code, ()) for code in set(new[b].code))
        votes = Counter(a for having in shared if len(having) <= _RARE for a in having)
        pairs.update((a, b) for a, _ in votes.most_common(3))
    return pairs


def _similarity(one: str, other: str) -> float:
    if not _fits(one, other):  # the order of so many words is too costly to weigh
        return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))
    return Indel.normalized_similarity(one, other, score_cutoff=_HALF)


def _fits(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) * len(other) <= _MOST_CELLS


def _parts(old: list[_Paragraph], new: list[_Paragraph], pairs: dict[int, int]) -> Iterator[Part]:
    """The parts in reading order; what was removed stands before what was added in its place."""
    steady = _longest_rising(pairs)
    gone = iter(sorted(set(range(len(old))) - set(pairs.values())))
    waiting = next(gone, None)
    for limit, indexes in _stretches(len(new), steady, len(old)):
        while waiting is not None and waiting < limit:
            yield Part("removed", (Span(old[waiting].text, "", changed=True),), before_at=waiting)
            waiting = next(gone, None)
        for index in indexes:
            yield _part(old, new, index, pairs.get(index), moved=index not in steady)


def _stretches(count: int, steady: dict[int, int], end: int) -> Iterator[tuple[int, list[int]]]:
    """Runs of new paragraphs, each with the old index up to which removals belong before it."""
    following, limits = end, []
    for index in reversed(range(count)):
        following = steady.get(index, following)
        limits.append(following)
    for limit, run in groupby(
        zip(reversed(limits), range(count), strict=True), lambda pair: pair[0]
    ):
        yield limit, [index for _, index in run]
    yield end, []


def _part(
    old: list[_Paragraph], new: list[_Paragraph], index: int, origin: int | None, *, moved: bool
) -> Part:
    if origin is None:
        return Part("added", (Span("", new[index].text, changed=True),), after_at=index)
    one, other = old[origin], new[index]
    spans = tuple(_spans(one, other))
    edited = any(span.changed for span in spans)
    return Part("moved" if moved else "edited" if edited else "same", spans, origin, index)


def _longest_rising(pairs: dict[int, int]) -> dict[int, int]:
    """The most pairs that keep their order; whatever is not among them has moved."""
    ends: list[int] = []  # old index at the end of the best run of each length
    owners: list[int] = []
    previous: dict[int, int | None] = {}
    for index in sorted(pairs):
        place = bisect_left(ends, pairs[index])
        previous[index] = owners[place - 1] if place else None
        ends[place : place + 1] = [pairs[index]]
        owners[place : place + 1] = [index]
    rising: dict[int, int] = {}
    last = owners[-1] if owners else None
    while last is not None:
        rising[last] = pairs[last]
        last = previous[last]
    return rising


def _spans(one: _Paragraph, other: _Paragraph) -> Iterator[Span]:
    if one.text == other.text or normal_form(one.text) == normal_form(other.text):
        return iter((Span(one.text, other.text, changed=False),))
    if one.code == other.code:
        return _spacing_spans(one, other)
    if _fits(one.code, other.code):
        return _word_spans(one, other)
    return _sentence_spans(one.text, other.text)


def _spacing_spans(one: _Paragraph, other: _Paragraph) -> Iterator[Span]:
    """Equal words whose spaces differ where a reader sees it, such as after a comma."""
    return _merged(
        Span(before, after, changed=_edges(before) != _edges(after))
        for before, after in zip(one.tokens, other.tokens, strict=True)
    )


def _edges(token: str) -> tuple[bool, bool]:
    return token[:1].isspace(), token[-1:].isspace()


def _word_spans(one: _Paragraph, other: _Paragraph) -> Iterator[Span]:
    return _merged(
        Span(
            "".join(one.tokens[step.src_start : step.src_end]),
            "".join(other.tokens[step.dest_start : step.dest_end]),
            changed=step.tag != "equal",
        )
        for step in Indel.opcodes(one.code, other.code)
    )


def _sentence_spans(one: str, other: str) -> Iterator[Span]:
    """For a paragraph too long to be compared word by word at once: sentences, then their words."""
    reader = _Reader()
    old, new = reader.read(one, _SENTENCE), reader.read(other, _SENTENCE)
    if not _fits(old.code, new.code):
        yield Span(one, other, changed=True)
        return
    for span in _word_spans(old, new):
        yield from _refined(span)


def _refined(span: Span) -> Iterable[Span]:
    reader = _Reader()
    one, other = reader.read(span.before), reader.read(span.after)
    if span.changed and _fits(one.code, other.code):
        return _word_spans(one, other)
    return (span,)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbouring changes as one, and those with nothing but punctuation between them."""
    last: Span | None = None
    between: Span | None = None
    for span in spans:
        if last is None:
            last = span
        elif span.changed and last.changed:
            last, between = _joined(last, between, span), None
        elif span.changed == last.changed:
            last = _joined(last, None, span)
        elif last.changed and between is None and _is_punctuation(span):
            between = span
        else:
            yield last
            if between is not None:
                yield between
            last, between = span, None
    yield from (span for span in (last, between) if span is not None)


def _joined(*spans: Span | None) -> Span:
    present = [span for span in spans if span is not None]
    before = "".join(span.before for span in present)
    return Span(before, "".join(span.after for span in present), present[0].changed)


def _is_punctuation(span: Span) -> bool:
    return not span.changed and not re.search(r"\w", span.after)


def _size(span: Span) -> int:
    return len(span.before.split()) + len(span.after.split())


def _in_order(parts: Iterable[Part], place: Callable[[Part], int | None]) -> list[Part]:
    numbered = [(at, part) for part in parts if (at := place(part)) is not None]
    return [part for _, part in sorted(numbered, key=lambda pair: pair[0])]
