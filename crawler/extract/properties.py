"""Pages of documents: where there is no running text, the table of properties is the text."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.attachments import is_attachment_line
from crawler.extract.labels import is_label
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.page import Line, Page

# What the registers of documents call their columns; folded. All portals that publish documents
# under the rules of the archives use these words.
_PROPERTY = re.compile(
    r"\W*(?:so(?:\s?[,/&]?\s?(?:va )?k[yi] hieu| hieu| van ban)(?: van ban)?|k[yi] hieu"
    r"|ngay (?:ban hanh|ky|van ban|(?:co )?hieu luc|het hieu luc|dang tai|cong bao)"
    r"|(?:co quan|don vi|noi|cap) ban hanh|nguoi ky|chuc (?:vu|danh)(?: nguoi ky)?"
    r"|trich yeu(?: noi dung)?|(?:loai|hinh thuc|the loai|ten)(?: van ban)?|linh vuc"
    r"|(?:tinh trang|trang thai)(?: hieu luc)?|hieu luc)\W*$"
)
_LONGEST_NAME = 40
# Two words of a register may stand in any text; three, a row each, are one.
_FEWEST = 3
_SETS = frozenset(("table", "ul", "ol"))
_ROWS = frozenset(("tr", "li"))
_NESTED = 1  # a paragraph in a cell


class Register(NamedTuple):
    """The box around the table of a document's properties and the indexes of its lines."""

    box: int
    lines: tuple[int, ...]


def find_register(page: Page, title: int) -> Register | None:
    """The properties of the document that the page below its title is about."""
    named = [line for line in page.lines[max(title, 0) :] if _is_name(line)]
    for box, names in groupby(named, key=partial(_set_of, page)):
        if len({_row(page, line) for line in names}) < _FEWEST:
            continue
        if lines := tuple(line.index for row in _rows(page, box) for line in row):
            return Register(max(page.boxes[box].parent, 0), lines)
    return None


def _is_name(line: Line) -> bool:
    short = len(line.text) <= _LONGEST_NAME and not line.link_chars
    return short and bool(_PROPERTY.match(fold(line.text)))


def _row(page: Page, line: Line) -> int:
    """The row of a table or list that a line stands in, or what is right around its block."""
    at = around = page.boxes[line.box].parent
    for _ in range(_NESTED):
        if at >= 0 and page.boxes[at].tag not in _ROWS:
            at = page.boxes[at].parent
    return at if at >= 0 and page.boxes[at].tag in _ROWS else around


def _set_of(page: Page, line: Line) -> int:
    """The table or list around a row; without one, what is around the row."""
    row = _row(page, line)
    at = around = page.boxes[row].parent
    while at >= 0 and page.boxes[row].tag in _ROWS and page.boxes[at].tag not in _SETS:
        at = page.boxes[at].parent
    return at if at >= 0 else around


def _rows(page: Page, box: int) -> Iterator[list[Line]]:
    """The rows that tell something: not those of the files, nor of tools."""
    lines = page.lines[page.boxes[box].first : page.boxes[box].end]
    for _, members in groupby(lines, key=partial(_row, page)):
        row = [line for line in members if not is_label(fold(line.text))]
        if len(row) > 1 and not any(is_attachment_line(page, line) for line in row):
            yield row
