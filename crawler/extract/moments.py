"""Dates and times as pages print them: every wording of a day in a line of text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple

from news.text import fold, nfc
from news.zone import VIETNAM

# Portals have existed since the late 1990s; 0001, 1900 and 1970 are what empty database fields
# print, 2501 is a typing error. A year beyond is malformed whatever the clock says.
FIRST_YEAR, LAST_YEAR = 1990, 2100

Label = Literal["published", "updated", "other", ""]


class Shown(NamedTuple):
    """One date found in a text: its value, its very words and what the text calls it.

    `swapped` is the other reading of an ambiguous 3/12/2020, `weekday` and `english` tell how
    it is written; `start` and `end` bound the words, the label left out.
    """

    value: date | datetime
    raw: str
    start: int
    end: int
    label: Label = ""
    swapped: date | None = None
    weekday: bool = False
    english: bool = False


_MONTHS_VI = (
    "gieng|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi mot|muoi hai|muoi|chap|\\d{1,2}"  # longest first
)
_MONTH_VI = {
    name: number
    for number, names in enumerate(
        ("mot gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"), 1
    )
    for name in names.split()
} | {"muoi mot": 11, "muoi hai": 12, "chap": 12}
# Months as Europe's languages write them, folded: the number by the first letters that tell it.
_MONTHS = {
    1: "jan(?:uary?|uar[iy]?|vier|eiro)?|enero|ene|gennaio|gen",
    2: "feb(?:ruary?|ruar[iy]?|rero|braio)?|fev(?:rier|ereiro)?|fevr",
    3: "mar(?:ch|s|zo|co)?|marz|maart|maerz|mrz",
    4: "apr(?:il[e]?)?|avr(?:il)?|abr(?:il)?",
    5: "may|mai|mei|mayo|maio|maggio|mag",
    6: "june?|juni|juin|junio|junho|giugno|giu",
    7: "july?|juli|juil(?:let)?|julio|julho|luglio|lug",
    8: "aug(?:ust(?:us)?)?|aout|ago(?:sto)?",
    9: "sep(?:t(?:ember|embre|iembre)?|tember)?|set(?:embro|tembre)?",
    10: "oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?",
    11: "nov(?:ember|embre|iembre|embro)?",
    12: "dec(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?",
}
_MONTHS_EN = "|".join(_MONTHS.values())
_MONTH_OF = [(number, re.compile(names)) for number, names in _MONTHS.items()]
_EN_WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = rf"(?:thu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\s*nhat|t[2-7]|cn|{_EN_WEEKDAY})"
_CLOCK = r"\d{1,2}\s?(?:[:hg]|gio)\s?\d{2}(?:\s?[:.]\s?\d{2})?(?!\d)(?:\s?phut\b)?"
_HALF = r"(?:\s?(?:am|pm|sa|ch|sang|trua|chieu|toi)\b\.?)"
_ZONE = r"(?:\s?[(\[]?\s?(?:gmt|utc|ict)\s?(?:[+-]\s?\d{1,2}(?::?\d{2})?)?\s?[)\]]?)"

DIGIT = re.compile(r"\d")
# Nearly every line holds no date: this costs a twentieth of folding it and looking for one. It
# finds each year and each day in figures; a set of letters in front is what is searched fast.
_MAYBE = re.compile(
    r"[0-9](?:(?<=1)9\d\d(?!\d)|(?<=2)[01]\d\d(?!\d)|\s?[-/.]\s?\d\d?\s?[-/.]\s?\d\d)"
)
# No wording of a day goes on longer than this before its year, or behind it.
_BEFORE_YEAR, _BEHIND_YEAR = 60, 20

# One alternation per way of writing a day; all are matched on folded text.
_DAY = re.compile(
    r"(?<![\d/.\-])(?P<y1>[12]\d{3})(?P<i1>[-/.])(?P<m1>\d{1,2})(?P=i1)(?P<d1>\d{1,2})(?!\d|[/.-]\d)"
    r"|(?<![\d/.])(?<!\d-)(?P<d2>\d{1,2})(?P<s2>\s?[-/.]\s?)(?P<m2>\d{1,2})\s?[-/.]\s?"
    r"(?P<y2>\d{4}|\d{2})(?:(?!\d|[/.-]\d)|(?=\d\d:\d\d))"
    rf"|(?<!\d)(?P<d3>\d{{1,2}})\s?,?\s?(?:thang|th\.?)\s?(?P<m3>{_MONTHS_VI})\b\s?[,-]?\s?"
    r"(?:nam\s?)?(?P<y3>\d{4})(?!\d)"
    rf"|\b(?:thang|th)\s?(?P<m4>{_MONTHS_VI})\s(?P<d4>\d{{1,2}}),\s?(?P<y4>\d{{4}})(?!\d)"
    rf"|\b(?P<m5>{_MONTHS_EN})\b\.?\s(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y5>\d{{4}})(?!\d)"
    rf"|(?<!\d)(?P<d6>\d{{1,2}})(?:st|nd|rd|th|\.|er)?[\s-](?:de\s)?(?P<m6>{_MONTHS_EN})\b[.,]?[\s-](?:de\s)?"
    r"(?P<y6>\d{4})(?!\d)"
    r"|(?<!\d)(?P<y8>\d{4})年\s?(?P<m8>\d{1,2})月\s?(?P<d8>\d{1,2})日"
    rf"|\b{_EN_WEEKDAY}\s(?P<m7>{_MONTHS_EN})\s(?P<d7>\d{{1,2}})\s(?P<c7>\d\d:\d\d:\d\d)\s"
    r"[a-z]{3,4}(?:[+-]\d\d:?\d\d)?\s(?P<y7>\d{4})(?!\d)"
)
# What may stand before the day and belongs to it: a clock, a weekday, the word "ngày".
_BEFORE = re.compile(
    rf"(?:(?<![\d:])(?P<clock>{_CLOCK})(?P<half>{_HALF})?{_ZONE}?[\s,|•–-]*)?"
    rf"(?:(?<![a-z])(?P<weekday>{_WEEKDAY})[\s,|–-]*)?(?:\(?\bngay\s*:?\s*)?$"
)
# What may stand after it: a clock and a time zone, which is never computed with.
_AFTER = re.compile(
    rf"(?:T|[\s,|•–-]*(?:(?:luc|vao|at|um|a|kl)\s)?\s?|\s?\(?)(?P<clock>{_CLOCK})(?P<half>{_HALF})?"
    rf"(?:[.]\d{{1,6}})?(?:{_ZONE}|z\b|[+-]\d\d:?\d\d\b)?",
    re.IGNORECASE,
)
# Label families; the last one before the date counts. "other" are days of documents and
# events, and the clock of the page itself.
_LABEL = re.compile(
    r"(?P<other>hom nay|bay gio|hien tai|ban hanh|ngay ky|ky ngay|hieu luc|quyet dinh|het han"
    r"|han (?:nop|cuoi|chot)|ngay sinh|cap ngay|tu ngay|den ngay|khai mac|bat dau|ket thuc"
    r"|dien ra|giay phep|so gp|today|deadline|expire\w*|birth)"
    r"|(?P<updated>cap nhat|chinh sua|sua (?:doi|lan cuoi|ngay|luc)|updated?|modified)"
    r"|(?P<published>ngay (?:dang|dua|tao|gui|viet|xuat ban|phat hanh|post)"
    r"|dang (?:bai|tin|ngay|luc|boi|vao)|thoi gian|xuat ban|nguoi dang"
    r"|posted|publish(?:ed)?|post date|pubdate|\bdate\b|\bngay:)"
)
# "Hải Phòng, ngày 06 tháng 12 năm 2019" dates a document, or the print-out of a page.
_LETTERHEAD = re.compile(r", ?ngay $")
_RELATIVE = re.compile(
    r"^\W*(?:(?P<count>\d{1,3}|mot|an?)\s(?P<unit>phut|gio|tieng|ngay|minutes?|hours?|days?)\s"
    r"(?:truoc|ago)|(?P<today>hom nay|today|vua xong|just now)|(?P<yesterday>hom qua|yesterday))"
    rf"(?:[\s,|–-]*(?:luc\s|at\s)?(?P<clock>{_CLOCK})(?P<half>{_HALF})?)?\W*$"
)
_CLOCK_PARTS = re.compile(r"(\d{1,2})\D+(\d{2})(?:\D+(\d{2}))?")
_SECONDS = {"p": 60, "m": 60, "g": 3600, "t": 3600, "h": 3600, "n": 86400, "d": 86400}
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)


def find(text: str) -> tuple[Shown, ...]:
    """Every possible date in a line, in order; impossible ones are no dates."""
    if not text.isascii():
        text = nfc(text)
    return _found(text) if _MAYBE.search(text) else ()


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[Shown, ...]:
    """The dates of a line that may hold one: title, day, byline and section ask the same few."""
    signs = [sign.start() for sign in _MAYBE.finditer(text)]
    folded = fold(text)
    shown = []
    floor = 0
    start, end = max(signs[0] - _BEFORE_YEAR, 0), signs[-1] + _BEHIND_YEAR
    for match in _DAY.finditer(folded, start, end):
        one = _read(text, folded, match, floor)
        if one is not None:
            shown.append(one)
        floor = one.end if one else match.end()
    return tuple(shown)


def relative(text: str, fetched: datetime) -> date | datetime | None:
    """The moment meant by a line such as "3 giờ trước" or "Hôm qua, 15:30", else None.

    Weeks and months are not resolved: their wording stays while the day would move.
    """
    match = _RELATIVE.match(fold(text))
    if match is None:
        return None
    now = local(fetched)
    if match["unit"]:
        count = int(match["count"]) if match["count"].isdigit() else 1
        return (now - timedelta(seconds=count * _SECONDS[match["unit"][0]])).date()
    day = now.date() - timedelta(days=1 if match["yesterday"] else 0)
    return _at(day, _clock(match))


def from_iso(text: str) -> date | datetime | None:
    """The value of a machine-readable attribute; None unless the whole of it is well-formed.

    A time zone that is given is converted from: it names an instant, not what the page shows.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    day = _valid_day(*map(int, match[1].split("-")))
    clock = _time_of(match[2]) if day and match[2] else None
    if day is None or clock is None:
        return day
    zone = _zone(match[3]) if match[3] else VIETNAM
    return datetime.combine(day, clock, zone).astimezone(VIETNAM) if zone else day


