"""Whole crawls into a store: their records, their ends, and who may begin one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.run import CrawlOptions, crawl
from crawler.second_look import TWICE
from news.portal import Portal
from storage import locks, portals
from storage.errors import PortalBusyError, StoreError
from storage.store import open_store, read_store
from tests.crawler.fetch.fetching import hurrying
from tests.faultserver import NEVER, TEXT, FaultServer, Route, answer, dripping, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.runs import RunReport

ROOT = Path(__file__).parent.parent.parent
NEWS = 12
# Long enough for a busy machine: a pause of the process is no fault of the server.
PATIENT = {"DOWNLOAD_TIMEOUT": 60, "RETRY_TIMES": 0}


def _article(number: int) -> bytes:
    title = f"Sở tổ chức hội thảo lần thứ {number} về chuyển đổi số"
    return answer(
        f"<html><head><title>{title}</title></head><body><div id='menu'><a href='/'>Trang chủ</a>"
        f"<a href='/tin-tuc'>Tin tức</a></div><div class='noi-dung'><h1>{title}</h1>"
        f"<p class='ngay'>{number % 27 + 1:02d}/05/2024 08:30</p><p>{TEXT} Bài số {number}.</p>"
        f"<p>{TEXT}</p></div></body></html>".encode()
    )


def _listing(numbers: range) -> bytes:
    items = "".join(
        f"<div class='tin'><a href='/tin-tuc/hoi-thao-{n}-{n + 100}.html'>"
        f"Sở tổ chức hội thảo lần thứ {n} về chuyển đổi số</a>"
        f"<span>{n % 27 + 1:02d}/05/2024</span><p>{TEXT[:140]}</p></div>"
        for n in numbers
    )
    return answer(
        "<html><head><title>Tin tức</title></head><body><div id='menu'><a href='/'>Trang chủ</a>"
        f"<a href='/tin-tuc'>Tin tức</a></div><h1>Tin tức</h1>{items}</body></html>".encode()
    )


def site(news: int = NEWS) -> dict[str, Route]:
    pages = {f"/tin-tuc/hoi-thao-{n}-{n + 100}.html": _article(n) for n in range(news)}
    return {"/": _listing(range(news)), "/tin-tuc": _listing(range(news)), **pages}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer(site()) as server:
        yield server


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "khcn.db"


def _portal(server: FaultServer, key: str = "thu", **more: Any) -> Portal:
    return Portal(key=key, name="Cổng thử", home=server.url + "/", **more)


def _crawl(server: FaultServer, db: Path, **options: Any) -> RunReport:
    wanted = CrawlOptions(allow_private=True, settings=PATIENT, **options)
    return crawl([_portal(server)], db, wanted)[0]


def test_a_first_crawl_stores_every_article_once(server: FaultServer, db: Path) -> None:
    report = _crawl(server, db)
    assert (report.outcome, report.reason, report.appeared) == ("ok", None, NEWS)
    assert report.requests == len(server.asked)
    assert report.pages < report.requests  # robots.txt is no page


def test_a_process_that_ran_another_loop_can_crawl_again(server: FaultServer, db: Path) -> None:
    async def nothing() -> None:
        """Another loop begins and ends."""

    _crawl(server, db)
    asyncio.run(nothing())
    assert _crawl(server, db).outcome == "ok"


def test_a_second_crawl_asks_for_listings_only(server: FaultServer, db: Path) -> None:
    _crawl(server, db)
    server.asked.clear()
    report = _crawl(server, db)
    assert (report.outcome, report.appeared, report.edited) == ("ok", 0, 0)
    assert not [path for path in server.asked if "hoi-thao" in path]


def test_a_full_crawl_asks_for_every_known_article(server: FaultServer, db: Path) -> None:
    _crawl(server, db)
    report = _crawl(server, db, mode="full")
    assert (report.outcome, report.unchanged, report.appeared) == ("ok", NEWS, 0)


def test_a_page_cap_is_exact_and_no_fault(server: FaultServer, db: Path) -> None:
    report = _crawl(server, db, max_pages=5)
    assert (report.outcome, report.reason, report.pages) == ("ok", "page_cap", 5)
    assert len([path for path in server.asked if path != "/robots.txt"]) == 5


def test_a_listing_that_fails_makes_the_run_partial(server: FaultServer, db: Path) -> None:
    server.routes["/tin-tuc"] = answer(status="500 Oops")
    report = _crawl(server, db)
    assert (report.outcome, report.errors, report.appeared) == ("partial", 1, NEWS)


def test_an_article_that_is_not_there_is_no_fault_of_the_run(server: FaultServer, db: Path) -> None:
    server.routes["/tin-tuc/hoi-thao-3-103.html"] = answer(status="404 Not Found")
    report = _crawl(server, db)
    assert (report.outcome, report.errors, report.appeared) == ("ok", 0, NEWS - 1)


def test_a_home_that_is_not_there_fails_and_says_why(db: Path) -> None:
    with FaultServer({}) as gone:
        pass
    report = _crawl(gone, db)
    assert (report.outcome, report.reason, report.pages) == ("failed", "connection_refused", 0)
    assert gone.url in (report.message or "")


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "403 Forbidden"])
def test_a_home_that_is_an_error_page_fails(db: Path, status: str) -> None:
    with FaultServer({"/": answer(status=status)}) as server:
        report = _crawl(server, db)
    reason = f"http_{status[:3]}"
    assert (report.outcome, report.reason, report.pages) == ("failed", reason, 0)


def test_a_long_retry_after_outlives_the_run(server: FaultServer, db: Path) -> None:
    server.routes["/"] = answer(b"", "Retry-After: 7200", status="503 Busy")
    assert _crawl(server, db).reason == "retry_after"
    server.asked.clear()
    report = _crawl(server, db)
    assert (report.outcome, report.reason, server.asked) == ("failed", "retry_after", [])
    with open_store(db) as store:
        portals.set_retry_after(store, "thu", datetime.now(UTC) - timedelta(seconds=1))
    server.routes["/"] = site()["/"]
    assert _crawl(server, db).outcome == "ok"


def test_robots_out_of_reach_for_a_day_offers_the_way_out(server: FaultServer, db: Path) -> None:
    server.routes["/robots.txt"] = answer(status="500 Oops")
    reports = [_crawl(server, db) for _ in range(3)]
    assert {report.reason for report in reports} == {"robots_unreachable"}
    assert "absent" not in (reports[-1].message or "")
    with open_store(db) as store, store.writing() as conn:
        day_ago = (datetime.now(UTC) - timedelta(hours=25)).isoformat(timespec="seconds")
        conn.execute("UPDATE runs SET started = ? WHERE id = 1", (day_ago,))
    assert 'robots = "absent"' in (_crawl(server, db).message or "")


def test_a_portal_under_crawl_is_not_crawled_twice(server: FaultServer, db: Path) -> None:
    with locks.crawling(db, "thu", pid=os.getpid()), pytest.raises(PortalBusyError):
        _crawl(server, db)
    assert server.asked == []


def test_a_busy_portal_leaves_the_others_alone(server: FaultServer, db: Path) -> None:
    both = [_portal(server, "ban"), _portal(server, "ranh")]
    with locks.crawling(db, "ban", pid=os.getpid()):
        reports = crawl(both, db, CrawlOptions(allow_private=True))
    assert [(report.portal, report.outcome) for report in reports] == [("ranh", "ok")]


def test_portals_of_one_host_take_turns(server: FaultServer, db: Path) -> None:
    reports = crawl(
        [_portal(server, "mot"), _portal(server, "hai")], db, CrawlOptions(allow_private=True)
    )
    assert [report.portal for report in reports] == ["mot", "hai"]
    assert {report.appeared for report in reports} == {NEWS}
    assert server.most_open == 1


@pytest.mark.slow
def test_several_portals_are_crawled_side_by_side(db: Path) -> None:
    with FaultServer(site(4)) as one, FaultServer(site(4)) as two:
        one.routes["/tin-tuc"] = dripping(b"HTTP/1.1 200 OK\r\n\r\n")
        settings = PATIENT | hurrying(f":{one.port}/tin-tuc")
        wanted = CrawlOptions(allow_private=True, settings=settings)
        reports = crawl([_portal(one, "cham"), _portal(two, "nhanh")], db, wanted)
    assert [report.outcome for report in reports] == ["partial", "ok"]
    assert [report.appeared for report in reports] == [4, 4]


def test_a_store_that_cannot_be_opened_ends_it(server: FaultServer, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, whatever its name" * 100)
    with pytest.raises(StoreError):
        _crawl(server, broken)
    assert server.asked == []


def test_a_crawl_that_cannot_begin_asks_nothing_and_fails(server: FaultServer, db: Path) -> None:
    _crawl(server, db)
    server.asked.clear()
    with open_store(db) as store, store.writing() as conn:
        conn.execute("UPDATE portals SET retry_after = 'soon'")
    report = _crawl(server, db)
    assert (report.outcome, report.reason) == ("failed", "start_error")
    assert [path for path in server.asked if path != "/robots.txt"] == []


def test_an_old_address_that_redirects_is_one_article(server: FaultServer, db: Path) -> None:
    new = "/tin-tuc/hoi-thao-3-103.html"
    server.routes["/tin-tuc/cu-3-103.html"] = redirect(new)
    old = site()["/"]
    assert isinstance(old, bytes)
    page = old.partition(b"\r\n\r\n")[2].replace(b"hoi-thao-3-103", b"cu-3-103")
    server.routes["/"] = answer(page)
    report = _crawl(server, db)
    assert report.appeared == NEWS
    with read_store(db) as store:
        assert store.row("SELECT count(*) AS n FROM articles")["n"] == NEWS


class Watched:
    """Remembers what a crawl tells."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.pages = 0

    def started(self, portal: Portal) -> None:
        self.told.append(f"started {portal.key}")

    def advanced(self, portal: Portal, tally: Any) -> None:
        self.pages = tally.pages

    def finished(self, portal: Portal, report: RunReport) -> None:
        self.told.append(f"finished {portal.key} {report.outcome}")

    def refused(self, portal: Portal, error: Exception) -> None:
        self.told.append(f"refused {portal.key}")


