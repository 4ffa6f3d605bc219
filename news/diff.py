"""How one text became another: paragraphs aligned, then words inside those that were edited."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from rapidfuzz.distance import Indel, LCSseq

from news.spans import LAST_CODE, Paragraph, Reader, Span, compare_words, fits_in_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PartKind = Literal["same", "edited", "moved", "added", "removed"]

# A paragraph is another's edit when at least half of their words agree, as with a whole text,
# which counts as rewritten when more than half of its words changed.
_HALF = 0.5
# So many pairs of paragraphs are all scored; beyond, only those with a rare word in common.
_MOST_PAIRS = 10_000
_RARE = 8


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
    reader = Reader()
    old = [reader.read(line) for line in before.split("\n")]
    new = [reader.read(line) for line in after.split("\n")]
    pairs = _same_paragraphs(old, new)
    pairs |= _similar_paragraphs(old, new, pairs)
    return Diff(tuple(_parts(old, new, pairs)))


def diff_values(before: Any, after: Any) -> Diff:
    """The difference of two values of a field, as export shows them; of lists, item by item."""
    return diff(_shown(before), _shown(after))


def _same_paragraphs(old: list[Paragraph], new: list[Paragraph]) -> dict[int, int]:
    """New index to old index of paragraphs with equal words: those in order first, then moved."""
    pairs: dict[int, int] = {}
    numbers: dict[str, str] = {}
    one, other = (
        "".join(numbers.setdefault(p.code, chr(min(len(numbers), LAST_CODE))) for p in side)
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
    old: list[Paragraph], new: list[Paragraph], pairs: dict[int, int]
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
    old: list[Paragraph], new: list[Paragraph], old_left: list[int], new_left: list[int]
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
    if not fits_in_memory(one, other):  # the order of so many words is too costly to weigh
        return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))
    return Indel.normalized_similarity(one, other, score_cutoff=_HALF)


def _parts(old: list[Paragraph], new: list[Paragraph], pairs: dict[int, int]) -> Iterator[Part]:
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
    old: list[Paragraph], new: list[Paragraph], index: int, origin: int | None, *, moved: bool
) -> Part:
    if origin is None:
        return Part("added", (Span("", new[index].text, changed=True),), after_at=index)
    one, other = old[origin], new[index]
    spans = tuple(compare_words(one, other))
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


def _shown(value: Any) -> str:
    """A field's value as text to compare; of a list, one item a line."""
    if isinstance(value, list):
        return "\n".join(map(_shown, value))
    if isinstance(value, dict):
        return " ".join(_shown(part) for part in value.values() if part)
    return "" if value is None else str(value)


def _size(span: Span) -> int:
    return len(span.before.split()) + len(span.after.split())


def _in_order(parts: Iterable[Part], place: Callable[[Part], int | None]) -> list[Part]:
    numbered = [(at, part) for part in parts if (at := place(part)) is not None]
    return [part for _, part in sorted(numbered, key=lambda pair: pair[0])]
