"""Mutilated pages: an article or an `ExtractionError`, and never much slower than the whole page.

The seeds are the project's own fixture pages. Times are CPU times of this thread; a slow reading
is measured again before it counts, because one interruption by the system is no fault.
"""

from __future__ import annotations

import random
import re
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.extract import ExtractionError, extract
from tests.crawler.extract import fonts

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))
URL = "http://skhcn.example.vn/tin/1.html"
SLOWER = 10
# A reading shorter than this says nothing: the clock's own steps are as long.
FLOOR_SECONDS = 0.003
TAG = re.compile(rb"<[^<>]*>")


def cut(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + body[at + dice.randint(1, 400) :]


def truncate(body: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(1, len(body))]


def drop_tags(body: bytes, dice: random.Random) -> bytes:
    share = dice.random() * 0.5
    return TAG.sub(lambda tag: b"" if dice.random() < share else tag[0], body)


def double_attributes(body: bytes, dice: random.Random) -> bytes:
    times = dice.randint(2, 30)
    return re.sub(rb'( [a-z-]+="[^"]*")', lambda found: found[1] * times, body, count=40)


def break_quotes(body: bytes, dice: random.Random) -> bytes:
    return body.replace(dice.choice([b'"', b"'", b">", b"<", b"="]), b"", dice.randint(1, 12))


def repeat(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    end = at + dice.randint(1, 300)
    return body[:at] + body[at:end] * dice.randint(2, 4) + body[end:]


def mix_encodings(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    end = at + dice.randint(1, 2000)
    text = body[at:end].decode("utf-8", "replace")
    write = dice.choice(
        [fonts.to_cp1258, fonts.to_tcvn3, fonts.to_vni, fonts.to_viscii, str_to_utf16]
    )
    return body[:at] + write(text) + body[end:]


def str_to_utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "replace")


def noise(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + dice.randbytes(dice.randint(1, 64)) + body[at:]


MUTILATIONS = (
    cut,
    truncate,
    drop_tags,
    double_attributes,
    break_quotes,
    repeat,
    mix_encodings,
    noise,
)


def mutilated(number: int) -> tuple[Path, bytes]:
    """The page number `number`, always the same: which seed, and what is left of it."""
    dice = random.Random(number)
    seed = SEEDS[number % len(SEEDS)]
    body = seed.read_bytes()
    for _ in range(dice.randint(1, 4)):
        body = dice.choice(MUTILATIONS)(body, dice) or b"<"
    return seed, body


def seconds(body: bytes) -> float:
    began = time.thread_time()
    with suppress(ExtractionError):
        extract(body, URL, content_type="text/html; charset=utf-8")
    return time.thread_time() - began


@cache
def whole_seconds(seed: Path) -> float:
    """How long the unmutilated page takes."""
    body = seed.read_bytes()
    return max(min(seconds(body) for _ in range(3)), FLOOR_SECONDS)


def too_slow(number: int) -> bool:
    seed, body = mutilated(number)
    # What repetition added is allowed for: time must be linear in length.
    longer = max(len(body) / seed.stat().st_size, 1)
    allowed = SLOWER * whole_seconds(seed) * longer
    return seconds(body) > allowed and min(seconds(body) for _ in range(4)) > allowed


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_mutilated_pages_are_read_or_unreadable_in_time(start: int) -> None:
    assert [number for number in range(start, start + 100) if too_slow(number)] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("start", range(600, 10_000, 2_350))
def test_many_mutilated_pages_are_read_or_unreadable_in_time(start: int) -> None:
    assert [number for number in range(start, start + 2_350) if too_slow(number)] == []


def bomb(name: str, size: int) -> bytes:
    """A page that grows where it should hurt; `size` about its length in bytes."""
    text = "<p>Sáng nay, hội thảo khai mạc tại hội trường lớn, có đông đảo người dân đến dự.</p>"
    makers: dict[str, Callable[[], str]] = {
        "attributes": lambda: "<p " + " ".join(f"a{n}='{n}'" for n in range(size // 12)) + ">x</p>",
        "attributes on every tag": lambda: f"<p {'data-a=1 ' * 20}>Một, hai.</p>" * (size // 200),
        "unclosed": lambda: "<div><p><b><i><span>Một, hai.\n" * (size // 30),
        "deep": lambda: "<div>" * (size // 5),
        "one line": lambda: "<p>" + "Hội thảo khoa học, công nghệ và đổi mới. " * (size // 55),
        "one word": lambda: "<p>" + "a" * size,
        "dates": lambda: "<p>" + "Ngày 12/03/2020, " * (size // 18),
        "names": lambda: "<p>Nguyễn Văn An - Sở KH&amp;CN</p>" * (size // 36),
        "labels": lambda: "<p>Tác giả: Lê Mai Nguồn: Sở</p>" * (size // 36),
        "title": lambda: f"<title>{'Hội nghị - ' * (size // 15)}</title>",
        "crumbs": lambda: "<ul class=breadcrumb>" + "<li><a href=/>Tin</a>" * (size // 24),
        "json": lambda: f'<script type="application/ld+json">{"[" * size}</script>',
        "spaces": lambda: "<p>" + " \u00a0" * (size // 3) + "</p>",
        "dots": lambda: "<h1>" + "." * size + "</h1>",
    }
    return f"<html><body><h1>Hội nghị tổng kết năm</h1>{makers[name]()}{text}".encode()


BOMBS = (
    *("attributes", "attributes on every tag", "unclosed", "deep", "one line", "one word"),
    *("dates", "names", "labels", "title", "crumbs", "json", "spaces", "dots"),
)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_time_grows_no_faster_than_a_page(name: str) -> None:
    small, large = bomb(name, 100_000), bomb(name, 800_000)
    unit = max(min(seconds(small) for _ in range(3)), 0.01)
    # Eight times the length: a quadratic step would take 64 times as long. Half of that is left to
    # caches, memory and a busy machine.
    assert min(seconds(large) for _ in range(3)) < 32 * unit + 0.1


@pytest.mark.parametrize("name", ["one line", "unclosed", "deep", "attributes on every tag"])
def test_five_megabytes_are_read_in_seconds(name: str) -> None:
    assert seconds(bomb(name, 5_000_000)) < 10
