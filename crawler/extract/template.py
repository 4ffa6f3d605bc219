"""What the pages of one portal have in common, and a page read without it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.extract.attachments import file_names
from crawler.extract.body import score
from crawler.extract.page import Box, Line, Page
from crawler.extract.skeleton import JOINT, is_counted, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEARNER = 1
"""The form of a template; one of another form is learned anew."""

ALIKE = 0.7  # of a look's places a page must have to be of that look
# A line that scores more is a sentence, which no place but one outside the article may hide.
SENTENCE = 45.0
_MUCH = 600  # letters of unknown running text that a place needs to be taken for the article's
_LOOSE = 0.3  # of a list's letters may stand beside its links: dates, counts
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")


def shape(text: str) -> str:
    """A line without its figures: what a counter has in common with itself."""
    return _FIGURE.sub("0", text[:300])


@dataclass(frozen=True, slots=True)
class Mask:
    """A place that is never part of an article.

    `why`: "apart" (outside the article's column), "turns" (other words at each fetch), "list"
    (links to other pages), "repeats" (the same on most pages, figures aside). A `whole` mask
    covers whatever stands there; any other only what says nothing but `shapes` and links, an
    `own` one only lines of the block itself, not of the blocks in it. `examples` are values seen
    there, two of one page where its two fetches differed.
    """

    place: str
    why: str
    whole: bool
    pages: int
    shapes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that holds one part of the article, on so many of the pages learned from."""

    name: str
    place: str
    pages: int
    example: str = ""


@dataclass(frozen=True)
class Template:
    """One look of one portal, learned from `pages` pages.

    `core` are the places that all its pages have; `tails` the lines, figures aside, that end the
    text inside the block that holds it: a counter, the heading of a list of other articles;
    `strays` other lines that stand around the text in that block; `refrain` what the heads of
    most pages say alike.
    """

    pages: int
    core: tuple[str, ...]
    slots: tuple[Slot, ...]
    masks: tuple[Mask, ...] = ()
    tails: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    refrain: tuple[str, ...] = ()
    version: int = LEARNER

    @property
    def body(self) -> str:
        """The place that holds the text."""
        return next(slot.place for slot in self.slots if slot.name == "body")

    @cached_property
    def tree(self) -> Node:
        """The places as a tree, to be walked beside a page's."""
        root = Node({})
        for place in self.core:
            root.at(place).is_core = True
        for mask in self.masks:
            root.at(mask.place).mask = mask
        root.at(self.body).is_body = True
        return root

    def as_json(self) -> str:
        """The template as the store keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Template | None:
    """The template of its stored form; None for one of another learner."""
    told = json.loads(text)
    if told.get("version") != LEARNER:
        return None
    masks = (_tuples(mask) for mask in told.pop("masks"))
    slots = told.pop("slots")
    return Template(
        **_tuples(told),
        masks=tuple(Mask(**mask) for mask in masks),
        slots=tuple(Slot(**slot) for slot in slots),
    )


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}


@dataclass(slots=True)
class Node:
    """One place of a template and the places inside it."""

    inside: dict[str, Node]
    mask: Mask | None = None
    is_core: bool = False
    is_body: bool = False

    def at(self, place: str) -> Node:
        """The node of a place below this one, made where there is none."""
        node = self
        for name in place.split(JOINT):
            node = node.inside.setdefault(name, Node({}))
        return node


class Sight(NamedTuple):
    """A page beside a template: how alike they are, the boxes masks name, those of the text."""

    likeness: float
    named: list[tuple[int, Mask]]
    bodies: list[int]


def behold(page: Page, template: Template) -> Sight:
    """Find a template's places on a page, in one pass over its boxes."""
    nodes: list[Node | None] = []
    counts: Counter[tuple[int, str]] = Counter()
    named, bodies, core = [], [], set()
    for index, box in enumerate(page.boxes):
        node = None
        over = template.tree if box.parent < 0 else nodes[box.parent]
        if over is not None and over.inside:
            node = over.inside.get(_name(box, counts))
        nodes.append(node)
        if node is None or box.first == box.end:
            continue
        if node.is_core:
            core.add(id(node))
        if node.is_body:
            bodies.append(index)
        if node.mask:
            named.append((index, node.mask))
    return Sight(len(core) / max(len(template.core), 1), named, bodies)


def _name(box: Box, counts: Counter[tuple[int, str]]) -> str:
    name = name_of(box.element, box.tag)
    if not is_counted(name, box.tag):
        return name
    counts[box.parent, name] += 1
    return f"{name}[{counts[box.parent, name] - 1}]"


def recognise(page: Page, template: Template) -> bool:
    """Whether the page is an article of this look: its places, and text where the text stands."""
    sight = behold(page, template)
    return bool(sight.bodies) and sight.likeness >= ALIKE


class Unmasked(NamedTuple):
    """A page without what its template masks; what that was: place and text; the refrain."""

    page: Page
    noise: tuple[tuple[str, str], ...] = ()
    refrain: tuple[str, ...] = ()


def unmask(page: Page, template: Template) -> Unmasked:
    """The page without the places that are never part of an article; as it is in another look."""
    sight = behold(page, template)
    if not sight.bodies or sight.likeness < ALIKE:
        return Unmasked(page)
    cover = _Cover(page, template, _weight(page, sight.bodies))
    for index, mask in sight.named:
        cover.put_on(index, mask)
    for index in sight.bodies:
        cover.trim(index)
    return Unmasked(_bare(page, cover), tuple(cover.noise), template.refrain)


def _weight(page: Page, boxes: list[int]) -> int:
    """The letters of running text in these boxes."""
    lines = (x for at in boxes for x in page.lines[page.boxes[at].first : page.boxes[at].end])
    return sum(len(line.text) for line in lines if is_sentence(line))


@dataclass(slots=True)
class _Cover:
    """What of a page is hidden so far."""

    page: Page
    template: Template
    weight: int
    lines: set[int] = field(default_factory=set)
    boxes: set[int] = field(default_factory=set)
    ends: list[tuple[int, int]] = field(default_factory=list)
    noise: list[tuple[str, str]] = field(default_factory=list)

    def put_on(self, index: int, mask: Mask) -> None:
        """Hide a box that a mask names, if it holds what was learned to stand there."""
        box = self.page.boxes[index]
        if box.parent in self.boxes:
            self.boxes.add(index)
            return
        lines = self.page.lines[box.first : box.end]
        shapes = frozenset(mask.shapes)
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
        return here > _MUCH and here > self.weight

    def trim(self, index: int) -> None:
        """Hide what stands around the text inside the block that holds it."""
        box, template = self.page.boxes[index], self.template
        lines = self.page.lines[box.first : box.end]
        if not template.tails and not template.strays:
            return
        strays, tails = frozenset(template.strays), frozenset(template.tails)
        known = strays | tails
        shapes = [shape(line.text) for line in lines]
        files = file_names(self.page, index)
        text = [
            at for at, line in enumerate(lines) if is_sentence(line) and shapes[at] not in known
        ]
        first, last = (text[0], text[-1]) if text else (len(lines), -1)
        end = next((at for at in range(last + 1, len(lines)) if shapes[at] in tails), len(lines))
        hidden = [lines[at] for at in range(min(first, end)) if shapes[at] in strays]
        hidden += [line for line in lines[end:] if line.text not in files]
        self._hide(template.body, hidden)
        if end < len(lines):
            self.ends.append((lines[end].index, box.end))

    def _hide(self, place: str, lines: Sequence[Line]) -> None:
        new = [line for line in lines if line.index not in self.lines]
        if new:
            self.lines.update(line.index for line in new)
            self.noise.append((place, "\n".join(line.text for line in new)))


def is_sentence(line: Line) -> bool:
    """Whether a line reads like a sentence of a text."""
    return line.link_chars * 2 <= len(line.text) and score(line._replace(zone="")) > SENTENCE


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


def _bare(page: Page, cover: _Cover) -> Page:
    """The page with its lines, boxes and pictures counted anew."""
    if not cover.lines and not cover.boxes:
        return page
    kept = [line for line in page.lines if line.index not in cover.lines]
    before = [0] * (len(page.lines) + 1)
    for line in kept:
        before[line.index + 1] = 1
    for at in range(len(page.lines)):
        before[at + 1] += before[at]
    hidden = _closed(page, cover.boxes)
    boxes = [
        Box(b[0], b[1], b[2], b[3], before[b[4]], before[b[5]], "nav" if at in hidden else b[6])
        for at, b in enumerate(page.boxes)
    ]
    return replace(
        page,
        lines=[Line(at, *line[1:]) for at, line in enumerate(kept)],
        boxes=boxes,
        pictures=[
            p._replace(before=before[p.before])
            for p in page.pictures
            if p.box not in hidden and not any(end < p.before <= to for end, to in cover.ends)
        ],
    )


def _closed(page: Page, boxes: set[int]) -> set[int]:
    """These boxes and all inside them."""
    found = set(boxes)
    for index in range(min(boxes, default=len(page.boxes)), len(page.boxes)):
        if page.boxes[index].parent in found:
            found.add(index)
    return found


def explain(template: Template) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """What was learned, for people: kind, place, on how many pages, examples."""
    for slot in template.slots:
        yield slot.name, slot.place, slot.pages, (slot.example,)
    for mask in template.masks:
        yield mask.why, mask.place, mask.pages, mask.examples
    for kind, shapes in (("end of text", template.tails), ("around text", template.strays)):
        for one in shapes:
            yield kind, template.body, template.pages, (one,)
    for one in template.refrain:
        yield "refrain", "head", template.pages, (one,)
