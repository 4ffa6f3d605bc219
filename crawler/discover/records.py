"""Addresses that a script makes of a record's id and slug, learned from one article of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", re.IGNORECASE)
# The whole of a slug, which may be cut or older than its title, up to an id, an ending or a slash.
_REST = re.compile(r"[\w-]*?(?=(?:[-_.][a-z]{0,2}\d{2,})?(?:\.\w{2,5})?(?:[/?&]|$))", re.IGNORECASE)
_LONG_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){3,}", re.IGNORECASE)
_SLUG_FIELD = re.compile(r"slug|alias|seo|friendly|rewrite|ten_?khong_?dau|url", re.IGNORECASE)
_OWN_ID = re.compile(
    r"(?:news|article|item|content|post|tin|bai_?viet)?_?(?:id|ma|guid)", re.IGNORECASE
)
# So many letters of a title tell its slug from a section's name.
_TELLING = 12


@dataclass(frozen=True, slots=True)
class Model:
    """How a list's articles are addressed; the marks are one slug and one id."""

    written: str

    def address(self, record: Mapping[str, Any], title: str) -> str | None:
        """The address of a record; None where it lacks what the address is made of."""
        slug, number = _slug_of(record, title), _id_of(record, guid="{guid}" in self.written)
        if number is None and ("{id}" in self.written or "{guid}" in self.written):
            return None
        made = self.written.replace("{slug}", quote(slug))
        return made.replace("{id}", number or "").replace("{guid}", number or "")


def learn(url: str, title: str) -> Model | None:
    """How addresses are made, from one article's; None where it shows neither slug nor id."""
    parts = urlsplit(url)
    written = parts.path + (f"?{parts.query}" if parts.query else "")
    start = _slug_at(written, _slug(title))
    if start >= 0:
        rest = _REST.match(written, start)
        written = f"{written[:start]}{{slug}}{written[rest.end() if rest else start :]}"
    if _GUID.search(written):
        return Model(_GUID.sub("{guid}", written, count=1))
    numbers = list(_NUMBER.finditer(written))
    if numbers:
        last = max(numbers, key=lambda found: (len(found.group()), found.start()))
        return Model(f"{written[: last.start()]}{{id}}{written[last.end() :]}")
    return Model(written) if start >= 0 else None


def _slug_at(written: str, slug: str) -> int:
    """Where the slug of a title begins, or whatever else reads like one; -1 where nothing does."""
    start = written.lower().find(slug[:_TELLING]) if len(slug) >= _TELLING else -1
    if start >= 0 or _GUID.search(written):
        return start
    longest = max(_LONG_SLUG.finditer(written), key=lambda found: len(found.group()), default=None)
    return longest.start() if longest else -1


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")


def _slug_of(record: Mapping[str, Any], title: str) -> str:
    named = (value for name, value in record.items() if _SLUG_FIELD.search(name))
    found = (value for value in named if isinstance(value, str) and _SLUG.fullmatch(value))
    return next(found, _slug(title))


def _id_of(record: Mapping[str, Any], *, guid: bool) -> str | None:
    shape = _GUID if guid else _NUMBER
    named = (str(value) for name, value in record.items() if _OWN_ID.fullmatch(name))
    return next((value for value in named if shape.fullmatch(value)), None)
