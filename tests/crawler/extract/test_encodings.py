"""Whole pages there and back through every encoding Vietnamese pages have been stored in.

`test_encoding.py` tries the decoder on sentences; here the articles must come out of `extract`
with all their fields, whatever the page or the server says of its encoding.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import is_normalized, normalize

import pytest

from crawler.extract import extract
from tests.crawler.extract import fonts

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://skhcn.example.vn/tin/18"


class Way(NamedTuple):
    """How a page is written to bytes, and what it truly should declare."""

    write: Callable[[str], bytes]
    right: str
    keeps_capitals: bool = True


WAYS = {
    "utf-8": Way(lambda text: text.encode(), "utf-8"),
    "nfd": Way(lambda text: normalize("NFD", text).encode(), "utf-8"),
    "windows-1258": Way(fonts.to_cp1258, "windows-1258"),
    # Font encodings have no name a page could declare: it calls itself Western.
    "tcvn3": Way(fonts.to_tcvn3, "iso-8859-1", keeps_capitals=False),
    "vni": Way(fonts.to_vni, "windows-1252"),
    "viscii": Way(fonts.to_viscii, "viscii"),
}
WRONG = ("utf-8", "windows-1252", "iso-8859-1", "windows-1258", "gb2312", "x-unknown")


class Story(NamedTuple):
    title: str
    lines: tuple[str, ...]
    author: str


STORIES = {
    "one sentence": Story(
        "Nghỉ bù ngày lễ",
        ("Cơ quan nghỉ bù vào thứ hai, mọi hồ sơ trực tuyến vẫn được tiếp nhận bình thường.",),
        "Lò Thị Thủy",
    ),
    "notice": Story(
        "Mời viết bài cho bản tin quý tới",
        (
            "Ban biên tập mời cộng tác viên gửi bài trước ngày mùng mười.",
            "Mỗi bài dài không quá một nghìn chữ, kèm ảnh rõ nét và chú thích đầy đủ.",
        ),
        "Nguyễn Đức Quyết",
    ),
    "feature": Story(
        "Người giữ lửa nghề rèn dưới chân núi Phja Oắc",
        (
            "Mới tờ mờ sáng, tiếng búa đã vang khắp thung lũng, gọi cả bản thức dậy.",
            "Ông Hoàng Văn Chướng bảy mươi hai tuổi, tóc bạc nhưng cánh tay rắn như thép nguội.",
            '"Lưỡi dao tốt phải nghe được tiếng nước khi tôi", ông vừa nói vừa quệt mồ hôi.',
            "Bễ thổi bằng điện thay cho ống thụt bằng gỗ, song nhìn màu lửa thì không máy nào thay.",
            "Đỏ sẫm là non, vàng rơm là già, trắng lóa là hỏng; chỉ con mắt nhà nghề mới đoán nổi.",
            "Từ khi có nhãn hiệu tập thể, mỗi tháng các hộ bán được hơn năm trăm con dao.",
            "Điều ông lo là lớp trẻ ngại khói bụi, ít ai chịu học nghề quá một mùa ngô.",
            "Xã đang xin mở lớp dạy nghề ngay tại xưởng, ưu tiên con em hộ khó khăn.",
        ),
        "Triệu Kim Ngưỡng",
    ),
}


def page_of(story: Story, declared: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    text = "".join(f"<p>{line}</p>" for line in story.lines)
    return (
        f"<html><head>{meta if declared else ''}<title>{story.title}</title></head><body>"
        "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/tt'>Tin tức</a></li></ul>"
        f"<div class='bv'><h1>{story.title}</h1><div class='ngay'>Ngày đăng: 18/03/2019</div>"
        f"<div class='nd'>{text}<p align='right'><b>{story.author}</b></p></div></div>"
        "<div class='chan'>Lượt truy cập: 12345</div></body></html>"
    )


def declarations(way: Way) -> list[tuple[str | None, str | None]]:
    """What the page says of itself, and the server: right, missing, wrong, contradicting."""
    said = (None, way.right, *WRONG)
    return [(meta, header) for meta in said for header in (None, way.right, "utf-8")]


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("way", WAYS)
def test_every_field_survives_every_encoding_and_declaration(way: str, name: str) -> None:
    story = STORIES[name]
    for meta, header in declarations(WAYS[way]):
        body = WAYS[way].write(page_of(story, meta))
        content_type = f"text/html; charset={header}" if header else "text/html"
        article = extract(body, URL, content_type=content_type)
        read = (article.title, article.text, *article.authors)
        wanted = (story.title, "\n".join(story.lines), story.author)
        if not WAYS[way].keeps_capitals:  # TCVN3 has no capitals with tones: its fonts draw them
            read = tuple(text.lower() for text in read)
            wanted = tuple(text.lower() for text in wanted)
        assert read == wanted, (meta, header)
        assert article.published == date(2019, 3, 18)
        assert all(is_normalized("NFC", text) for text in read)


def test_the_same_bytes_are_always_read_alike() -> None:
    for way in WAYS.values():
        body = way.write(page_of(STORIES["notice"], None))
        assert extract(body, URL) == extract(body, URL)


@pytest.mark.parametrize(("way", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times")])
def test_a_paragraph_in_an_old_font_inside_a_unicode_page_is_read(way: str, font: str) -> None:
    story = STORIES["feature"]
    old = WAYS[way].write(story.lines[3]).decode("latin-1")
    page = page_of(story, "utf-8").replace(
        f"<p>{story.lines[3]}", f"<p style='font-family:{font}'>{old}"
    )
    text = extract(page.encode(), URL).text
    assert text.lower() == "\n".join(story.lines).lower()
