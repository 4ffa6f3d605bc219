"""Who wrote an article and where it came from: labels, signatures, source lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract import bylines, labels, moments, names
from crawler.extract.bylines import Claim
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.metadata import Metadata
    from crawler.extract.page import Body, Element, Line, Page


@dataclass(frozen=True, slots=True)
class Byline:
    """The persons, the unit or publisher, and the lines that say nothing but that."""

    authors: tuple[str, ...] = ()
    source: str | None = None
    spent: frozenset[int] = frozenset()


# Set for the written and the stored portals' pages; half and double of each read alike there.
_HEAD_LINES, _TAIL_LINES, _AFTER_LINES = 12, 14, 8

_HINT = re.compile(
    r"author|tac-?_?gia|by-?line|writer|nguoi-?viet|signature|but-?danh", re.IGNORECASE
)
_SOURCE_HINT = re.compile(
    r"(?<![a-z])(?:news-?)?(?:source|nguon)(?:-?tin)?(?![a-z])", re.IGNORECASE
)
# What tells of a deed is a caption, though it opens like the name of a unit.
_TELLS = re.compile(
    r"\s(?:của|tại|cho|với|trong|đang|đã|được|trao|tặng|phát biểu|tham|dự|chấm|thăm|chụp|cùng)\s"
)
# An office holder who signs a document is not the author of a news item about it.
_OFFICE = re.compile(
    r"^\(?(?:kt\b|tl\b|tm\b|tuq\b|da ky|nguoi ky|thua lenh|thay mat|(?:pho |q\.? ?)?(?:giam doc"
    r"|hieu truong|chu tich"
    r"|truong ban|truong phong|chanh van phong|bo truong|thu truong|vien truong|cuc truong"
    r"|tong cuc))"
)
_DATELINE = re.compile(
    r"^\(([^()\d]{2,25})(?:[-–]\d[\d/]*)?\)?\s?[-–—:]+\s"
    r"|^([A-ZĐ]{2,4}|[A-ZĐ]+&[A-ZĐ]+)\)?\s?[-–]\s"
)


def find(page: Page, body: Body, meta: Metadata, title_line: int | None = None) -> Byline:
    """Read the byline from the lines about the title and about the body's end."""
    head = _head(page, body, title_line)
    tail = _tail(page, body)
    claims = [claim for line in (*head, *tail) for claim in bylines.labelled(line)]
    bare = [line for line in (*head, *tail) if len(line.text) < bylines.LONGEST_LABEL]
    claims += [claim for line in bare for claim in _told_above(page, line)]
    told = {claim.line for claim in claims}
    claims += _marked([line for line in (*head, *tail) if line.index not in told])
    claims += _signature(page, body, tail, told)
    claims += _headed(page, head, told, body, title_line)
    claims += _machine(page, meta)
    claims += _dateline(page, body)
    return _decide(claims)


def _told_above(page: Page, line: Line) -> Iterator[Claim]:
    """What a label in a block of its own says of the next block; over a column it says nothing."""
    for below in page.lines[line.index + 1 : line.index + 2]:
        if not {line.tag, below.tag} & {"td", "th"}:
            yield from bylines.under_label(line, below)


def _head(page: Page, body: Body, title_line: int | None) -> list[Line]:
    """The lines about the title, from a little above it to the first of the text."""
    top = body.first if title_line is None else min(title_line, body.first)
    end = max(body.first, title_line or 0) + 3
    lines = page.lines[max(top - 3, body.first - _HEAD_LINES, 0) : end]
    return [line for line in lines if line.zone not in _ELSEWHERE]


_ELSEWHERE = frozenset({"footer", "comments", "related"})


def _tail(page: Page, body: Body) -> list[Line]:
    """The last lines of the text and those after it, up to where something else begins."""
    # With what was dropped between them: an author's own block is furniture to the text.
    first = body.kept[-_TAIL_LINES:][:1] or (body.last + 1,)
    ending = page.lines[max(first[0], body.last + 1 - 2 * _TAIL_LINES) : body.last + 1]
    kept = [line for line in ending if line.zone not in _ELSEWHERE]
    after = page.lines[body.last + 1 : body.last + 1 + _AFTER_LINES]
    stop = next((n for n, line in enumerate(after) if _is_elsewhere(page, line)), len(after))
    return kept + list(after[:stop])


