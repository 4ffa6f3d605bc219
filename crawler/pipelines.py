"""The one item pipeline: every look is staged at once, every 200 of them published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem

from crawler import lessons, templates
from crawler.extract import READER
from crawler.publication import publish
from news.digest import content_digest, text_digest
from news.record import record
from news.urls import canonical
from storage import files, visits
from storage.files import FetchedFile
from storage.times import shown, stamp
from storage.visits import Sighting

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.look import Look
    from news.portal import Portal
    from storage.runs import Run
    from storage.store import Store


class Stager:
    """Stages the looks of one run, and publishes at each checkpoint while the gate allows."""

    def __init__(self, store: Store, run: Run, portal: Portal) -> None:
        self.store = store
        self.run = run
        self.portal = portal
        self.looks = templates.load(store, portal.key)
        self._since_checkpoint = 0
        self._unknown = 0
        self._doubted = False

    def take(self, look: Look) -> None:
        """Keep one look, in one short transaction."""
        seen = sighting(look)
        if look.article and not visits.reads_as_stored(self.store, self.run.portal, seen):
            seen = replace(seen, prose=look.prose())
        visits.stage(self.store, self.run, seen)
        self._unknown += look.kind == "article" and look.epoch is None
        if self._unknown >= lessons.ENOUGH:
            self._unknown = 0
            self.looks = lessons.renew(self.store, self.run, self.portal)
        self._since_checkpoint += 1
        if self._since_checkpoint >= publish.CHECKPOINT and not self._doubted:
            self._since_checkpoint = 0
            # A doubt only grows with more pages: the end of the run decides on it.
            self._doubted = publish.checkpoint(self.store, self.run, self.portal) is not None
            self.looks = templates.load(self.store, self.portal.key)


def sighting(look: Look, *, reader: str = READER) -> Sighting:
    """A look as the store takes it."""
    article = look.article
    return Sighting(
        url=look.url,
        key=canonical(look.url),
        final_url=look.final_url,
        final_key=canonical(look.final_url),
        at=look.at,
        status=look.status,
        kind=look.kind,
        reason=look.reason,
        body=look.body,
        content_type=look.content_type,
        etag=look.etag,
        last_modified=look.last_modified,
        insecure=look.insecure,
        article=article,
        content_digest=content_digest(article) if article else "",
        text_digest=text_digest(article) if article else "",
        reader=reader,
        epoch=look.epoch,
        page_number=look.page_number,
        hint_title=look.hint.title if look.hint else None,
        hint_published=look.hint.published if look.hint else None,
    )


class StorePipeline:
    """Hands each look to the spider's stager; what goes on to feed exports is the article."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    def process_item(self, item: Look | FetchedFile) -> dict[str, Any]:
        """Stage the look; give Scrapy's exporters the article in the shape of `khcn export`.

        Its id, version and state are the store's, and are not known yet.
        """
        stager: Stager | None = getattr(self.crawler.spider, "stager", None)
        if isinstance(item, FetchedFile):
            if stager is not None:
                files.note(stager.store, stager.run.portal, stager.run.id, item)
            raise DropItem(f"{item.url}: a file, no article to export")
        if stager is not None:
            stager.take(item)
            self.crawler.spider.looks = stager.looks  # type: ignore[union-attr]
        if item.article is None:
            raise DropItem(f"{item.url}: {item.kind}, no article to export")
        return {
            "portal": str(getattr(self.crawler.spider, "name", "")),
            **record(item.article),
            "last_seen": shown(stamp(item.at)),
        }
