"""The body of a version for showing, as HTML and Markdown, packed against the version's text.

Most of both is that text, so a third of a kilobyte holds them; they outlive the raw page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import zstandard

from news.article import Prose

if TYPE_CHECKING:
    from storage.store import Store

LEVEL = 19  # 1 ms a version, a tenth less than 9
_BETWEEN = b"\0"  # HTML holds none


def pack(prose: Prose, text: str) -> bytes:
    """The prose of a version that has this text."""
    packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=_words(text), write_checksum=True)
    return packer.compress(_BETWEEN.join((prose.html.encode(), prose.markdown.encode())))


def unpack(packed: bytes, text: str) -> Prose:
    """What `pack` made beside this text."""
    unpacker = zstandard.ZstdDecompressor(dict_data=_words(text))
    html, markdown = unpacker.decompress(packed).split(_BETWEEN)
    return Prose(html.decode(), markdown.decode())


def load(store: Store, article: int, number: int) -> Prose | None:
    """The prose of a version; None where the version was stored before prose was made."""
    row = store.row(
        "SELECT v.prose, r.text FROM versions v JOIN readings r ON r.id = v.id"
        " WHERE v.article = ? AND v.number = ?",
        (article, number),
    )
    if row is None or row["prose"] is None:
        return None
    return unpack(row["prose"], row["text"])


def is_kept(store: Store, article: int, number: int) -> bool:
    """Whether the prose of that version is stored."""
    row = store.row(
        "SELECT prose IS NOT NULL AS kept FROM versions WHERE article = ? AND number = ?",
        (article, number),
    )
    return row is not None and bool(row["kept"])


def _words(text: str) -> zstandard.ZstdCompressionDict | None:
    if not text:
        return None
    return zstandard.ZstdCompressionDict(text.encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
