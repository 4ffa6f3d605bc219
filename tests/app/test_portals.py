"""Following portals and following them no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.site.noisy import noisy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.person import Answer


def test_a_portal_of_the_catalogue_is_followed_and_left(
    khcn: Callable[..., Answer], home: Path
) -> None:
    assert khcn("portals", "list", "--json").json["portals"] == []
    assert khcn("portals", "add", "lai-chau").code == 0
    (followed,) = khcn("portals", "list", "--json").json["portals"]
    assert (followed["key"], followed["standing"]) == ("lai-chau", "followed")
    assert followed["about"]["province"] == "Lai Châu"
    assert (home / "portals" / "lai-chau.toml").is_file()
    assert khcn("portals", "remove", "lai-chau").code == 0
    assert khcn("portals", "list", "--json").json["portals"] == []


def test_adding_what_is_followed_writes_nothing(khcn: Callable[..., Answer]) -> None:
    khcn("portals", "add", "most")
    answer = khcn("portals", "add", "most")
    assert answer.code == 1
    assert "already" in answer.err


def test_a_portal_can_be_followed_under_another_key(khcn: Callable[..., Answer]) -> None:
    assert khcn("portals", "add", "most", "--key", "bo-khcn").code == 0
    assert khcn("portals", "show", "bo-khcn", "--json").json["standing"] == "followed"
    assert khcn("portals", "add", "most", "--key", "../x").code == 2


def test_a_dry_run_shows_the_file_only(khcn: Callable[..., Answer], home: Path) -> None:
    answer = khcn("portals", "add", "most", "--dry-run")
    assert answer.code == 0
    assert 'home = "https://www.most.gov.vn/"' in answer.out
    assert not (home / "portals").exists()


@pytest.mark.parametrize(
    ("option", "word", "choices"),
    [
        ("--kind", "departmnt", ("department", "ministry")),
        ("--health", "bad", ("ok", "held", "unreachable", "failed", "new")),
    ],
)
def test_a_filter_by_a_word_that_means_nothing_names_those_that_do(
    khcn: Callable[..., Answer], option: str, word: str, choices: tuple[str, ...]
) -> None:
    answer = khcn("portals", "list", option, word)
    assert (answer.code, answer.out) == (2, "")
    assert all(choice in answer.err for choice in (option, word, *choices))


def test_the_catalogue_is_shown_beside_the_followed(khcn: Callable[..., Answer]) -> None:
    khcn("portals", "add", "most")
    rows = khcn("portals", "list", "--catalogue", "--jsonl").out
    assert '"key": "lai-chau"' in rows
    assert '"standing": "catalogue"' in rows
    assert rows.count('"key": "most"') == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("add", "mots"), "did you mean 'most'"),
        (("add", "Lai Châu"), "did you mean 'lai-chau'"),
        (("add", "xyz"), "list --catalogue"),
        (("remove", "most"), "portals add most"),
        (("remove", "../most"), "'../most'"),
        (("show", "most/"), "'most/'"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest(
    khcn: Callable[..., Answer], line: tuple[str, ...], said: str
) -> None:
    answer = khcn("portals", *line)
    assert answer.code == 2
    assert said in answer.err


def test_a_broken_file_is_told_and_the_others_listed(
    khcn: Callable[..., Answer], home: Path
) -> None:
    khcn("portals", "add", "most")
    (home / "portals" / "broken.toml").write_text("name = ", encoding="utf-8")
    answer = khcn("portals", "list")
    assert "most" in answer.out
    assert "broken.toml" in answer.err
    assert khcn("portals", "show", "broken").code == 2


@pytest.mark.parametrize(
    ("filters", "kept", "left"),
    [
        (("--province", "hai duong"), "hai-duong", "lai-chau"),
        (("--province", "Hải Phòng", "--kind", "association"), "hai-phong-lhh", "hai-duong"),
        (("--kind", "ministry"), "most", "ben-tre"),
    ],
)
def test_the_list_is_narrowed(
    khcn: Callable[..., Answer], filters: tuple[str, ...], kept: str, left: str
) -> None:
    rows = khcn("portals", "list", "--catalogue", *filters, "--json").json["portals"]
    keys = {row["key"] for row in rows}
    assert kept in keys
    assert left not in keys


def test_the_list_is_narrowed_by_health(khcn: Callable[..., Answer]) -> None:
    khcn("portals", "add", "most")
    (row,) = khcn("portals", "list", "--health", "new", "--json").json["portals"]
    assert (row["key"], row["health"]) == ("most", "new")
    assert khcn("portals", "list", "--health", "failed", "--json").json["portals"] == []


@pytest.mark.slow
def test_a_page_is_read_as_the_portals_crawls_read_it(
    khcn: Callable[..., Answer], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")
    with noisy("legacy", count=12) as site:
        (home / "portals").mkdir()
        (home / "portals" / "noisy.toml").write_text(f'name = "Cổng"\nhome = "{site.home}"\n')
        assert khcn("crawl", "noisy", "--quiet").code == 0
        stored = json.loads(khcn("export").out.splitlines()[0])
        answer = khcn("read", stored["url"], "--portal", "noisy", "--json", "-v")
    assert "read with look 1 of noisy, learned of" in answer.err
    fields = ("title", "published", "authors", "section", "text", "images", "attachments")
    assert [answer.json[name] for name in fields] == [stored[name] for name in fields]
    (home / "other.html").write_text("<h1>Hội nghị</h1><p>Sở tổ chức hội nghị tổng kết năm.</p>")
    other = khcn("read", str(home / "other.html"), "--portal", "noisy", "-v")
    assert (other.code, other.err) == (0, "no look that is stored of noisy fits this page\n")


@pytest.mark.slow
def test_showing_a_portal_tells_what_its_pages_have_taught(
    khcn: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")
    db = tmp_path / "taught.db"
    with noisy("legacy", count=12) as site:
        portals = tmp_path / "portals"
        portals.mkdir(exist_ok=True)
        portals.joinpath("noisy.toml").write_text(f'name = "Cổng"\nhome = "{site.home}"\n')
        where = ("--db", str(db), "--portals", str(portals))
        assert khcn(*where, "portals", "show", "noisy", "--json").json["learned"] == []
        assert khcn(*where, "crawl", "noisy", "--quiet").code == 0
        learned = khcn(*where, "portals", "show", "noisy", "--json").json["learned"]
    assert {"title", "body", "turns"} <= {one["kind"] for one in learned}
    assert all(one["examples"] and one["pages"] >= 5 for one in learned)
