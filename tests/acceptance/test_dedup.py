"""One article under many addresses, one text on many portals, notices alike every week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.acceptance.desk import TODAY, Notice, open_desk
from tests.acceptance.person import Person

WEEKLY = Notice(
    "Lịch công tác tuần của Lãnh đạo Sở",
    (
        "Văn phòng Sở thông báo lịch công tác tuần của Lãnh đạo Sở Khoa học và Công nghệ.",
        "Đề nghị các phòng, đơn vị trực thuộc chuẩn bị nội dung theo lịch trước một ngày làm việc.",
        "Khi có thay đổi, Văn phòng Sở sẽ thông báo lại sau bằng thư điện tử tới từng đơn vị.",
    ),
    TODAY - timedelta(days=3),
    ("lich-tuan-46.pdf",),
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two portals crawled once: what stands where, and who crawled it."""
    person = Person(tmp_path_factory.mktemp("dedup"))
    with open_desk() as (desk, host), open_desk(name="Liên hiệp hội Đồng Sim") as (other, second):
        desk.writes(6)
        other.writer = desk.writer
        other.writes(5)
        story = desk.notice()
        paths = [desk.puts(story, section) for section in ("tin-tuc", "su-kien", "thong-bao")]
        twice = desk.notice(days_ago=2)
        here, there = desk.puts(twice), other.puts(twice)
        weekly = [
            desk.puts(WEEKLY, "thong-bao"),
            desk.puts(replace(WEEKLY, day=TODAY - timedelta(days=10)), "thong-bao"),
            desk.puts(replace(WEEKLY, papers=("lich-tuan-47.pdf",)), "thong-bao"),
        ]
        person.follows("dong-sim", host.home)
        person.follows("lien-hiep", second.home)
        runs = person.crawls("--all")
        again = person.crawls("--all", "--full")
        urls = {
            "three": [host.home.rstrip("/") + p for p in paths],
            "two portals": [host.home.rstrip("/") + here, second.home.rstrip("/") + there],
            "weekly": [host.home.rstrip("/") + p for p in weekly],
        }
        yield person, urls, runs, again


def articles_at(person, urls):
    marks = ", ".join(f":u{n}" for n in range(len(urls)))
    values = {f"u{n}": url for n, url in enumerate(urls)}
    rows = person.asks(f"select url, article from addresses where url in ({marks})", **values)
    return {row["url"]: row["article"] for row in rows}


def test_three_addresses_are_one_article_that_appeared_once(crawled):
    person, urls, _, _ = crawled
    found = articles_at(person, urls["three"])
    assert sorted(found) == sorted(urls["three"])
    (article,) = set(found.values())
    addresses = person.asks("select url from addresses where article = :a", a=article)
    assert len(addresses) == 3
    told = person.types("changes", "--json").json["changes"]
    assert [c["kind"] for c in told if c["article"] == article] == ["appeared"]


def test_the_text_of_two_portals_is_two_articles_that_are_linked(crawled):
    person, urls, _, _ = crawled
    found = articles_at(person, urls["two portals"])
    assert len(set(found.values())) == 2
    pair = tuple(sorted(found.values()))
    links = [tuple(sorted(row.values())) for row in person.asks("select article, other from links")]
    assert pair in links


def test_notices_alike_but_for_a_file_or_a_date_stay_apart(crawled):
    person, urls, _, _ = crawled
    found = articles_at(person, urls["weekly"])
    assert len(found) == len(set(found.values())) == 3


def test_the_counts_are_those_of_the_desks(crawled):
    _, _, runs, again = crawled
    appeared = {run["portal"]: run["appeared"] for run in runs}
    assert appeared == {"dong-sim": 6 + 1 + 1 + 3, "lien-hiep": 6}
    kinds = ("appeared", "edited", "retitled", "moved", "vanished", "returned", "suspected")
    assert [[run[kind] for kind in kinds] for run in again] == [[0] * 7] * 2
