"""Where a listing goes on: its next page, in whatever shape the portal writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from crawler.discover import endpoints, postback, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crawler.discover.endpoints import Endpoint
    from crawler.discover.links import Link

Element: TypeAlias = Any
How = Literal["link", "postback", "endpoint", "button"]

_DAY_LIKE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}|/(?:19|20)\d\d[-_./]\d{1,2}/?$"
)
_LOAD_MORE = re.compile(
    r"load-?more|xem-?them|view-?more|show-?more|btn-?more|next-?page", re.IGNORECASE
)
_DATA_ADDRESS = frozenset(
    ("data-url", "data-href", "data-next", "data-link", "data-src", "data-ajax-url")
)


@dataclass(frozen=True, slots=True)
class Step:
    """How to ask for the next page. `key` tells pages apart that share one address."""

    how: How
    url: str
    key: str | None = None
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    endpoint: Endpoint | None = None

    @property
    def method(self) -> Literal["GET", "POST"]:
        """GET unless the step carries a form."""
        return "POST" if self.form else "GET"


def find_step(
    tree: Element,
    links: Sequence[Link],
    url: str,
    number: int,
    resolve: Callable[[str], str | None],
) -> Step | None:
    """The way from page `number` of the listing that `url` shows to the next one."""
    link = find_next(links, url, number)
    if link is not None:
        return Step("link", link.url)
    chosen = _chosen(tree, number)
    target = resolve(chosen) if chosen else None
    if target is not None:
        return Step("link", target)
    posted = postback.find_post(tree, number)
    if posted is not None:
        return _posted(posted, url, number, resolve)
    address = _declared(tree) or _button(tree)
    target = resolve(address) if address else None
    if target is not None and target != url:
        return Step("button", target)
    found = endpoints.find_endpoint(tree)
    return None if found is None else endpoint_step(found, number, resolve)


def endpoint_step(
    endpoint: Endpoint, number: int, resolve: Callable[[str], str | None]
) -> Step | None:
    """The way to the page after `number` by an endpoint that an earlier page named."""
    address, form = endpoint.page(number + 1)
    target = resolve(address)
    if target is None:
        return None
    mark = "&".join(f"{name}={value}" for name, value in form)
    key = f"{target}#{mark}" if form else None
    return Step("endpoint", target, key, form, endpoint.headers, endpoint)


def _posted(
    posted: postback.Post, url: str, number: int, resolve: Callable[[str], str | None]
) -> Step:
    target = resolve(posted.action) if posted.action else url
    key = f"{url}#post:{posted.name}:{number + 1}"
    return Step("postback", target or url, key, posted.form)


def find_next(links: Iterable[Link], url: str, number: int) -> Link | None:
    """The link to page `number` + 1 of the listing at `url`, if the page shows one."""
    candidates = [
        link for link in links if link.kind == "number" and not _DAY_LIKE.search(link.url)
    ]
    calendars = _calendars(candidates)
    candidates = [link for link in candidates if link.group not in calendars]
    wanted = str(number + 1)
    numbered = [link for link in candidates if link.text.strip("[] ") == wanted]
    for link in numbered:
        if _goes_on(link.url, url):
            return link
    if numbered:
        return numbered[0]
    onward = [one for one in candidates if words.is_onward(words.plain(one.text) or one.text)]
    fitting = [link for link in onward if _goes_on(link.url, url)]
    return fitting[0] if fitting else None


def _calendars(candidates: Iterable[Link]) -> set[int]:
    """The lists that number the days of a month rather than pages."""
    numbers: dict[int, set[str]] = {}
    for link in candidates:
        numbers.setdefault(link.group, set()).add(link.text)
    return {
        group
        for group, texts in numbers.items()
        if {"27", "28", "5", "1"} <= texts | {"1"} and len(texts) >= 27
    }


def _goes_on(url: str, base: str) -> bool:
    """Whether an address is the listing's own but for a page number in its path or query."""
    one, two = urlsplit(url), urlsplit(base)
    mine = one.path.rstrip("/").split("/")
    yours = two.path.rstrip("/").split("/")
    common = sum(a == b for a, b in zip(mine, yours, strict=False))
    if common < min(len(mine), len(yours)) - 1:
        return False
    left, right = dict(parse_qsl(one.query)), dict(parse_qsl(two.query))
    if right.keys() - left.keys():
        return False
    changed = [name for name in left if left[name] != right.get(name)]
    return not any(words.is_calendar_key(name) for name in changed)


def _chosen(tree: Element, number: int) -> str | None:
    """The address of the next page in a list to choose pages from."""
    for choice in tree.iter("select"):
        if "location" not in (choice.get("onchange") or ""):
            continue
        for option in choice.iter("option"):
            label = words.plain("".join(option.itertext())).removeprefix("trang ")
            if label == str(number + 1) and option.get("value"):
                return str(option.get("value"))
    return None


def _declared(tree: Element) -> str | None:
    """The address that `<link rel=next>` or `<a rel=next>` declares."""
    for node in tree.iter("link", "a"):
        if (node.get("rel") or "").lower() == "next" and node.get("href"):
            return str(node.get("href"))
    return None


def _button(tree: Element) -> str | None:
    """The address that a "load more" element carries in an attribute."""
    for node in tree.iter("button", "a", "input", "span"):
        address = _data_address(node)
        if address is not None and _is_load_more(node):
            return address
    return None


def _data_address(node: Element) -> str | None:
    for name in node.keys():  # noqa: SIM118 - an element's iterator gives its children
        if name in _DATA_ADDRESS:
            return str(node.get(name)) or None
    return None


def _is_load_more(node: Element) -> bool:
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    text = "".join(node.itertext()).strip()
    return bool(_LOAD_MORE.search(name)) or (len(text) < 30 and words.is_more(text))
