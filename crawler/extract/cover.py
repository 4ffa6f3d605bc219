"""A page without what its portal's template masks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.extract.attachments import file_names
from crawler.extract.counts import cut
from crawler.extract.page import Box, Line, Picture
from crawler.extract.scene import weigh
from crawler.extract.skeleton import is_counted, name_of
from crawler.extract.template import Node, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.extract.page import Page
    from crawler.extract.template import Mask, Template

# Made so, a row costs half of what calling its class does.
_new: Any = tuple.__new__
ALIKE = 0.7  # of a look's places a page must have to be of that look
# A line that scores more is a sentence, which no place but one outside the article may hide.
SENTENCE = 45.0
_MUCH = 600  # letters of unknown running text that a place needs to be taken for the article's
_LOOSE = 0.3  # of a list's letters may stand beside its links: dates, counts


class Sight(NamedTuple):
    """A page beside a template: how alike they are, the boxes masks name, those of the text.

    `signed` are boxes that bear a name of their own and show a field of the article.
    """

    likeness: float
    named: list[tuple[int, Mask]]
    bodies: list[int]
    signed: frozenset[int] = frozenset()


def behold(page: Page, template: Template) -> Sight:
    """Find a template's places on a page, in one pass over its boxes."""
    root, nodes = template.tree, list[Node | None]()
    counts: dict[tuple[int, str], int] = {}
    named, bodies, signed, core = [], [], set(), set()
    for index, box in enumerate(page.boxes):
        over = root if box.parent < 0 else nodes[box.parent]
        node = over.inside.get(_name(box, counts)) if over and over.inside else None
        nodes.append(node)
        if node is None or box.first == box.end:
            continue
        if node.is_core:
            core.add(id(node))
        if node.is_body:
            bodies.append(index)
        if node.is_field:
            signed.add(index)
        if node.mask:
            named.append((index, node.mask))
    likeness = len(core) / max(len(template.core), 1)
    return Sight(likeness, named, bodies, frozenset(signed))


def _name(box: Box, counts: dict[tuple[int, str], int]) -> str:
    name = name_of(box.element, box.tag)
    if not is_counted(name, box.tag):
        return name
    order = (box.parent, name)
    counts[order] = nth = counts.get(order, -1) + 1
    return f"{name}[{nth}]"


def recognise(page: Page, template: Template) -> bool:
    """Whether the page is an article of this look: its places, and text where the text stands."""
    sight = behold(page, template)
    return bool(sight.bodies) and sight.likeness >= ALIKE


class Unmasked(NamedTuple):
    """A page without what its template masks; what that was: place and text.

    `refrain` and `fickle` are the template's, for what reads the page's head and its files.
    """

    page: Page
    noise: tuple[tuple[str, str], ...] = ()
    refrain: tuple[str, ...] = ()
    fickle: tuple[str, ...] = ()


def unmask(page: Page, template: Template) -> Unmasked:
    """The page without the places that are never part of an article; as it is in another look."""
    sight = behold(page, template)
    if not sight.bodies or sight.likeness < ALIKE:
        return Unmasked(page)
    cover = _Cover(page, sight.bodies, sight.signed)
    for index, mask in sight.named:
        cover.put_on(index, mask, template.shapes[mask.place])
    for index in sight.bodies:
        cover.trim(index, template)
    bare = _bare(page, cover)
    return Unmasked(bare, tuple(cover.noise), template.refrain, template.fickle)


def _letters(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if is_sentence(line))


