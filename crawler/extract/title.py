"""The title of an article: the line that shows it, or what the head says where none does."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract import headlines, moments
from crawler.extract.headlines import CUT, Said, doubled, is_cut, key
from crawler.extract.page import HEADINGS
from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.metadata import Metadata
    from crawler.extract.page import Body, Element, Line, Page


class Title(NamedTuple):
    """The title, the index of the line that shows it (None: no line does) and its other lines.

    `spent` holds every line that is nothing but the title: its own, split by a break or repeated
    at the head of the text.
    """

    text: str
    line: int | None = None
    spent: frozenset[int] = frozenset()


class _Candidate(NamedTuple):
    score: float
    text: str
    lines: tuple[Line, ...]


# A title may stand far above the text: summaries, tools and tables of contents lie between.
_LONGEST, _SHORTEST = 400, 8
# Weights of a title, set for the written pages: tags and windows at half and double read alike,
# there and on stored portals' pages; a hint's 1.5 loses three fields at .8.
_ABOVE_LINES, _INSIDE_LINES = 60, 6
_SET_AS = {"h1": 3.0, "h2": 2.0, "h3": 1.5, "h4": 1.0, "h5": 0.8, "h6": 0.5}
_ELSEWHERE = {"nav": -2.5, "aside": -3.0, "footer": -5.0, "related": -4.0, "comments": -4.0}
_HINT = re.compile(
    r"tit+le|tieu-?_?de|headline|article-?header|post-?header|ten-?bai", re.IGNORECASE
)
_NO_HINT = re.compile(
    r"portlet|widget|block-?title|sub-?title|site-?(?:title|name)|caption|logo", re.IGNORECASE
)
_LAST_TOOLS = frozenset({"trang", "viết", "print", "in", "a", "a+", "a-"})
_TOOLS = re.compile(r"(?:\s++(?>in trang|in bai viet|print|in|a[+-]?+))++$")
# A counter set behind a title: "(1.234 lượt xem)", "| Đã xem: 56", a bare "56 lượt đọc".
_COUNT = (
    r"(?:[\d.,]+ ?(?:luot|lan) ?(?:xem|doc|truy cap)|[\d.,]+ (?:views?|hits?)"
    r"|(?:(?:so )?(?:luot|lan) |da )?(?:xem|doc|truy cap|views?|hits?) ?: ?[\d.,]+"
    r"(?: (?:luot|lan))?)"
)
_SET_APART = re.compile(rf" ?[(\[|·•–-] ?{_COUNT} ?[)\]]?$")
_SET_BARE = re.compile(r" [\d.,]+ (?:luot|lan) (?:xem|doc|truy cap)$")
# A date after one of these belongs to the title: "có hiệu lực từ ngày 01/7/2020".
_LEADS_TO_DATE = re.compile(r"(?:ngay|tu|den|truoc|sau|het|thang|nam|va|hoi|luc|vao|dot|[-–,])\s*$")


def find(page: Page, body: Body, meta: Metadata) -> Title:
    """The title as the page shows it; the head's own only where no line is like it."""
    first = _opening(page, body)
    said = headlines.said(page, meta, first)
    best = _evident(page, first, said)
    best = best or max(_candidates(page, first, said), key=lambda one: one.score, default=None)
    spoken = headlines.spoken(page, body, meta, said)
    plain = best is None or best.score < _FAIR
    if plain and not meta.titles and (line := _dated(page, first, spoken)):
        text = _without_date(line.text, line.element, said)
        return _title(page, body, _Candidate(_FAIR, text, (line,)), ())
    if best is None or best.score < _FAIR or (spoken and not _agrees(best, spoken)):
        return (
            Title(spoken, None, _repeated(page, body, key(spoken)))
            if spoken
            else _plain(page, body, first, meta)
        )
    return _title(page, body, best, (*meta.titles, spoken))


def _dated(page: Page, first: int, spoken: str) -> Line | None:
    """The plain line right above a posting date, where no line shows what the head says."""
    shown = page.lines[:_SHOWN]
    if any(key(spoken) in key(line.text) for line in shown if spoken):
        return None
    for line, under in itertools.pairwise(page.lines[max(first - _ABOVE_DATE, 0) : first + 2]):
        if _is_date(under.text) and not under.link_chars and _may_be(line) and not line.link_chars:
            return line
    return None


_SHOWN, _ABOVE_DATE = 200, 8


# Below this a line is neither like the head's title nor set as one; 1.5 reads alike, 2.5 loses
# a written page.
_FAIR = 2.0


def _opening(page: Page, body: Body) -> int:
    """The first line that is a paragraph beyond doubt; a title cannot stand far below it."""
    for index in body.kept[:_OPENING_LINES]:
        text = page.lines[index].text
        if len(text) > 200 or (len(text) > 90 and text[-1] in ".!?…:;"):
            return index
    return body.first


