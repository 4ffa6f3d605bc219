"""Portals are spiders: `scrapy list`, `scrapy crawl KEY`, `-o`, the same run as `khcn crawl`."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.person import Person

pytestmark = pytest.mark.slow


@pytest.fixture
def two(tmp_path, portal):
    """The same portal followed by two people: one types khcn, the other scrapy."""
    desk, host = portal
    desk.writes(7)
    people = Person(tmp_path / "khcn"), Person(tmp_path / "scrapy")
    for person in people:
        person.follows("dong-sim", host.home)
        person.follows("vung-xa", "http://127.0.0.1:9/")
    return desk, host, *people


def test_scrapy_list_names_the_followed_portals(two):
    *_, user = two
    answer = user.uses("scrapy", "list")
    assert answer.code == 0, answer.talk
    assert answer.out.split() == ["dong-sim", "vung-xa"]


def test_scrapy_crawl_is_the_same_run(two, tmp_path):
    desk, _, khcn, user = two
    out = tmp_path / "out.jsonl"
    (ours,) = khcn.crawls("dong-sim")
    answer = user.uses("scrapy", "crawl", "dong-sim", "-o", str(out), "-L", "ERROR")
    assert answer.code == 0, answer.talk
    theirs = user.asks("select * from runs")[0]
    assert {k: ours[k] for k in ("outcome", "reason")} == {
        k: theirs[k] for k in ("outcome", "reason")
    }
    times = {"first_seen", "last_seen"}
    plain = [{k: v for k, v in r.items() if k not in times} for r in khcn.export()]
    other = [{k: v for k, v in r.items() if k not in times} for r in user.export()]
    assert by_url(plain) == by_url(other)
    items = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    articles = {item["url"]: item for item in items if item.get("title")}
    assert {r["url"]: (r["title"], r["text"]) for r in user.export()} == {
        url: (item["title"], item["text"]) for url, item in articles.items()
    }
    assert user.types("changes").out == khcn.types("changes").out == ""
    desk.corrects(next(iter(desk.pages)), ".", " đã sửa.")
    again = user.uses("scrapy", "crawl", "dong-sim", "-a", "mode=full", "-L", "ERROR")
    assert again.code == 0, again.talk
    assert [change["kind"] for change in user.changes()] == ["edited"]


def by_url(records):
    return {record["url"]: {k: v for k, v in record.items() if k != "id"} for record in records}
