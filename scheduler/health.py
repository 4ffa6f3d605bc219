"""How a portal is doing, judged by its own past: a pure policy over what its runs saw."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Word = Literal["ok", "late", "partial", "held", "broken", "blocked", "unreachable", "offline"]

# A worse word is told even where a milder one was told before; equal ones are not told twice.
GRAVITY: Mapping[str, int] = {
    "ok": 0,
    "late": 1,
    "partial": 1,
    "offline": 1,
    "held": 2,
    "broken": 3,
    "blocked": 3,
    "unreachable": 3,
}
BLOCKED = {"wall", "login", "robots", "http_401", "http_403", "http_407", "http_429", "http_451"}
ASKED_TO_WAIT = {"retry_after"}
BROKEN = {"listing_empty", "unreadable", "same_page", "time_limit", "memory_limit"}
BROKEN |= {"killed", "crashed", "reader_error", "publish_error", "start_error"}
OURS = {"store_error"}  # says nothing of the portal
# What looks the same whether the portal is gone or this machine's network.
NETWORK = {"dns", "timeout", "connection_lost", "robots_unreachable", "host_failing", "no_page"}

GOOD = ("ok", "partial")
ENOUGH = 3  # rounds or articles that make a habit
HABIT = 0.8  # of the earlier articles have a field: the portal shows it
SHORT = 0.2  # of the usual length: a lead or a stub in place of the article
# Silence is measured in articles that should have come. Batches and holidays make long silences
# usual, so the longest one known counts, with some room.
SILENT_ARTICLES = 6.0
SILENT_ROOM = 1.5


@dataclass(frozen=True, slots=True)
class Round:
    """What one run saw: pages that listed, walls among its pages, refusals and server errors.

    `walk` says how far it went through the listings: its mode, or "all" for a first one; `open`:
    it was cut off, and the next one goes on where it was.
    """

    began: datetime
    outcome: str
    reason: str | None = None
    pages: int = 0
    listings: int = 0
    walls: int = 0
    refused: int = 0
    server_errors: int = 0
    network_word: str | None = None
    walk: str = "incremental"
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """What one article showed: its length in words and the fields it had."""

    words: int
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """A portal's past, newest first; silences are counted in articles that were expected."""

    rounds: Sequence[Round]
    articles: Sequence[Sample] = ()
    silence: float = 0.0
    longest_silence: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a portal is doing, and why: a machine-readable reason."""

    word: Word
    reason: str | None = None


def judge(record: Record) -> Verdict | None:
    """How the portal is doing after its newest round; None where that one says nothing of it."""
    if not record.rounds:
        return None
    newest = record.rounds[0]
    match newest.outcome:
        case "held":
            return _held(newest)
        case "failed":
            return _failed(newest)
        case "interrupted":
            return _interrupted(record.rounds)
        case _:
            return _received(record, newest)


def _held(newest: Round) -> Verdict:
    if newest.reason in BLOCKED or (newest.walls and newest.reason == "listing_empty"):
        return Verdict("blocked", "wall")
    return Verdict("broken" if newest.reason in BROKEN else "held", newest.reason)


def _interrupted(rounds: Sequence[Round]) -> Verdict | None:
    """A limit is the portal's own doing; one kill may be anybody's, a second one is a sign."""
    newest, *earlier = rounds
    once = newest.reason == "killed" and not (earlier and earlier[0].reason == "killed")
    if once or newest.reason not in BROKEN:
        return None
    return Verdict("partial" if newest.open else "broken", newest.reason)


def _failed(newest: Round) -> Verdict | None:
    if newest.reason in OURS:
        return None
    if newest.reason in BLOCKED | ASKED_TO_WAIT:
        return Verdict("blocked", newest.reason)
    return Verdict("broken" if newest.reason in BROKEN else "unreachable", newest.reason)


def _received(record: Record, newest: Round) -> Verdict | None:
    """Of a run that got pages: whether they were what this portal's pages used to be.

    A run that walks all listings says nothing of one that reads their first pages.
    """
    if newest.reason == "page_cap":
        return None
    alike = [one for one in record.rounds[1:] if one.outcome in GOOD and one.walk == newest.walk]
    least = min((one.listings for one in alike), default=1)
    if newest.listings * 2 < least:
        return _nothing(newest)
    if newest.outcome == "partial":
        return Verdict("partial", newest.reason or _most(newest))
    lost = lost_field(record.articles)
    if lost:
        return Verdict("broken", lost)
    if record.silence > max(SILENT_ARTICLES, SILENT_ROOM * record.longest_silence):
        return Verdict("late", "silent")
    return Verdict("ok")


def _nothing(newest: Round) -> Verdict:
    """No page listed anything: a wall, a server that fails, or a listing that ran empty."""
    if newest.reason in BLOCKED or newest.walls:
        return Verdict("blocked", newest.reason or "wall")
    if newest.refused and newest.refused >= newest.server_errors:
        return Verdict("blocked", newest.reason or "refused")
    if newest.server_errors:
        return Verdict("unreachable", newest.reason or "server_error")
    return Verdict("broken", "nothing_found")


def _most(newest: Round) -> str:
    if newest.refused > newest.server_errors:
        return "refused"
    return "server_error" if newest.server_errors else "incomplete"


def lost_field(articles: Sequence[Sample]) -> str | None:
    """What the newest articles all lack of what the earlier ones had: the reader has lost it."""
    newest, earlier = articles[:ENOUGH], articles[ENOUGH:]
    if len(newest) < ENOUGH or len(earlier) < 3 * ENOUGH:
        return None
    for name in sorted({name for one in earlier for name in one.fields}):
        share = sum(name in one.fields for one in earlier) / len(earlier)
        if share >= HABIT and not any(name in one.fields for one in newest):
            return f"no_{name}"
    usual = median([one.words for one in earlier])
    if max(one.words for one in newest) < SHORT * usual:
        return "too_short"
    return None


def is_offline(newest: Mapping[str, Round], words: Mapping[str, str | None]) -> bool | None:
    """Whether this machine is cut off, by the newest round of each portal and its last word.

    None while only one portal was heard of since things went wrong: that says too little. A
    portal known to be unreachable proves nothing, whenever it was asked.
    """
    told = [(one, words.get(key)) for key, one in newest.items() if words.get(key) != "unreachable"]
    told.sort(key=lambda pair: pair[0].began, reverse=True)
    cut_off = next((n for n, (one, _) in enumerate(told) if not is_network_fault(one)), len(told))
    if cut_off >= 2:
        return True
    return None if cut_off == 1 and len(told) > 1 else False


def is_network_fault(one: Round) -> bool:
    """Whether nothing came, for a reason that could be this machine's own network."""
    if one.outcome != "failed" or one.pages:
        return False
    return (one.network_word or one.reason) in NETWORK


def is_alarm(before: str | None, after: str) -> bool:
    """Whether a person should be told: things got worse than what was told."""
    return GRAVITY[after] > GRAVITY.get(before or "ok", 0)


def is_recovery(before: str | None, after: str) -> bool:
    """Whether what was told is over."""
    return after == "ok" and GRAVITY.get(before or "ok", 0) > 0
