"""Who wrote an article and where it came from: labels, signatures, source lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from crawler.extract import names
from news.text import fold, squeeze

if TYPE_CHECKING:
    from crawler.extract.metadata import Metadata
    from crawler.extract.page import Body, Line, Page


@dataclass(frozen=True, slots=True)
class Byline:
    """The persons, the unit or publisher, and the lines that say nothing but that."""

    authors: tuple[str, ...] = ()
    source: str | None = None
    spent: frozenset[int] = frozenset()


class Claim(NamedTuple):
    """What one line says: persons or a unit, with a weight, and whether it says only that."""

    weight: float
    persons: tuple[str, ...] = ()
    unit: str | None = None
    line: int = -1
    """The line that says this and nothing else; -1 where there is none."""


# Weights: who is named as the author, who signed, who is credited by the machine, who uploaded.
_NAMED, _MARKED, _SIGNED, _HEADED, _MACHINE, _UPLOADED = 5.0, 4.0, 3.0, 2.5, 2.0, 1.0

# A byline longer than this is a sentence that opens with the name of a unit.
_LONGEST = 90
_HEAD_LINES, _TAIL_LINES, _AFTER_LINES = 12, 14, 8

_LABELS = re.compile(
    r"(?P<author>tac gia(?: bai viet)?|nguoi viet|nguoi thuc hien|thuc hien|bien soan|author)\s?:"
    r"|(?P<credit>(?<!\w)(?:tin|bai)(?: viet| bai)?(?:\s?(?:,|&|va|-)\s?(?:bai|anh|hinh anh|hinh|video))*)\s?:"
    r"|(?P<photo>(?<!\w)(?:anh|hinh anh|hinh|video|clip|do hoa)(?: minh hoa)?)\s?:"
    r"|(?P<upload>nguoi (?:dang|gui|cap nhat|tao|nhap)(?: tin| bai)?|dang boi|viet boi|duoc viet boi"
    r"|posted by|written by|(?<!ban )bien tap(?: vien)?|^by\b|^dang bai\b)\s?:?"
    r"|(?P<source>(?:theo |trich |dan )?nguon(?: tin| bai(?: viet)?)?|source|t/h)\s?:"
    r"|(?P<stop>ngay dang|ngay cap nhat|cap nhat|luot xem|so luot|da xem|luot doc|copy link|link bai goc"
    r"|lay link|chia se|in bai|quay lai|tro ve|(?<!\w)(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])\s?,)"
)
# What a line must hold to be worth folding and searching for labels.
_MAYBE_LABELLED = re.compile(
    r":|^\W*(?:by|đăng|posted|written|người|theo|nguồn|viết|được)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"^[\"“']([^\"“”']+)[\"”']")
_QUOTED_SOURCE = re.compile(r"^\(?nguon\s(?=[\"“'])")
_AFTER = re.compile(
    r"^\(?theo\s(?!do\b|day\b|cac?\b|nhu\b|quy\b|ke\b|ong\b|ba\b|thong ke\b|dong chi\b|nghi |quyet |luat |cong van|so lieu|lich )"
)
_HINT = re.compile(
    r"author|tac-?_?gia|by-?line|writer|nguoi-?viet|signature|but-?danh", re.IGNORECASE
)
_SOURCE_HINT = re.compile(
    r"(?<![a-z])(?:news-?)?(?:source|nguon)(?:-?tin)?(?![a-z])", re.IGNORECASE
)
_ROLE = re.compile(
    r"(?:phó |nguyên |q\. ?)?(?:giám đốc|trưởng|chủ tịch|bí thư|chuyên viên|viện trưởng|phó|hiệu trưởng"
    r"|tổng|kỹ sư|thạc sĩ|tiến sĩ|bác sĩ|phóng viên|cộng tác viên|cán bộ|nhân viên|thư ký|ban biên)\b",
    re.IGNORECASE,
)
# An office holder who signs a document is not the author of a news item about it.
_OFFICE = re.compile(
    r"^\(?(?:kt\b|tl\b|tm\b|tuq\b|da ky|nguoi ky|thua lenh|thay mat|(?:pho |q\.? ?)?(?:giam doc|chu tich"
    r"|truong ban|truong phong|chanh van phong|bo truong|thu truong|vien truong|cuc truong|tong cuc))"
)
_PHOTO = re.compile(r"[\s,;(–-]*\b(?:hình )?(?:ảnh|clip|video)\s?:.*$", re.IGNORECASE)
_ACRONYM = 8
_PIECES = re.compile(r"\s[-–—]\s|\s?[,;/|+]\s?|\s(?:và|&)\s|\s-(?=\S)|(?<=\S)-\s")
_BRACKET = re.compile(r"^(.*?)\s?\(([^()]*)\)[\s./]*$")
_END_MARK = re.compile(r"\./\.?\s+([^.]{4,40})$")
_DATELINE = re.compile(
    r"^\(([^()\d]{2,25})(?:[-–]\d[\d/]*)?\)?\s?[-–—:]+\s"
    r"|^([A-ZĐ]{2,4}|[A-ZĐ]+&[A-ZĐ]+)\)?\s?[-–]\s"
)


def find(page: Page, body: Body, meta: Metadata, title_line: int | None = None) -> Byline:
    """Read the byline from the lines about the title and about the body's end."""
    head = _head(page, body, title_line)
    tail = _tail(page, body)
    claims = [claim for line in (*head, *tail) for claim in _labelled(line)]
    told = {claim.line for claim in claims}
    claims += _marked([line for line in (*head, *tail) if line.index not in told])
    claims += _signature(page, body, tail, told)
    claims += _headed(head, told, body, title_line)
    claims += _machine(page, meta)
    claims += _dateline(page, body)
    return _decide(claims)


