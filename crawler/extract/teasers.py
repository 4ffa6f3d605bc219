"""Boxes that announce another article: its title as a link, and a sentence or two of it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.extract.attachments import is_attachment_line
from crawler.extract.scene import SENTENCE
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.page import Element, Line, Page

# Set on written pages and the public article benchmark; a title of one or two words is a menu's.
_FEWEST_SPACES = 2
_LONGEST, _MOST_LINES = 400, 3
_BOXES = frozenset(("div", "li", "article", "section", "td", "dd"))


def find_teasers(page: Page, first: int, end: int) -> set[int]:
    """The boxes that open with a link to another article of the site, among these lines."""
    found: set[int] = set()
    # By number, most lines being no such links: half of what asking by name costs.
    linked = [one for one in page.lines[first : end - 1] if one[4] * 10 >= 9 * len(one[1])]
    for line in linked:
        if line.text.count(" ") < _FEWEST_SPACES or _is_linked(page.lines[line.index + 1]):
            continue
        box = _box_of(page, line)
        if box >= 0 and _leads_on(page, line.element) and not is_attachment_line(page, line):
            found.add(box)
    return found


def without_lists(page: Page, weighed: list[float], teasers: set[int], title: int) -> list[float]:
    """The lines' weights, less in lists of teasers, where the page says something else as well.

    The teasers beside a notice of one sentence weigh more than it does.
    """
    if len(teasers) < _A_LIST:
        return weighed
    looks = Counter(map(partial(_look, page), teasers))
    listed = [page.boxes[at] for at in teasers if looks[_look(page, at)] >= _A_LIST]
    inside = {index for box in listed for index in range(box.first, box.end)}
    rest = (max(weighed[index], 0) for index in range(max(title, 0), len(weighed)))
    left = sum(value for index, value in enumerate(rest, max(title, 0)) if index not in inside)
    if not inside or left < SENTENCE:
        return weighed
    return [value * _LISTED if at in inside else value for at, value in enumerate(weighed)]


_A_LIST, _LISTED = 3, 0.1


def _look(page: Page, at: int) -> tuple[int, str, str | None]:
    box = page.boxes[at]
    return box.parent, box.tag, box.element.get("class")


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
    if url is None or url.split("#")[0] == base.split("#", maxsplit=1)[0]:
        return False
    return urlsplit(url).netloc == urlsplit(base).netloc
