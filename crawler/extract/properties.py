"""Pages of documents: where there is no running text, the table of properties is the text."""

from __future__ import annotations

import re
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
_SETS = frozenset(("table", "dl", "ul", "ol"))


class Register(NamedTuple):
    """The box of a document's properties and the indexes of its lines."""

    box: int
    lines: tuple[int, ...]


def find_register(page: Page, title: int) -> Register | None:
    """The properties of the document that the page below its title is about."""
    named = [line for line in page.lines[max(title, 0) :] if _is_name(line)]
    for box, names in groupby(named, key=lambda line: _set_of(page, line)):
        if len({_row(page, line) for line in names}) >= _FEWEST:
            lines = tuple(line.index for row in _rows(page, box) for line in row)
            return Register(box, lines)
    return None


def _is_name(line: Line) -> bool:
    short = len(line.text) <= _LONGEST_NAME and not line.link_chars
    return short and bool(_PROPERTY.match(fold(line.text)))


def _row(page: Page, line: Line) -> int:
    """The box around a cell; a `dt` opens a row itself."""
    return line.box if line.tag == "dt" else page.boxes[line.box].parent


def _set_of(page: Page, line: Line) -> int:
    """The table or list around a cell; without one, what is around its row."""
    at = above = page.boxes[line.box].parent
    while at >= 0 and page.boxes[at].tag not in _SETS:
        at = page.boxes[at].parent
    return at if at >= 0 else page.boxes[above].parent


def _rows(page: Page, box: int) -> Iterator[list[Line]]:
    """The rows that tell something: not those of the files, nor of tools."""
    lines = page.lines[page.boxes[box].first : page.boxes[box].end]
    for _, members in groupby(lines, key=lambda line: page.boxes[line.box].parent):
        row = [line for line in members if not is_label(fold(line.text))]
        if len(row) > 1 and not any(is_attachment_line(page, line) for line in row):
            yield row
