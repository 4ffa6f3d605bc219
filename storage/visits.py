"""Visits: one look at one page each, staged at once and published later."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from news.article import Prose
from news.record import day_or_time
from storage import packs, raws
from storage.readings import article, as_json, columns
from storage.times import moment, published_on, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from news.article import Article
    from storage.runs import Run
    from storage.store import Store


REDIRECT = "redirect"
AGAIN = "again"  # a second look at a page, only to see what of it does not stand still
WALLS = ("wall", "login")  # reasons of a page that stands before all others
_ANSWERS = ("article", "missing", "failed")  # kinds that say by themselves what became of a page


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one visit saw, ready to be staged.

    `key` and `final_key` are the identities of the address asked for and of the one that
    answered. `body` and `prose` are kept only while the article differs from the stored version.
    """

    url: str
    key: str
    final_url: str
    final_key: str
    at: datetime
    status: int
    kind: str
    reason: str | None = None
    body: bytes | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    insecure: bool = False
    article: Article | None = None
    content_digest: str = ""
    text_digest: str = ""
    reader: str = ""
    epoch: int | None = None
    page_number: int = 1
    hint_title: str | None = None
    hint_published: date | datetime | None = None
    prose: Prose | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A visit that waits to be published; `same`: it read exactly as the stored version does."""

    id: int
    address: int
    seen: Sighting
    raw: int | None
    same: bool


def stage(store: Store, run: Run, seen: Sighting) -> int:
    """Keep one visit, in one short transaction; its id."""
    with store.writing() as conn:
        if _led_away(store, run.portal, seen):
            seen = replace(seen, kind="missing")
        address = _address(store, run.portal, seen)
        same = seen.kind == "article" and reads_as_stored(store, run.portal, seen)
        keeps = (seen.kind == "article" and not same) or seen.reason == AGAIN
        keeps |= seen.kind == "unreadable"  # it may be read once the portal's look is known
        raw = raws.keep(store, run.portal, seen.body) if keeps and seen.body is not None else None
        visit = conn.execute(
            "INSERT INTO visits (run, address, at, status, kind, reason) VALUES (?, ?, ?, ?, ?, ?)",
            (run.id, address, stamp(seen.at), seen.status, seen.kind, _reason(seen)),
        ).lastrowid
        conn.execute(
            "INSERT INTO staged (visit, run, raw, body) VALUES (?, ?, ?, ?)",
            (visit, run.id, raw, as_json(_packed(seen, same=same))),
        )
    return int(visit or 0)


def staged(store: Store, run: int) -> Iterator[Staged]:
    """The run's visits that wait, in the order they were made."""
    rows = store.rows(
        "SELECT s.visit, s.raw, s.body, v.address, v.at, v.status, v.kind, v.reason"
        " FROM staged s JOIN visits v ON v.id = s.visit WHERE s.run = ? ORDER BY s.visit",
        (run,),
    )
    for row in rows:
        yield _unpacked(row)


def waits(store: Store, visit: int) -> bool:
    """Whether the visit is still to be published."""
    return store.row("SELECT 1 FROM staged WHERE visit = ?", (visit,)) is not None


