"""The one pass over a page's tree: its visible lines, in document order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from crawler.extract.page import Box, Element, Line, Picture, Zone
from crawler.extract.zones import zone_of
from news.text import nfc, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_BLOCK, _INLINE, _LINK, _IMAGE, _BREAK, _UNSEEN = range(6)
_WAYS = {
    _INLINE: "abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark "
    "nobr q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr",
    _LINK: "a",
    _IMAGE: "img amp-img",
    _BREAK: "br hr",
    _UNSEEN: "head script style noscript template iframe object embed svg math canvas audio video "
    "select datalist textarea button input map frameset noframes applet meta link title base",
}


class _Ways(dict[str, int]):
    """How each tag is read; Word's own (`o:p`) and custom elements stand inside a line."""

    def __missing__(self, tag: str) -> int:
        return _INLINE if ":" in tag or "-" in tag else _BLOCK


_WAY = _Ways({tag: way for way, tags in _WAYS.items() for tag in tags.split()})
# By way of the attribute: asking each element for it costs four times as much.
_HIDDEN = etree.XPath("//@hidden/..")
_STYLED = etree.XPath("//@style/..")
_END_OF_BLOCK, _END_OF_LINK = 0, 1


class Reading(NamedTuple):
    """What one pass over a tree found."""

    lines: list[Line]
    boxes: list[Box]
    pictures: list[Picture]


def read_lines(tree: Element, masked: Collection[Element] = ()) -> Reading:
    """Every visible line and the block element around it; nothing of the masked elements."""
    walk = _Walk(frozenset((*masked, *_hidden(tree))))
    root = tree.find("body")
    walk.through(tree if root is None else root)
    boxes = [Box._make(row) for row in walk.boxes]
    return Reading(list(_lines(walk.raw, boxes)), boxes, walk.pictures)


def _lines(raw: list[tuple[str, int, int]], boxes: list[Box]) -> Iterator[Line]:
    zones: list[Zone] = []
    for box in boxes:
        zones.append((zones[box.parent] if box.parent >= 0 else "") or box.zone)
    for index, (text, linked, at) in enumerate(raw):
        yield Line(index, text, boxes[at].element, boxes[at].tag, linked, at, zones[at])


class _Walk:
    """The state of the pass; an explicit stack, since pages nest deeper than Python calls."""

    __slots__ = ("box", "boxes", "linked", "links", "masked", "pictures", "pieces", "raw", "stack")

    def __init__(self, masked: frozenset[Element]) -> None:
        self.masked = masked
        self.raw: list[tuple[str, int, int]] = []
        self.boxes: list[list[Element]] = []
        self.pictures: list[Picture] = []
        self.pieces: list[str] = []
        self.stack: list[Element] = []
        self.links = self.linked = 0
        self.box = -1

    def through(self, root: Element) -> None:  # noqa: C901, PLR0912 - inlined: half the time
        stack, pieces, masked = self.stack, self.pieces, self.masked
        push, pop, ways = stack.append, stack.pop, _WAY
        push(root)
        while stack:
            node = pop()
            kind = node.__class__
            if kind is str:
                if not node.isspace():
                    pieces.append(node)
                    if self.links:
                        self.linked += len(node.strip())
                elif pieces:
                    pieces.append(" ")
                continue
            if kind is int:
                if node == _END_OF_LINK:
                    self.links -= 1
                else:
                    self.close()
                continue
            tag = node.tag
            way = ways[tag]
            if (tail := node.tail) and (way != _BLOCK or not tail.isspace()):
                push(tail)
            if way == _UNSEEN or (masked and node in masked):
                continue
            if way == _BLOCK:
                self.open(node, tag)
            elif way == _LINK:
                self.links += 1
                push(_END_OF_LINK)
            elif way != _INLINE:
                self.mark(node, way)
                continue
            if len(node):
                stack += reversed(node)
            if (text := node.text) and (way != _BLOCK or not text.isspace()):
                push(text)

    def mark(self, node: Element, way: int) -> None:
        if way == _IMAGE:
            self.pictures.append(Picture(len(self.raw), node, self.box))
        elif self.pieces:
            self.flush()

    def open(self, node: Element, tag: str) -> None:
        if self.pieces:
            self.flush()
        depth = self.boxes[self.box][3] + 1 if self.boxes else 0
        zone = zone_of(node, tag)
        self.boxes.append([node, tag, self.box, depth, len(self.raw), 0, zone])
        self.box = len(self.boxes) - 1
        self.stack.append(_END_OF_BLOCK)

    def close(self) -> None:
        if self.pieces:
            self.flush()
        row = self.boxes[self.box]
        row[5] = len(self.raw)
        self.box = row[2]

    def flush(self) -> None:
        line = " ".join("".join(self.pieces).split())
        # What `squeeze` would take out is not printable: looking for that is cheaper here.
        line = nfc(line) if line.isprintable() else squeeze(line)
        if line:
            self.raw.append((line, min(self.linked, len(line)), self.box))
        self.pieces.clear()
        self.linked = 0


def _hidden(tree: Element) -> Iterator[Element]:
    """The elements that a browser does not show."""
    yield from _HIDDEN(tree)
    for element in _STYLED(tree):
        style = element.get("style")
        if "none" in style and "display:none" in style.replace(" ", "").lower():
            yield element
