"""`khcn diff`: what an edit changed, word by word."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from app.failure import Failure
from app.options import Command, Count, Options, takes_options
from app.output.document import print_document
from app.output.text import one_line, visible
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from storage.history import Change
    from storage.store import Store

CHANGE_ID = re.compile(r"[Cc](\d{1,18})")
CONTEXT = 2  # unchanged paragraphs shown around an edit


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states of an article: what to call them, and the fields that differ."""

    heading: str
    numbers: dict[str, Any]
    fields: tuple[tuple[str, Any, Any], ...]


@click.command(cls=Command)
@click.argument("what", metavar="C12|ARTICLE")
@click.argument("numbers", metavar="[V1 V2]", type=Count(1), nargs=-1)
@click.option("--html", "as_html", is_flag=True, help="As HTML, with <del> and <ins>.")
@takes_options
def diff(options: Options, what: str, numbers: tuple[int, ...], as_html: bool) -> None:
    """Show an edit word by word.

    Give a change by its id, or an article: of that, the last two versions are compared unless two
    are named. Without colour, [-cũ-] is what went and {+mới+} what came.
    """
    from app.store import opened

    with opened(options) as store:
        found = CHANGE_ID.fullmatch(what)
        if found and numbers:
            raise Failure(f"{what} is a change and has its versions; leave {numbers} out")
        pair = _of_change(store, int(found[1])) if found else _of_versions(store, what, numbers)
    if options.as_json:
        print_document(**pair.numbers, fields=[_item(*field) for field in pair.fields])
    elif as_html:
        _write_html(pair)
    else:
        _show(pair)


def _of_change(store: Store, number: int) -> Pair:
    from storage import history

    change = history.change(store, number)
    before, after = change.before or {}, change.after or {}
    fields = [(name, before.get(name), after.get(name)) for name in change.fields]
    if change.old_url and "url" not in change.fields:
        fields.insert(0, ("url", change.old_url, change.url))
    numbers = {
        "change": change.id,
        "article": change.article,
        "from_version": change.from_version,
        "to_version": change.to_version,
    }
    return Pair(_heading(change), numbers, tuple(fields))


def _heading(change: Change) -> str:
    at = to_the_minute(shown(change.at))
    return f"C{change.id} {change.kind} · {at} · {change.portal} · {change.title}"


def _of_versions(store: Store, name: str, numbers: tuple[int, ...]) -> Pair:
    from news.fields import FIELDS
    from storage import history

    article = history.find(store, name)
    first, second = _two(article, numbers, history.record(store, article).version or 1)
    old = history.record(store, article, first)
    new = history.record(store, article, second)
    names = (field.name for field in FIELDS)
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
    fields = tuple(pair for pair in pairs if pair[1] != pair[2])
    called = {"change": None, "article": article, "from_version": first, "to_version": second}
    return Pair(f"article {article}, version {first} to {second} · {new.title}", called, fields)


def _two(article: int, numbers: tuple[int, ...], last: int) -> tuple[int, int]:
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    if numbers:
        raise Failure(f"a diff needs two versions; see `khcn versions {article}`")
    if last < 2:
        raise Failure(f"article {article} has one version only; there is nothing to compare")
    return last - 1, last


def _item(field: str, before: Any, after: Any) -> dict[str, Any]:
    from news.diff import diff_values
    from news.redline import as_json

    item = {"field": field, "before": before, "after": after}
    return item | {"diff": as_json(diff_values(before, after))}


def _show(pair: Pair) -> None:
    from app.output.redline import redline
    from news.diff import diff_values

    colour = sys.stdout.isatty() and click.get_current_context().color is not False
    click.secho(one_line(pair.heading), bold=True)
    if not pair.fields:
        click.echo(f"no field differs; `khcn show {pair.numbers['article']}` reads the article")
    for field, before, after in pair.fields:
        click.secho(f"\n{field}", bold=True)
        click.echo(redline(diff_values(before, after), context=CONTEXT, colour=colour))


def _write_html(pair: Pair) -> None:
    from html import escape

    from news.diff import diff_values
    from news.redline import as_html

    click.echo(f'<article lang="vi">\n<h1>{escape(visible(pair.heading))}</h1>')
    for field, before, after in pair.fields:
        click.echo(f"<h2>{field}</h2>\n{as_html(diff_values(before, after))}")
    click.echo("</article>")
