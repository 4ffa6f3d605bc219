"""`khcn show` and `khcn versions`."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import click

from app.options import Command, Count, Options, lines_option, takes_options
from app.output.article import show_article
from app.output.document import as_item, print_document, print_items
from app.output.table import show_table
from app.output.text import one_line, visible
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from crawler.noise import Masked
    from news.article import Prose
    from storage.history import Record, Version
    from storage.store import Store


CELL = 60  # letters of a value in the table; JSON has all of it


@click.command(cls=Command)
@click.argument("article", metavar="ID|URL")
@click.option("--version", type=Count(1), metavar="N", help="As it stood in version N.")
@click.option("--html", "form", flag_value="html", help="Its body as HTML in which nothing runs.")
@click.option("--markdown", "form", flag_value="markdown", help="Its body as Markdown.")
@click.option("--noise", is_flag=True, help="What of its page was left out, with the last values.")
@takes_options
def show(
    options: Options, article: str, version: int | None, form: str | None, noise: bool
) -> None:
    """Show an article as it stands, or in an older version."""
    from app.store import article_id, opened
    from storage import history

    with opened(options) as store:
        number = article_id(store, article)
        if noise:
            _show_noise(options, store, number)
            return
        record = history.record(store, number, version)
        body = _body(options, store, record) if form else None
    if options.as_json:
        print_document(**as_item(record), **(body._asdict() if body else {}))
    elif body:
        click.echo(visible(body.html if form == "html" else body.markdown))
    else:
        show_article(record)


def _body(options: Options, store: Store, record: Record) -> Prose:
    """The article's body for showing; raises UnknownError where it can no longer be made."""
    from app.store import stored_portal
    from crawler.publication.second_reading import prose_of
    from storage.errors import UnknownError

    assert record.id is not None
    assert record.version is not None
    assert record.portal is not None
    portal = stored_portal(store, options, record.portal)
    found = prose_of(store, portal, record.id, record.version)
    if found is None:
        raise UnknownError(
            f"version {record.version} of article {record.id} was stored without HTML and its"
            " page is not kept any more; `khcn show` without --html has its text"
        )
    return found


def _show_noise(options: Options, store: Store, number: int) -> None:
    from app.store import stored_portal
    from crawler.noise import masked
    from storage import articles

    portal = stored_portal(store, options, articles.standing(store, number).portal)
    found = masked(store, portal, number)
    if options.as_json:
        items = [{"place": m.place, "why": m.why, "values": list(m.values)} for m in found]
        print_document(article=number, mask=list(portal.mask), noise=items)
        return
    if found:
        show_table(("why", "place", "now", "before"), map(noise_row, found))
    if not options.quiet:
        click.echo(f"{len(found)} place(s) of the stored page were left out", err=True)


def noise_row(one: Masked) -> tuple[str, ...]:
    """One place as a row of the table: why, where, and its last two values."""
    values = [_short(value) for value in _from_where_they_part(one.values)]
    return (one.why, one.place.rpartition(">")[2], *values, *[""] * (2 - len(values)))


def _from_where_they_part(values: tuple[str, ...]) -> list[str]:
    """The values, without a beginning so long that a cell would hold nothing else."""
    lines = [one_line(value) for value in values]
    pairs = zip(*lines, strict=False) if len(lines) == 2 else ()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if same <= CELL // 2:
        return lines
    start = lines[0].rfind(" ", 0, same - CELL // 4) + 1
    return [f"…{line[start:]}" if start else line for line in lines]


def _short(line: str) -> str:
    return line if len(line) <= CELL else line[: CELL - 1] + "…"


@click.command(cls=Command)
@click.argument("article", metavar="ID|URL")
@lines_option
@takes_options
def versions(options: Options, article: str) -> None:
    """List the versions of an article, oldest first."""
    from app.store import article_id, opened
    from storage import history

    with opened(options) as store:
        number = article_id(store, article)
        found = history.versions(store, number)
    items = map(as_item, found)
    if options.as_lines:
        print_items(options, "versions", items)
        return
    if options.as_json:
        print_document(article=number, versions=list(items))
        return
    columns = ("version", "title", "published", "words", "first seen", "last seen")
    show_table(columns, map(_row, found))
    if not options.quiet and len(found) > 1:
        command = f"khcn diff {number}{options.again}"
        click.echo(f"`{command}` shows what the last edit changed", err=True)


def _row(version: Version) -> tuple[str | None, ...]:
    return (
        str(version.version),
        version.title,
        to_the_minute(version.published),
        str(version.words),
        to_the_minute(shown(version.first_seen)),
        to_the_minute(shown(version.last_seen)),
    )
