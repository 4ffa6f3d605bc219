"""Lists whose further pages only a script in a file can fetch: which file, and what it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from crawler.discover import words
from crawler.discover.endpoints import read_script
from crawler.discover.expressions import read_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.discover.ask import Ask
    from crawler.discover.endpoints import Endpoint
    from crawler.discover.expressions import Values
    from crawler.discover.walk import Walk

Element: TypeAlias = Any

_PAGER = re.compile(
    r"pagin|paging|pager|phan-?trang|load-?more|xem-?them|view-?more", re.IGNORECASE
)
_COUNTED = re.compile(r"\b(?:total_?pages?|page_?count|tong_?so_?trang|initPag)", re.IGNORECASE)
_NOWHERE = re.compile(r"#|javascript:(?!.*PostBack)", re.IGNORECASE)
# Files that many sites share page nothing of their own.
_SHARED = re.compile(
    r"jquery|bootstrap|modernizr|swiper|slick|owl|fancybox|lightbox|font-?awesome|popper|moment|"
    r"select2|angular|react|vue|polyfill|respond|html5|webresource|scriptresource|captcha|analytics|"
    r"^libs?\d|^vendor|plugin|validat|datepicker|highcharts|marquee|cookie|"
    r"gtag|facebook|zalo|chat|wow|aos|lazy|carousel|flexslider|ckeditor|tinymce|sweetalert|toastr",
    re.IGNORECASE,
)
_LIKELY = re.compile(r"news|tin|list|pag|load|article|main|site|app|custom|common", re.IGNORECASE)
_MOST = 4  # files looked at for one portal's lists; those named like lists come first


@dataclass(slots=True)
class Waiting:
    """A list's first page whose way on is looked for in files: what it says to scripts."""

    walk: Walk
    ask: Ask
    url: str
    values: Values
    files: tuple[str, ...]


@dataclass(slots=True)
class Scripts:
    """The script files of one portal, and the lists that wait for them."""

    texts: dict[str, str | None] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)

    def settle(self, url: str, text: str) -> None:
        """A file came, or did not (an empty text)."""
        self.texts[url] = text

    def endpoint_of(self, one: Waiting) -> Endpoint | None:
        """What the files that came say of a list's further pages."""
        found = (read_script(self.texts.get(url) or "", one.values) for url in one.files)
        return next((endpoint for endpoint in found if endpoint is not None), None)

    def wanted(self, one: Waiting) -> list[str]:
        """The files of a list that were never asked for."""
        asked = [url for url in one.files if url not in self.texts]
        return asked[: max(0, _MOST - len(self.texts))]

    def ready(self) -> list[Waiting]:
        """The lists all of whose files have been answered; they wait no more."""
        done = [
            one for one in self.waiting if all(self.texts.get(f, "") is not None for f in one.files)
        ]
        self.waiting = [one for one in self.waiting if one not in done]
        return done


def find_waiting(
    tree: Element, walk: Walk, ask: Ask, url: str, resolve: Callable[[str], str | None]
) -> Waiting | None:
    """The page as one that waits for its script files; None where nothing speaks of more pages."""
    if not _is_paged(tree):
        return None
    files = [resolve(script.get("src")) for script in tree.iter("script") if script.get("src")]
    own = [file for file in files if file and not _SHARED.search(file.rpartition("/")[2])]
    # A site's own files come last, after what they build on.
    own = sorted(dict.fromkeys(reversed(own)), key=lambda file: not _LIKELY.search(file))
    return Waiting(walk, ask, url, read_values(tree), tuple(own[:_MOST])) if own else None


def _is_paged(tree: Element) -> bool:
    """Whether a page shows or counts further pages without an address for them."""
    for node in tree.iter("div", "ul", "nav", "button", "a", "span"):
        if _PAGER.search(f"{node.get('id') or ''} {node.get('class') or ''}"):
            return True
        if node.tag == "button" and words.is_more("".join(node.itertext()).strip()[:40]):
            return True
        if node.tag == "a" and _is_number_nowhere(node):
            return True
    scripts = (script.text or "" for script in tree.iter("script"))
    return any(_COUNTED.search(text) for text in scripts)


def _is_number_nowhere(link: Element) -> bool:
    return bool(_NOWHERE.match(link.get("href") or "#")) and (link.text or "").strip() == "2"
