"""The article's lines as typed blocks."""

from __future__ import annotations

from crawler.extract.page import Body, Page
from news.article import Block, BlockKind

_KINDS: dict[str, BlockKind] = {
    "li": "list",
    "dd": "list",
    "dt": "list",
    "blockquote": "quote",
    "td": "table",
    "th": "table",
    "figcaption": "caption",
    "caption": "caption",
} | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")


def make_blocks(page: Page, body: Body) -> tuple[Block, ...]:
    """Every kept line as a block."""
    lines = (page.lines[index] for index in body.kept)
    return tuple(Block(_KINDS.get(line.tag, "paragraph"), line.text) for line in lines)
