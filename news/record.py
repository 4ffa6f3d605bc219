"""What everybody outside sees: an article by export's names, and the kinds of changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from datetime import date

    from news.article import Article

SCHEMA_VERSION = 1  # of every JSON document that leaves the program
Kind = Literal["appeared", "edited", "retitled", "moved", "vanished", "returned"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def record(article: Article) -> dict[str, Any]:
    """The article's address and fields as plain values, in the order of `khcn export`."""
    return {
        "url": article.url,
        "title": article.title,
        "published": day_or_time(article.published),
        "authors": list(article.authors),
        "source": article.source,
        "section": article.section,
        "summary": article.summary,
        "text": article.text,
        "images": [asdict(image) for image in article.images],
        "attachments": [asdict(file) for file in article.attachments],
    }


def day_or_time(published: date | None) -> str | None:
    """A publication date as the page shows it: a day, or a time with the page's own offset."""
    return published.isoformat() if published else None
