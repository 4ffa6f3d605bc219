"""Families of cases of which the quick run takes the first and CI all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def thinned(cases: Iterable[Any], quick: int = 1) -> list[Any]:
    """The cases, all but the first few marked slow."""
    known = list(cases)
    return [*known[:quick], *(pytest.param(one, marks=pytest.mark.slow) for one in known[quick:])]
