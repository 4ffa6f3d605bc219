"""The gate: what a portal may plausibly do between two looks, and what only a broken look does."""

from __future__ import annotations

import pytest

from news.gate import Evidence, doubt


@pytest.mark.parametrize(
    "seen",
    [
        Evidence(),
        Evidence(known=300, looked=300, changed=20, alike=20, missing=10),
        Evidence(known=200, looked=200, changed=40, alike=8, missing=5),
        Evidence(known=60, looked=60, changed=14),
        Evidence(known=60, looked=30, settled=30, changed=25),
        Evidence(known=5, looked=5, changed=5, missing=5),
        Evidence(known=300, looked=3, unreadable=2),
        Evidence(known=300, looked=300, same_page=2, walls=2),
    ],
)
def test_an_ordinary_day_passes(seen: Evidence) -> None:
    assert doubt(seen) is None


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (Evidence(known=300, looked=300, same_page=3), "same_page"),
        (Evidence(known=300, looked=300, changed=40, alike=40, missing=6), "mass_change"),
        (Evidence(known=300, looked=300, changed=160, alike=5), "mass_change"),
        (Evidence(known=20, looked=20, changed=11), "mass_change"),
        (Evidence(known=300, looked=300, unreadable=46), "unreadable"),
        (Evidence(known=5, looked=5, unreadable=4), "unreadable"),
        (Evidence(known=300, looked=9, walls=3), "wall"),
        (Evidence(known=300, emptied=("http://skhcn.example.vn/",)), "listing_empty"),
    ],
)
def test_a_broken_look_is_held_with_its_reason(seen: Evidence, reason: str) -> None:
    found = doubt(seen)
    assert found is not None
    assert found.reason == reason
    assert found.message
