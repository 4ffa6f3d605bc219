"""Whatever is wrong with what was given: one sentence, the right exit code, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.acceptance.desk import open_desk
from tests.acceptance.person import Answer, Person
from tests.faultserver import refusing

FILES = {
    "broken": 'name = "Sở\nhome',
    "nameless": 'home = "http://127.0.0.1:9/"\n',
    "strange": 'name = "Sở"\nhome = "http://127.0.0.1:9/"\nfrequency = "2h"\n',
    "selector": 'name = "Sở"\nhome = "http://127.0.0.1:9/"\n[select]\nbody = "div..x["\n',
    "field": 'name = "Sở"\nhome = "http://127.0.0.1:9/"\n[select]\nheading = "h1"\n',
    "value": 'name = "Sở"\nhome = "http://127.0.0.1:9/"\nevery = "often"\n',
    "scheme": 'name = "Sở"\nhome = "ftp://127.0.0.1/"\n',
}
BAD_LINES = [
    # words, exit code, what the sentence has to name
    (("crawl", "lai-chua"), 2, "lai-chua"),
    (("crawl", "../../etc/passwd"), 2, "passwd"),
    (("crawl",), 2, "--all"),
    (("crawl", "broken"), 2, "broken.toml"),
    (("crawl", "nameless"), 2, "'name'"),
    (("crawl", "strange"), 2, "'frequency'"),
    (("crawl", "selector"), 2, "select.body"),
    (("crawl", "field"), 2, "heading"),
    (("crawl", "value"), 2, "'often'"),
    (("crawl", "scheme"), 2, "ftp://"),
    (("crawl", "value", "--max-pages", "0"), 2, "'0'"),
    (("search", ""), 2, "query"),
    (("search", "   "), 2, "query"),
    (("search", "tin", "--since", "mai"), 2, "'mai'"),
    (("search", "tin", "--until", "2026-02-30"), 2, "2026-02-30"),
    (("search", "tin", "--sort", "oldest"), 2, "oldest"),
    (("search", "tin", "--portal", "nowhere"), 2, "nowhere"),
    (("changes", "--since", "31/12/2026x"), 2, "31/12/2026x"),
    (("changes", "--kind", "lost"), 2, "lost"),
    (("changes", "--min-significance", "2"), 2, "2"),
    (("changes", "--limit", "-3"), 2, "-3"),
    (("show", "999999"), 2, "999999"),
    (("show", "http://nowhere.gov.vn/x.html"), 2, "nowhere.gov.vn"),
    (("show", "1", "--version", "77"), 2, "77"),
    (("show", "99999999999999999999999999"), 2, "9999999"),
    (("versions", "-1"), 2, "-1"),
    (("diff", "C999999"), 2, "C999999"),
    (("diff", "C-1"), 2, "C-1"),
    (("diff", "1", "1", "9"), 2, "9"),
    (("review", "999999", "accept"), 2, "999999"),
    (("export", "--format", "xml"), 2, "xml"),
    (("feed", "--portal", "nowhere"), 2, "nowhere"),
    (("portals", "show", "lai-chua"), 2, "lai-chua"),
    (("portals", "remove", "lai-chua"), 2, "lai-chua"),
    (("read", "no/such/file.html"), 2, "no/such/file.html"),
    (("reread", "nowhere"), 2, "nowhere"),
    (("frobnicate",), 2, "frobnicate"),
]
HOSTILE = [
    '"',
    '"chưa đóng',
    "AND",
    "a AND",
    "NEAR(",
    "title:x",
    "*",
    "-",
    "()",
    "x OR 1=1 --",
    "'; DROP TABLE articles; --",
    "\\",
    "{a b}",
    "^tin",
    "a+b",
    "😀",
    "a" * 5000,
    "tin " * 2000,
]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Somebody with a store of one small portal, and with every kind of broken portal file."""
    person = Person(tmp_path_factory.mktemp("bad"))
    with open_desk() as (desk, host):
        desk.writes(4)
        person.follows("dong-sim", host.home)
        person.crawls("dong-sim")
    for key, toml in FILES.items():
        person.writes(key, toml)
    return person


ONE_PROCESS = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from app.cli import main
answers = []
for words in json.load(sys.stdin):
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main(words)
    answers.append((code, out.getvalue(), err.getvalue()))
