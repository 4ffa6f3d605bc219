"""The one pass over a page's tree: its visible lines, in document order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from crawler.extract.page import Box, Element, Line, Picture, Zone
from crawler.extract.zones import zone_of
from news.text import nfc, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_INLINE, _BLOCK, _LINK, _IMAGE, _TIME, _BREAK, _UNSEEN = range(7)
_WAYS = {
    # Tags that nobody lists are blocks, too; looking up those that most pages have is cheaper.
    _BLOCK: "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header html legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul",
    _INLINE: "abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark "
    "nobr q rb rp rt ruby s samp small span strike strong sub sup tt u var wbr",
    _LINK: "a",
    _IMAGE: "img amp-img",
    _TIME: "time",
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
# By way of the attribute: asking each element for it costs four times as much.
_HIDDEN = etree.XPath("/descendant::*/@hidden/..")
_STYLED = etree.XPath("/descendant::*/@style[contains(., 'isplay') or contains(., 'ISPLAY')]/..")

# Made so, a row costs half of what calling its class does.
_new: Any = tuple.__new__


class Reading(NamedTuple):
    """What one pass over a tree found."""

    lines: list[Line]
    boxes: list[Box]
    pictures: list[Picture]


def read_lines(tree: Element, masked: Collection[Element] = ()) -> Reading:
    """Every visible line and the block element around it; nothing of the masked elements."""
    walk = _Walk()
    root = tree.find("body")
    walk.through(tree if root is None else root, frozenset((*masked, *hidden_elements(tree))))
    return Reading(walk.lines, walk.boxes, walk.pictures)


class _Walk:
    """The state of the pass.

    It follows the document's own order and closes an element when a node comes that is not
    inside it: half the cost of a stack of children, and no depth is too deep. What is not shown
    is stepped over unseen.
    """

    __slots__ = ("box", "boxes", "lines", "linked", "links", "pictures", "pieces", "zones")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.boxes: list[Any] = []  # what is known of a box while it is open, then the box
        self.zones: list[Zone] = []
        self.pictures: list[Picture] = []
        self.pieces: list[str] = []
        self.links = self.linked = 0
        self.box = -1

    def through(self, root: Element, masked: frozenset[Element]) -> None:
        pieces, top, way_of = self.pieces, root.getparent(), _WAY
        nodes, ways, following = [top], [_INLINE], root.iter()
        for node in following:
            parent = node.getparent()
            while top is not parent:
                self.leave(top, ways.pop())
                nodes.pop()
                top = nodes[-1]
            way = _UNSEEN if masked and node in masked else way_of[node.tag]
            if way == _BLOCK:
                way = self.open(node, node.tag)
            elif way:
                self.enter(node, way)
            if way == _UNSEEN:
                _step_over(node, following)
            elif (text := node.text) and (pieces or not text.isspace()):
                self.add(text)
            if way == _UNSEEN or not len(node):
                self.leave(node, way)
                continue
            nodes.append(node)
            ways.append(way)
            top = node
        while len(nodes) > 1:
            self.leave(nodes.pop(), ways.pop())

    def enter(self, node: Element, way: int) -> None:
        if way == _LINK:
            self.links += 1
        elif way == _IMAGE:
            self.pictures.append(_new(Picture, (len(self.lines), node, self.box)))
        elif way == _TIME:
            if self.pieces and self.pieces[-1][-1:].isdigit():
                self.pieces.append(" ")  # two moments side by side are no one number
        elif way == _BREAK and self.pieces:
            self.flush()

    def leave(self, node: Element, way: int) -> None:
        if way == _BLOCK:
            if self.pieces:
                self.flush()
            at = self.box
            element, tag, around, depth, first, zone = self.boxes[at]
            self.boxes[at] = _new(Box, (element, tag, around, depth, first, len(self.lines), zone))
            self.box = around
        elif way == _LINK:
            self.links -= 1
        if (tail := node.tail) and (self.pieces or not tail.isspace()):
            self.add(tail)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def open(self, node: Element, tag: str) -> int:
        """Begin a block; the way it is read."""
        zone = zone_of(node, tag)
        if zone == "nav" and tag in _MENUS and _is_menu(node):
            return _UNSEEN
        if self.pieces:
            self.flush()
        around, boxes, zones = self.box, self.boxes, self.zones
        self.box = len(boxes)
        if around < 0:
            depth, inherited = 0, zone
        else:
            depth, inherited = boxes[around][3] + 1, zones[around] or zone
        boxes.append((node, tag, around, depth, len(self.lines), zone))
        zones.append(inherited)
        return _BLOCK

    def flush(self) -> None:
        pieces, lines = self.pieces, self.lines
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if line := _shown(text):
            at, linked = self.box, self.linked
            row = self.boxes[at]
            linked = min(linked, len(line)) if linked else 0
            place = (len(lines), line, row[0], row[1], linked, at, self.zones[at])
            lines.append(_new(Line, place))
        pieces.clear()
        self.linked = 0


def _shown(text: str) -> str:
    """A text as one line: `squeeze`d, at half the cost for what holds nothing unseen."""
    line = text.strip()
    # No white space but the space is printable, nor what `squeeze` takes out: a line that
    # is and has no two spaces together needs no more than composing.
    if not line.isprintable() or "  " in line:
        line = " ".join(line.split())
        if not line.isprintable():
            return squeeze(line)
    return line if line.isascii() else nfc(line)


def _step_over(node: Element, following: Iterator[Element]) -> None:
    """Let the iterator pass all that is inside this element, without a look at it."""
    if len(node):
        for _ in node.iterdescendants():
            next(following)


def _is_menu(node: Element) -> bool:
    """Whether a list of links holds nothing else: no paragraph, no heading, no breadcrumb."""
    if next(node.iter("p", "h1", "td"), None) is not None:
        return False
    return not any("crumb" in _called(one) for one in node.iter(*_MENUS))


def _called(element: Element) -> str:
    names = (element.get(name) or "" for name in ("class", "id", "aria-label", "itemtype"))
    return " ".join(names).lower()


def hidden_elements(tree: Element) -> list[Element]:
    """The elements that a browser does not show."""
    styled = (element for element in _STYLED(tree) if _is_unseen(element.get("style")))
    return [*_HIDDEN(tree), *styled]


def _is_unseen(style: str) -> bool:
    return "display:none" in style.replace(" ", "").lower()
