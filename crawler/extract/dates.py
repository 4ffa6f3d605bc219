"""When an article was published: what the page shows near its title, weighed against witnesses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract import moments
from crawler.extract.moments import Shown, day_of, not_future
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from crawler.extract.metadata import Metadata, Witness
    from crawler.extract.page import Body, Line, Page
    from crawler.extract.title import Title


class Dates(NamedTuple):
    """The two dates of an article, the words of the first, and the lines that say only them."""

    published: date | datetime | None = None
    raw: str | None = None
    updated: date | datetime | None = None
    spent: frozenset[int] = frozenset()


class Seen(NamedTuple):
    """A date in a visible line with the confidence that it is the article's."""

    confidence: float
    shown: Shown
    line: Line
    alone: bool


# Weights of a date were set for stored and written pages together; the reasons stand beside them.
# A posting date stands no farther than this from the title or from the end of the text; 3 reads
# alike there, 12 loses two fields.
_ABOVE, _BELOW, _AFTER = 6, 6, 6
# A bare day with a weekday or an hour that ends the text outweighs a clock at the head of the
# page: .65 loses that to the clock.
_LAST = 0.75
_BELOW_TEXT = 0.45
# Where a date stands, as how probable it was held to be the article's: on the title's own line, in
# the lines under it and above it (so much less for each line between, more for one of a menu), and
# anywhere where no line shows the title. A tenth less or more, half or double of the steps: _UNDER
# loses two written pages at .7, _OVER a stored one at .6 and two written ones at .8, _EACH_MENU a
# stored one at .2; the others read alike.
_ON_TITLE, _UNDER, _OVER, _UNTITLED = 0.75, 0.8, 0.7, 0.6
_EACH_UNDER, _EACH_OVER, _EACH_MENU = 0.01, 0.05, 0.1
# What its own line adds: a label, a weekday or an hour, a class, a witness that tells the same day;
# and takes away: standing in the text, beside other words, in what is called a clock. Half and
# double: _HINTED at .2 loses two written pages, _IN_TEXT one at .07 and four at .3, _AMONG_WORDS
# one at .6, a label's worth one at double; the others read alike.
_LABEL_WORTH = {"published": 0.2, "updated": 0.1, "": 0.0}
_PRECISE, _HINTED, _ATTESTED = 0.05, 0.1, 0.15
_IN_TEXT, _AMONG_WORDS, _CLOCK_CLASS = 0.15, 0.3, 0.6
# A day with its weekday above the title may be the page's clock: one in English most of all, one
# of the day of the fetch or without an hour, one with an hour. Half and double of
# the last lose two written pages and a stored one; the others read alike.
_ENGLISH_CLOCK, _DAY_CLOCK, _HOUR_CLOCK = 0.4, 0.3, 0.25
# A witness below this (`metadata.Witness`) tells when a file was made, not which day is the 3/12.
_WITNESS = 0.3
# In letters: no line of a date is as long; "2 giờ trước" and its like; a label alone on a line.
# Half and double read alike but for the label: 60 loses three written pages.
_LONGEST, _LONGEST_AGO, _LONGEST_LABEL = 600, 50, 30
# So many letters beside a date and the words of `_FURNITURE` may be a name; so few after counters
# are left over from an icon or "h". Half of the first loses a written page; else alike.
_NAME, _CRUMBS = 24, 4
# Less than this is worse than no date: a related item's, an event's or the clock's; .4 reads
# alike, .6 loses a date.
_ENOUGH = 0.5
# OpenGraph alone tells the day of a migration as often as the day of publication, and a page
# that shows no date has none: only data made for the purpose (JSON-LD, microdata) may replace it:
# with .3, four of the sixteen stored portals' pages get a day they do not show.
_ENOUGH_UNSEEN = 0.5

