"""Every way in which a server can fail to give a page, through real sockets."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING

import pytest

from tests.crawler.fetch.fetching import Fetched, fetch, hurrying
from tests.faultserver import FAULTS, FaultServer, answer, html

if TYPE_CHECKING:
    from collections.abc import Iterator

# Long enough for a busy machine: a pause of the process is no fault of the server.
PATIENT = {"DOWNLOAD_TIMEOUT": 60, "RETRY_TIMES": 1}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def _one(server: FaultServer, path: str, **more: object) -> Fetched:
    return fetch(server.url, path, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/drip", "/slowheaders", "/hangheaders"])
def test_a_slow_server_costs_the_time_of_a_request_and_no_more(
    server: FaultServer, path: str
) -> None:
    began = time.monotonic()
    found = _one(server, path, settings=PATIENT | hurrying(path))
    assert found.reason(path) == "timeout"
    # Left alone, each of these would hold the crawl for ever.
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("path", ["/endless", "/clbig", "/gzbomb", "/brbomb"])
def test_what_is_too_large_is_left(server: FaultServer, path: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = _one(server, path)
    assert found.reason(path) == "too_large"
    assert server.asked.count(path) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize(
    "path",
    ["/chunktrunc", "/chunknoend", "/cllong", "/gztrunc", "/brtrunc", "/deflatetrunc"],
)
def test_a_page_cut_short_is_asked_for_again_and_never_read(server: FaultServer, path: str) -> None:
    found = _one(server, path, settings=PATIENT)
    assert found.reason(path) == "truncated"
    assert found.looks[path].body is None
    assert server.asked.count(path) == 2


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gzlie", "bad_encoding"),
        ("/gz20", "bad_encoding"),
        ("/http09", "connection_lost"),
        ("/badstatus", "protocol_error"),
        ("/bighdr", "connection_lost"),
        ("/500", "http_500"),
        ("/loop", "redirect_loop"),
        ("/tofile", None),
    ],
)
def test_each_fault_has_its_word(server: FaultServer, path: str, reason: str | None) -> None:
    found = _one(server, path, settings=PATIENT)
    assert found.reason(path) == reason
    assert found.looks[path].article is None


def test_a_reset_connection_is_a_lost_or_cut_one(server: FaultServer) -> None:
    assert _one(server, "/reset", settings=PATIENT).reason("/reset") in {
        "connection_lost",
        "truncated",
    }


@pytest.mark.parametrize("path", ["/ok", "/gzip", "/deflateraw", "/manyhdr", "/flaky", "/once"])
def test_what_is_whole_is_read(server: FaultServer, path: str) -> None:
    found = _one(server, path)
    assert found.kind(path) == "article"
    assert found.looks[path].body == html()
    assert len(found.plan.answers[0].headers or {}) <= 200


@pytest.mark.parametrize(("path", "kind"), [("/404", "missing"), ("/304", "unchanged")])
def test_a_missing_page_and_an_unchanged_one_are_no_faults(
    server: FaultServer, path: str, kind: str
) -> None:
    found = _one(server, path)
    assert found.kind(path) == kind
    assert found.spider.tally.errors == 0


def test_a_film_or_a_pdf_is_not_loaded(server: FaultServer) -> None:
    found = _one(server, "/pdf")
    assert found.kind("/pdf") == "other"
    assert found.looks["/pdf"].body is None


def test_a_meta_refresh_is_left_to_the_plan(server: FaultServer) -> None:
    found = _one(server, "/metarefresh")
    assert found.looks["/metarefresh"].final_url == f"{server.url}/metarefresh"


def test_a_redirect_keeps_what_was_asked_and_what_answered(server: FaultServer) -> None:
    look = _one(server, "/once").looks["/once"]
    assert (look.url, look.final_url) == (f"{server.url}/once", f"{server.url}/ok")


def test_every_ask_has_one_outcome_even_where_redirects_meet(server: FaultServer) -> None:
    found = fetch(server.url, *["/ok", "/once", "/404", "/500", "/loop", "/pdf"], settings=PATIENT)
    assert len(found.looks) == len(found.plan.answers) == 6
    assert found.spider.tally.waiting == 0


def test_a_page_without_end_on_a_portal_that_closes_its_pages_was_cut() -> None:
    pages = {f"/p{number}": answer(html()) for number in range(12)}
    with FaultServer(pages | {"/cut": FAULTS["/clshort"]}) as server:
        found = fetch(server.url, *pages, "/cut")
    assert found.reason("/cut") == "truncated"
    assert server.asked.count("/cut") == 2


def test_a_portal_that_closes_no_page_is_read_all_the_same() -> None:
    page = html().replace(b"</body></html>", b"")
    with FaultServer({f"/p{number}": answer(page) for number in range(5)}) as server:
        found = fetch(server.url, *server.routes)
    assert {look.kind for look in found.looks.values()} == {"article"}


def test_one_request_at_a_time(server: FaultServer) -> None:
    fetch(server.url, "/ok", "/gzip", "/once", "/404")
    assert server.most_open == 1
