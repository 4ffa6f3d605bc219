"""One page, parsed once: its tree and its visible lines in document order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

# lxml ships no types; an element is what `lxml.etree` returns.
Element: TypeAlias = Any

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

Zone = Literal["", "nav", "aside", "footer", "comments", "related", "tools", "caption", "meta"]


class Line(NamedTuple):
    """One visible line of text: a block element's words, or what stands between two breaks.

    `text` is NFC with single spaces and never empty; `element` is the block element that holds
    it (several lines share one where `<br>` splits them) and `tag` that element's name;
    `link_chars` counts the characters inside links; `box` is the index of that element in the
    page's boxes; `zone` says in which part of the page, by tag, role or class of an ancestor,
    the line sits ("" when nothing speaks against it).
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs here
    text: str
    element: Element
    tag: str
    link_chars: int
    box: int
    zone: Zone


class Box(NamedTuple):
    """One block element that holds lines: `first` up to, not including, `end`.

    `parent` is the index of the nearest block element around it, -1 for the outermost; `depth`
    counts those around it; `zone` is what the element itself opens, whatever is around it.
    """

    element: Element
    tag: str
    parent: int
    depth: int
    first: int
    end: int
    zone: Zone


class Picture(NamedTuple):
    """An image element, the index of the first line after it and of the box it stands in."""

    before: int
    element: Element
    box: int


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `tree` is the root element; nothing may alter it.

    `url` is the address it was served from; `encoding_source` names what decided the encoding:
    "utf-8", "bom", "header", "meta" or "score". `masked` are the elements that the portal's file
    takes out: no line and no box tells of them.
    """

    tree: Element
    url: str
    content_type: str | None
    encoding: str
    encoding_source: str
    lines: Sequence[Line]
    boxes: Sequence[Box]
    pictures: Sequence[Picture] = ()
    masked: Sequence[Element] = ()

    def is_inside(self, box: int, other: int) -> bool:
        """Whether a box lies inside another one, or is it."""
        while box > other:
            box = self.boxes[box].parent
        return box == other

    def is_in_row(self, line: Line) -> bool:
        """Whether this line is one cell of several in a row of a table."""
        cell = self._cell(line)
        if cell < 0:
            return False
        row = self.boxes[cell].parent
        beside = map(self._cell, self.lines[max(line.index - 1, 0) : line.index + 2])
        return any(one not in (cell, -1) and self.boxes[one].parent == row for one in beside)

    def _cell(self, line: Line) -> int:
        """The cell that a line is, or the only paragraph of; -1 for none."""
        at = line.box if line.tag != "p" else self.boxes[line.box].parent
        box = self.boxes[at]
        cell = box.tag in ("td", "th") and (at == line.box or box.end == box.first + 1)
        return at if cell else -1


@dataclass(frozen=True, slots=True)
class Body:
    """Where the article's text sits on its page.

    `element` holds the text (a lead may stand above it) and `box` is its index; `title` is the
    index of the line above it that is most like the page's title, -1 for none; `first` and
    `last` are the indexes of its first and last line; `kept` those of the lines that are its
    text, in order. Title, date, signature and source line may still be among them: the finders
    of those fields say which. An attachment-only page has no kept line; `first` then is where
    the text would stand and `last` is `first - 1`. `doubtful` text is short and stands apart
    from the title, in what its class calls furniture.
    """

    element: Element
    first: int
    last: int
    kept: tuple[int, ...]
    box: int
    title: int = -1
    doubtful: bool = False
