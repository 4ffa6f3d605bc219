"""`khcn portals check`: what broke, since when, in words to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.demo.web import Reply, Request, page, redirect
from crawler.portals import write
from news.portal import Portal
from tests.families import thinned
from tests.site.shapes import SHAPES, shape
from tests.site.traps import TaggedNukeViet, TrappedNukeViet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.acceptance.person import Answer
    from tests.site.shape import Shape


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHCN_ALLOW_PRIVATE", "1")


@pytest.fixture
def zoo() -> Iterator[Shape]:
    with shape("drupal", count=40) as zoo:
        yield zoo


@pytest.fixture
def followed(khcn: Callable[..., Answer], home: Path, zoo: Shape) -> Shape:
    """A portal that has been crawled once."""
    write(Portal("thu", "Cổng thử", zoo.home, platform="drupal"), home / "portals")
    assert khcn("crawl", "thu", "-q").code == 0
    return zoo


def checked(khcn: Callable[..., Answer], code: int) -> dict[str, Any]:
    told = khcn("portals", "check", "thu", "--json")
    assert told.code == code, told.out
    (found,) = told.json["portals"]
    assert isinstance(found, dict)
    return found


def broken(found: dict[str, Any]) -> dict[str, Any]:
    """The worst of the breaks, by its grade the first."""
    first = found["breaks"][0]
    assert isinstance(first, dict)
    return first


class Replaced:
    """The portal with some of its pages replaced."""

    def __init__(self, zoo: Shape, answer: Callable[[str], Reply | None]) -> None:
        self.portal, self.other = zoo.host.portal, answer
        zoo.host.portal = self

    def answer(self, request: Request) -> Reply:
        return self.other(request.path) or self.portal.answer(request)


def test_a_portal_as_it_was_is_well(khcn: Callable[..., Answer], followed: Shape) -> None:
    followed.forget()
    found = checked(khcn, 0)
    assert found["health"] == "ok"
    assert found["last_ok"]
    assert followed.requests <= 26


@pytest.mark.parametrize("kind", thinned(SHAPES, quick=2))
def test_no_shape_is_called_broken_for_nothing(
    khcn: Callable[..., Answer], home: Path, kind: str
) -> None:
    with shape(kind, count=30) as zoo:
        write(Portal("thu", "Cổng thử", zoo.home), home / "portals")
        khcn("crawl", "thu", "-q")
        zoo.three_are_added()
        found = checked(khcn, 0)
    assert found["health"] == "ok", found


def test_a_portal_never_crawled_is_new(khcn: Callable[..., Answer], home: Path, zoo: Shape) -> None:
    write(Portal("thu", "Cổng thử", zoo.home), home / "portals")
    assert checked(khcn, 0)["health"] == "new"


@pytest.mark.slow
def test_a_broken_file_among_all_is_a_fault_of_configuration(
    khcn: Callable[..., Answer], home: Path, zoo: Shape
) -> None:
    write(Portal("thu", "Cổng thử", zoo.home), home / "portals")
    (home / "portals" / "xau.toml").write_text("name = 1", encoding="utf-8")
    answer = khcn("portals", "check")
    assert (answer.code, "xau.toml" in answer.err) == (2, True)


@pytest.mark.slow
def test_a_portal_that_went_away_has_been_so_since_its_first_failed_run(
    khcn: Callable[..., Answer], followed: Shape
) -> None:
    Replaced(followed, lambda _: page("<h1>404 Not Found</h1>", 404))
    for _ in range(2):
        assert khcn("crawl", "thu", "-q").code in {1, 3}
    found = checked(khcn, 1)
    assert (found["health"], broken(found)["what"]) == ("broken", "http_404")
    assert found["since"]
    assert any("last 2 runs ended failed" in one["sentence"] for one in found["breaks"])
    told = khcn("portals", "check")
    assert told.code == 1
    assert told.out.startswith("thu: broken (since 2")


@pytest.mark.slow
def test_a_home_that_leads_to_another_host_is_to_be_confirmed(
    khcn: Callable[..., Answer], followed: Shape
) -> None:
    moved = "http://sokhcn.example.vn"
    Replaced(followed, lambda path: None if path == "/robots.txt" else redirect(moved + path))
    run = khcn("crawl", "thu", "--json").json["runs"][0]
    assert (run["outcome"], run["reason"]) == ("failed", "redirect_offsite")
    assert "http://sokhcn.example.vn/" in run["message"]
    assert run["vanished"] == run["suspected"] == 0
    found = checked(khcn, 1)
    assert broken(found)["what"] == "redirect_offsite"
    assert "set `home` in its file" in broken(found)["sentence"]


def test_a_list_that_is_gone_is_named(khcn: Callable[..., Answer], followed: Shape) -> None:
    section = followed.portal.site.sections[0]
    lost = followed.portal.at.listing(section, 1)
    Replaced(followed, lambda path: page("Không có", 404) if path == lost else None)
    found = checked(khcn, 0)
    first = broken(found)
    assert (found["health"], first["what"]) == ("changed", "list")
    assert f"{lost} answers 404" in first["sentence"]
    assert first["last_good"]


def test_all_lists_gone_is_broken(khcn: Callable[..., Answer], followed: Shape) -> None:
    sections = followed.portal.site.sections
    lost = {followed.portal.at.listing(section, 1) for section in sections}
    Replaced(followed, lambda path: page("Không có", 404) if path in lost else None)
    assert checked(khcn, 1)["health"] == "broken"


@pytest.mark.slow
def test_another_system_is_noticed(khcn: Callable[..., Answer], followed: Shape) -> None:
    followed.portal.at, followed.portal.look = TrappedNukeViet(), TaggedNukeViet()
    found = checked(khcn, 1)
    kinds = {one["what"] for one in found["breaks"]}
    assert {"list", "article", "addresses", "platform"} <= kinds
    said = " ".join(one["sentence"] for one in found["breaks"])
    assert "the portal runs on another system" in said
    assert "its pages say nukeviet" in said


def test_an_unknown_key_is_refused(khcn: Callable[..., Answer]) -> None:
    assert khcn("portals", "check", "khong-co").code == 2
    assert khcn("portals", "check").code == 2
