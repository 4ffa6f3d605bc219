"""Titles that are no links: what an item is called whose only link is a picture or "more"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover import words
from crawler.discover.anchors import HEADINGS, target_of
from news.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.discover.anchors import Anchor

Element: TypeAlias = Any
_FEWEST_WORDS = 4
_LONGEST = 300  # letters; what is longer is a lead


def title_beside(anchor: Anchor) -> str:
    """The title in the item that this link alone leads out of; empty where there is none."""
    box = anchor.box
    if box is None or box is anchor.element:
        return ""
    own = target_of(anchor.element)
    if any(target_of(other) != own for other in box.iter("a")):
        return ""
    heading = next(box.iter(*HEADINGS), None)
    lines = [_text_of(heading)] if heading is not None else _lines(box)
    return next((line for line in lines if _is_title(line)), "")


def _is_title(line: str) -> bool:
    return (
        line.count(" ") + 1 >= _FEWEST_WORDS and len(line) <= _LONGEST and not words.is_more(line)
    )


def _lines(box: Element) -> Iterator[str]:
    """What stands in each innermost element, in order."""
    for node in box.iter("div", "p", "span", "td", "strong", "b", "li"):
        if next(node.iter("div", "p", "td"), None) in {None, node}:
            yield _text_of(node)


def _text_of(node: Element) -> str:
    return squeeze("".join(node.itertext()))
