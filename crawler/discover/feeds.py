"""RSS, Atom and JSON feeds: where they are and what they list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from crawler.discover import words

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = Any

WELL_KNOWN = ("rss", "feed", "rss.xml", "feed/", "index.php?nv=rss", "rss/feed.rss")
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
)
_MOST_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed or sitemap; its day is a hint that no page need confirm."""

    url: str
    title: str | None = None
    day: date | None = None


def declared_feeds(tree: Element) -> list[str]:
    """The feeds that a page declares in its head, as written, without those of comments."""
    found = []
    for node in tree.iter("link"):
        kind = (node.get("type") or "").split(";")[0].strip().lower()
        href = node.get("href")
        if kind in _FEED_TYPES and href and "comment" not in href.lower():
            found.append(str(href))
    return found


def read_feed(body: bytes) -> list[Entry]:
    """The entries of a feed in any of its formats; empty for anything else, never an error."""
    if body.lstrip()[:1] == b"{":
        return _read_json(body)
    root = parse_xml(body)
    if root is None:
        return []
    return list(_entries(root))


def parse_xml(body: bytes) -> Element | None:
    """The root of an XML document, None if it is none; entities and the network stay off."""
    if b"<!ENTITY" in body[:200_000]:
        return None  # no feed defines entities; those who do mean harm
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(node: Element) -> str:
    """The element's name without its namespace, lower case."""
    return node.tag.rsplit("}", 1)[-1].lower() if isinstance(node.tag, str) else ""


def _entries(root: Element) -> Iterator[Entry]:
    count = 0
    for node in root.iter():
        if local_name(node) not in {"item", "entry"}:
            continue
        fields = {local_name(child): child for child in reversed(node)}
        url = _link_of(node, fields)
        if url:
            yield Entry(url, _text(fields.get("title")), _day_of(fields))
            count += 1
        if count >= _MOST_ENTRIES:
            return


def _link_of(node: Element, fields: dict[str, Element]) -> str | None:
    for child in node:
        if local_name(child) != "link":
            continue
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
        if child.text and child.text.strip():
            return str(child.text).strip()
    guid = _text(fields.get("guid"))
    return guid if guid and guid.startswith("http") else None


def _text(node: Element | None) -> str | None:
    if node is None:
        return None
    text = "".join(node.itertext()).strip()
    return " ".join(text.split()) or None


def _day_of(fields: dict[str, Element]) -> date | None:
    for name in ("pubdate", "published", "date", "updated"):
        text = _text(fields.get(name))
        if text:
            return read_day(text)
    return None


def read_day(text: str) -> date | None:
    """The day of an RFC 822 or ISO time, None where it cannot be read."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, OverflowError):
        return words.find_day(text)


def _read_json(body: bytes) -> list[Entry]:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return []
    items = feed.get("items") if isinstance(feed, dict) else None
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [_json_entry(row) for row in rows[:_MOST_ENTRIES] if isinstance(row.get("url"), str)]


def _json_entry(row: dict[str, Any]) -> Entry:
    title = row.get("title")
    shown = str(row.get("date_published") or "")
    return Entry(row["url"], title if isinstance(title, str) else None, read_day(shown))
