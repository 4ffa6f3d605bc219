"""Crawling some portals to their end in this process: one reactor, a spider for each portal."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from crawler import settings as project
from crawler.options import CrawlOptions
from crawler.progress import Progress, Unwatched
from crawler.queues import by_site
from crawler.spiders import PortalSpider, spider_for
from storage.errors import PortalBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from news.portal import Portal
    from storage.runs import RunReport

__all__ = ["CrawlOptions", "Progress", "crawl"]

_QUIET = logging.NullHandler()  # who wants the log adds a handler
PARENT_FD = "KHCN_PARENT_FD"


def crawl(
    portals: Sequence[Portal],
    db: Path,
    options: CrawlOptions | None = None,
    progress: Progress | None = None,
) -> list[RunReport]:
    """Crawl these portals and give the record of each run, in the portals' order.

    A portal that somebody else is crawling is passed over and told to `progress`; when that
    leaves nothing, PortalBusyError is raised. StoreError ends everything.
    """
    wanted = options or CrawlOptions()
    loop = reactor_loop()
    crawls = _Crawls(db, wanted, progress or Unwatched())
    with (
        _stopped_by_signals(loop, crawls),
        _ended_with_parent(loop, crawls),
        twisted_threads(),
        _rarely_collected(),
    ):
        loop.run_until_complete(crawls.all(portals))
    return crawls.outcome(portals)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Look for cycles less often: pages make many objects and few cycles, a tenth of a crawl's CPU.

    Measured by benchmarks/crawl.py; 20,000 new objects are a few pages.
    """
    before = gc.get_threshold()
    gc.set_threshold(20_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Crawls:
    """The crawls of one call, and what came of them."""

    def __init__(self, db: Path, options: CrawlOptions, progress: Progress) -> None:
        self.options = options
        self.progress = progress
        self.runner = AsyncCrawlerRunner(settings_of(db, options))
        self.reports: dict[str, RunReport] = {}
        self.errors: list[StoreError] = []
        self.stopped = False

    async def all(self, portals: Sequence[Portal]) -> None:
        """Crawl all portals, until somebody says stop."""
        await by_site(portals, self._one)

    async def _one(self, portal: Portal) -> None:
        if self.stopped:
            return
        crawler = Crawler(spider_for(portal), self.runner.settings)
        self.progress.started(portal)
        await self.runner.crawl(crawler, **self._arguments())
        spider: PortalSpider = crawler.spider  # type: ignore[assignment]
        if spider.report is not None:
            self.reports[portal.key] = spider.report
            spider.tally.changed = _changed(spider.report)
            self.progress.advanced(portal, spider.tally)
            self.progress.finished(portal, spider.report)
            return
        error = spider.refusal or StoreError(f"{portal.key}: its run left no record; see the log")
        self.progress.refused(portal, error)
        self.errors.append(error)

    def _arguments(self) -> dict[str, Any]:
        return {
            "mode": self.options.mode,
            "since": self.options.since,
            "max_pages": self.options.max_pages,
            "progress": self.progress,
        }

    def stop(self, reason: str) -> None:
        """End every crawl after the request under way, and begin none."""
        self.stopped = True
        for crawler in list(self.runner.crawlers):
            spider = crawler.spider
            if isinstance(spider, PortalSpider):
                spider.interrupted = True
                spider.stop(reason)

    def outcome(self, portals: Sequence[Portal]) -> list[RunReport]:
        """The records in the order asked for; an error of the store, or the one that left none."""
        fatal = [error for error in self.errors if not isinstance(error, PortalBusyError)]
        if fatal or (self.errors and not self.reports):
            raise (fatal or self.errors)[0]
        return [self.reports[one.key] for one in portals if one.key in self.reports]


def _changed(report: RunReport) -> int:
    return report.edited + report.retitled + report.moved + report.vanished + report.returned


def settings_of(db: Path, options: CrawlOptions) -> Settings:
    """The project's settings with those of one crawl."""
    found = Settings()
    found.setmodule(project, priority="project")
    private = options.allow_private
    if private is None:
        private = os.environ.get("KHCN_ALLOW_PRIVATE") == "1"
    ours = {"KHCN_DB": str(db), "KHCN_ALLOW_PRIVATE": private, "LOG_ENABLED": False}
    found.setdict(ours | dict(options.settings or {}), priority="cmdline")
    return found


def reactor_loop() -> asyncio.AbstractEventLoop:
    """The event loop under the reactor; what runs on it is not heard of on stderr unasked.

    The reactor is started once and from then on only its loop is run: Twisted cannot start a
    reactor a second time, and one process may crawl twice.
    """
    for name in ("scrapy", "twisted", "py.warnings", "crawler"):
        logging.getLogger(name).addHandler(_QUIET)
    if not is_reactor_installed():
        install_reactor(project.TWISTED_REACTOR)
    from twisted.internet import reactor  # noqa: PLC0415  (importing it installs another)

    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop  # noqa: SLF001
    asyncio.set_event_loop(loop)  # Scrapy asks for the current one; asyncio.run leaves none behind
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
        resolver = load_object(project.TWISTED_DNS_RESOLVER)
        resolver(reactor, 1000, project.DNS_TIMEOUT).install_on_reactor()
    return loop


@contextmanager
def twisted_threads() -> Iterator[None]:
    """Twisted's threads while they are needed; they would keep the process from ending."""
    from twisted.internet import reactor  # noqa: PLC0415

    pool = reactor.getThreadPool()
    pool.adjustPoolsize(0, 10)
    try:
        yield
    finally:
        pool.adjustPoolsize(0, 0)


@contextmanager
def _stopped_by_signals(loop: asyncio.AbstractEventLoop, crawls: _Crawls) -> Iterator[None]:
    """The first SIGINT or SIGTERM ends the crawls in order, a second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)
        crawls.stop(number.name.lower())

    for number in numbers:
        loop.add_signal_handler(number, stop, number)
    try:
        yield
    finally:
        for number, action in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, action)


@contextmanager
def _ended_with_parent(loop: asyncio.AbstractEventLoop, crawls: _Crawls) -> Iterator[None]:
    """Stop when the other end of an inherited pipe is closed: whoever started us is gone."""
    given = os.environ.get(PARENT_FD, "")
    if not given.isdecimal():
        yield
        return
    pipe = int(given)

    def look() -> None:
        with suppress(BlockingIOError):
            if not os.read(pipe, 64):
                loop.remove_reader(pipe)
                crawls.stop("parent_gone")

    loop.add_reader(pipe, look)
    try:
        yield
    finally:
        loop.remove_reader(pipe)
