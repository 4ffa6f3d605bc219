"""A portal's templates over time: what its pages have in common, one for each look it has had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.cover import recognise
from crawler.extract.template import explain, from_json
from storage import templates as kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.extract import Page
    from crawler.extract.template import Template
    from storage.store import Store


class Match(NamedTuple):
    """The look that a page has among those known; nothing where it has another."""

    epoch: int | None = None
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Templates:
    """The looks of one portal by epoch; `newest` is None while none has been learned."""

    by_epoch: Mapping[int, Template] = field(default_factory=dict)

    @property
    def newest(self) -> int | None:
        """The epoch of the look learned last."""
        return max(self.by_epoch, default=None)

    def match(self, page: Page) -> Match:
        """The newest look that the page has."""
        for epoch in sorted(self.by_epoch, reverse=True):
            if recognise(page, self.by_epoch[epoch]):
                return Match(epoch, self.by_epoch[epoch])
        return Match()


class Learned(NamedTuple):
    """One thing that a portal's pages have taught: for people."""

    epoch: int
    kind: str
    place: str
    pages: int
    examples: tuple[str, ...]


def learned(store: Store, portal: str) -> list[Learned]:
    """All that was learned of the portal's looks, the newest first, an example or two of each."""
    known = sorted(load(store, portal).by_epoch.items(), reverse=True)
    return [Learned(epoch, *one) for epoch, template in known for one in explain(template)]


def load(store: Store, portal: str) -> Templates:
    """The portal's templates as they were last learned; those of an older learner are left out."""
    found = {one.epoch: from_json(one.body) for one in kept.load(store, portal)}
    return Templates({epoch: look for epoch, look in found.items() if look is not None})
