"""An article for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.output.text import one_line, visible
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.history import Record


def show_article(record: Record) -> None:
    """Print title, facts, text, pictures and attachments."""
    click.secho(one_line(record.title), bold=True)
    for name, value in _facts(record):
        click.echo(f"{name + ':':<12} {one_line(value)}")
    click.echo()
    click.echo(visible(record.text))
    for heading, lines in (("Images", _images(record)), ("Attachments", _attachments(record))):
        if lines:
            click.secho(f"\n{heading}", bold=True)
            click.echo("\n".join(lines))


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    facts = {
        "Published": to_the_minute(record.published),
        "Authors": ", ".join(record.authors),
        "Source": record.source,
        "Section": record.section,
        "Portal": record.portal,
        "Address": record.url,
        "Article": _standing(record),
        "Seen": _seen(record),
    }
    yield from ((name, value) for name, value in facts.items() if value)


def _standing(record: Record) -> str | None:
    return f"{record.id}, version {record.version}, {record.state}" if record.id else None


def _seen(record: Record) -> str | None:
    if not record.first_seen:
        return None
    first, last = (to_the_minute(shown(at)) for at in (record.first_seen, record.last_seen))
    return f"{first} to {last}" if first != last else first


def _images(record: Record) -> list[str]:
    return [one_line(f"{i['url']} {i['caption'] or ''}") for i in record.images]


def _attachments(record: Record) -> list[str]:
    return [one_line(f"{a['name']} {a['url']}") for a in record.attachments]
