"""What the pages of one portal have in common: places of the article, and of what is none."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.extract.skeleton import JOINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEARNER = 3
"""The form of a template; one of another form is learned anew."""

_NAMED = re.compile(r"[.#]")
# What begins with a set of letters, not with a repeat of it, is searched for eight times faster.
_FIGURE = re.compile(r"\d\d*(?:[.,:/]\d+)*")


_IN_WORD = re.compile(r"0[^\W\d_]|[^\W\d_]0")
_CODE = re.compile(r"[^\W_]*0[^\W_]*")


def shape(text: str) -> str:
    """A line without its figures and codes: what a counter, or a ticket, shares with itself."""
    found = _FIGURE.sub("0", text[:300])
    return _CODE.sub("0", found) if "0" in found and _IN_WORD.search(found) else found


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

    @property
    def is_marked(self) -> bool:
        """Whether the place has a name that says which field stands there."""
        return self.name != "body" and bool(_NAMED.search(self.place.rpartition(JOINT)[2]))


@dataclass(frozen=True)
class Template:
    """One look of one portal, learned from `pages` pages.

    `core` are the places that all its pages have; `tails` the lines, figures aside, that end the
    text inside the block that holds it: a counter, the heading of a list of other articles;
    `strays` other lines that stand around the text in that block; `ends` those tails behind whose
    last one nothing is text; `passing` come and go amid the text. `refrain` is what the heads of
    most pages say alike; `counts` are the words beside figures that count, at the end of a
    signature; `fickle` the parameters of files' addresses that are other ones at each fetch.
    """

    pages: int
    core: tuple[str, ...]
    slots: tuple[Slot, ...]
    masks: tuple[Mask, ...] = ()
    tails: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    refrain: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    fickle: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
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
        for slot in self.slots:
            root.at(slot.place).is_field |= slot.is_marked
        return root

    @cached_property
    def shapes(self) -> dict[str, frozenset[str]]:
        """For each mask's place, the lines it was learned with."""
        return {mask.place: frozenset(mask.shapes) for mask in self.masks}

    @cached_property
    def known(self) -> frozenset[str]:
        """All that is known to stand around the text in its block."""
        return frozenset(self.tails + self.strays + self.passing)

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
    is_field: bool = False

    def at(self, place: str) -> Node:
        """The node of a place below this one, made where there is none."""
        node = self
        for name in place.split(JOINT):
            node = node.inside.setdefault(name, Node({}))
        return node


def explain(template: Template) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """What was learned, for people: kind, place, on how many pages, examples."""
    for slot in template.slots:
        yield slot.name, slot.place, slot.pages, (slot.example,)
    for mask in template.masks:
        yield mask.why, mask.place, mask.pages, mask.examples
    for kind, shapes in (
        ("end of text", template.tails),
        ("around text", template.strays),
        ("comes and goes", template.passing),
    ):
        for one in shapes:
            yield kind, template.body, template.pages, (one,)
    for one in template.refrain:
        yield "refrain", "head", template.pages, (one,)
    for one in template.counts:
        yield "counter", template.body, template.pages, (one,)
    for one in template.fickle:
        yield "address", "files", template.pages, (f"{one}=…",)
