"""When two readings are the same article, or the same version of it: digests of normal forms."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from news.record import day_or_time
from news.text import normal_form
from news.urls import canonical

if TYPE_CHECKING:
    from news.article import Article


def text_digest(article: Article) -> str:
    """The digest of what the article says: title, lead and body, whatever its address or date."""
    return _digest([normal_form(article.title), _whole(article.text)])


def content_digest(article: Article) -> str:
    """The digest of every field of a version, by export's names; addresses by their keys.

    When a page says it was last updated is not one of them: many write the moment of the visit.

    A date and a date-time of the same day are two values here: which of them a look shows is for
    the comparison to weigh, not for the digest to hide.
    """
    return _digest(
        {
            "title": normal_form(article.title),
            "published": day_or_time(article.published),
            "authors": [normal_form(author) for author in article.authors],
            "source": _normal(article.source),
            "section": _normal(article.section),
            "summary": _normal(article.summary),
            "text": _whole(article.text),
            "images": [[canonical(image.url), _normal(image.caption)] for image in article.images],
            "attachments": [
                [normal_form(file.name), canonical(file.url), file.type]
                for file in article.attachments
            ],
        }
    )


@lru_cache(maxsize=4)
def _whole(text: str) -> str:
    """The normal form of a whole text, which both digests of a reading ask for."""
    return normal_form(text)


def _normal(text: str | None) -> str | None:
    """An absent text and an empty one are the same."""
    return (normal_form(text) or None) if text else None


def _digest(value: object) -> str:
    """Through JSON, so that no field's end can be mistaken for the next one's beginning."""
    serial = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return blake2b(serial.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
