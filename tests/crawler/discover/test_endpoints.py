"""What a script asks for the further pages of its list, and what becomes of the answers."""

from __future__ import annotations

import json

import pytest
from lxml import html

from crawler.discover import endpoints, expressions, fragments, records

HOST = "http://sokhcn.example.vn/muc/tin"
PAGE = """<input type="hidden" id="hdNhom" value="11"><div id="ds" data-chuyen-muc="7"></div>
<script>var site = 311; var lang = 'vi-VN';</script>"""


@pytest.mark.parametrize(
    ("script", "address", "form"),
    [
        (
            "$.post('/Tin/Them', { id: site, skip: n, take: 5 })",
            "/Tin/Them",
            {"id": "311", "skip": "10", "take": "5"},
        ),
        ("fetch('/api/tin?page=' + page + '&size=5')", "/api/tin?page=3&size=5", {}),
        ("fetch(`/api/tin?nhom=${el.dataset.chuyenMuc}&page=${p}`)", "/api/tin?nhom=7&page=3", {}),
        ("$.get('/tin/trang-' + so)", "/tin/trang-3", {}),
        ("$.get('/tin/page/' + so)", "/tin/page/3", {}),
        ("axios.get('/api/tin', { params: { page: so, lang } })", "/api/tin?page=3&lang=vi-VN", {}),
        (
            "var u = '/api/tin?start=' + bd + '&limit=20'; fetch(u)",
            "/api/tin?start=40&limit=20",
            {},
        ),
        (
            "$('#ds').load('/tin/list?nhom=' + $('#hdNhom').val() + '&trang=' + t)",
            "/tin/list?nhom=11&trang=3",
            {},
        ),
        (
            "var q = { nhom: $('#hdNhom').val(), pageIndex: t }; $.ajax({ url: '/Tin.ashx/List', type: 'POST', data: q })",
            "/Tin.ashx/List",
            {"nhom": "11", "pageIndex": "3"},
        ),
        (
            "$.ajax({ url: '/Tin.ashx/List', method: 'POST', data: 'trang=' + t + '&nhom=' + parseInt(site, 10) })",
            "/Tin.ashx/List",
            {"trang": "3", "nhom": "311"},
        ),
        ("$.post('/Log/In', { name: n })", None, {}),
        ("$.post('/Tin/Them', { id: site })", None, {}),
    ],
)
def test_the_third_page_is_asked_for_as_the_script_would(script, address, form):
    values = expressions.read_values(html.fromstring(f"<html><body>{PAGE}</body></html>"))
    found = endpoints.read_script(script, values)
    if address is None:
        assert found is None
    else:
        assert found is not None
        assert found.page(3) == (address, tuple(form.items()))


def test_json_is_sent_where_the_script_says_json():
    values = expressions.Values()
    text = "fetch('/api/tin/list', { method: 'POST', body: JSON.stringify({ page: p, q: '' }) })"
    found = endpoints.read_script(text, values)
    assert found is not None
    assert found.posted
    assert ("Content-Type", "application/json") in found.headers


@pytest.mark.parametrize(
    "text",
    ["", "{" * 5000, "fetch('" + "a" * 5000, "`${`", "url: 'a' + " * 900, "Number(" + " " * 90_000],
)
def test_no_script_is_an_error(text):
    endpoints.read_script(text, expressions.Values())


def links(answer: object, model: records.Model | None = None) -> list[str]:
    page = fragments.page_of_json(json.dumps(answer).encode(), HOST, model)
    return [] if page is None else [str(link.get("href")) for link in page.tree.iter("a")]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"d": '<li><a href="/a">Tin một</a></li>'}, ["/a"]),
        ({"d": json.dumps([{"TieuDe": "Tin một", "Link": "/b"}])}, ["/b"]),
        ({"data": {"items": [{"title": "Tin một", "url": "/c"}, {"title": "Hai"}]}}, ["/c"]),
        ([{"name": "Tin một", "permalink": "http://a.vn/d"}], ["http://a.vn/d"]),
        ({"title": "Tin một", "url": ""}, []),
        ("không có gì", []),
        (None, []),
    ],
)
def test_answers_become_pages_of_links(answer, found):
    assert links(answer) == found


def test_a_day_stands_beside_its_title():
    answer = {"title": "Tin một", "url": "/a", "ngay_dang": "03/02/2025"}
    page = fragments.page_of_json(json.dumps(answer).encode(), HOST)
    assert page is not None
    assert "03/02/2025" in "".join(page.tree.itertext())


TITLE = "Nghiệm thu đề tài giống lúa chịu mặn"
SLUG = "nghiem-thu-de-tai-giong-lua-chiu-man"
GUID = "0b5cf1f2-3c1d-4f8a-9a11-7e2b5d9c0a41"
OTHER = {"title": "Tập huấn đo lường tại huyện Bắc Hà", "slug": "tap-huan-do-luong"}


@pytest.mark.parametrize(
    ("example", "record", "address"),
    [
        (f"/bai/{SLUG}-731", OTHER | {"id": 9}, "/bai/tap-huan-do-luong-9"),
        (f"/bai/{SLUG[:20]}.html", OTHER, "/bai/tap-huan-do-luong.html"),
        ("/xem?nhom=4&bai=731", OTHER | {"id": 9, "nhomId": 4}, "/xem?nhom=4&bai=9"),
        (f"/xem?bai={GUID}", OTHER | {"guid": GUID[::-1].replace("-", "x")}, None),
        (f"/xem?bai={GUID}", OTHER | {"newsId": GUID.replace("0b5c", "aaaa")}, "aaaa"),
        ("/xem?nhom=4&bai=731", OTHER, None),
        ("/gioi-thieu", OTHER, None),
    ],
)
def test_a_record_is_addressed_like_the_example(example, record, address):
    model = records.learn(f"http://a.vn{example}", TITLE)
    found = links(record, model)
    if address is None:
        assert found == []
    else:
        assert len(found) == 1
        assert address in found[0]
