"""The decider: which fields differ, and how much it matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from news.article import Article, Attachment, Block, Image
from news.change import OTHER_LOOK, compare, portal_wide
from news.grade import grade_words
from news.zone import VIETNAM

LINES = (
    "Sáng nay, Sở Khoa học và Công nghệ tổ chức hội nghị tổng kết năm 2025.",
    "Tỉnh có 12 đề tài được nghiệm thu, 3 đề tài đạt loại xuất sắc.",
    "Lãnh đạo Sở đề nghị tiếp tục hoà mạng các trạm quan trắc.",
)
ARTICLE = Article(
    url="http://skhcn.example.vn/tin/1",
    title="Hội nghị tổng kết",
    published=date(2025, 12, 20),
    authors=("Nguyễn Văn A",),
    source="Trung tâm Thông tin",
    section="Tin tức",
    blocks=tuple(Block("paragraph", line) for line in LINES),
    images=(Image("http://skhcn.example.vn/a.jpg", "Toàn cảnh"),),
    attachments=(Attachment("Báo cáo.pdf", "http://skhcn.example.vn/a.pdf", "pdf"),),
)


def edited(old: str, new: str) -> Article:
    lines = [line.replace(old, new) for line in LINES]
    assert lines != list(LINES)
    return replace(ARTICLE, blocks=tuple(Block("paragraph", line) for line in lines))


@pytest.mark.parametrize(
    "same",
    [
        edited("hoà", "hòa"),
        edited("Công nghệ", "Công\u00a0 nghệ"),
        edited("tổ chức", "to\u0302\u0309 chức"),
        edited("hội nghị", "hội\u200b nghị"),
        replace(ARTICLE, published=datetime(2025, 12, 20, 8, 30, tzinfo=VIETNAM)),
        replace(ARTICLE, url="https://skhcn.example.vn/tin/1?x=2", encoding="windows-1258"),
        replace(ARTICLE, images=(Image("https://www.skhcn.example.vn/a.jpg", "Toàn cảnh"),)),
        replace(ARTICLE, blocks=tuple(Block("quote", line) for line in LINES)),
    ],
)
def test_another_form_is_no_difference(same: Article) -> None:
    assert not compare(ARTICLE, same)
    assert not compare(same, ARTICLE)


@pytest.mark.parametrize(
    ("other", "fields", "grade", "significance"),
    [
        (edited("tổng", "tỗng"), ("text",), "typo", 0.2),
        (edited("xuất sắc.", "xuất sắc,"), ("text",), "typo", 0.2),
        (edited("xuất sắc", "khá"), ("text",), "wording", 0.3),
        (edited("12 đề tài", "13 đề tài"), ("text",), "figure", 0.6),
        (edited("hoà mạng các trạm quan trắc", "rà soát mọi thiết bị đo"), ("text",), "sentence", 0.7),
        (replace(ARTICLE, blocks=(Block("paragraph", "Bài này đã được thay thế."),)), ("text",), "rewrite", 0.9),
        (replace(ARTICLE, title="Hội nghị tổng kêt"), ("title",), "title", 0.6),
        (replace(ARTICLE, published=date(2025, 12, 21)), ("published",), "figure", 0.6),
        (replace(ARTICLE, published=None), ("published",), "figure", 0.6),
        (replace(ARTICLE, images=()), ("images",), "image", 0.4),
        (replace(ARTICLE, attachments=()), ("attachments",), "attachment", 0.6),
        (replace(ARTICLE, authors=("Nguyễn Văn Á",)), ("authors",), "typo", 0.2),
        (replace(edited("tổng", "tỗng"), images=()), ("text", "images"), "image", 0.4),
    ],
)  # fmt: skip
def test_a_difference_is_named_and_graded(
    other: Article, fields: tuple[str, ...], grade: str, significance: float
) -> None:
    found = compare(ARTICLE, other)
    assert (found.fields, found.grade, found.significance) == (fields, grade, significance)
    assert found.before.keys() == found.after.keys() == set(fields)


def test_only_the_touched_paragraphs_are_shown_as_they_stand() -> None:
    found = compare(ARTICLE, edited("hoà mạng", "tháo dỡ"))
    assert found.before == {"text": LINES[2]}
    assert found.after == {"text": LINES[2].replace("hoà mạng", "tháo dỡ")}


def test_a_title_alone_is_retitled() -> None:
    assert compare(ARTICLE, replace(ARTICLE, title="Tin mới")).kind == "retitled"
    assert compare(ARTICLE, replace(ARTICLE, title="Tin mới", images=())).kind == "edited"


def test_any_single_letter_or_digit_is_seen() -> None:
    for at, letter in enumerate(LINES[1]):
        other = "9" if letter.isdigit() else "x"
        if letter.isspace() or letter == other:
            continue
        line = LINES[1][:at] + other + LINES[1][at + 1 :]
        assert compare(ARTICLE, edited(LINES[1], line)).fields == ("text",)


def test_what_a_new_look_explains_is_left_out_and_nothing_else() -> None:
    caption = Block("caption", "Toàn cảnh")
    shown = replace(ARTICLE, blocks=(*ARTICLE.blocks, caption), section=None)
    found = compare(ARTICLE, shown)
    assert found.forms == {"text:form", "section:loss"}
    assert not compare(ARTICLE, shown, ignore=found.forms)
    real = replace(edited("12 đề tài", "13 đề tài"), section=None)
    left = compare(ARTICLE, real, ignore={"text:form", "section:loss"})
    assert (left.fields, left.grade) == (("text",), "figure")


BARE = replace(ARTICLE, attachments=(), images=())


@pytest.mark.parametrize(
    ("looked", "found"),
    [
        ([(ARTICLE, {"text:form"})] * 2, set()),
        ([(ARTICLE, {"text:form"})] * 5 + [(ARTICLE, ())] * 15, set()),
        ([(ARTICLE, {"text:form"})] * 15 + [(ARTICLE, ())] * 5, {"text:form"}),
        # Ten of a hundred have files, and all of these have them by another address: a look.
        ([(ARTICLE, {"attachments:form"})] * 10 + [(BARE, ())] * 90, {"attachments:form"}),
        # Three of a hundred gained a file: news. All five that had files lost them: a look.
        ([(BARE, {"attachments:gain"})] * 3 + [(BARE, ())] * 97, set()),
        ([(ARTICLE, {"attachments:loss"})] * 4 + [(BARE, ())] * 96, set()),
        ([(ARTICLE, {"attachments:loss"})] * 5 + [(BARE, ())] * 95, {"attachments:loss"}),
        ([(ARTICLE, {"attachments:loss"})] * 5 + [(ARTICLE, ())] * 95, set()),
    ],
)
def test_what_most_pages_show_otherwise_is_the_portals_look(
    looked: list[tuple[Article, set[str]]], found: set[str]
) -> None:
    assert portal_wide(looked) == found


def test_the_same_file_by_another_way_is_a_form_and_another_file_is_not() -> None:
    def attached(url: str) -> Article:
        return replace(ARTICLE, attachments=(Attachment("Báo cáo.pdf", url, "pdf"),))

    other_way = compare(ARTICLE, attached("http://skhcn.example.vn/tai-ve/a.pdf?download=1"))
    assert (other_way.fields, other_way.forms) == (("attachments",), {"attachments:form"})
    assert compare(ARTICLE, attached("http://skhcn.example.vn/b.pdf")).forms == frozenset()


def test_half_a_million_letters_are_graded_soon() -> None:
    before = [f"từ{n}" for n in range(10_000)]
    assert grade_words(before, before[::-1]) == "rewrite"


def test_another_look_may_leave_out_a_date_but_not_change_one() -> None:
    dated = Article("http://a.vn/1", "Tin", published=date(2026, 11, 20))
    undated = replace(dated, published=None)
    moved = replace(dated, published=date(2026, 11, 21))
    assert not compare(dated, undated, ignore=OTHER_LOOK)
    assert not compare(undated, dated, ignore=OTHER_LOOK)
    assert compare(dated, moved, ignore=OTHER_LOOK).fields == ("published",)
    assert compare(dated, undated).fields == ("published",)
