"""Addresses: where an article was found, by which names else, and where it used to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.times import moment, published_on, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from storage.store import Store


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An article's address with the history that revisiting it goes by.

    role: main, alias or former. `visited` is the last look of any outcome, `fetched` the last
    whole answer (200); `edits` are the moments at which the article was seen to have changed;
    `proven` counts how often in a row the validators told the truth; `missing_since` is the
    first miss of an article that is suspected or gone; `digest` is that of the content stored.
    """

    url: str
    key: str
    article: int
    role: str
    state: str
    title: str
    published: date | datetime | None
    first_seen: datetime
    last_seen: datetime
    missing_since: datetime | None
    visits: int
    visited: datetime | None
    fetched: datetime | None
    status: int | None
    etag: str | None
    last_modified: str | None
    proven: int
    edits: tuple[datetime, ...] = ()
    digest: str = ""


def known(store: Store, portal: str) -> Mapping[str, KnownAddress]:
    """Every address of the portal's articles, by key."""
    edits = _edits(store, portal)
    rows = store.rows(
        "SELECT d.*, a.state, a.title, a.published, a.first_seen, a.last_seen, a.missing_since,"
        " a.content_digest"
        " FROM addresses d JOIN articles a ON a.id = d.article WHERE d.portal = ?",
        (portal,),
    )
    return {
        row["key"]: KnownAddress(
            url=row["url"],
            key=row["key"],
            article=row["article"],
            role=row["role"],
            state=row["state"],
            title=row["title"],
            published=published_on(row["published"]),
            first_seen=moment(row["first_seen"]),
            last_seen=moment(row["last_seen"]),
            missing_since=_optional(row["missing_since"]),
            visits=row["visits"],
            visited=_optional(row["visited"]),
            fetched=_optional(row["fetched"]),
            status=row["status"],
            etag=row["etag"],
            last_modified=row["last_modified"],
            proven=row["proven"],
            edits=tuple(edits.get(row["article"], ())),
            digest=row["content_digest"],
        )
        for row in rows
    }


def strangers(store: Store, portal: str, run: int, since: datetime) -> frozenset[str]:
    """The keys of addresses whose last look, since then and before this run, found no article."""
    rows = store.rows(
        "SELECT d.key FROM addresses d JOIN visits v"
        " ON v.id = (SELECT max(w.id) FROM visits w WHERE w.address = d.id)"
        " WHERE d.portal = ? AND d.article IS NULL AND d.visited >= ? AND v.run <> ?"
        " AND v.status = 200"
        " AND (v.kind IN ('unreadable', 'other') OR v.reason IN ('empty', 'static'))",
        (portal, stamp(since), run),
    )
    return frozenset(row["key"] for row in rows)


def _optional(stamped: str | None) -> datetime | None:
    return moment(stamped) if stamped else None


def _edits(store: Store, portal: str) -> dict[int, list[datetime]]:
    """When each article began a version after its first."""
    found: dict[int, list[datetime]] = {}
    rows = store.rows(
        "SELECT v.article, v.first_seen FROM versions v JOIN articles a ON a.id = v.article"
        " WHERE a.portal = ? AND v.number > 1 ORDER BY v.id",
        (portal,),
    )
    for row in rows:
        found.setdefault(row["article"], []).append(moment(row["first_seen"]))
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One address of an article, as deciding on it needs."""

    id: int
    key: str
    url: str
    role: str
    status: int | None


def of_article(store: Store, article: int) -> list[Place]:
    """The article's addresses: its main one first, then in the order they were found."""
    rows = store.rows(
        "SELECT id, key, url, role, status FROM addresses WHERE article = ?"
        " ORDER BY role <> 'main', id",
        (article,),
    )
    return [Place(**dict(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Missed:
    """An article's own address that had nothing to show in a run."""

    url: str
    article: int


def missed(store: Store, run: int) -> list[Missed]:
    """The articles' own addresses that were missing in this run."""
    rows = store.rows(
        "SELECT d.url, d.article FROM visits v JOIN addresses d ON d.id = v.address"
        " WHERE v.run = ? AND v.kind = 'missing' AND d.role = 'main' AND d.article IS NOT NULL",
        (run,),
    )
    return [Missed(row["url"], row["article"]) for row in rows]


def is_main(store: Store, address: int) -> bool:
    """Whether the address is an article's own."""
    row = store.row("SELECT role FROM addresses WHERE id = ?", (address,))
    return bool(row["role"] == "main")


def place(store: Store, portal: str, key: str, url: str, article: int, role: str) -> None:
    """Say that this address is the article's; a new main address makes the old one former."""
    with store.writing() as conn:
        if role == "main":
            conn.execute(
                "UPDATE addresses SET role = 'former' WHERE article = ? AND role = 'main'"
                " AND key <> ?",
                (article, key),
            )
            conn.execute("UPDATE articles SET url = ?1 WHERE id = ?2 AND url <> ?1", (url, article))
        conn.execute(
            "INSERT INTO addresses (portal, url, key, article, role) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (portal, key) DO UPDATE SET url = excluded.url,"
            " article = excluded.article, role = excluded.role",
            (portal, url, key, article, role),
        )


def validators(
    store: Store, address: int, etag: str | None, last_modified: str | None, *, same: bool
) -> None:
    """Keep an answer's validators.

    A page that stood still under them proves them; one that changed proves that they lie.
    """
    with store.writing() as conn:
        conn.execute(
            "UPDATE addresses SET proven = CASE"
            "  WHEN etag IS ?1 AND last_modified IS ?2 THEN iif(?3, min(proven, 99) + 1, -3)"
            "  WHEN proven < 0 THEN proven ELSE iif(?3, 0, proven + 1) END,"
            " etag = ?1, last_modified = ?2 WHERE id = ?4",
            (etag, last_modified, same, address),
        )


def add_alias(store: Store, portal: str, key: str, url: str, article: int) -> None:
    """Another door to the article, unless the address belongs to an article already."""
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO addresses (portal, url, key, article, role) VALUES (?, ?, ?, ?, 'alias')"
            " ON CONFLICT (portal, key) DO UPDATE SET url = excluded.url,"
            " article = excluded.article, role = 'alias' WHERE addresses.article IS NULL",
            (portal, url, key, article),
        )


def answered(store: Store, address: int, run: int) -> bool | None:
    """Whether the address showed its article in this run; None when it gave no usable answer."""
    row = store.row(
        "SELECT kind, reason FROM visits WHERE address = ? AND run = ?"
        " AND kind IN ('article', 'unchanged', 'missing') ORDER BY id DESC LIMIT 1",
        (address, run),
    )
    if row is None:
        return None
    return bool(row["kind"] != "missing" and row["reason"] != "redirect")
