"""`khcn demo`: the main job on sample portals, without a network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.options import Command, Options, takes_options
from app.output.document import as_item, print_document

if TYPE_CHECKING:
    from app.demo.day import Day


@click.command(cls=Command)
@takes_options
def demo(options: Options) -> int:
    """Crawl five sample portals, edit them, find the edits.

    The samples stand on loopback; no network is used. The database, demo.db beside the default
    one unless --db is given, is made afresh and left for you to ask.
    """
    from app.commands.crawl import exit_code
    from app.demo.closing import closing
    from app.demo.day import clear, live_a_day
    from app.output.log import listen
    from app.output.progress import watcher

    db = options.db if options.db_is_named else options.db.with_name("demo.db")
    listen(options)
    clear(db, ours=not options.db_is_named)
    with watcher(options) as watching:
        day = live_a_day(db, watching)
    if options.as_json:
        _print(day)
    else:
        colour = click.get_current_context().color
        for line in closing(day, colour=sys.stdout.isatty() if colour is None else colour):
            click.echo(line)
    return exit_code([*day.first, *day.second])


def _print(day: Day) -> None:
    print_document(
        db=str(day.db),
        articles=day.articles,
        runs=[report.record() for report in (*day.first, *day.second)],
        changes=[as_item(change) for change in day.changes],
        suspected=[as_item(record) for record in day.suspected],
    )
