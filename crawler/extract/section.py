"""In which section of its portal an article stands, and its summary."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from crawler.extract import moments, names
from crawler.extract.headlines import doubled, key, names_kind
from crawler.extract.names import is_person
from news.text import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extract.metadata import Metadata
    from crawler.extract.page import Body, Element, Line, Page
    from crawler.extract.title import Title

# Set for the written pages, where 7 loses a section and 28 reads alike.
_ABOVE = 14
# Joomla and WordPress name the section under the text, below a rating and a counter.
_BEHIND = 6
# A line of labels about an article is no longer.
_LABELS = 120
_TRAIL = re.compile(r"crumb|pathway|duong-?dan|you-?are-?here|navpath|sitepath", re.IGNORECASE)
_CALLED = re.compile(
    r"categor|chuyen-?_?muc|article-?section|(?<![a-z])cate?(?![a-z])", re.IGNORECASE
)
_ARROW = re.compile(r"\s*(?:»|>{1,2}|›|→|\\|/(?=\s)|\|)\s*")
_ANY_ARROW = re.compile(r"[»>›→\\/|]")  # most lines hold none, and this is quick to say so
# A bar parts the links of menus, too.
_SURE_ARROW = re.compile(r"\s*(?:»|>{1,2}|›|→|\\|/(?=\s))\s*")
_LABEL = re.compile(
    r"^\W*(?:(?:tin )?(?:thuoc )?(?:chuyen muc|chuyen de|danh muc|the loai"
    r"|category|section|muc tin)|tin tuc\s?[-–]\s?su kien)\s?:\s*"
    r"|^\W*(?:(?:duoc )?(?:phat hanh|xuat ban|dang) (?:o|trong)|posted in|filed under)\b\s?:?\s*"
)
_HOME = re.compile(r"^(?:trang chu|trang nhat|home(?: ?page)?|trangchu|dau trang|ban dang o.*)$")
# The last crumb of many portals names the kind of page or all of the news.
_GENERIC = re.compile(
    r"^(?:tin tuc|tin bai|chi tiet.*|tin chi tiet|xem tin|noi dung|bai viet|news|detail\w*"
    r"|article\w*)$"
)
# A bare line above the title is its section only if it opens like one.
_OPENS = re.compile(
    r"^(?:tin|hoat dong|thong bao|su kien|chuyen(?! den)|nghien cuu|quan ly|khoa hoc|cong nghe"
    r"|van ban|hop tac|so huu|tieu chuan|an toan|thanh tra|cai cach|dau tu|doi moi|giao duc"
    r"|kinh te)\b"
)
_LEAD = re.compile(
    r"sapo|home-?text|summary|lead(?![a-z])|intro(?![a-z])|description|tom-?tat|trich-?(?:dan|yeu)"
    r"|noidungngan|excerpt",
    re.IGNORECASE,
)


def find(page: Page, body: Body, meta: Metadata, title: Title) -> str | None:
    """The section: a label's, the breadcrumb's last, the head's, or a line above the title."""
    above = _above(page, body, title)
    told = key(title.text)
    return (
        next((value for _, value in _labelled([*above, *_below(page, body, title)])), None)
        or next((value for _, value in _labelled(_after(page, body))), None)
        or _last(_trail(above), told)
        or _last(list(meta.crumbs), told)
        or _called([*above, *_below(page, body, title)], told)
        or next(iter(meta.sections), None)
        or _last(_pair([*above, *_below(page, body, title)]), told)
        or _bare(page, above, meta)
    )


def spent(page: Page, body: Body, title: Title) -> frozenset[int]:
    """Lines that only name the section, and what else stands above the title: never text."""
    about = [*_above(page, body, title), *_below(page, body, title)]
    labelled = {line.index for line, _ in _labelled(about)}
    labelled |= {line.index for line in about if _pair([line])}
    above = (index for index in body.kept if title.line is not None and index < title.line)
    return frozenset(labelled | set(above))


def summary(page: Page, body: Body, meta: Metadata) -> str | None:
    """The lead that the page sets apart, or a description that the text bears out."""
    first = [page.lines[index] for index in body.kept[:3]]
    for line in first[:2]:
        if len(body.kept) > 1 and _is_lead(_names(line)):
            return line.text
    opening = key(" ".join(line.text[:300] for line in first))
    return next((d for d in meta.descriptions if len(d) > 30 and key(d)[:30] in opening), None)


