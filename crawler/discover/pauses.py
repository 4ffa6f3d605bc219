"""Lists that were left because nothing more was to be expected of their items, until it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.discover.ask import Ask
    from crawler.discover.links import Link
    from crawler.discover.paging import Step
    from crawler.discover.walk import Walk


@dataclass(frozen=True, slots=True)
class Pause:
    """A list's page, the way on from it, and the items that it was left for."""

    walk: Walk
    ask: Ask
    step: Step
    items: tuple[Link, ...]


class Pauses:
    """The lists left at rows of albums; one of these that proves to be an article opens them."""

    def __init__(self) -> None:
        self._paused: list[Pause] = []

    def note(self, walk: Walk, ask: Ask, step: Step | None, items: Sequence[Link]) -> None:
        """A list goes on behind `items`, of which nothing more is expected."""
        if items and step is not None:
            self._paused.append(Pause(walk, ask, step, tuple(items)))

    def end(self, is_given_up: Callable[[Link], bool]) -> list[Pause]:
        """The pauses that are over: their items are asked for after all."""
        over = [one for one in self._paused if not all(map(is_given_up, one.items))]
        self._paused = [one for one in self._paused if one not in over]
        for one in over:
            one.walk.stale = 0
        return over