_OPENING_LINES = 12


def _evident(page: Page, first: int, said: Said) -> _Candidate | None:
    """The h1 above the text that says just what the head says; most pages have one."""
    for line in reversed(page.lines[max(0, first - _ABOVE_LINES) : first]):
        if line.tag != "h1" or len(line.text) > _LONGEST:
            continue
        if line.zone not in _ELSEWHERE and key(line.text) in said.full:
            return _Candidate(9.0, line.text, (line,))
    return None


def _candidates(page: Page, first: int, said: Said) -> Iterator[_Candidate]:
    start, end = max(0, first - _ABOVE_LINES), first + _INSIDE_LINES
    group: list[Line] = []
    for line in page.lines[start:end]:
        if group and line.box != group[0].box:
            yield from _of_group(group, first, said)
            group = []
        group.append(line)
    yield from _of_group(group, first, said)


def _of_group(group: list[Line], first: int, said: Said) -> Iterator[_Candidate]:
    """Lines of one element: each for itself, and all as one where a break splits a title."""
    if len(group) > 1 and (group[0].tag in HEADINGS or len(group) <= 3):
        yield from _judged(tuple(group), first, said)
        if group[0].tag in HEADINGS:
            return
    for line in group:
        yield from _judged((line,), first, said)


def _judged(lines: tuple[Line, ...], first: int, said: Said) -> Iterator[_Candidate]:
    text = lines[0].text if len(lines) == 1 else " ".join(line.text for line in lines)
    if not 4 <= len(text) <= _LONGEST or (_is_menu(lines[0], said) and key(text) not in said.full):
        return
    line = lines[0]
    cut = _without_date(text, line.element, said)
    folded = key(cut)
    likeness = _likeness(folded, said)
    score = 2 * likeness + _SET_AS.get(line.tag, 0.0) + _ELSEWHERE.get(line.zone, 0.0)
    score += _hinted(line) + _nearness(line.index, first)
    if (
        folded == said.site
        or doubled(folded)
        or headlines.names_kind(cut)
        or (_is_date(text) and not likeness)
    ):
        score -= 6
    if likeness < 3 and line.tag == "h1" and headlines.names_site(text):
        score -= 3
    if likeness < 3 and (folded in said.menu or (not likeness and text.count(" ") < 2)):
        score -= 4
    if len(lines) > 1 and line.tag not in HEADINGS:
        score -= 1.5
    yield _Candidate(score, cut, lines)


def _is_menu(line: Line, said: Said) -> bool:
    """Whether a line is set as an entry of a menu: worth a look only if it is the very title."""
    linked = line.link_chars * 2 > len(line.text) and not _leads_here(line, said)
    return (linked or line.zone in _ELSEWHERE) and line.tag not in HEADINGS


def _leads_here(line: Line, said: Said) -> bool:
    """Whether the line is a link to the page it stands on, as titles often are."""
    link = line.element.find(".//a") if said.page else None
    return link is not None and (link.get("href") or "").endswith(said.page)


def _likeness(folded: str, said: Said) -> float:
    """From 0 to 3: how far the head says the same words."""
    if folded in said.full:
        return 3.0
    if any(folded.startswith(cut) for cut in said.cut):
        return 2.6
    if len(folded) > 7 and folded in said.head:
        at_edge = said.head.startswith(folded) or said.head.endswith(folded) / 2
        return 1.0 + at_edge * 0.5 + 1.3 * len(folded) / len(said.head)
    return 0.0


def _hinted(line: Line) -> float:
    element = line.element
    called = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}"
    inner = element[0] if len(element) else None
    if inner is not None and _opens_with(inner, line.text):
        called += f" {inner.get('class')} {inner.get('id')}"
    return _hint(called)


@lru_cache(maxsize=4096)
def _hint(called: str) -> float:
    """How much a class speaks for a title."""
    if _NO_HINT.search(called):
        return -1.5
    return 1.5 if _HINT.search(called) else 0.0


def _opens_with(inner: Element, text: str) -> bool:
    """Whether an element holds the first words of a line; between breaks, lines share it."""
    words = "".join(itertools.islice(inner.itertext(), _PIECES)).split()
    return " ".join(words[:_WORDS]) in text


_PIECES, _WORDS = 8, 3


def _nearness(index: int, first: int) -> float:
    """1 just above the text, 0 at the far end of the window, less inside the text."""
    return 1 - (first - index) / _ABOVE_LINES if index < first else 0.6 - (index - first) / 10


def _is_date(text: str) -> bool:
    shown = moments.find(text) if len(text) < 80 else ()
    return bool(shown) and len(text) - (shown[0].end - shown[0].start) < 25


