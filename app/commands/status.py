"""`khcn status`: how each portal is doing, and whether the service runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from app.failure import OK
from app.options import Command, Options, takes_options
from app.output.document import as_item, print_document
from app.output.table import show_table
from app.portal_files import followed_portals, unknown
from app.watching import (
    Age,
    as_json,
    as_sentence,
    channel_faults,
    explained,
    running,
    show_reasons,
    stale,
)
from app.when import ago, due
from storage.times import moment, shown, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from news.portal import Portal
    from scheduler.presence import Card
    from storage.health import PortalHealth


@click.command(cls=Command)
@click.argument("keys", metavar="[K]...", nargs=-1)
@click.option("--why", is_flag=True, help="Explain when each portal is looked at.")
@click.option(
    "--max-age", type=Age(), metavar="AGE",
    help="Exit 1 when the last good look at a followed portal is older, such as 6h.",
)  # fmt: skip
@takes_options
def status(options: Options, keys: tuple[str, ...], why: bool, max_age: timedelta | None) -> int:
    """Show how each portal is doing and when it is next."""
    now = datetime.now(UTC)
    service = running(options.db.absolute())
    board = _board(options, now, keys, service)
    reasons = explained(options, board, now) if why else {}
    faults = channel_faults(options, service)
    if options.as_json:
        for key, sentences in reasons.items():
            next(item for item in board if item["portal"] == key)["why"] = sentences
        print_document(service=as_json(service), portals=board, channel_faults=faults)
    elif why:
        show_reasons(reasons)
    else:
        _show(board, now, options)
        if board and not options.quiet:
            click.echo(as_sentence(service), err=True)
    if not options.as_json and not options.quiet:
        for fault in faults:
            click.echo(f"khcn: {fault}", err=True)
    return stale(options, board, now, max_age) if max_age else OK


def _board(
    options: Options, now: datetime, wanted: tuple[str, ...], service: Card | None
) -> list[dict[str, Any]]:
    """The followed portals and those of which anything is stored, as items of JSON."""
    from storage.health import NEVER_SEEN

    followed = {portal.key: portal for portal in followed_portals(options)}
    stored = {health.portal: health for health in _stored(options, now)}
    for key in wanted:
        if key not in followed and key not in stored:
            raise unknown(options, key)
    keys = sorted(set(wanted) or followed.keys() | stored.keys())
    plan = service.plan if service else {}
    return [
        _item(key, stored.get(key, NEVER_SEEN), followed.get(key), now, plan.get(key))
        for key in keys
    ]


def _stored(options: Options, now: datetime) -> Iterable[PortalHealth]:
    from app.store import opened
    from storage import health

    if not options.db.exists():
        return ()
    with opened(options) as store:
        return health.portals(store, stamp(now - timedelta(days=1)))


def _item(
    key: str, health: PortalHealth, portal: Portal | None, now: datetime, planned: str | None
) -> dict[str, Any]:
    return as_item(health) | {
        "portal": key,
        "followed": portal is not None,
        "next": shown(planned if portal and planned else _next(health, portal, now)),
    }


def _next(health: PortalHealth, portal: Portal | None, now: datetime) -> str | None:
    """When the service looks next; nobody plans a look at a portal that is not followed."""
    if portal is None:
        return None
    return stamp(moment(health.last_started) + portal.every if health.last_started else now)


def _show(board: list[dict[str, Any]], now: datetime, options: Options) -> None:
    columns = (
        "portal",
        "health",
        "last ok",
        "articles",
        "new 24h",
        "edited",
        "gone",
        "next",
        "note",
    )
    if board:
        show_table(columns, [_row(item, now) for item in board])
    elif not options.quiet:
        click.echo("no portal is followed yet; see `khcn portals list --catalogue`", err=True)


def _row(item: dict[str, Any], now: datetime) -> tuple[str, ...]:
    counts = (str(item[name]) for name in ("articles", "appeared", "edited", "vanished"))
    return (
        item["portal"],
        item["health"],
        ago(item["last_ok"], now),
        *counts,
        due(item["next"], now),
        _note(item),
    )


def _note(item: dict[str, Any]) -> str:
    bare = item["health"] == "ok" and not (item["articles"] or item["reason"])
    notes = [
        item["reason"],
        f"no article found: `khcn portals check {item['portal']}`" if bare else None,
        f"{item['suspected']} suspected" if item["suspected"] else None,
        f"`khcn review {item['held_run']} accept|drop`" if item["held_run"] else None,
        None if item["followed"] else "not followed",
    ]
    return ", ".join(note for note in notes if note)
