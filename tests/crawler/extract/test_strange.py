"""Noise in the text's own cell, line or address: learned from twelve pages, blind to no edit."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from crawler.extract import extract, parse
from crawler.extract.learning import Sample, learn
from news.digest import content_digest
from tests.site.strange import STRANGE, Tale, page, told, url_of

HTML = "text/html; charset=utf-8"


@cache
def _template(look: str):
    dice = Random(11)
    samples = []
    for number in range(100, 112):
        one, two = (parse(page(look, told(number), dice), url_of(number), HTML) for _ in range(2))
        samples.append(Sample(one, two if number < 104 else None))
    return learn(samples)


def _read(look: str, tale: Tale, dice: Random):
    body = page(look, tale, dice)
    return extract(body, url_of(tale.number), content_type=HTML, template=_template(look))


@pytest.mark.parametrize("look", STRANGE)
def test_two_fetches_read_alike_and_whole(look: str) -> None:
    dice = Random(12)
    for number in range(1, 40):
        tale = told(number)
        first, second = _read(look, tale, dice), _read(look, tale, dice)
        assert first.text == "\n".join(tale.lines)
        assert content_digest(first) == content_digest(second)


@pytest.mark.parametrize("look", STRANGE)
def test_each_figure_and_each_word_is_still_seen(look: str) -> None:
    dice = Random(13)
    for number in range(1, 9):
        tale = told(number)
        before = content_digest(_read(look, tale, dice))
        for at, line in enumerate(tale.lines):
            for old in re.findall(r"\d+|[a-zà-ỹđ]{4,}", line)[:6]:
                new = old + ("7" if old.isdigit() else "x")
                lines = (*tale.lines[:at], line.replace(old, new, 1), *tale.lines[at + 1 :])
                assert content_digest(_read(look, replace(tale, lines=lines), dice)) != before


def test_who_signed_beside_a_counter_is_read() -> None:
    tale = told(7)
    assert _read("signature", tale, Random(14)).authors == (tale.signed,)


def test_a_ticket_is_not_part_of_a_file_s_address() -> None:
    article = _read("shuffled", told(7), Random(15))
    assert [file.url for file in article.attachments] == ["http://skhcn.example.vn/tep/7.pdf"]
    assert [image.url for image in article.images] == ["http://skhcn.example.vn/anh/7.jpg"]
