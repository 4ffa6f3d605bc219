"""Which sections have brought articles before, read off the addresses of known articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from crawler.discover.links import Link

# With so few sections each is asked in every crawl; with more, menus hold standing pages too.
# Tuned on portals of our own: home, so many sections and three additions make twelve requests.
_ALL = 7
_ENOUGH = 3  # proven sections, before the others may wait for their turn
_SPARE = 2  # others looked at in every crawl, so that a menu of fifty comes round in a day


class Footprints:
    """The folders and parameters that addresses of known articles carry; `turn` counts crawls."""

    def __init__(self, addresses: Iterable[str], turn: int = 0) -> None:
        self._turn = turn
        self._folders: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for address in addresses:
            parts = urlsplit(address.lower())
            pieces = parts.path.strip("/").split("/")[:-1]
            self._folders.update("/".join(pieces[:end]) for end in range(1, len(pieces) + 1))
            self._pairs.update(parse_qsl(parts.query))

    def choose(
        self, sections: Sequence[Link], is_given_up: Callable[[str], bool] = lambda _: False
    ) -> list[Link]:
        """The sections worth a look in a short crawl: those with articles, and a few more.

        Of those where nothing is to be found (`is_given_up`), one is looked at in its turn.
        """
        every = {section.key: section for section in sections}.values()
        unique = [section for section in every if not is_given_up(section.url)]
        barren = [section for section in every if section not in unique]
        turn = [barren[self._turn % len(barren)]] if barren else []
        return self._choose(unique) + turn

    def _choose(self, unique: list[Link]) -> list[Link]:
        usual = Counter(pair for section in unique for pair in _pairs_of(section.url))
        common = {pair for pair, count in usual.items() if count * 2 > len(unique)}
        proven = {s.key for s in unique if self.leads(s.url, common)}
        if len(unique) <= _ALL or len(proven) < _ENOUGH:
            return unique
        spare = self._pick([s.key for s in unique if s.key not in proven], _ALL - len(proven))
        return [s for s in unique if s.key in proven or s.key in spare]

    def _pick(self, keys: list[str], room: int) -> set[str]:
        """A few of the rest, other ones at every turn, so that none waits for ever."""
        width = max(room, _SPARE)
        start = self._turn * width % len(keys) if keys else 0
        return set((keys[start:] + keys[:start])[:width])

    def leads(self, url: str, common: Collection[tuple[str, str]] | None = None) -> bool:
        """Whether known articles lie below the address or share a parameter not `common`."""
        path = urlsplit(url.lower()).path.strip("/")
        if path.rpartition(".")[0] in self._folders or (path and path in self._folders):
            return True
        if common is None:
            return False
        return any(pair in self._pairs and pair not in common for pair in _pairs_of(url))


def _pairs_of(url: str) -> set[tuple[str, str]]:
    return set(parse_qsl(urlsplit(url.lower()).query))
