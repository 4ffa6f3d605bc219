"""A static page named in a portal file's `sections` is watched: its edits are told, it is no news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.acceptance.desk import Notice, open_desk
from tests.acceptance.person import Person

DUTIES = "/chuc-nang-nhiem-vu.html"
STAFF = "/lanh-dao-so.html"
PAGES = {
    DUTIES: Notice(
        "Chức năng, nhiệm vụ",
        (
            "Sở Khoa học và Công nghệ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, tham mưu.",
            "Sở giúp Ủy ban nhân dân tỉnh quản lý nhà nước về khoa học và đổi mới sáng tạo.",
            "Sở có tư cách pháp nhân, có con dấu và tài khoản riêng theo quy định của pháp luật.",
            "Sở có 5 phòng chuyên môn và 3 đơn vị sự nghiệp trực thuộc, đặt tại trung tâm tỉnh lỵ.",
        ),
    ),
    STAFF: Notice(
        "Lãnh đạo Sở",
        (
            "Giám đốc Sở là người đứng đầu, chịu trách nhiệm về toàn bộ hoạt động của Sở.",
            "Các Phó Giám đốc giúp Giám đốc phụ trách từng lĩnh vực công tác được phân công.",
            "Khi Giám đốc vắng mặt, một Phó Giám đốc được ủy nhiệm điều hành các hoạt động của Sở.",
        ),
    ),
}


@pytest.fixture
def watching(tmp_path):
    """A portal of eight stories; its file names a news section and the page of its duties."""
    person = Person(tmp_path)
    with open_desk() as (desk, host):
        desk.writes(8)
        desk.standing = dict(PAGES)
        person.writes("dong-sim", _file(host.home, "/tin-tuc/", DUTIES))
        (run,) = person.crawls("dong-sim")
        assert (run["outcome"], run["appeared"]) == ("ok", 9)
        yield person, desk, host


def _file(home, *sections):
    named = ", ".join(f'"{one}"' for one in sections)
    return f'name = "Sở Khoa học và Công nghệ"\nhome = "{home}"\nsections = [{named}]\n'


def test_it_alone_is_stored_and_found_but_is_no_news(watching):
    person, _desk, host = watching
    url = host.home.rstrip("/") + DUTIES
    kept = [one["url"] for one in person.export()]
    assert kept.count(url) == 1
    assert not [one for one in kept if one.endswith(STAFF)]  # linked, but not named
    (hit,) = person.types("search", "don vi su nghiep truc thuoc", "--json").json["hits"]
    assert (hit["url"], hit["title"], hit["published"]) == (url, "Chức năng, nhiệm vụ", None)
    assert person.changes() == []


@pytest.mark.slow
def test_a_page_of_much_text_is_watched_whatever_lists_stand_beside_it(watching):
    person, desk, host = watching
    long = tuple(f"Điều {n}. {line}" for n in range(1, 5) for line in PAGES[STAFF].lines)
    path = desk.puts(replace(PAGES[STAFF], lines=long), "gioi-thieu")  # with "Tin liên quan"
    person.writes("dong-sim", _file(host.home, path))
    (run,) = person.crawls("dong-sim")
    assert (run["outcome"], run["appeared"]) == ("ok", 1)
    assert person.changes() == []


@pytest.mark.slow
def test_a_page_named_later_is_no_news_either(watching):
    person, _desk, host = watching
    person.writes("dong-sim", _file(host.home, "/tin-tuc/", DUTIES, STAFF))
    (run,) = person.crawls("dong-sim")
    assert (run["outcome"], run["appeared"]) == ("ok", 1)
    assert person.changes() == []
    assert person.types("feed").out.count("<entry>") == 0


def test_an_edit_is_told_by_the_next_crawl(watching):
    person, desk, host = watching
    old = desk.standing[DUTIES]
    lines = tuple(line.replace("5 phòng", "6 phòng") for line in old.lines)
    desk.standing[DUTIES] = replace(old, lines=lines)
    (run,) = person.crawls("dong-sim")
    assert (run["edited"], run["appeared"]) == (1, 0)
    (edit,) = person.changes()
    assert (edit["kind"], edit["fields"], edit["baseline"]) == ("edited", ["text"], False)
    assert (edit["url"], edit["grade"]) == (host.home.rstrip("/") + DUTIES, "figure")
    assert "[-5-]{+6+} phòng" in person.types("diff", f"C{edit['id']}").out
    assert person.types("feed").out.count("<entry>") == 1
    (run,) = person.crawls("dong-sim")
    assert (run["edited"], run["unchanged"]) == (0, 1)


@pytest.mark.slow
def test_one_taken_down_is_suspected_and_its_return_is_no_news(watching):
    person, desk, _host = watching
    desk.standing.pop(DUTIES)
    (run,) = person.crawls("dong-sim")
    assert (run["outcome"], run["suspected"]) == ("ok", 1)
    desk.standing[DUTIES] = PAGES[DUTIES]
    (run,) = person.crawls("dong-sim")
    assert (run["returned"], run["suspected"]) == (0, 0)
    assert person.changes() == []


@pytest.mark.slow
def test_a_section_that_pauses_is_not_taken_for_such_a_page(watching):
    person, desk, _host = watching
    pause = "Chuyên mục đang được biên tập lại, mời bạn đọc quay lại trong thời gian tới. " * 4
    desk.standing["/tin-tuc/"] = Notice("Tin tức", (pause,))
    person.crawls("dong-sim")
    assert len(person.export()) == 9
    assert person.changes() == []


@pytest.mark.slow
def test_a_check_of_the_portal_finds_nothing_wrong_with_it(watching):
    person, _desk, _host = watching
    answer = person.types("portals", "check", "dong-sim", "--json")
    assert answer.code == 0, answer.talk
    (found,) = answer.json["portals"]
    assert (found["health"], [one for one in found["breaks"] if one["grade"] != "note"]) == (
        "ok",
        [],
    )
