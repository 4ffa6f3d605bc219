"""What the store expects of a portal: its lists and articles as they last were, its last runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import streaks
from storage.runs import held
from storage.times import stamp

if TYPE_CHECKING:
    from storage.store import Store

MOST_LISTINGS = 4
MOST_ARTICLES = 2
MOST_ADDRESSES = 400  # enough to tell how the portal writes its addresses


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles that worked before, and when it last did (UTC)."""

    url: str
    last_good: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """One portal as its runs left it; times are as stored (UTC).

    `outcome` and `reason` are the last finished run's; `failing` counts the runs in a row that
    ended for that reason, the first of them at `since`.
    """

    portal: str
    home: str
    outcome: str | None
    reason: str | None
    last_ok: str | None
    failing: int
    since: str | None
    held_run: int | None
    listings: tuple[Listing, ...]
    articles: tuple[str, ...]
    addresses: tuple[str, ...]


def expectation(store: Store, portal: str) -> Expectation | None:
    """What is known of a portal; None for one that was never crawled."""
    row = store.row(
        "SELECT p.home, last.outcome, last.reason,"
        " (SELECT max(ended) FROM runs WHERE portal = p.key AND outcome = 'ok') AS last_ok"
        " FROM portals p JOIN runs last ON last.id ="
        " (SELECT max(id) FROM runs WHERE portal = p.key AND outcome IS NOT NULL)"
        " WHERE p.key = ?",
        (portal,),
    )
    if row is None:
        return None
    bad = row["outcome"] not in {"ok", None}
    streak = streaks.ended_with(store, portal, row["reason"]) if bad and row["reason"] else None
    return Expectation(
        portal=portal,
        home=row["home"],
        outcome=row["outcome"],
        reason=row["reason"],
        last_ok=row["last_ok"],
        failing=streak.runs if streak else 0,
        since=stamp(streak.since) if streak and streak.since else None,
        held_run=held(store, portal),
        listings=_listings(store, portal),
        articles=_newest(store, portal),
        addresses=_addresses(store, portal),
    )


def _listings(store: Store, portal: str) -> tuple[Listing, ...]:
    """Those met in most runs: first pages of sections, not the pages behind them."""
    rows = store.rows(
        "SELECT d.url, max(v.at) AS last_good, count(DISTINCT v.run) AS runs"
        " FROM addresses d JOIN visits v ON v.address = d.id"
        " WHERE d.portal = ? AND d.role = 'listing' AND v.kind = 'listing' AND v.status = 200"
        " AND coalesce(v.reason, 'listing') = 'listing' GROUP BY d.id"
        " ORDER BY runs DESC, min(v.id) LIMIT ?",
        (portal, MOST_LISTINGS + 1),
    )
    home = store.row("SELECT home FROM portals WHERE key = ?", (portal,))["home"]
    found = [Listing(row["url"], row["last_good"]) for row in rows if row["url"] != home]
    return tuple(found[:MOST_LISTINGS])


def _newest(store: Store, portal: str) -> tuple[str, ...]:
    rows = store.rows(
        "SELECT url FROM articles WHERE portal = ? AND state = 'live' ORDER BY id DESC LIMIT ?",
        (portal, MOST_ARTICLES),
    )
    return tuple(row["url"] for row in rows)


def _addresses(store: Store, portal: str) -> tuple[str, ...]:
    rows = store.rows(
        "SELECT url FROM articles WHERE portal = ? AND state <> 'gone' ORDER BY id DESC LIMIT ?",
        (portal, MOST_ADDRESSES),
    )
    return tuple(row["url"] for row in rows)
