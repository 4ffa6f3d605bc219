"""When each portal is due: worked out from its file and its past runs, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from news.zone import VIETNAM
from scheduler import intervals
from scheduler.rhythm import MEMORY, Publication, Rhythm, learn
from storage import past, portals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from news.portal import Portal
    from storage.past import Appearance, PastRun
    from storage.store import Store

FAILURES = ("failed", "held")
# Ends of a child that are laid to its portal, where nothing had come of the run.
ENDED = ("time_limit", "memory_limit", "killed")
# Ends that are no fault of the portal: its run is taken up again at once.
CUT_OFF = (None, "shutdown", "sigterm", "parent_gone")
LOOK_BACK = 12  # runs; more failures in a row make a pause no longer
# Portals found overdue are begun one after the other, so far apart, all within so long.
GAP, SPREAD = timedelta(seconds=2), timedelta(minutes=5)
OFFLINE = timedelta(minutes=15)  # while nothing answers; it bothers nobody, and ends the blindness
SLACK = timedelta(seconds=2)  # what the ledger's whole seconds and a loaded machine make up
# Ends that say of the whole host that it had better be left alone, not of one portal's pages.
HOST_FAULTS = {"host_failing", "timeout", "connection_lost", "connection_refused"}
JITTER = 0.1  # of an interval, always towards earlier: `every` is a bound


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger says of a portal's last look.

    `open`: a run of it was cut off; `offline`: no portal answered, it was this machine's network;
    `host_failed`: when its host failed another of its portals, where nobody was answered since.
    """

    last: datetime | None = None
    ended: datetime | None = None
    open: bool = False
    offline: bool = False
    failures: int = 0
    retry_after: datetime | None = None
    host_failed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a portal is to be looked at next, and the reasoning that led there."""

    portal: Portal
    at: datetime
    past: Past
    rhythm: Rhythm
    next: intervals.Next | None = None


def due(store: Store, portal: Portal, now: datetime) -> Due:
    """When the portal is due; a moment in the past where it is overdue."""
    past = past_of(store, portal, now)
    rhythm = learn(publications(store, portal.key, now), now)
    return decide(portal, past, rhythm, now)


def decide(portal: Portal, past: Past, rhythm: Rhythm, now: datetime) -> Due:
    """The same from values; never in an hour that the portal file forbids."""
    last = min(_looked(past, portal.every) or now, now)  # the clock may have been ahead then
    found = None
    if past.last is None or past.open:
        at = last
    elif past.offline:
        at = last + min(OFFLINE, portal.every)
    elif past.failures:
        at = last + intervals.pause(portal.every, past.failures)
    else:
        bounds = intervals.bounds_of(portal.every, portal.hours)
        found = intervals.next_look(rhythm, last, bounds)
        at = found.at
    at = max(at, past.retry_after or at)
    if past.host_failed and not past.offline:
        at = max(at, min(past.host_failed, now) + portal.every)
    if at < now:
        at = now if portal.hours else at
    return Due(portal, intervals.first_allowed(at, portal.hours), past, rhythm, found)


def _looked(past: Past, every: timedelta) -> datetime | None:
    """When the last look was: as a rule when its run began.

    A run that lasted longer than the interval, such as one taken up again long after a kill, would
    be followed by another at once; it counts when it ended.
    """
    if past.last and past.ended and past.ended - past.last > every:
        return past.ended
    return past.last


def is_early(one: Due, now: datetime) -> bool:
    """Whether the look is not yet due, by more than its timer may run ahead of it."""
    last = one.past.last or now
    if last > now:  # the clock was set back since: the ledger says nothing of now
        return False
    return one.at - now > max((one.at - last) * 2 * JITTER, SLACK)


def spread(dues: Iterable[Due], now: datetime, random: Random) -> Mapping[str, datetime]:
    """When to begin each: the overdue one after the other, the rest a little earlier than due."""
    ordered = sorted(dues, key=lambda one: (one.at, one.past.last or now))
    late = [one for one in ordered if one.at <= now]
    window = min([SPREAD, GAP * len(late), *(one.portal.every / 4 for one in late)])
    begun = {one.portal.key: now + window * n / len(late) for n, one in enumerate(late)}
    return begun | {one.portal.key: jittered(one, now, random) for one in ordered if one.at > now}


def jittered(one: Due, now: datetime, random: Random) -> datetime:
    """A little before it is due, so that portals do not keep step; hours are kept."""
    earlier = one.at - (one.at - now) * JITTER * random.random()
    return intervals.first_allowed(earlier, one.portal.hours)


def past_of(store: Store, portal: Portal, now: datetime) -> Past:
    """What the ledger says of the portal's last looks."""
    found = past.latest_runs(store, portal.key, LOOK_BACK)
    wish = portals.retry_after(store, portal.home, now)
    host_failed = _host_failed(store, portal)
    if not found:
        return Past(retry_after=wish, host_failed=host_failed)
    return Past(
        last=found[0].started,
        ended=found[0].ended,
        open=found[0].stage == "crawling" and found[0].reason in CUT_OFF,
        offline=portals.health(store, portal.key) == "offline",
        failures=next((n for n, run in enumerate(found) if not _is_failure(run)), len(found)),
        retry_after=wish,
        host_failed=host_failed,
    )


def _host_failed(store: Store, portal: Portal) -> datetime | None:
    """When the newest look at the portal's host failed, if that was at another portal of it."""
    newest = [
        run
        for key in portals.at_host(store, portal.home)
        for run in past.latest_runs(store, key, 1, ended=True)
    ]
    last = max(newest, key=lambda run: run.started, default=None)
    if last is None or last.portal == portal.key or last.outcome != "failed":
        return None
    is_hosts_fault = last.reason in HOST_FAULTS and portals.health(store, last.portal) != "offline"
    return last.started if is_hosts_fault else None


def _is_failure(run: PastRun) -> bool:
    """Whether the portal is to be left alone for it; for a store that failed it is not."""
    if run.outcome == "interrupted":
        return run.stage == "done" and run.reason in ENDED
    return run.outcome in FAILURES and run.reason != "store_error"


def publications(store: Store, portal: str, now: datetime) -> list[Publication]:
    """When the portal's articles of the last months came out, as closely as is known."""
    found = map(publication, past.appearances(store, portal, now - MEMORY))
    return [one for one in found if one is not None]


def publication(article: Appearance) -> Publication | None:
    """Between which moments an article came out; None where nothing is known."""
    seen, before, said = article.first_seen, article.before, _said(article.published)
    if said is None or said.since > seen:
        return Publication(before, seen) if before else None
    if before and said.until <= before:  # dated back, or shown long after it was written
        return Publication(before, seen)
    since = max(said.since, before) if before else said.since
    return Publication(since, max(since, min(said.until, seen)))


def _said(published: date | None) -> Publication | None:
    """The moment that the page names, or the whole day; midnight is no time but a missing one."""
    if published is None:
        return None
    if isinstance(published, datetime) and published.time() != time():
        at = published if published.tzinfo else published.replace(tzinfo=VIETNAM)
        return Publication(at.astimezone(UTC), at.astimezone(UTC))
    day = datetime(published.year, published.month, published.day, tzinfo=VIETNAM)
    return Publication(day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC))
