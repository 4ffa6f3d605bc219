"""The article's lines as typed blocks: lists and tables put together again."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crawler.extract.page import HEADINGS
from news.article import Block, BlockKind

if TYPE_CHECKING:
    from crawler.extract.page import Body, Element, Line, Page

_ITEMS = frozenset(("li", "dd", "dt"))
# A cell longer than this holds text that a table only lays out.
_LONG_CELL = 300


# A table, a row and a cell in it, by their boxes.
_Cell: TypeAlias = tuple[int, int, int]
_NOWHERE: _Cell = (-1, -1, -1)


class _Place(NamedTuple):
    """What a line is part of: the kind of its block, the block, the row and the cell in it."""

    kind: BlockKind
    block: int
    row: int = -1
    cell: int = -1


def make_blocks(
    page: Page, body: Body, lines: list[Line], captions: frozenset[int]
) -> tuple[Block, ...]:
    """These lines of the body as blocks, in order; `captions` are the indexes of those that are."""
    above = [_above(page, body, line) for line in lines]
    cells = [_cell(page, boxes) for boxes in above]
    layout = _layout_tables(lines, cells)
    cells = [_NOWHERE if cell[0] in layout else cell for cell in cells]
    places = [
        (_place(page, line, boxes, cell, captions), line)
        for line, boxes, cell in zip(lines, above, cells, strict=True)
    ]
    blocks = []
    for (kind, _), group in groupby(places, key=lambda pair: pair[0][:2]):
        members = list(group)
        text = _rows(members) if kind == "table" else _items(members)
        blocks.append(Block(kind, text))
    return tuple(blocks)


def caption_lines(page: Page, lines: list[Line]) -> frozenset[int]:
    """The indexes of the lines that say what a picture just above them shows."""
    after = {picture.before for picture in page.pictures}
    return frozenset(
        line.index
        for line in lines
        if line.zone == "caption"
        or line.tag in ("figcaption", "caption")
        or (line.index in after and len(line.text) < 250 and _set_apart(line.element))
    )


def _set_apart(element: Element) -> bool:
    """Whether this block is centred or wholly in italics, as captions are."""
    if "center" in f"{element.get('align')} {element.get('style')} {element.tag}".lower():
        return True
    return len(element) == 1 and element[0].tag in ("em", "i") and not (element.text or "").strip()


def _place(
    page: Page, line: Line, above: list[int], cell: _Cell, captions: frozenset[int]
) -> _Place:
    if line.index in captions:
        return _Place("caption", line.index)
    if line.tag in HEADINGS:
        return _Place("heading", line.index)
    if cell is not _NOWHERE:
        return _Place("table", *cell)
    for at in above:
        if page.boxes[at].tag in _ITEMS:
            return _Place("list", _list_of(page, at), at)
        if page.boxes[at].tag == "blockquote":
            return _Place("quote", line.index)
    return _Place("paragraph", line.index)


def _above(page: Page, body: Body, line: Line) -> list[int]:
    """The boxes from this line's own up to, not including, the body's."""
    at, above = line.box, []
    while at >= 0 and at != body.box:
        above.append(at)
        at = page.boxes[at].parent
    return above


def _cell(page: Page, above: list[int]) -> _Cell:
    """The innermost table, row and cell among these boxes around a line."""
    row = cell = -1
    for at in above:
        tag = page.boxes[at].tag
        if tag in ("td", "th") and cell < 0:
            cell = at
        elif tag == "tr" and row < 0:
            row = at
        elif tag == "table":
            return (at, row, cell) if row >= 0 else _NOWHERE
    return _NOWHERE


def _layout_tables(lines: list[Line], places: list[_Cell]) -> frozenset[int]:
    """The tables that only place text: one cell to a row, or cells of running text."""
    rows: dict[int, dict[int, set[int]]] = {}
    long: set[int] = set()
    for line, (table, row, cell) in zip(lines, places, strict=True):
        if table >= 0:
            rows.setdefault(table, {}).setdefault(row, set()).add(cell)
            if len(line.text) > _LONG_CELL:
                long.add(table)
    single = {table for table, cells in rows.items() if max(map(len, cells.values())) < 2}
    return frozenset(single | {table for table in long if len(rows[table]) < 3})


def _list_of(page: Page, item: int) -> int:
    """The outermost list around this item, so that a list within a list stays one block."""
    at = found = page.boxes[item].parent
    while at >= 0 and page.boxes[at].tag in ("ul", "ol", "dl", *_ITEMS):
        if page.boxes[at].tag not in _ITEMS:
            found = at
        at = page.boxes[at].parent
    return found


def _rows(members: list[tuple[_Place, Line]]) -> str:
    lines = []
    for _, row in groupby(members, key=lambda pair: pair[0].row):
        cells = groupby(row, key=lambda pair: pair[0].cell)
        lines.append("\t".join(" ".join(line.text for _, line in cell) for _, cell in cells))
    return "\n".join(lines)


def _items(members: list[tuple[_Place, Line]]) -> str:
    """One item a line; the pieces of an item that a break splits stay lines of their own."""
    return "\n".join(line.text for _, line in members)
