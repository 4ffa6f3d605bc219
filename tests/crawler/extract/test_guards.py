from __future__ import annotations

import contextlib
import random
import time
from unicodedata import is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import ExtractionError, extract
from tests.crawler.extract.pages import FIRST, TEXT, URL, page_of, paragraphs

P = paragraphs(*TEXT).encode()
BOMBS = {
    "attributes": b"<a " + b" ".join(b"a%d=1" % n for n in range(40_000)) + b">x</a>" + P,
    "bare attributes": b"<p>" + P + b"<a " + b" ".join(b"a%d" % n for n in range(40_000)),
    "unclosed tags": b"<a " * 80_000,
    "unclosed values": b'<div><a href="' * 20_000,
    "unclosed scripts": b"<script>" * 100_000,
    "deep divisions": b"<div>" * 100_000 + P,
    "deep inline": b"<b>" * 100_000 + P,
    "deep tables": b"<table><tr><td>" * 30_000 + P,
    "one line": b"<p>" + b"Hoi thao khoa hoc, cong nghe. " * 170_000,
    "breaks": b"<div>" + b"Hoi thao khoa hoc.<br>" * 50_000,
    "rows": b"<table>" + b"<tr><td>Mot, hai.</td><td>3</td></tr>" * 20_000 + b"</table>",
    "files": P
    + b"".join(b"<p><a href='/%d.pdf'>tep so %d</a></p>" % (n, n) for n in range(10_000)),
    "pictures": P + b"".join(b"<img src=/%d.jpg><p>Chu thich.</p>" % n for n in range(10_000)),
    "classes": b"".join(b"<div class='share c%d'>Mot, hai.</div>" % n for n in range(20_000)) + P,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_page_costs_more_than_its_length(name: str) -> None:
    body = BOMBS[name]
    began = time.thread_time()
    with contextlib.suppress(ExtractionError):
        extract(body, URL)
    # Ordinary pages take 30 ms a megabyte; the quadratic steps that these pages once met, 15 s and
    # more. What is between is left to a busy machine.
    assert time.thread_time() - began < 5.0 + len(body) / 1_000_000


@pytest.mark.parametrize("name", ["attributes", "deep divisions", "deep inline", "deep tables"])
def test_a_page_cut_by_the_parser_is_unreadable(name: str) -> None:
    with pytest.raises(ExtractionError):
        extract(BOMBS[name], URL)


def test_depth_that_real_pages_reach_is_read() -> None:
    assert FIRST in extract(b"<div>" * 1_500 + P + b"</div>" * 1_500, URL).text


def test_a_long_inline_image_and_a_long_script_are_no_bombs() -> None:
    image = f"<img src='data:image/png;base64,{'A' * 300_000}'>"
    script = f"<script>var i = 0; if (i<n) {{ {'a = 1 ; ' * 20_000} }}</script>"
    assert extract(page_of(image + script + paragraphs(*TEXT)), URL).text == "\n".join(TEXT)


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"\0\0\0", b"<", b"<html></html>", b"\xff\xfe", b"<!--"]
)
def test_nothing_is_unreadable(body: bytes) -> None:
    with pytest.raises(ExtractionError) as told:
        extract(body, URL)
    assert str(told.value).startswith(URL)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "start", [b"%PDF-1.5\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_file_that_is_served_as_a_page_is_none(start: bytes) -> None:
    words = " ".join(TEXT).encode()
    with pytest.raises(ExtractionError, match="not a page"):
        extract(start + words, URL, content_type="text/html; charset=utf-8")


@settings(max_examples=200)
@given(
    st.binary(max_size=2_000), st.sampled_from([None, "text/html; charset=utf-8", "x; charset=?"])
)
def test_any_bytes_are_an_article_or_unreadable(body: bytes, content_type: str | None) -> None:
    try:
        article = extract(body, URL, content_type=content_type)
    except ExtractionError:
        return
    assert is_normalized("NFC", article.text)
    assert article == extract(body, URL, content_type=content_type)


def mutilated(body: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(body))
        end = at + dice.randint(1, 200)
        change = dice.randrange(5)
        if change == 0:
            body = body[:at] + body[end:]
        elif change == 1:
            body = body[:at] + dice.randbytes(8) + body[at:]
        elif change == 2:
            body = body[:at] + body[at:end] * 3 + body[end:]
        elif change == 3:
            body = body.replace(b"</div>", b"", 2)
        else:
            body = body[:at] + body[at:].decode("utf-8", "replace").encode("cp1258", "replace")
        body = body or b"x"
    return body


@pytest.mark.parametrize("seed", range(4))
def test_a_mutilated_page_is_an_article_or_unreadable(seed: int) -> None:
    dice = random.Random(seed)
    whole = page_of(paragraphs(*TEXT) + "<ul class='x'><li><a href='/a.pdf'>a.pdf</a></li></ul>")
    for _ in range(250):
        try:
            extract(mutilated(whole, dice), URL)
        except ExtractionError:
            continue
