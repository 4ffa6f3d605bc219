"""The words of a byline: labels, names and units in one line of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract import moments, names
from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.page import Line


class Claim(NamedTuple):
    """What one line says: persons or a unit, with a weight, and whether it says only that."""

    weight: float
    persons: tuple[str, ...] = ()
    unit: str | None = None
    line: int = -1
    """The line that says this and nothing else; -1 where there is none."""


# Weights: who is named as the author, who signed, who is credited by the machine, who uploaded.
# Only their order counts.
NAMED, MARKED, SIGNED, HEADED, MACHINE, UPLOADED = 5.0, 4.0, 3.0, 2.5, 2.0, 1.0

# Where a line of labels has shown its first.
_FIRST = 60
# A byline longer than this is a sentence that opens with the name of a unit.
# Set for the written pages; 60 and 10, 140 and 24 read alike there.
_LONGEST, _MOST_WORDS = 90, 16
_LABELS = re.compile(
    r"(?P<author>tac gia(?: bai viet)?|nguoi viet|nguoi thuc hien|thuc hien|bien soan|author)\s?:"
    r"|(?P<credit>(?<!\w)(?:(?:tin|bai)(?: viet| bai)?"
    r"(?:\s?(?:,|&|va|-)\s?(?:bai|anh|hinh anh|hinh|video))*|noi dung|don vi(?: cong tac)?)\s?:"
    r"|(?:^|(?<=\d)|(?<=\d\s))tac gia(?: bai viet)?(?=\s))"
    r"|(?P<photo>(?<!\w)(?:(?:anh|hinh anh|hinh|video|clip|do hoa)(?: minh hoa)?|thiet ke"
    r"|trinh bay|dung phim|ky thuat))\s?:"
    r"|(?P<upload>nguoi (?:dang|gui|cap nhat|tao|nhap)(?: tin| bai)?|dang boi"
    r"|(?:duoc )?viet boi|posted by|written by|(?<!ban )bien tap(?: vien)?"
    r"|(?:^|(?<=\d ))(?:by|boi)\b|^dang bai\b)\s?:?"
    r"|(?P<source>(?:theo |trich |dan )?nguon(?: tin| bai(?: viet)?)?|source|t/h)\s?:"
    r"|(?P<stop>(?:vao )?luc \d|ngay (?:dang|gui|tao|dua|cap nhat)|cap nhat|\d[\d.,]* (?:luot"
    r"|lan) |luot xem"
    r"|so luot|da xem|luot doc"
    r"|copy link|link bai goc|lay link|chia se|in bai|quay lai|tro ve"
    r"|(?<!\w)(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|[a-z]{3,6}day)\s?,)"
)
_ALONE = re.compile(
    r"(?P<author>tac gia|nguoi viet)\s?:?|(?P<upload>nguoi (?:dang|gui))\s?:?"
    r"|(?P<source>nguon(?: tin)?)\s?:?"
)
LONGEST_LABEL = 20
"""No label in a block of its own is longer, in letters."""
# With these all labels before a colon end: to ask so first costs a tenth of searching for them.
_ENDINGS = (
    *("tac gia", "viet", "hien", "soan", "author", "tin", "bai", "anh", "hinh", "video", "clip"),
    *("hoa", "noi dung", "don vi", "cong tac", "ke", "bay", "phim", "thuat", "dang", "gui"),
    *("nhat", "tao", "nhap", "boi", "by", "bien tap", "vien", "nguon", "source", "t/h"),
)
# A line without a colon is worth folding and searching for labels if it opens like this.
_OPENS = re.compile(
    r"\W*(?:by|bởi|đăng|posted|written|người|theo|nguồn|viết|được|tác giả)\b", re.IGNORECASE
)
_BEHIND_DAY = re.compile(r"\d(?: (?:by|bởi)| ?tác giả)\b", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“']([^\"“”']+)[\"”']")
_QUOTED_SOURCE = re.compile(r"^\(?nguon\s(?=[\"“'])")
_AFTER = re.compile(
    r"^\(?theo\s(?!do\b|day\b|cac?\b|nhu\b|quy\b|ke\b|ong\b|ba\b|thong ke\b|dong chi\b"
    r"|nghi |quyet |luat |cong van|so lieu|lich )"
)
_ROLE = re.compile(
    r"(?:phó |nguyên |q\. ?)?(?:giám đốc"
    r"|(?:tỉnh |thành |huyện )?ủy viên|trưởng|chủ tịch|bí thư|viện trưởng|phó"
    r"|hiệu trưởng|(?:\w+ ){1,2}viên|tổng|kỹ sư|thạc sĩ|tiến sĩ|bác sĩ|cán bộ|thư ký)\b",
    re.IGNORECASE,
)
# What the named person did, behind the name.
_DID = re.compile(
    r"\s?\((?:thực hiện|ghi|tổng hợp|biên soạn|biên dịch|lược dịch|dịch)\)\W*$", re.IGNORECASE
)
_PHOTO = re.compile(r"[\s,;(–-]*\b(?:hình )?(?:ảnh|clip|video)\s?:.*$", re.IGNORECASE)
_ACRONYM = 8
_PIECES = re.compile(r"\s[-–—]\s|\s?[,;/|+]\s?|\s-(?=\S)|(?<=\S)-\s")
_ANY_MARK = re.compile("[-–—,;/|+]")  # without one there is nothing to split
_AND = re.compile(r"\s(?:và|&)\s")
# What refers from a name to its institution: "Lê Bình1", "Lê Bình(*)".
_NOTE = re.compile(r"(?<=[^\W\d_])[\d¹²³*]{1,3}$")
_CALLED_SO = re.compile(r"[^|,;•–-]*:\s*$")
_FROM = re.compile(r"^(?:theo|nguồn)\s?:?\s", re.IGNORECASE)
_BRACKET = re.compile(r"^(.*?)\s?\(([^()]*)\)[\s./]*$")


def labelled(line: Line) -> Iterator[Claim]:
    """What the labels of one line claim: "Tác giả: … Nguồn: …" may share it."""
    if len(line.text) > 200 or not (":" in line.text[:_FIRST] or _opens(line.text)):
        return
    folded = fold(line.text)
    if not (_has_label(folded) or _opens(line.text)):
        return
    labels = list(_LABELS.finditer(folded))
    if not labels:
        yield from _labelled_without_colon(line, folded)
        return
    before = line.text[: labels[0].start()].strip(" (•*-–|")
    if len(before) > 40 or before[-1:].isalpha():
        return  # "kinh phí từ nguồn: …" is no label
    alone = -1 if before else line.index
    ends = [label.start() for label in labels[1:]] + [len(line.text)]
    for label, end in zip(labels, ends, strict=True):
        value = _before_day(line.text[label.end() : end]).strip(" -–|•,;")
        colon = label[0].endswith(":")
        if colon or not _tells(value) or names.is_unit(value):
            yield from _claim(label.lastgroup or "", value, alone, colon=colon)


def _has_label(folded: str) -> bool:
    """Whether words that may be a label stand before one of the first colons."""
    at = folded.find(":", 0, _FIRST)
    while at >= 0 and not folded[:at].rstrip().endswith(_ENDINGS):
        at = folded.find(":", at + 1, _FIRST)
    return at >= 0


def _opens(text: str) -> bool:
    """Whether a byline may do without a colon: it opens so, or stands behind a date."""
    if _OPENS.match(text):
        return True
    # Quicker to tell than a pattern, and most lines hold none.
    if len(text) > _LONGEST or not ("by" in text or "ởi" in text or "ác giả" in text):
        return False
    return bool(_BEHIND_DAY.search(text))


def under_label(line: Line, below: Line) -> Iterator[Claim]:
    """What the line below claims where this one is nothing but its label."""
    label = _ALONE.fullmatch(fold(line.text))
    if label and (strict(below.text) or names.is_person(below.text)):
        yield Claim(UPLOADED, line=line.index)
        yield from _claim(label.lastgroup or "", below.text, below.index, colon=True)


def _before_day(value: str) -> str:
    """A label's value up to the date, and what calls it so, that shares its line."""
    shown = moments.find(value) if moments.DIGIT.search(value) else ()
    return _CALLED_SO.sub("", value[: shown[0].start]) if shown else value


