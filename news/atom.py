"""An Atom 1.0 feed of what was found: a pure writer, valid whatever the titles hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

from news.text import squeeze
from news.urls import is_http

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMESPACE = "http://www.w3.org/2005/Atom"
# XML 1.0 can hold no other characters, not even as references.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # the day that tag: addresses name; it never changes
_UNTITLED = "(không có tiêu đề)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `id` is its tag: address, `html` its body as safe HTML."""

    id: str
    title: str
    updated: datetime
    link: str | None = None
    published: datetime | None = None
    authors: Sequence[str] = ()
    categories: Sequence[str] = ()
    summary: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `updated` is used where it has no entries, `author` for entries that name none."""

    id: str
    title: str
    updated: datetime
    author: str
    link: str | None = None
    entries: Sequence[Entry] = ()


def tag_uri(authority: str, day: datetime, *parts: str | int) -> str:
    """A tag: address (RFC 4151), such as `tag:khcn,2026:change:12`; the same for ever.

    Other parts make another address, whatever letters they are written in.
    """
    specific = ":".join(quote(str(part), safe="", errors="replace") for part in parts)
    return f"tag:{authority},{day.year}:{specific}"


def write(feed: Feed) -> str:
    """The feed as an XML document."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("feed"), {"xml:lang": "vi"})
    _add(root, "id", feed.id)
    _add(root, "title", _line(feed.title))
    _add(root, "updated", _stamp(max((e.updated for e in feed.entries), default=feed.updated)))
    _add_link(root, feed.link)
    _add_names(root, [feed.author])
    _add(root, "generator", "khcn")
    for entry in feed.entries:
        _add_entry(root, entry)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, _name("entry"))
    _add(element, "id", entry.id)
    _add(element, "title", _line(entry.title) or _UNTITLED)
    _add(element, "updated", _stamp(entry.updated))
    if entry.published:
        _add(element, "published", _stamp(entry.published))
    _add_link(element, entry.link)
    _add_names(element, entry.authors)
    for term in filter(None, map(_line, entry.categories)):
        ET.SubElement(element, _name("category"), {"term": term})
    if entry.summary:
        _add(element, "summary", _legal(entry.summary), type="text")
    # An entry without a link must have content (RFC 4287, 4.1.2).
    if entry.html or not _is_link(entry.link):
        _add(element, "content", _legal(entry.html or ""), type="html")


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _name(name), attributes).text = text


def _add_link(parent: ET.Element, link: str | None) -> None:
    if link and _is_link(link):
        ET.SubElement(parent, _name("link"), {"rel": "alternate", "href": _iri(link)})


def _is_link(link: str | None) -> bool:
    return bool(link) and is_http(link or "")


def _iri(link: str) -> str:
    """Spaces and marks that no address may hold are escaped; Vietnamese letters may stand."""
    return re.sub(r'[\s"<>\\^`{|}]', lambda found: f"%{ord(found.group()):02X}", _legal(link))


def _add_names(parent: ET.Element, names: Iterable[str]) -> None:
    for name in filter(None, map(_line, names)):
        author = ET.SubElement(parent, _name("author"))
        _add(author, "name", name)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _line(text: str) -> str:
    return squeeze(_legal(text))


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
