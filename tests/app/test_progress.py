"""What a crawl tells of itself while it runs."""

from __future__ import annotations

import pytest

from app.output.progress import to_go
from crawler.progress import Tally


@pytest.mark.parametrize(
    ("waiting", "delay", "said"),
    [
        (0, 1.0, ""),
        (20, 1.0, ""),
        (600, 1.0, "  at least 10 min to go"),
        (4000, 2.0, "  at least 2 h 13 min to go"),
        (5000, 0.0, ""),
    ],
)
def test_how_long_the_polite_rate_will_take(waiting: int, delay: float, said: str) -> None:
    assert to_go(Tally(waiting=waiting, delay=delay)) == said
