"""Fetching a list of addresses through the real spider, its middlewares and no store."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner

from crawler import run
from crawler.discover.ask import Answer, Ask, Findings
from crawler.options import CrawlOptions
from crawler.settings import DOWNLOADER_MIDDLEWARES as MIDDLEWARES
from crawler.spiders import PortalSpider, spider_for
from news.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.look import Look

NO_STORE = {
    "EXTENSIONS": {
        "scrapy.extensions.telnet.TelnetConsole": None,
        "scrapy.extensions.remote_control.RemoteControl": None,
    },
    "ITEM_PIPELINES": {},
}


class Hurry:
    """Downloader middleware: gives up soon on the one path that never answers, and on no other."""

    def __init__(self, path: str) -> None:
        self.path = path

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["HURRIED_PATH"])

    def process_request(self, request: Request) -> None:
        if request.url.endswith(self.path):
            request.meta["download_timeout"] = 0.6


def hurrying(path: str) -> dict[str, Any]:
    """Settings of a fetch from a server that never answers for this path."""
    return {"HURRIED_PATH": path, "DOWNLOADER_MIDDLEWARES": MIDDLEWARES | {Hurry: 1}}


@dataclass
class Listed:
    """A plan that asks for a list of addresses and believes every answer."""

    asks: Sequence[Ask]
    answers: list[Answer] = field(default_factory=list)
    complete: bool = True

    def first(self) -> tuple[Ask, ...]:
        return tuple(self.asks)

    def take(self, answer: Answer) -> Findings:
        self.answers.append(answer)
        if answer.failure:
            return Findings("failed", reason=answer.failure)
        if answer.status in {404, 410}:
            return Findings("missing")
        if answer.status == 304:
            return Findings("unchanged")
        return Findings("article" if answer.page is not None else "other")


@dataclass
class Fetched:
    looks: dict[str, Look]
    spider: PortalSpider
    plan: Listed

    def reason(self, path: str) -> str | None:
        return self.looks[path].reason

    def kind(self, path: str) -> str:
        return self.looks[path].kind


def portal_at(home: str, **more: Any) -> Portal:
    return Portal(key="thu", name="Cổng thử", home=home, **more)


def fetch(
    home: str,
    *asks: str | Ask,
    portal: Portal | None = None,
    allow_private: bool = True,
    settings: dict[str, Any] | None = None,
    **arguments: Any,
) -> Fetched:
    """Ask the server at `home` for each path; what came of it, by path."""
    plan = Listed(
        [ask if isinstance(ask, Ask) else Ask(_join(home, ask), "article") for ask in asks]
    )
    looks: list[Look] = []
    spiders: list[PortalSpider] = []

    class Spider(spider_for(portal or portal_at(home + "/"))):  # type: ignore[misc]
        def _make_plan(self, sitemaps: Sequence[str]) -> Any:
            return plan

        def keep(self, item: Look) -> None:
            looks.append(item)

        @classmethod
        def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Any:
            spider = super().from_crawler(crawler, *args, **kwargs)
            crawler.signals.connect(spider.keep, signals.item_scraped)
            spiders.append(spider)
            return spider

    options = CrawlOptions(allow_private=allow_private, settings=NO_STORE | (settings or {}))
    loop = run.reactor_loop()
    runner = AsyncCrawlerRunner(run.settings_of(Path("unused"), options))
    with run.twisted_threads():
        loop.run_until_complete(_crawl(runner, Spider, arguments))
    return Fetched({one.url.removeprefix(home): one for one in looks}, spiders[0], plan)


async def _crawl(runner: AsyncCrawlerRunner, spider: type[PortalSpider], arguments: Any) -> None:
    await runner.crawl(spider, **arguments)


def _join(home: str, path: str) -> str:
    return path if "://" in path else home + path
