"""Probing portals: a dozen or two polite requests by the crawl's own spider, nothing stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.discover.plan import Plan
from crawler.fetch.faults import explain
from crawler.options import UNSTORED, CrawlOptions
from crawler.portal_file import PortalFile
from crawler.portals import PortalError
from crawler.probing.findings import Probed, Problem
from crawler.probing.naming import key_of
from crawler.probing.reporting import UNNAMED, report
from crawler.probing.sampling import Sampler
from crawler.queues import by_site
from crawler.run import reactor_loop, settings_of, twisted_threads
from crawler.spiders import PortalSpider

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from news.portal import Portal
    from storage.addresses import KnownAddress


class ProbeSpider(PortalSpider):
    """The crawl's spider on a sample of its plan."""

    plan: Sampler  # type: ignore[assignment]
    expected: Mapping[str, KnownAddress] = {}

    def _make_plan(self, sitemaps: Sequence[str]) -> Any:
        plan = Plan(self.portal, known=self.expected, mode="full", sitemaps=sitemaps)
        return Sampler(plan)


def at(home: str, key: str | None = None, **more: Any) -> Portal:
    """A portal of which only the address is known, nameless yet; PortalError for no address."""
    try:
        file = PortalFile.model_validate({"name": UNNAMED, "home": urldefrag(home)[0]} | more)
    except ValueError as error:
        raise PortalError(f"{home}: {_said(error)}") from error
    return file.portal(key or key_of(file.home))


def probe(
    portals: Sequence[Portal],
    db: Path,
    expected: Mapping[str, Mapping[str, KnownAddress]] | None = None,
    options: CrawlOptions | None = None,
) -> list[Probed]:
    """Look at a sample of each portal, guarded and polite as a crawl is, and store nothing.

    `expected` gives for each portal's key the known articles to look at again.
    """
    wanted = options or CrawlOptions()
    wanted = replace(wanted, settings=UNSTORED | dict(wanted.settings or {}))
    loop = reactor_loop()
    runner = AsyncCrawlerRunner(settings_of(db, wanted))
    with twisted_threads():
        return loop.run_until_complete(_all(portals, runner, expected or {}))


def _said(error: ValueError) -> str:
    found = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    said = found.removeprefix("Value error, ")
    return f"{said[:1].lower()}{said[1:]}"


async def _all(
    portals: Sequence[Portal],
    runner: AsyncCrawlerRunner,
    expected: Mapping[str, Mapping[str, KnownAddress]],
) -> list[Probed]:
    found: dict[str, Probed] = {}

    async def look_at(portal: Portal) -> None:
        found[portal.key] = await _one(portal, runner, expected.get(portal.key, {}))

    await by_site(portals, look_at)
    return [found[portal.key] for portal in portals]


async def _one(
    portal: Portal, runner: AsyncCrawlerRunner, expected: Mapping[str, KnownAddress]
) -> Probed:
    names = {"name": portal.key, "portal": portal, "expected": expected}
    crawler = Crawler(type("Probe", (ProbeSpider,), names), runner.settings)
    await runner.crawl(crawler)
    spider: ProbeSpider | None = crawler.spider  # type: ignore[assignment]
    if spider is None:
        return Probed(portal, 0, problem=Problem("start_error", explain("error", portal.home)))
    requests = crawler.stats.get_value("downloader/request_count", 0)
    return report(spider.plan, portal, spider.ending, requests, spider.tally.delay)
