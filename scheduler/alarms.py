"""Saying how portals are doing: into the store always, to operators when it got worse or better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler import health, records
from scheduler.health import Verdict, is_alarm, is_recovery
from scheduler.journal import note
from scheduler.messages import shown
from scheduler.reasons import in_words
from scheduler.wording import wording
from storage import outbox, past, portals
from storage.outbox import Draft
from storage.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from scheduler.channels import Channel, Language
    from scheduler.health import Round
    from storage.past import PastRun
    from storage.portals import Condition
    from storage.store import Store

BENEFIT = timedelta(minutes=10)  # so long one portal's silence may be this machine's own


@dataclass(frozen=True, slots=True)
class Assessment:
    """What came of judging.

    `pending`: whose fault it is is still open; `offline`: cut off by this machine's network;
    `again`: to be asked again at once.
    """

    pending: frozenset[str] = frozenset()
    offline: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


def assess(
    store: Store, keys: Iterable[str], operators: Sequence[Channel], now: datetime
) -> Assessment:
    """Judge these portals by their newest rounds, and say what is new about them."""
    newest, words = records.newest(store), records.words(store)
    is_offline = health.is_offline(newest, words)
    pending, offline, again = set[str](), set[str](), set[str]()
    for key in newest.keys() & set(keys):
        silent = _may_be_ours(newest[key], words[key])
        if silent and is_offline is None and now - newest[key].began < BENEFIT:
            pending.add(key)
            continue
        verdict = (
            _of_the_silent(newest[key], is_offline=bool(is_offline))
            if silent
            else health.judge(records.record(store, key, now))
        )
        if verdict is None:
            continue
        if verdict.word == "offline":
            offline.add(key)
        elif words[key] == "offline":
            again |= _back_online(store, operators, now) - {key}
        say(store, key, verdict, operators, now)
    return Assessment(frozenset(pending), frozenset(offline), frozenset(again))


def _may_be_ours(newest: Round, word: str | None) -> bool:
    """Whether a portal's silence may be this machine's network; one that was bad before is bad."""
    return health.is_network_fault(newest) and health.GRAVITY[word or "ok"] <= 1


def _of_the_silent(newest: Round, *, is_offline: bool) -> Verdict:
    return Verdict("offline", "network") if is_offline else Verdict("unreachable", newest.reason)


def say(
    store: Store, portal: str, verdict: Verdict, operators: Sequence[Channel], now: datetime
) -> None:
    """Keep the verdict and put the alarm or the recovery: both or neither."""
    before = portals.condition(store, portal)
    was = before.health
    if (was, before.health_reason) == (verdict.word, verdict.reason):
        return
    note("portal.health", portal=portal, was=was, health=verdict.word, reason=verdict.reason)
    with store.writing():
        if verdict.word == "offline":
            _tell_machine(store, operators, now)
        elif is_alarm(was, verdict.word) or is_recovery(was, verdict.word):
            for channel in operators:
                if not channel.portals or portal in channel.portals:
                    run = past.latest_run(store, portal, ended=True)
                    draft = about(before, verdict, channel.language, run, now)
                    outbox.put(store, channel.name, [draft], at=now)
        portals.set_health(store, portal, verdict.word, verdict.reason, at=now)


def about(
    portal: Condition, verdict: Verdict, language: Language, run: PastRun | None, now: datetime
) -> Draft:
    """The alarm or the recovery of one portal."""
    words = wording(language)
    recovered = verdict.word == "ok"
    heading = words.recovery if recovered else words.alarm
    lines = [f"{portal.name} ({portal.key}): {words.health[verdict.word]}."]
    if verdict.reason:
        lines += _why(verdict.reason, language, run.message if run else None)
    if portal.health and portal.health_since:
        since = shown(portal.health_since)
        lines.append(words.since.format(since, words.health[portal.health]))
    return Draft(
        key=f"health:{portal.key}:{verdict.word}:{stamp(now)}",
        kind="recovery" if recovered else "alarm",
        subject=heading.format(portal.name, words.health[verdict.word]),
        body="\n".join([*lines, "", portal.home]),
    )


def _why(reason: str, language: Language, message: str | None) -> list[str]:
    """The reason in the channel's language; else the machine's word and what the run said."""
    known = in_words(reason, language)
    said = wording(language).reason.format(f"{known} ({reason})" if known else reason)
    return [said] if known or not message else [said, message]


def _tell_machine(store: Store, operators: Sequence[Channel], now: datetime) -> None:
    """That this machine is cut off: once, however many portals do not answer."""
    if "offline" in records.words(store).values():
        return
    for channel in operators:
        said = wording(channel.language).offline
        draft = Draft(f"offline:{stamp(now)}", "alarm", said, said)
        outbox.put(store, channel.name, [draft], at=now)


def _back_online(store: Store, operators: Sequence[Channel], now: datetime) -> set[str]:
    """One portal answers again, so the others are to be asked anew, and nothing said of them."""
    with store.writing():
        cut_off = {key for key, word in records.words(store).items() if word == "offline"}
        if not cut_off:
            return set()
        for channel in operators:
            said = wording(channel.language).online
            draft = Draft(f"online:{stamp(now)}", "recovery", said, said)
            outbox.put(store, channel.name, [draft], at=now)
        portals.forget_health(store, "offline")
    return cut_off
