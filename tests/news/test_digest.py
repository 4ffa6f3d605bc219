import re
import unicodedata
from dataclasses import fields, replace
from datetime import date, datetime

import pytest

from news.article import Article, Attachment, Block, Image
from news.digest import content_digest, text_digest
from news.zone import VIETNAM

ARTICLE = Article(
    url="http://skhcn.example.vn/tin/hoi-nghi-12.html",
    title="Hội nghị khoa học tỉnh Hoà Bình",
    published=date(2024, 3, 12),
    updated=date(2024, 3, 13),
    authors=("Nguyễn Văn An",),
    source="Sở Khoa học và Công nghệ",
    section="Tin tức",
    summary="Sáng 12/3, Sở tổ chức hội nghị.",
    blocks=(Block("paragraph", "Sáng 12/3, Sở tổ chức hội nghị."), Block("table", "1\t2\n3\t4")),
    images=(Image("http://skhcn.example.vn/a.jpg", "Toàn cảnh"),),
    attachments=(Attachment("Kế hoạch", "http://skhcn.example.vn/kh.pdf", "pdf"),),
)


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Hội nghị khoa học tỉnh Hoà Binh"},
        {"published": date(2024, 3, 14)},
        {"published": datetime(2024, 3, 12, tzinfo=VIETNAM)},
        {"published": None},
        {"authors": ("Nguyễn Văn An", "Lê Thị Bình")},
        {"source": None},
        {"section": "Thông báo"},
        {"summary": "Chiều 12/3, Sở tổ chức hội nghị."},
        {"blocks": (Block("paragraph", "Sáng 13/3, Sở tổ chức hội nghị."),)},
        {"images": (Image("http://skhcn.example.vn/b.jpg", "Toàn cảnh"),)},
        {"images": (Image("http://skhcn.example.vn/a.jpg", "Quang cảnh"),)},
        {"attachments": (Attachment("Kế hoạch 2", "http://skhcn.example.vn/kh.pdf", "pdf"),)},
        {"attachments": ()},
    ],
)
def test_every_field_makes_another_version(edit):
    assert content_digest(replace(ARTICLE, **edit)) != content_digest(ARTICLE)


@pytest.mark.parametrize(
    "same",
    [
        {"title": "  Hội nghị khoa học\u00a0tỉnh Hòa Bình"},
        {"url": "https://www.skhcn.example.vn/khac"},
        {"encoding": "windows-1258"},
        {"canonical": "http://skhcn.example.vn/"},
        {"published_raw": "Thứ ba, 12/03/2024"},
        {"updated": None},
        {"images": (Image("https://skhcn.example.vn/a.jpg", "Toàn  cảnh"),)},
        {"noise": (("div", "Lượt xem: 5"),)},
    ],
)
def test_form_and_provenance_make_none(same):
    assert content_digest(replace(ARTICLE, **same)) == content_digest(ARTICLE)


def test_decomposed_text_makes_none():
    blocks = tuple(Block(b.kind, unicodedata.normalize("NFD", b.text)) for b in ARTICLE.blocks)
    assert content_digest(replace(ARTICLE, blocks=blocks)) == content_digest(ARTICLE)
    assert text_digest(replace(ARTICLE, blocks=blocks)) == text_digest(ARTICLE)


def test_text_digest_knows_title_and_body_only():
    elsewhere = Article(url="http://khac.vn/", title=ARTICLE.title, blocks=ARTICLE.blocks)
    assert text_digest(elsewhere) == text_digest(ARTICLE)
    assert text_digest(replace(ARTICLE, title="Khác")) != text_digest(ARTICLE)


def test_title_and_body_do_not_run_together():
    one = Article(url="u", title="a b", blocks=(Block("paragraph", "c"),))
    other = Article(url="u", title="a", blocks=(Block("paragraph", "b c"),))
    assert text_digest(one) != text_digest(other)


def test_digests_are_32_hex_and_bear_broken_text():
    broken = Article(url="u", title="\ud800 \x00")
    for digest in (content_digest(broken), text_digest(broken)):
        assert re.fullmatch(r"[0-9a-f]{32}", digest)
    assert text_digest(broken) != text_digest(replace(broken, title="\ud801 \x00"))
    assert content_digest(broken) != content_digest(replace(broken, title="\ud801 \x00"))


def test_a_new_field_of_an_article_must_be_decided_on():
    known = "url title published published_raw updated authors source section summary blocks images"
    known += " attachments canonical encoding encoding_source noise"
    assert {field.name for field in fields(Article)} == set(known.split())
