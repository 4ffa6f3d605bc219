"""Whether an address never seen before is only another door to a known article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from news.text import words
from news.urls import article_id, canonical
from storage import addresses, articles

if TYPE_CHECKING:
    from datetime import date

    from news.article import Article
    from storage.articles import Reading, Standing
    from storage.store import Store
    from storage.visits import Sighting

SHORT = 30  # words; shorter notices are worded alike week after week


def twin(store: Store, portal: str, found: Reading, seen: Sighting) -> Standing | None:
    """The known article that the page at a new address is, if any."""
    for known in articles.with_text(store, portal, found.text_digest):
        stored = known.reading.article
        if (
            _same_day(stored.published, found.article.published)
            and _files(stored) == _files(found.article)
            and (len(words(stored.text)) >= SHORT or _witness(store, known, found.article, seen))
        ):
            return known
    return None


def _same_day(one: date | None, other: date | None) -> bool:
    return one is None or other is None or one.isoformat()[:10] == other.isoformat()[:10]


def _files(article: Article) -> frozenset[str]:
    return frozenset(canonical(file.url) for file in article.attachments)


def _witness(store: Store, known: Standing, found: Article, seen: Sighting) -> bool:
    """What else says that a short notice is the same one: its canonical link or its id."""
    places = addresses.of_article(store, known.id)
    keys = {place.key for place in places}
    if found.canonical and canonical(found.canonical) in keys:
        return True
    number = article_id(seen.final_url)
    return number is not None and number in {article_id(place.url) for place in places}
