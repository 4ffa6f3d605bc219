"""`khcn changes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.failure import FAILED, OK
from app.options import Command, Count, Options, lines_option, takes_options
from app.output.document import as_item, print_items
from app.output.table import show_table
from app.when import since_option, stamped, to_the_minute
from news.record import KINDS
from storage.times import shown

if TYPE_CHECKING:
    from datetime import datetime

    from storage.history import Change


@click.command(cls=Command)
@since_option("Recorded at that time or later.")
@click.option("--portal", "portals", metavar="KEY", multiple=True, help="Only this portal.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind.")
@click.option(
    "--min-significance",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="X",
    help="Only what matters that much (0 to 1).",
)
@click.option("--limit", type=Count(0), metavar="N", help="Only the newest N.")
@click.option("--all", "everything", is_flag=True, help="Also what was there from before.")
@lines_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there are changes.")
@takes_options
def changes(
    options: Options,
    since: datetime | None,
    portals: tuple[str, ...],
    kinds: tuple[str, ...],
    min_significance: float,
    limit: int | None,
    everything: bool,
    exit_code: bool,
) -> int:
    """List what changed, oldest first.

    Articles appeared, were edited or retitled, moved, vanished or returned. Those from before – on
    the portal when it was first looked at, or published long before they were found – are its
    baseline: JSON marks them, the table leaves them out unless asked with --all.
    """
    from app.store import known_portals, opened
    from storage import history

    for_scripts = options.as_json or options.as_lines
    with opened(options) as store:
        which = history.Which(
            since=stamped(since),
            portals=known_portals(store, options, portals),
            kinds=kinds,
            min_significance=min_significance,
            baseline=everything or for_scripts,
            limit=limit,
        )
        found = history.changes(store, which)
        hidden = 0 if which.baseline else history.count_baseline(store, which)
    _show(found, options)
    if not for_scripts and not options.quiet:
        click.echo(_conclusion(found, hidden, options.again), err=True)
    news = found if everything else [change for change in found if not change.baseline]
    return FAILED if exit_code and news else OK


def _show(found: list[Change], options: Options) -> None:
    if options.as_json or options.as_lines:
        print_items(options, "changes", map(as_item, found))
    elif found:
        show_table(("change", "at", "portal", "kind", "grade", "title"), map(_row, found))


def _row(change: Change) -> tuple[str, ...]:
    at = to_the_minute(shown(change.at))
    grade = "" if change.grade == change.kind else change.grade
    fields = f" ({', '.join(change.fields)})" if change.kind == "edited" else ""
    return (
        f"C{change.id}",
        at,
        change.portal,
        change.kind,
        f"{grade}{fields}",
        change.title,
    )


def _conclusion(found: list[Change], hidden: int, again: str) -> str:
    counted = f"{len(found)} change{'' if len(found) == 1 else 's'}" if found else "no changes"
    if hidden:
        counted += f"; {hidden} from before left out (--all)"
    edit = next((change for change in reversed(found) if change.fields or change.old_url), None)
    more = f"; `khcn diff C{edit.id}{again}` shows that one word by word" if edit else ""
    return counted + more
