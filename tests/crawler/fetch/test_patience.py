"""Retry-After obeyed, failures counted, pauses that a stop can wake."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.patience import wait_of
from tests.crawler.fetch.fetching import fetch
from tests.faultserver import FaultServer, answer, html, in_turn

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Sun, 22 Nov 2026 12:05:00 GMT", 300),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("315360000", 6 * 3600),
        ("Wed, 22 Nov 2036 12:05:00 GMT", 6 * 3600),
        ("9" * 400, 6 * 3600),
        ("-5", None),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_in_all_its_forms(header: str | None, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert wait_of(header, NOW) == expected


def test_a_short_wait_is_waited() -> None:
    busy = answer(b"", "Retry-After: 1", status="429 Slow down")
    with FaultServer({"/a": in_turn(busy, answer(html()))}) as server:
        began = time.monotonic()
        found = fetch(server.url, "/a")
    assert found.kind("/a") == "article"
    assert time.monotonic() - began >= 1
    assert found.spider.retry_after is not None


def test_a_long_wait_ends_the_run_and_is_remembered() -> None:
    busy = answer(b"", "Retry-After: 3600", status="503 Busy")
    with FaultServer({"/a": busy, "/b": answer(html())}) as server:
        found = fetch(server.url, "/a", "/b")
    assert "/b" not in server.asked
    assert found.spider.ending.reason == "retry_after"
    until = found.spider.retry_after
    assert until is not None
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)


def test_a_host_that_fails_all_the_time_is_left_alone() -> None:
    paths = [f"/{number}" for number in range(20)]
    with FaultServer({path: answer(status="503 Busy") for path in paths}) as server:
        found = fetch(server.url, *paths, settings={"RETRY_TIMES": 0})
    assert found.spider.ending.reason == "host_failing"
    assert len([path for path in server.asked if path != "/robots.txt"]) == 8


def test_pages_that_fail_by_themselves_do_not_end_the_run() -> None:
    paths = [f"/{number}" for number in range(12)]
    with FaultServer({path: answer(status="500 Oops") for path in paths}) as server:
        found = fetch(server.url, *paths, settings={"RETRY_TIMES": 0})
    assert found.spider.ending.reason is None
    assert found.spider.tally.errors == 12
