"""Titles that are no links: what an item is called whose only link is a picture or "more"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover import words
from crawler.discover.anchors import HEADINGS, target_of
from news.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.discover.anchors import Anchor

Element: TypeAlias = Any
_FEWEST_WORDS = 4
_LONGEST = 300  # letters; what is longer is a lead
_MOST_PARTS = 6  # a title, a day, a picture, a lead and a rule or two


def item_of(anchor: Anchor) -> list[Element]:
    """What the item is made of that this link alone leads out of; nothing where others do, too.

    A link may stand behind its item instead of in it: then all since the last link belongs to it.
    """
    box = anchor.box
    if box is None or _leads_elsewhere(box, anchor):
        return []
    if len(_text_of(box)) > len(anchor.text):
        return [box]
    before: list[Element] = []
    for sibling in box.itersiblings(preceding=True):
        if _leads_elsewhere(sibling, anchor) or len(before) == _MOST_PARTS:
            break
        if isinstance(sibling.tag, str):  # no comment
            before.insert(0, sibling)
    return [*before, box]


def title_of(item: Sequence[Element]) -> str:
    """The title among the parts of an item; empty where there is none."""
    headings = [heading for part in item for heading in part.iter(*HEADINGS)]
    lines = [_text_of(headings[-1])] if headings else [line for one in item for line in _lines(one)]
    return next((line for line in lines if _is_title(line)), "")


def _leads_elsewhere(part: Element, anchor: Anchor) -> bool:
    own = target_of(anchor.element)
    return any(target_of(other) != own for other in part.iter("a"))


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
