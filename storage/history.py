"""What the store knows of articles: as they stand, as they stood, and what changed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from news.portal import Portal
from news.urls import canonical
from storage.errors import UnknownError, told_plainly
from storage.search import expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storage.store import Store

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """An article as `export` gives it; the fields stand in the order of the contract.

    Times are as stored (UTC); `published` is as the page shows it.
    """

    id: int | None
    portal: str | None
    url: str
    title: str
    published: str | None
    authors: list[str]
    source: str | None
    section: str | None
    summary: str | None
    text: str
    images: list[JsonObject]
    attachments: list[JsonObject]
    first_seen: str | None
    last_seen: str | None
    version: int | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One form in which an article stood, from `first_seen` to `last_seen`."""

    version: int
    title: str
    published: str | None
    words: int
    first_seen: str
    last_seen: str
    insecure: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change as `changes` gives it; the fields stand in the order of the contract."""

    id: int
    article: int
    run: int
    at: str
    kind: str
    baseline: bool
    portal: str
    url: str
    old_url: str | None
    title: str
    fields: list[str]
    from_version: int | None
    to_version: int | None
    significance: float
    grade: str
    before: JsonObject | None
    after: JsonObject | None
    missing_since: str | None


@dataclass(frozen=True, slots=True)
class Which:
    """Which changes are asked for.

    `since` is a stored (UTC) time, `words` stand in the article as it is now, `limit` keeps the
    newest.
    """

    since: str | None = None
    portals: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    min_significance: float = 0.0
    words: str | None = None
    baseline: bool = True
    limit: int | None = None


_RECORD = """
    SELECT a.id, a.portal, a.url, v.title, v.published, v.authors, v.source, v.section, v.summary,
           v.text, v.images, v.attachments, a.first_seen, a.last_seen, v.number AS version, a.state
    FROM articles a JOIN readings v ON v.article = a.id"""
_CHANGE = """
    SELECT c.id, c.article, c.run, c.at, c.kind, c.baseline, a.portal, c.url, c.old_url, c.title,
           c.fields, c.from_version, c.to_version, c.significance, c.grade, c.before, c.after,
           c.missing_since
    FROM changes c JOIN articles a ON a.id = c.article"""


def find(store: Store, name: str) -> int:
    """The id of the article that an id or an address names; raises UnknownError.

    An address that two portals show names the article that stands there now, then the oldest.
    """
    if name.isascii() and name.isdigit():
        row = store.row("SELECT id FROM articles WHERE id = ?", (min(int(name), 2**63 - 1),))
    else:
        row = store.row(
            """SELECT article FROM addresses
               WHERE article IS NOT NULL AND (url = :url OR key = :key)
               ORDER BY url != :url, role != 'main', role = 'former', article""",
            {"url": name, "key": canonical(name)},
        )
    if row is None:
        raise UnknownError(
            f"no article {name!r} in {store.path}; `khcn search` shows the ids that there are"
        )
    return int(row[0])


def record(store: Store, article: int, version: int | None = None) -> Record:
    """One article as it stands, or as it stood in one of its versions; raises UnknownError."""
    row = store.row(
        f"{_RECORD} WHERE a.id = :article AND v.number = coalesce(:version, a.version)",
        {"article": article, "version": version},
    )
    if row is None:
        raise UnknownError(f"article {article} has no version {version}; see `versions {article}`")
    return _record(row)


def records(store: Store, portals: Sequence[str] = ()) -> Iterator[Record]:
    """Every article as it stands, oldest id first, one at a time."""
    where, values = _among("a.portal", portals)
    sql = f"{_RECORD} AND v.number = a.version WHERE {where} ORDER BY a.id"
    with told_plainly(store.path):
        for row in store.db.conn.execute(sql, values):
            yield _record(row)


def versions(store: Store, article: int) -> list[Version]:
    """The versions of an article, oldest first."""
    rows = store.rows(
        """SELECT number, title, published, text, first_seen, last_seen, insecure
           FROM readings WHERE article = ? ORDER BY number""",
        (article,),
    )
    return [
        Version(
            version=row["number"],
            title=row["title"],
            published=row["published"],
            words=len(row["text"].split()),
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
            insecure=bool(row["insecure"]),
        )
        for row in rows
    ]


def changes(store: Store, which: Which) -> list[Change]:
    """The changes asked for, oldest first."""
    where, values = _which(which)
    sql = f"{_CHANGE} WHERE {where} ORDER BY c.id DESC LIMIT ?"
    rows = store.rows(sql, [*values, -1 if which.limit is None else which.limit])
    return [_change(row) for row in reversed(rows)]


def news(store: Store, after: int, upto: int, limit: int | None = None) -> list[Change]:
    """The changes after one and up to another, oldest first; a portal's baseline is no news."""
    where = "c.id > ? AND c.id <= ? AND NOT c.baseline"
    most = -1 if limit is None else limit
    rows = store.rows(f"{_CHANGE} WHERE {where} ORDER BY c.id LIMIT ?", (after, upto, most))
    return [_change(row) for row in rows]


