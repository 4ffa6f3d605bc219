"""What scripts rely on: every `--json` document, field by field, and every exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
from contextlib import ExitStack

import pytest

from app.demo.newsroom import samples
from app.demo.web import Host
from storage import locks
from tests.acceptance.person import Person

RUN = (
    *("id", "portal", "started", "ended", "outcome", "reason", "requests", "pages", "appeared"),
    *("edited", "retitled", "moved", "vanished", "returned", "suspected", "unchanged", "errors"),
)
HIT = ("id", "portal", "url", "title", "published", "snippet")
CHANGE = (
    *("id", "article", "run", "at", "kind", "baseline", "portal", "url", "old_url", "title"),
    *("fields", "from_version", "to_version", "significance", "grade", "before", "after"),
)
RECORD = (
    *("id", "portal", "url", "title", "published", "authors", "source", "section", "summary"),
    *("text", "images", "attachments", "first_seen", "last_seen", "version", "state"),
)
HEALTH = ("portal", "health", "reason", "last_ok", "next", "suspected", "held_run")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+07:00")
DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+07:00)?")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Two sample portals crawled, a day lived, crawled again: the person and all run records."""
    person = Person(tmp_path_factory.mktemp("contract"))
    chosen = [s for s in samples() if s.edit or s.later][:2]
    with ExitStack() as stack:
        for sample in chosen:
            host = stack.enter_context(Host(sample.portal))
            person.follows(sample.key, host.home, sample.portal.site.name)
        runs = person.crawls("--all")
        deeds = [deed for sample in chosen for deed in sample.happen()]
        runs += person.crawls("--all", "--full")
        yield person, runs, deeds


def fields_of(item, wanted):
    return tuple(name for name in item if name in wanted)


def document(answer):
    assert answer.code == 0, answer.talk
    assert answer.json["schema_version"] == 1
    return answer.json


def test_crawl(told):
    _, runs, deeds = told
    assert len(runs) == 4
    for run in runs:
        assert fields_of(run, RUN) == RUN
        assert run["outcome"] == "ok"
        assert run["reason"] is None
        assert TIME.fullmatch(run["started"])
        assert TIME.fullmatch(run["ended"])
        assert all(type(run[name]) is int for name in RUN[6:])
    assert sum(run["edited"] + run["appeared"] for run in runs[2:]) == len(deeds)


def test_search(told):
    person, _, _ = told
    found = document(person.types("search", "khoa hoc", "--json", "--limit", "3"))
    assert set(found) == {"schema_version", "total", "hits"}
    assert found["total"] >= len(found["hits"]) == 3
    for hit in found["hits"]:
        assert fields_of(hit, HIT) == HIT
        assert hit["published"] is None or DAY.fullmatch(hit["published"])
    days = [hit["published"] or "" for hit in found["hits"]]
    assert days == sorted(days, reverse=True), "newest first"
    lines = person.types("search", "khoa hoc", "--jsonl", "--limit", "3").lines
    assert lines == found["hits"]
    nothing = person.types("search", "xyzzyxyzzy", "--json")
    assert (nothing.code, nothing.json["total"], nothing.json["hits"]) == (0, 0, [])


@pytest.mark.slow
def test_search_by_phrase_portal_and_day(told):
    person, _, _ = told
    record = person.export()[0]
    words = record["title"].split()[:4]
    phrase = person.types("search", '"' + " ".join(words) + '"', "--json").json
    assert record["id"] in {hit["id"] for hit in phrase["hits"]}
    swapped = person.types("search", '"' + " ".join(words[::-1]) + '"', "--json").json
    assert record["id"] not in {hit["id"] for hit in swapped["hits"]}
    only = person.types("search", words[0], "--portal", record["portal"], "--json").json["hits"]
    assert {hit["portal"] for hit in only} == {record["portal"]}
    later = person.types("search", words[0], "--since", "2100-01-01", "--json").json
    assert later["total"] == 0


