"""What a page's head says of it: meta tags, JSON-LD and microdata as witnesses, not as truth."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from crawler.extract import moments
from news.text import squeeze
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime

    from crawler.extract.page import Element, Page

Node = dict[str, Any]

# JSON-LD beyond this is a catalogue, not an article's description.
_JSON_LIMIT = 300_000
_NODE_LIMIT = 2_000
_LONGEST = 2_000


class Witness(NamedTuple):
    """A date that something other than the visible text gives, and how far it is believed.

    JSON-LD .6 and microdata .5 are made for this very purpose; OpenGraph .3 is often the day of
    a migration or an edit; an address .2 says when a file was made.
    """

    value: date | datetime
    confidence: float
    origin: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head's witnesses, best first; `head_title` is the raw `<title>` with single spaces."""

    head_title: str = ""
    titles: tuple[str, ...] = ()
    site: str | None = None
    published: tuple[Witness, ...] = ()
    updated: tuple[Witness, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    sections: tuple[str, ...] = ()
    crumbs: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    canonical: str | None = None


def without(meta: Metadata, refrain: Collection[str]) -> Metadata:
    """The same but for what the portal says on every page; such a title is its own name."""
    same = [title for title in (*meta.titles, meta.head_title) if title in refrain]
    return replace(
        meta,
        head_title="" if meta.head_title in refrain else meta.head_title,
        titles=tuple(title for title in meta.titles if title not in refrain),
        site=meta.site or next(iter(same), None),
        descriptions=tuple(told for told in meta.descriptions if told not in refrain),
    )


_TITLES = ("og:title", "headline", "twitter:title", "title", "dc.title", "dcterms.title")
_PUBLISHED = (
    ("article:published_time", 0.3),
    ("datepublished", 0.5),
    ("pubdate", 0.3),
    ("publishdate", 0.3),
    ("publish_date", 0.3),
    ("dc.date", 0.3),
    ("dc.date.issued", 0.3),
    ("dcterms.date", 0.3),
    ("date", 0.2),
    ("datecreated", 0.2),
)
_UPDATED = (
    ("article:modified_time", 0.3),
    ("datemodified", 0.3),
    ("og:updated_time", 0.3),
    ("lastmod", 0.2),
)
# `author`, `dc.creator` and their like hold the institution or its web agency.
_AUTHORS = ("article:author",)
_SECTIONS = ("article:section", "articlesection")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_WANTED = frozenset(
    (*_TITLES, *dict(_PUBLISHED), *dict(_UPDATED), *_AUTHORS, *_SECTIONS, *_DESCRIPTIONS)
) | {"og:site_name", "og:url"}


def read(page: Page) -> Metadata:
    """Gather what the head says in one pass."""
    head = _Head()
    for element in page.tree.iter(*_TAKEN):
        _TAKEN[element.tag](head, element)
    graph = [node for text in head.scripts for node in _nodes(text)]
    article = _article_of(graph, head.title)
    meta = head.meta
    return Metadata(
        head_title=head.title,
        titles=_distinct([_text(article.get("headline")), *(meta.get(n) for n in _TITLES)]),
        site=meta.get("og:site_name") or _site_of(graph),
        published=(
            *_ld_dates(article, "datePublished", "dateCreated"),
            *_dates(meta, _PUBLISHED),
            *head.times,
            *_url_dates(page.url),
        ),
        updated=(*_ld_dates(article, "dateModified"), *_dates(meta, _UPDATED), *head.edits),
        authors=_distinct(
            [*_names(_persons(article.get("author"))), *(meta.get(n) for n in _AUTHORS)]
        ),
        publisher=next(iter(_names(article.get("publisher"))), None),
        sections=_distinct([*_names(article.get("articleSection")), *map(meta.get, _SECTIONS)]),
        crumbs=_crumbs(graph),
        descriptions=_distinct([_text(article.get("description")), *map(meta.get, _DESCRIPTIONS)]),
        canonical=_canonical(page.url, head.canonical, meta.get("og:url")),
    )


class _Head:
    """What the pass over the tree gathers; the first of a name counts."""

    def __init__(self) -> None:
        self.meta: dict[str, str] = {}
        self.scripts: list[str] = []
        self.times: list[Witness] = []
        self.edits: list[Witness] = []
        self.title = ""
        self.canonical: str | None = None

    def meta_tag(self, element: Element) -> None:
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        name = name.lower()
        if name in _WANTED and name not in self.meta and (content := element.get("content")):
            self.meta[name] = _line(content)

    def link(self, element: Element) -> None:
        if self.canonical is None and (element.get("rel") or "").lower() == "canonical":
            self.canonical = element.get("href")

    def script(self, element: Element) -> None:
        if "ld+json" in (element.get("type") or "") and element.text:
            self.scripts.append(element.text)

    def title_tag(self, element: Element) -> None:
        parent = element.getparent()
        if not self.title and (parent is None or parent.tag != "svg"):
            self.title = _line("".join(element.itertext()))

    def time(self, element: Element) -> None:
        said = element.get("datetime") or element.get("content") or ""
        marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        edit = element.get("itemprop") == "dateModified" or element.get("class") == "updated"
        if (marked or edit) and (value := moments.written(said)):
            (self.times if marked else self.edits).append(Witness(value, 0.5, "microdata"))


# One method per tag: dispatching on it was the dearest step of this pass.
_TAKEN = {
    "meta": _Head.meta_tag,
    "link": _Head.link,
    "script": _Head.script,
    "title": _Head.title_tag,
    "time": _Head.time,
}


_NESTED = (dict, list)


def _nodes(text: str) -> Iterator[Node]:
    """Every object of a JSON-LD script, outer ones first; a broken script holds none."""
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    end = max(text.rfind("}"), text.rfind("]")) + 1
    if end - start > _JSON_LIMIT:
        return
    try:
        waiting = deque([json.loads(text[start:end], strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(_NODE_LIMIT):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, _NESTED)]
        elif isinstance(node, list):
            waiting += node


def _article_of(graph: list[Node], head_title: str) -> Node:
    """The node that describes this page's article; a page may describe its neighbours too."""
    articles = [node for node in graph if _is(node, _ARTICLE)]
    for node in articles:
        headline = _text(node.get("headline"))
        if headline and headline[:40] in head_title:
            return node
    pages = [node for node in graph if _is(node, _WEBPAGE) and node.get("datePublished")]
    return next(iter(articles[:1] or pages[:1]), {})


_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_WEBPAGE = re.compile(r"^WebPage$")


def _is(node: Node, kind: re.Pattern[str]) -> bool:
    named = node.get("@type")
    return any(isinstance(n, str) and kind.search(n) for n in _as_list(named))


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str | None:
    return _line(value) or None if isinstance(value, str) else None


def _line(text: str) -> str:
    """A value as one line; what is longer than any title or description is cut off."""
    return squeeze(unescape(text[:_LONGEST]))


def _names(value: object) -> list[str]:
    """The names in a JSON-LD person, organisation or list of them."""
    found = (one.get("name") if isinstance(one, dict) else one for one in _as_list(value))
    return [name for name in map(_text, found) if name]


def _persons(value: object) -> list[Any]:
    return [o for o in _as_list(value) if not (isinstance(o, dict) and _is(o, _ORGANISATION))]


_ORGANISATION = re.compile("Organization$")


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _site_of(graph: list[Node]) -> str | None:
    named = (_text(node.get("name")) for node in graph if _is(node, _SITE))
    return next((name for name in named if name), None)


_SITE = re.compile(r"^(?:WebSite|NewsMediaOrganization|GovernmentOrganization|Organization)$")


def _ld_dates(article: Node, *keys: str) -> list[Witness]:
    said = (text for key in keys if (text := _text(article.get(key))))
    return [Witness(value, 0.6, "json-ld") for text in said if (value := moments.written(text))]


def _dates(meta: dict[str, str], names: tuple[tuple[str, float], ...]) -> list[Witness]:
    present = ((meta[name], trust, name) for name, trust in names if name in meta)
    read = ((moments.written(said), trust, name) for said, trust, name in present)
    return [Witness(value, trust, name) for value, trust, name in read if value]


_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/-]?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?=\d{6}\b|[/._-]|$)"
)


def _url_dates(url: str) -> list[Witness]:
    found = _URL_DAY.search(_path(url))
    value = moments.written("-".join(f"{int(found[k]):02}" for k in "ymd")) if found else None
    return [Witness(value, 0.2, "url")] if value else []


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _crumbs(graph: list[Node]) -> tuple[str, ...]:
    """The names of a JSON-LD breadcrumb list, in their order."""
    trail = next((node for node in graph if _is(node, _TRAIL)), {})
    items = [i for one in _as_list(trail.get("itemListElement")) for i in _as_list(one)]
    return _distinct(_crumb(item) for item in items if isinstance(item, dict))


_TRAIL = re.compile("^BreadcrumbList$")


def _crumb(item: Node) -> str | None:
    inner = item.get("item")
    return _text(item.get("name")) or (
        _text(inner.get("name")) if isinstance(inner, dict) else None
    )


def _canonical(url: str, *said: str | None) -> str | None:
    """The canonical address the page names; one that is the home page names nothing."""
    for one in said:
        found = one if one == url else resolve(url, one) if one else None
        if found and (len(_path(found)) > 1 or urlsplit(found).query):
            return found
    return None
