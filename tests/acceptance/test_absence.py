"""A page that answers 404: suspected first, vanished a day later, returned when it is back."""

from __future__ import annotations

import shutil
from datetime import datetime

import pytest

pytestmark = pytest.mark.slow
faketime = pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")


def at(hours: int) -> tuple[str, ...]:
    """A command begun that many hours from now."""
    return ("faketime", "-f", f"+{hours}h")


def states(person):
    return {record["url"]: record["state"] for record in person.export()}


@pytest.fixture
def missing(person, portal):
    """One of twelve stories was seen, then taken down, then missed."""
    desk, host = portal
    path = desk.writes(12)[5]
    person.follows("dong-sim", host.home)
    person.crawls("dong-sim")
    story = desk.pages.pop(path)
    (run,) = person.crawls("dong-sim", "--full")
    assert run["suspected"] == 1
    assert run["vanished"] == 0
    return desk, path, story, host.home.rstrip("/") + path


def test_the_first_miss_is_a_suspicion_and_being_back_is_no_news(person, missing):
    desk, path, story, url = missing
    assert states(person)[url] == "suspected"
    assert person.changes() == []
    (board,) = person.types("status", "--json").json["portals"]
    assert board["suspected"] == 1
    desk.pages[path] = story
    (run,) = person.crawls("dong-sim", "--full")
    assert (run["returned"], run["suspected"]) == (0, 0)
    assert states(person)[url] == "live"
    assert person.changes() == []


@faketime
def test_a_day_later_it_vanished_once_and_may_return(person, missing):
    desk, path, story, url = missing
    (run,) = person.crawls("dong-sim", "--full", before=at(25))
    assert (run["vanished"], run["suspected"]) == (1, 0)
    (vanished,) = person.changes()
    assert (vanished["kind"], vanished["url"]) == ("vanished", url)
    assert vanished["before"] is None
    assert vanished["after"] is None
    hours = (_time(vanished["at"]) - _time(vanished["missing_since"])).total_seconds() / 3600
    assert 24.9 < hours < 25.1
    assert states(person)[url] == "gone"
    person.crawls("dong-sim", "--full", before=at(26))
    assert len(person.changes()) == 1
    desk.pages[path] = story
    (run,) = person.crawls("dong-sim", "--full", before=at(50))
    assert run["returned"] == 1
    assert [change["kind"] for change in person.changes()] == ["vanished", "returned"]
    assert states(person)[url] == "live"


@faketime
def test_a_redirect_is_one_move(person, portal):
    desk, host = portal
    old = desk.writes(8)[3]
    person.follows("dong-sim", host.home)
    person.crawls("dong-sim")
    new = f"/su-kien/dia-chi-moi-{old[-8:]}"
    desk.pages[new] = desk.pages.pop(old)
    desk.moved[old] = new
    (run,) = person.crawls("dong-sim", "--full", before=at(1))
    assert (run["moved"], run["appeared"], run["vanished"]) == (1, 0, 0)
    (moved,) = person.changes()
    base = host.home.rstrip("/")
    assert (moved["kind"], moved["old_url"], moved["url"]) == ("moved", base + old, base + new)


def _time(text: str) -> datetime:
    assert text.endswith("+07:00")
    return datetime.fromisoformat(text)
