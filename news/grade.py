"""How much a difference matters: a named grade, and its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein

if TYPE_CHECKING:
    from collections.abc import Sequence

# A figure is any digit of text or date.
SIGNIFICANCE = {
    "typo": 0.2,
    "wording": 0.3,
    "image": 0.4,
    "attachment": 0.6,
    "title": 0.6,
    "figure": 0.6,
    "sentence": 0.7,
    "rewrite": 0.9,
    "appeared": 1.0,
    "vanished": 1.0,
    "returned": 1.0,
    "moved": 1.0,
}
_TYPO_EDITS = 2  # letters; more is another word
_WORDING = 3  # words; more is a statement of its own
_REWRITTEN = 0.5  # of the words; beyond that little of the old text stands


def edited(before: Sequence[str], after: Sequence[str]) -> tuple[list[int], list[int]]:
    """The indexes of each sequence's parts that the other lacks, in place."""
    edits = [e for e in Indel.opcodes(before, after) if e.tag != "equal"]
    gone = [index for e in edits for index in range(e.src_start, e.src_end)]
    come = [index for e in edits for index in range(e.dest_start, e.dest_end)]
    return gone, come


def grade_words(before: Sequence[str], after: Sequence[str]) -> str:
    """The grade of a difference between two texts, each as its words."""
    gone, come = edited(before, after)
    removed, added = [before[i] for i in gone], [after[i] for i in come]
    touched = max(len(removed), len(added))
    if touched > _WORDING:
        half = _REWRITTEN * max(len(before), len(after))
        return "rewrite" if touched > half else "sentence"
    if any(letter.isdigit() for word in (*removed, *added) for letter in word):
        return "figure"
    if len(removed) == len(added) == 1 and _close(removed[0], added[0]):
        return "typo"
    return "wording"


def _close(one: str, other: str) -> bool:
    return Levenshtein.distance(one, other, score_cutoff=_TYPO_EDITS) <= _TYPO_EDITS
