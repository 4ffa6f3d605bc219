"""Portals that hide their lists: in script files, rows, frames, views, beside albums and calendars.

Each is written here from scratch, found from its address alone, and walked to its end.
"""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

from crawler.discover.plan import Plan
from crawler.probing.sampling import Sampler
from news.portal import Portal
from tests.crawler.discover.test_shapes import ABOUT, HOST, day, page, piece, slug, title
from tests.crawler.discover.walker import answer_of, walk

SECTIONS = {"su-kien": "Sự kiện", "thong-bao": "Thông báo"}
SIZE = 10


def of(section: str, count: int = 60) -> list[int]:
    return [n for n in range(count) if list(SECTIONS)[n % len(SECTIONS)] == section]


def shown(section: str, number: int, count: int = 60) -> list[int]:
    return of(section, count)[(number - 1) * SIZE : number * SIZE]


def menu(written: str = "/{}", more: str = "") -> str:
    links = "".join(
        f'<li><a href="{written.format(key)}">{name}</a></li>' for key, name in SECTIONS.items()
    )
    return f'<ul class="menu">{links}{more}</ul>'


def row(n: int, address: str) -> str:
    return f'<div class="row"><h3><a href="{address}">{title(n)}</a></h3><i>{day(n)}</i></div>'


def reading(found: re.Match[str] | None, menu: str = "", tail: str = "") -> object:
    """The article of the number found, of the sixty that there are."""
    n = int(found[1]) if found else 60
    return page("Sở", piece(n, tail=tail), menu) if n < 60 else 404


def script(text: str) -> tuple[str, str]:
    return "application/javascript", text


class Scripted:
    """Lists whose pages 2 and on come from an endpoint that only a script file names."""

    pager = '<div id="pagination7"></div>'
    program = ""

    def address(self, n: int) -> str:
        return f"/bai/{slug(n)}"

    def around(self, section: str) -> str:
        return ""

    def more(self, path: str, form: dict[str, str]) -> object:
        return 404

    def __call__(self, path: str, form: dict[str, str]) -> object:
        if path == "/js/danh-sach.js":
            return script(self.program)
        if path == "/":
            return self.frame("".join(row(n, self.address(n)) for n in range(4)))
        section = path.strip("/")
        if section in SECTIONS:
            rows = "".join(row(n, self.address(n)) for n in shown(section, 1))
            return self.frame(rows + self.pager + self.around(section))
        found = next((n for n in range(60) if path == self.address(n)), None)
        return self.frame(piece(found)) if found is not None else self.more(path, form)

    def frame(self, main: str) -> str:
        files = '<script src="/js/jquery.min.js"></script><script src="/js/danh-sach.js"></script>'
        return page("Sở", main + files, menu())


class MethodInFile(Scripted):
    """ASP.NET: data put together as a string, the answer a list packed into a string."""

    pager = '<a href="#page=1">1</a> <a href="#page=2">2</a>'
    program = """function tai(p) { var nhom = $('#hdNhom').val();
  $.ajax({ type: 'POST', url: '/DichVu/Tin.aspx/LayTheoNhom',
    contentType: 'application/json; charset=utf-8',
    data: "{'nhom':'" + nhom + "','pageIndex':'" + p + "','pageSize':'10'}" }); }"""

    def around(self, section: str) -> str:
        return f'<input type="hidden" id="hdNhom" value="{section}">'

    def more(self, path: str, form: dict[str, str]) -> object:
        if path != "/DichVu/Tin.aspx/LayTheoNhom" or form.get("pageSize") != "10":
            return 404
        numbers = shown(form["nhom"], int(form["pageIndex"]))
        found = [{"Title": title(n), "Url": self.address(n), "NgayDang": day(n)} for n in numbers]
        return "application/json", json.dumps({"d": json.dumps(found)})


class RecordsInFile(Scripted):
    """A script of today: a template string, a `data-` attribute, records without addresses."""

    pager = ""
    program = """const nut = document.querySelector('.tai-them'); let page = 1;
nut.onclick = async () => { page++;
  const r = await fetch(`/api/bai?muc=${nut.dataset.muc}&page=${page}&size=10`); ve(await r.json()); };"""

    def address(self, n: int) -> str:
        return f"/xem/{slug(n).removesuffix('.html')}"

    def around(self, section: str) -> str:
        return f'<button class="tai-them" data-muc="{section}">Xem thêm</button>'

    def more(self, path: str, form: dict[str, str]) -> object:
        found = re.fullmatch(r"/api/bai\?muc=([\w-]+)&page=(\d+)&size=10", path)
        if found is None:
            return 404
        rows = [
            {"id": 40000 + 7 * n, "slug": slug(n).rpartition("-")[0], "title": title(n)}
            for n in shown(found[1], int(found[2]))
        ]
        return "application/json", json.dumps({"items": rows})