def _labelled_without_colon(line: Line, folded: str) -> Iterator[Claim]:
    match = _QUOTED_SOURCE.match(folded) or _AFTER.match(folded)
    value = line.text[match.end() :] if match else ""
    persons, unit = strict(value) or ((), None)
    if persons and unit:
        yield Claim(SIGNED, persons, unit, line.index)  # "Theo Minh Trường/THĐT"
        return
    named = value.lstrip("\"“'")[:1].isupper() and len(value.split()) <= 7 and "," not in value
    if named or (len(value) < 40 and names.is_unit(value)):
        yield Claim(SIGNED, unit=publisher(value), line=line.index)


# Words within a name that are written small.
_SMALL = frozenset(
    {"and", "de", "da", "di", "del", "van", "von", "der", "la", "le", "và", "of", "in"}
)


def _tells(value: str) -> bool:
    """Whether words that follow a label without a colon are a sentence: "By Friday it rained"."""
    small = [word for word in value.split() if word[0].islower() and word not in _SMALL]
    return len(small) > 1 and value.count(" ") > _FEW_SMALL


_FEW_SMALL = 2


def _is_nobody(value: str) -> bool:
    return names.is_account(value) or names.is_login(value) or not any(map(str.isalpha, value))


def _claim(kind: str, value: str, line: int, *, colon: bool) -> Iterator[Claim]:
    if kind == "source":
        persons, unit = strict(value) or ((), None)
        if not unit and any(map(names.is_person, persons)):
            yield Claim(SIGNED, persons, line=line)
        else:
            yield Claim(NAMED, unit=publisher(value), line=line)
    elif kind in {"author", "upload"}:
        persons, unit = lenient(value)
        if value and not colon and not (persons or unit or _is_nobody(value)):
            return  # "By noon we sat on the summit"
        yield Claim(NAMED if kind == "author" else UPLOADED, persons, unit, line)
    elif kind == "photo" and (read := strict(value)) and read[0] and not read[1]:
        yield Claim(UPLOADED, line=line)
    elif kind == "credit" and (read := strict(value)):
        yield Claim(NAMED, read[0], read[1], line)