_ELSEWHERE = frozenset({"footer", "related", "comments"})
_HINT = re.compile(
    r"date|(?<![a-z])time|ngay|post(?:ed)?-?on|publish|created|post-?meta|entry-?meta|thoi-?gian|info",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!fa-)(?<!bi-)(?<!icon-)clock|today|hom-?nay|current|now(?![a-z])|weather", re.IGNORECASE
)
# Words that a date line may carry beside its date: counters, tools, the section, the poster.
_FURNITURE = re.compile(
    r"ngay|dang|tin|bai|cap nhat|luc|vao|luot|xem|doc|truy cap|in trang|in bai viet|print|chia se"
    r"|email|co chu|phan hoi|binh luan|gmt|thoi gian|nguoi|tac gia|nguon|font|size|a[+-]|[\W\d_]+"
)

_COUNTERS = re.compile(
    r"(?:so )?(?:luot|lan) (?:xem|doc|truy cap)|da xem|in trang|in bai viet|views?"
    r"|min(?:ute)?s? read"
)


def find(
    page: Page,
    body: Body,
    meta: Metadata,
    title: Title,
    fetched: datetime | None = None,
) -> Dates:
    """Choose the date among those shown about the title and the ends of the text."""
    place = _Place(page, body, title, meta.published, fetched)
    seen = [*place.about_title(), *place.below_text()]
    sure = [one for one in seen if one.confidence >= _ENOUGH]
    posted = max((one for one in sure if one.shown.label != "updated"), key=_rank, default=None)
    edited = max((one for one in sure if one.shown.label == "updated"), key=_rank, default=None)
    if posted and edited and _is_clock(posted, edited, title):
        posted = None  # "Cập nhật: …" is all that some portals show; the other one is no label's
    first = posted or edited
    updated = (
        edited.shown.value if posted and edited else _witnessed(meta.updated, _WITNESS, fetched)
    )
    published = first.shown.value if first else _witnessed(meta.published, _ENOUGH_UNSEEN, fetched)
    text = frozenset(body.kept)
    spent = frozenset(
        one.line.index
        for one in seen
        if one.alone and not (one.line.index in text and _tells_when(one, published))
    )
    return Dates(published, first.shown.raw if first else None, updated, spent)


def _is_clock(posted: Seen, edited: Seen, title: Title) -> bool:
    """Whether a bare date is thought less of than an edit's, and is not shown before it."""
    under = title.line is not None and posted.line.index > title.line
    earlier = under and day_of(posted.shown.value) <= day_of(edited.shown.value)
    return not posted.shown.label and not earlier and _rank(edited) > _rank(posted)


def _is_posting(shown: Shown) -> bool:
    """Whether a day is written as portals do: who ends a text with a day writes the day alone."""
    return bool(shown.label or shown.weekday or shown.value is not day_of(shown.value))


def _tells_when(one: Seen, published: date | datetime | None) -> bool:
    """Whether a line of the text says when an event takes place: "Thời gian: ngày 20/9/2024"."""
    other = published is not None and day_of(published) != day_of(one.shown.value)
    return other and fold(one.line.text).startswith("thoi gian")


def _rank(one: Seen) -> tuple[float, int]:
    return round(one.confidence, 3), -one.line.index