def _is_elsewhere(page: Page, line: Line) -> bool:
    """Whether a line below the text is about something else: the foot that no class tells of."""
    beside = page.lines[line.index + 1 : line.index + 2]
    own = [line, *(one for one in beside if one.box == line.box)]
    return line.zone in _ELSEWHERE or any(labels.is_foot(one.text) for one in own)


def _marked(lines: list[Line]) -> Iterator[Claim]:
    """Lines whose element is called author or source by its class."""
    for line in lines:
        kind = _kind(_called(line))
        if not kind or len(line.text) > 80 or line.zone == "caption":
            continue
        if kind == "author":
            persons, unit = bylines.lenient(line.text)
            if persons or unit:
                yield Claim(bylines.MARKED, persons, unit, line.index)
        else:
            read = bylines.strict(line.text)
            if not (read and any(map(names.is_person, read[0]))):  # a signature's, else
                yield Claim(bylines.MARKED, unit=bylines.publisher(line.text), line=line.index)


@lru_cache(maxsize=4096)
def _kind(called: str) -> str:
    """What a class calls its element: "author", "source" or nothing of the kind."""
    return "author" if _HINT.search(called) else "source" if _SOURCE_HINT.search(called) else ""


def _called(line: Line) -> str:
    """The class and id of the line's element and of its only child, if it has but one."""
    element = line.element
    called = _names(element)
    return f"{called} {_names(element[0])}" if len(element) == 1 else called


def _names(element: Element) -> str:
    get = element.get
    return f"{get('class', '')} {get('id', '')} {get('rel', '')}"


def _signature(page: Page, body: Body, tail: list[Line], told: set[int]) -> list[Claim]:
    """The names under the text: a person, a unit, or both on two lines."""
    block: list[tuple[Line, Claim]] = []
    for line in reversed(tail):
        if line.index in told or line.index > body.last + 3:
            continue
        claim = None if page.is_in_row(line) else _signed(line, below=bool(block))
        if len(line.text) < 60 and _OFFICE.match(fold(line.text)):
            return []
        if claim:
            block.append((line, claim))
        elif line.index > body.last and line.index not in told:
            block.clear()  # something else stands between the text and what was found below
        elif _is_paragraph(line):
            break
    if not block or len(block) > 3 or _is_list(page, body, block[-1][0].index):
        return []
    claims = [claim for _, claim in reversed(block)]
    first = next((n for n, claim in enumerate(claims) if claim.persons), 0)
    # A unit follows its person; what precedes one is a caption.
    return [*claims[first:], *_office_under(page, claims[-1])]


def _office_under(page: Page, signed: Claim) -> Iterator[Claim]:
    """The line under a name that says what the person is."""
    for line in page.lines[signed.line + 1 : signed.line + 2]:
        if signed.persons and not line.link_chars and bylines.is_role(line.text):
            yield Claim(bylines.SIGNED, line=line.index)


def _is_paragraph(line: Line) -> bool:
    """Whether a line is text, above which no signature can stand."""
    text = line.text
    long = len(text) > 60 or (text[-1] in ".!?" and text.count(" ") > 5)
    return long and line.link_chars * 2 < len(text)


def _signed(line: Line, *, below: bool) -> Claim | None:
    if line.tag in {"li", "th", "h1", "h2", "h3"} or line.link_chars:
        return None
    if (compiled := _COMPILED.match(line.text)) and _set_apart(line):
        return Claim(bylines.SIGNED, unit=compiled[1], line=line.index)
    if names.is_login(line.text) and _set_apart(line):
        return Claim(bylines.UPLOADED, line=line.index)  # who typed it in: no name
    read = bylines.strict(line.text)
    if read is None or labels.opens_list(fold(line.text)):
        return None
    persons, unit = read
    sure = any(map(names.is_person, persons)) or (below and bool(persons)) or _set_apart(line)
    sure = sure or bool(unit and not line.text.endswith("."))
    sure = sure and not (unit and not persons and _TELLS.search(line.text))
    return Claim(bylines.SIGNED, persons, unit, line.index) if sure else None


