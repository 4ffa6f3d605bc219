"""In which order portals are looked at: one queue for each site, the queues side by side."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import TYPE_CHECKING

from news.urls import site_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from news.portal import Portal

AT_ONCE = 16  # portals looked at side by side; each keeps one connection and one parsed page


async def by_site(
    portals: Sequence[Portal], look_at: Callable[[Portal], Awaitable[object]]
) -> None:
    """Look at each portal: at those of one site one after the other."""
    seats = asyncio.Semaphore(AT_ONCE)

    async def queue(some: Iterable[Portal]) -> None:
        for portal in some:
            async with seats:
                await look_at(portal)

    ordered = sorted(portals, key=_site)
    await asyncio.gather(*[queue(list(some)) for _, some in groupby(ordered, key=_site)])


def _site(portal: Portal) -> str:
    return site_of(portal.home)
