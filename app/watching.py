"""What `khcn status` says of the background service, and of when it looks at each portal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from app.failure import FAILED, OK
from app.when import to_the_minute
from storage.times import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.options import Options
    from scheduler.presence import Card

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Age(click.ParamType[timedelta]):
    """An option that takes a length of time: 30m, 6h, 2d."""

    name = "AGE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """The length of time."""
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d{1,5})\s*([mhd])", str(value))
        if not found:
            self.fail(f"{value!r} is no length of time; give one such as 30m, 6h or 2d", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


def running(db: Path) -> Card | None:
    """The background service of this database, where one runs."""
    if not db.with_name(f"{db.name}.service.json").exists():
        return None
    from scheduler import presence

    return presence.running(db)


def as_json(card: Card | None) -> dict[str, Any]:
    """The service as an item of JSON."""
    if card is None:
        return {"running": False, "pid": None, "since": None}
    return {"running": True, "pid": card.pid, "since": shown(card.since)}


def as_sentence(card: Card | None) -> str:
    """The service as a sentence."""
    if card is None:
        return "the service does not run; `khcn watch` looks at the portals when they are due"
    since = to_the_minute(shown(card.since))
    return f"the service has run since {since}, process {card.pid}"


def channel_faults(options: Options, card: Card | None) -> list[str]:
    """What is wrong with the channels: as the service met it, or as their file reads now."""
    if card is not None:
        return list(card.faults)
    if not options.portals.absolute().parent.joinpath("channels.toml").exists():
        return []  # and no need to load what reads it
    from scheduler.channels import ChannelError, beside, load

    try:
        return [str(fault) for fault in load(beside(options.portals.absolute())).faults.values()]
    except ChannelError as error:
        return [str(error)]


def explained(
    options: Options, board: Sequence[Mapping[str, Any]], now: datetime
) -> dict[str, list[str]]:
    """Why each followed portal is looked at when it is, by key."""
    from app.portal_files import followed_portals
    from app.store import opened
    from scheduler import jobs
    from scheduler.why import explain

    wanted = {item["portal"] for item in board}
    portals = [portal for portal in followed_portals(options) if portal.key in wanted]
    if not options.db.exists():
        return {portal.key: ["It was never looked at, so it is due at once."] for portal in portals}
    with opened(options) as store:
        dues = [jobs.due(store, portal, now) for portal in portals]
    return {due.portal.key: list(explain(due, now)) for due in dues}


def show_reasons(reasons: Mapping[str, Sequence[str]]) -> None:
    """Print why, portal by portal."""
    for key, sentences in reasons.items():
        click.secho(key, bold=True)
        for sentence in sentences:
            click.echo(f"  {sentence}")


def stale(
    options: Options, board: Sequence[Mapping[str, Any]], now: datetime, limit: timedelta
) -> int:
    """1 when a followed portal was not seen well for so long, and which; else 0."""
    old = [
        item["portal"]
        for item in board
        if item["followed"] and not _is_fresh(item["last_ok"], now, limit)
    ]
    if old and not options.quiet:
        click.echo(f"khcn: no good look for longer than that at {', '.join(old)}", err=True)
    return FAILED if old else OK


def _is_fresh(last_ok: str | None, now: datetime, limit: timedelta) -> bool:
    return last_ok is not None and now - datetime.fromisoformat(last_ok) <= limit
