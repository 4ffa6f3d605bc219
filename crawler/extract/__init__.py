"""The reader: bytes of one page in, one article out; pure, deterministic, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.blocks import make_blocks
from crawler.extract.body import find_body
from crawler.extract.encoding import decode
from crawler.extract.errors import ExtractionError
from crawler.extract.guards import attribute_bomb
from crawler.extract.lines import read_lines
from crawler.extract.page import Body, Box, Line, Page
from news.article import Article

if TYPE_CHECKING:
    from datetime import datetime

    from news.portal import Portal

__all__ = ["READER", "Body", "Box", "ExtractionError", "Line", "Page", "extract", "parse", "read"]

READER = "1"
"""The reader's version: a stored reading made by another one is read again before comparing."""


def extract(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    fetched: datetime | None = None,
    portal: Portal | None = None,
    template: object | None = None,
) -> Article:
    """Read the article of a page. Raises nothing but `ExtractionError`, on any bytes."""
    return read(parse(body, url, content_type), fetched=fetched, portal=portal, template=template)


def parse(body: bytes, url: str, content_type: str | None = None) -> Page:
    """Parse a page once: its tree and its lines, for the reader and for finding links."""
    decoded = decode(body, content_type)
    markup = decoded.text.replace("\0", "").encode("utf-8", "replace")
    if attribute_bomb(markup):
        raise ExtractionError(url, "a tag with thousands of attributes")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    tree = etree.fromstring(markup, parser) if markup.strip() else None
    if tree is None:
        raise ExtractionError(url, "no markup")
    lines, boxes, pictures = read_lines(tree)
    return Page(tree, url, content_type, decoded.encoding, decoded.source, lines, boxes, pictures)


def read(
    page: Page,
    *,
    fetched: datetime | None = None,
    portal: Portal | None = None,
    template: object | None = None,
) -> Article:
    """Read the article of a parsed page."""
    if not page.lines:
        raise ExtractionError(page.url, "no visible text")
    body = find_body(page)
    blocks = make_blocks(page, body)
    if not blocks:
        raise ExtractionError(page.url, "no article text")
    return Article(
        url=page.url,
        title=(page.tree.findtext(".//title") or "").strip(),
        blocks=blocks,
        encoding=page.encoding,
        encoding_source=page.encoding_source,
    )
