"""The Atom feed, as a feed reader takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import feedparser
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.person import Answer
    from tests.app.shelf import Shelf


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    shelf.has_run()
    old, new = shelf.has_article("Tin cũ"), shelf.has_article("Sở KHCN Đắk Lắk <họp> \x1b", "Một.")
    shelf.has_change(old, "appeared", baseline=1)
    shelf.has_change(new, "appeared")
    shelf.has_run()
    before, after = json.dumps({"text": "5 tỷ"}), json.dumps({"text": "6 tỷ"})
    shelf.has_change(old, fields='["text"]', before=before, after=after)
    return shelf


def test_the_feed_is_valid_and_newest_first(khcn: Callable[..., Answer], news: Shelf) -> None:
    answer = khcn("feed")
    parsed = feedparser.parse(answer.out.encode())
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [
        "[Sửa] Tin cũ",
        "Sở KHCN Đắk Lắk <họp>",
    ]
    assert "<del>5</del><ins>6</ins> tỷ" in parsed.entries[0].content[0].value
    assert "<h4>Nội dung</h4>" in parsed.entries[0].content[0].value
    assert parsed.entries[1].content[0].value == "<p>Một.</p>"
    assert parsed.entries[1].link == "http://lai-chau.gov.vn/tin-2.html"
    assert "1 from before left out" in answer.err
    assert khcn("feed").out == answer.out, "the same news is the same feed"


def test_the_feed_of_a_query_or_a_portal(khcn: Callable[..., Answer], news: Shelf) -> None:
    assert khcn("feed", "--query", "dak lak").out.count("<entry>") == 1
    assert khcn("feed", "--portal", "lai-chau").out.count("<entry>") == 2
    assert khcn("feed", "--query", "").code == 2
    names = {
        feedparser.parse(khcn("feed", "--query", q).out.encode()).feed.id for q in ("số", "sở")
    }
    assert len(names) == 2, "two feeds are told apart, however alike their letters"
    assert khcn("feed", "--portal", "xyz").code == 2
    assert len(khcn("feed", "--json").json["changes"]) == 2
