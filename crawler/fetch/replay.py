"""Pages that the killed beginning of a run has fetched are taken from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Response

from news.urls import canonical

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.fetch.asker import Asker
    from storage.replays import KeptPage

REPLAYED = "replayed"
ARTICLES = {"article", "known"}  # listings are asked for again: they may have moved on


class Replay:
    """Downloader middleware: answers for the server, so that the plan learns what it knew."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The page as it was served then, where this run has seen it."""
        ask = request.meta.get("ask")
        if ask is None or ask.role not in ARTICLES or "redirect_times" in request.meta:
            return None
        spider: Asker = self.crawler.spider  # type: ignore[assignment]
        key = canonical(ask.url)
        kept = spider.kept_page(key) if key in spider.resumed else None
        return _response(kept) if kept else None


def _response(kept: KeptPage) -> Response:
    headers = {"Content-Type": kept.content_type} if kept.content_type else {}
    return Response(kept.url, headers=headers, body=kept.body, flags=[REPLAYED])