def _head(page: Page, body: Body, title_line: int | None) -> list[Line]:
    """The lines about the title, from a little above it to the first of the text."""
    top = body.first if title_line is None else min(title_line, body.first)
    end = max(body.first, title_line or 0) + 3
    lines = page.lines[max(top - 3, body.first - _HEAD_LINES, 0) : end]
    return [line for line in lines if line.zone not in _ELSEWHERE]


_ELSEWHERE = frozenset({"footer", "comments", "related"})


def _tail(page: Page, body: Body) -> list[Line]:
    """The last lines of the text and those after it, up to where something else begins."""
    kept = [page.lines[index] for index in body.kept[-_TAIL_LINES:]]
    after = page.lines[body.last + 1 : body.last + 1 + _AFTER_LINES]
    stop = next((n for n, line in enumerate(after) if line.zone in _ELSEWHERE), len(after))
    return kept + list(after[:stop])


def _labelled(line: Line) -> Iterator[Claim]:
    """What the labels of one line claim: "Tác giả: … Nguồn: …" may share it."""
    if len(line.text) > 200 or not _MAYBE_LABELLED.search(line.text):
        return
    folded = fold(line.text)
    labels = list(_LABELS.finditer(folded))
    if not labels:
        yield from _labelled_without_colon(line, folded)
        return
    if labels[0].start() > 40:
        return
    alone = line.index if not line.text[: labels[0].start()].strip(" (•*-–|") else -1
    ends = [label.start() for label in labels[1:]] + [len(line.text)]
    for label, end in zip(labels, ends, strict=True):
        value = line.text[label.end() : end].strip(" -–|•,;")
        yield from _claim(label.lastgroup or "", value, alone)


def _labelled_without_colon(line: Line, folded: str) -> Iterator[Claim]:
    match = _QUOTED_SOURCE.match(folded) or _AFTER.match(folded)
    value = line.text[match.end() :] if match else ""
    if (value and len(value.split()) <= 7 and not value[0].islower() and "," not in value) or (
        value and names.is_unit(value) and len(value) < 40
    ):
        yield Claim(_SIGNED, unit=_unit(value), line=line.index)


def _claim(kind: str, value: str, line: int) -> Iterator[Claim]:
    if kind == "source":
        persons, unit = _strict(value) or ((), None)
        if persons and not unit:
            yield Claim(_SIGNED, persons, line=line)
        else:
            yield Claim(_NAMED, unit=_unit(value), line=line)
    elif kind in {"author", "upload"}:
        persons, unit = _lenient(value)
        yield Claim(_NAMED if kind == "author" else _UPLOADED, persons, unit, line)
    elif kind == "credit" and (read := _strict(value)):
        yield Claim(_NAMED, read[0], read[1], line)


def _unit(value: str) -> str | None:
    """The name of a source as shown, without quotes and end marks."""
    quoted = _QUOTED.search(value)
    name = squeeze(quoted[1] if quoted else value).strip(" .,;:-–|•\"“”'")
    if name.count("(") != name.count(")") or name.startswith("("):
        name = name.strip("() ")
    return name if any(map(str.isalnum, name)) and not names.is_account(name) else None


def _lenient(value: str) -> tuple[tuple[str, ...], str | None]:
    """Persons and unit after a label: what is no unit, role or account is a person."""
    persons, unit = [], None
    for piece in _split(value):
        if names.is_unit(piece):
            unit = unit or piece
        elif not (
            _ROLE.match(piece) or names.is_account(piece) or names.is_login(piece)
        ) and _could_be_name(piece):
            persons.append(piece)
    return tuple(persons), unit


def _could_be_name(piece: str) -> bool:
    plain = not any(map(str.isdigit, piece)) and "@" not in piece
    return plain and piece[0].isupper() and len(piece.split()) <= 6


