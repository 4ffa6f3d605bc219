"""What a store need not keep for ever: the raw pages of versions long replaced; never a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import packs
from storage.times import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

AT_ONCE = 200  # versions in one transaction, so that a crawl beside it never waits long


@dataclass(frozen=True, slots=True)
class Thinned:
    """What was let go of."""

    raws: int
    bytes: int


def thin(store: Store, *, before: datetime) -> Thinned:
    """Forget the raw pages of versions that were replaced before that moment.

    Their texts stay, and so do the pages of every current version and of the dictionaries; the
    file reuses the room for what comes next.
    """
    was = _weight(store)
    while _thin_some(store, stamp(before)):
        pass
    now = _weight(store)
    return Thinned(was.raws - now.raws, was.bytes - now.bytes)


def _thin_some(store: Store, before: str) -> bool:
    with store.writing() as conn:
        found = conn.execute(
            "SELECT v.id, v.raw FROM versions v JOIN articles a ON a.id = v.article"
            " WHERE v.raw IS NOT NULL AND v.number < a.version AND v.last_seen < ? LIMIT ?",
            (before, AT_ONCE),
        ).fetchall()
        conn.executemany(
            "UPDATE versions SET raw = NULL WHERE id = ?", [(row["id"],) for row in found]
        )
        packs.forget_unused(store, {row["raw"] for row in found})
    return bool(found)


def _weight(store: Store) -> Thinned:
    row = store.row(
        "SELECT (SELECT count(*) FROM raws) AS raws, coalesce(sum(length(bytes)), 0) AS bytes"
        " FROM packs"
    )
    return Thinned(row["raws"], row["bytes"])
