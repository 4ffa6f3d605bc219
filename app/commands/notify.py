"""`khcn notify`: channels tried out, and what waits for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from app.failure import FAILED, OK, USAGE, Failure
from app.options import Command, Group, Options, takes_options
from app.output.document import print_document
from app.output.table import show_table
from storage.times import shown, stamp

if TYPE_CHECKING:
    from scheduler.channels import AtomChannel, Channel
    from storage.outbox import Queue, Waiting


@click.group(cls=Group)
def notify() -> None:
    """Channels: who is told what is new (see docs/operate.md)."""


@notify.command(cls=Command)
@click.argument("name", metavar="CHANNEL")
@takes_options
def test(options: Options, name: str) -> None:
    """Send one test message to a channel now; nothing is stored."""
    from scheduler.channels import AtomChannel, ChannelError, beside, find
    from scheduler.senders import DeliveryError, Parcel, send

    try:
        channel = find(beside(options.portals.absolute()), name)
        message = _message(channel)
        recent = _recent(options, channel, message) if isinstance(channel, AtomChannel) else ()
        send(channel, Parcel(message, recent=recent))
    except ChannelError as error:
        raise Failure(str(error), USAGE) from error
    except DeliveryError as error:
        raise Failure(f"{name}: {error}; mend the channel and try again", FAILED) from error
    if options.as_json:
        print_document(channel=name, delivered=True)
    elif not options.quiet:
        click.echo(f"{name}: delivered ({channel.type})")


@notify.command("list", cls=Command)
@takes_options
def list_channels(options: Options) -> int:
    """List the channels and what waits for each; exits 2 when one cannot be used."""
    from scheduler.channels import ChannelError, beside, load

    try:
        channels = load(beside(options.portals.absolute()))
    except ChannelError as error:
        raise Failure(str(error), USAGE) from error
    queues = {queue.channel: queue for queue in _queues(options)}
    items = [_item(channel, queues.get(name)) for name, channel in channels.sound.items()]
    if options.as_json:
        print_document(channels=items)
    elif items:
        columns = ("channel", "type", "for", "when", "waiting", "refused", "error")
        show_table(columns, [tuple(str(item[c] or "") for c in columns) for item in items])
    elif not options.quiet and not channels.faults:
        where = beside(options.portals.absolute())
        click.echo(f"no channel yet; write {where} (docs/operate.md shows how)", err=True)
    for fault in channels.faults.values():
        click.echo(f"khcn: {fault}", err=True)
    return USAGE if channels.faults else OK


def _recent(options: Options, channel: AtomChannel, message: Waiting) -> list[Waiting]:
    """The test message before those that the feed holds already."""
    from app.store import opened
    from storage import outbox

    if not options.db.exists():
        return [message]
    with opened(options) as store:
        return [message, *outbox.latest(store, channel.name, channel.entries - 1)]


def _queues(options: Options) -> list[Queue]:
    from app.store import opened
    from storage import outbox

    if not options.db.exists():
        return []
    with opened(options) as store:
        return outbox.queues(store)


def _item(channel: Channel, queue: Queue | None) -> dict[str, Any]:
    return {
        "channel": channel.name,
        "type": channel.type,
        "for": "operators" if channel.operator else "readers",
        "when": channel.when,
        "waiting": queue.waiting if queue else 0,
        "refused": queue.refused if queue else 0,
        "oldest": shown(queue.oldest) if queue else None,
        "error": queue.error if queue else None,
    }


def _message(channel: Channel) -> Waiting:
    from scheduler.wording import wording
    from storage.outbox import Waiting

    words, now = wording(channel.language), stamp(datetime.now(UTC))
    return Waiting(
        id=0,
        channel=channel.name,
        key=f"test:{now}",
        kind="test",
        change=None,
        subject=words.test.format(channel.name),
        body=words.test_body,
        created=now,
        due=now,
        attempts=0,
    )
