"""Somebody to try things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.desk import open_desk
from tests.acceptance.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.demo.web import Host
    from tests.acceptance.desk import Desk


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.fixture
def portal() -> Iterator[tuple[Desk, Host]]:
    with open_desk() as opened:
        yield opened
