"""No request leaves for a private address, whatever a page, a redirect or a name server says."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.fetch.faults import LEADS_AWAY, Refused
from news.urls import host_of, looks_private, same_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from news.portal import Portal

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(url: str) -> bool:
    """Whether an address lies on this machine, by its own words."""
    host = host_of(url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class GuardedResolver(CachingThreadedResolver):
    """Names that lead to a private address do not resolve, but for the homes allowed to."""

    permitted: ClassVar[set[str]] = set()
    private: ClassVar[set[str]] = set()
    """Permitted names that did lead to a private address: only the home's port is open there."""
    refused: ClassVar[dict[str, str]] = {}

    def getHostByName(  # noqa: N802  (Twisted's name)
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """The address of a name; an error where the guard forbids it."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not looks_private(address):
            return address
        if name not in self.permitted:
            # Twisted keeps nothing of this error but that there is no address.
            self.refused[name] = address
            raise DNSLookupError(f"{name} leads to the private address {address}")
        self.private.add(name)
        return address


class AddressGuard:
    """Downloader middleware: refuses private addresses, and redirects off the portal's site."""

    def __init__(self, portal: Portal, *, allow_private: bool) -> None:
        self.portal = portal
        self.home = _origin(portal.home)
        self.allow_private = allow_private
        if allow_private:
            GuardedResolver.permitted.add(self.home[0])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy, once for each crawl."""
        portal: Portal = crawler.spider.portal  # type: ignore[union-attr]
        return cls(portal, allow_private=crawler.settings.getbool("KHCN_ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Let a request pass or raise Refused; every hop of a redirect comes by here."""
        host, port = _origin(request.url)
        if looks_private(host) or host in GuardedResolver.private:
            self._check_private(host, port)
        if request.meta.get("redirect_times") and not request.meta.get("anywhere"):
            self._check_site(request)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that the resolver refused from one that does not exist."""
        host = host_of(request.url)
        address = GuardedResolver.refused.get(host)
        if address and isinstance(exception, CannotResolveHostError):
            raise Refused("private_address", f"{host} leads to the private address {address}")

    def _check_private(self, host: str, port: int | None) -> None:
        if self.allow_private and (host, port) == self.home:
            return
        hint = "" if self.allow_private else "; KHCN_ALLOW_PRIVATE=1 opens a portal's own home"
        raise Refused("private_address", f"{host}:{port} is a private address{hint}")

    def _check_site(self, request: Request) -> None:
        asked = request.meta["redirect_urls"][0]
        near = (asked, self.portal.home, *(f"http://{host}/" for host in self.portal.about.hosts))
        if not any(same_site(request.url, one) for one in near):
            raise Refused(
                "redirect_offsite",
                f"{asked} {LEADS_AWAY.format(target=request.url)}",
            )


def _origin(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise Refused("bad_address", f"{url}: {error}") from error
    return host_of(url), port or DEFAULT_PORTS.get(parts.scheme)
