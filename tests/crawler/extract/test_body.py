from __future__ import annotations

import pytest

from crawler.extract import ExtractionError, extract
from news.portal import Portal
from tests.crawler.extract.pages import FIRST, SECOND, TEXT, THIRD, TITLE, URL, page_of, paragraphs


def text_of(content: str, title: str = TITLE) -> list[str]:
    return extract(page_of(content, title), URL).text.split("\n")


RELATED = "<ul><li><a href='/a'>Hội thảo nâng cao năng suất chất lượng</a> (12/01/2024)</li><li><a href='/b'>Tập huấn tra cứu sáng chế cho doanh nghiệp</a></li></ul>"


@pytest.mark.parametrize(
    "content",
    [
        f"<div class='content'>{paragraphs(*TEXT)}</div>",
        f"<div>{'<br><br>'.join(TEXT)}</div>",
        f"<table><tr><td>{'<br>'.join(TEXT)}</td></tr></table>",
        "".join(f"<div>{text}</div>" for text in TEXT),
        f"<div class='sapo'>{FIRST}</div><div class='noidung'>{paragraphs(SECOND, THIRD)}</div>",
        f"<div class='sapo'>{FIRST}</div><div class='noidung'>{paragraphs(*TEXT)}</div>",
        f"<div class='noidung'>{paragraphs(FIRST)}</div><div class='noidung'>{paragraphs(SECOND, THIRD)}</div>",
        f"<p>{FIRST}<p>{SECOND}<p>{THIRD}",
        f"<div>{paragraphs(TITLE, *TEXT)}</div>",
        f"<div>{paragraphs(*TEXT)}<p>Tin liên quan:</p>{RELATED}</div>",
        f"<div>{paragraphs(FIRST, SECOND)}<div>Xem thêm</div>{RELATED}{paragraphs(THIRD)}</div>",
        f"<div>{'<br>'.join(TEXT)}<br>Số lượt đọc: 73<br><b>Các tin đã đưa:</b><br><a href='?id=1'>Kiểm tra phương tiện đo tại chợ</a> (04/01/2024)</div>",
        f"<div><div class='x'><a>A-</a> <a>A</a> <a>A+</a></div>{paragraphs(*TEXT)}<p>Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p><p>Click để đánh giá bài viết</p><p>Lượt xem: 1.204</p></div>",
        f"<div>{paragraphs(*TEXT)}<div class='c1'><p>Ý kiến bạn đọc</p><p>Bài viết rất hay, cảm ơn Sở đã thông tin kịp thời cho doanh nghiệp chúng tôi.</p></div></div>",
        f"<div class='social-share'><a>Chia sẻ</a></div>{paragraphs(*TEXT)}<div class='tags'><a>đề tài</a>, <a>hội nghị</a></div>",
    ],
)
def test_the_text_comes_whole_and_alone(content: str) -> None:
    assert text_of(content) == list(TEXT)


def test_one_sentence_is_an_article() -> None:
    assert text_of(f"<div>{paragraphs(THIRD)}</div>") == [THIRD]


def test_captions_stay_in_their_place() -> None:
    caption = "Quang cảnh hội nghị"
    content = f"{paragraphs(FIRST)}<p style='text-align:center'><img src='a.jpg'></p><p style='text-align:center'>{caption}</p>{paragraphs(SECOND)}"
    assert text_of(f"<div>{content}</div>") == [FIRST, caption, SECOND]


def test_numbered_headings_and_items_stay() -> None:
    items = ["Kế hoạch số 12/KH-SKHCN", "Báo cáo kết quả năm 2023"]
    content = f"<div>{paragraphs(FIRST)}<h3>1. Nhiệm vụ chung</h3><ul>{''.join(f'<li>{i}</li>' for i in items)}</ul>{paragraphs(THIRD)}</div>"
    assert text_of(content) == [FIRST, "1. Nhiệm vụ chung", *items, THIRD]


def test_a_page_without_text_is_unreadable() -> None:
    with pytest.raises(ExtractionError, match="no article text"):
        extract(page_of("<div class='content'></div>"), URL)


def test_a_portals_own_selector_wins() -> None:
    content = f"<div id='a'>{paragraphs(*TEXT)}</div><div id='b'>{paragraphs(THIRD)}</div>"
    portal = Portal(key="x", name="x", home=URL, select={"body": "#b"})
    assert extract(page_of(content), URL, portal=portal).text == THIRD


def test_a_masked_element_is_never_read() -> None:
    content = (
        f"<div><p>{FIRST} <span class='n'>Đã có 12 người đọc.</span></p>{paragraphs(SECOND)}</div>"
    )
    portal = Portal(key="x", name="x", home=URL, mask=("span.n",))
    assert extract(page_of(content), URL, portal=portal).text == f"{FIRST}\n{SECOND}"