def amend(store: Store, visit: Staged, seen: Sighting) -> None:
    """Take a waiting visit for what another reading made of its page."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE visits SET kind = ?, reason = ? WHERE id = ?",
            (seen.kind, _reason(seen), visit.id),
        )
        conn.execute(
            "UPDATE staged SET body = ? WHERE visit = ?",
            (as_json(_packed(seen, same=False)), visit.id),
        )


def looked_again(store: Store, run: int) -> int:
    """How many pages the run has looked at a second time."""
    row = store.row("SELECT count(*) AS n FROM visits WHERE run = ? AND reason = ?", (run, AGAIN))
    return int(row["n"])


def was_list(store: Store, address: int, run: int) -> bool:
    """Whether the address showed a list of articles in any earlier run that can be believed."""
    row = store.row(
        "SELECT 1 FROM visits v JOIN runs r ON r.id = v.run WHERE v.address = ? AND v.run <> ?"
        " AND v.status = 200 AND v.kind = 'listing'"
        " AND coalesce(v.reason, 'listing') IN ('listing', 'empty')"
        " AND r.outcome IN ('ok', 'partial') LIMIT 1",
        (address, run),
    )
    return row is not None


def listed_before(store: Store, run: int, address: int) -> bool:
    """Whether the address was a list when another run that was believed last got it."""
    row = store.row(
        "SELECT v.kind FROM visits v JOIN runs r ON r.id = v.run WHERE v.address = ?"
        " AND v.run <> ? AND v.status = 200 AND r.outcome IN ('ok', 'partial')"
        " ORDER BY v.id DESC LIMIT 1",
        (address, run),
    )
    return row is not None and row["kind"] == "listing"


def settle(store: Store, visits: list[int]) -> None:
    """These visits wait no longer."""
    with store.writing() as conn:
        conn.executemany("DELETE FROM staged WHERE visit = ?", [(visit,) for visit in visits])


def drop_staged(store: Store, run: int) -> None:
    """Forget what the run staged, raw pages included; its visits stay as visits."""
    with store.writing() as conn:
        kept = conn.execute(
            "SELECT raw FROM staged WHERE run = ? AND raw IS NOT NULL", (run,)
        ).fetchall()
        conn.execute("DELETE FROM staged WHERE run = ?", (run,))
        packs.forget_unused(store, {row["raw"] for row in kept})


def _reason(seen: Sighting) -> str | None:
    """Why a visit is not a plain one; an address that leads to another says so."""
    return seen.reason or (REDIRECT if seen.key != seen.final_key else None)


def _address(store: Store, portal: str, seen: Sighting) -> int:
    """The row of the address asked for, made when first visited."""
    role = "listing" if seen.kind == "listing" else "other"
    received = stamp(seen.at) if seen.status == 200 else None
    with store.writing() as conn:
        row = conn.execute(
            "INSERT INTO addresses (portal, url, key, role, visits, visited, fetched, status)"
            " VALUES (?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (portal, key) DO UPDATE SET"
            " visits = visits + 1, visited = excluded.visited, status = excluded.status,"
            " fetched = coalesce(excluded.fetched, fetched) RETURNING id",
            (portal, seen.url, seen.key, role, stamp(seen.at), received, seen.status),
        ).fetchone()
    return int(row["id"])


def _led_away(store: Store, portal: str, seen: Sighting) -> bool:
    """Whether a known article's address led to a page that is no article: it is not there."""
    if seen.key == seen.final_key or seen.status != 200 or seen.kind in _ANSWERS:
        return False
    row = store.row(
        "SELECT 1 FROM addresses WHERE portal = ? AND key = ? AND article IS NOT NULL",
        (portal, seen.key),
    )
    return row is not None and seen.reason not in WALLS


def reads_as_stored(store: Store, portal: str, seen: Sighting) -> bool:
    """Whether a known article's own page reads as it is stored; of an alias, says the same."""
    row = store.row(
        "SELECT 1 FROM addresses d JOIN articles a ON a.id = d.article"
        " WHERE d.portal = ? AND d.key = ? AND ((d.role = 'main' AND a.content_digest = ?)"
        " OR (d.role = 'alias' AND a.text_digest = ?))",
        (portal, seen.key, seen.content_digest, seen.text_digest),
    )
    return row is not None and seen.key == seen.final_key


def _packed(seen: Sighting, *, same: bool) -> dict[str, Any]:
    """What publishing needs of a sighting, without the empty fields."""
    found: dict[str, Any] = {"url": seen.url, "key": seen.key, "same": same}
    if seen.final_url != seen.url:
        found |= {"final_url": seen.final_url, "final_key": seen.final_key}
    found |= {"etag": seen.etag, "last_modified": seen.last_modified}
    if seen.page_number > 1:
        found["page_number"] = seen.page_number
    if not same:
        found["content_type"] = seen.content_type
    if seen.article and not same:
        found["article"] = columns(seen.article)
        found["canonical"] = seen.article.canonical
        found |= {"content_digest": seen.content_digest, "text_digest": seen.text_digest}
        found |= {"reader": seen.reader, "epoch": seen.epoch, "insecure": seen.insecure}
        found |= {"content_type": seen.content_type}
        found |= {"hint_title": seen.hint_title}
        found |= {"hint_published": day_or_time(seen.hint_published)}
        found |= {"prose": seen.prose}
    return {name: value for name, value in found.items() if value not in (None, False)}


def _unpacked(row: Any) -> Staged:
    body = json.loads(row["body"])
    final_url = body.get("final_url", body["url"])
    seen = Sighting(
        url=body["url"],
        key=body["key"],
        final_url=final_url,
        final_key=body.get("final_key", body["key"]),
        at=moment(row["at"]),
        status=row["status"],
        kind=row["kind"],
        reason=row["reason"],
        content_type=body.get("content_type"),
        etag=body.get("etag"),
        last_modified=body.get("last_modified"),
        insecure=body.get("insecure", False),
        article=_article(body, final_url),
        content_digest=body.get("content_digest", ""),
        text_digest=body.get("text_digest", ""),
        reader=body.get("reader", ""),
        epoch=body.get("epoch"),
        page_number=body.get("page_number", 1),
        hint_title=body.get("hint_title"),
        hint_published=published_on(body.get("hint_published")),
        prose=Prose(*body["prose"]) if "prose" in body else None,
    )
    return Staged(row["visit"], row["address"], seen, row["raw"], body.get("same", False))


def _article(body: dict[str, Any], url: str) -> Article | None:
    if "article" not in body:
        return None
    return replace(article(body["article"], url), canonical=body.get("canonical"))
