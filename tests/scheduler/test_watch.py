"""The service as a person meets it: started, left alone, crawled beside, stopped."""

from __future__ import annotations

import json
import os
import signal
from datetime import timedelta
from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from crawler import run as crawl_run
from scheduler import children
from scheduler.service import AGAIN
from storage import locks
from storage.times import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scheduler.moody import Moody
    from tests.scheduler.watching import Place

SECOND = timedelta(seconds=1)  # as closely as the log tells the time


def test_a_child_looks_for_its_parent_where_the_service_says() -> None:
    assert children.PARENT_FD == crawl_run.PARENT_FD


@pytest.mark.slow
def test_an_article_added_while_it_watches_is_stored_within_one_interval_once(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    portal, _ = on_the_air(2, every="2s")
    key = portal.sample.key
    with place.watch() as watch:
        watch.event("crawl.ended", portal=key, outcome="ok")
        [deed] = portal.sample.happen()
        begun = len(watch.seen("crawl.begun", portal=key))
        # One look may be under way, and one begun that the log has not told of yet; the first that
        # begins after the editor was done finds it.
        found = watch.event("crawl.ended", portal=key, appeared=1)
        assert watch.seen("crawl.ended", portal=key).index(found) <= begun + 1
        watch.event("crawl.ended", portal=key, count=begun + 3)
        assert watch.end() == 128 + signal.SIGTERM
    with place.store() as store:
        rows = store.rows("SELECT count(*) AS n FROM articles WHERE title = ?", (deed.title,))
        told = store.rows("SELECT * FROM changes WHERE NOT baseline AND kind = 'appeared'")
    assert rows[0]["n"] == 1
    assert len(told) == 1


@pytest.mark.slow
def test_a_portal_crawled_by_hand_is_left_alone_for_a_while(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    (one,) = on_the_air(1, every="2s")
    with locks.crawling(place.db, one.sample.key, pid=os.getpid()), place.watch() as watch:
        watch.event("crawl.passed_over", portal=one.sample.key)
        assert place.run("status").returncode == 0  # as long as a crawl takes to be passed over
        assert watch.end() == 143
    tries = [moment(event["at"]) for event in watch.seen("crawl.begun")]
    assert all(later - earlier >= AGAIN - SECOND for earlier, later in pairwise(tries))


@pytest.mark.slow
def test_a_crawl_by_hand_beside_it_meets_no_lock_error(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    one, other = on_the_air(2, every="2s")
    with place.watch() as watch:
        watch.event("crawl.begun", portal=one.sample.key)
        codes = []
        for _ in range(2):
            for portal in (one, other):
                done = place.run("--json", "crawl", portal.sample.key)
                codes.append(done.returncode)
                if done.returncode == 75:
                    assert f"{portal.sample.key} is being crawled by process" in done.stderr
                else:
                    assert done.returncode == 0, done.stderr
                    assert [r["outcome"] for r in json.loads(done.stdout)["runs"]] == ["ok"]
        assert watch.end() == 143
        said = "".join(watch.raw)
    assert set(codes) <= {0, 75}
    assert 0 in codes
    assert "locked" not in said
    assert "store.error" not in said
    assert {run["outcome"] for run in place.runs()} <= {"ok", "interrupted"}


def test_a_second_service_is_refused_and_the_first_one_named(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    on_the_air(1, every="1h")
    with place.watch() as watch:
        watch.event("service.started")
        second = place.run("watch")
        assert second.returncode == 75
        assert f"process {watch.process.pid}" in second.stderr
        assert json.loads(place.run("--json", "status").stdout)["service"]["pid"] == (
            watch.process.pid
        )
        watch.end(signal.SIGKILL)
    with place.watch() as third:  # a lock of the dead holds nobody up
        third.event("service.started")
        assert third.end(signal.SIGINT) == 130
    assert json.loads(place.run("--json", "status").stdout)["service"]["running"] is False


def _seconds_to_stop(place: Place, hanging: Moody) -> float:
    hanging.asked.clear()
    with place.watch() as watch:
        assert hanging.asked.wait(60)  # portals due at once begin one after the other
        begun = monotonic()
        assert watch.end() == 143
        took = monotonic() - begun
        [end] = watch.seen("crawl.ended", portal=hanging.sample.key)
    assert (end["outcome"], end["reason"]) == ("interrupted", "shutdown")
    return took


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_stops_within_ten_seconds_in_the_middle_of_a_crawl(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    hanging, _ = on_the_air(2, every="1h")
    hanging.mood = "hanging"
    # Once of several times: a machine that pauses makes the service wait too.
    assert any(_seconds_to_stop(place, hanging) < 10 for _ in range(4))


def test_a_crawl_that_had_no_time_to_begin_is_told_and_recorded_too(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    [portal] = on_the_air(1, every="1h")
    portal.mood = "hanging"  # should this test be held up, so is the crawl
    with place.watch() as watch:
        watch.event("crawl.begun")
        assert watch.end() == 143
        [end] = watch.seen("crawl.ended")
    [run] = place.runs()
    assert (end["run"], end["reason"]) == (run["id"], run["reason"]) == (1, "shutdown")
    assert run["outcome"] == "interrupted"


@pytest.mark.slow
def test_portal_files_are_followed_as_they_come_change_and_go(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    first, _ = on_the_air(2, every="1h")
    key = first.sample.key
    file = place.portals / f"{key}.toml"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    with place.watch() as watch:
        watch.event("portals.read", portals=1)
        file.write_text(text, encoding="utf-8")
        watch.event("crawl.ended", portal=key, outcome="ok")
        file.write_text(text.replace("1h", "1s"), encoding="utf-8")
        watch.event("crawl.ended", portal=key, count=3)
        file.unlink()
        watch.event("portals.read", portals=1, count=2)
        os.kill(watch.process.pid, signal.SIGHUP)
        watch.event("portals.read", portals=1, changed=0)
        assert watch.end() == 143


@pytest.mark.slow
def test_a_portal_whose_file_turned_bad_goes_on_as_it_was(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    [portal] = on_the_air(1, every="1s")
    key = portal.sample.key
    with place.watch() as watch:
        watch.event("crawl.ended", portal=key, outcome="ok")
        broken = place.portals / f"{key}.broken"
        broken.write_text("name = ", encoding="utf-8")
        broken.replace(place.portals / f"{key}.toml")  # at once: half a file is another fault
        assert "is not TOML" in watch.event("portal.unreadable")["error"]
        seen = len(watch.seen("crawl.ended"))
        watch.event("crawl.ended", portal=key, count=seen + 2)
        watch.end()
        assert {end["outcome"] for end in watch.seen("crawl.ended")[:-1]} == {"ok"}


def test_with_no_portal_it_says_so_and_waits_for_one(place: Place) -> None:
    with place.watch() as watch:
        watch.event("portals.none")
        assert watch.end() == 143
