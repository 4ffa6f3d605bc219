"""An edit word by word, and the verbs on the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer
    from tests.app.shelf import Shelf


@pytest.fixture
def edited(shelf: Shelf) -> Shelf:
    shelf.has_run()
    one = shelf.has_article("Tin", "Mở đầu.\nHọp ngày 5 tháng 8.\nKết.")
    shelf.has_version(one, number=2, title="Tin mới", text="Mở đầu.\nHọp ngày 6 tháng 8.\nKết.")
    before = json.dumps({"text": "Họp ngày 5 tháng 8.", "title": "Tin"}, ensure_ascii=False)
    after = json.dumps({"text": "Họp ngày 6 tháng 8.", "title": "Tin mới"}, ensure_ascii=False)
    fields = '["text", "title"]'
    shelf.has_change(one, fields=fields, before=before, after=after, from_version=1, to_version=2)
    return shelf


def test_a_change_is_shown_by_its_words(khcn: Callable[..., Answer], edited: Shelf) -> None:
    for name in ("C1", "c1"):
        out = khcn("diff", name).out
        assert "Họp ngày [-5-]{+6+} tháng 8." in out
        assert "Tin {+mới+}" in out


def test_two_versions_are_compared_with_what_stands_around(
    khcn: Callable[..., Answer], edited: Shelf
) -> None:
    for line in (("diff", "1"), ("diff", "1", "1", "2")):
        assert "Mở đầu.\nHọp ngày [-5-]{+6+} tháng 8.\nKết." in khcn(*line).out
    assert "[-6-]{+5+}" in khcn("diff", "1", "2", "1").out


def test_json_and_html(khcn: Callable[..., Answer], edited: Shelf) -> None:
    answer = khcn("diff", "C1", "--json").json
    assert (answer["change"], answer["article"], answer["to_version"]) == (1, 1, 2)
    text, title = answer["fields"]
    assert (text["field"], title["field"], title["after"]) == ("text", "title", "Tin mới")
    assert text["diff"]["parts"][0]["kind"] == "edited"
    assert "<del>5</del><ins>6</ins>" in khcn("diff", "C1", "--html").out


def test_a_move_shows_both_addresses(khcn: Callable[..., Answer], edited: Shelf) -> None:
    edited.has_run()
    edited.has_change(1, "moved", old_url="http://lai-chau.gov.vn/cu")
    assert "url" in khcn("diff", "C2").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("C9",), "no change C9"),
        (("9",), "no article"),
        (("1", "1"), "two versions"),
        (("1", "1", "7"), "no version 7"),
        (("C1", "1", "2"), "is a change"),
    ],
)
def test_what_cannot_be_compared_is_said(
    khcn: Callable[..., Answer], edited: Shelf, line: tuple[str, ...], said: str
) -> None:
    answer = khcn("diff", *line)
    assert answer.code == 2
    assert said in answer.err


def test_one_version_is_nothing_to_compare(khcn: Callable[..., Answer], shelf: Shelf) -> None:
    shelf.has_article("Tin")
    assert "one version only" in khcn("diff", "1").err


def test_a_backup_is_a_store(khcn: Callable[..., Answer], edited: Shelf, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert khcn("backup", str(copy)).code == 0
    assert khcn("--db", str(copy), "show", "1", "--json").json["title"] == "Tin mới"
    assert khcn("backup", str(copy)).code == 2, "nothing is overwritten"


def test_only_a_held_run_is_reviewed(khcn: Callable[..., Answer], shelf: Shelf) -> None:
    khcn("portals", "add", "lai-chau")
    run = shelf.has_run()
    assert khcn("review", str(run), "accept").code == 2
    assert khcn("review", "99", "drop").code == 2
    held = shelf.has_run(outcome="held", stage="gated", reason="wall")
    answer = khcn("review", str(held), "drop", "--json")
    assert answer.code == 0
    assert answer.json["runs"][0]["reason"] == "dropped"
    assert khcn("status", "--json").json["portals"][0]["held_run"] is None


def test_a_run_that_cannot_be_published_after_all_exits_1(
    khcn: Callable[..., Answer], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    khcn("portals", "add", "lai-chau")
    held = shelf.has_run(outcome="held", stage="gated", reason="mass_change")
    monkeypatch.setattr("crawler.publication.publish.weigh", None)  # a fault of ours
    answer = khcn("review", str(held), "accept", "--json")
    assert (answer.code, answer.json["runs"][0]["reason"]) == (1, "publish_error")


def test_rereading_changes_nothing_by_itself(khcn: Callable[..., Answer], shelf: Shelf) -> None:
    khcn("portals", "add", "lai-chau")
    shelf.has_article("Tin")
    for line in (("reread",), ("reread", "lai-chau", "--dry-run")):
        answer = khcn(*line, "--json")
        assert (answer.code, answer.json["articles"]) == (0, [])
    assert khcn("reread", "xyz").code == 2


def test_no_store_is_made_by_asking(khcn: Callable[..., Answer], home: Path) -> None:
    for line in (("review", "1", "drop"), ("reread",), ("backup", "x.db"), ("diff", "C1")):
        assert khcn(*line).code == 4, line
    assert not (home / "khcn.db").exists()
