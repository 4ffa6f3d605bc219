"""`khcn status`: how each portal is doing, and whether the service runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from app.options import Command, Options, takes_options
from app.output.document import as_item, print_document
from app.output.table import show_table
from app.portal_files import followed_portals
from app.when import ago, due
from storage.times import moment, shown, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from news.portal import Portal
    from storage.health import PortalHealth


@click.command(cls=Command)
@takes_options
def status(options: Options) -> None:
    """Show how each portal is doing and when it is next."""
    now = datetime.now(UTC)
    board = _board(options, now)
    if options.as_json:
        print_document(service=_service(), portals=board)
    else:
        _show(board, now, options)


def _board(options: Options, now: datetime) -> list[dict[str, Any]]:
    """The followed portals and those of which anything is stored, as items of JSON."""
    from storage.health import NEVER_SEEN

    followed = {portal.key: portal for portal in followed_portals(options)}
    stored = {health.portal: health for health in _stored(options, now)}
    keys = sorted(followed.keys() | stored.keys())
    return [_item(key, stored.get(key, NEVER_SEEN), followed.get(key), now) for key in keys]


def _stored(options: Options, now: datetime) -> Iterable[PortalHealth]:
    from app.store import opened
    from storage import health

    if not options.db.exists():
        return ()
    with opened(options) as store:
        return health.portals(store, stamp(now - timedelta(days=1)))


def _item(key: str, health: PortalHealth, portal: Portal | None, now: datetime) -> dict[str, Any]:
    return as_item(health) | {
        "portal": key,
        "followed": portal is not None,
        "next": shown(_next(health, portal, now)),
    }


def _next(health: PortalHealth, portal: Portal | None, now: datetime) -> str | None:
    """When the service looks next; nobody plans a look at a portal that is not followed."""
    if portal is None:
        return None
    return stamp(moment(health.last_started) + portal.every if health.last_started else now)


def _service() -> dict[str, Any]:
    """The background service, where one runs."""
    return {"running": False, "pid": None, "since": None}


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
    notes = [
        item["reason"],
        f"{item['suspected']} suspected" if item["suspected"] else None,
        f"`khcn review {item['held_run']} accept|drop`" if item["held_run"] else None,
        None if item["followed"] else "not followed",
    ]
    return ", ".join(note for note in notes if note)
