"""Articles and their versions: what stands in the store, and how a reading becomes part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlite_utils.utils import sqlite3

from storage import packs, prose
from storage.readings import COLUMNS, article, columns
from storage.times import moment, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from news.article import Article, Prose
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one page, with all that reading it again needs.

    `prose` comes with a reading that was just made; what is stored of it, `storage.prose` gives.
    """

    article: Article
    content_digest: str
    text_digest: str
    reader: str
    epoch: int | None
    raw: int | None
    content_type: str | None
    final_url: str
    fetched: datetime
    insecure: bool = False
    prose: Prose | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands in the store: where it is found, how it is, what it last read."""

    id: int
    portal: str
    url: str
    state: str
    version: int
    missing_since: str | None
    first_seen: str
    reading: Reading


_STANDING = (
    "SELECT a.id AS article, a.portal, a.url, a.state, a.version, a.missing_since,"
    " a.first_seen AS found, r.* FROM articles a"
    " JOIN readings r ON r.article = a.id AND r.number = a.version WHERE "
)
# How long a text is: told without reading it from 3.43 on, which not every machine has.
_BYTES = (
    "octet_length(a.text)"
    if sqlite3.sqlite_version_info >= (3, 43)
    else "length(CAST(a.text AS BLOB))"
)


def standing(store: Store, article_id: int) -> Standing:
    """The article with this id as it stands."""
    return _standing(store.row(_STANDING + "a.id = ?", (article_id,)))


def of_portal(store: Store, portal: str) -> list[int]:
    """The ids of the portal's articles, oldest first."""
    rows = store.rows("SELECT id FROM articles WHERE portal = ? ORDER BY id", (portal,))
    return [row["id"] for row in rows]


def at_address(store: Store, portal: str, key: str) -> Standing | None:
    """The article that the address with this key belongs to, whatever the address's role."""
    row = store.row(
        _STANDING + "a.id = (SELECT article FROM addresses WHERE portal = ? AND key = ?)",  # noqa: S608
        (portal, key),
    )
    return _standing(row) if row else None


def with_text(store: Store, portal: str, text_digest: str) -> list[Standing]:
    """The portal's articles that say exactly this, oldest first."""
    rows = store.rows(
        _STANDING + "a.portal = ? AND a.text_digest = ? ORDER BY a.id", (portal, text_digest)
    )
    return [_standing(row) for row in rows]


def latest(store: Store, portal: str, count: int) -> list[Standing]:
    """The portal's articles that were found last, the newest first."""
    rows = store.rows(_STANDING + "a.portal = ? ORDER BY a.id DESC LIMIT ?", (portal, count))
    return [_standing(row) for row in rows]


def with_body(store: Store, portal: str, text: str) -> Standing | None:
    """An article of the portal with this very body, whatever its title."""
    row = store.row(
        _STANDING + f"a.portal = ? AND {_BYTES} = ? AND a.text = ? ORDER BY a.id",
        (portal, len(text.encode()), text),
    )
    return _standing(row) if row else None


def version(store: Store, article_id: int, number: int) -> Reading | None:
    """One version's reading, or None when there is no such version."""
    row = store.row("SELECT * FROM readings WHERE article = ? AND number = ?", (article_id, number))
    return _reading(row) if row else None


def _standing(row: Any) -> Standing:
    return Standing(
        id=row["article"],
        portal=row["portal"],
        url=row["url"],
        state=row["state"],
        version=row["version"],
        missing_since=row["missing_since"],
        first_seen=row["found"],
        reading=_reading(row),
    )


def _reading(row: Any) -> Reading:
    return Reading(
        article=article(row, row["final_url"]),
        content_digest=row["content_digest"],
        text_digest=row["text_digest"],
        reader=row["reader"],
        epoch=row["epoch"],
        raw=row["raw"],
        content_type=row["content_type"],
        final_url=row["final_url"],
        fetched=moment(row["fetched"]),
        insecure=bool(row["insecure"]),
    )


def add(store: Store, portal: str, reading: Reading) -> int:
    """A new article with its first version; its id. Its address is placed by the caller."""
    at, fields = stamp(reading.fetched), columns(reading.article)
    with store.writing() as conn:
        found = conn.execute(
            "INSERT INTO articles (portal, url, title, published, section, text, text_digest,"
            " content_digest, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                portal,
                reading.final_url,
                *_face(fields),
                reading.text_digest,
                reading.content_digest,
                at,
                at,
            ),
        )
        number = int(found.lastrowid or 0)
        _insert_version(store, number, 1, fields, reading)
        link_same_text(store, number, reading.text_digest)
    return number