json.dump(answers, sys.stdout)
"""


def in_one_process(person, lines):
    """The command's own entry, once for each line: starting Python takes longer than answering."""
    ran = subprocess.run(
        [sys.executable, "-c", ONE_PROCESS],
        input=json.dumps(lines).encode(),
        env=person.env,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return [Answer(*answer) for answer in json.loads(ran.stdout)]


def is_one_sentence(answer, code):
    said = answer.err.rstrip("\n")
    return (
        answer.code == code
        and answer.out == ""
        and said.startswith("khcn: ")
        and "\n" not in said
        and "Traceback" not in said
        and "unforeseen" not in said
    )


def test_every_bad_line_is_answered_with_one_sentence(stored):
    answers = in_one_process(stored, [list(words) for words, _, _ in BAD_LINES])
    wrong = [
        (words, code, answer.talk)
        for (words, code, named), answer in zip(BAD_LINES, answers, strict=True)
        if not is_one_sentence(answer, code) or named not in answer.err
    ]
    assert wrong == []


def test_a_bad_line_at_a_real_prompt(stored):
    for words, code, named in (BAD_LINES[0], BAD_LINES[12]):
        answer = stored.types(*words)
        assert is_one_sentence(answer, code), answer.talk
        assert named in answer.err


def test_a_hostile_query_finds_something_nothing_or_is_refused(stored):
    answers = in_one_process(stored, [["search", "--json", "--", query] for query in HOSTILE])
    for query, answer in zip(HOSTILE, answers, strict=True):
        if answer.code == 0:
            assert answer.json["total"] >= len(answer.json["hits"])
        else:
            assert is_one_sentence(answer, 2), (query[:40], answer.talk)
    assert stored.types("search", "khoa").code == 0


def test_a_host_that_does_not_answer(person):
    with refusing() as address:
        person.follows("cam-lang", address)
        answer = person.types("crawl", "cam-lang", "--json")
    (run,) = answer.json["runs"]
    assert (answer.code, run["outcome"], run["pages"]) == (3, "failed", 0)
    assert run["reason"]
    told = [line for line in answer.err.splitlines() if "cam-lang" in line]
    assert len(told) == 1, answer.err
    assert "Traceback" not in answer.err


@pytest.mark.slow
def test_a_private_address_is_refused_unless_allowed(person):
    person.follows("trong-nha", "http://127.0.0.1:9/")
    answer = person.types("crawl", "trong-nha", KHCN_ALLOW_PRIVATE="")
    assert answer.code in {2, 3}
    assert "KHCN_ALLOW_PRIVATE" in answer.err
    assert "Traceback" not in answer.err


STORES = {
    "words": b"not a database, only words\n" * 400,
    "torn": b"SQLite format 3\0" + b"\x10\0\x02\x02\0\x40\x20\x20" + b"\xff" * 3000,
}


@pytest.mark.slow
@pytest.mark.parametrize("content", STORES)
def test_a_file_that_is_no_store(person, content):
    person.db.write_bytes(STORES[content])
    person.follows("dong-sim", "http://127.0.0.1:9/")
    for words in (("search", "tin"), ("crawl", "dong-sim"), ("changes",)):
        answer = person.types(*words)
        assert is_one_sentence(answer, 4), answer.talk
        assert "khcn.db" in answer.err
    assert person.db.read_bytes() == STORES[content], "somebody's file was changed"


@pytest.mark.slow
def test_a_store_of_a_newer_version(person):
    person.types("doctor")
    person.follows("dong-sim", "http://127.0.0.1:9/")
    person.types("crawl", "dong-sim")
    person.uses(
        "sqlite-utils",
        "query",
        str(person.db),
        "insert into _sqlite_migrations (migration_set, name, applied_at) values"
        " ('khcn', '9999_from_the_future', '2030-01-01')",
    )
    for words in (("search", "tin"), ("crawl", "dong-sim")):
        answer = person.types(*words)
        assert is_one_sentence(answer, 4), answer.talk
        assert "newer" in answer.err


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_locked_store(person, portal):
    desk, host = portal
    desk.writes(2)
    person.follows("dong-sim", host.home)
    person.crawls("dong-sim")
    with _holding_the_write_lock(person):
        begun = time.monotonic()
        reading = person.types("search", "khoa", "--json")
        assert reading.code == 0, "a reader need not wait for a writer"
        writing = person.types("crawl", "dong-sim", "--full")
        waited = time.monotonic() - begun
    assert writing.code == 4, writing.talk
    assert "another process" in writing.err
    assert "Traceback" not in writing.err
    assert waited < 300, "a lock is waited for, but not for ever"
    assert person.crawls("dong-sim", "--full")[0]["outcome"] == "ok"


def _holding_the_write_lock(person):
    from sqlite_utils.utils import sqlite3

    connection = sqlite3.connect(person.db, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return closing(connection)