def test_a_crawl_tells_whoever_watches(server: FaultServer, db: Path) -> None:
    watched = Watched()
    report = crawl([_portal(server)], db, CrawlOptions(allow_private=True), watched)[0]
    assert watched.told == ["started thu", "finished thu ok"]
    assert watched.pages == report.pages


CHILD = """
import sys
from pathlib import Path
from crawler.run import CrawlOptions, crawl
from news.portal import Portal
found = crawl([Portal(key="thu", name="Thử", home=sys.argv[1])], Path(sys.argv[2]),
              CrawlOptions(allow_private=True))
print(found[0].outcome, found[0].reason)
"""


def _start(server: FaultServer, db: Path, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, server.url + "/", str(db)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        **more,
    )


def _wait_for(server: FaultServer, path: str) -> None:
    deadline = time.monotonic() + 60
    while path not in server.asked:
        assert time.monotonic() < deadline, "the crawl never came there"
        NEVER.wait(0.005)


def _held(server: FaultServer) -> tuple[str, threading.Event]:
    """An article that is answered when the event is set, so that a signal finds the crawl at it."""
    path, released = "/tin-tuc/hoi-thao-7-107.html", threading.Event()
    page = server.routes[path]

    def late(conn: Any, _: str) -> None:
        released.wait(60)
        conn.sendall(page)

    server.routes[path] = late
    return path, released


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_signal_ends_a_run_in_order_and_the_next_goes_on(
    server: FaultServer, db: Path, number: signal.Signals
) -> None:
    path, released = _held(server)
    child = _start(server, db)
    _wait_for(server, path)
    child.send_signal(number)
    released.set()
    out, _ = child.communicate(timeout=60)
    assert out.split() == ["interrupted", number.name.lower()]
    before = list(server.asked)
    report = _crawl(server, db)
    assert report.outcome == "ok"
    again = [one for one in server.asked[len(before) :] if "hoi-thao" in one]
    assert not set(again) & set(before)
    with read_store(db) as store:
        assert store.row("SELECT count(*) AS n FROM articles")["n"] == NEWS


