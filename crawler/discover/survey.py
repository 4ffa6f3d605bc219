"""What one page shows: its links, its own words, its headings, and whether it asks to log in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover.diary import is_entry
from crawler.discover.excerpts import count_excerpts
from crawler.discover.links import Link, survey_links
from news import urls
from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.extract import Page

Element: TypeAlias = Any
# A page with this much text of its own is no list, whatever it links to.
STANDING_TEXT = 500
# A page may only teach so much furniture: texts longer than this many lines are no side block.
_MOST_LINES = 4000
_SHORT = 24  # letters; dates, counters and labels
_MOST_FIELDS = 40  # lines of a page that holds but one entry of a diary
_FURNITURE = frozenset(("nav", "footer", "header"))


@dataclass(frozen=True, slots=True)
class Survey:
    """One page as the plan sees it.

    `own` counts the letters of running text outside links, lists and the site's furniture;
    `excerpts` are the titles that it follows with a text each, where that is all it does;
    `unlinked` holds the folded lines that are no links, where a title is looked for; `diary`: its
    own lines are only the time and place of a meeting.
    """

    url: str
    links: tuple[Link, ...]
    own: int
    unlinked: frozenset[str]
    title: str
    headings: tuple[str, ...]
    asks_password: bool
    excerpts: int = 0
    diary: bool = False

    @property
    def items(self) -> tuple[Link, ...]:
        """The links that are items of news lists."""
        return tuple(link for link in self.links if link.kind == "item")

    @property
    def stands(self) -> bool:
        """Whether so much of its text is its own that the page is no list."""
        return self.own >= STANDING_TEXT and not self.excerpts

    def shows(self, title: str) -> bool:
        """Whether the page prints the title as words of its own, not as a link."""
        wanted = fold(squeeze(title)).rstrip(" .…")
        if len(wanted) < 4:
            return False
        return wanted in self.unlinked or any(
            line.startswith(wanted) or (wanted.startswith(line) and len(line) > 20)
            for line in self.headings
        )


@dataclass(slots=True)
class Furniture:
    """Lines that stand on several pages of the portal and so belong to none of them."""

    seen: dict[str, int] = field(default_factory=dict)

    def is_own(self, text: str) -> bool:
        """Whether fewer than two other pages printed the same line."""
        return self.seen.get(text, 0) < 2

    def learn(self, page: Page, *, home: bool) -> None:
        """Take note of a page's lines; those of the home page count twice."""
        for text in {line.text for line in page.lines[:_MOST_LINES] if len(line.text) > _SHORT}:
            self.seen[text] = self.seen.get(text, 0) + 1 + home


def survey_page(page: Page, furniture: Furniture, plain: Callable[[str], str] = str) -> Survey:
    """Look at a page once; `plain` takes from its addresses what names nothing."""
    base = base_of(page)

    def resolve(href: str) -> str | None:
        url = _resolve(base, href)
        return None if url is None else plain(url)

    links = survey_links(page.tree, resolve, urls.canonical)
    boxes = {link.box for link in links if link.kind == "item"}
    unlinked = frozenset(
        fold(line.text).rstrip(" .…") for line in page.lines if line.link_chars * 2 < len(line.text)
    )
    lines = list(_own_lines(page, boxes, furniture))
    return Survey(
        url=plain(page.url),
        links=tuple(links),
        own=sum(len(line) for line in lines if len(line) > _SHORT),
        unlinked=unlinked,
        title=squeeze(page.tree.findtext(".//title") or ""),
        headings=_headings(page.tree),
        asks_password=_asks_password(page.tree),
        excerpts=count_excerpts(plain(page.url), page.lines, links, furniture.is_own),
        diary=len(lines) < _MOST_FIELDS and is_entry((line.text for line in page.lines), lines),
    )


def base_of(page: Page) -> str:
    """The address that the page's links are relative to."""
    node = next(page.tree.iter("base"), None)
    href = node.get("href") if node is not None else None
    return (urls.resolve(page.url, href) if href else None) or page.url


@lru_cache(maxsize=16384)
def _resolve(base: str, href: str) -> str | None:
    return urls.resolve(base, href)


def _own_lines(page: Page, boxes: set[Element], furniture: Furniture) -> Iterator[str]:
    """The lines of text outside links, lists and the site's furniture."""
    inside: dict[Element, bool] = dict.fromkeys(boxes, True)
    for line in page.lines:
        linked = line.link_chars * 3 >= len(line.text)
        if linked or line.zone in _FURNITURE or not furniture.is_own(line.text):
            continue
        if not _within(line.element, inside):
            yield line.text


def _within(element: Element, inside: dict[Element, bool]) -> bool:
    chain = []
    node = element
    while node is not None and node not in inside:
        chain.append(node)
        node = node.getparent()
    found = False if node is None else inside[node]
    for passed in chain:
        inside[passed] = found
    return found


def _headings(tree: Element) -> tuple[str, ...]:
    nodes = (node for node in tree.iter("h1", "h2", "h3") if next(node.iter("a"), None) is None)
    return tuple(fold(squeeze("".join(node.itertext()))) for node in nodes)


def _asks_password(tree: Element) -> bool:
    return any((node.get("type") or "").lower() == "password" for node in tree.iter("input"))
