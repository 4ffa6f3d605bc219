"""Figures that count visits within a line of other words: known by the words beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_WORDS = 2  # beside a figure; "lượt xem" and "đã xem" say what it counts


def labels(text: str) -> set[str]:
    """What stands beside the figures of a line: "0 lượt xem", "lượt xem 0"."""
    return {label for _, label, _ in _figures(text)}


def turning(one: str, other: str) -> set[str]:
    """The labels of those figures that differ between two lines of the same words."""
    pairs = zip(_figures(one), _figures(other), strict=True) if is_same(one, other) else ()
    return {label for (_, label, was), (_, _, now) in pairs if was != now}


def is_same(one: str, other: str) -> bool:
    """Whether two lines say the same in other figures."""
    return plain(one) == plain(other)


def plain(text: str) -> tuple[str, ...]:
    """The words of a line, figures aside."""
    return tuple("0" if word[0].isdigit() else word for word in _WORD.findall(text))


def cut(text: str, counts: Collection[str]) -> str:
    """The line up to its first counter; all of it where it has none."""
    figures = _figures(text) if _DIGIT.search(text) else ()
    starts = [at for at, label, _ in figures if label in counts]
    return text[: min(starts)].rstrip(" (-–—|,;:·•/") if starts else text


def _figures(text: str) -> Iterator[tuple[int, str, str]]:
    """Where each figure and its label begin, the label, and the figure."""
    words = list(_WORD.finditer(text))
    for index, word in enumerate(words):
        if not word[0][0].isdigit():
            continue
        before = _side(words[max(index - _WORDS, 0) : index][::-1])[::-1]
        behind = _side(words[index + 1 : index + 1 + _WORDS])
        if before:
            start = words[index - len(before)].start()
            yield start, f"{' '.join(before)} 0".lower(), word[0]
        if behind:
            yield word.start(), f"0 {' '.join(behind)}".lower(), word[0]


def _side(words: list[re.Match[str]]) -> list[str]:
    """The words up to the next figure."""
    found: list[str] = []
    for word in words:
        if word[0][0].isdigit():
            break
        found.append(word[0])
    return found
