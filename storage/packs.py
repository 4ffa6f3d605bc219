"""Packs: raw pages of versions, put together with the pages that were fetched around them.

Neighbours share more than a dictionary knows: the same lists of other articles, the same day. On a
portal's 121 pages of 66 kB each takes 1.5 kB in a pack, against 2.7 kB packed by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import raws

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.store import Store

TOGETHER = 32  # pages; 16 take 4 % more, and any one of them costs unpacking all
HEAVIEST = 3_000_000  # bytes before packing; a millisecond to unpack
ENOUGH = 16  # pages that wait before they are packed together


def pack_up(store: Store, portal: str) -> None:
    """Put the portal's single pages together, where they belong to versions; a pack at a time.

    The caller holds the portal's lock. Safe to end at any moment: each pack is one transaction.
    """
    while len(waiting := _waiting(store, portal)) >= ENOUGH:
        _put_together(store, portal, _portion(waiting))


def forget_unused(store: Store, pages: Iterable[int]) -> None:
    """Drop those of the raw pages that no version, no waiting visit and no dictionary needs."""
    with store.writing() as conn:
        touched = set()
        for raw in pages:
            gone = conn.execute(_FORGET, (raw,)).fetchone()
            if gone is not None:
                touched.add(int(gone["pack"]))
        for pack in sorted(touched):
            _tidy(store, pack)


_FORGET = """
    DELETE FROM raws WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE raw = ?1)
      AND NOT EXISTS (SELECT 1 FROM staged WHERE raw = ?1)
      AND NOT EXISTS (SELECT 1 FROM dictionary_pages WHERE raw = ?1) RETURNING pack"""


def _waiting(store: Store, portal: str) -> list[tuple[int, int]]:
    """The portal's single pages and their sizes, as many as one pack may hold."""
    rows = store.rows(
        "SELECT r.id, r.size FROM packs p JOIN raws r ON r.pack = p.id"
        " WHERE p.portal = ? AND p.pages = 1 AND r.size <= ?"
        " AND EXISTS (SELECT 1 FROM versions WHERE raw = r.id)"
        " AND NOT EXISTS (SELECT 1 FROM dictionary_pages WHERE raw = r.id)"
        " ORDER BY r.id LIMIT ?",
        (portal, HEAVIEST // 2, TOGETHER),
    )
    return [(row["id"], row["size"]) for row in rows]


def _portion(waiting: Sequence[tuple[int, int]]) -> list[int]:
    """The first of the pages, as many as are not too heavy together; two at least."""
    weight = 0
    found: list[int] = []
    for raw, size in waiting:
        weight += size
        if weight > HEAVIEST and len(found) >= 2:
            break
        found.append(raw)
    return found


def _put_together(store: Store, portal: str, pages: Sequence[int]) -> None:
    """One pack of these pages, in the place of those they stood in."""
    bodies = [raws.load(store, raw) for raw in pages]
    content = b"".join(bodies)
    shelf = raws.shelf_of(store, portal)
    packed = shelf.packer.compress(content)
    with store.writing() as conn:
        pack = raws.insert_pack(
            store, portal, shelf.id, packed, size=len(content), pages=len(pages)
        )
        start = 0
        for raw, body in zip(pages, bodies, strict=True):
            old = conn.execute("SELECT pack FROM raws WHERE id = ?", (raw,)).fetchone()
            conn.execute("UPDATE raws SET pack = ?, start = ? WHERE id = ?", (pack, start, raw))
            if old is not None:
                _drop_empty(store, old["pack"])
            start += len(body)


def _tidy(store: Store, pack: int) -> None:
    """Give back the room of what was forgotten: at once, or when half of a pack is."""
    left = store.rows("SELECT id, size FROM raws WHERE pack = ? ORDER BY start", (pack,))
    _drop_empty(store, pack)
    row = store.row("SELECT portal, size FROM packs WHERE id = ?", (pack,))
    if left and sum(one["size"] for one in left) * 2 < row["size"]:
        _put_together(store, row["portal"], [one["id"] for one in left])


def _drop_empty(store: Store, pack: int) -> None:
    with store.writing() as conn:
        conn.execute(
            "DELETE FROM packs WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM raws WHERE pack = ?1)",
            (pack,),
        )
