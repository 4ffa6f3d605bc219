"""Raw pages, each content once, compressed against pages of the same portal.

A dictionary is a list of whole pages that stand in the store themselves: what repeats from page
to page then costs next to nothing and nothing has to be trained. A page of a dictionary is packed
by itself, or against the first one's only page, so that no page needs more than those dozen and
that one to be read.

A page that arrives makes a pack of its own; `storage.packs` puts those that stay together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import zstandard

if TYPE_CHECKING:
    from storage.store import Store

LEVEL = 9  # 0.3 ms a page, 4 % less than 6; 12 takes five times as long for nothing more
ALONE = 12  # the level of a page that a dictionary is made of
PAGES = 12  # of a dictionary; six take 4 % more, sixteen save 1 %
LONGEST = 800_000  # bytes of a dictionary, so that giant pages do not make it unwieldy
SMALLEST = 4_000  # a shorter page teaches too little about the others
SMALL_ENOUGH = 0.05  # of its size: no need to ask how a page would fare alone
QUICK = 3  # the level of that comparison: 7 % more bytes in a quarter of the time
HELPFUL = 0.33  # of the page packed alone; above, the dictionary has not seen its like
DICTIONARIES = 64  # per portal; redesigns and new sections, not every odd page


def keep(store: Store, portal: str, body: bytes) -> int:
    """The id of the raw page with these bytes, stored now or before."""
    digest = sha256(body).digest()
    known = store.row("SELECT id FROM raws WHERE sha256 = ?", (digest,))
    if known:
        return int(known["id"])
    shelf = shelf_of(store, portal)
    packed = shelf.packer.compress(body)
    with store.writing():
        if not shelf.misses(body, packed):
            pack = insert_pack(store, portal, shelf.id, packed, size=len(body), pages=1)
            return _insert(store, digest, len(body), pack)
        base, packed = _for_a_dictionary(store, shelf, body)
        pack = insert_pack(store, portal, base, packed, size=len(body), pages=1)
        raw = _insert(store, digest, len(body), pack)
        _learn(store, portal, [*shelf.pages, raw][-PAGES:])
    return raw


def load(store: Store, raw: int) -> bytes:
    """The page as it was served."""
    row = store.row(
        "SELECT r.size, r.start, p.dictionary, p.size AS whole, p.bytes"
        " FROM raws r JOIN packs p ON p.id = r.pack WHERE r.id = ?",
        (raw,),
    )
    words = _joined(store, _dictionary_pages(store, row["dictionary"]))
    content = _unpacked(row["bytes"], words, row["whole"])
    return content[row["start"] : row["start"] + row["size"]]


def insert_pack(
    store: Store, portal: str, dictionary: int | None, packed: bytes, *, size: int, pages: int
) -> int:
    """A new pack of so many pages, of so many bytes before it was packed; its id."""
    with store.writing() as conn:
        found = conn.execute(
            "INSERT INTO packs (portal, dictionary, pages, size, bytes) VALUES (?, ?, ?, ?, ?)",
            (portal, dictionary, pages, size, packed),
        )
    return int(found.lastrowid or 0)


def _insert(store: Store, digest: bytes, size: int, pack: int) -> int:
    with store.writing() as conn:
        found = conn.execute(
            "INSERT INTO raws (sha256, size, pack) VALUES (?, ?, ?)", (digest, size, pack)
        )
    return int(found.lastrowid or 0)


def _for_a_dictionary(store: Store, shelf: Shelf, body: bytes) -> tuple[int | None, bytes]:
    """The page packed against the portal's first dictionary where that helps, else by itself."""
    found: list[tuple[int | None, bytes]] = []
    found.append((None, zstandard.ZstdCompressor(ALONE).compress(body)))
    if shelf.first is not None:
        words = _words(_joined(store, _dictionary_pages(store, shelf.first)))
        packer = zstandard.ZstdCompressor(ALONE, dict_data=words)
        found.append((shelf.first, packer.compress(body)))
    return min(found, key=lambda one: len(one[1]))


def _learn(store: Store, portal: str, pages: list[int]) -> None:
    """A new dictionary for the portal."""
    with store.writing() as conn:
        found = conn.execute("INSERT INTO dictionaries (portal) VALUES (?)", (portal,))
        conn.executemany(
            "INSERT INTO dictionary_pages (dictionary, position, raw) VALUES (?, ?, ?)",
            [(found.lastrowid, position, raw) for position, raw in enumerate(pages)],
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest dictionary of a portal, digested once per process."""

    id: int | None = None
    first: int | None = None
    count: int = 0
    pages: tuple[int, ...] = ()
    packer: zstandard.ZstdCompressor = field(
        default_factory=lambda: zstandard.ZstdCompressor(level=LEVEL)
    )

    def misses(self, body: bytes, packed: bytes) -> bool:
        """Whether this page is of a kind that the dictionary does not help with."""
        if len(body) < SMALLEST or self.count >= DICTIONARIES:
            return False
        if self.id is None:
            return True
        if len(packed) < len(body) * SMALL_ENOUGH:
            return False
        alone = zstandard.ZstdCompressor(level=QUICK).compress(body)
        return len(packed) > len(alone) * HELPFUL


_shelves: dict[tuple[int, str], Shelf] = {}


def shelf_of(store: Store, portal: str) -> Shelf:
    """The portal's shelf; read again when this or another process has added to it."""
    row = store.row(
        "SELECT max(id) AS id, min(id) AS first, count(*) AS count FROM dictionaries"
        " WHERE portal = ?",
        (portal,),
    )
    place = (store.identity, portal)
    shelf = _shelves.get(place)
    if shelf is None or shelf.id != row["id"]:
        pages = _dictionary_pages(store, row["id"])
        shelf = _shelves[place] = Shelf(
            row["id"], row["first"], row["count"], pages, _packer(store, pages)
        )
    return shelf


def _packer(store: Store, pages: tuple[int, ...]) -> zstandard.ZstdCompressor:
    if not pages:
        return zstandard.ZstdCompressor(level=LEVEL)
    words = zstandard.ZstdCompressionDict(
        _joined(store, pages), dict_type=zstandard.DICT_TYPE_RAWCONTENT
    )
    words.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=words)


def _dictionary_pages(store: Store, dictionary: int | None) -> tuple[int, ...]:
    rows = store.rows(
        "SELECT raw FROM dictionary_pages WHERE dictionary = ? ORDER BY position", (dictionary,)
    )
    return tuple(row["raw"] for row in rows)


def _joined(store: Store, pages: tuple[int, ...]) -> bytes:
    """The dictionary's content: its pages, the newest last and whole, up to LONGEST bytes."""
    return b"".join(_page(store, raw) for raw in pages)[-LONGEST:]


def _page(store: Store, raw: int) -> bytes:
    """A page of a dictionary, which has a pack of its own."""
    row = store.row(
        "SELECT p.dictionary, p.bytes FROM raws r JOIN packs p ON p.id = r.pack WHERE r.id = ?",
        (raw,),
    )
    words = _words(_joined(store, _dictionary_pages(store, row["dictionary"])))
    return zstandard.ZstdDecompressor(dict_data=words).decompress(row["bytes"])


@lru_cache(maxsize=2)
def _unpacked(packed: bytes, words: bytes, size: int) -> bytes:
    """What stands in a pack; kept for the next page, which is often its neighbour."""
    unpacker = zstandard.ZstdDecompressor(dict_data=_words(words))
    return unpacker.decompress(packed, max_output_size=size or 1)


@lru_cache(maxsize=4)
def _words(content: bytes) -> zstandard.ZstdCompressionDict | None:
    if not content:
        return None
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
