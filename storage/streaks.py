"""What has gone wrong for how long: the last runs of a portal that ended for one reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.times import moment

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

LOOK_BACK = 50  # runs; enough to tell three from many


@dataclass(frozen=True, slots=True)
class Streak:
    """So many runs in a row, the first of which began then."""

    runs: int
    since: datetime | None


def ended_with(store: Store, portal: str, reason: str) -> Streak:
    """The portal's latest finished runs, as long as they all ended for this reason."""
    rows = store.rows(
        "SELECT started, reason FROM runs WHERE portal = ? AND outcome IS NOT NULL"
        " ORDER BY id DESC LIMIT ?",
        (portal, LOOK_BACK),
    )
    since = None
    for count, row in enumerate(rows):
        if row["reason"] != reason:
            return Streak(count, since)
        since = moment(row["started"])
    return Streak(len(rows), since)