def _witnessed(
    witnesses: tuple[Witness, ...], enough: float, fetched: datetime | None
) -> date | datetime | None:
    """The first possible date of a witness that is believed without the page showing it."""
    believed = (w.value for w in witnesses if w.confidence >= enough)
    return next((value for one in believed if (value := not_future(one, fetched))), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on the page a date may stand, and how much is to be thought of it there."""

    page: Page
    body: Body
    title: Title
    witnesses: tuple[Witness, ...]
    fetched: datetime | None

    def about_title(self) -> Iterator[Seen]:
        """Dates from a little above the title to the first lines of the text."""
        at, first = self.title.line, self.body.first
        top = (first if at is None else min(at, first)) - _ABOVE
        end = max(first + 2, min(at + _BELOW, self.body.last) if at is not None else 0)
        lines = self.page.lines[max(top, 0) : end + 1]
        found = [one for line in lines for one in self._judged(line)]
        listed = {one.line.index for one in found if self._is_listed(one)}
        yield from (one for one in found if len(listed) < 2 or one.line.index not in listed)

    def below_text(self) -> Iterator[Seen]:
        """Dates under the text that are not the dates of other articles' links."""
        start = max(self.body.last, self.title.line or 0) + 1
        lines = self.page.lines[start : start + _AFTER]
        found = [one for line in lines for one in self._judged(line, _BELOW_TEXT)]
        yield from (one for one in found if one.shown.label or not self._by_a_link(one.line))
        last = [self.page.lines[index] for index in self.body.kept[-2:]]
        edits = (one for line in last for one in self._judged(line, _BELOW_TEXT))
        yield from (one for one in edits if one.shown.label == "updated")
        ends = (one for line in last[-1:] for one in self._judged(line, _LAST))
        yield from (one for one in ends if one.shown.label != "updated" and _is_posting(one.shown))

    def _is_listed(self, one: Seen) -> bool:
        """Whether a date above the title may belong to an entry of a list there."""
        above = self.title.line is not None and one.line.index < self.title.line
        return above and not one.shown.label and self._by_a_link(one.line)

    def _by_a_link(self, line: Line) -> bool:
        around = self.page.lines[max(line.index - 1, 0) : line.index + 2]
        return any(one.link_chars * 2 > len(one.text) for one in around)

    def _worth(self, line: Line) -> float:
        at = self.title.line
        if at is None:
            return _UNTITLED
        if line.index == at:
            return _ON_TITLE
        if line.index > at:
            return _UNDER - _EACH_UNDER * (line.index - at)
        between = self.page.lines[line.index + 1 : at]
        menu = sum(one.link_chars * 2 > len(one.text) for one in between)
        return _OVER - _EACH_OVER * len(between) - _EACH_MENU * menu

    def _judged(self, line: Line, worth: float | None = None) -> list[Seen]:
        """The dates of a line, at this worth or at what it is worth so far from the title."""
        if line.zone in _ELSEWHERE:
            return []
        found = moments.find(line.text) if len(line.text) < _LONGEST else ()
        if not found:
            return self._relative(line, worth) if len(line.text) <= _LONGEST_AGO else []
        return list(self._believed(line, found, self._worth(line) if worth is None else worth))

    def _believed(self, line: Line, found: Sequence[Shown], worth: float) -> Iterator[Seen]:
        before = self.page.lines[line.index - 1].text if line.index else ""
        for shown in found:
            if _MACHINE.match(shown.raw):
                continue  # nobody shows this to readers: it is a hidden moment, often the edit's
            label = shown.label or (
                moments.label_of(before) if len(before) < _LONGEST_LABEL else ""
            )
            if line.index == self.title.line and label == "other" and not self._in_title(shown):
                label = ""  # the title's own words: "… hết hiệu lực tại … (09/11/2026)"
            one = self._weighed(line, shown._replace(label=label), worth)
            if one is not None and not (line.index == self.title.line and self._in_title(shown)):
                yield one

    def _in_title(self, shown: Shown) -> bool:
        return shown.raw in self.title.text

    def _relative(self, line: Line, worth: float | None) -> list[Seen]:
        """A line such as "3 giờ trước": its machine-readable moment, or its distance from now."""
        clock = next(line.element.iter("time"), None) if len(line.element) else None
        value = moments.from_iso(clock.get("datetime") or "") if clock is not None else None
        if value is None and self.fetched is not None:
            value = moments.relative(line.text, self.fetched)
        if value and (value := not_future(value, self.fetched)):
            shown = Shown(value, line.text, 0, len(line.text))
            worth = self._worth(line) if worth is None else worth
            return [Seen(worth, shown, line, alone=True)]
        return []

    def _weighed(self, line: Line, shown: Shown, worth: float) -> Seen | None:
        shown = self._as_witnessed(shown)
        value = not_future(shown.value, self.fetched)
        if value is None or shown.label == "other":
            return None
        alone = _stands_alone(line.text, shown)
        in_text = line.index in self.body.kept and line.index != self.title.line
        if in_text and not (alone and (shown.label or _is_about(line.text, shown))):
            return None
        if in_text and self.page.is_in_row(line):
            return None  # a plan's or a timetable's
        precise = shown.weekday or value is not day_of(value)
        worth += _LABEL_WORTH[shown.label] + _PRECISE * precise - _IN_TEXT * in_text
        worth += self._called(line) + self._attested(value) - self._like_a_clock(line, shown)
        if not alone and line.index != self.title.line and not shown.label:
            worth -= _AMONG_WORDS
        return Seen(worth, shown._replace(value=value), line, alone)

    def _as_witnessed(self, shown: Shown) -> Shown:
        """A date whose day and month are told apart by what the page's head says."""
        days = {day_of(one.value) for one in self.witnesses if one.confidence >= _WITNESS}
        if shown.swapped in days and day_of(shown.value) not in days:
            day = shown.swapped
            value = shown.value
            swapped = value.replace(year=day.year, month=day.month, day=day.day)
            return shown._replace(value=swapped, swapped=None)
        return shown

    def _attested(self, value: date | datetime) -> float:
        return _ATTESTED if any(day_of(w.value) == day_of(value) for w in self.witnesses) else 0.0

    def _called(self, line: Line) -> float:
        element = line.element
        inner = element[0] if len(element) and element[0].tag not in _ICONS else element
        return _hint(
            " ".join(filter(None, (e.get(k) for e in (element, inner) for k in ("class", "id"))))
        )

    def _like_a_clock(self, line: Line, shown: Shown) -> float:
        """How much a date above the title looks like the day on which the page was fetched."""
        above = self.title.line is not None and line.index < self.title.line
        if not above or shown.label or not shown.weekday:
            return 0.0
        today = self.fetched and moments.local(self.fetched).date() == day_of(shown.value)
        # Clocks print a weekday; posting dates that do print the hour as well, mostly.
        if shown.english:
            return _ENGLISH_CLOCK
        return _DAY_CLOCK if today or shown.value is day_of(shown.value) else _HOUR_CLOCK


@lru_cache(maxsize=4096)
def _hint(called: str) -> float:
    """How much a class speaks for the date of an article."""
    if _CLOCK.search(called):
        return -_CLOCK_CLASS
    return _HINTED if _HINT.search(called) else 0.0


_BYLINE = re.compile(r"\W*(?:tac gia|nguoi (?:viet|dang|gui|cap nhat)|nguon)(?: tin| bai)?\s?:")
_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d")
# A picture of a clock or a calendar beside a date says nothing against it.
_ICONS = frozenset({"i", "img", "svg", "input"})


def _stands_alone(text: str, shown: Shown) -> bool:
    """Whether the line holds little but the date: counters, tools, a poster's name."""
    rest = fold(text[: shown.start] + " " + text[shown.end :])
    return len(_FURNITURE.sub("", rest)) <= _NAME


def _is_about(text: str, shown: Shown) -> bool:
    """Whether a byline or no word stands beside the date: in a text, words tell of events."""
    rest = fold(text[: shown.start] + " " + text[shown.end :])
    return sum(map(str.isalpha, _COUNTERS.sub("", rest))) <= _CRUMBS or bool(_BYLINE.match(rest))


def told(text: str, read: Dates, fetched: datetime | None = None) -> Dates:
    """The date in what a portal's selector found; without one there, what was read anyway."""
    for shown in moments.find(text):
        if value := not_future(shown.value, fetched):
            return read._replace(published=value, raw=shown.raw)
    return read
