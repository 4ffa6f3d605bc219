"""robots.txt by RFC 9309."""

from __future__ import annotations

import pytest

from tests.crawler.fetch.fetching import Fetched, fetch, portal_at
from tests.faultserver import FaultServer, Route, answer, html, redirect, silent

HURRIED = {"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0}  # where the server never answers
# Long enough for a busy machine: a pause of the process is no fault of the server.
PATIENT = {"DOWNLOAD_TIMEOUT": 60, "RETRY_TIMES": 0}


def _under(rules: Route, path: str = "/tin/1", **portal: object) -> tuple[Fetched, FaultServer]:
    with FaultServer({"/robots.txt": rules, path: answer(html())}) as server:
        about = portal_at(server.url + "/", **portal)
        settings = HURRIED if rules is silent else PATIENT
        return fetch(server.url, path, portal=about, settings=settings), server


def _rules(text: str) -> bytes:
    return answer(text.encode(), kind="text/plain")


@pytest.mark.parametrize(
    "rules",
    [
        answer(status="500 Oops"),
        answer(status="503 Busy"),
        answer(status="429 Slow down"),
        silent,
        answer(b"User-agent: *", length=5000),
    ],
    ids=["500", "503", "429", "timeout", "truncated"],
)
def test_a_server_that_cannot_say_says_no(rules: Route) -> None:
    found, server = _under(rules)
    assert found.looks == {}
    assert "/tin/1" not in server.asked
    assert found.spider.ending.reason == "robots_unreachable"
    assert found.spider.tally.pages == 0


@pytest.mark.parametrize(
    "rules",
    [
        answer(status="404 Not Found"),
        answer(status="403 Forbidden"),
        answer(status="401 Unauthorized"),
        answer(html("Trang chủ")),
        redirect("/robots.txt"),
        _rules("User-agent: *\nDisallow: /admin"),
        _rules("Disallow: /everything-" + "a" * 600_000),
    ],
    ids=["404", "403", "401", "html", "loop", "rules", "huge"],
)
def test_a_server_without_rules_or_with_others_is_crawled(rules: Route) -> None:
    found, _ = _under(rules)
    assert found.kind("/tin/1") == "article"


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nDisallow: /tin",
        "User-agent: khcn\nDisallow: /",
        "User-agent: *\nDisallow: /",
    ],
)
def test_what_is_forbidden_is_not_asked(rules: str) -> None:
    found, server = _under(_rules(rules))
    assert found.reason("/tin/1") == "robots"
    assert server.asked == ["/robots.txt"]
    assert found.spider.tally.errors == 0


def test_a_rule_for_others_is_not_for_us() -> None:
    found, _ = _under(_rules("User-agent: bingbot\nDisallow: /\n\nUser-agent: *\nDisallow:"))
    assert found.kind("/tin/1") == "article"


def test_robots_absent_crawls_a_portal_whose_server_never_answers_for_it() -> None:
    found, _ = _under(answer(status="500 Oops"), robots="absent")
    assert found.kind("/tin/1") == "article"


def test_robots_absent_still_obeys_rules_that_are_there() -> None:
    found, _ = _under(_rules("User-agent: *\nDisallow: /"), robots="absent")
    assert found.reason("/tin/1") == "robots"


@pytest.mark.parametrize(("asked", "kept"), [("0.3", 0.3), ("86400", 60.0)])
def test_a_crawl_delay_is_kept_up_to_a_minute(asked: str, kept: float) -> None:
    found, _ = _under(_rules(f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /tin"))
    assert found.spider.crawler.engine.downloader._delay == kept


def test_it_is_asked_for_once_and_before_all_else() -> None:
    with FaultServer({f"/{n}": answer(html()) for n in range(3)}) as server:
        fetch(server.url, "/0", "/1", "/2")
    assert server.asked[0] == "/robots.txt"
    assert server.asked.count("/robots.txt") == 1
