"""Answers of list endpoints that are not pages: JSON with markup, addresses or bare records."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from crawler.extract import ExtractionError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.discover.records import Model
    from crawler.extract import Page

# Names of fields, lower case without underscores, as met in answers of public portals and APIs.
_ADDRESS_FIELDS = ("url", "link", "href", "permalink", "friendlyurl", "detailurl", "path")
_TITLE_FIELDS = (
    "title",
    "tieude",
    "subject",
    "headline",
    "newstitle",
    "articletitle",
    "name",
    "ten",
    "tentin",
)
_DAY_FIELDS = (
    "date",
    "published",
    "publishdate",
    "publisheddate",
    "publishedat",
    "ngaydang",
    "ngayxuatban",
    "createddate",
    "createdat",
    "pubdate",
    "time",
)
_DEEPEST = 12


def page_of_json(body: bytes, url: str, model: Model | None = None) -> Page | None:
    """A page made of what a JSON answer holds, None where it holds no links.

    `model` makes addresses of records that have none, as the portal's own script does.
    """
    value = _load(body.decode("utf-8-sig", "replace"))
    markup = "".join(_pieces(value, model, 0))
    if not _holds_links(markup):
        return None
    try:
        return parse(
            f"<html><body>{markup}</body></html>".encode(), url, "text/html; charset=utf-8"
        )
    except ExtractionError:
        return None


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _holds_links(markup: str) -> bool:
    return "<a" in markup or "onclick" in markup or "data-href" in markup


def _pieces(value: Any, model: Model | None, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if _holds_links(value):
            yield value
        elif value.lstrip()[:1] in {"[", "{"}:
            yield from _pieces(_load(value), model, depth + 1)  # ASP.NET packs JSON into JSON
    elif isinstance(value, list):
        for item in value:
            yield from _pieces(item, model, depth + 1)
    elif isinstance(value, dict):
        item = _item(value, model)
        if item:
            yield item
        for inner in value.values():
            yield from _pieces(inner, model, depth + 1)


def _item(value: dict[str, Any], model: Model | None) -> str:
    fields = {name.lower().replace("_", ""): field for name, field in value.items()}
    title = _first(fields, _TITLE_FIELDS)
    if not title:
        return ""
    address = _first(fields, _ADDRESS_FIELDS)
    if model is not None and not _is_address(address):
        address = model.address(fields, title) or ""
    if not address:
        return ""
    day = _first(fields, _DAY_FIELDS)
    return f'<li><a href="{escape(address)}">{escape(title)}</a> <i>{escape(day)}</i></li>'


def _is_address(text: str) -> bool:
    """Whether a field called an address is one, not only the slug that a script puts into one."""
    return text.startswith(("/", "http", "?", ".")) or text.count("/") > 0 or "." in text


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if isinstance(fields.get(name), str) and fields[name].strip():
            return str(fields[name]).strip()
    return ""
