"""Retention: raw pages of old versions go, texts and current pages never."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.retention import thin
from storage.store import open_store
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path


def test_only_raw_pages_of_old_versions_go(tmp_path: Path) -> None:
    with open_store(tmp_path / "khcn.db") as store:
        room = Newsroom(store)
        room.write(1, 2, 3)
        room.crawl()
        room.later(days=100)
        room.replace(2, "tiến độ", "thời hạn")
        room.crawl()
        assert thin(store, before=room.now - timedelta(days=365)).raws == 0
        assert thin(store, before=room.now + timedelta(days=1)).raws == 1
        kept = store.rows("SELECT article, number, raw IS NULL, length(text) > 0 FROM readings")
        assert [tuple(row) for row in kept] == [
            (1, 1, 0, 1),
            (2, 1, 1, 1),
            (3, 1, 0, 1),
            (2, 2, 0, 1),
        ]
        assert room.crawl().unchanged == 3
