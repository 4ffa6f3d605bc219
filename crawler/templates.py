"""A portal's templates over time: what its pages have in common, one for each look it has had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Templates:
    """The looks of one portal by epoch; `newest` is None while none has been learned."""

    by_epoch: Mapping[int, Any] = field(default_factory=dict)

    @property
    def newest(self) -> int | None:
        """The epoch of the look learned last."""
        return max(self.by_epoch, default=None)

    def of(self, epoch: int | None) -> Any:
        """The template of that look; None for a page that was read without one."""
        return None if epoch is None else self.by_epoch.get(epoch)


def load(store: Store, portal: str) -> Templates:  # noqa: ARG001
    """The portal's templates as they were last learned."""
    return Templates()
