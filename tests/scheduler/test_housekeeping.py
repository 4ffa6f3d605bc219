"""Housekeeping: what was told and what was replaced long ago goes, what stands now stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.housekeeping import keep_house
from storage import outbox
from storage.outbox import Draft
from storage.store import open_store
from tests.crawler.newsroom import NOON, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from storage.store import Store
    from tests.scheduler.watching import Place


def edited(store: Store, *, days_ago: int) -> Newsroom:
    """A portal of three articles, one of them edited so long before noon."""
    room = Newsroom(store, now=NOON - timedelta(days=days_ago + 1))
    room.write(1, 2, 3)
    room.crawl()
    room.later(days=1)
    room.replace(2, "tiến độ", "thời hạn")
    room.crawl()
    return room


def kept(store: Store) -> list[tuple[int, ...]]:
    rows = store.rows(
        "SELECT article, number, raw IS NOT NULL, length(text) > 0 FROM readings"
        " ORDER BY article, number"
    )
    return [tuple(row) for row in rows]


def test_raw_pages_of_versions_replaced_a_year_ago_go_and_texts_stay(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        edited(store, days_ago=500)
        was = store.rows("SELECT id, text FROM readings ORDER BY id")
        keep_house(store, now=NOON)
        assert kept(store) == [(1, 1, 1, 1), (2, 1, 0, 1), (2, 2, 1, 1), (3, 1, 1, 1)]
        assert store.rows("SELECT id, text FROM readings ORDER BY id") == was


def test_a_version_replaced_last_month_keeps_its_page(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        edited(store, days_ago=30)
        keep_house(store, now=NOON)
        assert all(raw for _article, _number, raw, _text in kept(store))


def test_delivered_messages_go_and_waiting_ones_stay(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        outbox.enrol(store, ["so"], at=NOON)
        drafts = [Draft(key, "alarm", "Tin", "Tin") for key in ("cũ", "chờ")]
        outbox.put(store, "so", drafts, at=NOON)
        first = outbox.head(store, "so")
        assert first is not None
        outbox.delivered(store, first.id, at=NOON)
        keep_house(store, now=NOON + timedelta(days=100))
        assert [one.key for one in outbox.latest(store, "so", 9)] == ["chờ"]


def test_the_service_keeps_house_by_itself(place: Place) -> None:
    with open_store(place.db) as store:
        edited(store, days_ago=900)
    place.portals.mkdir()
    with place.watch() as watch:
        assert watch.event("store.thinned")["raws"] == 1
    with place.store() as store:
        assert [row[2] for row in kept(store)] == [1, 0, 1, 1]
