"""Killed at any moment of a crawl: nothing stored is lost, nothing is left half-written."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from random import Random

import pytest

pytestmark = pytest.mark.slow
KILLS = 20


@pytest.mark.timeout(1800)
def test_twenty_kills_leave_a_sound_store_and_the_next_crawl_completes(person, portal):
    desk, host = portal
    desk.writes(60)
    person.follows("dong-sim", host.home)
    base = host.home.rstrip("/")
    seen, random, killed, half = set(), Random(20), 0, 0
    while killed < KILLS:
        if len(seen) == len(desk.pages):  # all is stored: give the next crawls something to do
            desk.writes(30, "su-kien")
        killed += is_killed(person, desk, random)
        half += person.db.exists() and is_half(person)
        seen = is_sound(person, desk, base, seen) if person.db.exists() else seen
    (run,) = person.crawls("dong-sim", "--full")
    assert run["outcome"] == "ok"
    assert is_sound(person, desk, base, seen) == {base + path for path in desk.pages}
    assert person.asks("select id from versions where number > 1") == []
    told = person.types("changes", "--json").json["changes"]
    assert [c["kind"] for c in told] == ["appeared"] * len(desk.pages)
    assert half >= 5, "the kills came too early or too late to prove anything"


def is_killed(person, desk, random) -> bool:
    """A crawl is killed after some answers, or while it publishes; false if it was quicker."""
    enough = desk.visits + random.randint(0, 70)
    process = person.starts("crawl", "dong-sim", "--full")
    while process.poll() is None and desk.visits < enough:
        wait(process, 0.005)
    wait(process, random.uniform(0, 0.3))
    ended = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return not ended


def wait(process, seconds):
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def is_half(person) -> bool:
    return bool(person.asks("select 1 from runs where stage != 'done' limit 1"))


def is_sound(person, desk, base, before):
    """Integrity, and each stored article whole; tells their addresses, which never get fewer."""
    assert person.asks("pragma integrity_check") == [{"integrity_check": "ok"}]
    assert person.asks("pragma foreign_key_check") == []
    person.asks("insert into articles_fts(articles_fts) values ('integrity-check')")
    records = person.export()
    for record in records:
        notice = desk.pages[record["url"].removeprefix(base)]
        assert (record["title"], record["text"]) == (notice.title, notice.text)
    torn = person.asks(
        "select a.id from articles a left join versions v on v.article = a.id and"
        " v.number = a.version left join raws r on r.id = v.raw"
        " left join changes c on c.article = a.id where v.id is null or r.id is null or c.id is null"
    )
    assert torn == []
    urls = {record["url"] for record in records}
    assert len(urls) == len(records)
    assert before <= urls, "an article was lost"
    return urls
