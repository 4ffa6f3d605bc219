"""Which parameters of files' addresses are the fetch's and not the file's."""

from __future__ import annotations

import pytest

from crawler.extract.fickle import fickle, harmless, steady, without
from news.article import Image

FILE = "http://skhcn.example.vn/tep.aspx"


@pytest.mark.parametrize(
    ("once", "again", "names"),
    [
        ([f"{FILE}?id=5&v=1"], [f"{FILE}?id=5&v=2"], {"v"}),
        ([f"{FILE}?id=5"], [f"{FILE}?id=5"], set()),
        # What tells two files of one article apart is theirs, even where it turns too.
        ([f"{FILE}?id=1", f"{FILE}?id=2"], [f"{FILE}?id=1", f"{FILE}?id=3"], set()),
        ([f"{FILE}?v=1"], [], set()),
        (["http://skhcn.example.vn/a.jpg?t=8"], ["http://skhcn.example.vn/b.jpg?t=9"], set()),
    ],
)
def test_what_two_fetches_show_otherwise(once, again, names):
    assert fickle(once, again) == names


def test_other_addresses_stay_byte_for_byte():
    odd = "http://skhcn.example.vn/Tệp đính kèm.pdf?x=%C3%A1&&y"
    assert without(odd, {"v"}) == odd
    assert without(f"{FILE}?id=5&v=1#trang-2", {"v"}) == f"{FILE}?id=5#trang-2"


def test_the_first_of_two_that_become_the_same_stays():
    shown = steady((Image(f"{FILE}?v=1", "Ảnh chung"), Image(f"{FILE}?v=2")), {"v"})
    assert shown == (Image(FILE, "Ảnh chung"),)


def test_a_number_that_tells_all_files_apart_is_kept():
    assert harmless({"id"}, [[f"{FILE}?id={n}"] for n in range(6)]) == ()
    assert harmless({"id", "v"}, [[f"{FILE}?id={n}&v={n * 7}"] for n in range(6)]) == ()
    assert harmless({"v"}, [[f"http://skhcn.example.vn/{n}.jpg?v={n}"] for n in range(6)]) == ("v",)
    assert harmless({"v"}, [["http://skhcn.example.vn/1.jpg?v=1"]]) == ()
