"""What `scrapy crawl KEY -o FILE` writes: articles, in the shape of `khcn export`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from storage.times import day_or_time, shown, stamp

if TYPE_CHECKING:
    from crawler.look import Look
    from news.article import Article


def record(look: Look, article: Article, *, portal: str) -> dict[str, Any]:
    """An article as just seen; id, version and state are the store's, and are not known yet."""
    return {
        "portal": portal,
        "url": look.final_url,
        "title": article.title,
        "published": day_or_time(article.published),
        "authors": list(article.authors),
        "source": article.source,
        "section": article.section,
        "summary": article.summary,
        "text": article.text,
        "images": [asdict(image) for image in article.images],
        "attachments": [asdict(file) for file in article.attachments],
        "last_seen": shown(stamp(look.at)),
    }
