"""One page, fetched as a crawl would fetch it: guarded, robots.txt obeyed, within the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.fetch.faults import Refused, explain, reason_of
from crawler.options import UNSTORED, CrawlOptions
from crawler.run import reactor_loop, settings_of, twisted_threads
from crawler.spiders import PortalSpider
from news.portal import Portal
from news.urls import host_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from scrapy.http import Response
    from twisted.python.failure import Failure


class FetchError(Exception):
    """A page that could not be fetched: one sentence with its address and why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was served, after content decoding."""

    body: bytes
    url: str
    content_type: str | None
    at: datetime


class _PageSpider(PortalSpider):
    """Asks for one address and keeps the answer; nothing is planned, nothing stored."""

    address: str
    answer: Fetched | None = None
    fault: str | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield Request(self.address, self.keep, errback=self.lose, dont_filter=True)

    def keep(self, response: Response) -> None:
        """The callback."""
        if response.status >= 400:
            self.fault = explain(f"http_{response.status}", response.url)
        kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        self.answer = Fetched(response.body, response.url, kind, datetime.now(UTC))

    def lose(self, failure: Failure) -> None:
        """The errback."""
        reason = reason_of(failure.value or Refused("error"))
        said = getattr(failure.value, "message", None)
        self.fault = said or explain(reason, self.address)


def fetch(url: str, db: Path, portal: Portal | None = None) -> Fetched:
    """The page at an address, under its portal's file where there is one; raises FetchError."""
    asked = portal or Portal(key="page", name=host_of(url), home=url)
    kind = type("OnePage", (_PageSpider,), {"name": "page", "portal": asked, "address": url})
    loop = reactor_loop()
    runner = AsyncCrawlerRunner(settings_of(db, CrawlOptions(settings=UNSTORED)))
    crawler = Crawler(kind, runner.settings)
    with twisted_threads():
        loop.run_until_complete(runner.crawl(crawler))
    spider: _PageSpider = crawler.spider  # type: ignore[assignment]
    if spider.fault or spider.answer is None:
        raise FetchError(spider.fault or spider.ending.message or f"{url}: no answer came")
    return spider.answer
