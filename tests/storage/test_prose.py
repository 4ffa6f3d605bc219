"""The body for showing: made once for every version stored, kept beside its text, and small."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.publication.publish import reread
from crawler.publication.second_reading import prose_of
from news.article import Prose
from storage import prose
from storage.prose import Words
from storage.retention import thin
from storage.schema import migrations
from storage.store import Store, open_store
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>Kế hoạch</a>",
    "<b onclick=alert(1)>đậm</b>",
    "<iframe src='https://example.vn/alert'></iframe>",
    "<svg onload=alert(1)></svg>",
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_store(tmp_path / "khcn.db") as store:
        newsroom = Newsroom(store)
        newsroom.write(1, 2, 3)
        yield newsroom


def forgets_its_prose(room: Newsroom) -> None:
    """What a store looks like that was written before prose was made."""
    with room.store.writing() as conn:
        conn.execute("DELETE FROM prose")


@given(html=st.text().filter(lambda s: "\0" not in s), text=st.text())
def test_any_prose_comes_back(html: str, text: str) -> None:
    html, text = (s.encode("utf-8", "ignore").decode() for s in (html, text))
    words = Words("http://skhcn.example.vn/", "[]", "[]", text)
    assert prose.unpack(prose.pack(Prose(html, html[::-1]), words), words) == (html, html[::-1])


def test_every_version_keeps_its_own(room: Newsroom) -> None:
    room.crawl()
    room.later(days=1)
    room.replace(2, "tiến độ", "thời hạn")
    room.crawl()
    before, after = (prose.load(room.store, 2, number) for number in (1, 2))
    assert before is not None
    assert after is not None
    assert after.html == before.html.replace("tiến độ", "thời hạn")
    assert after.markdown == before.markdown.replace("tiến độ", "thời hạn")
    assert before.html.startswith("<p>Sáng nay, Sở Khoa học và Công nghệ")


def test_nothing_that_runs_is_stored(room: Newsroom) -> None:
    story = room.story(1)
    story.paragraphs += tuple(f"Đại biểu {n} phát biểu {bad}." for n, bad in enumerate(HOSTILE))
    room.crawl()
    found = prose.load(room.store, 1, 1)
    assert found is not None
    for word in ("alert", "javascript", "onerror", "onclick", "onload", "<script", "<iframe"):
        assert word not in found.html
        assert word not in found.markdown
    assert "Đại biểu 3 phát biểu <b>đậm</b>." in found.html
    assert "Đại biểu 3 phát biểu **đậm**." in found.markdown


def test_it_outlives_the_page_it_was_made_from(room: Newsroom) -> None:
    room.crawl()
    room.later(days=1)
    room.replace(1, "tiến độ", "thời hạn")
    room.crawl()
    assert thin(room.store, before=room.now + timedelta(days=1)).raws == 1
    kept = prose.load(room.store, 1, 1)
    assert kept is not None
    assert "tiến độ" in kept.html


def test_a_version_stored_without_is_made_from_its_page(room: Newsroom) -> None:
    room.crawl()
    made = prose.load(room.store, 2, 1)
    forgets_its_prose(room)
    assert prose.load(room.store, 2, 1) is None
    assert prose_of(room.store, room.portal, 2, 1) == made
    assert list(reread(room.store, room.portal, dry_run=True)) == []
    assert prose.load(room.store, 2, 1) is None
    assert list(reread(room.store, room.portal)) == []
    assert prose.load(room.store, 2, 1) == made


def test_a_better_reading_replaces_it_with_the_text(room: Newsroom) -> None:
    room.crawl()
    with room.store.writing() as conn:
        conn.execute("UPDATE articles SET text = 'Đọc sai.', content_digest = 'x' WHERE id = 1")
        conn.execute("UPDATE versions SET kinds = 'p', content_digest = 'x' WHERE article = 1")
    assert [one.article for one in reread(room.store, room.portal)] == [1]
    found = prose.load(room.store, 1, 1)
    assert found is not None
    assert "Các đại biểu thảo luận" in found.markdown


def test_an_older_store_gets_room_for_it(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with Store(path) as store, store.writing():
        migrations.apply(store.db, stop_before="0003_prose")
    with open_store(path) as store:
        room = Newsroom(store)
        room.write(1)
        room.crawl()
        assert prose.is_kept(store, 1, 1)
