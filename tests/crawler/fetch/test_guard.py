"""No byte leaves for a private address; the names and spellings that have been tried elsewhere."""

from __future__ import annotations

import pytest

from crawler.fetch.guard import is_loopback
from tests.crawler.fetch.fetching import fetch, portal_at
from tests.faultserver import FaultServer, answer, html, redirect

PRIVATE = [
    "http://127.0.0.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://0x7f.0.0.1:{port}/secret",
    "http://127.1:{port}/secret",
    "http://017700000001:{port}/secret",
    "http://localhost:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
]


@pytest.mark.parametrize("spelling", PRIVATE)
def test_no_redirect_leads_to_a_private_address(spelling: str) -> None:
    with FaultServer({"/secret": answer(html())}) as inside:
        to = spelling.format(port=inside.port)
        with FaultServer({"/out": redirect(to)}) as server:
            found = fetch(server.url, "/out")
        assert found.reason("/out") in {"private_address", "redirect_offsite"}
        assert inside.asked == []


def test_nothing_private_is_asked_without_permission() -> None:
    with FaultServer({"/": answer(html())}) as server:
        found = fetch(server.url, "/", allow_private=False)
    assert server.asked == []
    assert found.spider.ending.reason == "private_address"
    assert "KHCN_ALLOW_PRIVATE=1" in (found.spider.ending.message or "")


def test_a_name_that_leads_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("twisted.internet.base.socket.gethostbyname", lambda _: "127.0.0.1")
    with FaultServer({"/": answer(html())}) as server:
        home = f"http://cong.example.vn:{server.port}"
        found = fetch(home, "/", allow_private=False)
    assert server.asked == []
    assert found.spider.ending.reason == "private_address"


def test_a_redirect_to_another_site_is_not_followed() -> None:
    with FaultServer({"/a": redirect("http://www.example.com/")}) as server:
        found = fetch(server.url, "/a")
    assert found.reason("/a") == "redirect_offsite"
    assert found.spider.tally.errors == 0


def test_a_host_named_in_the_portal_file_belongs_to_it() -> None:
    with FaultServer({"/b": answer(html())}) as server:
        to = f"http://127.0.0.1:{server.port}/b"
        server.routes["/a"] = redirect(to)
        portal = portal_at(server.url + "/")
        assert fetch(server.url, "/a", portal=portal).kind("/a") == "article"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://127.3.2.1/", True),
        ("http://[::1]/", True),
        ("http://localhost:1/", True),
        ("http://10.0.0.1/", False),
        ("https://skhcn.example.vn/", False),
    ],
)
def test_loopback_is_told_by_its_words(url: str, here: bool) -> None:
    assert is_loopback(url) is here
