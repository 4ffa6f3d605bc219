"""Which links of a page name sections, and which of them are worth a request now."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.discover.pattern import folder_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.discover.links import Link

# Menus of schools and departments name dozens of lists that nobody ever filled: of addresses
# alike so many are looked at, and the rest only if one of these was a list.
_SAMPLE = 6
_DIGITS = re.compile(r"\d+")
# A page with no more links than this is nothing but a menu.
FEW_LINKS = 12


def name_sections(links: Sequence[Link], *, home: bool, alone: bool) -> list[Link]:
    """The links of a page that are likely to lead to lists; `alone`: it shows nothing else."""
    menus = {link.group for link in links if link.place in {"nav", "crumb"}}
    if alone:
        menus = {link.group for link in links}
    elif home and sum(link.group in menus for link in links) < 3:
        menus |= _bare_menus(links)
    return [link for link in links if _names_section(link, menus, home=home)]


def _bare_menus(links: Sequence[Link]) -> set[int]:
    """The lists of short labels on a page that marks no menu as one."""
    sizes = Counter(link.group for link in links)
    return {group for group, size in sizes.items() if size >= 3}


def _names_section(link: Link, menus: set[int], *, home: bool) -> bool:
    """Whether a link that is no item is likely to lead to a list of items."""
    if len(link.text) > 60 or not link.text:
        return False
    if link.kind == "more" or link.group in menus:
        return True
    return home and link.heading and not link.thumb


class Parking:
    """Sections told apart by the shape and folder of their addresses, some kept for later.

    `turn` counts crawls: which of the others is tried once more moves with it.
    """

    def __init__(self, turn: int = 0) -> None:
        self._turn = turn
        self._tried: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._filled: set[str] = set()
        self._parked: dict[str, Link] = {}

    def admit(self, section: Link) -> bool:
        """Whether to ask for a section now; else it waits until others like it are known."""
        kin = _kin_of(section.url)
        if section.kind == "more" or kin in self._filled or self._asked[kin] < _SAMPLE:
            self._asked[kin] += 1
            return True
        self._parked.setdefault(section.key, section)
        return False

    def note_filled(self, url: str) -> None:
        """A section of this address holds articles, so others like it may."""
        self._filled.add(_kin_of(url))

    def release(self) -> list[Link]:
        """The sections that waited and are like one that holds articles, and one of each others.

        Of those like none that does, another one is tried at every turn: none waits for ever.
        """
        free = [link for link in self._parked.values() if _kin_of(link.url) in self._filled]
        kinds: dict[str, list[Link]] = {}
        for link in self._parked.values():
            kinds.setdefault(_kin_of(link.url), []).append(link)
        untried = [kin for kin in kinds if kin not in self._filled | self._tried]
        self._tried.update(untried)
        free += [kinds[kin][self._turn % len(kinds[kin])] for kin in untried]
        for link in free:
            del self._parked[link.key]
        return free


def _kin_of(url: str) -> str:
    return f"{folder_of(url) or ''}|{shape_of(_DIGITS.sub('00', url))}"
