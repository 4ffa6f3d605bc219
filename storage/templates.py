"""What each portal's pages have in common, by epoch: one per look the portal has had."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.times import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored template: `body` is the reader's own serial form."""

    epoch: int
    learned: str
    pages: int
    body: str


def load(store: Store, portal: str) -> tuple[Kept, ...]:
    """The portal's templates, the newest epoch last."""
    rows = store.rows(
        "SELECT epoch, learned, pages, body FROM templates WHERE portal = ? ORDER BY epoch",
        (portal,),
    )
    return tuple(
        Kept(row["epoch"], row["learned"], row["pages"], _unpacked(row["body"])) for row in rows
    )


def save(store: Store, portal: str, epoch: int, body: str, *, pages: int, at: datetime) -> None:
    """Keep what was learned of one look, in place of what was known of it."""
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO templates (portal, epoch, learned, pages, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (portal, epoch) DO UPDATE SET"
            " learned = excluded.learned, pages = excluded.pages, body = excluded.body",
            (portal, epoch, stamp(at), pages, zlib.compress(body.encode(), 9)),
        )


def forget(store: Store, portal: str, epoch: int) -> None:
    """Forget what was known of a look; its number is not used again while a newer one is kept."""
    with store.writing() as conn:
        conn.execute("DELETE FROM templates WHERE portal = ? AND epoch = ?", (portal, epoch))


def _unpacked(body: bytes | str) -> str:
    """A body is packed to a sixth: places repeat one another."""
    return body if isinstance(body, str) else zlib.decompress(body).decode()
