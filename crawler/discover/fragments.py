"""Answers of list endpoints that are not pages: JSON with markup or with addresses inside."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from crawler.extract import ExtractionError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract import Page

_ADDRESS_FIELDS = ("url", "link", "href", "permalink", "friendlyurl", "detailurl", "path")
_TITLE_FIELDS = ("title", "name", "tieude", "ten", "subject", "headline")
_DAY_FIELDS = ("date", "published", "publishdate", "ngaydang", "createddate", "pubdate", "time")
_DEEPEST = 12


def page_of_json(body: bytes, url: str) -> Page | None:
    """A page made of what a JSON answer holds, None where it holds no links."""
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    markup = "".join(_pieces(value, 0))
    if "<a" not in markup:
        return None
    try:
        return parse(
            f"<html><body>{markup}</body></html>".encode(), url, "text/html; charset=utf-8"
        )
    except ExtractionError:
        return None


def _pieces(value: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if "<a" in value:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _pieces(item, depth + 1)
    elif isinstance(value, dict):
        item = _item(value)
        if item:
            yield item
        for inner in value.values():
            yield from _pieces(inner, depth + 1)


def _item(value: dict[str, Any]) -> str:
    fields = {name.lower().replace("_", ""): field for name, field in value.items()}
    address = _first(fields, _ADDRESS_FIELDS)
    title = _first(fields, _TITLE_FIELDS)
    if not address or not title:
        return ""
    day = _first(fields, _DAY_FIELDS)
    return f'<li><a href="{escape(address)}">{escape(title)}</a> <i>{escape(day)}</i></li>'


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if isinstance(fields.get(name), str) and fields[name].strip():
            return str(fields[name]).strip()
    return ""
