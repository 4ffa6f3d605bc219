"""Addresses that lately showed no article, which a short crawl lets alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.look import Look
from news.urls import canonical
from storage import addresses
from storage.store import open_store
from tests.crawler.newsroom import HOME, NOON, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALBUM, VIDEO, SECTION, GONE = (f"{HOME}{name}.html" for name in ("album", "video", "muc", "mat"))


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A portal with three articles, an album, a video, a list and a page that is gone."""
    with open_store(tmp_path / "khcn.db") as store:
        found = Newsroom(store)
        found.write(1, 2, 3)
        yield found


def crawled(newsroom: Newsroom) -> None:
    at = newsroom.now
    newsroom.crawl(
        Look(ALBUM, ALBUM, at, 200, "listing", reason="empty"),
        Look(VIDEO, VIDEO, at, 200, "unreadable", reason="no_article"),
        Look(SECTION, SECTION, at, 200, "listing", reason="listing"),
        Look(GONE, GONE, at, 404, "missing", reason="http_404"),
    )


def test_they_are_pages_without_an_article_and_no_lists(newsroom: Newsroom):
    crawled(newsroom)
    found = addresses.strangers(newsroom.store, newsroom.key, 99, NOON - timedelta(days=7))
    assert found == {canonical(ALBUM), canonical(VIDEO)}


def test_the_run_under_way_and_looks_of_long_ago_do_not_count(newsroom: Newsroom):
    crawled(newsroom)
    store, key = newsroom.store, newsroom.key
    assert addresses.strangers(store, key, 1, NOON - timedelta(days=7)) == set()
    assert addresses.strangers(store, key, 99, NOON + timedelta(days=1)) == set()