def test_a_method_named_in_a_script_file_is_asked_for_every_page():
    got = walk(f"{HOST}/", MethodInFile())
    assert len(got.articles) == 60
    assert len(got.seen) <= 78


def test_records_without_addresses_are_addressed_like_the_list_s_own():
    got = walk(f"{HOST}/", RecordsInFile())
    assert len(got.articles) == 60
    assert len(got.seen) <= 78


def test_the_sample_of_a_portal_asks_for_the_script_too():
    portal = MethodInFile()
    sampler = Sampler(Plan(Portal("p", "P", f"{HOST}/"), known={}, mode="full"))
    asks = list(sampler.first())
    roles = []
    while asks:
        ask = asks.pop()
        roles.append(ask.role)
        asks += sampler.take(answer_of(ask, portal)).asks
    assert "script" in roles
    assert {"endpoint"} == {section["paging"] for section in sampler.evidence()["sections"]} - {
        None
    }


def test_a_script_that_never_comes_leaves_the_first_pages():
    portal = MethodInFile()

    def serve(path, form):
        return 503 if path.endswith(".js") else portal(path, form)

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 20
    assert got.plan.complete


def test_rows_that_lead_somewhere_by_a_script_are_items():
    def serve(path, form):
        section, _, number = path.strip("/").partition("?p=")
        if path == "/":
            return page("Sở", "<p>Chào mừng</p>", menu())
        if section in SECTIONS:
            number = int(number or 1)
            rows = "".join(
                f"<tr onclick=\"window.location='/xem/{n}'\"><td>{n}</td><td>{day(n)}</td><td>{title(n)}</td></tr>"
                for n in shown(section, number)
            )
            onward = f'<a href="/{section}?p={number + 1}">{number + 1}</a>' if number < 3 else ""
            return page("Sở", f"<table>{rows}</table>{onward}", menu())
        found = re.fullmatch(r"/xem/(\d+)", path)
        return reading(found, menu())

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 60
    assert len(got.seen) <= 78


def test_a_frame_over_the_whole_window_is_the_home_page():
    for frame in ('<iframe src="trang/chu"></iframe>', "<frameset><frame src='about:blank'><frame src='trang/chu'></frameset>"):  # fmt: skip

        def serve(path, form, frame=frame):
            if path == "/":
                return f"<html><body>{frame}</body></html>"
            if path == "/trang/chu":
                return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(6)))
            found = re.fullmatch(r"/xem/(\d+)", path)
            return reading(found)

        assert len(walk(f"{HOST}/", serve).articles) == 6


class Numbered:
    """Lists by slug, everything beside an article by number; both declare the slug."""

    def __init__(self, *, beside: str = "") -> None:
        self.beside = beside

    def __call__(self, path: str, form: dict[str, str]) -> object:
        section, _, number = path.strip("/").partition("?page=")
        if path == "/":
            return self.frame("".join(row(n, f"/noi-dung/{self.slug(n)}") for n in range(4)))
        if section in SECTIONS:
            number = int(number or 0)
            rows = "".join(row(n, f"/noi-dung/{self.slug(n)}") for n in shown(section, number + 1))
            last = f'<a href="/{section}?page={number + 1}">sau ›</a>' if number < 2 else ""
            return self.frame(rows + last)
        if path == "/sitemap.xml":
            addresses = "".join(f"<url><loc>{HOST}/node/{n + 500}</loc></url>" for n in range(60))
            return "text/xml", f"<urlset>{addresses}</urlset>"
        return self.other(path)

    def other(self, path: str) -> object:
        if found := re.fullmatch(r"/node/(\d+)|/noi-dung/[a-z-]+(\d\d)", path):
            n = int(found[1]) - 500 if found[1] else int(found[2])
            others = "".join(
                f'<li><a href="/node/{m % 60 + 500}">{title(m % 60)}</a></li>'
                for m in (n + 3, n + 7)
            )
            main = f'<link rel="canonical" href="/noi-dung/{self.slug(n)}">'
            return self.frame(piece(n, head=main, tail=f"<ul>{others}</ul>"))
        return 404

    def slug(self, n: int) -> str:
        return f"kiem-tra-mo-hinh-tai-dia-phuong-{n:02d}"

    def frame(self, main: str) -> str:
        return page("Sở", main + self.beside, menu())


def test_views_that_declare_another_address_are_not_fetched_one_by_one():
    got = walk(f"{HOST}/", Numbered())
    assert len({name for name in got.articles if "node" not in name}) == 60
    assert len(got.seen) <= 78


def test_a_short_crawl_leaves_siblings_named_by_number_alone():
    known = {f"{HOST}/noi-dung/{Numbered().slug(n)}": title(n) for n in range(3, 60)}
    got = walk(f"{HOST}/", Numbered(), known=known, mode="incremental")
    assert len(got.articles) == 3
    assert len(got.seen) <= 12


