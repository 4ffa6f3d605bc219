"""What has been asked and what may be: every key once, inside the portal, within its limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawler.discover.ask import Ask
from crawler.discover.passing import Passing
from news import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from news.portal import Portal

Method = Literal["GET", "POST"]
# One portal may write every click into a new address; no portal seen has half as many pages.
_MOST_ASKS = 200_000
_LONGEST_ADDRESS = 1500
# Below a province's site at least one link in ten is the portal's own (a third on those seen);
# a first page with a name of its own has nearly none below it.
_FAIR_PART = 10
# A path that repeats a segment more than this often grows by itself.
_MOST_REPEATS = 2
_ENOUGH_LINKS = 8


@dataclass(slots=True)
class Frontier:
    """The asks of one crawl: none twice, none outside the portal, each accounted for."""

    home: str
    hosts: tuple[str, ...] = ()
    filed: frozenset[str] = frozenset()
    asked: set[str] = field(default_factory=set)
    outstanding: int = 0
    requests: int = 0
    named: dict[str, str] = field(default_factory=dict)
    tenant: dict[str, str] = field(default_factory=dict)
    passing: Passing = field(default_factory=Passing)
    _held: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, portal: Portal) -> Frontier:
        """A frontier for a portal, with nothing asked yet."""
        filed = frozenset(urls.canonical(url) for url in portal.sections)
        return cls(portal.home, portal.about.hosts, filed)

    def ask(
        self,
        url: str,
        role: Any,
        priority: int,
        *,
        key: str | None = None,
        method: Method = "GET",
        **more: Any,
    ) -> Ask | None:
        """An ask for the address, None if it was asked before or must not be."""
        url = self.passing.plain(url)
        if key is None:
            key = urls.canonical(url)
        elif method == "GET":
            self.named[url] = key
        if key in self.asked or self.requests > _MOST_ASKS or not is_sane(url):
            return None
        self.asked.add(key)
        return Ask(url, role, priority, method, **more)

    def key(self, url: str) -> str:
        """The identity of an address in this portal, as far as is known by now."""
        return urls.canonical(self.passing.plain(url))

    def forget_passing(self) -> None:
        """What was asked before a parameter proved to pass was asked under every value of it."""
        self.asked |= {self.passing.plain(key) for key in self.asked}

    def key_of(self, ask: Ask) -> str:
        """The key under which an address was asked."""
        return self.named.get(ask.url) or self.key(ask.url)

    def is_filed(self, ask: Ask) -> bool:
        """Whether the portal file itself names the page: a section, or a page to be watched."""
        first = ask.role == "listing" and ask.page_number == 1
        return first and self.key_of(ask) in self.filed

    def issue(self, asks: Iterable[Ask | None]) -> tuple[Ask, ...]:
        """The asks that stand, counted as outstanding until their answers come."""
        issued = tuple(ask for ask in asks if ask is not None)
        self.outstanding += len(issued)
        self.requests += len(issued)
        return issued

    def settle(self, url: str) -> None:
        """An answer came from this address: it need not be asked any more."""
        self.outstanding -= 1
        self.asked.add(self.key(url))

    def fit(self, url: str, addresses: Sequence[str]) -> None:
        """Learn from the home page, answered at `url`, where the portal ends.

        A path in the home address may name the portal below its province's site or only its
        first page: it is the portal's as long as a fair part of the links keep to it.
        """
        if not urls.same_site(url, self.home):
            self.hosts = (*self.hosts, urls.host_of(url))
        self._take_in_moved(addresses)
        near = [address for address in addresses if self.is_near(address)]
        while urls.scope_of(self.home):
            inside = sum(urls.under_scope(address, self.home) for address in near)
            if inside * _FAIR_PART >= len(near):
                break
            self.home = _parent(self.home)
        self.learn_tenant(near)
        self._held.clear()

    def holds(self, url: str) -> bool:
        """Whether an address belongs to the portal: its host, path prefix and tenant."""
        known = self._held.get(url)
        if known is None:
            known = self._held[url] = self._lies_inside(url)
        return known

    def _lies_inside(self, url: str) -> bool:
        if not urls.under_scope(url, self.home) and urls.host_of(url) not in self.hosts:
            return False
        if not self.tenant:
            return True
        query = dict(parse_qsl(urlsplit(url).query.lower()))
        return all(query.get(name, value) == value for name, value in self.tenant.items())

    def _take_in_moved(self, addresses: Sequence[str]) -> None:
        """A home page that links nearly only to one sister host stands for the portal there.

        Sisters share the end of their names; anything else may be a clone or a parked domain.
        """
        counted = Counter(urls.host_of(address) for address in addresses)
        if not counted or sum(counted.values()) < _ENOUGH_LINKS:
            return
        host, count = counted.most_common(1)[0]
        sister = host.split(".")[-2:] == urls.host_of(self.home).split(".")[-2:]
        own = sum(self.is_near(address) for address in addresses)
        total = sum(counted.values())
        if sister and own * _FAIR_PART <= total and count * 3 >= 2 * total:
            self.hosts = (*self.hosts, host)
            self.asked.add(urls.canonical(f"http://{host}/"))  # the home page once more

    def is_near(self, url: str) -> bool:
        """Whether an address lies on the portal's own host or on one of its other names."""
        return urls.same_site(url, self.home) or urls.host_of(url) in self.hosts

    def learn_tenant(self, addresses: Iterable[str]) -> None:
        """Which parameters of the home address name the portal among others on its host.

        They are those that most links of the home page carry with the same value.
        """
        own = dict(parse_qsl(urlsplit(self.home).query.lower()))
        counted: Counter[str] = Counter()
        total = 0
        for address in addresses:
            total += 1
            query = dict(parse_qsl(urlsplit(address).query.lower()))
            counted.update(name for name, value in own.items() if query.get(name) == value)
        self.tenant = {name: own[name] for name, n in counted.items() if n >= 5 and n * 3 >= total}


def is_sane(url: str) -> bool:
    """Whether an address is short enough and does not repeat itself without end."""
    if len(url) > _LONGEST_ADDRESS:
        return False
    segments = [segment for segment in urlsplit(url).path.lower().split("/") if segment]
    if len(segments) > 20:
        return False
    counts = Counter(segment for segment in segments if not segment.isdigit())
    return not counts or max(counts.values()) <= _MOST_REPEATS


def _parent(url: str) -> str:
    """The address one folder up, with a closing slash."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rsplit("/", 1)[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/", "", ""))
