"""An article's reading as columns of a row, and back."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from news.article import Article, Attachment, Block, BlockKind, Image
from news.record import day_or_time, record
from storage.times import published_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = (
    "title",
    "published",
    "updated",
    "authors",
    "source",
    "section",
    "summary",
    "text",
    "kinds",
    "images",
    "attachments",
)
_LETTERS: dict[BlockKind, str] = {
    "paragraph": "p",
    "heading": "h",
    "list": "l",
    "quote": "q",
    "table": "t",
    "caption": "c",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_BLOCK = re.compile(r"([phlqtc])(\d*)")


def columns(article: Article) -> dict[str, str | None]:
    """The article's fields as text columns; lists as JSON."""
    found = {
        name: as_json(value) if isinstance(value, list) else value
        for name, value in record(article).items()
        if name != "url"
    }
    found["updated"] = day_or_time(article.updated)
    found["kinds"] = "".join(map(_shape, article.blocks))
    return {name: found[name] for name in COLUMNS}


def article(row: Mapping[str, Any], url: str) -> Article:
    """The article that `columns` took apart, as served from `url`."""
    return Article(
        url=url,
        title=row["title"],
        published=published_on(row["published"]),
        updated=published_on(row["updated"]),
        authors=tuple(json.loads(row["authors"])),
        source=row["source"],
        section=row["section"],
        summary=row["summary"],
        blocks=tuple(_blocks(row["text"], row["kinds"])),
        images=tuple(Image(**image) for image in json.loads(row["images"])),
        attachments=tuple(Attachment(**file) for file in json.loads(row["attachments"])),
    )


def as_json(value: Iterable[object] | Mapping[str, object]) -> str:
    """Compact JSON that people can read: letters as they are."""
    plain = value if isinstance(value, dict) else list(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _shape(block: Block) -> str:
    lines = block.text.count("\n") + 1
    return _LETTERS[block.kind] + (str(lines) if lines > 1 else "")


def _blocks(text: str, kinds: str) -> Iterator[Block]:
    lines = iter(text.split("\n"))
    for letter, count in _BLOCK.findall(kinds):
        yield Block(_KINDS[letter], "\n".join(islice(lines, int(count or 1))))