def _without_date(text: str, element: Element, said: Said) -> str:
    """The line without the date, counter or tool words that a page prints behind its title."""
    text = _without_count(text, said)
    ending = text.rsplit(None, 1)[-1].lower()
    tools = _TOOLS.search(fold(text)) if ending in _LAST_TOOLS else None
    if tools and key(text) not in said.full:
        text = text[: tools.start()]
    last = moments.find(text)[-1:] if moments.DIGIT.search(text[-12:]) else ()
    if not last or len(text) - last[0].end > 3 or key(text) in said.full:
        return text
    before = text[: last[0].start].rstrip()
    bare = before.rstrip(" ([-–|").rstrip()
    bare = _GLUED.sub("", bare)  # the words belong to the date's element
    if len(bare) < _SHORTEST:
        return text
    apart = (
        before.endswith(("(", "[", "|"))
        or key(bare) in said.full
        or _own_element(element, last[0].raw)
    )
    inside = _LEADS_TO_DATE.search(fold(before)) or fold(last[0].raw).startswith("ngay")
    return bare if apart or not inside else text


def _without_count(text: str, said: Said) -> str:
    """The line without a count of its readers; a bare one is the title's if the head says it."""
    if not moments.DIGIT.search(text[-24:]):
        return text
    folded = fold(text)
    found = _SET_APART.search(folded)
    if found is None and key(text) not in said.full:
        found = _SET_BARE.search(folded)
    return text[: found.start()] if found and found.start() >= _SHORTEST else text


def _own_element(element: Element, raw: str) -> bool:
    """Whether the date stands in an element of its own inside the title's."""
    texts = (
        squeeze("".join(child.itertext()))
        for child in element.iterdescendants()
        if len(element) < 20
    )
    return any(_WORD_DAY.sub("", text.strip("()[] ")) == _WORD_DAY.sub("", raw) for text in texts)


_GLUED = re.compile(r"(?<=\w)(?:Ngày(?: (?:cập nhật|đăng|tạo))?|Cập nhật|Đăng (?:ngày|lúc))\s?:?$")
_WORD_DAY = re.compile(r"^ngày\s*:?\s*", re.IGNORECASE)


def _agrees(best: _Candidate, spoken: str) -> bool:
    """Whether a line may stand for the title although the head says another one."""
    mine, told = set(fold(best.text).split()), set(fold(spoken).split())
    shared = len(mine & told) / max(min(len(mine), len(told)), 1)
    return shared >= 0.5 or (best.lines[0].tag in HEADINGS and len(mine) >= 6)


def _plain(page: Page, body: Body, first: int, meta: Metadata) -> Title:
    """The title of a page whose head says nothing and that sets it like any other line."""
    above = [line for line in page.lines[max(0, first - 8) : first + 1] if _may_be(line)]
    bold = [line for line in above if line.element.find("*") is not None]
    chosen = (bold or above)[-1:]
    if not chosen:
        return Title(meta.head_title)
    text = _without_date(chosen[0].text, chosen[0].element, _NOTHING)
    return _title(page, body, _Candidate(0, text, (chosen[0],)), ())


_NOTHING = Said(frozenset(), (), "", "")


def _may_be(line: Line) -> bool:
    text = line.text
    fits = 15 <= len(text) <= 300 and text[-1] not in ".;:," and line.zone not in _ELSEWHERE
    return fits and line.link_chars * 2 < len(text) and not _is_date(text)


def _title(page: Page, body: Body, best: _Candidate, told: tuple[str, ...]) -> Title:
    own = frozenset(line.index for line in best.lines)
    text = _completed(best.text, told)
    return Title(text, best.lines[0].index, own | _repeated(page, body, key(text)))


def _completed(text: str, told: tuple[str, ...]) -> str:
    """A line cut short with "…" as the head tells it in full."""
    cut = CUT.search(text)
    start = key(text[: cut.start()]) if cut else ""
    longer = (title for title in told if start and key(title).startswith(start))
    return next((title for title in longer if not is_cut(title)), text)


def _repeated(page: Page, body: Body, title: str) -> frozenset[int]:
    """The first lines of the text that say the title again."""
    first = [page.lines[index] for index in body.kept[:4]]
    short = [line for line in first if len(line.text) <= _LONGEST]
    return frozenset(line.index for line in short if title and key(line.text) == title)


def told(page: Page, body: Body, text: str) -> Title:
    """The title a portal's selector found, with the line that shows it."""
    name = key(text)
    window = page.lines[: _opening(page, body) + _INSIDE_LINES]
    short = (line for line in reversed(window) if len(line.text) <= _LONGEST)
    at = next((line.index for line in short if key(line.text) == name), None)
    own = frozenset() if at is None else frozenset({at})
    return Title(text, at, own | _repeated(page, body, name))
