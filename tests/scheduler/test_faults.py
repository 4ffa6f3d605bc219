"""What months bring: kills, clocks set by hand, and hundreds of crawls in one service."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from scheduler.jobs import CUT_OFF
from storage.times import moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.scheduler.moody import Moody
    from tests.scheduler.watching import Event, Place, Watch

INTERVAL = timedelta(seconds=10)
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


def overlaps(runs: list[Any]) -> list[tuple[int, int]]:
    """Runs of one portal of which one began before the other had ended."""
    found = []
    for portal in {run["portal"] for run in runs}:
        own = [run for run in runs if run["portal"] == portal]
        found += [
            (a["id"], b["id"])
            for a, b in pairwise(own)
            if a["ended"] is None or moment(b["started"]) < moment(a["ended"])
        ]
    return found


@pytest.mark.parametrize(
    ("kills", "seconds"),
    [
        pytest.param(10, 50, marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
        pytest.param(20, 120, marks=[pytest.mark.soak, pytest.mark.timeout(900)]),
    ],
)
def test_kills_lose_and_double_nothing(
    kills: int, seconds: float, place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    portals = on_the_air(3, every="3s")
    random, end = Random(20), monotonic() + seconds
    passes = threading.Event()  # never set: waiting for it is letting time pass
    starts = Counter[str]()
    for n in range(kills):
        with place.watch() as watch:
            watch.event("service.started")
            left = max(end - monotonic(), 0)  # a busy machine takes its time over each start
            passes.wait(random.uniform(0.2, 0.2 + 2 * left / (kills - n)))
            watch.end(signal.SIGKILL)
            starts.update(event["portal"] for event in watch.seen("crawl.begun"))
    with place.watch() as watch:
        for portal in portals:
            watch.event("crawl.ended", portal=portal.sample.key, outcome="ok", timeout=90)
        for portal in portals:  # one catch-up each, however many slots the kills cost
            watch.event("crawl.begun", portal=portal.sample.key, count=2, timeout=90)
            first, second, *_ = watch.seen("crawl.begun", portal=portal.sample.key)
            assert moment(second["at"]) - moment(first["at"]) >= timedelta(seconds=2)
        assert watch.end() == 143
    runs = list(place.runs())
    open_ended = [run for run in runs if run["outcome"] is None]
    assert overlaps(runs) == []
    assert open_ended == []
    assert all(r["outcome"] == "ok" or r["reason"] in CUT_OFF for r in runs if r["stage"] == "done")
    with place.store() as store:
        assert store.row("PRAGMA integrity_check")[0] == "ok"
        twice = store.rows("SELECT text_digest FROM articles GROUP BY 1 HAVING count(*) > 1")
        assert [tuple(row) for row in twice] == []
    print(f"{sum(starts.values())} crawls begun under {kills} kills, {len(runs)} runs recorded")


def faked(place: Place, offset: str) -> dict[str, str]:
    """The environment of a process whose wall clock a file sets; set it by writing the file."""
    if not FAKETIME.is_file():
        pytest.skip("libfaketime is not installed (Debian: faketime)")
    clock = place.folder / "clock"
    clock.write_text(offset, encoding="ascii")
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def _is_by(new: datetime, event: Event, name: str, key: str) -> bool:
    """Whether a crawl of the portal began, or ended, by the new clock: it jumped by hours."""
    is_such = event["event"] == f"crawl.{name}" and event["portal"] == key
    return is_such and abs(moment(event["at"]) - new) < timedelta(hours=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("every", "step"), [(timedelta(hours=1), "+3h"), (INTERVAL, "-2h"), (INTERVAL, "+3h")]
)
def test_a_clock_set_by_hand_neither_delays_nor_doubles(
    every: timedelta, step: str, place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    keys = [p.sample.key for p in on_the_air(3, every=f"{every.total_seconds():.0f}s")]
    with place.watch(env=faked(place, "+0")) as watch:
        for key in keys:
            watch.event("crawl.ended", portal=key, outcome="ok", timeout=90)
        for key in keys:  # after this line of the log the service has no more to do for that crawl
            watch.event("portal.planned", portal=key, count=2)
        (place.folder / "clock").write_text(step, encoding="ascii")
        stepped = monotonic()
        new = moment(watch.event("clock.jumped", timeout=90)["at"])
        # The hour of one interval has passed by the new clock; the short one passes by either.
        wait = 60 + (INTERVAL.total_seconds() if every == INTERVAL else 0)
        for key in keys:
            watch.wait_for(lambda one, k=key: _is_by(new, one, "begun", k), timeout=wait)
        took = monotonic() - stepped
        for key in keys:
            watch.wait_for(lambda one, k=key: _is_by(new, one, "ended", k), timeout=90)
        assert watch.end() == 143
    begun = [[one for one in watch.events if _is_by(new, one, "begun", key)] for key in keys]
    for events in begun:
        at = [moment(event["at"]) for event in events]
        assert all(later - earlier > min(every, INTERVAL) / 2 for earlier, later in pairwise(at))
    print(f"{step}: all begun {took:.1f} s after the step, {[len(one) for one in begun]}")


def files_at_rest(watch: Watch, service: psutil.Process, since: int) -> int:
    """The fewest open files at the ends of twenty crawls: those that no crawl and no query holds."""
    counts = []
    for n in range(since, since + 20):
        watch.event("crawl.ended", count=n, timeout=2400)
        counts.append(service.num_fds())
    return min(counts)


@pytest.mark.parametrize(
    "crawls",
    [
        pytest.param(80, marks=[pytest.mark.slow, pytest.mark.timeout(1500)]),
        pytest.param(300, marks=[pytest.mark.soak, pytest.mark.timeout(3000)]),
    ],
)
def test_hundreds_of_crawls_leave_no_trace_in_memory(
    crawls: int, place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    on_the_air(3, every="1s")
    with place.watch() as watch:
        service = psutil.Process(watch.process.pid)
        watch.event("crawl.ended", count=20, timeout=300)
        early = service.memory_info().rss
        files = files_at_rest(watch, service, 20)
        files_late = files_at_rest(watch, service, crawls - 20)
        watch.event("crawl.ended", count=crawls, timeout=300)
        late = service.memory_info().rss
        ended = watch.seen("crawl.ended")
        watch.end()
    largest = max(event["megabytes"] for event in ended[10:30])
    largest_late = max(event["megabytes"] for event in ended[-30:])
    print(f"service {early / 2**20:.1f} -> {late / 2**20:.1f} MiB, files {files} -> {files_late},")
    print(f"largest child {largest} -> {largest_late} MiB, {len(ended)} crawls")
    assert late <= early * 1.1
    assert largest_late <= largest * 1.1
    # On a busy machine some crawl is always under way and holds a few; a leak has one for each.
    assert files_late - files < (crawls - 40) / 2
    assert all(event["outcome"] == "ok" for event in ended), os.linesep.join(watch.raw[-20:])
