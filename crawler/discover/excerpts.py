"""Pages that go from title to title with some sentences of each: sections, not articles."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from crawler.discover import words
from crawler.discover.pattern import shape_of
from news import urls
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from crawler.discover.links import Link
    from crawler.extract import Line

# So many titles with a text of so many letters each; shorter lines are dates and counters. Tuned
# on category pages of our own in tables, paragraphs and bare lines.
_ENOUGH, _EXCERPT, _LINE = 3, 70, 24
# A section may say a little of itself first; an article says more before it names another.
_PREFACE = 200
_FURNITURE = frozenset(("nav", "footer", "header"))
_KINDS = frozenset(("item", "label"))
_SPACES = 3


def count_excerpts(
    url: str, lines: Iterable[Line], links: Sequence[Link], is_own: Callable[[str], bool]
) -> int:
    """How many links of a page are followed by an excerpt each, 0 where it has more to say.

    The links are written in one shape that is not the page's own: an article names others of
    its kind, a section names articles. `is_own` tells a line from the portal's furniture.
    """
    shapes = _shapes_beside(url, links)
    pieces = list(_pieces(lines, shapes, is_own))
    counted = Counter(shape for shape, _ in pieces if shape)
    if not counted:
        return 0
    shape = counted.most_common(1)[0][0]
    head, *gaps = _gaps(shape, pieces)
    told = [gap for gap in gaps if gap >= _EXCERPT]
    if len(told) < _ENOUGH or head > _PREFACE + max(gaps) or gaps[-1] > 2 * median(told):
        return 0
    return len(told) if 2 * max(head, *gaps) <= head + sum(gaps) else 0


def _shapes_beside(url: str, links: Sequence[Link]) -> dict[str, str]:
    """The shapes of addresses by the words of their links, where those may be titles of articles.

    Titles are no single words, and addresses of articles have a part that changes.
    """
    own, site = shape_of(urls.canonical(url)), urls.site_of(url)
    shapes = {
        fold(link.text): shape_of(link.key)
        for link in links
        if link.kind in _KINDS
        and link.text.count(" ") >= _SPACES
        and urls.site_of(link.url) == site
    }
    return {
        text: shape
        for text, shape in shapes.items()
        if shape != own and ("#" in shape or "slug" in shape)
    }


def _pieces(
    lines: Iterable[Line], shapes: dict[str, str], is_own: Callable[[str], bool]
) -> Iterator[tuple[str, int]]:
    """Each line that matters: the shape it leads to, or the letters of text it has.

    Of some items only "read on" is a link, not the title.
    """
    for line in lines:
        if line.zone in _FURNITURE:
            continue
        led = shapes.get(fold(words.without_day(line.text)), "")
        if led or 2 * line.link_chars >= len(line.text):
            yield led, 0
        elif len(line.text) > _LINE and is_own(line.text):
            yield "", len(line.text)


def _gaps(shape: str, pieces: Iterable[tuple[str, int]]) -> list[int]:
    """The letters before the first link of a shape, and after each one."""
    gaps = [0]
    for led, letters in pieces:
        if led == shape:
            gaps.append(0)
        gaps[-1] += letters
    return gaps
