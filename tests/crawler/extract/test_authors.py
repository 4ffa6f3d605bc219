"""Bylines: persons, units and papers, at the head and under the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import bylines, names, parse
from crawler.extract.body import find_body
from crawler.extract.fields import Fields, read_fields

TITLE = "Hội nghị triển khai nhiệm vụ khoa học và công nghệ năm 2024"
TEXT = (
    "Sáng ngày 12/3, Sở Khoa học và Công nghệ đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm, "
    "với sự tham gia của lãnh đạo các phòng, đơn vị trực thuộc và đại diện các doanh nghiệp."
)


def read(end: str, *, start: str = "", head: str = "", text: str = TEXT) -> Fields:
    markup = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{start}"
        f"<div class='noidung'><p>{text}</p><p>{TEXT}</p>{end}</div>"
        "<div><h3>Tin liên quan</h3><ul><li><a href='/2'>Tập huấn sở hữu trí tuệ</a></li></ul></div>"
        "</body></html>"
    )
    page = parse(markup.encode(), "http://skhcn.example.vn/tin/1.html")
    return read_fields(page, find_body(page))


SIGNATURES = [
    ("Hàn Vĩnh An (Sở KH&amp;CN Hải Phòng)", ("Hàn Vĩnh An",), "Sở KH&CN Hải Phòng"),
    ("(Sở KH&amp;CN Hải Phòng)", (), "Sở KH&CN Hải Phòng"),
    ("Nguyễn Trường", ("Nguyễn Trường",), None),
    ("HẠNH CHÂU", ("HẠNH CHÂU",), None),
    ("Minh Trường/THĐT", ("Minh Trường",), "THĐT"),
    ("Trường Giang - Sở GDĐT AG", ("Trường Giang",), "Sở GDĐT AG"),
    ("Bá Hải - Nam Khánh", ("Bá Hải", "Nam Khánh"), None),
    ("ThS. Trần Quốc An - Giám đốc Sở KH&amp;CN", ("Trần Quốc An",), None),
    ("Đinh văn Chung", ("Đinh văn Chung",), None),
    ("Trung tâm Thông tin và Ứng dụng KH&amp;CN", (), "Trung tâm Thông tin và Ứng dụng KH&CN"),
    ("Thu Hà - Ảnh: Minh Đức", ("Thu Hà",), None),
    ("(HNM)", (), "HNM"),
    ("Tác giả: Thanh Huyền", ("Thanh Huyền",), None),
    ("Tin, ảnh: Minh Anh", ("Minh Anh",), None),
    ("Bài và ảnh: Thu Hà, Minh Đức", ("Thu Hà", "Minh Đức"), None),
    ("Tin: Nguyễn Thị An (Phòng KHTN&amp;KT)", ("Nguyễn Thị An",), "Phòng KHTN&KT"),
    ("Tác giả: Phòng Quản lý Khoa học", (), "Phòng Quản lý Khoa học"),
    ("Tác giả : - Nguồn: VietQ.vn", (), "VietQ.vn"),
    ("Nguồn:Phòng Thanh tra - Hành chính Copy link", (), "Phòng Thanh tra - Hành chính"),
    ("Nguồn: Hoàng Long", ("Hoàng Long",), None),
    ("Nguồn: HT", (), "HT"),
    ("Tác giả : - Nguồn: HT", (), "HT"),
    ("Tác giả: Thanh Huyền 12/05/2024 1254 lượt xem", ("Thanh Huyền",), None),
    ("Theo Minh Trường/Báo Đồng Tháp", ("Minh Trường",), "Báo Đồng Tháp"),
    ("KS. Bùi Tấn Tài - Thanh tra viên", ("Bùi Tấn Tài",), None),
    ("P.QLKH", (), "P.QLKH"),
    ('Nguồn "Báo Đại biểu nhân dân" 2016.', (), "Báo Đại biểu nhân dân"),
    ("Theo Báo Lào Cai", (), "Báo Lào Cai"),
    ("Theo vtv.vn", (), "vtv.vn"),
]


@pytest.mark.parametrize(("words", "authors", "source"), SIGNATURES)
@pytest.mark.parametrize(
    "dress",
    [
        "<p>{}</p>",
        "<p style='text-align: right'><strong>{}</strong></p>",
        "<p align=right><i>{}</i></p>",
    ],
)
def test_the_line_under_the_text_is_the_byline(
    words: str, authors: tuple[str, ...], source: str | None, dress: str
) -> None:
    fields = read(dress.format(words))
    assert (fields.authors, fields.source) == (authors, source)


def test_initials_sign_only_where_they_are_set_apart() -> None:
    assert read("<p align='right'>H.Y</p>").authors == ("H.Y",)
    assert read("<p>H.Y</p>").authors == ()


def test_name_and_unit_on_two_lines() -> None:
    for end in (
        "<p>Châu Quang An</p><p>Trung tâm TT và TK KH&amp;CN</p>",
        "<p>Châu Quang An<br>Trung tâm TT và TK KH&amp;CN</p>",
    ):
        fields = read(end)
        assert (fields.authors, fields.source) == (("Châu Quang An",), "Trung tâm TT và TK KH&CN")


def test_signature_lines_are_spent() -> None:
    markup = f"<h1>{TITLE}</h1><p>{TEXT}</p><p>{TEXT}</p><p>Lê Vân</p><p>Nguồn: Báo Lào Cai</p>"
    page = parse(markup.encode(), "http://x.vn/a")
    spent = {page.lines[index].text for index in read_fields(page, find_body(page)).spent}
    assert {"Lê Vân", "Nguồn: Báo Lào Cai"} <= spent


@pytest.mark.parametrize(
    ("start", "authors"),
    [
        ("<p>Tác giả: Thanh Huyền</p>", ("Thanh Huyền",)),
        ("<div class='author'>Lê Hoàng</div>", ("Lê Hoàng",)),
        ("<p>Ths. Trần Quốc An - Giám đốc Sở KH&amp;CN</p>", ("Trần Quốc An",)),
        ("<p>Người đăng tin: Võ Đức An Ngày đăng tin: 08/09/2021 Lượt xem: 35</p>", ("Võ Đức An",)),
        ("<p>Đăng bài lananh T4, 13/12/2017 - 06:57</p>", ()),
        ("<p>by nhocconminh</p>", ()),
        ("<p>Thanh Huyền | 15/03/2021 08:00</p>", ("Thanh Huyền",)),
        ("<p>15/03/2021 08:00 - Thanh Huyền</p>", ("Thanh Huyền",)),
        ("<p>Tác giả: admin</p>", ()),
        ("<p>Người đăng: admin admin</p>", ()),
        ("<p>Người đăng: Admin Portal</p>", ()),
        ("<p>Tin: Hoạt động của Sở</p>", ()),
    ],
)
def test_the_byline_above_the_text(start: str, authors: tuple[str, ...]) -> None:
    assert read("", start=start).authors == authors


def test_the_signature_outweighs_the_one_who_uploaded() -> None:
    fields = read("<p>THANH SANG</p>", start="<p>Người đăng: Lê Quản Trị</p>")
    assert fields.authors == ("THANH SANG",)


def test_the_institution_in_meta_is_no_author() -> None:
    head = "<meta name='author' content='Nguyễn Văn An'><meta name='DC.Creator' content='admin'>"
    assert read("", head=head).authors == ()


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ('{"@type":"Person","name":"Lê Thu Hà"}', ("Lê Thu Hà",)),
        ('{"@type":"Person","name":"admin"}', ()),
        ('{"@type":"Organization","name":"Lê Thu Hà"}', ()),
        ('[{"@type":"Person","name":"Sở KH&CN"},{"name":"Lê An"}]', ("Lê An",)),
    ],
)
def test_json_ld_names_persons_only(author: str, authors: tuple[str, ...]) -> None:
    script = (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>'
    )
    assert read("", head=script).authors == authors


@pytest.mark.parametrize(
    "end",
    [
        "<p>GIÁM ĐỐC</p><p>Nguyễn Văn An</p>",
        "<p>(Đã ký)</p><p>Nguyễn Văn An</p>",
        "<p>Nguyễn Văn An</p><p>Trần Thị Bình</p><p>Lê Văn Cường</p><p>Phạm Thị Dung</p>",
        "<p>Ông Nguyễn Văn An</p>",
        "<p>Ảnh: Lê Hoàng</p>",
        "<p>Quảng Ninh</p>",
        "<p>Theo đó, các đơn vị tiếp tục thực hiện.</p>",
        "<p>Kinh phí thực hiện từ nguồn: ngân sách nhà nước</p>",
    ],
)
def test_names_that_are_no_signature(end: str) -> None:
    fields = read(end)
    assert (fields.authors, fields.source) == ((), None)


@pytest.mark.parametrize(
    ("prefix", "source"),
    [("(Dân trí) - ", "Dân trí"), ("GD&amp;TĐ - ", "GD&TĐ"), ("(QBĐT) - ", "QBĐT"), ("TTH - ", "TTH"),
     ("(KHCN-03/11/2017): ", "KHCN"), ("(Hà Nội) - ", None), ("WASHINGTON — ", None)],
)  # fmt: skip
def test_a_dateline_names_the_paper_and_stays_in_the_text(prefix: str, source: str | None) -> None:
    assert read("", text=prefix + TEXT).source == source


@given(st.text(max_size=80))
def test_names_never_raise(text: str) -> None:
    assert not (names.is_person(text) and names.is_unit(text))
    bylines.strict(text)
    bylines.lenient(text)
    assert names.bare(names.bare(text)) == names.bare(text)


@pytest.mark.parametrize("caption", ["Hình ảnh: Hội phụ huynh tặng quà cô", "Ảnh: Lễ ra quân"])
def test_what_a_picture_shows_is_no_credit(caption: str) -> None:
    page = parse(
        f"<h1>{TITLE}</h1><div><p>{TEXT}</p><p>{TEXT[:80]}.</p><p>{caption}</p></div>".encode(),
        "http://skhcn.example.vn/tin/1.html",
    )
    found = find_body(page)
    last = page.lines[-1].index
    assert last in found.kept
    assert last not in read_fields(page, found).spent


def test_who_took_the_pictures_is_no_part_of_the_text() -> None:
    fields = read("<p><b>Nguyễn Văn Hải</b></p><p><b>Ảnh: Quốc Bảo</b></p>")
    assert fields.authors == ("Nguyễn Văn Hải",)
    assert len(fields.spent) == 3


def test_a_sentence_that_begins_with_by_names_nobody() -> None:
    fields = read("<p>By Friday the river had fallen back into its old bed.</p>")
    assert fields.authors == ()
