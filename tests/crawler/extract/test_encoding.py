from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from crawler.extract import extract
from crawler.extract.encoding import decode
from crawler.extract.legacy import is_syllable
from tests.crawler.extract import fonts
from tests.crawler.extract.pages import TEXT, URL

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "nfd": lambda text: normalize("NFD", text).encode(),
    "cp1258": fonts.to_cp1258,
    "tcvn3": fonts.to_tcvn3,
    "vni": fonts.to_vni,
    "viscii": fonts.to_viscii,
}
SENTENCES = [
    *TEXT,
    "Hội thảo khoa học",
    "Thông báo nghỉ Tết",
    "Ứng dụng kỹ thuật nuôi ong, giữ gìn nguồn gen quý; thủy lợi, đường sữa, quỹ đất.",
]
DECLARED = [
    None,
    "utf-8",
    "windows-1258",
    "windows-1252",
    "iso-8859-1",
    "us-ascii",
    "viscii",
    "gb2312",
    "nonsense",
]


def page_in(way: str, text: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    before = f"<html><head>{meta}<title>x</title></head><body><div><p>".encode()
    return before + WAYS[way](text) + b"</p></div></body></html>"


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", SENTENCES)
def test_every_encoding_is_read_whatever_is_declared(
    way: str, text: str, declared: str | None
) -> None:
    body = page_in(way, text, declared)
    for content_type in (None, "text/html", f"text/html; charset={declared}"):
        read = extract(body, URL, content_type=content_type).text
        # Capitals with a tone have no place of their own in the TCVN3 fonts.
        assert (read.lower() == text.lower()) if way == "tcvn3" else (read == text)


@pytest.mark.parametrize("way", ["tcvn3", "vni"])
def test_font_text_inside_a_unicode_page_is_mended(way: str) -> None:
    font = WAYS[way](TEXT[0]).decode("latin-1")
    body = f"<h1>Cổng thông tin điện tử</h1><p style='font-family:.VnTime, VNI-Times'>{font}</p>"
    assert TEXT[0].lower() in extract(body.encode(), URL).text.lower()


def test_european_letters_are_left_alone() -> None:
    text = "Señor Müller a été prié, à l’école, de réviser ses façons; el niño también lo sabía, ¡olé! ®"
    for encoding in ("utf-8", "cp1252"):
        body = f"<h1>Nota</h1><p style='font-family:.VnTime'>{text}</p>".encode(encoding)
        assert extract(body, URL, content_type=f"text/html; charset={encoding}").text == text


def test_what_decided_is_told() -> None:
    assert decode(b"abc")[1:] == ("utf-8", "utf-8")
    assert decode(b"\xef\xbb\xbfabc")[1:] == ("utf-8", "bom")
    assert decode("chữ".encode("utf-16"))[1:] == ("utf-16-le", "bom")
    body = WAYS["cp1258"](TEXT[0])
    assert decode(body)[1:] == ("cp1258", "score")
    assert decode(body, "text/html; charset=windows-1258")[1:] == ("cp1258", "header")
    assert decode(
        b'<meta charset="shift_jis">'
        + "県は二十四日、科学技術の振興に関する会議を開き、来年度の計画を決めた。".encode(
            "shift_jis"
        )
    )[1:] == (
        "cp932",
        "meta",
    )


def test_a_stray_byte_does_not_spoil_a_page() -> None:
    body = f"<p>{TEXT[0]}</p>".encode().replace(b", ", b" \x96 ", 1)
    assert extract(body, URL).text == TEXT[0].replace(", ", " – ", 1)


@pytest.mark.parametrize(
    "word", ["nghiệp", "khuyến", "quốc", "giữ", "được", "ươm", "uỷ", "khoẻ", "xoong"]
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["été", "niño", "têt", "hữc", "bọbá", "øre", "thọo"])
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)
