"""`khcn export`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import click

from app.options import Command, Options, lines_option, takes_options
from app.output.document import as_item, print_document, print_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.history import Record

# A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@click.command(cls=Command)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    show_default=True,
    help="One article as JSON on each line, or a table for a spreadsheet.",
)
@click.option("--portal", "portals", metavar="KEY", multiple=True, help="Only this portal.")
@click.option("--bom", is_flag=True, help="Begin the CSV with the mark by which Excel knows UTF-8.")
@click.option("--csv-raw", is_flag=True, help="Leave CSV cells that begin like formulas unguarded.")
@lines_option
@takes_options
def export(options: Options, form: str, portals: tuple[str, ...], bom: bool, csv_raw: bool) -> None:
    """Write every article as it stands, for other programs.

    In CSV, lists are JSON, and a cell that a spreadsheet would run as a formula gets a leading
    apostrophe.
    """
    from app.store import known_portals, opened
    from storage import history

    with opened(options) as store:
        found = history.records(store, known_portals(store, options, portals))
        if options.as_json:
            print_document(articles=[as_item(record) for record in found])
        elif form == "csv" and not options.as_lines:
            click.echo("\ufeff" if bom else "", nl=False)
            _write_csv(found, str if csv_raw else _guarded)
        else:
            for record in found:
                print_line(as_item(record))


def _write_csv(records: Iterator[Record], guard: Callable[[str], str]) -> None:
    from storage.history import Record

    _write_row(Record.__slots__)
    for record in records:
        _write_row([guard(_cell(value)) for value in as_item(record).values()])


def _write_row(cells: Any) -> None:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    click.echo(line.getvalue(), nl=False)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
