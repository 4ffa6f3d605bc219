"""Typed with accents or without: the same articles, in khcn, sqlite-utils and Datasette."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.desk import Notice, open_desk
from tests.acceptance.person import Person

PLAIN, ACCENTED = "so khcn dak lak", "Sở KHCN Đắk Lắk"
TITLES = {
    "Sở KHCN Đắk Lắk nghiệm thu đề tài cà phê": True,
    "SỞ KHCN ĐẮK LẮK TẬP HUẤN SỞ HỮU TRÍ TUỆ": True,
    "Sơ kết công tác KHCN ở Đắc Lắc": False,
    "Sở KHCN Đắk Nông họp báo": False,
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    person = Person(tmp_path_factory.mktemp("spellings"))
    with open_desk() as (desk, host):
        for title in TITLES:
            one = desk.notice()
            desk.puts(Notice(title, one.lines, one.day))
        inside = desk.notice()
        said = "Đại diện Sở KHCN Đắk Lắk cho biết như vậy."
        desk.puts(Notice(inside.title, (*inside.lines, said), inside.day))
        person.follows("dong-sim", host.home)
        person.crawls("dong-sim")
    wanted = {t for t, matches in TITLES.items() if matches} | {inside.title}
    ids = {r["id"] for r in person.export() if r["title"] in wanted}
    assert len(ids) == 3
    return person, ids


@pytest.mark.parametrize("spelled", [PLAIN, ACCENTED, ACCENTED.upper(), "Sở KHCN Đắk Lắk"])
def test_khcn_search(crawled, spelled):
    person, ids = crawled
    answer = person.types("search", spelled, "--json").json
    assert {hit["id"] for hit in answer["hits"]} == ids
    assert answer["total"] == len(ids)


def test_sqlite_utils_search(crawled):
    person, ids = crawled
    for spelled in (PLAIN, ACCENTED):
        answer = person.uses("sqlite-utils", "search", str(person.db), "articles", spelled)
        assert answer.code == 0, answer.talk
        assert {row["id"] for row in answer.json} == ids


def test_datasette(crawled):
    person, ids = crawled
    for spelled in (PLAIN, ACCENTED):
        path = f"/khcn/articles.json?_search={spelled.replace(' ', '+')}&_shape=array"
        answer = person.uses("datasette", "serve", str(person.db), "--get", path)
        assert answer.code == 0, answer.talk
        assert {row["id"] for row in json.loads(answer.out)} == ids


def test_a_person_can_read_the_file(crawled):
    person, _ = crawled
    tables = person.uses("sqlite-utils", "tables", str(person.db)).json
    views = person.uses("sqlite-utils", "views", str(person.db)).json
    names = {row["table"] for row in tables}
    assert {"portals", "articles", "addresses", "versions", "runs", "visits", "changes"} <= names
    assert {row["view"] for row in views} >= {"latest", "news"}
    assert person.asks("pragma foreign_key_check") == []
