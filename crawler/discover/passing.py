"""Parameters that name nothing: sessions and stamps, told by values that differ at each serving."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from news import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.discover.links import Link

# Links to so many places must have changed, as the "next" of one list does, and hardly one
# have stayed; tuned on portals of our own.
_ENOUGH, _STEADY_PART = 3, 4
# On one page so many titles at one address, each with a value of its own, are told apart by it.
_TOLD_APART = 4
# Links remembered for each parameter: those of menus come first and are enough.
_MOST_LINKS = 2000
# Below so many letters a value on every link is a language or a site's number.
_SHORTEST = 4
_WORDS = frozenset(("label", "item"))


@dataclass(slots=True)
class _Trace:
    """What one parameter did: values by link, which links changed, whether it tells."""

    values: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)
    steady: set[tuple[str, str]] = field(default_factory=set)
    tells: bool = False

    def compare(self, name: tuple[str, str], shown: set[str]) -> None:
        """Compare a link with itself as an earlier page had it."""
        before = self.values.get(name)
        if before is None:
            if len(self.values) < _MOST_LINKS:
                self.values[name] = shown
        elif before & shown:
            self.steady |= {name} - self.changed
        else:
            self.changed.add(name)
            self.steady.discard(name)

    def passes(self) -> bool:
        """Whether the parameter is no part of what an address names."""
        places = {rest for rest, _ in self.changed}
        few = len(self.steady) * _STEADY_PART <= len(self.changed)
        return not self.tells and len(places) >= _ENOUGH and few


class Passing:
    """Which query parameters of a portal pass, learned from its links as page after page has them.

    A link is the same when its words and all the rest of its address are. What a page says of
    itself, the pages of its own list among it, teaches nothing.
    """

    def __init__(self) -> None:
        self._traces: dict[str, _Trace] = {}
        self.names: frozenset[str] = frozenset()

    def learn(self, url: str, links: Sequence[Link]) -> bool:
        """Take note of the links of the page at `url`; whether that taught anything new."""
        shown = _by_parameter(link for link in links if link.kind in _WORDS and link.text)
        own = urls.canonical(url)
        for name, places in shown.items():
            trace = self._traces.setdefault(name, _Trace())
            places.pop(_without(own, {name}), None)
            for rest, texts in places.items():
                trace.tells = trace.tells or _tells_apart(texts)
                for text, values in texts.items():
                    trace.compare((rest, text), values)
        before, passing = self.names, {n for n, trace in self._traces.items() if trace.passes()}
        told = {name for name, trace in self._traces.items() if trace.tells}
        self.names = (before | passing) - told
        return self.names != before

    def plain(self, url: str) -> str:
        """The address without the parameters that pass."""
        return _without(url, self.names) if self.names else url

    def is_suspected(self, links: Sequence[Link]) -> bool:
        """Whether one page alone shows a parameter that a second serving may prove to pass.

        A third of the links carry it, to several places, all with one value or none with the
        same.
        """
        words = [link for link in links if link.kind in _WORDS and link.text]
        shown = _by_parameter(words)
        return any(
            3 * sum(len(texts) for texts in places.values()) > len(words)
            and len(places) >= _ENOUGH
            and _may_pass([v for texts in places.values() for vs in texts.values() for v in vs])
            for name, places in shown.items()
            if name not in self.names
        )


def _may_pass(values: list[str]) -> bool:
    return min(map(len, values)) >= _SHORTEST and len(set(values)) in {1, len(values)}


def _by_parameter(links: Iterable[Link]) -> dict[str, dict[str, dict[str, set[str]]]]:
    """For each parameter: the rest of the addresses, the words of links there, their values."""
    found: dict[str, dict[str, dict[str, set[str]]]] = {}
    for link in links:
        for name, value in _pairs(link.key):
            texts = found.setdefault(name, {}).setdefault(_without(link.key, {name}), {})
            texts.setdefault(link.text, set()).add(value)
    return found


def _tells_apart(texts: dict[str, set[str]]) -> bool:
    values = set[str]().union(*texts.values())
    return len(texts) >= _TOLD_APART and len(values) >= _TOLD_APART


def _pairs(url: str) -> Iterator[tuple[str, str]]:
    for piece in filter(None, urlsplit(url).query.split("&")):
        name, _, value = piece.partition("=")
        yield name.lower(), value


def _without(url: str, names: Iterable[str]) -> str:
    parts = urlsplit(url)
    if not parts.query:
        return url
    kept = [one for one in parts.query.split("&") if one.partition("=")[0].lower() not in names]
    return urlunsplit(parts._replace(query="&".join(kept)))