def test_headings_that_open_like_tools_are_text() -> None:
    heading = "Đánh giá kết quả thực hiện nhiệm vụ năm 2020"
    said = "Chia sẻ tại hội nghị, Giám đốc Sở cho biết sẽ tiếp tục hỗ trợ doanh nghiệp."
    tools = "<p>Đánh giá bài viết</p><p>Chia sẻ lên Facebook</p>"
    assert text_of(paragraphs(FIRST, heading, SECOND, said, THIRD) + tools) == [
        FIRST, heading, SECOND, said, THIRD,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        "Thảo luận",
        "Trả lời",
        "Góp ý của các đại biểu",
        "Ý kiến của Ban Giám đốc",
        "Bình luận về giá",
    ],
)
def test_headings_that_open_like_comments_end_no_text(heading: str) -> None:
    assert text_of(paragraphs(FIRST, heading, SECOND)) == [FIRST, heading, SECOND]


@pytest.mark.parametrize(
    "heading",
    [
        "Ý kiến bạn đọc",
        "Ý kiến của bạn",
        "Gửi phản hồi",
        "Góp ý của bạn đọc",
        "Bình luận (0)",
        "Gửi bình luận của bạn",
        "Bình luận",
    ],
)
def test_what_readers_say_is_no_text(heading: str) -> None:
    assert text_of(paragraphs(FIRST, SECOND, heading, THIRD)) == [FIRST, SECOND]


def test_an_advertisement_below_a_short_notice_takes_nothing_of_it() -> None:
    notice = paragraphs(FIRST, "Trân trọng thông báo.")
    offer = "Vay vốn ưu đãi với lãi suất rất thấp, thủ tục đơn giản, giải ngân ngay trong ngày."
    shown = f"<div>{notice}<div class='x1'><a href='/qc?id=7'>{offer}</a></div></div>"
    assert text_of(shown) == text_of(f"<div>{notice}</div>") == [FIRST, "Trân trọng thông báo."]


TEASER = (
    "<div class='x7'><a href='/n/9'><img src='/t.jpg' width='120'></a><div><a href='/n/9'><b>Đảo xa "
    "có điện sạch</b></a></div><div>Lần đầu tiên 300 hộ dân trên đảo có điện suốt ngày đêm.</div></div>"
)


def test_a_teaser_amid_the_text_is_none_of_it_whatever_its_class() -> None:
    assert text_of(f"<div>{paragraphs(FIRST, SECOND)}{TEASER}{paragraphs(THIRD)}</div>") == list(
        TEXT
    )


def test_a_digest_of_articles_keeps_them() -> None:
    items = [(f"Chuyện thứ {n} trong tuần", text) for n, text in enumerate(TEXT)]
    shown = "".join(f"<div><a href='/n/{a[11]}'>{a}</a><p>{b}</p></div>" for a, b in items)
    assert [line for line in text_of(f"<div>{shown}</div>") if line in TEXT] == list(TEXT)


def test_a_list_of_teasers_outweighs_no_notice() -> None:
    aside = "".join(
        f"<div class='i'><a href='/n/{n}'>Tin thứ {n} trong tuần</a><p>{SECOND} {THIRD} {n}</p></div>"
        for n in range(5)
    )
    assert text_of(f"<div><p>{FIRST}</p></div><div class='r'>{aside}</div>") == [FIRST]


@pytest.mark.parametrize(
    "row", ["<tr><td>{}</td><td>{}</td></tr>", "<tr><th>{}:</th><td><p>{}</p></td></tr>"]
)
def test_the_properties_of_a_document_are_its_text(row: str) -> None:
    told = [
        ("Số ký hiệu", "12/QĐ"),
        ("Ngày ban hành", "03/06/2024"),
        ("Trích yếu", "Về quy chế"),
        ("Người ký", "Lê An"),
    ]
    rows = "".join(row.format(*one) for one in told)
    file = "<tr><td>Tệp đính kèm</td><td><a href='/12.pdf'>12.pdf</a></td></tr>"
    lines = text_of(f"<table>{rows}{file}</table>")
    assert [line.replace(":\t", "\t") for line in lines] == ["\t".join(one) for one in told]


@pytest.mark.parametrize("opening", ["> 90% hộ dân", "Mục lục văn bản", "#1 trong bảng là"])
def test_signs_before_a_sentence_make_it_no_label(opening: str) -> None:
    told = f"{opening} do Sở công bố đã được các xã kiểm lại trong tháng này."
    assert told in text_of(paragraphs(FIRST, told, SECOND))


@pytest.mark.parametrize("hidden", ["hidden", "hide d-none", "d-block d-md-none", "sr-only"])
def test_what_a_class_hides_is_no_text(hidden: str) -> None:
    shown = f"<div>{paragraphs(*TEXT)}<div class='{hidden}'><p>{FIRST[::-1]}</p></div></div>"
    assert text_of(shown) == list(TEXT)
