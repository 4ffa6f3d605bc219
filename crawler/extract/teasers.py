"""Boxes that announce another article: its title as a link, and a sentence or two of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.attachments import file_type
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.page import Element, Line, Page

# Set on written pages and the public article benchmark; a title of one or two words is a menu's.
_FEWEST_SPACES = 2
_LONGEST, _MOST_LINES = 400, 3
_BOXES = frozenset(("div", "li", "article", "section", "td", "tr", "dd"))


def find_teasers(page: Page) -> set[int]:
    """The boxes of a page that open with a link to another article of the site."""
    found: set[int] = set()
    for line in page.lines:
        if line.link_chars * 10 >= 9 * len(line.text) and line.text.count(" ") >= _FEWEST_SPACES:
            box = _box_of(page, line)
            if box >= 0 and _leads_on(page, line.element):
                found.add(box)
    return found


def _box_of(page: Page, title: Line) -> int:
    """The smallest box that holds this title first and something below it; -1 for none."""
    boxes = page.boxes
    at = title.box
    while at >= 0 and boxes[at].end == title.index + 1 and boxes[at].first == title.index:
        at = boxes[at].parent
    box = boxes[at]
    below = page.lines[title.index + 1 : box.end]
    fits = at >= 0 and box.tag in _BOXES and box.first == title.index
    short = len(below) <= _MOST_LINES and sum(len(line.text) for line in below) <= _LONGEST
    return at if fits and short and not any(map(_is_linked, below)) else -1


def _is_linked(line: Line) -> bool:
    return line.link_chars * 2 > len(line.text)


def _leads_on(page: Page, element: Element) -> bool:
    """Whether a link in this element leads to another page of the site, not to a file."""
    return any(_is_other_page(page.url, href) for href in _targets(element))


def _targets(element: Element) -> Iterator[str]:
    links = element.iter("a") if element.tag != "a" else [element]
    yield from (link.get("href") or "" for link in links)


def _is_other_page(base: str, href: str) -> bool:
    url = None if href.startswith("#") else resolve(base, href)
    if url is None or url.split("#")[0] == base.split("#")[0]:
        return False
    return urlsplit(url).netloc == urlsplit(base).netloc and file_type(url, None) is None
