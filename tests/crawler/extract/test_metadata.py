"""What a page's head says: read once, believed with care; sections and summaries."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import metadata, parse
from crawler.extract.body import find_body
from crawler.extract.fields import Fields, read_fields

TITLE = "Hội nghị triển khai nhiệm vụ khoa học và công nghệ năm 2024"
TEXT = (
    "Sáng ngày 12/3, Sở Khoa học và Công nghệ đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm, "
    "với sự tham gia của lãnh đạo các phòng, đơn vị trực thuộc và đại diện các doanh nghiệp."
)
URL = "http://skhcn.example.vn/tin-tuc/2024/03/22/hoi-nghi-123.html"


def fields_of(above: str = "", head: str = "", *, text: str = TEXT) -> Fields:
    markup = (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{above}<h1>{TITLE}</h1>"
        f"<div><p>{text}</p><p>{TEXT}</p></div></body></html>"
    )
    page = parse(markup.encode(), URL)
    return read_fields(page, find_body(page))


def metadata_of(head: str, url: str = URL) -> metadata.Metadata:
    return metadata.read(
        parse(f"<html><head>{head}</head><body><p>a</p></body></html>".encode(), url)
    )


def script(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


CRUMBS = ["Trang chủ", "Tin tức", "Tin hoạt động"]


@pytest.mark.parametrize(
    "shown",
    [
        "<ol class='breadcrumb'>"
        + "".join(f"<li><a href=/>{c}</a></li>" for c in CRUMBS)
        + "</ol>",
        "<div class='duongdan'>Trang chủ &gt;&gt; Tin tức &gt;&gt; Tin hoạt động   (30-12-2019)</div>",
        f"<div class='breadcrumb'>Trang chủ » Tin hoạt động » {TITLE}</div>",
        "<div>Trang chủ / Tin tức / Tin hoạt động</div>",
        "<p>Tin chuyên mục : Tin hoạt động</p>",
        "<p>Chuyên mục: Tin hoạt động</p>",
        "<p>Tin tức - Sự kiện: Tin hoạt động</p>",
        "<div class='category'><a href='/c'>Tin hoạt động</a></div>",
        "<p>Tin hoạt động</p>",
        "<ul class='breadcrumb'><li>Trang chủ</li><li>Tin hoạt động</li><li>Chi tiết tin</li></ul>",
        "<div class='pathway'><a href=/>Trang chủ</a> <a href=/c>Tin hoạt động</a></div>",
    ],
)
def test_the_section_is_read_above_the_title(shown: str) -> None:
    assert fields_of(shown).section == "Tin hoạt động"


@pytest.mark.parametrize(
    "head",
    [
        script({"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Trang chủ"},
            {"@type": "ListItem", "position": 2, "item": {"name": "Tin hoạt động"}}]}),
        script({"@graph": [{"@type": "Article", "articleSection": ["Tin hoạt động"]}]}),
        "<meta property='article:section' content='Tin hoạt động'>",
    ],
)  # fmt: skip
def test_the_section_may_be_told_by_the_head(head: str) -> None:
    assert fields_of(head=head).section == "Tin hoạt động"


@pytest.mark.parametrize(
    "shown",
    ["<p>Chào mừng bạn đến với Cổng thông tin</p>", "<p>A- A A+</p>", "<p>Trang chủ</p>", ""],
)
def test_what_is_no_section(shown: str) -> None:
    assert fields_of(shown).section is None


def test_a_generic_crumb_is_better_than_none() -> None:
    assert fields_of("<div class='breadcrumb'>Trang chủ » Tin tức</div>").section == "Tin tức"


def test_the_summary_is_the_lead_set_apart_or_a_description_of_the_text() -> None:
    markup = (
        f"<h1>{TITLE}</h1><div class='sapo'>Hội nghị đánh giá kết quả của năm qua, bàn việc mới.</div>"
        f"<div><p>{TEXT}</p><p>{TEXT}</p></div>"
    )
    page = parse(markup.encode(), URL)
    summary = read_fields(page, find_body(page)).summary
    assert summary in {None, "Hội nghị đánh giá kết quả của năm qua, bàn việc mới."}
    own = f"<meta name='description' content='{TEXT[:80]}'>"
    assert fields_of(head=own).summary == TEXT[:80].strip()
    sites = (
        "<meta name='description' content='Cổng thông tin điện tử của Sở Khoa học và Công nghệ'>"
    )
    assert fields_of(head=sites).summary is None


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/tin/1.html", "http://skhcn.example.vn/tin/1.html"),
        ("https://skhcn.example.vn/?nid=12", "https://skhcn.example.vn/?nid=12"),
        ("/", None),
        ("javascript:void(0)", None),
        ("http://[bad", None),
    ],
)
def test_the_canonical_address_is_a_page(href: str, canonical: str | None) -> None:
    assert metadata_of(f"<link rel='canonical' href='{href}'>").canonical == canonical


def test_witnesses_carry_their_confidence() -> None:
    head = (
        script({"@type": "NewsArticle", "datePublished": "2024-03-22T08:00:00+07:00"})
        + "<meta property='article:published_time' content='2024-03-21'>"
        + "<meta name='DC.Date' content='2018-10-25+0709:40:00'>"
    )
    found = [(w.origin, str(w.value)[:10], w.confidence) for w in metadata_of(head).published]
    assert found == [
        ("json-ld", "2024-03-22", 0.6),
        ("article:published_time", "2024-03-21", 0.3),
        ("url", "2024-03-22", 0.2),
    ]


def test_the_article_of_the_page_is_told_from_its_neighbours() -> None:
    head = f"<title>{TITLE}</title>" + script(
        [{"@type": "NewsArticle", "headline": "Bài khác", "datePublished": "2020-01-01"},
         {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-22"}]
    )  # fmt: skip
    assert str(metadata_of(head).published[0].value) == "2024-03-22"


@pytest.mark.parametrize(
    "broken", ["{", "[[[[", "{'a': 1}", "//<![CDATA[\n{}\n//]]>", "null", "[" * 9999]
)
def test_broken_json_ld_says_nothing(broken: str) -> None:
    found = metadata_of(f'<script type="application/ld+json">{broken}</script>', "http://x.vn/a")
    assert found.published == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    | st.sampled_from(["NewsArticle", "BreadcrumbList", "Person", "2024-03-22", "2501-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["@type", "@graph", "author", "name", "headline", "datePublished", "item",
                         "itemListElement", "articleSection", "publisher", "description"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.text(max_size=40))
def test_any_json_and_any_meta_are_read_without_complaint(data: object, content: str) -> None:
    meta = "".join(
        f'<meta name="{name}" content="{content}">' for name in ("date", "og:title", "title")
    )
    assert metadata_of(meta + script(data)) == metadata_of(meta + script(data))


@given(st.text(max_size=60))
def test_any_address_is_read(path: str) -> None:
    metadata_of("<link rel=canonical href='a'>", f"http://skhcn.example.vn/{path}")
