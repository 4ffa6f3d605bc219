"""Titles: the line that shows them, in every dress; the head's words only as a witness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import ExtractionError, parse
from crawler.extract.body import find_body
from crawler.extract.fields import Fields, read_fields

TITLE = "Hội nghị triển khai nhiệm vụ khoa học và công nghệ năm 2024"
SITE = "Sở Khoa học và Công nghệ tỉnh Lai Châu"
TEXT = (
    "Sáng ngày 12/3, Sở Khoa học và Công nghệ đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm, "
    "với sự tham gia của lãnh đạo các phòng, đơn vị trực thuộc và đại diện các doanh nghiệp."
)
BODY = f"<div><p>{TEXT}</p><p>{TEXT}</p></div>"
MENU = "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/t'>Tin tức</a></li></ul>"


def fields_of(body: str, title: str = TITLE, head: str = "", **options: object) -> Fields:
    markup = f"<html><head><title>{title}</title>{head}</head><body>{MENU}{body}</body></html>"
    page = parse(markup.encode(), "http://skhcn.example.vn/tin/1.html")
    return read_fields(page, find_body(page), **options)  # type: ignore[arg-type]


def test_a_title_full_of_letters_is_read_in_one_go() -> None:
    title = f"Vitamin{' a' * 60} b"
    assert fields_of(f"<h1>{title} print</h1>{BODY}", "").title == title


@pytest.mark.parametrize(
    "shown",
    [
        f"<h1>{TITLE}</h1>",
        f"<div class='ArticleHeader'>{TITLE}</div>",
        f"<div class='CTTDivTittleBaiViet'>{TITLE}</div>",
        f"<h2 class='tieude'>{TITLE}</h2>",
        f"<h3><a href='/tin/1.html'>{TITLE}</a></h3>",
        f"<div class='news_title'><a href='/tin/1.html'>{TITLE}</a></div>",
        f"<p><b>{TITLE}</b></p>",
        f"<table><tr><td><span><strong>{TITLE}</strong></span></td></tr></table>",
        "<h1>Hội nghị triển khai nhiệm vụ<br>khoa học và công nghệ năm 2024</h1>",
        f"<h1 class='portlet-title'>Thông báo Thông báo</h1><div class='title'>{TITLE}</div>",
        f"<h1 class='logo'>{SITE}</h1><h2>{TITLE}</h2>",
        f"<h1>{TITLE} <small>22/03/2024</small></h1>",
        f"<header><span>A- A A+</span><h1>{TITLE}</h1><span>In bài viết</span></header>",
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        TITLE,
        f"{TITLE} - {SITE}",
        f"{SITE} | {TITLE}",
        "Hội nghị triển khai nhiệm vụ khoa học và ...",
        f"Hội nghị triển khai nhiệm vụ khoa học… - {SITE}",
        SITE,
        "Chi tiết tin",
        "",
    ],
)
def test_the_title_is_what_the_page_shows(shown: str, head: str) -> None:
    assert fields_of(shown + BODY, head).title == TITLE


@pytest.mark.parametrize(
    "head",
    [f"{TITLE} - {SITE}", f"{TITLE} | {SITE}", f"{SITE} » {TITLE}", TITLE],
)
def test_a_page_that_shows_none_is_told_by_its_head(head: str) -> None:
    assert fields_of(BODY, head).title == TITLE


def test_a_title_cut_on_the_page_is_completed_by_the_head() -> None:
    cut = "Hội nghị triển khai nhiệm vụ khoa học và…"
    assert fields_of(f"<h1>{cut}</h1>{BODY}", TITLE).title == TITLE


def test_entities_are_letters() -> None:
    said = "<meta property='og:title' content='Kế hoạch 12&amp;#x002F;KH-UBND về đổi mới sáng tạo'>"
    assert fields_of(BODY, SITE, said).title == "Kế hoạch 12/KH-UBND về đổi mới sáng tạo"
    shown = "<h1>Quy định &quot;một cửa&quot; trong lĩnh vực KH&amp;CN</h1>"
    assert fields_of(shown + BODY, SITE).title == 'Quy định "một cửa" trong lĩnh vực KH&CN'


@pytest.mark.parametrize(
    "title",
    [
        "Luật Khoa học và Công nghệ có hiệu lực thi hành từ ngày 01/7/2020",
        "Kế hoạch công tác tuần từ 12/3/2024 đến 18/3/2024",
        "Lịch tiếp công dân tháng 7/2024",
        "Kết quả thực hiện nhiệm vụ giai đoạn 2021 - 2025",
    ],
)
@pytest.mark.parametrize("head", ["", SITE])
def test_a_date_of_the_title_itself_stays(title: str, head: str) -> None:
    assert fields_of(f"<h1>{title}</h1>{BODY}", head).title == title


@pytest.mark.parametrize(
    "count",
    [" <small>(3.977 lượt xem)</small>", " | Đã xem: 56", " <i>[12 views]</i>", " 56 lượt đọc"],
)
@pytest.mark.parametrize("head", [TITLE, f"{TITLE} - {SITE}", SITE])
def test_a_count_of_readers_is_no_part_of_a_title(count: str, head: str) -> None:
    assert fields_of(f"<h1>{TITLE}{count}</h1>{BODY}", head).title == TITLE


def test_a_count_that_the_head_says_too_is_the_titles_own() -> None:
    title = "Bản tin khoa học tháng Ba đạt hơn 5.000 lượt xem"
    assert fields_of(f"<h1>{title}</h1>{BODY}", title).title == title


def test_a_seo_title_does_not_replace_the_shown_one() -> None:
    seo = f"Triển khai nhiệm vụ khoa học, công nghệ | {SITE}"
    assert fields_of(f"<h1>{TITLE}</h1>{BODY}", seo).title == TITLE


def test_the_title_repeated_at_the_head_of_the_text_is_spent() -> None:
    fields = fields_of(f"<h1>{TITLE}</h1><div><p>{TITLE.upper()}</p><p>{TEXT}</p></div>")
    assert len(fields.spent) >= 2


def test_a_breadcrumb_that_ends_in_the_title_is_not_it() -> None:
    trail = f"<div class='breadcrumb'>Trang chủ » Tin hoạt động » {TITLE}</div>"
    fields = fields_of(f"{trail}<h1>{TITLE}</h1>{BODY}")
    assert (fields.title, fields.section) == (TITLE, "Tin hoạt động")


def test_a_portals_own_selectors_win() -> None:
    shown = "<h1>Thông báo</h1><p id='t'>Mời chào giá</p><p id='d'>Ngày 15/03/2021</p><i id='a'>Lê An</i>"
    select = {"title": "#t", "date": "#d", "author": "#a", "section": "h1", "body": "div"}
    fields = fields_of(shown + BODY, SITE, select=select)
    assert (fields.title, str(fields.published)) == ("Mời chào giá", "2021-03-15")
    assert (fields.authors, fields.section) == (("Lê An",), "Thông báo")


def test_a_selector_that_matches_nothing_changes_nothing() -> None:
    select = {"title": "#none", "date": "#none", "author": "#none", "section": "#none"}
    fields = fields_of(f"<h1>{TITLE}</h1><p>15/03/2021</p>{BODY}", select=select)
    assert (fields.title, str(fields.published)) == (TITLE, "2021-03-15")


MARKUP = (
    "<h1>|</h1>|<p>|</p>|<table><tr><td>|<br>|<a href=/x>|</a>|<div class=title>|<time datetime=x>"
)
WORDS = "15/03/2021|Tác giả: |Nguồn: |Lê Vân|(HNM)|…|(|./.|»|\u00a0|đ\u0309"
PIECES = st.sampled_from([*MARKUP.split("|"), *WORDS.split("|"), TITLE, TEXT, SITE])


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join),
    st.text(max_size=30),
)
def test_reading_fields_never_raises_and_never_differs(body: str, title: str) -> None:
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    try:
        page = parse(markup.encode("utf-8", "replace"), "http://x.vn/a")
    except ExtractionError:
        return
    if not page.lines:
        return
    found = find_body(page)
    assert read_fields(page, found) == read_fields(page, found)
    assert all(0 <= index < len(page.lines) for index in read_fields(page, found).spent)
