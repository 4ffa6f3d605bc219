"""Several crawls into one store at once, and a service beside a crawl by hand."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack

import pytest

from tests.acceptance.desk import open_desk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
KEYS = ("mot", "hai", "ba", "bon")


@pytest.fixture
def four(person):
    """Four portals of 40 texts each, on the air and followed."""
    with ExitStack() as stack:
        desks = {}
        for number, key in enumerate(KEYS):
            desk, host = stack.enter_context(open_desk(name=f"Sở {key}"))
            desk.writer.random.seed(number)
            desk.writes(40)
            person.follows(key, host.home)
            desks[key] = (desk, host)
        yield desks


def is_whole(person, desks):
    """Every text of every desk is stored once and to the word."""
    truth = {
        host.home.rstrip("/") + path: (notice.title, notice.text)
        for desk, host in desks.values()
        for path, notice in desk.pages.items()
    }
    stored = person.export()
    assert len(stored) == len(truth)
    assert {r["url"]: (r["title"], r["text"]) for r in stored} == truth
    assert person.asks("pragma integrity_check") == [{"integrity_check": "ok"}]
    assert person.asks("pragma foreign_key_check") == []


def test_four_processes_crawl_four_portals_into_one_store(person, four):
    begun = {key: person.starts("crawl", key, "--json") for key in KEYS}
    for key, process in begun.items():
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, (key, out, err)
        assert b"lock" not in err, err
    is_whole(person, four)
    again = [person.starts("crawl", key, "--full", "--json") for key in KEYS]
    assert [process.wait(300) for process in again] == [0] * 4
    assert person.changes() == []
    for process in again:
        process.communicate()


def test_a_service_and_a_crawl_by_hand_share_the_store(person, four):
    """An article added while the service runs is stored within one interval, once."""
    for key, (_, host) in four.items():
        person.writes(key, f'name = "Sở {key}"\nhome = "{host.home}"\nevery = "5s"\n')
    log = person.folder / "log"
    with log.open("wb") as said:  # a pipe that nobody reads would fill up and hold the service
        watch = person.starts("watch", stderr=said)
    try:
        wait_until(lambda: person.db.exists() and all(looks_at(person, key) for key in KEYS), 300)
        desk, host = four["hai"]
        late = desk.puts(desk.notice(0))
        ended = len(looks_at(person, "hai"))
        by_hand = person.types("crawl", "ba", "--full", "--json")
        assert by_hand.code in {0, 75}, by_hand.talk
        url = host.home.rstrip("/") + late
        wait_until(lambda: any(r["url"] == url for r in person.export("--portal", "hai")), 300)
        service = person.types("status", "--json").json["service"]
        assert service["running"] is True
        second = person.types("watch")
        assert second.code == 75, second.talk
    finally:
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=100)
    err = log.read_text("utf-8")
    assert watch.returncode == 143, err
    assert "locked" not in err, err
    assert "Traceback" not in err, err
    # A look under way found it, or the first one after: within one interval.
    found = [run["appeared"] for run in looks_at(person, "hai")]
    assert found.index(1) <= ended + 1
    assert [c["url"] for c in person.changes()] == [url]
    is_whole(person, four)
    overlaps = person.asks(
        "select a.id from runs a join runs b on a.portal = b.portal and a.id < b.id"
        " and a.ended > b.started"
    )
    assert overlaps == []


def looks_at(person, key):
    ended = f"select appeared from runs where portal = '{key}' and stage = 'done' order by id"
    return person.asks(ended)


def wait_until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} s"
