"""Telling: what is news is put into the outbox for each channel, and delivered from there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from news.grade import SIGNIFICANCE
from news.text import fold
from news.zone import VIETNAM
from scheduler import messages
from scheduler.channels import WEEKDAYS, AtomChannel
from scheduler.messages import Item, Period
from scheduler.senders import DeliveryError, Parcel, send
from storage import history, outbox
from storage.times import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from scheduler.channels import Channel
    from storage.history import Change
    from storage.outbox import Baseline, Draft, Waiting
    from storage.store import Store

AT_MOST = 500  # changes told one by one in one go; the rest follows at once
PATIENCE = timedelta(days=1)  # a run begun longer ago than this will not be gone on with
LAG = timedelta(hours=1)  # between a run's last page and the end of publishing, at the very most
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
REFUSALS = 3  # a message refused so often for what it says is put aside


def collect(store: Store, channel: Channel, now: datetime) -> int:
    """Put what is new for this channel into the outbox; gives how many messages."""
    told = outbox.told(store, channel.name)
    if channel.operator or now < due(channel, told.at):
        return 0
    upto = outbox.settled(store, stamp(now - PATIENCE))
    # A digest is one message: what it left out would be told by none.
    most = AT_MOST if channel.when == "immediate" else None
    found = history.news(store, told.change, upto, most)
    old = [
        one for one in _first_finds(store, channel, told.at, now) if _is_for(channel, one.portal)
    ]
    if channel.when == "immediate":
        if not found and not old and upto <= told.change:
            return 0
        upto = found[-1].id if len(found) == AT_MOST else upto
    drafts = list(_drafts(store, channel, found, old, Period(told.at, now)))
    return outbox.put(store, channel.name, drafts, at=now, told=max(upto, told.change))


def _first_finds(
    store: Store, channel: Channel, told: datetime, now: datetime
) -> list[outbox.Baseline]:
    """What is no news and is only counted: at once run by run, in a digest all of its period."""
    if channel.when == "immediate":
        return outbox.untold_baselines(store, channel.name, told - LAG)
    return outbox.baselines(store, told, now)


def _is_for(channel: Channel, portal: str) -> bool:
    """Whether the channel is for news of this portal."""
    return not channel.portals or portal in channel.portals


def due(channel: Channel, collected: datetime) -> datetime:
    """When the channel is told next: at once, or at its hour after it was told last."""
    if channel.when == "immediate":
        return collected
    local = collected.astimezone(VIETNAM)
    at = local.replace(hour=channel.hour, minute=0, second=0, microsecond=0)
    wanted = None if channel.when == "daily" else WEEKDAYS.index(channel.weekday)
    while at <= local or (wanted is not None and at.weekday() != wanted):
        at += timedelta(days=1)
    return at


@dataclass(frozen=True, slots=True)
class Delivery:
    """So many messages a channel took; when to try again, and why, if one did not arrive."""

    count: int
    again: datetime | None = None
    error: str | None = None


def deliver(store: Store, channel: Channel, clock: Callable[[], datetime]) -> Delivery:
    """Deliver what waits for this channel, in order, up to what it does not take."""
    count = 0
    while message := outbox.head(store, channel.name):
        if clock() < moment(message.due) <= clock() + LONGEST_WAIT:  # else the clock was set back
            return Delivery(count, moment(message.due))
        outbox.begin(store, message.id)
        try:
            send(channel, _parcel(store, channel, message))
        except DeliveryError as error:
            again = _again(message, clock(), refused=error.refused)
            outbox.failed(store, message.id, str(error), due=again, refused=error.refused)
            if again:
                return Delivery(count, again, str(error))
        else:
            outbox.delivered(store, message.id, at=clock())
            count += 1
    return Delivery(count)


def wanted(channel: Channel, item: Item) -> bool:
    """Whether a channel asked for such a change."""
    change = item.change
    if not _is_for(channel, change.portal):
        return False
    if channel.kinds and change.kind not in channel.kinds:
        return False
    if channel.min_grade and change.significance < SIGNIFICANCE[channel.min_grade]:
        return False
    return not channel.keywords or mentions(
        f"{change.title}\n{item.article.text}", channel.keywords
    )


def mentions(text: str, keywords: Iterable[str]) -> bool:
    """Whether one of the keywords stands in the text, as whole words, accents aside."""
    folded = " ".join(fold(text).split())
    wanted = (re.escape(" ".join(fold(word).split())) for word in keywords)
    return any(re.search(rf"(?<!\w){word}(?!\w)", folded) for word in wanted)


def _drafts(
    store: Store, channel: Channel, found: list[Change], old: list[Baseline], period: Period
) -> Iterator[Draft]:
    names = history.portal_names(store)
    items = [
        Item(one, history.record(store, one.article), names.get(one.portal, one.portal))
        for one in found
    ]
    items = [item for item in items if wanted(channel, item)]
    if channel.when == "immediate":
        yield from (messages.about(item, channel.language) for item in items)
        for one in old:
            name = names.get(one.portal, one.portal)
            yield messages.baseline(name, one.count, one.run, channel.language)
    elif items:
        count = sum(one.count for one in old)
        yield messages.digest(items, count, period, channel.language)


def _parcel(store: Store, channel: Channel, message: Waiting) -> Parcel:
    change = history.change(store, message.change) if message.change else None
    many = channel.entries if isinstance(channel, AtomChannel) else 0
    recent = outbox.latest(store, channel.name, many) if many else ()
    return Parcel(message, messages.as_record(change) if change else None, recent)


def _again(message: Waiting, now: datetime, *, refused: bool) -> datetime | None:
    """When to try a message again; never where its own text was refused several times."""
    if refused and message.refusals + 1 >= REFUSALS:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** min(message.attempts, 10)
    return now + min(wait, LONGEST_WAIT)