def _zone(text: str) -> timezone | None:
    """The time zone of "Z", "+0700" or "-07:00"; None for what is nowhere on earth."""
    digits = text[1:].replace(":", "") or "0000"
    hours, minutes = int(digits[:2]), int(digits[2:])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead) if hours < 24 and minutes < 60 else None


def written(text: str) -> date | datetime | None:
    """The date that a whole attribute or meta value says, in ISO form or as pages print it."""
    if value := from_iso(text):
        return value
    shown = find(text) if len(text) < 60 and "+" not in text else ()
    return shown[0].value if len(shown) == 1 else None


def local(moment: datetime) -> datetime:
    """The moment by Vietnam's clock; a naive one is taken for UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM)


def day_of(value: date | datetime) -> date:
    """The calendar day of a date or a date with a time."""
    return value.date() if isinstance(value, datetime) else value


def not_future(value: date | datetime, fetched: datetime | None) -> date | datetime | None:
    """The value if it could be shown at `fetched`.

    A later time of the same day is a server's clock running fast: its day is kept alone.
    """
    if fetched is None:
        return value
    now = local(fetched)
    if day_of(value) > now.date():
        return None
    return day_of(value) if isinstance(value, datetime) and value > now else value


def _read(text: str, folded: str, match: re.Match[str], floor: int) -> Shown | None:
    parts = {name[0]: found for name, found in match.groupdict().items() if found}
    day, swapped = _day(parts)
    before = _BEFORE.search(folded, max(floor, match.start() - 45), match.start())
    if day is None or before is None:
        return None
    after = _AFTER.match(folded, match.end())
    clock = _time_of(parts["c"]) if "c" in parts else (after and _clock(after)) or _clock(before)
    start, end = before.start(), after.end() if after else match.end()
    weekday = before["weekday"] or ""
    label = _label(folded[max(floor, start - 60) : match.start()])
    if _LETTERHEAD.search(folded, max(floor, start - 3), match.start()) and not weekday:
        label = label or ("" if {"s", "i"} & parts.keys() else "other")
    whole = end - start > len(text.strip()) - 3 or _BRACKETED.fullmatch(text[start - 1 : end + 1])
    if len(parts["y"]) == 2 and not (label or weekday or whole):
        return None  # 05/12/16 in running text is as well a number of something
    raw = text[start:end].strip(" ,|-–•(")
    english = bool(re.fullmatch(_EN_WEEKDAY, weekday))
    return Shown(_at(day, clock), raw, start, end, label, swapped, bool(weekday), english)


_BRACKETED = re.compile(r"[(\[][^()\[\]]+[)\]]")


def _day(parts: dict[str, str]) -> tuple[date | None, date | None]:
    """The day of a match and, where day and month could be told the other way, that day."""
    year, day, month = int(parts["y"]), int(parts["d"]), _month(parts["m"])
    if len(parts["y"]) == 2:
        year += 2000 if year < 70 else 1900
    straight = _valid_day(year, month, day)
    if not parts["m"].isdigit() or "s" not in parts:
        return straight, None
    crossed = _valid_day(year, day, month)
    return (straight, crossed if crossed != straight else None) if straight else (crossed, None)


def _month(word: str) -> int:
    if word.isdigit() or word in _MONTH_VI:
        return int(word) if word.isdigit() else _MONTH_VI[word]
    return next(number for number, names in _MONTH_OF if names.fullmatch(word))


def _valid_day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    """The time of a match; SA/CH and AM/PM count only where the hour leaves a choice."""
    read = _time_of(match["clock"]) if match["clock"] else None
    half = (match["half"] or "").strip(" .")
    if read is None or not half:
        return read
    if half in {"pm", "ch", "chieu", "toi"} and read.hour < 12:
        return read.replace(hour=read.hour + 12)
    return read.replace(hour=0) if half in {"am", "sa"} and read.hour == 12 else read


def _time_of(text: str) -> time | None:
    parts = _CLOCK_PARTS.match(text)
    if parts is None:
        return None
    hour, minute, second = (int(part or 0) for part in parts.groups())
    valid = hour < 24 and minute < 60 and second < 60
    return time(hour, minute, second) if valid else None


def _at(day: date, clock: time | None) -> date | datetime:
    return datetime.combine(day, clock, VIETNAM) if clock else day


def label_of(text: str) -> Label:
    """What a line without a date of its own calls the date in the next line."""
    return _label(fold(nfc(text)))


def _label(before: str) -> Label:
    found: list[tuple[str, str, str]] = _LABEL.findall(before)
    if not found:
        return ""
    other, updated, _ = found[-1]
    return "other" if other else "updated" if updated else "published"
