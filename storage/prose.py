"""The body of a version for showing, as HTML and Markdown, packed against what the version reads.

Most of both is the version's own text, and the addresses of its pictures and files, so that half a
kilobyte holds them. They outlive the raw page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import zstandard

from news.article import Prose
from storage.readings import columns

if TYPE_CHECKING:
    from news.article import Article
    from storage.store import Store

LEVEL = 19  # 1 ms a version, a tenth less than 9
_BETWEEN = b"\0"  # HTML holds none
# What the markup between the words is made of. What is packed is unpacked with these very bytes:
# never to be changed.
_MARKUP = (
    '<a href="https://" rel="noopener noreferrer"></a><img src="https://" alt=""></p><blockquote>'
    "<hr><h2></h2><h3></h3><b></b><i></i><u></u><sub></sub><sup></sup><em></em><ul><li></li>"
    "<li></li></ul><ol><li></li></ol><table><tbody><tr><th></th>"
    '<td colspan="2" rowspan="2"></td><td></td><td></td></tr>\n<tr><td></td></tr></tbody></table>'
    "![](https://) | | --- | --- | --- |\n| \n\n* **<br> </strong><strong></p>\n<p></p><p><strong>"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What of a version its prose is packed against: columns as they are stored."""

    final_url: str
    images: str
    attachments: str
    text: str

    def joined(self) -> bytes:
        """With the markup that every prose has."""
        return f"{self.final_url}{self.images}{self.attachments}{_MARKUP}{self.text}".encode()


def words_of(article: Article, final_url: str) -> Words:
    """The words of a version that reads like this and whose page was served there."""
    fields = columns(article)
    return Words(final_url, *(fields[name] or "" for name in ("images", "attachments", "text")))


def pack(prose: Prose, words: Words) -> bytes:
    """The prose in its stored form."""
    packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=_raw(words), write_checksum=True)
    return packer.compress(_BETWEEN.join((prose.html.encode(), prose.markdown.encode())))


def unpack(packed: bytes, words: Words) -> Prose:
    """What `pack` made beside these words."""
    unpacker = zstandard.ZstdDecompressor(dict_data=_raw(words))
    html, markdown = unpacker.decompress(packed).split(_BETWEEN)
    return Prose(html.decode(), markdown.decode())


def keep(store: Store, version: int, prose: Prose, words: Words) -> None:
    """Keep the prose of the version with this row, in the place of what it had."""
    with store.writing() as conn:
        conn.execute(
            "INSERT INTO prose (version, bytes) VALUES (?1, ?2)"
            " ON CONFLICT (version) DO UPDATE SET bytes = excluded.bytes",
            (version, pack(prose, words)),
        )


def forget(store: Store, version: int) -> None:
    """What was made of another reading cannot be unpacked beside this one."""
    with store.writing() as conn:
        conn.execute("DELETE FROM prose WHERE version = ?", (version,))


def load(store: Store, article: int, number: int) -> Prose | None:
    """The prose of a version; None where it was stored before prose was made."""
    row = store.row(
        "SELECT p.bytes, r.final_url, r.images, r.attachments, r.text"
        " FROM readings r JOIN prose p ON p.version = r.id WHERE r.article = ? AND r.number = ?",
        (article, number),
    )
    if row is None:
        return None
    words = Words(row["final_url"], row["images"], row["attachments"], row["text"])
    return unpack(row["bytes"], words)


def is_kept(store: Store, article: int, number: int) -> bool:
    """Whether the prose of that version is stored."""
    row = store.row(
        "SELECT 1 FROM versions v JOIN prose p ON p.version = v.id"
        " WHERE v.article = ? AND v.number = ?",
        (article, number),
    )
    return row is not None


def _raw(words: Words) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(words.joined(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