def test_a_form_to_log_in_and_a_calendar_beside_every_list_hide_nothing():
    days = "".join(f'<a href="/lich/2026-11-{d:02d}">{d}</a>' for d in range(1, 31))
    beside = f'<form><input type="password"></form><a href="/lich/2026-12">›</a>{days}'

    class Calendared(Numbered):
        def other(self, path: str) -> object:
            found = re.fullmatch(r"/lich/(\d+)-(\d+)(?:-\d+)?", path)
            if found is None:
                return super().other(path)
            year, month = int(found[1]), int(found[2]) % 12 + 1
            onward = f'<a href="/lich/{year + (month == 1)}-{month:02d}">Tháng sau ›</a>'
            return self.frame(f"<h1>Lịch công tác tháng {found[2]} năm {year}</h1>{onward}")

    got = walk(f"{HOST}/", Calendared(beside=beside))
    assert len({name for name in got.articles if "node" not in name}) == 60
    assert not [seen.url for seen in got.seen if "/lich/" in seen.url]


def test_albums_and_standing_pages_are_listed_like_news_and_are_none():
    names = ("Quy chế làm việc của Sở Khoa học và Công nghệ", "Lịch sử hình thành ngành khoa học")
    beside = "".join(f'<p><a href="/tinh/{n}.htm">{name}</a></p>' for n, name in enumerate(names))

    def serve(path, form):
        if path == "/":
            return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(40)) + beside, menu())
        if path == "/su-kien":
            albums = "".join(
                f'<div><a href="/anh/{n}"><img src="/{n}.jpg"></a><a href="/anh/{n}">Hình ảnh hội thi sáng tạo lần {n}</a></div>'
                for n in range(6)
            )
            return page("Sở", albums + beside, menu())
        if found := re.fullmatch(r"/tinh/(\d)\.htm", path):
            return page("Sở", f"<h1>{names[int(found[1])]}</h1><p>{ABOUT * 4}</p>{beside}", menu())
        if found := re.fullmatch(r"/anh/(\d)", path):
            pictures = '<img src="/a.jpg">' * 8
            return page(
                "Sở", f"<h1>Hình ảnh hội thi sáng tạo lần {found[1]}</h1>{pictures}", menu()
            )
        found = re.fullmatch(r"/xem/(\d+)", path)
        return reading(found, menu(), beside)

    got = walk(f"{HOST}/", serve)
    assert sorted(got.articles) == sorted(f"/xem/{n}" for n in range(40))
    shown = [section["url"] for section in got.plan.evidence()["sections"]]
    assert not [url for url in shown if "/anh/" in url or "/tinh/" in url]


def test_a_made_up_address_that_brings_an_article_teaches_nothing():
    def serve(path, form):
        path = unquote(path)
        if path == "/":
            return page("Sở", "".join(row(n, f"/tin/{n + 700}/{slug(n)}") for n in range(12)))
        found = re.match(r"/tin/(\d+)", path)
        known = found is not None and 0 <= int(found[1]) - 700 < 12
        return page("Sở", piece(int(found[1]) - 700)) if known else page("Sở", "<h1>Lỗi</h1>")

    assert len(walk(f"{HOST}/", serve).articles) == 12


def test_what_lately_was_no_article_is_left_alone_by_a_short_crawl():
    def serve(path, form):
        if path == "/":
            return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(8)))
        found = re.fullmatch(r"/xem/(\d+)", path)
        return reading(found)

    known = {f"{HOST}/xem/7": title(7)}
    key = Plan(Portal("p", "P", HOST), known={}).key
    strangers = {key(f"{HOST}/xem/{n}") for n in range(3)}
    short = walk(f"{HOST}/", serve, known=known, strangers=strangers, mode="incremental")
    assert len(short.articles) == 4
    full = walk(f"{HOST}/", serve, known=known, strangers=strangers, mode="full")
    assert len([seen for seen in full.seen if seen.findings.kind == "article"]) == 8


def test_a_list_among_empty_ones_is_found_in_the_end():
    names = [f"Chuyên đề số {n}" for n in range(12)]
    links = "".join(f'<li><a href="/cd/{n}/">{name}</a></li>' for n, name in enumerate(names))

    def serve(path, form):
        if path == "/":
            return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(3)), f'<ul class="menu">{links}</ul>')  # fmt: skip
        if path == "/cd/9/":
            return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(3, 12)))
        if re.fullmatch(r"/cd/\d+/", path):
            return page("Sở", "<p>Chưa có bài viết.</p>")
        return reading(re.fullmatch(r"/xem/(\d+)", path))

    found = [len(walk(f"{HOST}/", serve, turn=turn).articles) for turn in range(6)]
    assert max(found) == 12
