"""The one spider: asks what the plan wants asked, and hands on what it saw."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider, signals

from crawler.discover.ask import Answer, Findings
from crawler.discover.plan import Plan
from crawler.discover.start import leads_to
from crawler.exchange import answer_of, look_of, request_of
from crawler.fetch.faults import LEADS_AWAY, Refused, explain, reason_of
from crawler.fetch.replay import REPLAYED
from crawler.fetch.robots import RobotsMiddleware
from crawler.file_looks import FileLooks
from crawler.look import WATCHED
from crawler.options import Mode, as_mode
from crawler.politeness import settings_for
from crawler.progress import Ending, Tally, Unwatched
from crawler.second_look import ALL, SecondLooks
from crawler.templates import Templates
from news import revisit
from news.urls import canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.discover.ask import Ask
    from crawler.fetch.asker import TlsPolicy
    from crawler.look import Look
    from crawler.pipelines import Stager
    from crawler.progress import Progress
    from news.portal import Portal
    from storage.addresses import KnownAddress
    from storage.errors import StoreError
    from storage.files import OfferedFile
    from storage.replays import KeptPage
    from storage.runs import RunReport

logger = logging.getLogger(__name__)

NEEDED = {"home", "listing", "article", "known"}  # without one of these a crawl is partial
# Ours or the portal's rules, and links that lead nowhere: nothing that another try would bring.
UNWANTED = {"robots", "private_address", "redirect_offsite", "bad_address", "scheme"}
_TURN = 1800  # seconds; no portal is looked at more often
MOST_REVISITS = 500  # requests of one run for known articles that are due; eight minutes' worth


class PortalSpider(Spider):
    """Crawls the portal of its class; what it yields are looks, one for each ask that was made.

    The ledger (crawler/extensions.py) calls `prepare` before the first request, reads `plan`,
    `tally`, `ending` and `interrupted` at the end, and leaves the run's record in `report` or
    the store's error in `refusal`. While it has not come through, `is_ready` is false.
    """

    portal: ClassVar[Portal]

    def __init__(
        self,
        *args: Any,
        mode: str = "incremental",
        since: str | date | None = None,
        max_pages: int | str | None = None,
        progress: Progress | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.since = date.fromisoformat(since) if isinstance(since, str) else since
        self.mode: Mode = "since" if self.since and mode == "incremental" else as_mode(mode)
        self.max_pages = int(max_pages) if max_pages else None
        self.progress = progress or Unwatched()
        self.tally = Tally()
        self.ending = Ending()
        self.stopping = False
        self.interrupted = False
        self.is_partial = False
        self.stager: Stager | None = None
        self.refusal: StoreError | None = None
        self.is_ready = True
        self.retry_after: datetime | None = None
        self.on_retry_after: Callable[[datetime], None] = lambda _: None
        self.report: RunReport | None = None
        self.tls_policy: TlsPolicy | None = None
        self.prepare()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let the portal's own politeness stand above the project's."""
        super().update_settings(settings)
        settings.setdict(settings_for(cls.portal), priority="spider")

    def prepare(
        self,
        *,
        known: Mapping[str, KnownAddress] | None = None,
        strangers: Collection[str] = (),
        resumed: Collection[str] = (),
        kept_page: Callable[[str], KeptPage | None] = lambda _: None,
        looks: Templates | None = None,
        seen_twice: int = ALL,
        is_first: bool = False,
        files: Callable[[str], Sequence[OfferedFile]] = lambda _: (),
    ) -> None:
        """Say what the store knows of the portal.

        `strangers` are keys that lately showed no article, `resumed` those not to be visited
        again, their pages are in `kept_page`; `is_first`: no crawl has walked all of the portal
        yet, so this one does; `seen_twice`: second looks taken; `files` are those that the
        article at an address offers, by its key.
        """
        self.known, self.strangers = known or {}, strangers
        self.resumed, self.kept_page = resumed, kept_page
        self.looks, self.second_looks = looks or Templates(), SecondLooks(seen_twice)
        self.file_looks = FileLooks(self.portal, files)
        # "since" without a day goes back to the end of every listing.
        self._walk: Mode = "since" if is_first and self.mode == "incremental" else self.mode
        self.plan = self._make_plan(())

    def _make_plan(self, sitemaps: Sequence[str]) -> Plan:
        now, known = datetime.now(UTC), self.known
        return Plan(
            self.portal,
            known=known,
            mode=self._walk,
            since=self.since,
            due=revisit.pick(known.values(), now, MOST_REVISITS),
            sitemaps=sitemaps,
            strangers=self.strangers,
            turn=int(now.timestamp()) // _TURN,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy, once for each crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.count_page, signals.response_received)
        return spider

    @property
    def is_sated(self) -> bool:
        """Whether as many pages came as were wanted; no further request leaves then."""
        return self.max_pages is not None and self.tally.pages >= self.max_pages

    def count_page(self, request: Request, response: Response) -> None:
        """Count an answer before the next request can leave; robots.txt is no page."""
        if "ask" in request.meta and REPLAYED not in response.flags:
            self.tally.pages += 1

    async def start(self) -> AsyncIterator[Any]:
        """Ask what the plan begins with."""
        if not self.is_ready:
            self.stop("start_error")
            return
        if self.retry_after and self.retry_after > datetime.now(UTC):
            until = self.retry_after.isoformat(timespec="minutes")
            self.stop("retry_after", f"{self.portal.home} asked to be left alone until {until}")
            return
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        rules = await robots.rules_of(self.portal.home) if robots else None
        if self.stopping:
            return
        if rules is not None:
            self.plan = self._make_plan(list(rules.rp.sitemaps))
        for found in self._requests(self.plan.first()):
            yield found

    def take(self, response: Response) -> Iterator[Look | Request]:
        """The callback of every request."""
        ask: Ask = response.meta["ask"]
        at = datetime.now(UTC)
        bare = Answer(ask, url=response.url, status=response.status)
        yield from self._conclude(
            bare,
            at,
            lambda: answer_of(ask, response, self.portal, at, self.looks),
            replayed=REPLAYED in response.flags,
        )
        if self.is_sated:
            self.stop("page_cap")

    def fail(self, failure: Failure) -> Iterator[Look | Request]:
        """The errback of every request."""
        request: Request = failure.request  # type: ignore[attr-defined]
        reason = reason_of(failure.value or Refused("error"))
        if reason == "interrupted":
            return
        ask: Ask = request.meta["ask"]
        message = getattr(failure.value, "message", None)
        yield from self._missed(ask, request.url, reason, message)

    def stop(self, reason: str, message: str | None = None) -> None:
        """End the crawl after the request under way; the first reason given is the one kept."""
        if self.stopping:
            return
        self.stopping = True
        self.ending = Ending(reason, message)
        self.is_partial |= reason != "page_cap"
        closing = self.crawler.engine.close_spider_async(reason=reason)
        self._closing = asyncio.ensure_future(closing)

    def leave_alone_until(self, until: datetime) -> None:
        """The portal asks for a pause that outlives this run."""
        self.retry_after = until
        self.on_retry_after(until)

    def _missed(
        self, ask: Ask, url: str, reason: str, message: str | None = None
    ) -> Iterator[Look | Request]:
        answer = Answer(ask, url=url, status=0, failure=reason)
        self._note_home(answer, message)
        yield from self._conclude(answer, datetime.now(UTC), lambda: answer)

    def _conclude(
        self, bare: Answer, at: datetime, read: Callable[[], Answer], *, replayed: bool = False
    ) -> Iterator[Look | Request]:
        """The one outcome of an ask; `bare` stands for an answer that cannot even be read."""
        try:
            answer = read()
            findings = self.plan.take(answer)
            look = look_of(answer, at, findings, insecure=self._is_insecure(answer))
        except Exception:
            # One page that nobody foresaw must not end the crawl, nor go by unseen.
            logger.exception("%s could not be judged", bare.url)
            answer, findings = bare, Findings("failed", reason="reader_error")
            look = look_of(answer, at, findings, insecure=self._is_insecure(answer))
        self._count(answer, look)
        self._note_home(answer)
        self._note_departure(answer, findings)
        if not replayed:
            yield look
            if not self.is_sated:
                yield from self.second_looks.after(answer, look, self.known)
                yield from self.file_looks.after(answer, look)
        yield from self._requests(findings.asks)
        self.progress.advanced(self.portal, self.tally)

    def _note_home(self, answer: Answer, message: str | None = None) -> None:
        """Without a home there is no crawl: its fault is the run's."""
        reason = answer.failure or (f"http_{answer.status}" if answer.status >= 400 else None)
        if answer.ask.role == "home" and reason and not self.ending.reason:
            self.ending = Ending(reason, message or explain(reason, answer.url))
            self.is_partial = True

    def _note_departure(self, answer: Answer, findings: Findings) -> None:
        """A home that only leads to another site has moved, or been taken: people must say."""
        if findings.reason == "leads_away" and answer.page is not None:
            said = LEADS_AWAY.format(target=leads_to(answer.page.tree))
            self.ending = Ending("redirect_offsite", f"{answer.url} {said}")
            self.is_partial = True

    def _count(self, answer: Answer, look: Look) -> None:
        kind = look.kind
        self.tally.waiting -= 1
        self.tally.usable += 0 < answer.status < 400 and kind != "failed"
        if kind == "failed" and answer.failure not in UNWANTED:
            self.tally.errors += 1
            self.is_partial |= answer.ask.role in NEEDED
        if kind == "article" and answer.ask.role != "known" and look.reason != WATCHED:
            self.tally.new += 1
        self.tally.requests = self.crawler.stats.get_value("downloader/request_count", 0)
        slots = self.crawler.engine.downloader.slots.values()
        self.tally.delay = max((slot.delay for slot in slots), default=0.0)

    def _is_insecure(self, answer: Answer) -> bool:
        return self.portal.tls == "insecure" and answer.url.startswith("https:")

    def _requests(self, asks: tuple[Ask, ...]) -> Iterator[Look | Request]:
        for ask in asks:
            self.tally.waiting += 1
            key = canonical(ask.url)
            try:
                yield request_of(ask, self._trusted(key), callback=self.take, errback=self.fail)
            except ValueError:
                yield from self._missed(ask, ask.url, "bad_address")

    def _trusted(self, key: str) -> KnownAddress | None:
        """What is known of an address, where a 304 from it would be believed."""
        known = self.known.get(key)
        if known and revisit.may_ask_conditionally(known, datetime.now(UTC)):
            return known
        return None


def spider_for(portal: Portal) -> type[PortalSpider]:
    """The spider class of one portal, named by its key."""
    return type(f"{portal.key.title().replace('-', '')}Spider", (PortalSpider,), _names(portal))


def _names(portal: Portal) -> dict[str, Any]:
    return {"name": portal.key, "portal": portal, "__doc__": f"Crawls {portal.name}."}
