"""Packs: pages put together at the end of a run, each still there byte for byte."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import zstandard

from storage import packs, raws
from storage.retention import thin
from storage.schema import migrations
from storage.store import Store, open_store
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 40


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_store(tmp_path / "khcn.db") as store:
        newsroom = Newsroom(store)
        newsroom.write(*range(1, MANY + 1))
        newsroom.crawl()
        yield newsroom


def together(store: Store) -> list[int]:
    """How many pages stand in each pack of several."""
    return [row[0] for row in store.rows("SELECT pages FROM packs WHERE pages > 1 ORDER BY id")]


def every_page_is_whole(store: Store) -> bool:
    rows = store.rows("SELECT id, sha256 FROM raws")
    return all(sha256(raws.load(store, row["id"])).digest() == row["sha256"] for row in rows)


def edits_everything(room: Newsroom) -> None:
    for n in range(1, MANY + 1):
        room.later(seconds=1)
        room.replace(n, "tiến độ", f"thời hạn {n}")
        if n % 5 == 0:  # few at once, so that nobody takes it for another look
            room.later(hours=1)
            room.crawl()


def test_a_run_packs_what_it_stored_together(room: Newsroom) -> None:
    assert together(room.store) == [packs.TOGETHER]
    assert every_page_is_whole(room.store)
    row = room.store.row("SELECT count(*) AS raws, count(DISTINCT pack) AS packs FROM raws")
    assert (row["raws"], row["packs"]) == (MANY, 1 + MANY - packs.TOGETHER)


def test_a_few_new_pages_wait_for_more(room: Newsroom) -> None:
    room.write(*range(100, 103))
    room.later(hours=1)
    room.crawl()
    assert together(room.store) == [packs.TOGETHER]
    room.write(*range(200, 206))
    room.later(hours=1)
    room.crawl()
    assert together(room.store) == [packs.TOGETHER, MANY + 9 - packs.TOGETHER]
    assert every_page_is_whole(room.store)


def test_pages_of_a_held_run_are_not_packed(room: Newsroom) -> None:
    for n in range(1, MANY + 1):
        room.replace(n, "Các đại biểu thảo luận", "Hệ thống đang bảo trì, mời bạn quay lại")
        room.story(n).paragraphs = room.story(n).paragraphs[:1]
    room.later(hours=1)
    assert room.crawl().outcome == "held"
    assert together(room.store) == [packs.TOGETHER]


def test_what_is_forgotten_gives_its_room_back(room: Newsroom) -> None:
    edits_everything(room)
    thinned = thin(room.store, before=room.now + timedelta(days=1))
    assert thinned.raws == MANY
    assert thinned.bytes > 0
    assert every_page_is_whole(room.store)
    orphans = "SELECT count(*) FROM packs WHERE id NOT IN (SELECT pack FROM raws)"
    assert room.store.row(orphans)[0] == 0
    assert room.crawl().unchanged == MANY


def test_a_pack_is_packed_anew_when_half_of_it_is_forgotten(room: Newsroom) -> None:
    store = room.store
    first = store.row("SELECT id FROM packs WHERE pages > 1")["id"]
    pages = [row["id"] for row in store.rows("SELECT id FROM raws WHERE pack = ?", (first,))]
    with store.writing() as conn:
        conn.executemany("UPDATE versions SET raw = NULL WHERE raw = ?", [(p,) for p in pages[:9]])
    packs.forget_unused(store, pages[:9])
    assert together(store) == [packs.TOGETHER]
    with store.writing() as conn:
        conn.executemany("UPDATE versions SET raw = NULL WHERE raw = ?", [(p,) for p in pages[:20]])
    packs.forget_unused(store, pages[:20])
    assert together(store) == [packs.TOGETHER - 20]
    assert every_page_is_whole(store)


def test_giant_pages_make_small_packs(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        room = Newsroom(store)
        room.write(*range(1, 20))
        for n in range(1, 20):
            room.story(n).paragraphs += (f"<!-- {'x' * 400_000}{n} -->",)
        room.crawl()
        sizes = [row[0] for row in store.rows("SELECT size FROM packs WHERE pages > 1")]
        assert sizes
        assert max(sizes) <= packs.HEAVIEST
        assert every_page_is_whole(store)


def test_pages_of_an_older_store_come_along(tmp_path: Path) -> None:
    """As it was before packs: pages with their bytes, one against a dictionary of the other."""
    path, pages = tmp_path / "older.db", [b"<p>Trang mot</p>" * 400, b"<p>Trang mot</p>" * 401]
    words = zstandard.ZstdCompressionDict(pages[0], dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    with Store(path) as store:
        with store.writing():
            migrations.apply(store.db, stop_before="0005_packs")
        with store.writing() as conn:
            conn.execute("INSERT INTO portals (key, name, home) VALUES ('a', 'A', 'http://a.vn/')")
            conn.execute("INSERT INTO dictionaries (portal) VALUES ('a')")
            for dictionary, page in ((None, pages[0]), (1, pages[1])):
                packer = zstandard.ZstdCompressor(dict_data=words if dictionary else None)
                conn.execute(
                    "INSERT INTO raws (sha256, size, dictionary, bytes) VALUES (?, ?, ?, ?)",
                    (sha256(page).digest(), len(page), dictionary, packer.compress(page)),
                )
            conn.execute("INSERT INTO dictionary_pages VALUES (1, 0, 1)")
    with open_store(path) as store:
        assert [raws.load(store, raw) for raw in (1, 2)] == pages
        assert store.rows("PRAGMA foreign_key_check") == []
        assert raws.keep(store, "a", pages[1]) == 2
        assert raws.keep(store, "a", b"neu") == 3
