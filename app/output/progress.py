"""How a crawl goes: a bar for each portal on a terminal, a line for each elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.output.text import one_line
from storage.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from app.options import Options
    from crawler.progress import Tally
    from news.portal import Portal
    from storage.runs import RunReport


class Watcher:
    """Watches and says nothing; keeps what was refused, for the end of the command to tell."""

    def __init__(self) -> None:
        self.refusals: list[Exception] = []

    def started(self, portal: Portal) -> None:
        """The portal's crawl begins."""

    def advanced(self, portal: Portal, tally: Tally) -> None:
        """Something came of it."""

    def finished(self, portal: Portal, report: RunReport) -> None:
        """It is over."""

    def refused(self, portal: Portal, error: Exception) -> None:  # noqa: ARG002
        """It could not begin."""
        self.refusals.append(error)


class Lines(Watcher):
    """A line for each portal when it is done."""

    def finished(self, portal: Portal, report: RunReport) -> None:  # noqa: ARG002
        """Say what came of it."""
        self.say(summary(report))

    def say(self, line: str) -> None:
        """To the person, not to the pipe."""
        click.echo(one_line(line), err=True)


class Board(Lines):
    """A bar for each portal under way, and the lines of those that are done above them."""

    def __init__(self, bars: Bars) -> None:
        super().__init__()
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def started(self, portal: Portal) -> None:
        """Draw its bar."""
        self.tasks[portal.key] = self.bars.add_task(portal.key, total=None, note="")

    def advanced(self, portal: Portal, tally: Tally) -> None:
        """Move its bar: what has been answered, of all that has been asked so far."""
        note = (
            f"{tally.pages} pages  {tally.new} new  {tally.changed} changed  "
            f"{tally.errors} errors  every {tally.delay:.1f} s{to_go(tally)}"
        )
        total = tally.pages + tally.waiting
        self.bars.update(self.tasks[portal.key], completed=tally.pages, total=total, note=note)

    def finished(self, portal: Portal, report: RunReport) -> None:
        """Take its bar away and say what came of it."""
        self._remove(portal)
        super().finished(portal, report)

    def refused(self, portal: Portal, error: Exception) -> None:
        """Take its bar away."""
        self._remove(portal)
        super().refused(portal, error)

    def say(self, line: str) -> None:
        """Above the bars."""
        from rich.text import Text

        self.bars.console.print(Text(one_line(line)))

    def _remove(self, portal: Portal) -> None:
        task = self.tasks.pop(portal.key, None)
        if task is not None:
            self.bars.remove_task(task)


@contextmanager
def watcher(options: Options) -> Iterator[Watcher]:
    """Who watches a crawl, for as long as it runs."""
    if options.quiet:
        yield Watcher()
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield Board(bars)
    else:
        yield Lines()


def to_go(tally: Tally) -> str:
    """How long what has been asked so far will take at the polite rate; more may come."""
    minutes = round(tally.waiting * tally.delay / 60)
    if minutes < 1:
        return ""
    hours = f"{minutes // 60} h " if minutes >= 60 else ""
    return f"  at least {hours}{minutes % 60} min to go"


def summary(report: RunReport) -> str:
    """One run in one line."""
    edited = report.edited + report.retitled
    counts = f"{report.pages} pages, {report.appeared} found, {edited} edited"
    more = {"moved": report.moved, "vanished": report.vanished, "returned": report.returned}
    counts += "".join(f", {count} {name}" for name, count in more.items() if count)
    why = f" ({report.reason})" if report.reason else ""
    said = f"; {report.message}" if report.message else ""
    line = f"{report.portal}: {report.outcome}{why}, {counts}, {report.errors} errors"
    return f"{line}, {_seconds(report)} s{said}"


def _seconds(report: RunReport) -> int:
    if report.ended is None:
        return 0
    return int((moment(report.ended) - moment(report.started)).total_seconds())


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[note]}", markup=False),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