# Nobody's own words: "(Tổng hợp)" stands where the name of a paper would.
_COMPILED = re.compile(
    r"[(\s]*((?:tổng hợp|sưu tầm|biên dịch|t/h)(?: (?:từ|theo) [^.]{2,40}?)?)[).\s]*$",
    re.IGNORECASE,
)


def _set_apart(line: Line) -> bool:
    """Whether the line is set in brackets, to the right or the middle, or wholly in bold."""
    if line.text[0] in "([/":
        return True
    element = line.element
    look = f"{element.get('style')} {element.get('align')} {element.get('class')}".lower()
    if "right" in look or "center" in look:
        return True
    child = element[0] if len(element) else None
    return child is not None and child.tag in _BOLD and not (element.text or "").strip()


_BOLD = frozenset({"strong", "b", "em", "i", "u"})


def _is_list(page: Page, body: Body, first: int) -> bool:
    """Whether the names end a list of names."""
    above = [page.lines[index] for index in body.kept if index < first][-2:]
    if not above:
        return True
    return len(above) == 2 and all(bylines.strict(line.text) for line in above)


def _headed(
    page: Page, head: list[Line], told: set[int], body: Body, title_line: int | None
) -> list[Claim]:
    """A bare name between the title and the text."""
    if title_line is None:
        return []
    end = max(body.first, title_line + 1)
    for line in head:
        if title_line < line.index <= end and line.index not in told and not page.is_in_row(line):
            read = bylines.strict(_without_date(line.text))
            if read and any(map(names.is_person, read[0])):
                headed = Claim(bylines.HEADED, read[0], read[1], line.index)
                return [headed, *_unit_under(page, line)]
    return []


def _unit_under(page: Page, named: Line) -> Iterator[Claim]:
    """The unit in the line under a name above the text."""
    for line in page.lines[named.index + 1 : named.index + 2]:
        read = bylines.strict(line.text)
        if read and not read[0] and not line.text.endswith("."):
            yield Claim(bylines.HEADED, (), read[1], line.index)


def _without_date(text: str) -> str:
    """A line such as "Thanh Huyền | 15/03/2021 08:00" without its date."""
    shown = moments.find(text)
    if not shown or text[: shown[0].start].endswith(", "):
        return text  # "Hải Phòng, ngày 06 tháng 12 năm 2019": a place
    return f"{text[: shown[0].start]} {text[shown[-1].end :]}".strip(" |•-–,")


def _machine(page: Page, meta: Metadata) -> list[Claim]:
    """An author in the head's data; the site's own name there is nobody."""
    found = [name for name in meta.authors if names.is_person(name) and not names.is_account(name)]
    if not found:
        return []
    try:
        host = urlsplit(page.url).netloc
    except ValueError:
        host = ""
    own = fold(f"{host} {meta.site} {meta.publisher}").replace(" ", "")
    persons = tuple(name for name in found if fold(name).replace(" ", "") not in own)
    return [Claim(bylines.MACHINE, persons)] if persons else []


def _dateline(page: Page, body: Body) -> list[Claim]:
    """The publisher before the first words, "(Dân trí) - …"; it stays in the text."""
    match = _DATELINE.match(page.lines[body.kept[0]].text) if body.kept else None
    unit = (match[1] or match[2]).strip() if match else ""
    return [Claim(bylines.UPLOADED, unit=unit)] if unit and not names.is_place(unit) else []


def _decide(claims: list[Claim]) -> Byline:
    """The persons of the weightiest claims and the weightiest unit."""
    best = max((claim.weight for claim in claims if claim.persons), default=0.0)
    persons = [name for claim in claims if claim.weight == best for name in claim.persons]
    units = sorted((claim for claim in claims if claim.unit), key=lambda claim: -claim.weight)
    return Byline(
        tuple({fold(name): name for name in reversed(persons)}.values())[::-1],
        units[0].unit if units else None,
        frozenset(claim.line for claim in claims if claim.line >= 0),
    )


def told(text: str, read: Byline) -> Byline:
    """The byline in what a portal's selector found; the rest as it was read."""
    persons, unit = bylines.lenient(bylines.after_label(text))
    return replace(read, authors=persons or read.authors, source=read.source or unit)
