"""Search by words in any spelling, with the very ids that other SQLite tools find."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import StoreError
from storage.search import Filters, QueryError, expression, search
from storage.store import read_store
from tests.app.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf.at(tmp_path / "khcn.db").has_portal().has_portal("dak-lak")
    yield shelf
    shelf.store.close()


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    shelf.has_article(
        "Sở KHCN Đắk Lắk tổng kết năm", "Hội nghị ở Buôn Ma Thuột.", section="Tin tức"
    )
    shelf.has_article(
        "Lễ hội cà phê", "Sở Khoa học (KHCN) tỉnh Đắk Lắk dự hội nghị.", published="2026-11-21"
    )
    shelf.has_article("Chuyển đổi số", "Không có tỉnh nào khác.", published=None, section="Đổi mới")
    return shelf


def found(shelf: Shelf, words: str, **filters: object) -> list[int]:
    return [hit.id for hit in search(shelf.store, words, Filters(**filters)).hits]


def test_every_spelling_finds_the_same_newest_first(three: Shelf) -> None:
    for words in ("so khcn dak lak", "Sở KHCN Đắk Lắk", "SO KHCN ĐĂK LĂK", "dak* lak"):
        assert found(three, words) == [2, 1], words


@pytest.mark.parametrize("words", ["so khcn dak lak", "Sở KHCN Đắk Lắk", '"dak lak"', '"Đắk Lắk"'])
def test_other_tools_find_the_same(three: Shelf, words: str) -> None:
    ours = set(found(three, words))
    command = [sys.executable, "-m", "sqlite_utils", "search", three.store.path, "articles", words]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert ours == {1, 2} == {row["id"] for row in theirs} == datasette_ids(three.store.path, words)


def datasette_ids(path: Path, words: str) -> set[int]:
    app = pytest.importorskip("datasette.app").Datasette([str(path)])
    try:
        asked = app.client.get("/khcn/articles.json", params={"_search": words, "_shape": "array"})
        return {row["id"] for row in asyncio.run(asked).json()}
    finally:
        app.executor.shutdown()
        for database in app.databases.values():
            database.close()


def test_a_phrase_keeps_its_words_together(three: Shelf) -> None:
    assert found(three, '"hội nghị"') == [2, 1]
    assert found(three, '"nghị hội"') == []
    assert found(three, "“hội nghị”") == [2, 1], "as a word processor writes them"
    assert found(three, "“nghị hội”") == []
    assert found(three, "nghị hội") == [2, 1]
    assert found(three, '"chuyen doi so') == [3], "a quote left open runs to the end"


def test_filters_narrow(three: Shelf) -> None:
    assert found(three, "hội", since="2026-11-21T00:00:00+07:00") == [2]
    assert found(three, "hội", until="2026-11-20T12:00:00+07:00") == [1]
    assert found(three, "hoi", section="tin tuc") == [1]
    assert found(three, "so", section="doi moi") == [3]
    assert found(three, "so", section="không có") == []
    assert found(three, "hoi", portals=("dak-lak",)) == []
    assert found(three, "hoi", portals=("dak-lak", "lai-chau")) == [2, 1]


def test_a_page_without_a_date_counts_by_the_day_it_was_first_seen(three: Shelf) -> None:
    assert found(three, "chuyen doi", since="2026-11-20T08:00:00+07:00") == [3]
    assert found(three, "chuyen doi", since="2026-11-20T08:00:01+07:00") == []


def test_rank_prefers_the_title(three: Shelf) -> None:
    assert [h.id for h in search(three.store, "đắk lắk", sort="rank").hits] == [1, 2]


def test_the_snippet_shows_the_accented_words(shelf: Shelf) -> None:
    text = "Mở đầu. " * 40 + "Bản tin của Sở về Đường sắt đô thị.\nDòng sau. " + "Kết thúc. " * 40
    shelf.has_article("Một tiêu đề", text)
    (hit,) = search(shelf.store, "duong sat").hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["Đường", "sắt"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert "\n" not in hit.snippet
    assert "Sở về Đường sắt đô thị. Dòng sau." in hit.snippet


def test_a_match_in_the_title_shows_how_the_text_begins(shelf: Shelf) -> None:
    shelf.has_article("Lễ hội", "Ngắn.")
    (hit,) = search(shelf.store, "le hoi").hits
    assert (hit.snippet, hit.marks) == ("Ngắn.", ())


def test_total_counts_beyond_the_limit(three: Shelf) -> None:
    assert search(three.store, "hội", limit=1).total == 2


@pytest.mark.parametrize("words", ["", "  ", "\0", '""', "...", '" - "', "*", "\ud800"])
def test_nothing_to_search_for_is_said(three: Shelf, words: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        search(three.store, words)


def test_an_oversized_query_is_refused() -> None:
    with pytest.raises(QueryError, match="1000"):
        expression("a" * 1_001)
    with pytest.raises(QueryError, match="64"):
        expression("a " * 65)


HOSTILE = ["' OR 1=1 --", "a NEAR(", "title:hội", "hội AND NOT", "-hội", "{x} : y", "(", '"a" * b*']


@pytest.mark.parametrize("words", HOSTILE)
def test_operators_are_words(three: Shelf, words: str) -> None:
    with suppress(QueryError):
        search(three.store, words)
    assert found(three, "hội") == [2, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(words=st.text(max_size=80))
def test_any_words_are_searched_or_refused(three: Shelf, words: str) -> None:
    with suppress(QueryError):
        search(three.store, words)


def test_a_reader_never_writes(three: Shelf) -> None:
    with read_store(three.store.path) as store:
        assert search(store, "hội").total == 2
        with pytest.raises(Exception, match="readonly"):
            store.db.execute("DELETE FROM articles")


def test_a_runaway_query_is_given_up(three: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.SECONDS", -1.0)
    monkeypatch.setattr("storage.search.STEPS", 1)
    with pytest.raises(StoreError, match="took too long"):
        search(three.store, "hội")
    monkeypatch.undo()
    assert found(three, "hội") == [2, 1], "the connection is usable again"


def test_what_shows_no_date_and_was_there_from_before_comes_last(shelf: Shelf) -> None:
    shelf.has_run()
    form = shelf.has_article("Mẫu đơn đăng ký", published=None)
    shelf.has_change(form, "appeared", baseline=1)
    news = shelf.has_article("Đăng ký đề tài", published="2019-01-01")
    fresh = shelf.has_article("Mời đăng ký", published=None)
    shelf.has_change(fresh, "appeared")
    assert found(shelf, "dang ky") == [fresh, news, form]
    assert found(shelf, "dang ky", since="2019-01-01T00:00:00+07:00") == [fresh, news]
