"""The one pass over a page's tree: its visible lines, in document order."""

from __future__ import annotations

from typing import NamedTuple

from crawler.extract.page import Box, Element, Line, Picture, Zone
from crawler.extract.zones import zone_of
from news.text import squeeze

_UNSEEN = frozenset(
    "head script style noscript template iframe object embed svg math canvas audio video select "
    "datalist textarea button input map frameset noframes applet meta link title base".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q "
    "rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr blink".split()
)


class Reading(NamedTuple):
    """What one pass over a tree found."""

    lines: list[Line]
    boxes: list[Box]
    pictures: list[Picture]


def read_lines(tree: Element) -> Reading:
    """Every visible line and the block element around it."""
    walk = _Walk()
    root = tree.find("body")
    walk.through(tree if root is None else root)
    return walk.reading()


class _Walk:
    """The state of the pass; an explicit stack, since pages nest deeper than Python calls."""

    def __init__(self) -> None:
        self.raw: list[tuple[str, int, int]] = []
        self.boxes: list[list[Element]] = []
        self.pictures: list[Picture] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.box = -1

    def through(self, root: Element) -> None:
        stack: list[Element] = [root]
        pop, links = stack.pop, 0
        while stack:
            node = pop()
            kind = node.__class__
            if kind is str:
                self.pieces.append(node)
                if links:
                    self.linked += len(node.strip())
                continue
            if kind is int:
                if node == -2:
                    links -= 1
                else:
                    self.close(node)
                continue
            tag, tail = node.tag, node.tail
            if tail:
                stack.append(tail)
            if tag in _UNSEEN:
                continue
            if tag in _INLINE or ":" in tag:
                if tag == "a":
                    links += 1
                    stack.append(-2)
                elif tag == "img":
                    self.pictures.append(Picture(len(self.raw), node))
            elif tag == "br" or tag == "hr":
                self.flush()
                continue
            elif self.open(node, tag):
                stack.append(self.boxes[self.box][2])
            else:
                continue
            stack.extend(reversed(node))
            if text := node.text:
                stack.append(text)

    def open(self, node: Element, tag: str) -> bool:
        self.flush()
        if _hidden(node):
            return False
        self.boxes.append([node, tag, self.box, len(self.raw), 0, zone_of(node, tag)])
        self.box = len(self.boxes) - 1
        return True

    def close(self, parent: int) -> None:
        self.flush()
        self.boxes[self.box][4] = len(self.raw)
        self.box = parent

    def flush(self) -> None:
        if self.pieces:
            if text := squeeze("".join(self.pieces)):
                self.raw.append((text, min(self.linked, len(text)), self.box))
            self.pieces.clear()
            self.linked = 0

    def reading(self) -> Reading:
        boxes: list[Box] = []
        for element, tag, parent, first, end, zone in self.boxes:
            above = boxes[parent] if parent >= 0 else None
            depth = above.depth + 1 if above else 0
            boxes.append(
                Box(element, tag, parent, depth, first, end, zone or (above.zone if above else ""))
            )
        lines = []
        for index, (text, linked, at) in enumerate(self.raw):
            box = boxes[at]
            lines.append(Line(index, text, box.element, box.tag, linked, at, box.zone))
        return Reading(lines, boxes, self.pictures)


def _hidden(node: Element) -> bool:
    style = node.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    return node.get("hidden") is not None
