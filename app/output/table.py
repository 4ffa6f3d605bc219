"""Tables for people: drawn on a terminal, plain aligned columns everywhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.output.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Print rows under their columns; the cells may hold anything a portal wrote."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw(columns, cells)
    else:
        _align(columns, cells)


def _draw(columns: Sequence[str], rows: list[list[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def _align(columns: Sequence[str], rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
