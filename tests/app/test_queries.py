"""Asking: what each query prints for people and for scripts (docs of the contract)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from app.commands.show import noise_row
from crawler.noise import Masked
from storage.store import open_store
from tests.app.shelf import SEEN, Shelf
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer

RECORD = [
    "id",
    "portal",
    "url",
    "title",
    "published",
    "authors",
    "source",
    "section",
    "summary",
    "text",
    "images",
    "attachments",
    "first_seen",
    "last_seen",
    "version",
    "state",
]
CHANGE = [
    "id",
    "article",
    "run",
    "at",
    "kind",
    "baseline",
    "portal",
    "url",
    "old_url",
    "title",
    "fields",
    "from_version",
    "to_version",
    "significance",
    "grade",
    "before",
    "after",
]
SHOWN = "2026-11-20T08:00:00+07:00"  # SEEN, as a clock in Vietnam tells it


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.has_run()
    one = shelf.has_article("Sở KHCN Đắk Lắk họp", "Đoạn một.\nĐoạn hai.", section="Tin tức")
    shelf.has_change(one, "appeared", baseline=1, significance=1, grade="appeared")
    shelf.has_version(one, number=2, text="Đoạn một.\nĐoạn hai sửa.")
    shelf.has_run()
    after = json.dumps({"text": "Đoạn hai sửa."}, ensure_ascii=False)
    before = json.dumps({"text": "Đoạn hai."}, ensure_ascii=False)
    shelf.has_change(
        one, fields='["text"]', from_version=1, to_version=2, before=before, after=after
    )
    return shelf


def test_search(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    answer = khcn("search", "so khcn dak lak", "--json").json
    assert answer["schema_version"] == 1
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert hit | {"snippet": "", "marks": []} == {
        "id": 1,
        "portal": "lai-chau",
        "url": "http://lai-chau.gov.vn/tin-1.html",
        "title": "Sở KHCN Đắk Lắk họp",
        "published": "2026-11-20",
        "snippet": "",
        "marks": [],
    }
    lines = khcn("search", "đoạn", "--jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1]


def test_a_change_asked_for_as_an_article_is_told_apart(
    khcn: Callable[..., Answer], stocked: Shelf
) -> None:
    for command in ("show", "versions"):
        answer = khcn(command, "C1")
        assert answer.code == 2
        assert "`khcn diff C1` shows it" in answer.err


def test_a_search_without_hits_ends_well(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    answer = khcn("search", "không có gì")
    assert (answer.code, answer.out) == (0, "")
    assert "no article" in answer.err


def test_an_empty_search_is_a_usage_error(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    for words in ("", " ", "***", "x" * 2000):
        answer = khcn("search", "--", words)
        assert (answer.code, answer.out) == (2, "")
        assert "query" in answer.err


def test_an_unknown_portal_is_a_usage_error(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    for command in (("search", "x"), ("changes",), ("export",)):
        answer = khcn(*command, "--portal", "../x")
        assert answer.code == 2
        assert "'../x'" in answer.err


def test_show(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    for name in ("1", "http://lai-chau.gov.vn/tin-1.html"):
        answer = khcn("show", name, "--json").json
        assert list(answer) == ["schema_version", *RECORD]
        assert (answer["text"], answer["version"]) == ("Đoạn một.\nĐoạn hai sửa.", 2)
        assert answer["first_seen"] == answer["last_seen"] == SHOWN
    old = khcn("show", "1", "--version", "1")
    assert "Đoạn hai.\n" in old.out
    assert khcn("show", "1", "--version", "9").code == khcn("show", "9").code == 2


def test_versions(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    answer = khcn("versions", "1", "--json").json
    assert [version["version"] for version in answer["versions"]] == [1, 2]
    assert answer["versions"][0]["first_seen"] == SHOWN
    assert len(khcn("versions", "1").out.splitlines()) == 3


def test_changes(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    first, second = khcn("changes", "--json").json["changes"]
    assert list(second)[: len(CHANGE)] == CHANGE
    assert (first["kind"], first["baseline"], first["before"]) == ("appeared", True, None)
    assert (second["fields"], second["after"]) == (["text"], {"text": "Đoạn hai sửa."})
    assert second["at"] == SHOWN


def test_the_table_of_changes_leaves_the_baseline_out(
    khcn: Callable[..., Answer], stocked: Shelf
) -> None:
    answer = khcn("changes")
    assert [line.split()[0] for line in answer.out.splitlines()] == ["change", "C2"]
    assert "1 change; 1 from before left out" in answer.err
    assert "C1 " in khcn("changes", "--all").out


def test_changes_by_kind_time_and_weight(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    def ids(*options: str) -> list[int]:
        return [change["id"] for change in khcn("changes", "--json", *options).json["changes"]]

    assert ids("--kind", "edited") == [2]
    assert ids("--since", "2026-11-20T08:00") == [1, 2]
    assert ids("--since", "2026-11-20T08:00:01") == []
    assert ids("--min-significance", "0.9") == [1]
    assert ids("--limit", "1") == [2]


def test_changes_can_speak_by_exit_code(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    assert khcn("changes", "--exit-code").code == 1
    assert khcn("changes", "--exit-code", "--kind", "vanished").code == 0
    assert khcn("changes", "--exit-code", "--kind", "appeared").code == 0, "only a baseline"


def test_export(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    (line,) = khcn("export").out.splitlines()
    assert list(json.loads(line)) == RECORD
    assert khcn("export", "--json").json["articles"] == [json.loads(line)]
    header, row = csv.reader(io.StringIO(khcn("export", "--format", "csv").out, newline=""))
    assert header == RECORD
    assert row[RECORD.index("authors")] == '["Nguyễn Văn Đức"]'
    assert row[RECORD.index("text")] == "Đoạn một.\nĐoạn hai sửa."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_csv_is_disarmed(
    khcn: Callable[..., Answer], shelf: Shelf, start: str
) -> None:
    shelf.has_article(f'{start}HYPERLINK("http://x")')

    def title(*options: str) -> str:
        answer = khcn("export", "--format", "csv", *options)
        _, row = csv.reader(io.StringIO(answer.out, newline=""))
        return row[RECORD.index("title")]

    assert title() == f"'{title('--csv-raw')}"


def test_what_a_portal_wrote_cannot_act_on_the_terminal(
    khcn: Callable[..., Answer], shelf: Shelf
) -> None:
    shelf.has_run()
    article = shelf.has_article("Tin \x1b]0;x\x07\u202eđảo", "Chữ \x1b[31mđỏ\x9b\u2066.")
    shelf.has_change(article, "edited")
    for line in (("show", "1"), ("search", "tin"), ("changes",), ("versions", "1")):
        out = khcn(*line).out
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(out), line
        assert "␛" in out
    assert khcn("show", "1", "--json").json["title"] == "Tin \x1b]0;x\x07\u202eđảo"


def test_status(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    khcn("portals", "add", "most")
    stocked.has_run(outcome="held", reason="wall", stage="gated")
    answer = khcn("status", "--json").json
    assert answer["service"] == {"running": False, "pid": None, "since": None}
    lai_chau, most = answer["portals"]
    assert (lai_chau["portal"], lai_chau["health"], lai_chau["reason"]) == (
        "lai-chau",
        "held",
        "wall",
    )
    assert (lai_chau["last_ok"], lai_chau["held_run"], lai_chau["next"]) == (SHOWN, 3, None)
    assert (most["portal"], most["health"], most["last_ok"]) == ("most", "new", None)
    assert most["next"].endswith("+07:00")
    assert "khcn review 3" in khcn("status").out


def test_a_channel_that_cannot_be_used_is_named(khcn: Callable[..., Answer], home: Path) -> None:
    channels = home / "channels.toml"
    channels.write_text('[so]\ntype = "file"\npath = "so"\n[moc]\ntype = "fax"\n', "utf-8")
    portals = ("--portals", str(home / "portals"))
    for answer in (khcn("status", *portals), khcn("notify", "list", *portals)):
        assert "[moc] needs a type" in answer.err
    [fault] = khcn("status", "--json", *portals).json["channel_faults"]
    assert "[moc]" in fault
    checked = khcn("doctor", *portals)
    assert checked.code == 2
    assert "[moc] needs a type" in checked.out
    assert f"{channels}: so" in checked.out
    assert "is followed" not in khcn("notify", "test", "moc", *portals).err


def test_status_needs_no_database(khcn: Callable[..., Answer]) -> None:
    assert khcn("status", "--json").json["portals"] == []
    assert "no portal is followed yet" in khcn("status").err


def test_doctor(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    answer = khcn("doctor", "--json")
    assert (answer.code, answer.json["ok"]) == (0, True)
    assert {"SQLite", "database", "portals", "clock"} <= {
        check["check"] for check in answer.json["checks"]
    }


def test_doctor_names_the_broken_portal_file(
    khcn: Callable[..., Answer], home: Shelf, tmp_path: Shelf
) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "x.toml").write_text('name = "X"\nhome = "http://x.vn/"\nnope = 1\n')
    answer = khcn("doctor")
    assert answer.code == 2
    assert "x.toml" in answer.out
    assert "nope" in answer.out


def test_doctor_names_the_channel_that_cannot_be_used(
    khcn: Callable[..., Answer], home: Shelf, tmp_path: Shelf
) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "channels.toml").write_text('[tin]\ntype = "fax"\n', encoding="utf-8")
    answer = khcn("doctor")
    assert answer.code == 2
    assert "[tin] needs a type" in answer.out


def test_doctor_sees_a_clock_that_was_set_back(khcn: Callable[..., Answer], shelf: Shelf) -> None:
    shelf.has_run(ended="2999-01-01T00:00:00+00:00")
    answer = khcn("doctor")
    assert answer.code == 2
    assert "2999" in answer.out
    names = [check["check"] for check in khcn("doctor", "--json").json["checks"]]
    assert len(names) == len(set(names))


def test_seen_is_what_the_shelf_says() -> None:
    assert SEEN == "2026-11-20T01:00:00+00:00"


def test_show_gives_the_body_as_html_or_markdown(
    khcn: Callable[..., Answer], tmp_path: Path
) -> None:
    with open_store(tmp_path / "bodies.db") as store:
        room = Newsroom(store)
        room.write(1)
        room.story(1).paragraphs += ("Xem <a href='/ke-hoach'>kế hoạch</a>.",)
        room.crawl()
    where = ("--db", str(tmp_path / "bodies.db"), "show", "1")
    assert khcn(*where, "--markdown").out.endswith(
        "[kế hoạch](http://skhcn.example.vn/ke-hoach).\n"
    )
    assert khcn(*where, "--html").out.startswith("<p>Sáng nay")
    answer = khcn(*where, "--html", "--json").json
    assert list(answer)[-2:] == ["html", "markdown"]
    assert "<p>" in answer["html"]


def test_a_body_that_can_no_longer_be_made_is_said_so(
    khcn: Callable[..., Answer], stocked: Shelf
) -> None:
    answer = khcn("show", "1", "--html")
    assert (answer.code, answer.out) == (2, "")
    assert "was stored without HTML" in answer.err


def test_words_need_no_quotes_around_them(khcn: Callable[..., Answer], stocked: Shelf) -> None:
    apart = khcn("search", "đoạn", "hai", "--json").json
    assert apart == khcn("search", "đoạn hai", "--json").json
    assert apart["total"] == 1


def test_a_search_without_hits_says_where_it_looked(
    khcn: Callable[..., Answer], stocked: Shelf
) -> None:
    assert "within --portal" not in khcn("search", "zzz").err
    assert "within --portal" in khcn("search", "đoạn", "--since", "2099-01-01").err
    turned = khcn("search", "đoạn", "--since", "7d", "--until", "2020-01-01")
    assert (turned.code, "--until is before --since" in turned.err) == (2, True)


def test_two_values_of_noise_are_shown_from_where_they_part() -> None:
    page = "Sở Khoa học và Công nghệ tỉnh Lai Châu, Khoa học và công nghệ phục vụ đời sống, "
    (_, place, now, before) = noise_row(
        Masked("body>div>footer", "turns", (f"{page}lượt xem 17", f"{page}lượt xem 16"))
    )
    assert place == "footer"
    assert (now[:1], now[-2:], before[-2:]) == ("…", "17", "16")
    assert noise_row(Masked("p", "list", ("Lưu",))) == ("list", "p", "Lưu", "")


def test_what_to_type_next_names_the_same_files(
    khcn: Callable[..., Answer], stocked: Shelf, home: Path
) -> None:
    assert "`khcn diff C2` shows" in khcn("changes").err
    named = ("--db", str(home / "khcn.db"))
    assert f"`khcn diff C2 --db {named[1]}` shows" in khcn("changes", *named).err
    assert f"`khcn show ID --db {named[1]}` reads" in khcn("search", "đoạn", *named).err
    assert f"`khcn diff 1 --db {named[1]}` shows" in khcn("versions", "1", *named).err


def test_lists_come_as_lines_and_a_table_as_excel_likes_it(
    khcn: Callable[..., Answer], stocked: Shelf
) -> None:
    lines = khcn("versions", "1", "--jsonl").out.splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 2]
    assert khcn("export", "--jsonl").out == khcn("export").out
    plain = khcn("export", "--format", "csv").out
    assert khcn("export", "--format", "csv", "--bom").out == f"\ufeff{plain}"
