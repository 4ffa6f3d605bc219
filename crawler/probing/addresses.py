"""How a portal writes the addresses of its articles, as a person would write it down."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discover.pattern import shape_of
from crawler.probing.findings import Shape
from news.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHOWN = {
    "#": "<id>",
    "slug#": "<slug>-<id>",
    "#slug": "<id>-<slug>",
    "slug": "<slug>",
    "name": "<name>",
}
_JOOMLA = re.compile(r"\d+:")  # its ids carry the slug along
MOST_SHAPES = 4
RARE = 10  # a shape that is not one in so many addresses is a stray link


def shapes_of(urls: Iterable[str]) -> tuple[Shape, ...]:
    """The shapes of these addresses, most frequent first, each with an example."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for url in urls:
        groups[_kind(url)].append(url)
    total = sum(map(len, groups.values()))
    ranked = sorted(groups.values(), key=len, reverse=True)
    kept = [group for group in ranked if len(group) * RARE >= total]
    return tuple(Shape(_spell(group), len(group), group[0]) for group in kept[:MOST_SHAPES])


def share_a_shape(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any of some addresses is written as one of the others is."""
    return not {_kind(url) for url in some}.isdisjoint(_kind(url) for url in others)


def _kind(url: str) -> tuple[str, ...]:
    path = shape_of(url).partition("?")[0]
    return (path, *sorted(name for name, _ in _query(url)))


def _spell(urls: Sequence[str]) -> str:
    path = "/".join(["", *_pieces(urls)])
    query = "&".join(f"{name}={_value(values)}" for name, values in _values(urls).items())
    return path + (f"?{query}" if query else "")


def _pieces(urls: Sequence[str]) -> Iterator[str]:
    shape = shape_of(urls[0]).partition("?")[0]
    stem, dot, ending = shape.rpartition(".")
    kinds = (stem if dot else shape).split("/")
    columns = zip(*(_path(url) for url in urls), strict=True)
    for number, (kind, column) in enumerate(zip(kinds, columns, strict=True)):
        tail = f".{ending}" if dot and number == len(kinds) - 1 else ""
        constant = len(set(column)) == 1 and len(urls) > 1
        yield unquote(column[0]) if constant else _SHOWN.get(kind, kind) + tail


def _path(url: str) -> list[str]:
    return urlsplit(url).path.strip("/").split("/")


def _query(url: str) -> list[tuple[str, str]]:
    """The parameters that are part of the article's identity: no session, no decoration."""
    meant = {name for name, _ in parse_qsl(urlsplit(canonical(url)).query, keep_blank_values=True)}
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return [(name.lower(), value) for name, value in pairs if name.lower() in meant]


def _values(urls: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for url in urls:
        for name, value in _query(url):
            found.setdefault(name, set()).add(value)
    return found


def _value(values: set[str]) -> str:
    if len(values) == 1:
        return next(iter(values))
    if all(value.isdigit() for value in values):
        return "<id>"
    return "<id>:<slug>" if all(_JOOMLA.match(value) for value in values) else "<text>"
