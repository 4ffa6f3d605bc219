"""`khcn portals check`: the portals looked at again, and what is to be said of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.output.text import one_line
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.options import Options
    from crawler.probing.checkup import Break, Checkup
    from news.portal import Portal
    from storage.addresses import KnownAddress
    from storage.expectation import Expectation

Expected = dict[str, "tuple[Expectation | None, Mapping[str, KnownAddress]]"]


def check_all(options: Options, portals: Sequence[Portal]) -> list[Checkup]:
    """Probe each portal and hold it against the store; those being crawled now are left out."""
    from crawler.probing.checkup import check, with_lists
    from crawler.probing.probe import probe

    expected = _expected(options, portals)
    asked = [with_lists(portal, expected[portal.key][0]) for portal in portals]
    known = {key: addresses for key, (_, addresses) in expected.items()}
    found = probe(asked, options.db, known)
    return [check(one, expected[one.portal.key][0]) for one in found]


def as_json(checkup: Checkup) -> dict[str, Any]:
    """A checkup as JSON, its times as a clock in Vietnam shows them."""
    breaks = [asdict(one) | {"last_good": shown(one.last_good)} for one in checkup.breaks]
    times = {"since": shown(checkup.since), "last_ok": shown(checkup.last_ok)}
    return asdict(checkup) | times | {"breaks": breaks}


def show_checkup(checkup: Checkup) -> None:
    """Print what is to be said of one portal."""
    colour = {"broken": "red", "changed": "yellow"}.get(checkup.health, "green")
    click.echo(f"{checkup.portal}: {click.style(checkup.health, fg=colour)}{_times(checkup)}")
    for line in _lines(checkup):
        click.echo(f"  {one_line(line)}")


def _times(checkup: Checkup) -> str:
    parts = []
    if checkup.since:
        parts.append(f"since {to_the_minute(shown(checkup.since))}")
    if checkup.last_ok:
        parts.append(f"last good run {to_the_minute(shown(checkup.last_ok))}")
    return f" ({', '.join(parts)})" if parts else ""


def _lines(checkup: Checkup) -> Iterator[str]:
    for one in checkup.breaks:
        yield f"{one.sentence}{_when(one)}"


def _when(one: Break) -> str:
    if one.what != "list" or one.last_good is None:
        return ""
    return f" (it worked {to_the_minute(shown(one.last_good))})"


def _expected(options: Options, portals: Sequence[Portal]) -> Expected:
    from crawler.probing.checkup import to_look_at
    from storage.addresses import known
    from storage.expectation import expectation
    from storage.store import read_store

    if not options.db.exists():
        return {portal.key: (None, {}) for portal in portals}
    found: Expected = {}
    with read_store(options.db) as store:
        for portal in portals:
            stood = expectation(store, portal.key)
            found[portal.key] = (stood, to_look_at(known(store, portal.key), stood))
    return found
