"""When to ask again: Retry-After obeyed, failures spaced out, a failing host left alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.utils.asyncio import sleep

from crawler.fetch.faults import Refused, reason_of
from storage.portals import LONGEST_WISH

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.fetch.asker import Asker

IN_RUN_WAIT = timedelta(seconds=60)  # a longer wait ends the run, the next one starts after it
LONGEST_BACKOFF = 60.0  # seconds
ALARMED = 5  # requests in a row given up: from here on each further one is preceded by a pause
HOPELESS = 8  # … and here the host is left alone until the next run
SLICE = 0.2  # seconds; how late a stop may wake a pause
BUSY = {429, 502, 503, 504, 522, 524}
HOST_FAULTS = {"timeout", "connection_refused", "connection_lost", "dns", "protocol_error", "tls"}


def wait_of(header: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait, at most six hours; None where it says nothing."""
    if header is None:
        return None
    text = header.strip()[:64]
    if text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WISH)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WISH)


def check_going_on(crawler: Crawler, request: Request) -> None:
    """Raise Refused where the run was ended while a request waited to be made."""
    spider: Asker = crawler.spider  # type: ignore[assignment]
    over = spider.stopping or not crawler.crawling
    if over or ("ask" in request.meta and spider.is_sated):
        raise Refused("interrupted", f"{request.url} was not asked for: the run was ended")


class Patience(RetryMiddleware):
    """Downloader middleware in the place of Scrapy's, which retries at once whatever it is told."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._not_before: datetime | None = None
        self._failed_in_a_row = 0
        self._hurried = crawler.settings.getbool("KHCN_HURRIED")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    @property
    def _spider(self) -> Asker:
        return self.crawler.spider  # type: ignore[return-value]

    async def process_request(self, request: Request) -> None:
        """Hold a request back while the host wants to be left alone."""
        check_going_on(self.crawler, request)
        while self._not_before and datetime.now(UTC) < self._not_before:
            await sleep(SLICE)
            check_going_on(self.crawler, request)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Retry what the server says will pass; stop the run where it says: not now."""
        del spider
        self._heed(response)
        if response.status not in self.retry_http_codes:
            self._failed_in_a_row = 0
            return response
        again = self.again(request, f"http_{response.status}")
        if again is None:
            self._give_up(response.status in BUSY, f"http_{response.status}")
        return again or response

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | None:
        """Retry a lost connection, a timeout, a cut page."""
        del spider
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        again = self.again(request, reason_of(exception))
        if again is None:
            self._give_up(reason_of(exception) in HOST_FAULTS, reason_of(exception))
        return again

    def again(self, request: Request, reason: str) -> Request | None:
        """The request once more, later; None where it has been tried often enough."""
        if request.meta.get("dont_retry") or self._spider.stopping:
            return None
        again = self._retry(request, reason)
        if again is not None:
            self._pause(self._backoff(again.meta["retry_times"]))
        return again

    def _backoff(self, attempt: int) -> timedelta:
        if self._hurried:
            return timedelta(0)
        seconds = min(2.0**attempt, LONGEST_BACKOFF) * random.uniform(0.75, 1.25)  # noqa: S311
        return timedelta(seconds=seconds)

    def _pause(self, wait: timedelta) -> None:
        until = datetime.now(UTC) + wait
        self._not_before = max(self._not_before or until, until)

    def _heed(self, response: Response) -> None:
        if response.status not in {429, 503}:
            return
        header = response.headers.get(b"Retry-After")
        wait = wait_of(header.decode("latin-1") if header else None, datetime.now(UTC))
        if wait is None:
            return
        until = datetime.now(UTC) + wait
        self._spider.leave_alone_until(until)
        if wait > IN_RUN_WAIT:
            self._spider.stop("retry_after", f"{response.url} asks to be left alone until {until}")
        else:
            self._pause(wait)

    def _give_up(self, host_fails: bool, reason: str) -> None:  # noqa: FBT001
        self._failed_in_a_row = self._failed_in_a_row + 1 if host_fails else 0
        if self._failed_in_a_row >= HOPELESS:
            self._spider.stop("host_failing", f"{HOPELESS} requests in a row failed ({reason})")
        elif self._failed_in_a_row >= ALARMED:
            self._pause(timedelta(0) if self._hurried else IN_RUN_WAIT / 2)
