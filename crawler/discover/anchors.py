"""Every link of a page with its place, gathered into lists of links that look alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from lxml import etree

from news.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Element: TypeAlias = Any
Place = Literal["", "nav", "crumb"]

_NAV = re.compile(
    r"(?:^|[^a-z])(?:nav|navbar|navigation|(?:mega-?|(?:top|main|left|right|side|sub))?menu|sitemap)",
    re.IGNORECASE,
)
_CRUMB = re.compile(r"bread-?crumb|duong-?dan|you-?are-?here|pathway", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MENU_TAGS = frozenset(("ul", "div", "td", "table", "section"))
_OUTER = frozenset(("body", "html", "form", "main"))
_LIST_REACH = 6  # levels that one item of a list may be deep, measured on 26 portals' lists


@dataclass(slots=True)
class Anchor:
    """One `<a href>` while its page is being surveyed."""

    element: Element
    url: str
    key: str
    text: str
    sign: int
    place: Place
    label: str = ""
    thumb: bool = False
    heading: bool = False
    box: Element = None


STATE = "/!ut/p/"  # IBM WebSphere writes the way that led to a page into its address
_CLICK = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*"
    r"(?:&quot;|['\"])([^'\"]+)['\"]"
)
_LINK_TAGS = frozenset(("a", "area"))
_CLICKED = etree.XPath(
    "//*[(@onclick or @data-href) and (self::tr or self::td or self::div or self::li or self::h3"
    " or self::h4 or self::p or self::span or self::article)]"
)
_ROOT: tuple[int, Place] = (17, "")


class Signs:
    """A number for the way down to each element: tag and first class of every ancestor."""

    def __init__(self) -> None:
        self._known: dict[Element, tuple[int, Place]] = {}

    def of(self, element: Element) -> tuple[int, Place]:
        """The element's sign and the part of the page it stands in."""
        chain = []
        node, known = element, self._known
        while node is not None and node not in known:
            chain.append(node)
            node = node.getparent()
        sign, place = _ROOT if node is None else known[node]
        for node in reversed(chain):
            own, named = _read_names(node.tag, node.get("class"), node.get("id"))
            sign, place = hash((sign, own)), named or place
            known[node] = sign, place
        return sign, place


@lru_cache(maxsize=8192)
def _read_names(tag: str, classes: str | None, name: str | None) -> tuple[int, Place]:
    """What an element's tag and names say; portals repeat them on every page."""
    first = (classes or "").split(None, 1)[:1]
    own = hash((tag, *(part.rstrip("0123456789-_") for part in first)))
    return own, _place_of(tag, f"{classes or ''} {name or ''}")


def _place_of(tag: str, names: str) -> Place:
    if tag == "nav":
        return "nav"
    if tag in _OUTER or len(names) < 3:
        return ""
    if _CRUMB.search(names):
        return "crumb"
    return "nav" if tag in _MENU_TAGS and _NAV.search(names) else ""


def find_anchors(
    tree: Element, resolve: Callable[[str], str | None], identify: Callable[[str], str]
) -> Iterator[Anchor]:
    """Every anchor that leads to an http address, in document order."""
    signs = Signs()
    rows = _clicked_rows(tree)
    for element in tree.iter("a", "area", *{row.tag for row in rows}):
        href = target_of(element) if element.tag in _LINK_TAGS or element in rows else None
        if not href or href[0] == "#":
            continue
        url = resolve(href)
        if url is None:
            continue
        text, thumb = _words_of(element) if element.tag in _LINK_TAGS else _words_of_row(element)
        sign, place = signs.of(element)
        label = "" if text else _label_of(element)
        heading = _in_heading(element)
        key = name_of_state(url, text or label) if STATE in url else identify(url)
        yield Anchor(element, url, key, text, sign, place, label, thumb, heading)


def _clicked_rows(tree: Element) -> set[Element]:
    """Rows and boxes that lead somewhere by a script and hold no link that does."""
    return {
        row
        for row in _CLICKED(tree)
        if target_of(row) and not any(target_of(link) for link in row.iter("a"))
    }


def target_of(element: Element) -> str | None:
    """The address that a link leads to, be it in its script; None where it leads nowhere."""
    href: str | None = element.get("href") or element.get("data-href")
    if href and href[0] not in "#jJ":
        return href
    script = element.get("onclick")
    if script is None or (href and href[0] in "jJ" and not href.lower().startswith("java")):
        return href
    found = _CLICK.search(script)
    return found[1] if found else href


def name_of_state(url: str, text: str) -> str:
    """A key for an address that every click writes anew: where it is and what it is called."""
    return f"{url.partition(STATE)[0]}#{fold(text)}"


def _words_of(element: Element) -> tuple[str, bool]:
    """The link's words, and whether it shows a picture (whose alt text is no title to trust)."""
    text = squeeze("".join(element.itertext()))
    if len(element) == 0:
        return text, False
    image = next(element.iter("img"), None)
    return text, image is not None


def _words_of_row(element: Element) -> tuple[str, bool]:
    """The longest of a row's cells is its title; the others hold a day, a number, a unit."""
    cells = [squeeze("".join(cell.itertext())) for cell in element] or [""]
    own = squeeze(element.text or "")
    image = next(element.iter("img"), None)
    return max(own, *cells, key=len), image is not None


def _label_of(element: Element) -> str:
    """What a link without words of its own is called: good for arrows, not for titles."""
    image = next(element.iter("img"), None)
    named = image.get("alt") or image.get("title") if image is not None else None
    return squeeze(named or element.get("title") or element.get("aria-label") or "")


def _in_heading(element: Element) -> bool:
    parent = element.getparent()
    for _ in range(2):
        if parent is None:
            return False
        if parent.tag in HEADINGS:
            return True
        parent = parent.getparent()
    return any(child.tag in HEADINGS for child in element)


def group_anchors(anchors: list[Anchor]) -> list[list[Anchor]]:
    """The anchors in lists: alike in their way down and next to each other in one container."""
    alike: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        alike.setdefault(anchor.sign, []).append(anchor)
    groups: list[list[Anchor]] = []
    for members in alike.values():
        groups.extend(_by_container(members))
    return groups


def _by_container(members: list[Anchor]) -> list[list[Anchor]]:
    if len(members) == 1:
        members[0].box = _lonely_box(members[0].element)
        return [members]
    paths = [_path(member.element) for member in members]
    shared = [0, *(_shared(one, two) for one, two in pairwise(paths)), 0]
    boxes: dict[Element, list[Anchor]] = {}
    for index, (anchor, path) in enumerate(zip(members, paths, strict=True)):
        depth = min(max(shared[index], shared[index + 1]), len(path) - 1)
        anchor.box = path[depth]
        boxes.setdefault(path[depth - 1], []).append(anchor)
    return list(boxes.values())


def _path(element: Element) -> list[Element]:
    path = [element, *element.iterancestors()]
    path.reverse()
    return path


def _shared(one: list[Element], two: list[Element]) -> int:
    """How many steps from the root the two ways have in common."""
    depth = 0
    for mine, yours in zip(one, two, strict=False):
        if mine is not yours:
            break
        depth += 1
    return depth


def _lonely_box(element: Element) -> Element:
    """The largest block around a link that holds no link elsewhere."""
    box, target = element, target_of(element)
    for _ in range(_LIST_REACH):
        parent = box.getparent()
        if parent is None or parent.tag in _OUTER:
            return box
        if any(target_of(other) != target for other in parent.iter("a")):
            return box
        box = parent
    return box
