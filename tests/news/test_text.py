import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import fold, nfc, normal_form, squeeze, words

SPELLINGS = (
    "hoà hòa Hoà HOÀ khoẻ khỏe uỷ ủy UỶ thuý thúy quý Quý hoàn ngoài khuỷu đ Đ Ðà ộ x 1,5 , . % ("
)
SYLLABLES = st.sampled_from(SPELLINGS.split())
GLUE = st.sampled_from([" ", "  ", "\u00a0", "\n", "\t", "\u200b", "\u00ad", "", "\u0301", "\x00"])
TEXT = st.lists(SYLLABLES | GLUE, max_size=20).map("".join) | st.text(max_size=30)


def test_squeeze_leaves_single_spaces_and_nothing_invisible():
    assert squeeze("  Hội\u00a0nghị\u2003khoa\u200b học\r\n\tcông\u00ad nghệ\ufeff \x00") == (
        "Hội nghị khoa học công nghệ"
    )


def test_squeeze_composes_letters_parted_by_the_invisible():
    assert squeeze("e\u200b\u0302\u0301") == "ế"


def test_squeeze_keeps_joined_emoji():
    assert squeeze("👩\u200d🔬") == "👩\u200d🔬"


def test_fold_takes_tones_vowel_marks_and_the_bar_of_d():
    assert (
        fold("Đại hội Ðảng bộ TỈNH Thừa Thiên Huế: ƯỚC")
        == "dai hoi dang bo tinh thua thien hue: uoc"
    )


def test_fold_shows_where_a_mark_lies():
    text = nfc(unicodedata.normalize("NFD", "Sở Khoa học tỉnh Lai Châu"))
    at = fold(text).index("tinh lai")
    assert text[at : at + 8] == "tỉnh Lai"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà bình", "hòa bình"),
        ("Khoẻ mạnh", "Khỏe mạnh"),
        ("UỶ BAN", "ỦY BAN"),
        ("thuý, xoá; toạ-đàm", "thúy, xóa; tọa-đàm"),
        ("loã loè", "lõa lòe"),
    ],
)
def test_both_placements_of_a_tone_are_one(new, old):
    assert normal_form(new) == normal_form(old) == old


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("hòan tòan", "hoàn toàn"),
        ("nứơc, đựơc", "nước, được"),
        ("qủa, qúy, gìa", "quả, quý, già"),
        ("ngòai cuả TÍÊN", "ngoài của TIẾN"),
    ],
)
def test_a_tone_on_the_wrong_vowel_is_the_same_word(slip, right):
    assert normal_form(slip) == normal_form(right) == right


@pytest.mark.parametrize(
    "only",
    [
        "hoàn toàn",
        "quý",
        "QUỲ",
        "khuỷu",
        "ngoài",
        "xoáy",
        "huỳnh",
        "hoạch",
        "toán",
        "Quỹ",
        "người",
        "rượu",
        "giữa",
        "nghĩa",
        "giúp",
        "thuở",
        "khuyến",
        "giặt",
        "gìn",
        "của",
        "mùa",
    ],
)
def test_a_spelling_without_twin_stays(only):
    assert normal_form(only) == only


@pytest.mark.parametrize(
    ("one", "other"),
    [("hội nghị , ngày", "hội nghị, ngày"), ("( 3 % )", "(3%)"), ("“ Đề án ”", "“Đề án”")],
)
def test_typesetting_is_no_difference(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"), [("5 tỷ", "6 tỷ"), ("má", "mà"), ("hoà", "hoả"), ("a, b", "a; b"), ("A", "a")]
)
def test_what_a_reader_sees_is_a_difference(one, other):
    assert normal_form(one) != normal_form(other)


@given(TEXT)
def test_forms_do_not_depend_on_composition(text):
    assert normal_form(unicodedata.normalize("NFD", text)) == normal_form(text)
    assert squeeze(unicodedata.normalize("NFD", text)) == squeeze(text)


@given(TEXT)
def test_forms_are_stable(text):
    assert squeeze(squeeze(text)) == squeeze(text)
    assert normal_form(normal_form(text)) == normal_form(text)
    assert normal_form(squeeze(text)) == normal_form(text)


@given(TEXT)
def test_fold_keeps_the_length(text):
    assert len(fold(text)) == len(nfc(text))


def test_words_keep_numbers_whole():
    assert words("Tăng 1.234,5 tỷ đồng (ngày 12/3/2024).") == [
        "Tăng",
        "1.234,5",
        "tỷ",
        "đồng",
        "ngày",
        "12/3/2024",
    ]
