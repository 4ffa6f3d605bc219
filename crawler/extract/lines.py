"""The one pass over a page's tree: its visible lines, in document order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from crawler.extract.page import Box, Element, Line, Picture, Zone
from crawler.extract.zones import zone_of
from news.text import nfc, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_BLOCK, _INLINE, _LINK, _IMAGE, _BREAK, _UNSEEN, _WITHIN_UNSEEN = range(7)
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
# A menu is a third of a page's lines and none of its text; leaving it out saves that much.
_MENUS = ("nav", "ul", "ol")
# Their classes are about looks.
_NAMELESS = frozenset(("li", "tr", "tbody", "thead", "dt", "dd"))
# By way of the attribute: asking each element for it costs four times as much.
_HIDDEN = etree.XPath("//@hidden/..")
_STYLED = etree.XPath("//@style/..")


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
    boxes = list(map(Box._make, walk.boxes))
    return Reading(_lines(walk.raw, boxes), boxes, walk.pictures)


def _lines(raw: list[tuple[str, int, int]], boxes: list[Box]) -> list[Line]:
    zones: list[Zone] = []
    for _, _, parent, _, _, _, zone in boxes:
        zones.append((zones[parent] if parent >= 0 else "") or zone)
    make = Line._make
    return [
        make((index, text, boxes[at][0], boxes[at][1], linked, at, zones[at]))
        for index, (text, linked, at) in enumerate(raw)
    ]


class _Walk:
    """The state of the pass.

    It follows the document's own order and closes an element when a node comes that is not
    inside it: half the cost of a stack of children, and no depth is too deep.
    """

    __slots__ = ("box", "boxes", "linked", "links", "masked", "pictures", "pieces", "raw")

    def __init__(self, masked: frozenset[Element]) -> None:
        self.masked = masked
        self.raw: list[tuple[str, int, int]] = []
        self.boxes: list[list[Element]] = []
        self.pictures: list[Picture] = []
        self.pieces: list[str] = []
        self.links = self.linked = 0
        self.box = -1

    def through(self, root: Element) -> None:
        masked, way_of = self.masked, _WAY
        top, nodes, ways = root.getparent(), [root.getparent()], [_INLINE]
        for node in root.iter():
            parent = node.getparent()
            while top is not parent:
                self.leave(top, ways.pop())
                nodes.pop()
                top = nodes[-1]
            way = way_of[node.tag]
            if ways[-1] >= _UNSEEN:
                way = _WITHIN_UNSEEN
            elif masked and node in masked:
                way = _UNSEEN
            elif way != _UNSEEN:
                way = self.enter(node, way)
            nodes.append(node)
            ways.append(way)
            top = node
        while len(nodes) > 1:
            self.leave(nodes.pop(), ways.pop())

    def enter(self, node: Element, way: int) -> int:
        """Read this element's start; the way it is read, for its inside and its end."""
        if way == _BLOCK:
            tag = node.tag
            zone: Zone = "" if tag in _NAMELESS else zone_of(node, tag)
            if zone == "nav" and tag in _MENUS and _is_menu(node):
                return _UNSEEN
            self.open(node, tag, zone)
        elif way == _LINK:
            self.links += 1
        elif way == _IMAGE:
            self.pictures.append(Picture(len(self.raw), node, self.box))
        elif way == _BREAK and self.pieces:
            self.flush()
        if text := node.text:
            self.add(text)
        return way

    def leave(self, node: Element, way: int) -> None:
        if way == _BLOCK:
            self.close()
        elif way == _LINK:
            self.links -= 1
        elif way == _WITHIN_UNSEEN:
            return
        if tail := node.tail:
            self.add(tail)

    def add(self, text: str) -> None:
        if not text.isspace():
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())
        elif self.pieces:
            self.pieces.append(" ")

    def open(self, node: Element, tag: str, zone: Zone) -> None:
        if self.pieces:
            self.flush()
        depth = self.boxes[self.box][3] + 1 if self.boxes else 0
        self.boxes.append([node, tag, self.box, depth, len(self.raw), 0, zone])
        self.box = len(self.boxes) - 1

    def close(self) -> None:
        if self.pieces:
            self.flush()
        row = self.boxes[self.box]
        row[5] = len(self.raw)
        self.box = row[2]

    def flush(self) -> None:
        pieces = self.pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        line = " ".join(text.split())
        # What `squeeze` would take out is not printable: looking for that is cheaper here.
        if not line.isprintable():
            line = squeeze(line)
        elif not line.isascii():
            line = nfc(line)
        if line:
            self.raw.append((line, min(self.linked, len(line)), self.box))
        pieces.clear()
        self.linked = 0


def _is_menu(node: Element) -> bool:
    """Whether a list of links holds nothing else: no paragraph, no heading, no breadcrumb."""
    if next(node.iter("p", "h1", "td"), None) is not None:
        return False
    return not any("crumb" in f"{one.get('class')} {one.get('id')}" for one in node.iter(*_MENUS))


def _hidden(tree: Element) -> Iterator[Element]:
    """The elements that a browser does not show."""
    yield from _HIDDEN(tree)
    for element in _STYLED(tree):
        style = element.get("style")
        if "none" in style and "display:none" in style.replace(" ", "").lower():
            yield element
