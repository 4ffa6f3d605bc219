"""Sitemaps: indexes, news sitemaps, compressed and plain ones, and what is left of broken ones."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from crawler.discover.feeds import Entry, local_name, parse_xml, read_day

_LARGEST = 50 * 1024 * 1024
_MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, and further sitemaps if it is an index."""

    pages: tuple[Entry, ...] = ()
    maps: tuple[str, ...] = ()


def read_sitemap(body: bytes) -> Sitemap:
    """Read a sitemap in any of its shapes; an empty one for anything else, never an error."""
    plain = unpack(body)
    if plain.lstrip()[:1] != b"<":
        return _read_lines(plain)
    root = parse_xml(plain)
    if root is None or local_name(root) in {"html", ""}:
        return Sitemap()
    pages: list[Entry] = []
    maps: list[str] = []
    for node in root.iter():
        name = local_name(node)
        if name in {"url", "sitemap"} and len(pages) < _MOST_ENTRIES:
            fields = {local_name(child): (child.text or "").strip() for child in node.iter()}
            if fields.get("loc") and name == "url":
                pages.append(_page(fields))
            elif fields.get("loc"):
                maps.append(fields["loc"])
    return Sitemap(tuple(pages), tuple(maps))


def unpack(body: bytes) -> bytes:
    """The body without gzip, as much of it as is whole and not beyond all reason."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(31).decompress(body, _LARGEST)
    except zlib.error:
        return b""


def _page(fields: dict[str, str]) -> Entry:
    # lastmod is no hint of publication: on real portals it never moves, or moves every day.
    day = read_day(fields["publication_date"]) if fields.get("publication_date") else None
    return Entry(fields["loc"], fields.get("title") or None, day)


def _read_lines(body: bytes) -> Sitemap:
    lines = body[:_LARGEST].decode("utf-8", "replace").split()
    found = [line for line in lines if line.startswith(("http://", "https://"))]
    return Sitemap(tuple(Entry(line) for line in found[:_MOST_ENTRIES]))