@dataclass(slots=True)
class _Cover:
    """What of a page is hidden so far; `bodies`: where text stands, `signed`: fields of its own."""

    page: Page
    bodies: Sequence[int] = ()
    signed: frozenset[int] = frozenset()
    lines: set[int] = field(default_factory=set)
    boxes: set[int] = field(default_factory=set)
    ends: list[tuple[int, int]] = field(default_factory=list)
    noise: list[tuple[str, str]] = field(default_factory=list)
    short: dict[int, str] = field(default_factory=dict)

    def put_on(self, index: int, mask: Mask, shapes: frozenset[str]) -> None:
        """Hide a box that a mask names, if it holds what was learned to stand there."""
        box = self.page.boxes[index]
        if box.parent in self.boxes:
            self.boxes.add(index)
            return
        lines = self.page.lines[box.first : box.end]
        if mask.own:
            mine = [line for line in lines if line.box == index and shape(line.text) in shapes]
            self._hide(mask.place, mine)
            return
        whole = mask.whole and not self._outweighs(lines, shapes)
        if whole or is_furniture(self.page, index, shapes):
            self.boxes.add(index)
            self._hide(mask.place, lines)

    def _outweighs(self, lines: Sequence[Line], shapes: frozenset[str]) -> bool:
        """Whether more running text stands here than where the text stood on other pages."""
        here = sum(len(x.text) for x in lines if is_sentence(x) and shape(x.text) not in shapes)
        return here > _MUCH and here > self._weight()

    def _weight(self) -> int:
        """The letters of running text where text stands."""
        boxes = [self.page.boxes[at] for at in self.bodies]
        return sum(_letters(self.page.lines[box.first : box.end]) for box in boxes)

    def trim(self, index: int, template: Template) -> None:
        """Hide what stands around the text inside the block that holds it."""
        box = self.page.boxes[index]
        lines = self.page.lines[box.first : box.end]
        shapes = [shape(line.text) for line in lines]
        first, last = _text_among(lines, [text in template.known for text in shapes])
        after = range(last + 1, len(lines))
        end = next((at for at in after if shapes[at] in template.tails), len(lines))
        end = min(end, self._end(lines, shapes, template.ends))
        hidden = [lines[at] for at in range(first) if shapes[at] in template.strays]
        hidden += [lines[at] for at, text in enumerate(shapes) if text in template.passing]
        if end < len(lines):
            files = file_names(self.page, index)
            hidden += [x for x in lines[end:] if x.text not in files and x.box not in self.signed]
            self.ends.append((lines[end].index, box.end))
        self._hide(template.body, hidden)
        for line in lines[:end] if template.counts else ():
            self._shorten(template, line)

    def _end(self, lines: Sequence[Line], shapes: Sequence[str], ends: Collection[str]) -> int:
        """Where the first of what stands behind every text begins, the last of each kind."""
        last = {text: at for at, text in enumerate(shapes) if text in ends}
        end = min(last.values(), default=len(lines))
        behind = _letters(lines[end:])
        return len(lines) if behind > _MUCH and behind > _letters(lines[:end]) else end

    def _shorten(self, template: Template, line: Line) -> None:
        """Leave out the counter that a signature ends in."""
        left = line.text if is_sentence(line) else cut(line.text, template.counts)
        if not left:
            self._hide(template.body, [line])
        elif left != line.text and line.index not in self.lines:
            self.short[line.index] = left
            self.noise.append((template.body, line.text[len(left) :]))

    def _hide(self, place: str, lines: Sequence[Line]) -> None:
        new = [line for line in lines if line.index not in self.lines]
        if new:
            self.lines.update(line.index for line in new)
            self.noise.append((place, "\n".join(line.text for line in new)))


def _text_among(lines: Sequence[Line], known: Sequence[bool]) -> tuple[int, int]:
    """The first and the last line that are text of this very article; short ones in need."""
    own = [at for at, line in enumerate(lines) if not known[at] and is_sentence(line)]
    own = own or [at for at in range(len(lines)) if not known[at] and not _is_link(lines[at])][:1]
    return (own[0], own[-1]) if own else (0, len(lines))


def _is_link(line: Line) -> bool:
    return line.link_chars * 2 > len(line.text)


def is_sentence(line: Line) -> bool:
    """Whether a line reads like a sentence of a text."""
    return weigh(line.text, line.tag, line.link_chars) > SENTENCE


def is_furniture(page: Page, index: int, shapes: frozenset[str]) -> bool:
    """Whether a box says nothing but known lines and links to other pages."""
    box = page.boxes[index]
    lines = page.lines[box.first : box.end]
    unknown = [line for line in lines if shape(line.text) not in shapes]
    if not unknown:
        return True
    if any(is_sentence(line) for line in unknown) or file_names(page, index):
        return False
    loose = sum(len(line.text) - line.link_chars for line in unknown)
    return loose <= _LOOSE * sum(len(line.text) for line in lines)


def without(page: Page, lines: Collection[int]) -> Page:
    """The page without these lines."""
    return _bare(page, _Cover(page, lines=set(lines)))


def _bare(page: Page, cover: _Cover) -> Page:
    """The page with its lines, boxes and pictures counted anew."""
    if not cover.lines and not cover.boxes and not cover.short:
        return page
    kept = [line for line in page.lines if line.index not in cover.lines]
    stays = (line.index not in cover.lines for line in page.lines)
    before = list(accumulate(stays, initial=0))
    hidden = _closed(page, cover.boxes)
    boxes = [
        _new(Box, (element, tag, parent, depth, before[first], before[end], zone))
        for element, tag, parent, depth, first, end, zone in page.boxes
    ]
    for at in hidden:
        boxes[at] = _new(Box, (*boxes[at][:-1], "nav"))
    texts = cover.short
    lines = [
        _new(Line, (at, texts.get(index, text), element, tag, linked, box, zone))
        for at, (index, text, element, tag, linked, box, zone) in enumerate(kept)
    ]
    pictures = [
        _new(Picture, (before[p.before], p.element, p.box))
        for p in page.pictures
        if p.box not in hidden and not any(end < p.before <= to for end, to in cover.ends)
    ]
    return replace(page, lines=lines, boxes=boxes, pictures=pictures)


def _closed(page: Page, boxes: set[int]) -> set[int]:
    """These boxes and all inside them."""
    found = set(boxes)
    for index in range(min(boxes, default=len(page.boxes)), len(page.boxes)):
        if page.boxes[index].parent in found:
            found.add(index)
    return found
