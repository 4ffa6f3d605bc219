"""A portal that moves to another host, or onto another system: its articles keep their histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.options import CrawlOptions
from crawler.run import crawl
from news.portal import About, Portal
from storage.store import read_store
from tests.site.shapes import SHAPES, shape

if TYPE_CHECKING:
    from pathlib import Path

    from storage.runs import RunReport

COUNT = 40


def told(report: RunReport) -> dict[str, int]:
    names = ("appeared", "moved", "vanished", "suspected", "edited", "retitled", "errors")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def homes(db: Path) -> set[str]:
    with read_store(db) as store:
        rows = store.rows("SELECT url FROM articles WHERE state = 'live'")
    assert len(rows) == COUNT
    return {"/".join(row["url"].split("/")[:3]) for row in rows}


@pytest.mark.parametrize("system", [None, pytest.param("nukeviet", marks=pytest.mark.slow)])
def test_a_new_host_in_the_file_moves_every_article(tmp_path: Path, system: str | None) -> None:
    db = tmp_path / "khcn.db"
    with shape("drupal", count=COUNT) as zoo:
        crawl([Portal("thu", "Cổng thử", zoo.home)], db, CrawlOptions(allow_private=True))
        if system is not None:
            zoo.portal.at, zoo.portal.look = SHAPES[system]()
        portal = Portal("thu", "Cổng thử", zoo.home.replace("127.0.0.1", "localhost"))
        moved = crawl([portal], db, CrawlOptions(allow_private=True))[0]
        after = crawl([portal], db, CrawlOptions(allow_private=True))[0]
    assert moved.outcome == "ok"
    assert told(moved) == {"moved": COUNT}
    assert told(after) == {}
    assert homes(db) == {portal.home.rstrip("/")}


@pytest.mark.slow
def test_another_system_on_the_same_host_moves_every_article(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    with shape("drupal", count=COUNT) as zoo:
        portal = Portal("thu", "Cổng thử", zoo.home)
        crawl([portal], db, CrawlOptions(allow_private=True))
        zoo.portal.at, zoo.portal.look = SHAPES["nukeviet"]()
        full = CrawlOptions(mode="full", allow_private=True)
        moved = crawl([portal], db, full)[0]
        after = crawl([portal], db, full)[0]
    assert (moved.outcome, told(moved)) == ("ok", {"moved": COUNT})
    assert (after.outcome, told(after)) == ("ok", {})


def test_a_second_name_of_the_portal_is_no_move(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    with shape("drupal", count=COUNT) as zoo:
        crawl([Portal("thu", "Cổng thử", zoo.home)], db, CrawlOptions(allow_private=True))
        about = About(hosts=("127.0.0.1",))
        other = Portal("thu", "Cổng thử", zoo.home.replace("127.0.0.1", "localhost"), about=about)
        report = crawl([other], db, CrawlOptions(allow_private=True))[0]
    assert told(report) == {}
