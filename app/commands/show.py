"""`khcn show` and `khcn versions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.options import Command, Count, Options, takes_options
from app.output.article import show_article
from app.output.document import as_item, print_document
from app.output.table import show_table
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from storage.history import Version


@click.command(cls=Command)
@click.argument("article", metavar="ID|URL")
@click.option("--version", type=Count(1), metavar="N", help="As it stood in version N.")
@takes_options
def show(options: Options, article: str, version: int | None) -> None:
    """Show an article as it stands, or in an older version."""
    from app.store import opened
    from storage import history

    with opened(options) as store:
        record = history.record(store, history.find(store, article), version)
    if options.as_json:
        print_document(**as_item(record))
    else:
        show_article(record)


@click.command(cls=Command)
@click.argument("article", metavar="ID|URL")
@takes_options
def versions(options: Options, article: str) -> None:
    """List the versions of an article, oldest first."""
    from app.store import opened
    from storage import history

    with opened(options) as store:
        number = history.find(store, article)
        found = history.versions(store, number)
    if options.as_json:
        print_document(article=number, versions=[as_item(version) for version in found])
        return
    columns = ("version", "title", "published", "words", "first seen", "last seen")
    show_table(columns, map(_row, found))
    if not options.quiet and len(found) > 1:
        click.echo(f"`khcn diff {number}` shows what the last edit changed", err=True)


def _row(version: Version) -> tuple[str | None, ...]:
    return (
        str(version.version),
        version.title,
        to_the_minute(version.published),
        str(version.words),
        to_the_minute(shown(version.first_seen)),
        to_the_minute(shown(version.last_seen)),
    )
