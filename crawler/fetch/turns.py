"""One request at a time to a host, whichever process on this machine asks."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.asyncio import sleep

from crawler.fetch.patience import check_going_on
from news.urls import host_of, site_of
from storage.turns import Turn

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

SLICE = 0.05  # seconds between two looks at the queue: little beside any delay
_TURN = "turn"  # the key of a request's meta


class Turns:
    """Downloader middleware, the last before a request leaves: waits for the host to be free.

    A host on this machine that is asked without a delay is no shared one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.folder: Path | None = Path(crawler.settings["KHCN_HOSTS"])
        self.turns: dict[str, Turn] = {}
        crawler.signals.connect(self.leave, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request back until no other process asks the host, nor has just asked it."""
        delay = self._delay(request)
        if self.folder is None or (not delay and self.crawler.settings.getbool("KHCN_HURRIED")):
            return
        try:
            turn = self._turn(self.folder, site_of(request.url))
            while not turn.advance():
                await self._pause(request, SLICE)
            left = turn.wait(delay)
            while left > 0:
                await self._pause(request, min(left, SLICE))
                left -= SLICE
            turn.begin()
            request.meta[_TURN] = turn
        except OSError as error:
            self.folder = None
            logger.warning("other processes may ask the same host meanwhile: %s", error)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the next process ask."""
        _end(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Let the next process ask, after a request that failed or was never made."""
        del exception
        _end(request)

    def leave(self) -> None:
        """Leave every queue."""
        for turn in self.turns.values():
            turn.leave()

    def _turn(self, folder: Path, host: str) -> Turn:
        if host not in self.turns:
            folder.mkdir(parents=True, exist_ok=True)
            self.turns[host] = Turn(folder, host)
        return self.turns[host]

    async def _pause(self, request: Request, seconds: float) -> None:
        check_going_on(self.crawler, request)
        await sleep(seconds)

    def _delay(self, request: Request) -> float:
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(host_of(request.url))
        return float(slot.delay if slot else downloader._delay)  # noqa: SLF001  (no other says it)


def _end(request: Request) -> None:
    turn: Turn | None = request.meta.pop(_TURN, None)
    if turn is not None:
        with suppress(OSError):  # whoever finds no word of its end waits the whole delay
            turn.end()
