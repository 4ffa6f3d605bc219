"""`khcn demo`: the whole program on sample portals, with no network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.failure import FAILED, OK
from app.options import Command, Options, takes_options
from app.output.document import as_item, print_document

if TYPE_CHECKING:
    from app.demo.day import Day


@click.command(cls=Command)
@takes_options
def demo(options: Options) -> int:
    """Crawl sample portals on this machine, let their editors work, and crawl them again.

    Five portals in the markup of five content systems are served on loopback and crawled over
    real HTTP. Their database is kept, to be searched: demo.db beside the usual one, or --db.
    """
    from app.demo.day import clear, live_a_day
    from app.output.progress import watcher

    given = click.get_current_context().meta.get("khcn.db")
    db = options.db if given else options.db.with_name("demo.db")
    clear(db, ours=not given)
    with watcher(options) as watching:
        day = live_a_day(db, watching)
    _tell(options, day)
    return OK if all(run.outcome in {"ok", "partial"} for run in day.first + day.second) else FAILED


def _tell(options: Options, day: Day) -> None:
    if options.as_json:
        print_document(
            db=str(day.db),
            runs=[report.record() for report in day.first + day.second],
            changes=[as_item(change) for change in day.changes],
            suspected=[as_item(record) for record in day.suspected],
        )
    elif not options.quiet:
        from app.demo.closing import closing

        colour = sys.stdout.isatty() and click.get_current_context().color is not False
        for line in closing(day, colour=colour):
            click.echo(line)
