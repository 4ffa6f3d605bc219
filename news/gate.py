"""The pure gate: whether what a run saw can be believed, asked before anything is published."""

from __future__ import annotations

from dataclasses import dataclass

# A portal edits a few articles between two looks; a broken look changes all of them at once, and
# all of them alike.
FEW = 10
SHARE = 0.15
MOST = 0.5  # of the articles looked at; nobody edits more of them by hand between two looks
SAME_PAGE = 3  # addresses; two notices may be worded alike, three different ones are one page


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run saw, after reading again, that speaks for or against it.

    `known` counts the portal's articles before the run, `looked` the pages it looked at since the
    last checkpoint, `settled` the articles judged before that; `changed` those that still differ,
    `alike` those of them that say the same as others do (news/bulk.py), `missing` those newly not
    there, `unreadable` those whose page held no article, `walls` the pages that were a wall;
    `same_page` the most addresses that showed one and the same title and body where the store or
    the listings promised different ones; `emptied` are listings that held links before and hold
    none now.
    """

    known: int = 0
    looked: int = 0
    settled: int = 0
    changed: int = 0
    alike: int = 0
    missing: int = 0
    unreadable: int = 0
    walls: int = 0
    same_page: int = 0
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a run is held: a machine-readable reason and a sentence."""

    reason: str
    message: str


def doubt(seen: Evidence) -> Doubt | None:
    """The reason to hold the run, or None when it can be believed."""
    limit = max(FEW, SHARE * seen.known)
    if seen.walls >= SAME_PAGE:
        return Doubt("wall", f"{seen.walls} pages were a wall or maintenance page, not articles")
    if seen.same_page >= SAME_PAGE:
        return Doubt(
            "same_page", f"{seen.same_page} different addresses showed one and the same article"
        )
    if seen.emptied:
        return Doubt("listing_empty", f"{seen.emptied[0]} lists nothing, where it always did")
    if seen.unreadable > limit or _most(seen.unreadable, seen.looked):
        return Doubt(
            "unreadable", f"{seen.unreadable} of {seen.known} known articles could not be read"
        )
    most = max(FEW, MOST * (seen.looked + seen.settled))
    if seen.alike + seen.missing > limit or seen.changed + seen.missing > max(limit, most):
        return Doubt(
            "mass_change",
            f"{seen.changed} of {seen.known} known articles changed"
            f" and {seen.missing} were gone, all at once",
        )
    return None


def _most(some: int, of: int) -> bool:
    """On a small portal ten articles may be all there are."""
    return some >= SAME_PAGE and some * 2 > of
