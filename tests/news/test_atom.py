from datetime import UTC, datetime, timedelta, timezone

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from news.atom import Entry, Feed, tag_uri, write

NOON = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=7)))


def feed(*entries, **fields):
    given_fields = {"title": "Tin khoa học và công nghệ", "author": "khcn", "updated": NOON}
    return Feed(id=tag_uri("khcn", NOON, "feed"), entries=entries, **(given_fields | fields))


def entry(number=1, **fields):
    given_fields = {"title": "Hội nghị", "updated": NOON, "link": "http://a.vn/tin?a=1&b=2"}
    return Entry(id=tag_uri("khcn", NOON, "change", number), **(given_fields | fields))


def parsed(text):
    found = feedparser.parse(text.encode())
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_feed_holds_what_it_is_given():
    found = parsed(
        write(
            feed(
                entry(
                    authors=["Nguyễn Văn An"],
                    categories=["edited", "lai-chau"],
                    published=NOON - timedelta(days=1),
                    summary="Tóm tắt <b>",
                    html="<p>[-cũ-]{+mới+} &amp; <del>cũ</del></p>",
                )
            )
        )
    )
    one = found.entries[0]
    assert found.feed.title == "Tin khoa học và công nghệ"
    assert (one.id, one.title, one.link) == (
        "tag:khcn,2026:change:1",
        "Hội nghị",
        "http://a.vn/tin?a=1&b=2",
    )
    assert [tag.term for tag in one.tags] == ["edited", "lai-chau"]
    assert one.author == "Nguyễn Văn An"
    assert one.summary == "Tóm tắt <b>"
    assert "<del>cũ</del>" in one.content[0].value
    assert one.updated_parsed[:4] == (2026, 6, 1, 5)


def test_an_empty_feed_is_valid():
    assert parsed(write(feed())).entries == []


def test_the_feed_is_as_new_as_its_newest_entry():
    newer = NOON + timedelta(hours=3)
    assert parsed(write(feed(entry(1), entry(2, updated=newer)))).feed.updated_parsed[3] == 8


def test_only_web_addresses_become_links():
    found = parsed(write(feed(entry(link="javascript:alert(1)"))))
    assert "links" not in found.entries[0]
    assert "javascript" not in write(feed(entry(link="javascript:alert(1)")))


def test_spaces_in_an_address_are_escaped():
    assert 'href="http://a.vn/h%20n%22"' in write(feed(entry(link='http://a.vn/h n"')))


def test_a_title_is_never_empty():
    assert parsed(write(feed(entry(title=" \x00 ")))).entries[0].title


def test_tags_hold_no_odd_characters():
    assert (
        tag_uri("khcn", datetime(2026, 1, 1, tzinfo=UTC), "đổi mới", 5)
        == "tag:khcn,2026:%C4%91%E1%BB%95i%20m%E1%BB%9Bi:5"
    )


@given(
    st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.text(),
    st.none() | st.text(),
    st.lists(st.text(), max_size=3),
)
def test_any_text_makes_valid_xml(title, html, link, names):
    item = entry(title=title, html=html, summary=html, link=link, authors=names, categories=names)
    text = write(feed(item, title=title))
    etree.fromstring(text.encode())
    parsed(text)
