"""Every field of an article but its text, read in one go; a portal's own selectors win."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from crawler.extract import authors, dates, metadata, section, title
from news.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from crawler.extract.page import Body, Page


@dataclass(frozen=True, slots=True)
class Fields:
    """What `news.article.Article` holds beside its text.

    `spent` are the indexes of the lines that say nothing but these fields: title, date,
    signature and source lines, which are never part of the text; nor is what stands above the
    title.
    """

    title: str
    published: date | datetime | None = None
    published_raw: str | None = None
    updated: date | datetime | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    section: str | None = None
    summary: str | None = None
    canonical: str | None = None
    spent: frozenset[int] = frozenset()


def read_fields(
    page: Page,
    body: Body,
    *,
    fetched: datetime | None = None,
    select: Mapping[str, str] | None = None,
    refrain: Collection[str] = (),
) -> Fields:
    """Read title, dates, byline, section and summary of the article whose text is `body`.

    `refrain` is what the head says on every page of the portal, so nothing of this one.
    """
    chosen = {name: _selected(page, css) for name, css in (select or {}).items() if name != "body"}
    meta = metadata.read(page)
    if refrain:
        meta = metadata.without(meta, refrain)
    name = title.find(page, body, meta)
    if text := chosen.get("title"):
        name = title.told(page, body, text)
    day = dates.find(page, body, meta, name, fetched)
    byline = authors.find(page, body, meta, name.line)
    if text := chosen.get("date"):
        day = dates.told(text, day, fetched)
    if text := chosen.get("author"):
        byline = authors.told(text, byline)
    return Fields(
        title=name.text,
        published=day.published,
        published_raw=day.raw,
        updated=day.updated,
        authors=byline.authors,
        source=byline.source,
        section=chosen.get("section") or section.find(page, body, meta, name),
        summary=section.summary(page, body, meta),
        canonical=meta.canonical,
        spent=name.spent | day.spent | byline.spent | section.spent(page, body, name),
    )


def _selected(page: Page, css: str) -> str | None:
    """The text of the first match of a portal's selector; None where nothing matches."""
    path = _compiled(css)
    found = path(page.tree) if path is not None else []
    texts = (squeeze(one if isinstance(one, str) else " ".join(one.itertext())) for one in found)
    return next((text for text in texts if text), None)


@lru_cache(maxsize=1024)
def _compiled(css: str) -> Any:
    """The XPath of a selector; selectors were judged when the portal file was loaded."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css))
