from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.extract import find_article, parse
from crawler.extract.body import find_body
from crawler.extract.prose import make_prose
from news.portal import Portal
from tests.crawler.extract.pages import FIRST, SECOND, TEXT, URL, page_of, paragraphs

if TYPE_CHECKING:
    from news.article import Prose


def prose_of(content: str) -> Prose:
    page = parse(page_of(content), URL)
    return make_prose(page, find_body(page))


def test_the_body_is_kept_as_html_and_as_markdown() -> None:
    content = (
        f"<div class='x'>{paragraphs(FIRST)}<h2>Kết quả</h2><ul><li>Một <b>đề tài</b></li></ul>"
        f"<div>{SECOND} <a href='../ke-hoach'>Kế hoạch</a></div><img data-src='/a.jpg' width=600></div>"
    )
    html, markdown = prose_of(content)
    assert html == (
        f"<p>{FIRST}</p><h2>Kết quả</h2><ul><li>Một <b>đề tài</b></li></ul>"
        f'<p>{SECOND} <a href="http://skhcn.example.gov.vn/ke-hoach" rel="noopener noreferrer">Kế hoạch</a></p>'
        '<img src="http://skhcn.example.gov.vn/a.jpg">'
    )
    assert "## Kết quả" in markdown
    assert "* Một **đề tài**" in markdown


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<style>*{background:url(javascript:alert(1))}</style>",
        "<form action='javascript:alert(1)'><button>x</button></form>",
        "<p style='x:expression(alert(1))' onclick='alert(1)'>y</p>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>z</p></noscript>",
    ],
)
def test_nothing_that_runs_is_kept(attack: str) -> None:
    html, markdown = prose_of(f"<div>{paragraphs(FIRST)}{attack}{paragraphs(SECOND)}</div>")
    for word in ("alert", "javascript", "onerror", "onclick", "<script", "<iframe", "style="):
        assert word not in html
    assert FIRST in markdown
    assert SECOND in markdown


def test_what_was_not_read_as_text_is_not_kept() -> None:
    html, _ = prose_of(
        f"<div>{paragraphs(*TEXT)}<div class='social-share'>Chia sẻ lên mạng</div></div>"
    )
    assert "Chia sẻ" not in html


def test_the_tree_stays_as_it_was() -> None:
    page = parse(page_of(f"<div><div>{FIRST}</div>{paragraphs(SECOND)}</div>"), URL)
    before = [(element.tag, element.text, element.tail) for element in page.tree.iter()]
    make_prose(page, find_body(page))
    assert [(element.tag, element.text, element.tail) for element in page.tree.iter()] == before


def test_what_is_not_shown_or_stands_beside_the_text_is_not_kept() -> None:
    html, _ = prose_of(
        "<div><span class='hidden' itemprop='datePublished'>2026-11-02T23:59:01+07:00</span>"
        f"<p hidden>Bản nháp</p><p style='display: none'>Mẫu in</p>{paragraphs(*TEXT)}</div>"
    )
    assert "23:59" not in html
    assert "Bản nháp" not in html
    assert "Mẫu in" not in html
    assert FIRST in html


def test_the_byline_is_a_field_and_no_text() -> None:
    content = f"<div>{paragraphs(*TEXT)}<p><strong>Tác giả: </strong>Trần Đức Nam</p></div>"
    found = find_article(parse(page_of(content), URL))
    assert found.article.authors == ("Trần Đức Nam",)
    assert "Trần Đức Nam" not in found.prose().html
    assert FIRST in found.prose().html


def test_what_the_portal_masks_is_not_kept() -> None:
    content = (
        f"<div>{paragraphs(FIRST)}<div class='so'>Mời bạn đọc thêm</div>{paragraphs(SECOND)}</div>"
    )
    portal = Portal("x", "X", URL, mask=(".so",))
    html = find_article(parse(page_of(content), URL), portal=portal).prose().html
    assert "Mời bạn" not in html
    assert SECOND in html


def test_a_form_around_the_whole_page_is_no_reason_to_drop_its_text() -> None:
    html, _ = prose_of(
        f"<form action='/'><div>{FIRST}</div><div>{SECOND}</div><input name='a'></form>"
    )
    assert FIRST in html
    assert "<input" not in html
    assert "<form" not in html
