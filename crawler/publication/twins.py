"""Whether an address never seen before belongs to a known article: another door, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from news.text import words
from news.urls import article_id, canonical
from storage import addresses, articles

if TYPE_CHECKING:
    from datetime import date

    from news.article import Article
    from storage.articles import Reading, Standing
    from storage.store import Store
    from storage.visits import Sighting

MOST = 60  # per cent of the letters; numbers are given anew in every section of some portals
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


def predecessor(store: Store, portal: str, found: Reading, run: int) -> Standing | None:
    """The known article that a page may carry on under another title, if any.

    Either its body is the same to the letter, or its address had the same number and is missing
    in this run, and most of the text is the same.
    """
    body = found.article.text
    if len(words(body)) >= SHORT:
        known = articles.with_body(store, portal, body)
        if known and _same_day(known.reading.article.published, found.article.published):
            return known
    number = article_id(found.final_url)
    for missed in addresses.missed(store, run) if number else ():
        if article_id(missed.url) == number:
            known = articles.standing(store, missed.article)
            if fuzz.ratio(known.reading.article.text, body, score_cutoff=MOST) >= MOST:
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
