"""Bounds on what a response may be: its kind, its headers, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import StopDownload
from scrapy.http import Headers

from crawler.fetch.faults import Refused
from crawler.fetch.patience import Patience

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MOST_HEADERS = 200
READABLE = ("text/", "html", "xml", "json", "octet-stream")
# A portal is taken to close its pages once this many did, and nine in ten of all.
ENOUGH_CLOSED = 3
USUALLY = 9
_START = 4096  # bytes; comments and byte order marks stand before a page's first tag


class Limits:
    """Downloader middleware: no film or PDF is loaded for a page, no flood of headers is kept."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self._weigh, signals.headers_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    def _weigh(self, headers: Headers, request: Request) -> None:
        kind = (headers.get(b"Content-Type") or b"").decode("latin-1").lower()
        if kind and not request.meta.get("any_type") and not any(one in kind for one in READABLE):
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with at most two hundred headers."""
        del request
        pairs = [(name, one) for name, some in response.headers.items() for one in some]
        if len(pairs) <= MOST_HEADERS:
            return response
        kept = Headers()
        for name, value in pairs[:MOST_HEADERS]:
            kept.appendlist(name, value)
        return response.replace(headers=kept)


class Endings:
    """Downloader middleware: on a portal that closes its pages, one without end was cut.

    A Content-Length that is too small cuts a page without any other sign.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closed = 0
        self.open = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask once more for a page without end; refuse it where it still breaks off."""
        if response.status != 200 or not _is_whole_page(response):
            return response
        tail = response.body[-2048:].lower()
        if b"</html" in tail:
            self.closed += 1
            return response
        if not self._is_suspect():
            self.open += 1
            return response
        return self._ask_again(request, response)

    def _is_suspect(self) -> bool:
        return self.closed >= ENOUGH_CLOSED and self.closed >= USUALLY * (self.open + 1)

    def _ask_again(self, request: Request, response: Response) -> Request | Response:
        patience = self.crawler.get_downloader_middleware(Patience)
        if patience and not request.meta.get("ending_checked"):
            again = patience.again(request, "truncated")
            if again is not None:
                again.meta["ending_checked"] = True
                return again
        if _breaks_off(response) or request.meta["ask"].role == "known":
            raise Refused("truncated", f"{response.url} breaks off before its end")
        self.open += 1
        return response


def _breaks_off(response: Response) -> bool:
    return b"<" in response.body and not response.body.rstrip().endswith(b">")


def _is_whole_page(response: Response) -> bool:
    """Whether the answer begins as a page does; pieces for a script have no end to miss."""
    if b"html" not in (response.headers.get(b"Content-Type") or b"html").lower():
        return False
    start = response.body[:_START].lower()
    return b"<html" in start or b"<!doctype" in start