def test_a_kill_loses_nothing_and_no_article_is_fetched_twice(
    server: FaultServer, db: Path
) -> None:
    hidden = [f"/tin-tuc/hoi-thao-{n}-{n + 100}.html" for n in range(40, 44)]
    server.routes |= {path: _article(40 + n) for n, path in enumerate(hidden)}
    related = "".join(
        f"<li><a href='{path}'>Sở tổ chức hội thảo lần thứ {40 + n} về chuyển đổi số</a>"
        f" (0{n + 1}/04/2024)</li>"
        for n, path in enumerate(hidden)
    )
    first = server.routes["/tin-tuc/hoi-thao-0-100.html"]
    assert isinstance(first, bytes)
    page = first.partition(b"\r\n\r\n")[2]
    page = page.replace(b"</body>", f"<h3>Tin khác</h3><ul>{related}</ul></body>".encode())
    server.routes["/tin-tuc/hoi-thao-0-100.html"] = answer(page)
    path, released = _held(server)
    child = _start(server, db)
    _wait_for(server, path)
    child.kill()
    child.communicate(timeout=60)
    released.set()
    report = _crawl(server, db)
    assert (report.outcome, report.appeared) == ("ok", NEWS + len(hidden))
    fetched = [one for one in server.asked if "hoi-thao" in one]
    assert len(fetched) <= len(set(fetched)) + 1 + TWICE  # the one in flight, those looked at twice


def test_a_crawl_whose_parent_is_gone_stops(server: FaultServer, db: Path) -> None:
    path, released = _held(server)
    read_end, write_end = os.pipe()
    environment = os.environ | {"KHCN_PARENT_FD": str(read_end)}
    child = _start(server, db, pass_fds=[read_end], env=environment)
    os.close(read_end)
    _wait_for(server, path)
    os.close(write_end)
    released.set()
    out, _ = child.communicate(timeout=60)
    assert out.split() == ["interrupted", "parent_gone"]


@pytest.fixture
def followed(server: FaultServer, tmp_path: Path, db: Path) -> dict[str, str]:
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "thu.toml").write_text(f'name = "Cổng thử"\nhome = "{server.url}/"\n')
    return os.environ | {
        "KHCN_PORTALS": str(folder),
        "KHCN_DB": str(db),
        "KHCN_ALLOW_PRIVATE": "1",
    }


def _scrapy(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_every_followed_portal_is_a_spider(followed: dict[str, str]) -> None:
    assert _scrapy(followed, "list").stdout.split() == ["thu"]


def test_scrapy_crawl_is_the_same_run(followed: dict[str, str], db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = _scrapy(followed, "crawl", "thu", "-o", str(out))
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(records) == NEWS
    assert {"portal", "url", "title", "published", "text"} <= records[0].keys()
    with read_store(db) as store:
        row = store.row("SELECT outcome, appeared FROM runs")
    assert tuple(row) == ("ok", NEWS)
