"""`khcn doctor`: what may stand in the way of a crawl or a query."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import click

from app.failure import OK, STORE, USAGE
from app.options import Command, Options, takes_options
from app.output.document import print_document
from app.output.text import one_line
from news.zone import VIETNAM
from storage.times import moment, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.store import Store

Verdict = Literal["ok", "warning", "error"]
MARKS = {"ok": "✓", "warning": "!", "error": "✗"}
COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}
LEAST_ROOM = 512 * 1024**2  # bytes; a first crawl of a large portal takes about as much
CLOCK_SLACK = timedelta(minutes=5)  # machines that share a store differ by seconds, not minutes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; an error ends the command with `code`."""

    check: str
    verdict: Verdict
    message: str
    code: int = OK


@click.command(cls=Command)
@takes_options
def doctor(options: Options) -> int:
    """Check database, folders, portal files, channels and clock."""
    findings = list(_examine(options))
    if options.as_json:
        print_document(
            ok=all(finding.verdict != "error" for finding in findings),
            checks=[_item(finding) for finding in findings],
        )
    else:
        for finding in findings:
            _tell(finding, options)
    return max(finding.code for finding in findings)


def _item(finding: Finding) -> dict[str, object]:
    return {name: part for name, part in asdict(finding).items() if name != "code"}


def _tell(finding: Finding, options: Options) -> None:
    if options.quiet and finding.verdict == "ok":
        return
    mark = click.style(MARKS[finding.verdict], fg=COLOURS[finding.verdict])
    click.echo(f"{mark} {finding.check}: {one_line(finding.message)}")


def _examine(options: Options) -> Iterator[Finding]:
    yield _sqlite()
    yield from _database(options.db)
    yield _folder("data folder", options.db.parent)
    yield _queues()
    yield _room(options.db.parent)
    yield from _portals(options.portals)
    yield from _channels(options.portals.absolute())
    yield _clock(datetime.now(UTC))


def _sqlite() -> Finding:
    from storage.health import sqlite_soundness

    version, sound = sqlite_soundness()
    if sound:
        return Finding("SQLite", "ok", version)
    return Finding(
        "SQLite",
        "warning",
        f"{version} can damage a file that several programs write (the WAL-reset bug); khcn lets "
        "one write at a time; installing pysqlite3 brings a sound one",
    )


def _database(path: Path) -> Iterator[Finding]:
    from storage.errors import StoreError
    from storage.store import read_store

    if not path.exists():
        yield Finding("database", "ok", f"{path}: not there yet; the first crawl makes it")
        return
    try:
        with read_store(path) as store:
            yield from _contents(path, store)
    except StoreError as error:
        yield Finding("database", "error", str(error), STORE)


def _contents(path: Path, store: Store) -> Iterator[Finding]:
    from storage.health import damage, latest_moment

    found = damage(store)
    if found:
        advice = "put back a copy made with `khcn backup`"
        yield Finding("database", "error", f"{path}: {'; '.join(found)}; {advice}", STORE)
        return
    size = path.stat().st_size / 1e6
    yield Finding("database", "ok", f"{path}: sound, {size:.1f} MB")
    latest = latest_moment(store)
    if latest and moment(latest) > datetime.now(UTC) + CLOCK_SLACK:
        said = f"the database was written at {shown(latest)}: set this machine's clock"
        yield Finding("database clock", "error", said, USAGE)


def _folder(name: str, folder: Path) -> Finding:
    standing = _nearest(folder)
    if os.access(standing, os.W_OK | os.X_OK):
        return Finding(name, "ok", str(folder))
    return Finding(name, "error", f"{standing} may not be written; change its permissions", STORE)


def _queues() -> Finding:
    """Where processes that crawl one host agree on whose turn it is."""
    from crawler.places import hosts_folder

    found = _folder("state folder", hosts_folder())
    if found.verdict == "ok":
        return found
    said = f"{found.message}, or processes that crawl one host cannot take turns"
    return Finding("state folder", "warning", said)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(_nearest(folder)).free
    if free >= LEAST_ROOM:
        return Finding("disk", "ok", f"{free / 1e9:.1f} GB free")
    return Finding("disk", "warning", f"only {free / 1e6:.0f} MB free beside the database")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    absolute = folder.absolute()
    return next(path for path in (absolute, *absolute.parents) if path.exists())


def _portals(folder: Path) -> Iterator[Finding]:
    from crawler.portals import PortalError, load_each

    found = list(load_each(folder))
    for error in found:
        if isinstance(error, PortalError):
            yield Finding("portal file", "error", str(error), USAGE)
    sound = sum(not isinstance(portal, PortalError) for portal in found)
    advice = "" if sound else "; `khcn portals add KEY` follows one"
    yield Finding("portals", "ok", f"{folder}: {sound} followed{advice}")


def _channels(portals: Path) -> Iterator[Finding]:
    from scheduler.channels import ChannelError, beside, load

    path = beside(portals)
    try:
        found = load(path)
    except ChannelError as error:
        yield Finding("channels", "error", str(error), USAGE)
        return
    for fault in found.faults.values():
        yield Finding("channel", "error", str(fault), USAGE)
    sound = ", ".join(found.sound)
    yield Finding("channels", "ok", f"{path}: {sound}" if sound else "none")


def _clock(now: datetime) -> Finding:
    here = now.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M")
    return Finding("clock", "ok", f"{here} in Vietnam")