def _strict(text: str) -> tuple[tuple[str, ...], str | None] | None:
    """Persons and unit of a line that holds nothing else, or None."""
    if len(text) > _LONGEST:
        return None
    persons, unit = [], None
    for piece in _split(_PHOTO.sub("", text)):
        if names.is_person(piece):
            persons.append(piece)
        elif names.is_unit(piece) or (persons and piece.isupper() and len(piece) <= _ACRONYM):
            unit = unit or piece
        elif names.is_initials(piece):
            persons.append(piece)
        elif not (persons and _ROLE.match(piece)):
            return None
    if persons and text.strip().startswith("(") and names.is_initials(persons[0]):
        persons, unit = persons[1:], unit or persons[0]  # "(HNM)" is a paper, "H.Y" a reporter
    return (tuple(persons), unit) if persons or unit else None


def _split(text: str) -> Iterator[str]:
    """The pieces of a byline: names apart, what stands in brackets last."""
    text = text.strip()
    bracket = _BRACKET.match(text)
    outside, inside = (bracket[1], bracket[2]) if bracket else (text, "")
    if names.is_unit(outside):
        yield names.bare(outside) if not inside else names.bare(text.rstrip(" ./)")) + ")"
        return
    for piece in (*_PIECES.split(outside), inside):
        if name := names.bare(piece):
            yield name


def _marked(lines: list[Line]) -> Iterator[Claim]:
    """Lines whose element is called author or source by its class."""
    for line in lines:
        called = _called(line)
        if len(line.text) > 80 or not called or line.zone == "caption":
            continue
        if _HINT.search(called):
            persons, unit = _lenient(line.text)
            if persons or unit:
                yield Claim(_MARKED, persons, unit, line.index)
        elif _SOURCE_HINT.search(called):
            yield Claim(_MARKED, unit=_unit(line.text), line=line.index)


def _called(line: Line) -> str:
    """The class and id of the line's element and of its only child, if it has but one."""
    element = line.element
    chain = [element, element[0]] if len(element) == 1 else [element]
    return " ".join(filter(None, (e.get(key) for e in chain for key in ("class", "id", "rel"))))


def _signature(page: Page, body: Body, tail: list[Line], told: set[int]) -> list[Claim]:
    """The names under the text: a person, a unit, or both on two lines."""
    block: list[tuple[Line, Claim]] = []
    for line in reversed(tail):
        if line.index in told or line.index > body.last + 3:
            continue
        claim = _signed(line, below=bool(block))
        if claim:
            block.append((line, claim))
        elif _is_paragraph(line):
            break
    if not block or len(block) > 3 or _is_list(page, body, block[-1][0].index):
        return []
    return [claim for _, claim in reversed(block)]


def _is_paragraph(line: Line) -> bool:
    """Whether a line is text, above which no signature can stand."""
    return len(line.text) > 60 and line.link_chars * 2 < len(line.text)


def _signed(line: Line, *, below: bool) -> Claim | None:
    if line.tag in {"li", "th", "h1", "h2", "h3"} or line.link_chars:
        return None
    read = _strict(line.text)
    if read is None:
        return None
    persons, unit = read
    sure = any(map(names.is_person, persons)) or below or _set_apart(line)
    sure = sure or bool(unit and not line.text.endswith("."))
    return Claim(_SIGNED, persons, unit, line.index) if sure else None


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
    """Whether the names end a list of names, or sign a document under an office."""
    above = [page.lines[index] for index in body.kept if index < first][-2:]
    if not above or _OFFICE.match(fold(above[-1].text)):
        return True
    return len(above) == 2 and all(_strict(line.text) for line in above)


def _headed(head: list[Line], told: set[int], body: Body, title_line: int | None) -> list[Claim]:
    """A bare name between the title and the text."""
    if title_line is None:
        return []
    end = max(body.first, title_line + 1)
    between = [line for line in head if title_line < line.index <= end and line.index not in told]
    claims = []
    for line in between:
        read = _strict(line.text)
        if read and any(map(names.is_person, read[0])):
            claims.append(Claim(_HEADED, read[0], read[1], line.index))
    return claims[:1]


def _machine(page: Page, meta: Metadata) -> list[Claim]:
    """An author in the head's data; the site's own name there is nobody."""
    try:
        host = urlsplit(page.url).netloc
    except ValueError:
        host = ""
    own = fold(f"{host} {meta.site} {meta.publisher}").replace(" ", "")
    found = [name for name in meta.authors if names.is_person(name) and not names.is_account(name)]
    persons = tuple(name for name in found if fold(name).replace(" ", "") not in own)
    return [Claim(_MACHINE, persons)] if persons else []


def _dateline(page: Page, body: Body) -> list[Claim]:
    """The publisher before the first words, "(Dân trí) - …"; it stays in the text."""
    match = _DATELINE.match(page.lines[body.kept[0]].text) if body.kept else None
    unit = (match[1] or match[2]).strip() if match else ""
    return [Claim(_UPLOADED, unit=unit)] if unit and not names.is_place(unit) else []


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
    label = _LABELS.match(fold(text))
    persons, unit = _lenient(text[label.end() :] if label else text)
    return replace(read, authors=persons or read.authors, source=read.source or unit)