def test_changes(told):
    person, _, deeds = told
    found = document(person.types("changes", "--json"))["changes"]
    assert [c["id"] for c in found] == sorted(c["id"] for c in found)
    for change in found:
        assert fields_of(change, CHANGE) == CHANGE
        assert TIME.fullmatch(change["at"])
        assert type(change["baseline"]) is bool
        assert set(change["fields"]) <= set(RECORD)
        if change["kind"] == "appeared":
            assert (change["before"], change["after"]) == (None, None)
    verbs = {"edited": "edited", "added": "appeared", "deleted": None}
    news = sorted((c["kind"], c["title"]) for c in found if not c["baseline"])
    assert news == sorted((verbs[d.verb], d.title) for d in deeds if verbs[d.verb])
    (edit,) = (c for c in found if c["kind"] == "edited")
    assert set(edit["before"]) == set(edit["after"]) == set(edit["fields"]) == {"text"}
    assert (edit["from_version"], edit["to_version"]) == (1, 2)
    assert 0 < edit["significance"] <= 1


def test_the_table_of_changes_leaves_the_first_crawl_out_and_says_so(told):
    person, _, deeds = told
    answer = person.types("changes")
    news = [deed for deed in deeds if deed.verb != "deleted"]
    assert len(re.findall(r"\bC\d+\b", answer.out)) == len(news)
    baseline = sum(c["baseline"] for c in person.types("changes", "--json").json["changes"])
    assert baseline == len(person.export()) - sum(deed.verb == "added" for deed in deeds)
    assert f"; {baseline} from before left out (--all)" in answer.err


def test_exit_code_of_changes(told):
    person, _, _ = told
    assert person.types("changes", "--exit-code").code == 1
    assert person.types("changes", "--exit-code", "--since", "2100-01-01").code == 0
    assert person.types("changes", "--exit-code", "--json", "--kind", "moved").code == 0


def test_export(told):
    person, runs, _ = told
    records = person.export()
    assert len(records) == sum(run["appeared"] for run in runs)
    for record in records:
        assert tuple(record) == RECORD
        assert TIME.fullmatch(record["first_seen"])
        assert TIME.fullmatch(record["last_seen"])
        assert record["published"] is None or DAY.fullmatch(record["published"])
        assert type(record["authors"]) is list
        assert all(set(image) == {"url", "caption"} for image in record["images"])
        assert all(set(file) == {"name", "url", "type"} for file in record["attachments"])
    table = list(csv.reader(io.StringIO(person.types("export", "--format", "csv").out)))
    assert tuple(table[0]) == RECORD
    assert len(table) == len(records) + 1


def test_show_versions_and_diff(told):
    person, _, _ = told
    (edit,) = person.changes("--kind", "edited")
    shown = document(person.types("show", str(edit["article"]), "--json"))
    assert fields_of(shown, RECORD) == RECORD
    assert document(person.types("show", edit["url"], "--json")) == shown
    assert shown["version"] == 2
    first = document(person.types("show", str(edit["article"]), "--version", "1", "--json"))
    assert edit["before"]["text"] in first["text"]
    assert edit["after"]["text"] in shown["text"]
    history = document(person.types("versions", str(edit["article"]), "--json"))["versions"]
    assert [version["version"] for version in history] == [1, 2]
    by_change = person.types("diff", f"C{edit['id']}")
    by_article = person.types("diff", str(edit["article"]))
    for answer in (by_change, by_article):
        assert answer.code == 0, answer.talk
        assert "[-" in answer.out
        assert "{+" in answer.out
        assert "\x1b[" not in answer.out
    document(person.types("diff", f"C{edit['id']}", "--json"))


@pytest.mark.slow
def test_the_noise_of_a_page_is_told(told):
    person, _, _ = told
    (edit,) = person.changes("--kind", "edited")
    answer = person.types("show", str(edit["article"]), "--noise")
    assert answer.code == 0, answer.talk
    document(person.types("show", str(edit["article"]), "--noise", "--json"))


