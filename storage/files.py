"""Files that articles offer: what each was when it was last fetched, by its address.

The bytes themselves are not kept, only their hash.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.times import moment, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file of an article as it stands; all None but for the address: it was never fetched.

    `is_restless`: two fetches in a row gave other bytes, so that its hash says nothing.
    """

    url: str
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    checked: datetime | None = None
    is_restless: bool = False


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What came of asking for a file; without a hash nothing is known but that it was asked for."""

    url: str
    at: datetime
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_restless: bool = False


@dataclass(frozen=True, slots=True)
class ReplacedFile:
    """A file that a run found to be another than before, and the live articles that offer it."""

    url: str
    was: str
    now: str
    at: datetime
    articles: tuple[int, ...]


def offered(store: Store, portal: str, key: str) -> list[OfferedFile]:
    """The files of the article at the address with this key, with what is known of each."""
    row = store.row(
        "SELECT v.attachments FROM addresses d JOIN articles a ON a.id = d.article"
        " JOIN versions v ON v.article = a.id AND v.number = a.version"
        " WHERE d.portal = ? AND d.key = ?",
        (portal, key),
    )
    urls = [file["url"] for file in json.loads(row["attachments"])] if row else []
    return [_known(store, portal, url) for url in urls]


def _known(store: Store, portal: str, url: str) -> OfferedFile:
    row = store.row(
        "SELECT sha256, etag, last_modified, checked, restless FROM files"
        " WHERE portal = ? AND url = ?",
        (portal, url),
    )
    if row is None:
        return OfferedFile(url)
    return OfferedFile(
        url,
        row["sha256"],
        row["etag"],
        row["last_modified"],
        moment(row["checked"]),
        is_restless=bool(row["restless"]),
    )


def note(store: Store, portal: str, run: int, file: FetchedFile) -> None:
    """Keep what came; a hash other than before waits until the run is published."""
    known = _known(store, portal, file.url)
    is_other = bool(file.sha256 and known.sha256 and file.sha256 != known.sha256)
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO files (portal, url, checked) VALUES (?1, ?2, ?3)"
            " ON CONFLICT (portal, url) DO UPDATE SET checked = excluded.checked",
            (portal, file.url, stamp(file.at)),
        )
        if file.is_restless or file.sha256:
            conn.execute(
                "UPDATE files SET restless = ?, run = ?, found = ?, sha256 = coalesce(?, sha256),"
                " etag = ?, last_modified = ? WHERE portal = ? AND url = ?",
                (
                    file.is_restless,
                    run if is_other else None,
                    file.sha256 if is_other else None,
                    None if is_other else file.sha256,
                    None if is_other else file.etag,
                    None if is_other else file.last_modified,
                    portal,
                    file.url,
                ),
            )


def replaced(store: Store, portal: str, run: int) -> list[ReplacedFile]:
    """The files that this run found to be others, and that have not been told of."""
    rows = store.rows(
        "SELECT url, sha256, found, checked FROM files WHERE run = ? AND found IS NOT NULL"
        " ORDER BY url",
        (run,),
    )
    return [
        ReplacedFile(
            url=row["url"],
            was=row["sha256"],
            now=row["found"],
            at=moment(row["checked"]),
            articles=_offering(store, portal, row["url"]),
        )
        for row in rows
    ]


def settle(store: Store, portal: str, url: str) -> None:
    """The file is from now on what was found."""
    with store.writing() as conn:
        conn.execute(
            "UPDATE files SET sha256 = found, found = NULL, run = NULL"
            " WHERE portal = ? AND url = ?",
            (portal, url),
        )


def _offering(store: Store, portal: str, url: str) -> tuple[int, ...]:
    rows = store.rows(
        "SELECT a.id FROM articles a JOIN versions v ON v.article = a.id AND v.number = a.version,"
        " json_each(v.attachments) file WHERE a.portal = ? AND a.state = 'live'"
        " AND file.value ->> 'url' = ? GROUP BY a.id ORDER BY a.id",
        (portal, url),
    )
    return tuple(row["id"] for row in rows)
