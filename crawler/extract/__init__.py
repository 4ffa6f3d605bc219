"""The reader: bytes of one page in, one article out; pure, deterministic, no network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.attachments import find_attachments, find_images, is_attachment_line
from crawler.extract.blocks import caption_lines, make_blocks
from crawler.extract.body import find_body, place_of_text
from crawler.extract.cover import Unmasked, unmask
from crawler.extract.encoding import decode
from crawler.extract.errors import ExtractionError
from crawler.extract.fickle import steady
from crawler.extract.fields import read_fields
from crawler.extract.guards import attribute_bomb, is_file
from crawler.extract.lines import read_lines
from crawler.extract.page import Body, Box, Line, Page
from crawler.extract.selectors import matching
from news.article import Article

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.extract.template import Template
    from news.article import Prose
    from news.portal import Portal

__all__ = [
    "READER",
    "Body",
    "Box",
    "ExtractionError",
    "Found",
    "Line",
    "Page",
    "extract",
    "find_article",
    "parse",
    "read",
]

READER = "3"
"""The reader's version: a stored reading made by another one is read again before comparing."""


def extract(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    fetched: datetime | None = None,
    portal: Portal | None = None,
    template: Template | None = None,
) -> Article:
    """Read the article of a page. Raises nothing but `ExtractionError`, on any bytes."""
    return read(parse(body, url, content_type), fetched=fetched, portal=portal, template=template)


def parse(body: bytes, url: str, content_type: str | None = None) -> Page:
    """Parse a page once: its tree and its lines, for the reader and for finding links."""
    if is_file(body):
        raise ExtractionError(url, "a document, a picture or another file, not a page")
    decoded = decode(body, content_type)
    markup = decoded.markup.replace(b"\0", b"")
    if attribute_bomb(markup):
        raise ExtractionError(url, "a tag with thousands of attributes")
    # Nothing asks the tree for an element by its id; keeping no table of them is a little faster.
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        collect_ids=False,
    )
    tree = etree.fromstring(markup, parser) if markup.strip() else None
    if tree is None:
        raise ExtractionError(url, "no markup")
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        # The parser has dropped what lies deeper: better no article than half of one.
        raise ExtractionError(url, "nested too deeply")
    lines, boxes, pictures = read_lines(tree)
    return Page(tree, url, content_type, decoded.encoding, decoded.source, lines, boxes, pictures)


@dataclass(frozen=True, slots=True)
class Found:
    """An article, the place on its page where it stands, and which lines there are other fields."""

    article: Article
    page: Page
    body: Body
    spent: frozenset[int] = frozenset()

    def prose(self) -> Prose:
        """The body for showing. Costs as much as parsing the page: for what is stored only."""
        # A tenth of a second to import, which reading alone need not wait for.
        from crawler.extract.prose import make_prose  # noqa: PLC0415

        kept = tuple(index for index in self.body.kept if index not in self.spent)
        return make_prose(self.page, replace(self.body, kept=kept or self.body.kept))


def read(
    page: Page,
    *,
    fetched: datetime | None = None,
    portal: Portal | None = None,
    template: Template | None = None,
) -> Article:
    """Read the article of a parsed page."""
    return find_article(page, fetched=fetched, portal=portal, template=template).article


def find_article(
    page: Page,
    *,
    fetched: datetime | None = None,
    portal: Portal | None = None,
    template: Template | None = None,
) -> Found:
    """Read the article of a parsed page, and say where on it it stands.

    Sister articles may share all they have, a list of files: a template of them leaves nothing.
    """
    if portal and portal.mask:
        page = _masked(page, portal.mask)
    if template is None:
        return _find(page, fetched, portal, None)
    try:
        return _find(page, fetched, portal, template)
    except ExtractionError:
        whole = _find(page, fetched, portal, None)
        if not _is_itself(page, whole.article, template):
            raise
        return whole


def _is_itself(page: Page, article: Article, template: Template) -> bool:
    """Whether a reading without the template is of an article that has files and says no more.

    Furniture alone, left where an article was deleted, has no day and no title of its own.
    """
    if not article.attachments:
        return False
    own = {line.text for line in unmask(page, template).page.lines}
    return article.published is not None or article.title in own


def _find(
    page: Page, fetched: datetime | None, portal: Portal | None, template: Template | None
) -> Found:
    page, noise, refrain, fickle = unmask(page, template) if template else Unmasked(page)
    if not page.lines:
        raise ExtractionError(page.url, "no visible text")
    select = portal.select if portal else {}
    chosen = matching(page.tree, [select["body"]]) if "body" in select else []
    body = find_body(page, next(iter(chosen), None))
    files = find_attachments(page, body)
    if body.doubtful:
        # A file alone below the title is the article; the short text elsewhere is not.
        bare = place_of_text(page, body.box, body.title)
        body, files = (bare, alone) if (alone := find_attachments(page, bare)) else (body, files)
    fields = read_fields(page, body, fetched=fetched, select=select, refrain=refrain)
    lines = _text_lines(page, body, fields.spent)
    if not lines and not files:
        # A text that only says the title again is still all the text there is.
        lines = _text_lines(page, body, frozenset())
    if not lines and not files:
        raise ExtractionError(page.url, "no article text")
    captions = caption_lines(page, lines)
    article = Article(
        url=page.url,
        title=fields.title,
        published=fields.published,
        published_raw=fields.published_raw,
        updated=fields.updated,
        authors=fields.authors,
        source=fields.source,
        section=fields.section,
        summary=fields.summary,
        blocks=make_blocks(page, body, lines, captions),
        images=steady(find_images(page, body, captions), fickle),
        attachments=steady(files, fickle),
        canonical=fields.canonical,
        encoding=page.encoding,
        encoding_source=page.encoding_source,
        noise=noise,
    )
    return Found(article, page, body, fields.spent)


def _masked(page: Page, selectors: tuple[str, ...]) -> Page:
    """The page read again without the elements that a portal's file masks."""
    masked = matching(page.tree, selectors)
    lines, boxes, pictures = read_lines(page.tree, masked)
    return replace(page, lines=lines, boxes=boxes, pictures=pictures, masked=tuple(masked))


def _text_lines(page: Page, body: Body, spent: frozenset[int]) -> list[Line]:
    """The body's lines without those that are the title, the date, the byline or a file's name."""
    lines = (page.lines[index] for index in body.kept if index not in spent)
    text = [line for line in lines if not is_attachment_line(page, line)]
    return text if any(map(str.isalpha, "".join(line.text for line in text))) else []
