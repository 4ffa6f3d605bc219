"""Portals that cannot be followed: each said in its own words, with nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.options import CrawlOptions
from crawler.probing.probe import at, probe
from tests.crawler.probing.walls import OTHERS, PARKED, SHELLS, WALLS
from tests.faultserver import FaultServer, answer, redirect

if TYPE_CHECKING:
    from crawler.probing.findings import Probed

PATIENT = CrawlOptions(allow_private=True, settings={"RETRY_TIMES": 0})


def probed(home: str, options: CrawlOptions = PATIENT) -> Probed:
    return probe([at(home, "thu")], Path("unused"), options=options)[0]


def reason(home: str) -> str | None:
    found = probed(home)
    assert found.problem is None or found.problem.sentence.count(home.rstrip("/")) >= 1
    return found.problem.reason if found.problem else None


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_is_called_a_wall(kind: str) -> None:
    with FaultServer({"/": WALLS[kind]}) as server:
        assert reason(server.url) == "wall"
        assert len(server.asked) <= 4


@pytest.mark.parametrize("kind", SHELLS)
def test_a_page_that_script_fills_is_said_to_need_one(kind: str) -> None:
    with FaultServer({"/": SHELLS[kind]}) as server:
        assert reason(server.url) == "needs_script"


@pytest.mark.parametrize("kind", PARKED)
def test_a_parked_domain_is_no_portal(kind: str) -> None:
    with FaultServer({"/": PARKED[kind]}) as server:
        assert reason(server.url) == "parked"


@pytest.mark.parametrize("kind", OTHERS)
def test_other_start_pages_without_news(kind: str) -> None:
    with FaultServer({"/": OTHERS[kind]}) as server:
        assert reason(server.url) == kind


def test_a_host_of_nothing_but_404() -> None:
    with FaultServer({}) as server:
        assert reason(server.url) == "http_404"


def test_a_wall_before_robots_txt_too() -> None:
    busy = answer(b"<h1>busy</h1>", status="503 Service Unavailable")
    with FaultServer({"/": busy, "/robots.txt": busy}) as server:
        found = probed(server.url)
    assert found.problem is not None
    assert found.problem.reason == "robots_unreachable"
    assert "protection wall" in found.problem.sentence


def test_robots_txt_that_forbids_all() -> None:
    rules = answer(b"User-agent: *\nDisallow: /\n", kind="text/plain")
    with FaultServer({"/robots.txt": rules}) as server:
        assert reason(server.url) == "robots"
        assert server.asked == ["/robots.txt"]


def test_a_home_that_leads_to_another_host_names_it() -> None:
    with FaultServer({"/": redirect("http://khac.example.vn/")}) as server:
        found = probed(server.url)
    assert found.problem is not None
    assert found.problem.reason == "redirect_offsite"
    assert "http://khac.example.vn/" in found.problem.sentence


def test_a_port_where_nobody_listens() -> None:
    with FaultServer({}) as server:
        home = server.url
    assert reason(home) == "connection_refused"


def test_a_private_address_stays_closed() -> None:
    with FaultServer({}) as server:
        found = probed(server.url, CrawlOptions(allow_private=False))
        assert server.asked == []
    assert found.problem is not None
    assert found.problem.reason == "private_address"


LEADING = {
    "refresh": "<meta http-equiv='refresh' content='0; url=http://moi.example.vn/'>",
    "script": "<script>window.location.href = 'http://moi.example.vn/';</script>",
}


@pytest.mark.parametrize("how", LEADING)
def test_a_start_page_that_leads_to_another_host_is_a_move_to_confirm(how: str) -> None:
    page = f"<html><head>{LEADING[how]}</head><body>Đang chuyển trang</body></html>"
    with FaultServer({"/": answer(page.encode())}) as server:
        found = probed(server.url)
    assert found.problem is not None
    assert found.problem.reason == "redirect_offsite"
    assert "http://moi.example.vn/" in found.problem.sentence
