"""The rule of the same reader: what is stored, read again as today's reader reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler import templates
from crawler.extract import READER, ExtractionError, find_article, parse, read
from news.digest import content_digest, text_digest
from storage import articles, prose, raws
from storage.articles import Reading

if TYPE_CHECKING:
    from crawler.templates import Templates
    from news.article import Article, Prose
    from news.portal import Portal
    from storage.store import Store
    from storage.visits import Staged


def prose_of(store: Store, portal: Portal, article: int, number: int) -> Prose | None:
    """A version's body for showing; of one stored without, made from its page if that is kept."""
    stored = prose.load(store, article, number)
    reading = None if stored else articles.version(store, article, number)
    if reading is None:
        return stored
    return SecondReader(store, portal, templates.load(store, portal.key)).again(reading).prose


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Reads stored raw pages of one portal again, each with the template of its own look."""

    store: Store
    portal: Portal
    templates: Templates

    def again(self, stored: Reading) -> Reading:
        """The stored reading as today's reader makes it.

        It stays as it is where its page is not kept or can no longer be read.
        """
        if stored.raw is None:
            return stored
        try:
            page = parse(raws.load(self.store, stored.raw), stored.final_url, stored.content_type)
            epoch, template = self.templates.match(page)
            found = find_article(
                page, fetched=stored.fetched, portal=self.portal, template=template
            )
        except ExtractionError:
            return stored
        article = found.article
        return replace(
            stored,
            article=article,
            prose=found.prose(),
            content_digest=content_digest(article),
            text_digest=text_digest(article),
            reader=READER,
            epoch=epoch,
        )

    def moment_later(self, visit: Staged) -> Article | None:
        """What a page says that was fetched twice, at its second fetch."""
        if visit.raw is None:
            return None
        seen = visit.seen
        try:
            page = parse(raws.load(self.store, visit.raw), seen.final_url, seen.content_type)
            template = self.templates.match(page).template
            return read(page, fetched=seen.at, portal=self.portal, template=template)
        except ExtractionError:
            return None

    def first(self, visit: Staged) -> Reading | None:
        """What a staged visit read; again where another reader, or one without a template, did."""
        seen = visit.seen
        if seen.article is None:
            return None
        found = Reading(
            article=seen.article,
            content_digest=seen.content_digest,
            text_digest=seen.text_digest,
            reader=seen.reader,
            epoch=seen.epoch,
            raw=visit.raw,
            content_type=seen.content_type,
            final_url=seen.final_url,
            fetched=seen.at,
            insecure=seen.insecure,
            prose=seen.prose,
        )
        knows_look = seen.epoch in self.templates.by_epoch or not self.templates.by_epoch
        return found if seen.reader == READER and knows_look else self.again(found)
