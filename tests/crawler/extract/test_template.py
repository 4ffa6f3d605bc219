"""A portal teaches its own noise: learned from ten pages, right on all others, blind to no edit."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from app.demo.web import Request
from crawler.extract import extract, parse, read
from crawler.extract.cover import recognise
from crawler.extract.learning import FEWEST, Sample, learn
from crawler.extract.template import LEARNER, Template, explain, from_json
from news.digest import content_digest
from tests.families import thinned
from tests.site.newsdesk import WHERE
from tests.site.noisy import EVERY_LOOK, Noisy, noisy

if TYPE_CHECKING:
    from app.demo.story import Story
    from news.article import Article

HTML = "text/html; charset=utf-8"
Seen = tuple[str, bytes, bytes, "Story"]


def _fetch(portal: Noisy, url: str) -> bytes:
    request = Request("GET", "/" + url.removeprefix(portal.home), headers={"Host": "a.vn"})
    return portal.portal.answer(request).body


@cache
def _portal(look: str) -> list[Seen]:
    """Sixty pages of the noisy portal, each fetched twice, the second time with newer lists."""
    with noisy(look, count=60) as portal:
        truth = portal.truth
        one = {url: _fetch(portal, url) for url in truth}
        portal.article_added(3)
        return [(url, one[url], _fetch(portal, url), story) for url, story in truth.items()]


@cache
def _template(look: str) -> Template:
    """Learned from every fifth page, three of them and those with files seen twice."""
    samples = [
        Sample(
            parse(one, url, HTML), parse(two, url, HTML) if _is_seen_twice(look, n, told) else None
        )
        for n, (url, one, two, told) in enumerate(_portal(look)[::5])
    ]
    template = learn(samples)
    assert template is not None
    return template


def _is_seen_twice(look: str, n: int, story: Story) -> bool:
    # A saying in a nameless paragraph among the others is known once it was seen to go.
    return n < 3 or bool(story.papers or story.pictures) or look == "tenant"


def _read(look: str, body: bytes, url: str) -> Article:
    return extract(body, url, content_type=HTML, template=_template(look))


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_what_does_not_stand_still_is_not_read(look: str) -> None:
    for url, one, two, story in _portal(look):
        first, second = _read(look, one, url), _read(look, two, url)
        assert content_digest(first) == content_digest(second)
        assert first.title == story.title


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_no_page_reads_worse_than_without(look: str) -> None:
    for url, one, _, story in _portal(look):
        page = parse(one, url, HTML)
        try:
            plain = read(page).text == story.text
        except ValueError:
            plain = False
        learned = read(page, template=_template(look)).text == story.text
        assert learned or not plain


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_one_letter_or_one_digit_is_always_seen(look: str) -> None:
    for url, one, _, story in _portal(look):
        before = _read(look, one, url)
        for block in (block.text for block in before.blocks):
            for old in re.findall(r"\b(?:[a-zà-ỹđ]{5,}|\d+)\b", block)[:2]:
                new = old[:-1] + ("7" if old[-1] != "7" else "8") if old.isdigit() else old + "x"
                edited = one.decode().replace(block, re.sub(rf"\b{old}\b", new, block, count=1))
                if edited == one.decode():
                    continue  # a table's row stands in several cells
                after = _read(look, edited.encode(), url)
                assert after.text != before.text, (story.title, old)


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_a_template_knows_its_look(look: str) -> None:
    template = _template(look)
    for other in EVERY_LOOK:
        pages = [parse(one, url, HTML) for url, one, _, _ in _portal(other)[::7]]
        assert {recognise(page, template) for page in pages} == {other == look}


def test_a_page_of_another_look_is_read_as_without() -> None:
    url, one, _, _ = _portal("clean")[0]
    page = parse(one, url, HTML)
    assert read(page, template=_template("toolbar")) == read(page)


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_a_template_is_small_and_comes_back_from_its_stored_form(look: str) -> None:
    stored = _template(look).as_json()
    assert from_json(stored) == _template(look)
    assert len(stored.encode()) < 16_000
    assert from_json(stored.replace(f'"version":{LEARNER}', '"version":0')) is None


@pytest.mark.parametrize("look", thinned(EVERY_LOOK))
def test_learning_is_deterministic(look: str) -> None:
    again = _template.__wrapped__(look)
    assert again.as_json() == _template(look).as_json()


def test_what_was_learned_is_told_with_examples() -> None:
    told = list(explain(_template("toolbar")))
    kinds = {kind for kind, _, _, _ in told}
    assert {"title", "body", "date", "turns"} <= kinds
    assert all(pages and all(examples) for _, _, pages, examples in told)


def test_what_was_masked_on_a_page_is_told() -> None:
    url, one, _, _ = _portal("clean")[0]
    noise = dict(_read("clean", one, url).noise)
    assert any("Tổng truy cập" in text for text in noise.values())
    assert not extract(one, url, content_type=HTML).noise


def test_too_few_pages_teach_nothing() -> None:
    samples = [Sample(parse(one, url, HTML)) for url, one, _, _ in _portal("clean")[: FEWEST - 1]]
    assert learn(samples) is None


def _notice(n: int, text: str, more: str = "") -> bytes:
    title = f"Thông báo số {n} về việc nộp hồ sơ đợt {n}"
    return (
        f"<html><head><title>{title}</title></head><body><div class='head'>Sở Khoa học</div>"
        f"<div class='box'><h1>{title}</h1><div class='text'><p>{text}</p>{more}</div>"
        f"<div class='count'>Lượt xem: {n * 37}</div></div>"
        f"<div class='foot'>Địa chỉ: số 5 đường Lê Lợi, phường Bến Thành.</div></body></html>"
    ).encode()


def _notices() -> Template:
    shared = "Hồ sơ nộp trực tiếp tại bộ phận một cửa của Sở trong giờ hành chính."
    own = (
        "Đơn vị nhận hồ sơ của các tổ chức, cá nhân đóng trên địa bàn {}, kể cả hồ sơ gửi qua mạng."
    )
    pages = [
        parse(_notice(n, own.format(where) if n % 3 else shared), f"http://a.vn/{n}.html", HTML)
        for n, where in enumerate(WHERE[:10])
    ]
    template = learn([Sample(page) for page in pages])
    assert template is not None
    return template


def test_a_sentence_that_other_notices_have_too_is_kept() -> None:
    shared = "Hồ sơ nộp trực tiếp tại bộ phận một cửa của Sở trong giờ hành chính."
    article = extract(_notice(12, shared), "http://a.vn/12.html", template=_notices())
    assert article.text == shared


def test_words_of_a_counter_amid_the_text_are_text() -> None:
    text = "Hội nghị công bố số liệu của trang tin trong tháng vừa qua với các đơn vị."
    more = "<p>Lượt xem: 2.100</p><p>Con số này tăng gấp đôi so với cùng kỳ năm trước đó.</p>"
    page = _notice(13, text, more)
    before = extract(page, "http://a.vn/13.html", template=_notices())
    plain = extract(page, "http://a.vn/13.html")
    assert before == replace(plain, noise=before.noise)


def _register(n: int, title: str, text: str = "") -> bytes:
    labels = ("Số hiệu", "Cơ quan ban hành", "Phạm vi", "Ngày hiệu lực", "Trạng thái", "Người ký")
    rows = "".join(f"<tr><td>{label}</td><td></td></tr>" for label in labels)
    return (
        f"<html><head><title>{title}</title></head><body><div class='widget'><div class='head'>Sở Khoa học</div>"
        f"<div class='box'><div>{title}</div><table class='register'>{rows}<tr><td>Tệp</td>"
        f"<td><a href='/tep/cong-van-{n}.pdf'>Tải xuống</a></td></tr></table>"
        f"<div class='text'>{text}</div><div>Lượt tải<b>{n * 3700}</b></div></div>"
        "<div class='foot'>Địa chỉ: số 5 đường Lê Lợi, phường Bến Thành.</div></div></body></html>"
    ).encode()


def _registered() -> Template:
    text = (
        "<p>Sở đề nghị các đơn vị đóng trên địa bàn {} báo cáo kết quả trước ngày {} tháng 6.</p>"
    )
    pages = [
        parse(
            _register(n, f"Công văn số {n * 7} về việc báo cáo tại {where}", text.format(where, n)),
            f"http://a.vn/{n}.html",
            HTML,
        )
        for n, where in enumerate(WHERE[:10], 1)
    ]
    template = learn([Sample(page) for page in pages])
    assert template is not None
    return template


def test_a_document_whose_register_is_empty_is_its_file() -> None:
    title = "Công văn số 775 về việc hướng dẫn thi đua khen thưởng"
    counts = "<p>136341</p><p>162</p>"  # looked at and loaded so often, where text would stand
    article = extract(_register(44, title, counts), "http://a.vn/44.html", template=_registered())
    assert article.title == title
    assert [file.url for file in article.attachments] == ["http://a.vn/tep/cong-van-44.pdf"]
