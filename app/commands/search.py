"""`khcn search`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.failure import Failure
from app.options import Command, Count, Options, lines_option, takes_options
from app.output.document import as_item, print_document, print_items
from app.output.text import one_line, visible
from app.when import Moment, since_option, to_the_minute

if TYPE_CHECKING:
    from datetime import datetime

    from storage.search import Found, Hit, Sort


@click.command(cls=Command)
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@click.option("--portal", "portals", metavar="KEY", multiple=True, help="Only this portal.")
@since_option("Published at that time or later.")
@click.option("--until", type=Moment(), metavar="TIME", help="Published at that time or before.")
@click.option("--section", metavar="NAME", help="Only sections with these words in their name.")
@click.option(
    "--sort",
    type=click.Choice(["newest", "rank"]),
    default="newest",
    show_default=True,
    help="The newest first, or the best match of the newest 2000.",
)
@click.option("--limit", type=Count(0), default=20, show_default=True, metavar="N")
@lines_option
@takes_options
def search(
    options: Options,
    words: tuple[str, ...],
    portals: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    section: str | None,
    sort: Sort,
    limit: int,
) -> None:
    """Find articles by their words.

    Accents are optional: `so khcn dak lak` finds `Sở KHCN Đắk Lắk`. Every word must occur; quotes
    make a phrase: '"chuyển đổi số"'; a star at its end makes a word a beginning: khoa*.
    """
    from app.store import known_portals, opened
    from storage.search import Filters, search

    if since and until and until < since:
        raise Failure("--until is before --since; nothing lies between them")
    with opened(options) as store:
        filters = Filters(
            portals=known_portals(store, options, portals),
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            section=section,
        )
        found = search(store, " ".join(words), filters, sort=sort, limit=limit)
    if options.as_lines:
        print_items(options, "hits", map(as_item, found.hits))
    elif options.as_json:
        print_document(total=found.total, hits=[as_item(hit) for hit in found.hits])
    else:
        _show(found, options, bounded=filters != Filters())


def _show(found: Found, options: Options, *, bounded: bool) -> None:
    for hit in found.hits:
        click.echo(f"{click.style(str(hit.id), bold=True)}  {one_line(hit.title)}")
        click.echo(
            f"    {to_the_minute(hit.published) or 'no date'} · {hit.portal} · {one_line(hit.url)}"
        )
        click.echo(f"    {_marked(hit)}\n")
    if not options.quiet:
        click.echo(_conclusion(found, options.again, bounded=bounded), err=True)


def _marked(hit: Hit) -> str:
    """The snippet with its matches in bold where that can be seen."""
    if not sys.stdout.isatty():
        return one_line(hit.snippet)
    parts: list[str] = []
    end = 0
    for start, stop in hit.marks:
        parts += [visible(hit.snippet[end:start])]
        parts += [click.style(visible(hit.snippet[start:stop]), bold=True, fg="yellow")]
        end = stop
    return "".join([*parts, visible(hit.snippet[end:])])


def _conclusion(found: Found, again: str, *, bounded: bool) -> str:
    if not found.total:
        where = " within --portal, --section, --since and --until" if bounded else ""
        return f"no article holds all these words{where}"
    more = f", {len(found.hits)} shown (--limit)" if len(found.hits) < found.total else ""
    return f"{found.total} found{more}; `khcn show ID{again}` reads one"