def _above(page: Page, body: Body, title: Title) -> list[Line]:
    """The lines about the title, the nearest above it first, then those between it and the text."""
    at = body.first if title.line is None else title.line
    over = page.lines[max(at - _ABOVE, 0) : at]
    under = page.lines[at + 1 : max(body.first, at + 1)][:6]
    return [*reversed(over), *under]


def _below(page: Page, body: Body, title: Title) -> list[Line]:
    """The lines under the title that the text may have swallowed."""
    if title.line is None:
        return list(page.lines[body.first : body.first + 2])
    return list(page.lines[max(body.first, title.line + 1) : title.line + 7])


def _after(page: Page, body: Body) -> list[Line]:
    """The lines right after the text, up to where something else begins."""
    lines = page.lines[body.last + 1 : body.last + 1 + _BEHIND]
    return [line for line in lines if line.zone not in {"related", "comments"}]


def _labelled(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        if not (":" in line.text or 0 < line.link_chars < len(line.text) < _LABELS):
            continue
        for piece in line.text.split(" | ") if len(line.text) < _LABELS else ():
            label = _LABEL.match(fold(piece))
            if label and (value := _clean(_first_linked(line, piece[label.end() :]))):
                yield line, value


def _first_linked(line: Line, value: str) -> str:
    """A label's value up to the end of its link: tags or a date may stand right behind it."""
    links = line.element.iter("a") if line.link_chars else ()
    texts = (" ".join("".join(link.itertext()).split()) for link in links)
    return next((text for text in texts if text and value.startswith(text)), value)


def _trail(lines: list[Line]) -> list[str]:
    """The crumbs nearest above the title: one line with arrows, or a line for each crumb."""
    marked: dict[Element, bool] = {}
    crumbs = [line for line in reversed(lines) if _in_trail(line.element, marked)]
    for line in lines:
        arrow = _ARROW if line in crumbs else _SURE_ARROW
        short = len(line.text) < 400 and _ANY_ARROW.search(line.text) and arrow.search(line.text)
        parts = list(filter(None, arrow.split(line.text))) if short else []
        if len(parts) > 1 and (_HOME.match(fold(parts[0].strip())) or line in crumbs):
            return parts
    if len(crumbs) == 1 and len(crumbs[0].element):
        return list(_links(crumbs[0])) or [crumbs[0].text]
    return [line.text for line in crumbs]


def _links(line: Line) -> Iterator[str]:
    for link in line.element.iter("a", "span"):
        if len(link) == 0 and (text := _clean(link.text or "")):
            yield text


def _in_trail(element: Element, marked: dict[Element, bool], up: int = 4) -> bool:
    """Whether the element or one close around it is called a breadcrumb."""
    if element is None or not up:
        return False
    if element not in marked:
        get = element.get
        marked[element] = (
            _names_trail(f"{get('class')} {get('id')} {get('aria-label')}")
            or "Breadcrumb" in (get("itemtype") or "")
            or _in_trail(element.getparent(), marked, up - 1)
        )
    return marked[element]


_DASH = re.compile(r"\s+[-–]\s+")


def _pair(lines: list[Line]) -> list[str]:
    """Section and category, each in an element of its own, with a dash between them."""
    for line in lines[:8]:
        parts = _DASH.split(line.text) if len(line.text) < 80 else []
        if 1 < len(parts) <= 3 and parts == list(_links(line)) and not all(map(is_person, parts)):
            return parts
    return []


@lru_cache(maxsize=4096)
def _is_category(called: str) -> bool:
    return _CALLED.search(called) is not None


@lru_cache(maxsize=4096)
def _is_lead(called: str) -> bool:
    return _LEAD.search(called) is not None


@lru_cache(maxsize=4096)
def _names_trail(called: str) -> bool:
    return _TRAIL.search(called) is not None


def _last(crumbs: list[str], title: str) -> str | None:
    """The last crumb that is neither home, the article itself nor a mere "Tin tức"."""
    cleaned = [clean for crumb in crumbs if (clean := _clean(crumb))]
    told = [c for c in cleaned if not _HOME.match(fold(c)) and not _is_title(key(c), title)]
    precise = [crumb for crumb in told if not _GENERIC.match(fold(crumb))]
    return next(iter(precise[-1:] or told[-1:]), None)


def _is_title(crumb: str, title: str) -> bool:
    return bool(title) and (crumb == title or (len(crumb) > 15 and title.startswith(crumb)))


def _called(lines: list[Line], title: str) -> str | None:
    """A short line whose element is called a category."""
    for line in lines[:8]:
        fits = 2 < len(line.text) <= 80 and line.zone not in {"related", "comments", "footer"}
        if fits and (_is_category(_names(line)) or _has_icon(line)):
            return _last([line.text], title)
    return next((name for line in lines[:8] if (name := _linked_category(line))), None)


def _has_icon(line: Line) -> bool:
    """Whether the picture of a folder stands before a link: so themes mark the section."""
    icon = line.element[0] if line.link_chars == len(line.text) and len(line.element) else None
    return icon is not None and icon.tag == "i" and "folder" in (icon.get("class") or "")


def _linked_category(line: Line) -> str | None:
    """The link to a category within a line that also shows the date and the poster."""
    if not 0 < line.link_chars < len(line.text) <= 200:
        return None
    for link in line.element.iter("a"):
        around = link.getparent()
        called = f"{link.get('rel')} {link.get('class')} {around.get('class')}"
        if _is_category(called) and around is not line.element.getparent():
            return _clean("".join(link.itertext()))
    return None


def _bare(page: Page, lines: list[Line], meta: Metadata) -> str | None:
    """A short line right above the title that opens or is linked like the name of a section."""
    for line, over in zip_longest(lines[:3], lines[1:4]):
        short = 3 < len(line.text) <= 60 and not any(map(str.isdigit, line.text))
        under = page.lines[line.index + 1 : line.index + 2]
        entries = [one for one in (line, over, *under) if one and one.tag in _ENTRIES]
        menu = sum(one.link_chars > 0 for one in entries) > 1 or _heads_menu(line, under)
        menu = menu or all(map(_is_link, (line, over, *under)))
        if line.link_chars * 2 > len(line.text) > _MENU_WORDS or len(line.text) > _PROSE:
            return None  # what stands above other articles or their text is a heading of these
        if not short or menu or names_kind(line.text) or key(line.text) == key(meta.site or ""):
            continue
        named = _OPENS.match(fold(line.text)) or doubled(key(line.text))
        if named or (not line.link_chars and _in_menu(page, line.text)):
            return _clean(line.text)
    return None


def _is_link(line: Line | None) -> bool:
    return line is not None and line.link_chars * 2 > len(line.text)


def _heads_menu(line: Line, under: Sequence[Line]) -> bool:
    """Whether the entries of a menu stand under this line in the same cell."""
    return any(one.box == line.box and one.link_chars * 2 > len(one.text) for one in under)


_ENTRIES = frozenset({"li", "td", "dd"})
_MENU_WORDS, _PROSE = 40, 100


def _in_menu(page: Page, text: str) -> bool:
    """Whether the page links elsewhere by these words, as menus do."""
    return any(text == (link.text or "").strip() for link in page.tree.iter("a"))


def _names(line: Line) -> str:
    element = line.element
    parent = element.getparent()
    chain = [element] if parent is None else [element, parent]
    return " ".join(e.get(k) or "" for e in chain for k in ("class", "id", "itemprop"))


_NO_DATE = re.compile(r"-?\d{4}-\d\d-\d\d.*$")


def _clean(text: str) -> str | None:
    """A section's name without the date, counters and marks that share its line."""
    shown = moments.find(text)
    text = nfc(text[: shown[0].start] if shown else text)
    text = _NO_DATE.sub("", text).strip(" \t.,;:-–|»>›/([•*")
    half = len(text) // 2
    if text[:half].rstrip() == text[half + 1 :] and text[half : half + 1] == " ":
        text = text[:half]  # a portlet's heading says its name twice
    return text if text and not text.isdigit() and not names.is_account(text) else None