def add_version(store: Store, was: Standing, before: Reading, after: Reading) -> int:
    """Close the version the article had, as `before` reads it, and begin the next: its number."""
    refresh(store, was, before)
    with store.writing() as conn:
        conn.execute(
            "UPDATE versions SET text = a.text, last_seen = a.last_seen"
            " FROM articles a WHERE a.id = versions.article AND article = ? AND number = ?",
            (was.id, was.version),
        )
        fields, number = columns(after.article), was.version + 1
        _insert_version(store, was.id, number, fields, after)
        conn.execute("UPDATE articles SET version = ? WHERE id = ?", (number, was.id))
        _show(store, was.id, fields, after)
        if after.text_digest != before.text_digest:
            link_same_text(store, was.id, after.text_digest)
    return number


def refresh(store: Store, was: Standing, reading: Reading) -> None:
    """Replace the current version's reading: the same article, read better or in a new look."""
    fields = columns(reading.article)
    names = [name for name in COLUMNS if name != "text"]
    changed = {name: fields[name] for name in names} | _provenance(reading)
    parts = ", ".join(f"{name} = :{name}" for name in changed)
    with store.writing() as conn:
        conn.execute(
            f"UPDATE versions SET {parts} WHERE article = :article AND number = :number",  # noqa: S608
            {**changed, "article": was.id, "number": was.version},
        )
        _keep_prose(store, was, reading)
        _show(store, was.id, fields, reading)
        if was.reading.text_digest != reading.text_digest:
            link_same_text(store, was.id, reading.text_digest)
        if was.reading.raw not in (None, reading.raw):
            packs.forget_unused(store, {was.reading.raw or 0})


def _insert_version(
    store: Store, article_id: int, number: int, fields: dict[str, str | None], reading: Reading
) -> None:
    row: dict[str, Any] = {name: value for name, value in fields.items() if name != "text"}
    row |= _provenance(reading)
    row |= {"article": article_id, "number": number, "first_seen": stamp(reading.fetched)}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with store.writing() as conn:
        found = conn.execute(f"INSERT INTO versions ({names}) VALUES ({marks})", row)  # noqa: S608
        if reading.prose:
            words = prose.words_of(reading.article, reading.final_url)
            prose.keep(store, int(found.lastrowid or 0), reading.prose, words)


def _keep_prose(store: Store, was: Standing, reading: Reading) -> None:
    """Keep what was made of this reading; what was made of another cannot be unpacked beside it."""
    words = prose.words_of(reading.article, reading.final_url)
    row = store.row(
        "SELECT id FROM versions WHERE article = ? AND number = ?", (was.id, was.version)
    )
    if reading.prose:
        prose.keep(store, row["id"], reading.prose, words)
    elif words != prose.words_of(was.reading.article, was.reading.final_url):
        prose.forget(store, row["id"])


def _provenance(reading: Reading) -> dict[str, Any]:
    return {
        "content_digest": reading.content_digest,
        "text_digest": reading.text_digest,
        "reader": reading.reader,
        "epoch": reading.epoch,
        "raw": reading.raw,
        "content_type": reading.content_type,
        "final_url": reading.final_url,
        "insecure": reading.insecure,
        "fetched": stamp(reading.fetched),
    }


def _face(fields: dict[str, str | None]) -> tuple[str | None, ...]:
    """The fields that an article's own row repeats from its current version."""
    return fields["title"], fields["published"], fields["section"], fields["text"]


def _show(store: Store, article_id: int, fields: dict[str, str | None], reading: Reading) -> None:
    """Bring the article's row in line with its current version.

    The search index only hears of it when title or text are another.
    """
    title, published, section, text = _face(fields)
    with store.writing() as conn:
        conn.execute(
            "UPDATE articles SET published = ?, section = ?, text_digest = ?, content_digest = ?"
            " WHERE id = ?",
            (published, section, reading.text_digest, reading.content_digest, article_id),
        )
        conn.execute(
            "UPDATE articles SET title = ?1, text = ?2"
            " WHERE id = ?3 AND (title <> ?1 OR text <> ?2)",
            (title, text, article_id),
        )


def seen(store: Store, article_id: int, at: datetime) -> None:
    """The article was there at that moment, and is live."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE articles SET last_seen = max(last_seen, ?), state = 'live',"
            " missing_since = NULL WHERE id = ?",
            (stamp(at), article_id),
        )


def missing(store: Store, article_id: int, state: str, since: datetime) -> None:
    """The article was not there: `suspected`, or `gone` once that is confirmed."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE articles SET state = ?, missing_since = ? WHERE id = ?",
            (state, stamp(since), article_id),
        )


def link_same_text(store: Store, article_id: int, text_digest: str) -> None:
    """Link the article with those of other portals that say the same, and only with those."""
    with store.writing() as conn:
        conn.execute(
            "DELETE FROM links WHERE kind = 'same_text' AND (article = ?1 OR other = ?1)",
            (article_id,),
        )
        conn.execute(
            "INSERT INTO links (article, other, kind)"
            " SELECT min(a.id, b.id), max(a.id, b.id), 'same_text' FROM articles a"
            " JOIN articles b ON b.text_digest = ?2 AND b.portal <> a.portal"
            " WHERE a.id = ?1 AND a.text <> ''",
            (article_id, text_digest),
        )
