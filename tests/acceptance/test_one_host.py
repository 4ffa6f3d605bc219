"""Two processes crawl two portals of one host: it is asked once at a time, at its own pace."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

import pytest
from filelock import Timeout

from storage.turns import Turn
from tests.acceptance.person import Person
from tests.faultserver import NEVER, TEXT, FaultServer, answer

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
DELAY = 0.3
TAKES = 0.1  # seconds for an answer: longer than two processes need to meet
OWN_PACE = 0.7 * DELAY  # Scrapy lets a process's own delay vary by three tenths


@dataclass(frozen=True)
class Asked:
    path: str
    began: float
    ended: float

    @property
    def portal(self) -> str:
        return self.path.split("/")[1]


@dataclass
class SharedHost:
    """Two portals of one host, each below a path of its own; every request is written down."""

    asked: list[Asked] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    stuck: threading.Event = field(default_factory=threading.Event)
    stuck_at: str = ""
    company: Turn | None = None

    def routes(self) -> dict[str, object]:
        pages = {"/robots.txt": answer(status="404 Not Found")}
        for portal in ("mot", "hai"):
            paths = [f"/{portal}/tin-tuc/bai-viet-{n + 100}.html" for n in range(6)]
            titles = [f"Sở tổ chức hội thảo lần thứ {n} về chuyển đổi số" for n in range(6)]
            items = "".join(
                f"<div><a href='{path}'>{title}</a> <span>0{n + 1}/05/2024</span></div>"
                for n, (path, title) in enumerate(zip(paths, titles, strict=True))
            )
            pages[f"/{portal}/"] = _page("Tin tức", items)
            for n, (path, title) in enumerate(zip(paths, titles, strict=True)):
                pages[path] = _page(title, f"<p>0{n + 1}/05/2024 08:30</p><p>{TEXT} Số {n}.</p>")
        return {path: self._slowly(path, page) for path, page in pages.items()}

    def _slowly(self, path: str, page: bytes):
        def route(conn: socket.socket, _: str) -> bytes:
            began = time.monotonic()
            self.begun.append(path)
            if path == self.stuck_at:
                self.stuck.set()
                conn.recv(1)  # until the other side is gone
            if self.company is not None:
                _wait_for_a_second(self.company)
                self.company = None
            NEVER.wait(TAKES)
            ended = time.monotonic()
            self.asked.append(Asked(path, began, ended))
            return page

        return route


def _wait_for_a_second(place: Turn) -> None:
    """Until somebody stands in the queue: whoever asks now would else be done before."""
    end = time.monotonic() + 60
    with suppress(Timeout):
        while time.monotonic() < end:
            with place._next.acquire(timeout=0):
                pass
            NEVER.wait(0.02)


def _page(title: str, body: str) -> bytes:
    head = f"<head><title>{title}</title></head>"
    return answer(f"<html>{head}<body><h1>{title}</h1>{body}</body></html>".encode())


@pytest.fixture
def host() -> Iterator[tuple[SharedHost, FaultServer]]:
    shared = SharedHost()
    with FaultServer(shared.routes()) as server:
        yield shared, server


def _crawls(folder: Path, server: FaultServer, key: str) -> subprocess.Popen[bytes]:
    """A crawl by somebody with the same home folder, into a store of its own."""
    person = Person(folder)
    home = f"{server.url}/{key}/"
    person.writes(key, f'name = "Sở {key}"\nhome = "{home}"\ndelay = {DELAY}\n')
    person.env["KHCN_DB"] = str(folder / f"{key}.db")
    return person.starts("crawl", key, "--json")


def test_no_two_requests_meet_and_the_delay_holds(host, tmp_path) -> None:
    shared, server = host
    hosts = tmp_path / ".local" / "state" / "khcn" / "hosts"
    shared.company = Turn(hosts, server.url.removeprefix("http://"))
    crawls = [_crawls(tmp_path, server, key) for key in ("mot", "hai")]
    for crawl in crawls:
        out, err = crawl.communicate(timeout=300)
        assert crawl.returncode == 0, (out, err)
    assert server.most_open == 1
    pairs = list(zip(shared.asked, shared.asked[1:], strict=False))
    assert min(after.began - before.ended for before, after in pairs) > 0
    pages = [(a, b) for a, b in pairs if "robots.txt" not in (a.portal, b.portal)]
    others = [b.began - a.ended for a, b in pages if a.portal != b.portal]
    assert min(others) >= DELAY
    # As a rule: a request that the busy server heard late is followed sooner.
    assert median(b.began - a.began for a, b in pairs) >= OWN_PACE
    assert Counter(one.portal for one in shared.asked)["mot"] >= 7
    assert len(others) >= 8  # they did crawl side by side, and neither waited for the other's end


def test_a_killed_process_lets_the_other_go_on(host, tmp_path) -> None:
    shared, server = host
    shared.stuck_at = "/mot/"
    first = _crawls(tmp_path, server, "mot")
    assert shared.stuck.wait(60)
    second = _crawls(tmp_path, server, "hai")
    with pytest.raises(subprocess.TimeoutExpired):
        second.communicate(timeout=3)  # it has begun, and waits
    assert shared.begun == ["/robots.txt", "/mot/"]
    first.kill()
    first.communicate()
    out, err = second.communicate(timeout=300)
    assert second.returncode == 0, (out, err)
    assert len({path for path in shared.begun if path.startswith("/hai/")}) == 7
