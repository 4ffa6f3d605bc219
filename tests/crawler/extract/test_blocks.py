from __future__ import annotations

from crawler.extract import extract
from tests.crawler.extract.pages import FIRST, SECOND, URL, page_of, paragraphs


def blocks_of(content: str) -> list[tuple[str, str]]:
    article = extract(page_of(f"<div class='content'>{content}</div>"), URL)
    return [(block.kind, block.text) for block in article.blocks]


def test_every_block_has_its_kind() -> None:
    content = (
        f"{paragraphs(FIRST)}<h2>Kết quả</h2><ul><li>Một đề tài</li><li>Hai dự án<ul><li>Dự án con</li></ul></li></ul>"
        f"<blockquote><p>Chúng tôi rất mừng, ông nói.</p></blockquote>"
        f"<figure><img src='a.jpg'><figcaption>Quang cảnh hội nghị</figcaption></figure>{paragraphs(SECOND)}"
    )
    assert blocks_of(content) == [
        ("paragraph", FIRST),
        ("heading", "Kết quả"),
        ("list", "Một đề tài\nHai dự án\nDự án con"),
        ("quote", "Chúng tôi rất mừng, ông nói."),
        ("caption", "Quang cảnh hội nghị"),
        ("paragraph", SECOND),
    ]


def test_a_table_has_a_row_a_line_and_tabs_between_cells() -> None:
    table = (
        "<table><tr><th>Bậc</th><th>Chứng chỉ</th></tr>"
        "<tr><td><p>Bậc 1</p></td><td><p>A</p><p>A1</p></td></tr></table>"
    )
    assert blocks_of(paragraphs(FIRST) + table + paragraphs(SECOND))[1] == (
        "table",
        "Bậc\tChứng chỉ\nBậc 1\tA A1",
    )


def test_a_table_that_only_places_a_picture_is_no_table() -> None:
    table = "<table><tr><td><img src='a.jpg'></td></tr><tr><td>Quang cảnh</td></tr></table>"
    kinds = [kind for kind, _ in blocks_of(paragraphs(FIRST) + table + paragraphs(SECOND))]
    assert "table" not in kinds


def test_a_body_in_a_cell_of_the_layout_is_text() -> None:
    content = (
        f"<table><tr><td width=180>Chuyên mục</td><td>{FIRST}<br><br>{SECOND}</td></tr></table>"
    )
    article = extract(page_of(content), URL)
    assert [(b.kind, b.text) for b in article.blocks] == [
        ("paragraph", FIRST),
        ("paragraph", SECOND),
    ]
