"""What addresses alike have shown: of those that never were articles a few samples are enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.discover.pattern import family_of
from news import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.discover.ask import Ask
    from crawler.look import LookKind

# Three of a kind are no accident; of the others one in so many is looked at in the end, other ones
# in every crawl, so that a wrong belief heals.
_ENOUGH, _ONE_IN = 3, 16
# A portal of which fewer articles could be read may be one that only its template can tell apart.
_READ_WELL = 10
# So few are asked for anyhow: they cost less than an article lost.
_FEW_LEFT = 2
_REFUTED = frozenset(("unreadable", "listing", "other"))


@dataclass(slots=True)
class _Kind:
    """Items of one family of addresses that their lists show with a day, or without."""

    offered: int = 0
    refuted: int = 0
    held: list[Ask] = field(default_factory=list)

    looked_again: bool = False

    def pick(self, turn: int) -> list[Ask]:
        """Some of what is held, from all parts of it; once in a crawl."""
        count = 0 if self.looked_again else len(self.held) // _ONE_IN
        self.looked_again = True
        places = {(turn + n * _ONE_IN) % len(self.held) for n in range(count)}
        picked = [self.held[place] for place in sorted(places)]
        self.held = [ask for ask in self.held if ask not in picked]
        return picked


class Samples:
    """Lets a few items of each kind through and holds the others until one was an article.

    Albums, videos and events stand in lists as news do; what tells them is that not one of their
    pages is an article. A family of addresses that ever gave one is never held again. `proven` are
    addresses of known articles; `strangers` are keys that lately showed none: of families that
    only they are known of, one item is looked at in every crawl, another one at every `turn`.
    """

    def __init__(self, proven: Iterable[str], strangers: Iterable[str] = (), turn: int = 0) -> None:
        self._turn = turn
        self._proven = Counter(_family(url) for url in proven)
        refuted = Counter(_family(key) for key in strangers)
        self._believed = {name for name, count in refuted.items() if count >= _ENOUGH}
        self._kinds: dict[tuple[str, bool], _Kind] = {}
        self._looked_again = False

    def admit(self, ask: Ask | None) -> Ask | None:
        """The ask itself where it is to be made now, None where it is held."""
        if ask is None or _family(ask.url) in self._proven:
            return ask
        name = _name_of(ask)
        kind = self._kinds.setdefault(name, _Kind())
        kind.offered += 1
        if kind.offered <= _ENOUGH and name[0] not in self._believed:
            return ask
        kind.held.append(ask)
        return None

    def settle(self, ask: Ask, found: LookKind) -> list[Ask]:
        """Learn what a page was; the asks that are to be made because of it."""
        name = _name_of(ask)
        if found == "article":
            self._proven[name[0]] += 1
            asks = [*self._release((name[0], True)), *self._release((name[0], False))]
            # What is sure comes before further samples: it teaches how articles look.
            return [replace(one, priority=one.priority + 1) for one in asks]
        kind = self._kinds.get(name)
        if kind is None or ask.role == "known":
            return []
        if found in _REFUTED:
            kind.refuted += 1
            return []
        # A page that is missing or could not be fetched tells nothing of the others.
        return [kind.held.pop(0)] if kind.held else []

    def ask_late(self) -> list[Ask | None]:
        """Of what is held at the end: a few, or all where the portal cannot be judged yet."""
        asks: list[Ask | None] = [*self._look_again()]
        few = self._proven.total() < _READ_WELL
        for name, kind in self._kinds.items():
            if name[0] in self._believed:
                continue
            whole = few or len(kind.held) <= _FEW_LEFT
            asks += self._release(name) if whole else kind.pick(self._turn)
        return asks

    def is_proven(self, url: str) -> bool:
        """Whether an address of this family has been an article."""
        return _family(url) in self._proven

    def is_refuted(self, url: str, *, dated: bool, enough: int = 1) -> bool:
        """Whether `enough` of this kind were looked at and not one was an article."""
        name = _family(url), dated
        if name[0] in self._proven:
            return False
        return name[0] in self._believed or (
            name in self._kinds and self._kinds[name].refuted >= enough
        )

    def is_given_up(self, url: str, *, dated: bool) -> bool:
        """Whether enough of this kind were no articles, so that the others are held."""
        return self.is_refuted(url, dated=dated, enough=_ENOUGH)

    def is_below(self, url: str) -> bool:
        """Whether what earlier crawls gave up, and nothing else, is addressed below a section."""
        path = urlsplit(urls.canonical(url)).path.strip("/").lower()
        folder = f"{path.rpartition('/')[0] if '.' in path.rpartition('/')[2] else path}/"
        below = {name for name in (*self._believed, *self._proven) if name.startswith(folder)}
        return len(folder) > 1 and bool(below) and below <= self._believed - self._proven.keys()

    def no_articles(self) -> list[dict[str, object]]:
        """The families that never were articles: how many were asked, how many left."""
        return [
            {"like": family, "asked": kind.refuted, "left": len(kind.held)}
            for (family, _), kind in self._kinds.items()
            if kind.refuted and family not in self._proven
        ]

    def _look_again(self) -> list[Ask]:
        """One of all that is held because of earlier crawls."""
        kinds = [kind for (family, _), kind in self._kinds.items() if family in self._believed]
        held = [(kind, ask) for kind in kinds for ask in kind.held]
        if not held or self._looked_again:
            return []
        self._looked_again = True
        kind, ask = held[self._turn % len(held)]
        kind.held.remove(ask)
        return [ask]

    def _release(self, name: tuple[str, bool]) -> list[Ask]:
        kind = self._kinds.get(name)
        if kind is None:
            return []
        released, kind.held = kind.held, []
        return released


@lru_cache(maxsize=16384)
def _family(url: str) -> str:
    return family_of(urls.canonical(url))


def _name_of(ask: Ask) -> tuple[str, bool]:
    return _family(ask.url), ask.hint is not None and ask.hint.published is not None
