"""Answers for scripts: one JSON document, or one line of JSON for each item."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from news.record import SCHEMA_VERSION
from storage.times import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import DataclassInstance

    from app.options import Options

# Times that the store keeps in UTC; everybody sees them as a clock in Vietnam tells them.
_TIMES = {
    "at", "ended", "first_seen", "last_ended", "last_ok", "last_seen", "last_started",
    "missing_since", "next", "retry_after", "since", "started",
}  # fmt: skip


def print_document(**parts: object) -> None:
    """Print one JSON document with its schema version."""
    whole = {"schema_version": SCHEMA_VERSION} | parts
    click.echo(json.dumps(whole, ensure_ascii=False, indent=2))


def print_items(options: Options, name: str, items: Iterable[dict[str, Any]]) -> None:
    """Print a list: a line of JSON for each item, or one document that holds them all."""
    if options.as_lines:
        for item in items:
            print_line(item)
    else:
        print_document(**{name: list(items)})


def print_line(item: dict[str, Any]) -> None:
    """Print one item as a line of JSON."""
    click.echo(json.dumps(item, ensure_ascii=False))


def as_item(value: DataclassInstance, *, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """A value of the store as an item of JSON: times shown at +07:00, None stays null."""
    return {
        name: shown(part) if name in _TIMES else part
        for name, part in asdict(value).items()
        if name not in leave
    }
