"""What one article is, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

BlockKind = Literal["paragraph", "heading", "list", "quote", "table", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article's body, in reading order.

    `text` is NFC with single spaces; a list has one item a line, a table one row a line with
    its cells split by tabs, every other kind is a single line.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article: absolute address and the caption shown with it, if any."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered with the article; `type` is its lower-case extension, such as "pdf"."""

    name: str
    url: str
    type: str


class Prose(NamedTuple):
    """An article's body for showing: HTML in which nothing runs, and the same as Markdown."""

    html: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the reader saw it on one page.

    `url` is the address the page was served from, byte for byte. `published` is a `date` when
    the page shows a day only and an aware `datetime` (+07:00) when it shows a time as well;
    `published_raw` keeps the very words. `authors` are persons, `source` is a unit or publisher.
    """

    url: str
    title: str
    published: date | datetime | None = None
    published_raw: str | None = None
    updated: date | datetime | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    summary: str | None = None
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    canonical: str | None = None
    encoding: str = "utf-8"
    encoding_source: str = "utf-8"
    noise: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """What the portal's template masked on this page: (place, text) pairs, for `show --noise`."""

    @property
    def text(self) -> str:
        """Lead, paragraphs, headings, list items and captions in place, one a line."""
        return "\n".join(block.text for block in self.blocks)
