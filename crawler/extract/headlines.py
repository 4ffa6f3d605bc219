"""What a page's head says its title is, told from names of sites, sections and kinds of page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.page import HEADINGS
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extract.metadata import Metadata
    from crawler.extract.page import Body, Line, Page


class Said(NamedTuple):
    """What the head says, as keys: headlines (sure or cut short), `<title>`, the site's name.

    `page` is the last part of the page's address; `menu` the short links above the text, which
    name sections.
    """

    full: frozenset[str]
    cut: tuple[str, ...]
    head: str
    site: str
    page: str = ""
    menu: frozenset[str] = frozenset()


_SEPARATOR = re.compile(r"\s+[|»›>•·–—-]+\s+|\s*[|»]\s*|\s::\s")
CUT = re.compile(r"\s*(?:\.{3,}|…)\s*$")
_NOT_WORD = re.compile(r"[\W_]+")
# Names of sites and of kinds of page, which stand in <title> beside the title or instead of it.
_SITE = re.compile(
    r"\W*(?!(?:sở hữu|báo cáo|báo động|hội (?:thảo|nghị|thi|chợ|đồng|trại)|trường hợp|viện trợ"
    r"|bộ (?:tiêu chí|chỉ số|dữ liệu|thủ tục|quy)|cục diện)\b)(?:xem (?:tin|bài|chi tiết)\b"
    r"|nội dung$"
    r"|(?:trang|cổng|cong) (?:thông tin|thong tin|tttđt|ttđt|tin)|website|web\b|trang chủ"
    r"|home(?: ?page)?$|chi tiết|chi tiet|tin tức$|báo |tạp chí |welcome|untitled|index$|default$"
    r"|(?:sở|ủy ban|ubnd|trường|viện|bộ|hội|liên hiệp|trung tâm|cục|chi cục) (?!.{40})"
    r"|so (?:khoa hoc|kh ?& ?cn|khcn)\b)",
    re.IGNORECASE,
)


def is_cut(text: str) -> bool:
    """Whether this is the beginning of a longer text."""
    return text.rstrip().endswith(("...", "…"))


@lru_cache(maxsize=2048)
def key(text: str) -> str:
    """Letters and digits only, folded: what two spellings of one title have in common."""
    return _NOT_WORD.sub("", fold(text))


def names_kind(text: str) -> bool:
    """Whether a heading names the kind of page, "Tin chi tiết", and nothing on it."""
    return bool(_KIND.match(text))


def names_site(text: str) -> bool:
    """Whether a heading opens like the name of a site or an office, and is as short."""
    return bool(_SITE.match(text))


def doubled(folded: str) -> bool:
    """A portlet's heading prints its name twice: "Thông báo Thông báo"."""
    half = len(folded) // 2
    return half > 3 and folded[:half] == folded[half:]


def said(page: Page, meta: Metadata, first: int) -> Said:
    """Gather the headlines of the head and the names of sections above line `first`."""
    titles = [*meta.titles, meta.head_title]
    site = key(meta.site or "")
    full = {key(t) for t in titles if not is_cut(t) and not _SITE.match(t)} - {"", site}
    cut = tuple(key(CUT.split(part)[0]) for t in titles for part in _parts(t) if is_cut(part))
    return Said(
        frozenset(full),
        tuple(c for c in cut if len(c) > 7),
        "" if _SITE.match(meta.head_title) else key(meta.head_title),
        site,
        last if len(last := page.url.rpartition("/")[2]) > 3 else "",
        frozenset(_menu(page.lines[:first])),
    )


def _menu(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if line.link_chars and len(line.text) < 40 and line.link_chars * 4 > 3 * len(line.text):
            yield key(line.text)


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATOR.split(text) if part]


def spoken(page: Page, body: Body, meta: Metadata, told: Said) -> str:
    """The best title the head says, without the site's name; "" where it says no more than that."""
    first = _first_spoken(meta, told)
    if meta.titles or not first:
        return first
    name = key(first)
    below = page.lines[max(body.last + 1, len(page.lines) - _FOOT_LINES) :]
    if any(not line.link_chars and key(line.text) == name for line in below):
        return ""  # what stands alone at the foot of a page is the site's name
    if len(first.split()) > _SITE_WORDS:
        return first
    # So short a <title> that no line bears out is what every page of the site is called.
    return first if any(name in key(line.text) for line in page.lines[:_SHOWN_LINES]) else ""


# Set for the written pages; 4 and 9 words read alike there.
_SITE_WORDS, _SHOWN_LINES, _FOOT_LINES = 6, 200, 12
_KIND = re.compile(
    r"(?:chi ti[ếe]t|xem)\s?(?:tin\s?(?:t[ứu]c|b[àa]i)?|b[àa]i(?: vi[ếe]t)?|nội dung)?$"
    r"|(?:tin|bài viết|thông tin|nội dung) chi tiết$",
    re.IGNORECASE,
)


def _first_spoken(meta: Metadata, told_by: Said) -> str:
    site = key(meta.site or "")
    for title in (*meta.titles, meta.head_title):
        parts = _parts(title)
        if any(map(_KIND.match, parts)):
            continue  # beside "Chi tiết tin" stands the site's name
        named = {site, *told_by.menu} - told_by.full
        told = [part for part in parts if key(part) not in named and not _SITE.match(part)]
        if told and not is_cut(told[-1]):
            first = title.index(told[0])
            return title[first : title.index(told[-1], first) + len(told[-1])]
    return ""


_FAR = frozenset(("comments", "footer", "related", "tools", "nav"))


def find_title_line(page: Page, scores: Sequence[float]) -> int:
    """The index of the line that shows the page's title, -1 when none does."""
    head = next(page.tree.iter("title"), None)
    title = " ".join(((head.text if head is not None else "") or "").split()).casefold()
    best, found, longest = 0.0, -1, len(title)
    left = sum(value for value in scores if value > 0) / 2
    for line, value in zip(page.lines, scores, strict=True):
        if value > 0:
            left -= value
            if left + value < 0:
                break
        if line.tag == "h1" or (12 < len(line.text) <= longest and line.zone not in _FAR):
            likeness = _title_likeness(line, title)
            if likeness > best:
                best, found = likeness, line.index
    return found


# A title of which the line shows less says something besides; .7 reads alike.
_WHOLE = 0.9


# Tuned on the public article benchmark: .15 costs .0005 of F1, .5 reads alike.
_SHARE = 0.3


def _title_likeness(line: Line, title: str) -> float:
    first = line.tag == "h1"
    text = line.text.casefold()
    if len(text) > 12 and text in title:
        share = len(text) / len(title)
        if share < _WHOLE and _SITE.match(text):
            return share / 2 if first else 0.0  # the site's name, in a letterhead, say
        if share > _SHARE or first:
            return share + 0.5 * (line.tag in HEADINGS) + 0.3 * first
    return 0.4 if first else 0.0
