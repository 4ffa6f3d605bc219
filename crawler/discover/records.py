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
    wanted = _slug(title)
    start = written.lower().find(wanted[:_TELLING])
    has_slug = len(wanted) >= _TELLING and start >= 0
    if has_slug:
        end = start + _common(written.lower()[start:], wanted)
        written = f"{written[:start]}{{slug}}{written[end:]}"
    if _GUID.search(written):
        return Model(_GUID.sub("{guid}", written, count=1))
    numbers = list(_NUMBER.finditer(written))
    if numbers:
        last = max(numbers, key=lambda found: (len(found.group()), found.start()))
        return Model(f"{written[: last.start()]}{{id}}{written[last.end() :]}")
    return Model(written) if has_slug else None


def _common(address: str, slug: str) -> int:
    """How many letters of the address are the slug, which may be cut."""
    return next(
        (n for n, (one, other) in enumerate(zip(address, slug, strict=False)) if one != other),
        min(len(address), len(slug)),
    )


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
