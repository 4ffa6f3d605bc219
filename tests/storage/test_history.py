"""What the store tells of articles, their versions and their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import history
from storage.errors import UnknownError
from storage.history import Which
from tests.app.shelf import SEEN, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf.at(tmp_path / "khcn.db").has_portal().has_portal("dak-lak")
    yield shelf
    shelf.store.close()


def test_a_record_is_the_article_as_it_stands_or_stood(shelf: Shelf) -> None:
    article = shelf.has_article("Cũ", "Chữ cũ.", section="Tin")
    shelf.has_version(article, number=2, title="Mới", text="Chữ mới.")
    now, then = history.record(shelf.store, article), history.record(shelf.store, article, 1)
    assert (now.title, now.text, now.version, now.state) == ("Mới", "Chữ mới.", 2, "live")
    assert (then.title, then.text, then.version, then.section) == ("Cũ", "Chữ cũ.", 1, "Tin")
    assert now.authors == ["Nguyễn Văn Đức"]
    with pytest.raises(UnknownError, match="no version 3"):
        history.record(shelf.store, article, 3)


def test_an_article_is_found_by_id_address_or_another_spelling_of_it(shelf: Shelf) -> None:
    article = shelf.has_article("Tin", url="http://lai-chau.gov.vn/tin-1.html")
    for name in ("1", "http://lai-chau.gov.vn/tin-1.html"):
        assert history.find(shelf.store, name) == article
    for name in ("2", "http://lai-chau.gov.vn/khac", "", "x y", "9" * 30):
        with pytest.raises(UnknownError, match="no article"):
            history.find(shelf.store, name)


def test_versions_tell_when_each_was_seen(shelf: Shelf) -> None:
    article = shelf.has_article("Cũ", "Chữ cũ.")
    shelf.has_version(article, number=2, text="Chữ mới thêm.", insecure=1)
    first, second = history.versions(shelf.store, article)
    assert (first.version, first.words, first.last_seen, first.insecure) == (1, 2, SEEN, False)
    assert (second.version, second.words, second.last_seen, second.insecure) == (2, 3, SEEN, True)


def test_records_come_one_by_one_in_order_of_id(shelf: Shelf) -> None:
    shelf.has_article("Một")
    shelf.has_article("Hai", portal="dak-lak")
    assert [record.title for record in history.records(shelf.store)] == ["Một", "Hai"]
    assert [record.title for record in history.records(shelf.store, ["dak-lak"])] == ["Hai"]


@pytest.fixture
def busy(shelf: Shelf) -> Shelf:
    shelf.has_run()
    one, two = shelf.has_article("Một"), shelf.has_article("Hai", portal="dak-lak")
    shelf.has_change(one, "appeared", baseline=1, significance=1)
    shelf.has_run()
    shelf.has_change(one, "edited", at="2026-11-21T01:00:00+00:00", fields='["text"]')
    shelf.has_change(two, "appeared", at="2026-11-22T01:00:00+00:00", significance=1)
    return shelf


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        (Which(), [1, 2, 3]),
        (Which(baseline=False), [2, 3]),
        (Which(since="2026-11-21T01:00:00+00:00"), [2, 3]),
        (Which(portals=("dak-lak",)), [3]),
        (Which(kinds=("edited", "moved")), [2]),
        (Which(min_significance=0.5), [1, 3]),
        (Which(limit=2), [2, 3]),
        (Which(limit=0), []),
    ],
)
def test_changes_are_those_asked_for_oldest_first(
    busy: Shelf, which: Which, ids: list[int]
) -> None:
    assert [change.id for change in history.changes(busy.store, which)] == ids


def test_a_change_has_its_parts_decoded(busy: Shelf) -> None:
    edited = history.change(busy.store, 2)
    assert (edited.fields, edited.baseline, edited.before) == (["text"], False, None)
    assert history.count_baseline(busy.store, Which()) == 1
    with pytest.raises(UnknownError, match="C9"):
        history.change(busy.store, 9)
