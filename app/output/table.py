"""Tables for people: drawn on a terminal, plain aligned columns everywhere else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from app.output.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 2  # columns of the terminal between two cells
READABLE = 12  # columns that a cell needs to be read over several lines


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Print rows under their columns; the cells may hold anything a portal wrote."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw(columns, cells)
    else:
        _align(columns, cells)


def _draw(columns: Sequence[str], rows: list[list[str]]) -> None:
    """Only the widest column may be folded; where that is not enough, one row below the other.

    Before that, the columns go that say nothing of any row.
    """
    from rich.console import Console

    console = Console(highlight=False)
    for names, cells in ((columns, rows), _telling(columns, rows)):
        folded = _foldable(names, cells, console.width)
        if folded is not None:
            console.print(_table(names, cells, folded))
            return
    _pile(columns, rows)


def _telling(
    columns: Sequence[str], rows: list[list[str]]
) -> tuple[Sequence[str], list[list[str]]]:
    """The table without the columns that hold nothing, or no other number than 0."""
    told = [at for at in range(len(columns)) if any(row[at] not in {"", "0"} for row in rows)]
    return [columns[at] for at in told], [[row[at] for at in told] for row in rows]


def _foldable(columns: Sequence[str], rows: list[list[str]], room: int) -> int | None:
    """The column that is folded for the table to fit, the widest; None where it cannot."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    if not widths:
        return None
    widest = widths.index(max(widths))
    left = room - GAP * (len(widths) - 1) - (sum(widths) - widths[widest])
    return widest if left >= min(READABLE, widths[widest]) else None


def _table(columns: Sequence[str], rows: list[list[str]], widest: int) -> object:
    from rich.table import Table
    from rich.text import Text

    style = "" if os.environ.get("NO_COLOR") else "bold"
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style=style)
    for number, column in enumerate(columns):
        table.add_column(column, no_wrap=number != widest, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _pile(columns: Sequence[str], rows: list[list[str]]) -> None:
    for first, *others in rows:
        click.secho(first, bold=True)
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                click.echo(f"  {column}: {cell}")


def _align(columns: Sequence[str], rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
