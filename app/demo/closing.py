"""The demo's last screen: what was done, what was found, what to type next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from app.output.redline import redline
from app.output.text import one_line
from news.diff import diff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.demo.day import Day
    from storage.history import Change


def closing(day: Day, *, colour: bool) -> Iterator[str]:
    """The screen line by line; colour shows an edit where there is a terminal, marks elsewhere."""
    bold = {"bold": True} if colour else {}
    yield ""
    yield click.style("What the editors did between two crawls", **bold)
    yield from (f"  {deed.verb:<10} {deed.portal:<10} {deed.title}" for deed in day.deeds)
    yield ""
    yield click.style("What the second crawl found, told of none of it", **bold)
    for change in day.changes:
        yield f"  {change.kind:<10} {change.portal:<10} {one_line(change.title)}"
        yield from (f"               {line}" for line in _edit(change, colour=colour))
    for record in day.suspected:
        yield f"  {'suspected':<10} {record.portal:<10} {one_line(record.title)}"
        yield "               gone today; called vanished once it is missed again a day later"
    for run in day.second:
        if run.outcome not in {"ok", "partial"}:
            yield f"  {run.outcome:<10} {run.portal:<10} {run.message or run.reason}"
    yield ""
    yield _balance(day)
    yield ""
    yield click.style("What to type next", **bold)
    yield from (f"  {line}" for line in _next_steps(day))


def _edit(change: Change, *, colour: bool) -> Iterator[str]:
    """The touched paragraphs of an edit, word by word."""
    before, after = (change.before or {}).get("text"), (change.after or {}).get("text")
    if not before or not after:
        if change.before and change.after:
            yield f"in {', '.join(change.fields)}"
        return
    yield from redline(diff(before, after), context=0, colour=colour).splitlines()


def _balance(day: Day) -> str:
    unchanged = sum(run.unchanged for run in day.second)
    return (
        f"{day.articles} articles of {len(day.second)} portals, {day.requests} requests, "
        f"{day.seconds:.0f} s. Counters, clocks and related lists had moved on every page; "
        f"{unchanged} articles read as before."
    )


def _next_steps(day: Day) -> Iterator[str]:
    db = f"--db {shlex.quote(str(day.db))}"
    edit = next((change for change in day.changes if change.kind == "edited"), None)
    yield f'khcn search "nhan hieu" {db}    # finds "nhãn hiệu" too'
    yield f"khcn changes {db}"
    if edit:
        yield f"khcn diff C{edit.id} {db}"
        yield f"khcn versions {edit.article} {db}"
    yield f"khcn export {db} --format csv"
    yield "khcn portals list    # real portals; `khcn portals add KEY` follows one"
