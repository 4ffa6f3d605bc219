"""How crawls end when something or somebody stops them, and what later crawls make of it."""

from __future__ import annotations

import json
import signal
from threading import Event

import pytest

from app.demo.web import Reply

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_crawl_in_order_and_the_next_one_goes_on(person, portal, number, code):
    desk, host = portal
    desk.writes(60)
    person.follows("dong-sim", host.home)
    reached, released, answered = Event(), Event(), desk.answer

    def held(request):
        if desk.visits >= 20:
            reached.set()
            released.wait(60)
        return answered(request)

    desk.answer = held
    process = person.starts("crawl", "dong-sim", "--json")
    assert reached.wait(100)
    process.send_signal(number)
    released.set()
    out, err = process.communicate(timeout=100)
    assert process.returncode == code, (out, err)
    (run,) = json.loads(out)["runs"]
    assert (run["outcome"], run["reason"]) == ("interrupted", number.name.lower())
    assert b"Traceback" not in err
    before = desk.visits
    (again,) = person.crawls("dong-sim")
    assert again["outcome"] == "ok"
    assert len(person.export()) == 60
    assert desk.visits - before < 60, "what was fetched within the day is not fetched again"
    assert {c["kind"] for c in person.types("changes", "--json").json["changes"]} == {"appeared"}
    assert person.changes() == []


def test_robots_that_cannot_be_asked_mean_no(person, portal):
    desk, host = portal
    desk.writes(3)
    answered = desk.answer
    desk.answer = lambda r: Reply(503) if r.path == "/robots.txt" else answered(r)
    person.follows("dong-sim", host.home)
    answer = person.types("crawl", "dong-sim", "--json")
    (run,) = answer.json["runs"]
    assert (answer.code, run["outcome"], run["reason"]) == (3, "failed", "robots_unreachable")
    assert [path for path in desk.asked if path != "/robots.txt"] == []


def test_what_robots_forbid_is_not_asked_for(person, portal):
    desk, host = portal
    desk.writes(3)
    desk.puts(desk.notice(), "thong-bao")
    rules = Reply(200, b"User-agent: *\nDisallow: /thong-bao/\n", "text/plain")
    answered = desk.answer
    desk.answer = lambda r: rules if r.path == "/robots.txt" else answered(r)
    person.follows("dong-sim", host.home)
    (run,) = person.crawls("dong-sim")
    assert run["outcome"] == "ok"
    assert [path for path in desk.asked if path.startswith("/thong-bao")] == []
    assert len(person.export()) == 3


def test_a_second_address_given_later_is_no_news(person, portal):
    desk, host = portal
    first = desk.writes(6)[2]
    person.follows("dong-sim", host.home)
    person.crawls("dong-sim")
    second = desk.puts(desk.pages[first], "su-kien")
    (run,) = person.crawls("dong-sim")
    assert run["appeared"] == 0
    assert person.changes() == []
    base = host.home.rstrip("/")
    rows = person.asks("select url, article from addresses where article is not null")
    at = {row["url"]: row["article"] for row in rows}
    assert at[base + first] == at[base + second]


def test_a_crawl_by_day_and_every_kind_of_edit(person, portal):
    """An edit, a new title, a new article between two crawls: those three, and nothing else."""
    from dataclasses import replace

    desk, host = portal
    paths = desk.writes(10)
    person.follows("dong-sim", host.home)
    person.crawls("dong-sim")
    word = desk.pages[paths[1]].lines[0].split()[3]
    desk.corrects(paths[1], word, "chữ-khác")
    desk.pages[paths[4]] = replace(desk.pages[paths[4]], title="Một nhan đề hoàn toàn mới của bài")
    new = desk.puts(desk.notice(0))
    (run,) = person.crawls("dong-sim", "--full")
    assert (run["edited"], run["retitled"], run["appeared"]) == (1, 1, 1)
    base = host.home.rstrip("/")
    assert {(c["kind"], c["url"]) for c in person.changes()} == {
        ("edited", base + paths[1]),
        ("retitled", base + paths[4]),
        ("appeared", base + new),
    }
    (edited,) = person.changes("--kind", "edited")
    assert "chữ-khác" in edited["after"]["text"]
    assert "{+chữ-khác+}" in person.types("diff", f"C{edited['id']}").out
