"""The life of a run around a spider: the portal locked, the run begun, what it saw recorded."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import CloseSpider

from crawler.pipelines import Stager
from crawler.progress import Ending, Unwatched
from crawler.publication import publish
from storage import addresses, files, locks, portals, replays, streaks, visits
from storage.errors import StoreError
from storage.store import open_store

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.spiders import PortalSpider
    from storage.runs import Run, RunReport
    from storage.store import Store

ADVICE_RUNS, ADVICE_AFTER = 3, timedelta(hours=24)
ROBOTS_ADVICE = (
    'it has been so for a day: if the portal has no robots.txt, set `robots = "absent"` in its file'
)
# What showed no article (an album, a page still empty) may show one a week later.
_LET_ALONE = timedelta(days=7)
logger = logging.getLogger(__name__)
# Reasons to close that come from outside: the crawl could have gone on.
CUT_OFF = {
    "shutdown": "signal",
    "memusage_exceeded": "memory_limit",
    "closespider_timeout": "time_limit",
}


class RunLedger:
    """Extension: opens the store for a crawl and writes the run's record when it is over.

    An error of the store ends the crawl and is left in `spider.refusal`, since Scrapy only logs
    what its signal handlers and pipelines raise.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.held = ExitStack()
        self.store: Store | None = None
        self.run: Run | None = None
        crawler.signals.connect(self.open, signals.spider_opened)
        crawler.signals.connect(self.fail, signals.item_error)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    @property
    def _spider(self) -> PortalSpider:
        return self.crawler.spider  # type: ignore[return-value]

    def open(self, spider: PortalSpider) -> None:
        """Lock the portal, begin the run, tell the spider what is known."""
        spider.is_ready = False  # an error that nobody foresaw is only logged by Scrapy
        try:
            self._begin(spider, self.crawler.settings["KHCN_DB"])
            spider.is_ready = True
        except StoreError as error:
            self.held.close()
            spider.refusal = error
            if isinstance(spider.progress, Unwatched):  # `scrapy crawl` has no other way to say it
                logger.error("%s", error)  # noqa: TRY400
            raise CloseSpider("store_error") from error

    def _begin(self, spider: PortalSpider, db: Path | str) -> None:
        portal, now = spider.portal, datetime.now(UTC)
        self.store = store = self.held.enter_context(open_store(db))
        self.held.enter_context(locks.crawling(db, portal.key, pid=os.getpid()))
        self.run = run = publish.begin(store, portal, spider.mode, at=now)
        spider.stager = Stager(store, run, portal)
        spider.retry_after = portals.retry_after(store, portal.home, now)
        spider.on_retry_after = lambda until: portals.set_retry_after(store, portal.key, until)
        spider.prepare(
            known=addresses.known(store, portal.key),
            strangers=addresses.strangers(store, portal.key, run.id, now - _LET_ALONE),
            resumed=run.resumed,
            kept_page=lambda key: replays.page_of(store, portal.key, run.id, key),
            looks=spider.stager.looks,
            seen_twice=visits.looked_again(store, run.id),
            is_first=run.baseline,
            files=lambda key: files.offered(store, portal.key, key),
        )

    def fail(self, failure: Failure) -> None:
        """End the crawl when the store takes no more."""
        spider = self._spider
        if isinstance(failure.value, StoreError):
            spider.refusal = failure.value
            spider.stop("store_error", str(failure.value))
            return
        spider.tally.errors += 1
        spider.is_partial = True

    def close(self, spider: PortalSpider, reason: str) -> None:
        """Publish what can be believed and write the run's record."""
        if reason == "start_error":
            spider.ending = Ending("start_error", "the crawl could not begin; see the log")
        if reason in CUT_OFF and not spider.ending.reason:
            spider.ending = Ending(CUT_OFF[reason])
        spider.interrupted |= reason in CUT_OFF
        with self.held:
            if self.store is None or self.run is None or spider.refusal is not None:
                return
            try:
                spider.report = self._finish(self.store, self.run)
            except StoreError as error:
                spider.refusal = error

    def _finish(self, store: Store, run: Run) -> RunReport:
        spider = self._spider
        ending = self._advised(spider.ending)
        return publish.finish(
            store,
            run,
            spider.portal,
            complete=spider.plan.complete and not spider.ending.reason,
            interrupted=spider.interrupted,
            at=datetime.now(UTC),
            tally=publish.Tally(
                requests=self.crawler.stats.get_value("downloader/request_count", 0),
                pages=spider.tally.pages if spider.tally.usable else 0,  # an error is no page
                errors=spider.tally.errors,
                partial=spider.is_partial,
                reason=ending.reason,
                message=ending.message,
            ),
        )

    def _advised(self, ending: Ending) -> Ending:
        """With the way out, where robots.txt has been out of reach for a day."""
        if ending.reason != "robots_unreachable" or self.store is None:
            return ending
        streak = streaks.ended_with(self.store, self._spider.portal.key, ending.reason)
        long_ago = streak.since and datetime.now(UTC) - streak.since >= ADVICE_AFTER
        if streak.runs + 1 < ADVICE_RUNS or not long_ago:
            return ending
        return Ending(ending.reason, f"{ending.message}; {ROBOTS_ADVICE}")
