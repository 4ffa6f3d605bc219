from __future__ import annotations

import pytest

from crawler.extract import extract
from news.article import Attachment, Image
from tests.crawler.extract.pages import FIRST, SECOND, TEXT, URL, page_of, paragraphs

BASE = "http://skhcn.example.gov.vn"


def test_files_have_name_address_and_type_and_leave_the_text() -> None:
    content = (
        f"<div>{paragraphs(*TEXT)}<ul><li><a href='/files/Kế hoạch số 12.PDF'>Kế hoạch số 12.PDF</a></li>"
        "<li><a href='/down.aspx?name=phu-luc.docx'>Phụ lục kèm theo</a></li>"
        "<li><a href='/x?download=1' download='b.xlsx'>Biểu mẫu</a></li></ul></div>"
    )
    article = extract(page_of(content), URL)
    assert article.text == "\n".join(TEXT)
    assert article.attachments == (
        Attachment(
            "Kế hoạch số 12.PDF",
            f"{BASE}/files/K%E1%BA%BF%20ho%E1%BA%A1ch%20s%E1%BB%91%2012.PDF",
            "pdf",
        ),
        Attachment("Phụ lục kèm theo", f"{BASE}/down.aspx?name=phu-luc.docx", "docx"),
        Attachment("Biểu mẫu", f"{BASE}/x?download=1", "xlsx"),
    )


def test_a_file_linked_within_a_sentence_keeps_the_sentence() -> None:
    content = f"<div><p>{FIRST} Chi tiết <a href='/f/mau.doc'>xem tại đây</a>.</p></div>"
    article = extract(page_of(content), URL)
    assert article.text == f"{FIRST} Chi tiết xem tại đây."
    assert article.attachments == (Attachment("mau.doc", f"{BASE}/f/mau.doc", "doc"),)


def test_a_link_that_calls_and_calls_is_named_after_its_file() -> None:
    content = f"<div>{paragraphs(*TEXT)}<p><a href='/f/mau.doc'>{'Tải về ' * 4000}</a></p></div>"
    (file,) = extract(page_of(content), URL).attachments
    assert file.name == "mau.doc"


def test_files_of_the_menu_and_the_side_are_not_the_articles() -> None:
    content = f"<div>{paragraphs(*TEXT)}</div><div class='sidebar'><a href='/huong-dan.pdf'>Hướng dẫn</a></div>"
    assert extract(page_of(content), URL).attachments == ()


@pytest.mark.parametrize(
    "viewer",
    [
        "<iframe src='/viewer/web/viewer.html?file=/uploads/tb12.pdf'></iframe>",
        f"<iframe src='https://docs.google.com/gview?url={BASE}/uploads/tb12.pdf&embedded=true'></iframe>",
        "<embed src='/uploads/tb12.pdf' type='application/pdf'>",
        "<object data='/uploads/tb12.pdf'></object>",
        "<a href='/uploads/tb12.pdf'>tb12.pdf</a>",
    ],
)
def test_a_file_alone_is_the_article(viewer: str) -> None:
    article = extract(page_of(f"<div class='content'>{viewer}</div>"), URL)
    assert article.text == ""
    assert article.attachments == (Attachment("tb12.pdf", f"{BASE}/uploads/tb12.pdf", "pdf"),)


def test_images_come_with_their_captions() -> None:
    content = (
        f"{paragraphs(FIRST)}<figure><img data-src='/a.jpg' src='data:image/gif;base64,x'>"
        f"<figcaption>Quang cảnh hội nghị</figcaption></figure>{paragraphs(SECOND)}"
        "<p><img src='//cdn.example.vn/b.png'></p><p align='center'><em>Đại biểu dự hội nghị</em></p>"
        "<p><img src='/icon.gif' width='16'></p>"
    )
    assert extract(page_of(f"<div>{content}</div>"), URL).images == (
        Image(f"{BASE}/a.jpg", "Quang cảnh hội nghị"),
        Image("http://cdn.example.vn/b.png", "Đại biểu dự hội nghị"),
    )


def test_files_under_a_heading_behind_the_text_belong_to_it() -> None:
    listed = "Tệp đính kèm: <a href='/f/mau.pdf'>Mẫu đơn</a>"
    for behind in (listed, f"<div>{listed}</div>", "Tệp đính kèm:"):
        article = extract(page_of(f"<div>{paragraphs(*TEXT)}</div>{behind}"), URL)
        assert article.text == "\n".join(TEXT)
        assert len(article.attachments) == ("href" in behind)
