"""Lists that stand alike on page after page, and so belong to none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discover.links import Link
    from crawler.discover.survey import Survey

# A list of the same items on more pages than these is furniture.
_ALIKE = 2


class Asides:
    """How often each list of items was seen, and which items each one names."""

    def __init__(self) -> None:
        self._seen: dict[frozenset[str], int] = {}
        self._lists: dict[str, set[frozenset[str]]] = {}

    def own_items(self, survey: Survey) -> list[Link]:
        """The page's items without those of side lists that other pages showed alike."""
        groups: dict[int, list[Link]] = {}
        for link in survey.items:
            groups.setdefault(link.group, []).append(link)
        return [link for group in groups.values() if self._is_own(group) for link in group]

    def _is_own(self, group: list[Link]) -> bool:
        keys = frozenset(link.key for link in group)
        self._seen[keys] = self._seen.get(keys, 0) + 1
        for key in keys:
            self._lists.setdefault(key, set()).add(keys)
        return self._seen[keys] <= _ALIKE

    def disown(self, survey: Survey) -> None:
        """Take note that what the home page shows is no other page's own."""
        for _ in range(_ALIKE):
            self.own_items(survey)

    def is_aside(self, key: str) -> bool:
        """Whether no list named an item but such as stand alike on page after page."""
        return all(self._seen[keys] > _ALIKE for keys in self._lists.get(key, ()))