def count_baseline(store: Store, which: Which) -> int:
    """How many of the changes asked for are a portal's baseline."""
    where, values = _which(replace(which, baseline=True))
    sql = f"SELECT count(*) FROM ({_CHANGE} WHERE {where} AND c.baseline)"  # noqa: S608 - ours
    return int(store.row(sql, values)[0])


def change(store: Store, number: int) -> Change:
    """One change by its id; raises UnknownError."""
    row = store.row(f"{_CHANGE} WHERE c.id = ?", (min(number, 2**63 - 1),))
    if row is None:
        raise UnknownError(f"no change C{number} in {store.path}; `khcn changes` lists them")
    return _change(row)


def portal_names(store: Store) -> dict[str, str]:
    """The portals of which anything is stored: key and name."""
    return {row["key"]: row["name"] for row in store.rows("SELECT key, name FROM portals")}


def portal(store: Store, key: str) -> Portal:
    """A portal as its last crawl knew it, for one whose file is gone; raises UnknownError."""
    row = store.row("SELECT key, name, home FROM portals WHERE key = ?", (key,))
    if row is None:
        raise UnknownError(f"no portal {key!r} in {store.path}; `khcn status` lists them")
    return Portal(key=row["key"], name=row["name"], home=row["home"])


def _which(which: Which) -> tuple[str, list[Any]]:
    of_portals, portals = _among("a.portal", which.portals)
    of_kinds, kinds = _among("c.kind", which.kinds)
    where = f"{of_portals} AND {of_kinds} AND c.significance >= ? AND c.at >= ?"
    values: list[Any] = [*portals, *kinds, which.min_significance, which.since or ""]
    if not which.baseline:
        where += " AND NOT c.baseline"
    if which.words is not None:
        where += " AND a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        values.append(expression(which.words))
    return where, values


def _among(column: str, names: Sequence[object]) -> tuple[str, list[object]]:
    """A condition for one of the names; none given means all."""
    return (f"{column} IN ({', '.join('?' * len(names))})" if names else "1"), list(names)


def _record(row: Mapping[str, Any]) -> Record:
    lists = {name: json.loads(row[name]) for name in ("authors", "images", "attachments")}
    return Record(**{name: row[name] for name in Record.__slots__} | lists)


def _change(row: Mapping[str, Any]) -> Change:
    decoded = {name: _decoded(row[name]) for name in ("fields", "before", "after")}
    plain = {name: row[name] for name in Change.__slots__}
    return Change(**plain | decoded | {"baseline": bool(row["baseline"])})


def _decoded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def baseline_of(store: Store, runs: Sequence[int]) -> int:
    """How many of the changes of these runs are a portal's baseline."""
    where, values = _among("run", runs)
    sql = f"SELECT count(*) FROM changes WHERE baseline AND {where}"  # noqa: S608 - our condition
    return int(store.row(sql, values)[0])
