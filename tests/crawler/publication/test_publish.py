"""What a second look makes of an edited portal: the right change, told once, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.look import Look
from crawler.publication import publish
from storage import runs
from storage.store import Store, open_store
from tests.crawler.newsroom import HOME, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "khcn.db") as opened:
        yield opened


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    room = Newsroom(store)
    room.write(*range(1, 21))
    room.crawl()
    room.later(hours=2)
    return room


def test_a_first_crawl_is_a_baseline(newsroom: Newsroom) -> None:
    assert newsroom.told() == []
    report = runs.report(newsroom.store, 1)
    assert (report.outcome, report.appeared) == ("ok", 20)


def test_a_quiet_portal_changes_nothing(newsroom: Newsroom) -> None:
    report = newsroom.crawl()
    assert (report.unchanged, newsroom.told()) == (20, [])
    assert newsroom.store.row("SELECT count(*) FROM versions")[0] == 20


def test_a_new_article_appears(newsroom: Newsroom) -> None:
    newsroom.write(21)
    assert newsroom.crawl().appeared == 1
    assert newsroom.told() == [("appeared", "Hội nghị khoa học lần thứ 21")]


def test_an_old_article_that_is_found_late_is_no_news(newsroom: Newsroom) -> None:
    newsroom.write(21)
    newsroom.story(21).published = date(2026, 9, 1)
    assert newsroom.crawl().appeared == 1
    assert newsroom.told() == []


@pytest.mark.parametrize(
    ("old", "new", "grade"),
    [
        ("tiến độ", "tiến đọ", "typo"),
        ("tiến độ", "thời hạn", "wording"),
        ("đề tài số 3", "đề tài số 8", "figure"),
        ("tiếp tục theo dõi tiến độ", "dừng ngay mọi việc và báo cáo lên trên", "sentence"),
    ],
)
def test_an_edit_is_seen_and_graded(newsroom: Newsroom, old: str, new: str, grade: str) -> None:
    newsroom.replace(3, old, new)
    assert newsroom.crawl().edited == 1
    change = newsroom.last_change()
    assert (change["kind"], change["fields"], change["grade"]) == ("edited", '["text"]', grade)
    assert old in json.loads(str(change["before"]))["text"]
    assert new in json.loads(str(change["after"]))["text"]
    newsroom.later(hours=2)
    assert newsroom.crawl().edited == 0


def test_a_title_alone_is_retitled_and_a_file_is_an_edit(newsroom: Newsroom) -> None:
    newsroom.story(3).title = "Hội nghị tổng kết năm 2026"
    newsroom.story(4).files = ("/files/bao-cao.pdf",)
    report = newsroom.crawl()
    assert (report.retitled, report.edited) == (1, 1)
    fields = [row["fields"] for row in newsroom.store.rows("SELECT fields FROM changes")]
    assert fields[-2:] == ['["title"]', '["attachments"]']


def test_a_revert_is_a_version(newsroom: Newsroom) -> None:
    newsroom.replace(3, "tiến độ", "thời hạn")
    newsroom.crawl()
    newsroom.replace(3, "thời hạn", "tiến độ")
    newsroom.crawl()
    texts = newsroom.store.rows("SELECT text FROM readings WHERE article = 3 ORDER BY number")
    assert len(texts) == 3
    assert texts[0]["text"] == texts[2]["text"] != texts[1]["text"]


def test_unicode_forms_and_spaces_are_no_change(newsroom: Newsroom) -> None:
    newsroom.replace(3, "Khoa học", "Khoa\u00a0\u00a0học")
    newsroom.replace(4, "tổ chức", "to\u0302\u0309 chức")
    assert newsroom.crawl().edited == 0
    assert newsroom.told() == []


def test_a_deletion_is_suspected_then_vanished_then_returned(newsroom: Newsroom) -> None:
    deleted = newsroom.story(5)
    newsroom.delete(5)
    assert newsroom.crawl().suspected == 1
    assert newsroom.told() == []
    newsroom.later(hours=3)
    assert newsroom.crawl().suspected == 0
    newsroom.later(hours=22)
    assert newsroom.crawl().vanished == 1
    assert newsroom.last_change()["missing_since"] == "2026-11-22T07:00:00+00:00"
    newsroom.later(hours=2)
    assert newsroom.crawl().vanished == 0
    newsroom.pages[newsroom.address(5)] = deleted
    assert newsroom.crawl().returned == 1
    assert [kind for kind, _ in newsroom.told()] == ["vanished", "returned"]


def test_back_before_it_is_confirmed_is_nothing(newsroom: Newsroom) -> None:
    deleted = newsroom.story(5)
    newsroom.delete(5)
    newsroom.crawl()
    newsroom.pages[newsroom.address(5)] = deleted
    newsroom.later(hours=30)
    newsroom.crawl()
    assert newsroom.told() == []
    assert set(newsroom.states()) == {"live"}


def test_a_page_that_leads_to_a_list_is_missing(newsroom: Newsroom) -> None:
    lists = Look(newsroom.address(5), HOME, newsroom.now, 200, "unreadable", reason="listing")
    rest = [newsroom.address(n) for n in range(6, 21)]
    assert newsroom.crawl(lists, only=rest).suspected == 1


def test_articles_behind_a_login_are_not_missing(newsroom: Newsroom) -> None:
    door = f"{HOME}dang-nhap"
    walls = [
        Look(newsroom.address(n), door, newsroom.now, 200, "unreadable", reason="login")
        for n in range(1, 5)
    ]
    report = newsroom.crawl(*walls, only=[newsroom.address(9)])
    assert (report.outcome, report.reason) == ("held", "wall")


def test_a_failed_run_decides_nothing_about_a_held_one(newsroom: Newsroom) -> None:
    newsroom.delete(*range(1, 13))
    held = newsroom.crawl()
    assert newsroom.crawl(only=[]).outcome == "failed"
    assert runs.held(newsroom.store, newsroom.key) == held.id


def test_an_incomplete_run_concludes_no_absence(newsroom: Newsroom) -> None:
    newsroom.delete(5)
    assert newsroom.crawl(complete=False).suspected == 0
    assert newsroom.states()[4] == "live"


def test_a_redirect_is_a_move(newsroom: Newsroom) -> None:
    new = f"{HOME}chuyen-muc/bai-5-moi.html"
    newsroom.pages[new] = newsroom.pages.pop(newsroom.address(5))
    newsroom.leads[newsroom.address(5)] = new
    report = newsroom.crawl(only=[newsroom.address(5), newsroom.address(6)])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)
    change = newsroom.last_change()
    assert (change["old_url"], change["url"]) == (newsroom.address(5), new)
    newsroom.later(hours=2)
    assert newsroom.crawl().moved == 0
    assert len(newsroom.told()) == 1


def test_a_redirect_whose_end_is_met_first_is_a_move_too(newsroom: Newsroom) -> None:
    new = f"{HOME}chuyen-muc/bai-5-moi.html"
    newsroom.pages[new] = newsroom.pages.pop(newsroom.address(5))
    newsroom.leads[newsroom.address(5)] = new
    report = newsroom.crawl(only=[new, newsroom.address(5)])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)


@pytest.mark.parametrize("met", [["new", "old"], ["old", "new"]])
def test_a_short_notice_that_is_met_at_both_ends_of_a_redirect_moved(
    newsroom: Newsroom, met: list[str]
) -> None:
    at = {"old": newsroom.address(5), "new": f"{HOME}chuyen-muc/thong-bao-5-moi.html"}
    newsroom.story(5).paragraphs = ("Sở thông báo nghỉ lễ theo quy định của Nhà nước.",)
    newsroom.crawl()
    newsroom.pages[at["new"]] = newsroom.pages.pop(at["old"])
    newsroom.leads[at["old"]] = at["new"]
    looks = [replace(newsroom.look_at(at["new"]), url=at[end]) for end in met]
    report = newsroom.crawl(*looks, only=[])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)


def test_a_short_notice_waits_for_the_redirect_that_leads_to_it(newsroom: Newsroom) -> None:
    old, new = newsroom.address(5), f"{HOME}chuyen-muc/thong-bao-5-moi.html"
    newsroom.story(5).paragraphs = ("Sở thông báo nghỉ lễ theo quy định của Nhà nước.",)
    newsroom.crawl()
    newsroom.pages[new] = newsroom.pages.pop(old)
    newsroom.leads[old] = new
    first = newsroom.crawl(only=[new], interrupted=True)
    assert (first.moved, first.appeared) == (0, 0)
    report = newsroom.crawl(only=[old])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)


@pytest.mark.parametrize("new_first", [True, False])
def test_a_new_slug_with_the_old_one_gone_is_a_move(newsroom: Newsroom, *, new_first: bool) -> None:
    old, new = newsroom.address(5), newsroom.address("5-moi")
    newsroom.pages[new] = newsroom.pages[old]
    newsroom.pages[old] = None
    report = newsroom.crawl(only=[new, old] if new_first else [old, new])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)
    assert newsroom.states().count("live") == 20
    newsroom.later(hours=26)
    assert newsroom.crawl().vanished == 0


def test_a_new_slug_under_a_new_title_is_a_move_too(newsroom: Newsroom) -> None:
    old, new = newsroom.address(5), newsroom.address("5-moi")
    newsroom.pages[new] = replace(newsroom.story(5), title="Hội nghị tổng kết năm 2026")
    newsroom.pages[old] = None
    report = newsroom.crawl(only=[new, old])
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)
    change = newsroom.last_change()
    assert (change["kind"], change["fields"]) == ("moved", '["url","title"]')
    assert (change["from_version"], change["to_version"]) == (1, 2)


def test_the_same_body_under_another_title_is_another_article(newsroom: Newsroom) -> None:
    copy = replace(newsroom.story(5), title="Hội nghị tổng kết năm 2026")
    newsroom.pages[newsroom.address("5-moi")] = copy
    assert newsroom.crawl().appeared == 1


def test_the_same_text_at_a_second_address_is_an_alias(newsroom: Newsroom) -> None:
    newsroom.pages[newsroom.address("ban-sao")] = newsroom.story(5)
    report = newsroom.crawl()
    assert (report.appeared, report.moved, newsroom.told()) == (0, 0, [])
    roles = newsroom.store.rows("SELECT role FROM addresses WHERE article = 5 ORDER BY id")
    assert [row["role"] for row in roles] == ["main", "alias"]
    newsroom.later(hours=2)
    assert newsroom.crawl().unchanged == 20


def test_an_alias_follows_an_edit_and_takes_over_when_the_main_address_goes(
    newsroom: Newsroom,
) -> None:
    newsroom.pages[newsroom.address("ban-sao")] = newsroom.story(5)
    newsroom.crawl()
    newsroom.replace(5, "tiến độ", "thời hạn")
    report = newsroom.crawl()
    assert (report.edited, report.appeared) == (1, 0)
    newsroom.pages[newsroom.address(5)] = None
    report = newsroom.crawl()
    assert (report.moved, report.appeared, report.suspected) == (1, 0, 0)


def test_twins_that_part_are_two_articles(newsroom: Newsroom) -> None:
    copy = newsroom.address("ban-sao")
    newsroom.pages[copy] = newsroom.story(5)
    newsroom.crawl()
    lines = (*newsroom.story(5).paragraphs, "Phần bổ sung chỉ có ở bản này.")
    newsroom.pages[copy] = replace(newsroom.story(5), paragraphs=lines)
    report = newsroom.crawl()
    assert (report.appeared, report.edited, report.unchanged) == (1, 0, 20)
    newsroom.later(hours=2)
    assert newsroom.crawl().unchanged == 21


def test_weekly_notices_with_another_file_or_date_stay_two(newsroom: Newsroom) -> None:
    newsroom.write(40, 41, 42)
    for n, day, file in ((40, 20, "a"), (41, 20, "b"), (42, 21, "a")):
        newsroom.story(n).title = "Lịch tiếp công dân tuần này của lãnh đạo Sở"
        newsroom.story(n).paragraphs = newsroom.story(1).paragraphs
        newsroom.story(n).published = date(2026, 11, day)
        newsroom.story(n).files = (f"/files/{file}.pdf",)
    assert newsroom.crawl().appeared == 3


def test_short_notices_need_a_witness(newsroom: Newsroom) -> None:
    for n in (50, 51, 52):
        newsroom.write(n)
        newsroom.story(n).title = "Thông báo về việc nghỉ lễ"
        newsroom.story(n).paragraphs = ("Sở thông báo nghỉ lễ theo quy định của Nhà nước.",)
    newsroom.story(52).canonical = newsroom.address(50)
    assert newsroom.crawl().appeared == 2


def test_the_same_text_on_two_portals_is_linked(newsroom: Newsroom) -> None:
    other = Newsroom(newsroom.store, key="ben-tre")
    other.write(3)
    other.crawl()
    links = newsroom.store.rows("SELECT article, other, kind FROM links")
    assert [tuple(row) for row in links] == [(3, 21, "same_text")]
    other.replace(3, "tiến độ", "thời hạn")
    other.crawl()
    assert newsroom.store.rows("SELECT * FROM links") == []


def test_a_redesign_is_silent_but_for_the_edits_made_with_it(newsroom: Newsroom) -> None:
    newsroom.look = "redesigned"
    for n in (3, 4, 5):
        newsroom.replace(n, "tiến độ", "thời hạn")
    report = newsroom.crawl()
    assert (report.edited, report.outcome) == (3, "ok")
    newsroom.later(hours=2)
    report = newsroom.crawl()
    assert (report.edited, report.unchanged) == (0, 20)


def test_one_page_everywhere_is_held_and_superseded(newsroom: Newsroom) -> None:
    good = dict(newsroom.pages)
    down = newsroom.story(1).__class__("Thông báo bảo trì", ("Hệ thống đang được nâng cấp.",))
    newsroom.pages = dict.fromkeys(good, down)
    report = newsroom.crawl()
    assert (report.outcome, report.reason, report.edited) == ("held", "same_page", 0)
    newsroom.later(hours=2)
    second = newsroom.crawl()
    assert runs.held(newsroom.store, newsroom.key) == second.id
    newsroom.pages = good
    report = newsroom.crawl()
    assert (report.outcome, newsroom.told()) == ("ok", [])
    assert runs.held(newsroom.store, newsroom.key) is None
    assert newsroom.store.row("SELECT count(*) FROM staged")[0] == 0


def test_most_articles_gone_is_held_until_somebody_accepts(newsroom: Newsroom) -> None:
    newsroom.delete(*range(1, 13))
    report = newsroom.crawl()
    assert (report.outcome, report.reason, report.suspected) == ("held", "mass_change", 0)
    done = publish.review(newsroom.store, report.id, newsroom.portal, accept=True, at=newsroom.now)
    assert (done.outcome, done.suspected) == ("ok", 12)


def test_a_dropped_run_leaves_no_trace(newsroom: Newsroom) -> None:
    newsroom.delete(*range(1, 13))
    report = newsroom.crawl()
    publish.review(newsroom.store, report.id, newsroom.portal, accept=False, at=newsroom.now)
    assert runs.held(newsroom.store, newsroom.key) is None
    assert set(newsroom.states()) == {"live"}


def test_a_home_that_lists_nothing_is_held(newsroom: Newsroom) -> None:
    home = Look(HOME, HOME, newsroom.now, 200, "listing", body=b"<html>")
    newsroom.crawl(home)
    empty = Look(HOME, HOME, newsroom.now, 200, "other", body=b"<html>")
    report = newsroom.crawl(empty)
    assert (report.outcome, report.reason) == ("held", "listing_empty")


def test_a_run_without_a_page_failed(newsroom: Newsroom) -> None:
    report = newsroom.crawl(only=[])
    assert (report.outcome, report.reason) == ("failed", "no_page")


def test_an_interrupted_run_is_gone_on_with(newsroom: Newsroom) -> None:
    newsroom.write(21, 22)
    first = newsroom.crawl(only=[newsroom.address(21)], complete=False, interrupted=True)
    assert (first.outcome, first.appeared) == ("interrupted", 1)
    run = publish.begin(newsroom.store, newsroom.portal, "full", at=newsroom.now)
    assert run.id == first.id
    assert len(run.resumed) == 1
    second = newsroom.crawl()
    assert (second.id, second.outcome, second.appeared) == (first.id, "ok", 2)


def test_reread_finds_nothing_where_the_reader_is_the_same(newsroom: Newsroom) -> None:
    assert list(publish.reread(newsroom.store, newsroom.portal)) == []


def fault_strikes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of publishing meets what its author did not think of."""

    def weigh(*_: object) -> None:
        raise ValueError("no such day")

    monkeypatch.setattr(publish, "weigh", weigh)


def test_a_fault_of_ours_ends_one_run_with_a_record(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.replace(3, "tiến độ", "tiến đọ")
    with monkeypatch.context() as struck:
        fault_strikes(struck)
        report = newsroom.crawl()
    assert (report.outcome, report.reason, report.edited) == ("failed", "publish_error", 0)
    assert "ValueError: no such day" in (report.message or "")
    newsroom.later(hours=2)
    assert newsroom.crawl().edited == 1


def test_a_run_that_a_kill_left_and_a_fault_met_stops_no_later_one(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = publish.begin(newsroom.store, newsroom.portal, "incremental", at=newsroom.now)
    runs.move_on(newsroom.store, left.id, "publishing")
    with monkeypatch.context() as struck:
        fault_strikes(struck)
        publish.begin(newsroom.store, newsroom.portal, "incremental", at=newsroom.now)
    assert runs.report(newsroom.store, left.id).reason == "publish_error"
