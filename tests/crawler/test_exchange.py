"""From an ask to a request and back, and how politely each portal is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.discover.ask import Ask
from crawler.exchange import answer_of, request_of
from crawler.options import as_mode
from crawler.politeness import settings_for
from crawler.settings import DOWNLOAD_HANDLERS, REMOTE_CONTROL_ENABLED, TELNETCONSOLE_ENABLED
from crawler.templates import Templates
from tests.crawler.fetch.fetching import fetch, portal_at
from tests.faultserver import FaultServer, answer, html

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KNOWN = cast("Any", SimpleNamespace(etag='"abc"', last_modified="Sun, 22 Nov 2026 01:00:00 GMT"))
URL = "http://skhcn.example.vn/tin/1.html"


def _answer(body: bytes, **headers: str) -> Any:
    request = Request(URL, meta={"redirect_urls": [URL, "http://skhcn.example.vn/giua"]})
    response = Response(URL + "?x", headers=cast("Any", headers), body=body, request=request)
    return answer_of(Ask(URL, "article"), response, portal_at(URL), AT, Templates())


def test_validators_are_sent_where_they_are_trusted_and_wanted() -> None:
    asked = request_of(Ask(URL, "known", conditional=True), KNOWN)
    assert asked.headers[b"If-None-Match"] == b'"abc"'
    assert b"If-Modified-Since" in asked.headers
    assert b"If-None-Match" not in request_of(Ask(URL, "known"), KNOWN).headers
    assert b"If-None-Match" not in request_of(Ask(URL, "known", conditional=True), None).headers


def test_a_form_is_posted() -> None:
    ask = Ask(URL, "listing", method="POST", form=(("__EVENTTARGET", "trang$2"), ("x", "é")))
    asked = request_of(ask, None)
    assert asked.body == b"__EVENTTARGET=trang%242&x=%C3%A9"
    assert asked.headers[b"Content-Type"].startswith(b"application/x-www-form-urlencoded")


@pytest.mark.parametrize("url", ["http://a.vn/" + "a" * 5000, "tin/1.html", ""])
def test_what_is_no_address_cannot_be_asked(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|scheme"):
        request_of(Ask(url, "article"), None)


def test_an_answer_says_where_it_came_from() -> None:
    found = _answer(html(), **{"Content-Type": "text/html", "ETag": '"e"'})
    assert (found.url, found.hops) == (URL + "?x", ("http://skhcn.example.vn/giua",))
    assert found.headers["etag"] == '"e"'
    assert found.page is not None
    assert found.read() is found.read()


@pytest.mark.parametrize(
    ("body", "kind", "is_page"),
    [
        (b"<html><p>a</p></html>", "text/html", True),
        (b"  \n<!DOCTYPE html><p>a</p>", "text/plain", True),
        (b"\xef\xbb\xbf<div>a</div>", "application/octet-stream", True),
        (b"<?xml version='1.0'?><rss/>", "text/xml", False),
        (b"<rss/>", "application/rss+xml", False),
        (b'{"a": 1}', "application/json", False),
        (b"%PDF-1.7", "application/octet-stream", False),
        (b"", "text/html", False),
    ],
)
def test_what_is_a_page(body: bytes, kind: str, is_page: bool) -> None:
    assert (_answer(body, **{"Content-Type": kind}).page is not None) is is_page


def test_a_public_portal_is_asked_once_a_second_and_loopback_at_once() -> None:
    public = settings_for(portal_at("https://skhcn.example.vn/"))
    assert (public["DOWNLOAD_DELAY"], public["AUTOTHROTTLE_ENABLED"]) == (1.0, True)
    here = settings_for(portal_at("http://127.0.0.1:8000/"))
    assert (here["DOWNLOAD_DELAY"], here["AUTOTHROTTLE_ENABLED"]) == (0.0, False)
    asked = settings_for(portal_at("http://127.0.0.1:8000/", delay=2.5))
    assert asked["DOWNLOAD_DELAY"] == 2.5
    assert "DOWNLOAD_VERIFY_CERTIFICATES" not in public


def test_nothing_opens_a_port_or_a_file() -> None:
    assert not TELNETCONSOLE_ENABLED
    assert not REMOTE_CONTROL_ENABLED
    closed = {scheme for scheme, way in DOWNLOAD_HANDLERS.items() if way is None}
    assert closed == {"file", "data", "ftp", "s3"}


def test_requests_say_who_asks_and_carry_no_cookies() -> None:
    with FaultServer({"/a": answer(html(), "Set-Cookie: a=1"), "/b": answer(html())}) as server:
        fetch(server.url, "/a", "/b")
    assert all("User-Agent: khcn/" in head for head in server.heads)
    assert not any("Cookie:" in head for head in server.heads)


def test_a_mode_is_one_of_three() -> None:
    assert as_mode("full") == "full"
    with pytest.raises(ValueError, match="'all' is not a mode"):
        as_mode("all")
