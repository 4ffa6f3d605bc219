"""What is the store's trouble, or somebody's kill, is told as that and not laid to a portal."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from news.portal import Portal
from scheduler import jobs, ledger, records
from scheduler.access import REMIND, REST, Access
from scheduler.crawls import Crawls, Settings
from scheduler.health import judge
from scheduler.ledger import End
from scheduler.presence import Card, Presence
from scheduler.timetable import Timetable
from scheduler.why import explain
from storage import portals, runs, visits
from storage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storage.store import Store
    from tests.scheduler.moody import Moody
    from tests.scheduler.watching import Place

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
PORTAL = Portal("lai-chau", "Lai Châu", "http://lai-chau.example.vn/")


def written_by_a_newer_version(place: Place) -> None:
    """What the service meets when somebody ran a newer khcn beside it."""
    with open_store(place.db) as store, store.writing() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " SELECT migration_set, 'z', applied_at FROM _sqlite_migrations LIMIT 1"
        )


def put_back(store: Any) -> None:
    store.execute("DELETE FROM _sqlite_migrations WHERE name = 'z'")


def test_a_trouble_of_the_store_is_told_once_in_ten_minutes_and_waited_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now = 1000.0
    done: list[str] = []
    access = Access(tmp_path / "khcn.db", clock=lambda: now)
    assert access.use(lambda _: done.append("well"))
    assert not access.rests()
    access.db = tmp_path  # a folder is no database
    for _ in range(3):
        assert not access.use(lambda _: done.append("never"))
    assert access.rests()
    now += REST
    assert not access.rests()
    now += REMIND
    assert not access.use(lambda _: done.append("never"))
    assert done == ["well"]
    assert [record.message for record in caplog.records] == ["store.error"] * 2


@pytest.mark.parametrize(
    ("end", "outcome", "reason", "failures"),
    [
        (End(1, NOON, 4), "failed", "store_error", 0),
        (End(1, NOON, 1), "failed", "crashed", 1),
        (End(1, NOON, -9), "interrupted", "killed", 1),
        (End(1, NOON, -15, "time_limit"), "interrupted", "time_limit", 1),
        (End(1, NOON, -15, "shutdown"), "interrupted", "shutdown", 0),
    ],
)
def test_the_end_of_a_child_that_saw_nothing_is_recorded_as_what_it_was(
    tmp_path: Path, end: End, outcome: str, reason: str, failures: int
) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        report = ledger.conclude(store, PORTAL, end, at=NOON + timedelta(minutes=1))
        past = jobs.past_of(store, PORTAL, NOON)
    assert report is not None
    assert (report.outcome, report.reason) == (outcome, reason)
    assert (past.last, past.failures) == (NOON, failures)


@pytest.mark.parametrize(
    ("end", "status", "stage"),
    [
        (End(1, NOON, -9), 200, "crawling"),
        (End(1, NOON, 4), 200, "crawling"),
        (End(1, NOON, 1), 200, "done"),
        (End(1, NOON, -9), 0, "done"),
    ],
    ids=["killed", "store_error", "crashed", "nothing_answered"],
)
def test_a_kill_throws_away_nothing_that_an_earlier_part_of_the_run_has_staged(
    tmp_path: Path, end: End, status: int, stage: str
) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        run = runs.begin(store, PORTAL, "incremental", at=NOON - timedelta(hours=1))
        at = NOON - timedelta(minutes=50)
        seen = (PORTAL.home, PORTAL.home, PORTAL.home, PORTAL.home, at, status, "other")
        visits.stage(store, run, visits.Sighting(*seen))
        report = ledger.conclude(store, PORTAL, end, at=NOON + timedelta(minutes=1))
        assert report is not None
        assert report.id == run.id
        assert runs.stage(store, run.id) == stage
        assert len(list(visits.staged(store, run.id))) == (stage == "crawling")


def test_a_store_that_failed_says_nothing_of_the_portal(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        ledger.conclude(store, PORTAL, End(1, NOON, 4), at=NOON)
        assert judge(records.record(store, PORTAL.key, NOON)) is None


def test_a_wish_from_a_clock_that_ran_ahead_is_no_wish(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        portals.save(store, PORTAL)
        for hours, heard in ((5, True), (7, False)):
            until = NOON + timedelta(hours=hours)
            portals.set_retry_after(store, PORTAL.key, until)
            assert portals.retry_after(store, PORTAL.home, NOON) == (until if heard else None)


SIBLING = Portal("lai-chau-tbt", "TBT Lai Châu", "https://www.lai-chau.example.vn/tbt/")
STRANGER = Portal("ben-tre", "Bến Tre", "http://ben-tre.example.vn/")


def test_a_wish_of_the_host_holds_for_all_its_portals(tmp_path: Path) -> None:
    until = NOON + timedelta(hours=3)
    with open_store(tmp_path / "khcn.db") as store:
        portals.save(store, PORTAL)
        portals.set_retry_after(store, PORTAL.key, until)
        assert jobs.due(store, SIBLING, NOON).at == until  # which was never looked at
        assert jobs.due(store, STRANGER, NOON).at == NOON
        portals.save(store, SIBLING)
        assert jobs.due(store, SIBLING, NOON).at == until


def looked(store: Store, portal: Portal, *, ago: timedelta, reason: str | None) -> None:
    run = runs.begin(store, portal, "incremental", at=NOON - ago)
    runs.close(store, run.id, "failed" if reason else "ok", reason, at=NOON - ago)


@pytest.mark.parametrize(
    ("reason", "rests"),
    [("host_failing", True), ("timeout", True), ("listing_empty", False), (None, False)],
)
def test_a_host_that_failed_one_portal_is_left_alone_by_the_others(
    tmp_path: Path, reason: str | None, rests: bool
) -> None:
    minute = timedelta(minutes=1)
    with open_store(tmp_path / "khcn.db") as store:
        for portal in (SIBLING, STRANGER):
            looked(store, portal, ago=300 * minute, reason=None)
        looked(store, PORTAL, ago=20 * minute, reason=reason)
        due = jobs.due(store, SIBLING, NOON)
        assert (due.at == NOON + SIBLING.every - 20 * minute) == rests
        assert any("host" in line for line in explain(due, NOON)) == rests
        assert jobs.due(store, STRANGER, NOON).at < NOON
        looked(store, SIBLING, ago=minute, reason=None)  # as somebody's crawl by hand
        assert jobs.past_of(store, SIBLING, NOON).host_failed is None


def test_a_portal_that_has_rung_can_be_dropped() -> None:
    timetable = Timetable(lambda: None)
    timetable.start()
    timetable.drop("never-set")
    timetable.stop()


@pytest.fixture
def silence() -> Iterator[int]:
    """A port on which no address of this machine ever answers, so that no crawl ends by itself."""
    with socket.create_server(("", 0), backlog=100) as server:
        yield server.getsockname()[1]


def test_at_most_so_many_are_crawled_at_once_and_one_of_each_site(
    tmp_path: Path, silence: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")
    homes = {key: f"http://127.0.0.1:{silence}/so/{key}/" for key in "ab"}
    homes |= {key: f"http://127.0.0.{number}:{silence}/" for number, key in enumerate("cde", 2)}
    crawls = Crawls(
        Settings(tmp_path / "khcn.db", tmp_path, at_once=3),
        Presence(tmp_path / "khcn.db", Card(1, "")),
    )
    for key, home in homes.items():
        crawls.want(Portal(key, key.upper(), home))
    crawls.begin(NOON, monotonic())
    assert list(crawls.under_way) == ["a", "c", "d"]
    crawls.forget("e")
    crawls.under_way["a"].child.end("memory_limit", monotonic())
    ended = []
    while not ended:
        ended = [crawl.portal.key for crawl, _ in crawls.ended(monotonic())]
    assert ended == ["a"]
    crawls.begin(NOON, monotonic())
    assert list(crawls.under_way) == ["c", "d", "b"]
    for crawl in crawls.under_way.values():
        crawl.child.end("memory_limit", monotonic())
    while crawls.under_way:
        list(crawls.ended(monotonic()))


def test_a_crawl_that_cannot_begin_waits_for_better_times(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    (tmp_path / "khcn.db.service.portals").touch()  # where its portal should be put
    crawls = Crawls(Settings(db, tmp_path), Presence(db, Card(1, "")))
    crawls.want(PORTAL)
    crawls.begin(NOON, 100.0)
    assert (list(crawls.waiting), list(crawls.under_way)) == ([PORTAL.key], [])


@pytest.mark.slow
def test_while_the_store_is_out_of_order_nothing_is_begun_and_then_all_goes_on(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    on_the_air(3, every="1s")
    with place.watch() as watch:
        watch.event("crawl.ended", count=3)
        with open_store(place.db) as store:
            written_by_a_newer_version(place)
            watch.event("store.error")
            begun = len(watch.seen("crawl.begun"))
            put_back(store.db)
        watch.event("crawl.begun", count=begun + 3, timeout=REST + 60)
        watch.event("crawl.ended", outcome="ok", count=begun)
        assert watch.end() == 143
    assert len(watch.seen("store.error")) == 1
    assert {run["reason"] for run in place.runs()} <= {None, "store_error", "shutdown"}