def test_status(told):
    person, runs, _ = told
    board = document(person.types("status", "--json"))
    assert set(board["service"]) == {"running", "pid", "since"}
    assert board["service"]["running"] is False
    assert [p["portal"] for p in board["portals"]] == sorted({run["portal"] for run in runs})
    for portal in board["portals"]:
        assert set(HEALTH) <= set(portal)
        assert portal["health"] == "ok"
        assert TIME.fullmatch(portal["last_ok"])
        assert TIME.fullmatch(portal["next"])
        assert portal["held_run"] is None


@pytest.mark.slow
def test_feed_is_atom(told):
    feedparser = pytest.importorskip("feedparser")
    person, _, deeds = told
    answer = person.types("feed")
    assert answer.code == 0, answer.talk
    feed = feedparser.parse(answer.out)
    assert not feed.bozo
    assert feed.version == "atom10"
    titles = {entry.title for entry in feed.entries}
    assert all(any(d.title in t for t in titles) for d in deeds if d.verb == "added")


@pytest.mark.slow
def test_portals_doctor_backup_and_read_answer_in_json(told, tmp_path):
    person, _, _ = told
    for words in (("portals", "list"), ("portals", "list", "--catalogue"), ("doctor",)):
        document(person.types(*words, "--json"))
    copy = tmp_path / "copy.db"
    assert person.types("backup", str(copy)).code == 0
    again = person.types("export", "--db", str(copy))
    assert again.lines == person.export()
    raw = tmp_path / "page.html"
    raw.write_text("<title>Tin</title><h1>Tin mới</h1><p>" + "Nội dung bài viết. " * 30, "utf-8")
    read = document(person.types("read", str(raw), "--json"))
    assert fields_of(read, RECORD) == RECORD


@pytest.mark.slow
def test_quiet_says_nothing_but_results(told):
    person, _, _ = told
    for words in (("search", "khoa"), ("changes",), ("status",)):
        answer = person.types("-q", *words)
        assert (answer.code, answer.err) == (0, ""), answer.talk
        assert answer.out


@pytest.mark.slow
def test_no_colour_where_none_is_wanted(told):
    person, _, _ = told
    assert "\x1b[" not in person.types("changes").out, "a pipe is no terminal"
    assert "\x1b[1m" in on_a_terminal(person, "search", "khoa")
    assert "\x1b[1m" not in on_a_terminal(person, "search", "khoa", NO_COLOR="1")
    assert not re.search(r"\x1b\[[\d;]*3\dm", on_a_terminal(person, "changes", NO_COLOR="1"))


def on_a_terminal(person, *words, **env):
    import subprocess

    from tests.acceptance.person import KHCN

    ours, theirs = pty.openpty()
    clean = {k: v for k, v in person.env.items() if k != "NO_COLOR"} | {"TERM": "xterm-256color"}
    with subprocess.Popen([*KHCN, *words], env=clean | env, stdout=theirs, stderr=theirs) as begun:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        begun.wait()
    os.close(ours)
    return seen.decode()


def test_a_portal_under_way_is_busy(told):
    person, runs, _ = told
    key = runs[0]["portal"]
    with locks.crawling(person.db, key, pid=os.getpid()):
        answer = person.types("crawl", key, "--json")
    assert answer.code == 75, answer.talk
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert str(os.getpid()) in answer.err


@pytest.mark.slow
def test_a_page_cap_is_ok_and_concludes_no_absence(person, portal):
    desk, host = portal
    desk.writes(8)
    person.follows("dong-sim", host.home)
    answer = person.types("crawl", "dong-sim", "--max-pages", "5", "--json")
    (run,) = answer.json["runs"]
    assert (answer.code, run["outcome"], run["reason"]) == (0, "ok", "page_cap")
    assert run["pages"] <= 5
    assert run["suspected"] == 0
    (full,) = person.crawls("dong-sim")
    assert full["reason"] is None
    assert len(person.export()) == 8


@pytest.mark.slow
def test_one_document_even_when_nothing_was_received(person):
    person.follows("cam-lang", "http://127.0.0.1:9/")
    answer = person.types("crawl", "cam-lang", "--json")
    assert answer.code == 3, answer.talk
    assert json.loads(answer.out)["runs"][0]["outcome"] == "failed"
