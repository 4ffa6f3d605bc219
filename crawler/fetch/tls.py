"""Certificates: verified by default, each fault named, a missing middle of the chain completed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from OpenSSL import crypto
from scrapy import Request
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import run_in_thread

from crawler.fetch.certificates import Fault, diagnose, issuers_at, next_issuer
from crawler.fetch.faults import FETCH_ERRORS, Refused, is_tls

if TYPE_CHECKING:
    from typing import Any, Self

    from cryptography.x509 import Certificate
    from scrapy.crawler import Crawler

    from crawler.fetch.asker import Asker

LONGEST_CHAIN = 4  # certificates between a server's own and a root; real chains have two
LARGEST_CERTIFICATE = 64 * 1024
# What servers speak that nobody has touched for ten years; Twisted's own list drops the level.
OLD_CIPHERS = b"DEFAULT:@SECLEVEL=0"


class CompletingFactory(_ScrapyClientContextFactory):
    """Scrapy's TLS policy, which also knows the intermediates found for this crawl.

    They complete a chain and are trusted no further: it must still end at a trusted root.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intermediates: list[Certificate] = []

    def creatorForNetloc(  # noqa: N802  (Twisted's name)
        self, hostname: bytes, port: int
    ) -> Any:
        """What makes a connection to that host."""
        creator = super().creatorForNetloc(hostname, port)
        context = _get_creator_context(creator)
        if not self._verify_certificates:
            context.set_cipher_list(OLD_CIPHERS)
        store: Any = context.get_cert_store()
        for certificate in self.intermediates:
            store.add_cert(crypto.X509.from_cryptography(certificate))
        return creator


class VerifyingHandler(HTTP11DownloadHandler):
    """Scrapy's https handler with that policy; the crawl's spider is given the policy to fill."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        spider: Asker = crawler.spider  # type: ignore[assignment]
        spider.tls_policy = CompletingFactory.from_crawler(crawler)
        self._contextFactory = spider.tls_policy  # type: ignore[assignment]


class TlsDiagnosis:
    """Downloader middleware: says which of the TLS faults it is, completes a chain if allowed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._completed: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        return cls(crawler)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again over a completed chain, or refuse with the fault's own name."""
        if not is_tls(exception):
            return None
        parts = urlsplit(request.url)
        host, port = parts.hostname or "", parts.port or 443
        fault = await run_in_thread(diagnose, host, port)
        if fault is None:  # it went well this time
            return None
        if await self._complete(host, fault):
            return request.replace(dont_filter=True)
        raise Refused(fault.reason, fault.sentence(f"https://{parts.netloc}/"))

    async def _complete(self, host: str, fault: Fault) -> bool:
        """Whether certificates were found that were missing between the server's and a root."""
        spider: Asker = self.crawler.spider  # type: ignore[assignment]
        wanted = spider.portal.tls == "intermediates" and fault.is_incomplete
        if not wanted or host in self._completed or spider.tls_policy is None:
            return False
        self._completed.add(host)
        last: Certificate | None = fault.chain[-1]
        while last is not None and len(spider.tls_policy.intermediates) < LONGEST_CHAIN:
            last = await self._issuer(last)
            if last is not None:
                spider.tls_policy.intermediates.append(last)
        return bool(spider.tls_policy.intermediates)

    async def _issuer(self, certificate: Certificate) -> Certificate | None:
        for url in issuers_at(certificate):
            try:
                response = await self.crawler.engine.download_async(_certificate_request(url))
            except FETCH_ERRORS:
                continue
            found = next_issuer(certificate, response.body)
            if found is not None:
                return found
        return None


def _certificate_request(url: str) -> Request:
    meta = {
        "dont_obey_robotstxt": True,
        "any_type": True,
        "anywhere": True,
        "download_maxsize": LARGEST_CERTIFICATE,
    }
    return Request(url, meta=meta, callback=NO_CALLBACK)
