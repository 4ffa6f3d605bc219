"""Times as people type them."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.when import ago, due, moment
from news.zone import VIETNAM

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=VIETNAM)  # a Sunday


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+07:00"),
        ("20/11/2026", "2026-11-20T00:00:00+07:00"),
        ("2026-11-20T08:15", "2026-11-20T08:15:00+07:00"),
        ("2026-11-20T08:15:00Z", "2026-11-20T15:15:00+07:00"),
        ("7d", "2026-11-15T01:30:00+07:00"),
        ("12h", "2026-11-21T13:30:00+07:00"),
        ("2w", "2026-11-08T01:30:00+07:00"),
        ("monday", "2026-11-16T00:00:00+07:00"),
        ("Sunday", "2026-11-22T00:00:00+07:00"),
        ("today", "2026-11-22T00:00:00+07:00"),
        ("yesterday", "2026-11-21T00:00:00+07:00"),
        ("now", "2026-11-22T01:30:00+07:00"),
        ("hôm qua", "2026-11-21T00:00:00+07:00"),
        ("Thứ hai", "2026-11-16T00:00:00+07:00"),
        ("chủ  nhật", "2026-11-22T00:00:00+07:00"),
    ],
)
def test_a_time_is_what_a_clock_in_vietnam_tells(words: str, meant: str) -> None:
    assert moment(words, NOW).astimezone(VIETNAM) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("words", ["", "soon", "2026-13-01", "31/02/2026", "7x", "d", "-1d"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(words, NOW)


def test_times_are_told_as_people_say_them() -> None:
    assert ago("2026-11-22T01:00:00+07:00", NOW) == "30 min ago"
    assert ago("2026-11-21T01:00:00+07:00", NOW) == "24 h ago"
    assert ago("2026-11-12T01:00:00+07:00", NOW) == "10 days ago"
    assert ago(None, NOW) == "never"
    assert due("2026-11-22T01:00:00+07:00", NOW) == "now"
    assert ago("2026-11-22T01:29:48+07:00", NOW) == "12 s ago"
    assert due("2026-11-22T01:30:59+07:00", NOW) == "in 59 s"
    assert due("2026-11-22T01:30:00.4+07:00", NOW) == "now"
    assert due("2026-11-22T02:00:00+07:00", NOW) == "in 30 min"
    assert due(None, NOW) == ""
