"""Raw pages, each content once, compressed against pages of the same portal.

A dictionary is a few whole pages of the portal: what repeats on every page then costs next to
nothing (a 53 kB page takes 3.6 kB, against 12.3 kB alone) and nothing has to be trained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from storage.store import Store

LEVEL = 6  # 0.5 ms a page; 12 takes four times as long for 3 % less
PAGES = 6  # of a dictionary; more templates than that share one portal rarely
LONGEST = 400_000  # bytes of a dictionary, so that a giant page does not fill it alone
SMALLEST = 4_000  # a shorter page teaches too little about the others
HELPFUL = 0.5  # a dictionary that saves less than half has not seen this page's template
DICTIONARIES = 24  # per portal; redesigns and new sections, not every odd page


def keep(store: Store, portal: str, body: bytes) -> int:
    """The id of the raw page with these bytes, stored now or before."""
    digest = sha256(body).digest()
    known = store.row("SELECT id FROM raws WHERE sha256 = ?", (digest,))
    if known:
        return int(known["id"])
    shelf = _shelf(store, portal)
    packed = shelf.pack(body)
    if shelf.misses(body, packed):
        shelf.learn(store, portal, body)
        packed = shelf.pack(body)
    with store.writing() as conn:
        found = conn.execute(
            "INSERT INTO raws (sha256, size, dictionary, bytes) VALUES (?, ?, ?, ?)",
            (digest, len(body), shelf.id, packed),
        )
    return int(found.lastrowid or 0)


def load(store: Store, raw: int) -> bytes:
    """The page as it was served."""
    row = store.row("SELECT size, dictionary, bytes FROM raws WHERE id = ?", (raw,))
    known = _opener(store, row["dictionary"])
    return known.decompress(row["bytes"], max_output_size=row["size"])


def forget_unused(store: Store, raws: set[int]) -> None:
    """Drop those of the raw pages that no version and no waiting visit needs."""
    with store.writing() as conn:
        for raw in raws:
            conn.execute(
                "DELETE FROM raws WHERE id = ?1"
                " AND NOT EXISTS (SELECT 1 FROM versions WHERE raw = ?1)"
                " AND NOT EXISTS (SELECT 1 FROM staged WHERE raw = ?1)",
                (raw,),
            )


@dataclass
class _Shelf:
    """The dictionary in use for a portal, digested once per process."""

    id: int | None = None
    pages: list[bytes] = field(default_factory=list)
    count: int = 0
    packer: zstandard.ZstdCompressor = field(
        default_factory=lambda: zstandard.ZstdCompressor(level=LEVEL)
    )

    def pack(self, body: bytes) -> bytes:
        return self.packer.compress(body)

    def misses(self, body: bytes, packed: bytes) -> bool:
        """Whether this page is of a kind that the dictionary does not help with."""
        if len(body) < SMALLEST or self.count >= DICTIONARIES or len(packed) < len(body) * 0.1:
            return False
        alone = len(zstandard.ZstdCompressor(level=LEVEL).compress(body))
        return self.id is None or len(packed) > alone * HELPFUL

    def learn(self, store: Store, portal: str, body: bytes) -> None:
        """A new dictionary: the pages of the last one and this page, which it lacked."""
        pages = [*self.pages, body[:LONGEST]][-PAGES:]
        while sum(map(len, pages)) > LONGEST:
            pages = pages[1:]
        with store.writing() as conn:
            found = conn.execute(
                "INSERT INTO dictionaries (portal, pages, bytes) VALUES (?, ?, ?)",
                (portal, ",".join(str(len(page)) for page in pages), _squash(b"".join(pages))),
            )
        self.take(int(found.lastrowid or 0), pages, self.count + 1)

    def take(self, number: int, pages: list[bytes], count: int) -> None:
        self.id, self.pages, self.count = number, pages, count
        words = _dictionary(b"".join(pages))
        words.precompute_compress(level=LEVEL)
        self.packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=words)


_shelves: dict[tuple[str, str], _Shelf] = {}


def _shelf(store: Store, portal: str) -> _Shelf:
    """The portal's shelf; read again when another process has added to it."""
    row = store.row(
        "SELECT max(id) AS id, count(*) AS count FROM dictionaries WHERE portal = ?", (portal,)
    )
    shelf = _shelves.setdefault((str(store.path.resolve()), portal), _Shelf())
    if shelf.id != row["id"]:
        shelf = _shelves[str(store.path.resolve()), portal] = _Shelf()
        if row["id"] is not None:
            shelf.take(row["id"], _pages(store, row["id"]), row["count"])
    return shelf


def _pages(store: Store, dictionary: int) -> list[bytes]:
    row = store.row("SELECT pages, bytes FROM dictionaries WHERE id = ?", (dictionary,))
    whole, pages = zstandard.ZstdDecompressor().decompress(row["bytes"]), []
    for length in map(int, row["pages"].split(",")):
        pages.append(whole[:length])
        whole = whole[length:]
    return pages


def _opener(store: Store, dictionary: int | None) -> zstandard.ZstdDecompressor:
    if dictionary is None:
        return zstandard.ZstdDecompressor()
    row = store.row("SELECT bytes FROM dictionaries WHERE id = ?", (dictionary,))
    return _unpacker(row["bytes"])


@lru_cache(maxsize=8)
def _unpacker(squashed: bytes) -> zstandard.ZstdDecompressor:
    whole = zstandard.ZstdDecompressor().decompress(squashed)
    return zstandard.ZstdDecompressor(dict_data=_dictionary(whole))


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _squash(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=12).compress(content)
