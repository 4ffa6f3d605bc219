"""A place for a service, and portals for it to watch."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from app.demo.web import Host
from tests.scheduler.moody import moody
from tests.scheduler.watching import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.scheduler.moody import Moody


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def on_the_air(place: Place) -> Iterator[Callable[..., list[Moody]]]:
    """Put so many portals on the air and follow them."""
    with ExitStack() as stack:

        def begin(count: int, every: str = "2s") -> list[Moody]:
            portals = moody(count)
            for portal in portals:
                host = stack.enter_context(Host(portal))
                place.follows(portal.sample.key, host, every)
                stack.callback(portal.ended.set)
            return portals

        yield begin