# "baotinh.vn (nvdat)": a site, and the login of who copied from it.
_EDITOR = re.compile(r"(?<=\.[a-z]{2})\s?\([a-z\d]+\)|(?<=\.[a-z]{3})\s?\([a-z\d]+\)")


def publisher(value: str) -> str | None:
    """The name of a source as shown, without quotes and end marks."""
    quoted = _QUOTED.search(value)
    name = _EDITOR.sub("", squeeze(quoted[1] if quoted else value)).strip(" .,;:-–|•\"“”'")
    if name.count("(") != name.count(")") or name.startswith("("):
        name = name.strip("() ")
    return name if any(map(str.isalnum, name)) and not names.is_account(name) else None


def lenient(value: str) -> tuple[tuple[str, ...], str | None]:
    """Persons and unit after a label: what is no unit, role or account is a person."""
    persons, unit = [], None
    for piece in _split(value):
        if names.is_account(piece):
            continue
        if names.is_unit(piece):
            unit = unit or piece
        elif _could_be_name(piece):
            persons.append(piece)
    return tuple(persons), unit


def _could_be_name(piece: str) -> bool:
    nobody = _ROLE.match(piece) or names.is_account(piece) or names.is_login(piece)
    plain = not any(map(str.isdigit, piece)) and "@" not in piece
    return plain and not nobody and piece[0].isupper() and len(piece.split()) <= 6


def is_role(text: str) -> bool:
    """Whether the text is somebody's office and nothing else: "Chuyên viên cao cấp"."""
    return len(text) < _ROLE_LENGTH and text[-1] not in ".!?:;" and bool(_ROLE.match(text))


_ROLE_LENGTH = 60


def after_label(text: str) -> str:
    """The text without the label it opens with, if it does."""
    label = _LABELS.match(fold(text))
    return text[label.end() :] if label else text


def strict(text: str) -> tuple[tuple[str, ...], str | None] | None:
    """Persons and unit of a line that holds nothing else, or None."""
    if len(text) > _LONGEST or text.count(" ") > _MOST_WORDS:
        return None
    if "." in text and names.is_host(_EDITOR.sub("", text).strip(" ()")):
        return (), publisher(text)
    persons, unit = [], None
    text = _without_deeds(text)
    if ":" in text or "@" in text:
        return None
    for piece in _split(text):
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


def _without_deeds(text: str) -> str:
    """A byline without who took the pictures and what the named person did."""
    text = _PHOTO.sub("", text) if ":" in text else text
    return _DID.sub("", text) if "(" in text else text


def _split(text: str) -> Iterator[str]:
    """The pieces of a byline: names apart, what stands in brackets last."""
    text = text.strip()
    bracket = _BRACKET.match(text) if "(" in text else None
    outside, inside = (bracket[1], bracket[2]) if bracket else (text, "")
    if not outside:
        outside, inside = inside, ""  # "(Hàn Vĩnh Tân - Trạm Khuyến nông)"
    if names.is_unit(outside):
        yield names.bare(outside) if not inside else names.bare(text.rstrip(" ./)")) + ")"
        return
    pieces = _PIECES.split(outside) if _ANY_MARK.search(outside) else [outside]
    for piece in (*pieces, _FROM.sub("", inside)):
        whole = names.is_unit(piece) or _ROLE.match(piece.strip())
        for part in [piece] if whole else _AND.split(piece):
            if name := names.bare(part):
                yield name if whole else _NOTE.sub("", name)
