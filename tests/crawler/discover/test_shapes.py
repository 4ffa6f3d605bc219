"""Portals in shapes that no named system has: found by shape and evidence, not by selectors."""

from __future__ import annotations

import json
import re
from datetime import date

from tests.crawler.discover.walker import walk

HOST = "http://sokhcn.example.vn"
TEXT = (
    "Sáng nay, tại hội trường, lãnh đạo đơn vị đã chủ trì buổi làm việc với các phòng chuyên môn "
    "về tiến độ thực hiện nhiệm vụ khoa học và công nghệ trong quý. Các đại biểu thống nhất giao "
    "phòng kế hoạch tổng hợp ý kiến, hoàn thiện báo cáo trước ngày cuối tháng. "
)
ABOUT = (
    "Sở là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, thực hiện chức năng tham mưu, giúp Ủy ban "
    "quản lý nhà nước về khoa học, công nghệ và đổi mới sáng tạo trên địa bàn toàn tỉnh. "
)
DOINGS = ("Kiểm tra", "Nghiệm thu", "Tập huấn", "Khảo sát", "Chuyển giao", "Công bố", "Thẩm định")
THINGS = ("giống sâm bản địa", "máy sấy nông sản", "nhãn hiệu chè xanh", "trạm quan trắc nước")
PLACES = ("huyện Mường Tè", "xã Nậm Khao", "thị trấn Phù Yên", "đảo Quan Lạn", "hồ Thác Bà")


def title(n: int) -> str:
    doing, thing, place = DOINGS[n % 7], THINGS[n // 7 % 4], PLACES[n // 28 % 5]
    return f"{doing} mô hình {thing} tại {place} lần {n}"


def day(n: int) -> str:
    made = date.fromordinal(date(2024, 6, 30).toordinal() - 3 * n)
    return f"{made:%d/%m/%Y}"


def slug(n: int) -> str:
    return f"kiem-tra-mo-hinh-so-{n}-tai-dia-phuong-{40000 + 7 * n}.html"


def piece(n: int, head: str = "", tail: str = "") -> str:
    body = f"<h1>{title(n)}</h1><p>{day(n)}</p><p>{TEXT}</p><p>Lần thứ {n}. {TEXT}</p>"
    return page(title(n), f"{head}{body}{tail}")


def page(name: str, main: str, menu: str = "") -> str:
    return f"<html><head><title>{name}</title></head><body>{menu}<div>{main}</div></body></html>"


def test_a_bare_table_without_a_mark_of_a_menu():
    menu = (
        "<table><tr>"
        + "".join(
            f'<td><a href="?m={m}">{label}</a></td>'
            for m, label in (
                ("home", "Trang chủ"),
                ("list&c=1", "Tin hoạt động"),
                ("list&c=2", "Thông báo"),
                ("about", "Giới thiệu"),
                ("struct", "Cơ cấu tổ chức"),
                ("plan", "Quy hoạch ngành"),
            )
        )
        + "</tr></table>"
    )

    def lines(numbers):
        return (
            "<table><tr><td>"
            + "".join(
                f'<img src="dot.gif"> <a href="?m=view&id={n}">{title(n)}</a> ({day(n)})<br>'
                for n in numbers
            )
            + "</td></tr></table>"
        )

    def serve(path, form):
        if path in {"/", "/?m=home"}:
            return page("Sở", lines(range(5)), menu)
        if found := re.fullmatch(r"/\?m=list&c=(\d)(?:&p=(\d+))?", path):
            c, p = int(found[1]), int(found[2] or 1)
            own = [n for n in range(60) if n % 2 == c % 2][(p - 1) * 10 : p * 10]
            more = "".join(f'<a href="?m=list&c={c}&p={q}">{q}</a> ' for q in (1, 2, 3) if q != p)
            return page("Danh sách", lines(own) + f"<p>Trang: {more}</p>", menu)
        if found := re.fullmatch(r"/\?m=view&id=(\d+)", path):
            return page("Sở", piece(int(found[1])), menu)
        if path in {"/?m=about", "/?m=struct", "/?m=plan"}:
            return page("Sở", f"<h2>Thông tin chung</h2><p>{ABOUT * 4}</p>", menu)
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 60
    assert not [a for a in got.articles if "view" not in a]
    assert len(got.seen) <= 78
    assert got.plan.complete


def test_a_parent_that_lists_its_children_costs_no_second_walk():
    menu = (
        '<ul class="menu"><li><a href="/tin/">Tin tức</a></li>'
        + "".join(f'<li><a href="/tin/{c}/">Chuyên mục {c}</a></li>' for c in "abc")
        + "</ul>"
    )

    def serve(path, form):
        if path == "/":
            return page("Sở", "<p>Chào mừng</p>", menu)
        if found := re.fullmatch(r"/tin/(?:([abc])/)?(?:page-(\d+)/)?", path):
            c, p = found[1], int(found[2] or 1)
            own = [n for n in range(90) if c is None or "abc"[n % 3] == c]
            shown = own[(p - 1) * 10 : p * 10]
            rows = "".join(
                f'<div class="row"><h3><a href="/tin/{c or "chung"}/{slug(n)}">{title(n)}</a></h3><i>{day(n)}</i></div>'
                for n in shown
            )
            base = f"/tin/{c}/" if c else "/tin/"
            last = -(-len(own) // 10)
            pager = "".join(
                f'<li><a href="{base}page-{q}/">{q}</a></li>' for q in range(1, last + 1)
            )
            return page("Tin", rows + f'<ul class="pages">{pager}</ul>', menu)
        if found := re.fullmatch(r"/tin/\w+/kiem-tra-mo-hinh-so-(\d+)-.*", path):
            return page("x", piece(int(found[1])), menu)
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 90
    assert len(got.seen) <= 117


def test_a_portal_below_its_province_stays_there():
    own = "/So/khcn"
    menu = (
        '<div id="menu"><a href="/">Cổng tỉnh</a><a href="/tin-tinh">Tin của tỉnh</a>'
        f'<a href="{own}/tin">Tin của Sở</a><a href="{own}/thong-bao">Thông báo</a>'
        f'<a href="{own}/van-ban">Văn bản</a></div>'
    )

    def serve(path, form):
        assert path.startswith(own) or path == "/sitemap.xml", path
        rows = {
            "/tin": range(8),
            "/thong-bao": range(8, 12),
            "/van-ban": range(12, 15),
            "": range(4),
        }
        rest = path.removeprefix(own).rstrip("/")
        if rest in rows:
            shown = "".join(
                f'<li><a href="{own}/xem?nid={n}">{title(n)}</a> <span>{day(n)}</span></li>'
                for n in rows[rest]
            )
            other = f'<li><a href="/tin-tinh/{slug(90)}">{title(90)}</a> <span>{day(1)}</span></li>'
            return page("Sở", f"<ul>{shown}</ul><ul>{other}</ul>", menu)
        if found := re.fullmatch(r"/xem\?nid=(\d+)", rest):
            return page("x", piece(int(found[1])), menu)
        return 404

    got = walk(f"{HOST}{own}", serve)
    assert len(got.articles) == 15


def test_a_tenant_named_in_the_query_keeps_to_itself():
    def link(sid, rest):
        return f"/Default.aspx?sname=a{sid}&sid={sid}&{rest}"

    menu = "".join(
        f'<a class="m" href="{link(7, f"pageid={p}")}">Mục tin {p}</a>' for p in range(1, 5)
    )
    menu = f'<div class="topmenu">{menu}<a href="{link(8, "pageid=1")}">Sở Y tế</a></div>'

    def serve(path, form):
        assert "sid=8" not in path
        if found := re.search(r"[?&]id=(\d+)", path):
            return page("x", piece(int(found[1])), menu)
        found = re.search(r"pageid=(\d)", path)
        own = range(4) if found is None else range(4 * int(found[1]), 4 * int(found[1]) + 4)
        rows = "".join(
            f'<li><a href="{link(7, f"pageid=9&catid=3&id={n}")}">{title(n)}</a> <em>{day(n)}</em></li>'
            for n in own
        )
        return page("Sở", f"<ul>{rows}</ul>", menu)

    got = walk(f"{HOST}{link(7, 'x=1')}", serve)
    assert len(got.articles) == 20


def test_a_start_page_of_one_meta_refresh_leads_on():
    def serve(path, form):
        if path == "/":
            return '<html><head><meta http-equiv="refresh" content="0; url=/web/khcn/"></head><body></body></html>'
        if path == "/web/khcn/":
            return page(
                "Sở",
                "".join(f'<h3><a href="/web/khcn/{slug(n)}">{title(n)}</a></h3>' for n in range(6)),
            )
        if found := re.search(r"so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    assert len(walk(f"{HOST}/", serve).articles) == 6


def test_calendars_sort_orders_and_endless_pages_end():
    menu = '<nav><a href="/tin">Tin tức</a><a href="/lich">Lịch làm việc</a></nav>'
    days = "".join(f'<td><a href="/lich?ngay={d}-05-2024">{d}</a></td>' for d in range(1, 31))

    def serve(path, form):
        if path == "/":
            return page("Sở", f"<table><tr>{days}</tr></table>", menu)
        if path.startswith("/lich"):
            return page(
                "Lịch", f'<a href="/lich?ngay=01-06-2024">»</a><table><tr>{days}</tr></table>', menu
            )
        if found := re.match(r"/tin(?:\?page=(\d+))?", path):
            p = int(found[1] or 1)
            own = range((min(p, 3) - 1) * 5, min(p, 3) * 5)  # past the end: the last page again
            rows = "".join(
                f'<li><a href="/bai/{slug(n)}">{title(n)}</a> {day(n)}</li>' for n in own
            )
            sort = (
                '<a href="/tin?sort=name&dir=asc">Tên</a> <a href="/tin?sort=day&dir=desc">Ngày</a>'
            )
            more = (
                f'<a href="/tin?page={p + 1}">{p + 1}</a> <a href="/tin?page={p + 1}">Trang sau</a>'
            )
            return page("Tin", f"{sort}<ul>{rows}</ul>{more}", menu)
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])), menu)
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 15
    assert len(got.seen) <= 26


def test_short_titles_without_any_day_are_articles_when_a_list_names_them():
    menu = (
        '<div class="navbar"><a href="/tin">Tin tức</a><a href="/gioi-thieu">Giới thiệu</a></div>'
    )

    def serve(path, form):
        if path == "/":
            return page("Sở", "", menu)
        if path == "/tin":
            rows = "".join(
                f'<div class="it"><a href="/tin/bai-{n}"><img src="{n}.jpg"></a><h4><a href="/tin/bai-{n}">Hội nghị tổng kết {n}</a></h4></div>'
                for n in range(6)
            )
            return page("Tin tức", rows, menu)
        if found := re.fullmatch(r"/tin/bai-(\d)", path):
            n = found[1]
            related = "".join(
                f'<li><a href="/tin/bai-{m}">Hội nghị tổng kết {m}</a></li>' for m in range(6)
            )
            body = (
                f"<h1>Hội nghị tổng kết {n}</h1><p>Hội nghị số {n} diễn ra thành công tốt đẹp.</p>"
            )
            return page("x", f"{body}<ul>{related}</ul>", menu)
        if path == "/gioi-thieu":
            return page("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 5}</p>", menu)
        return 404

    assert walk(f"{HOST}/", serve).articles == [f"/tin/bai-{n}" for n in range(6)]


def test_standing_pages_that_list_each_other_stay_out():
    names = (
        "Văn phòng Sở và các phòng chuyên môn",
        "Thanh tra Sở Khoa học và Công nghệ tỉnh",
        "Chi cục Tiêu chuẩn Đo lường Chất lượng tỉnh",
    )
    menu = '<nav><a href="/tin">Tin tức</a><a href="/don-vi/0">Đơn vị trực thuộc</a></nav>'

    def serve(path, form):
        if path == "/":
            return page("Sở", "", menu)
        if path == "/tin":
            return page(
                "Tin",
                "".join(
                    f'<li><a href="/tin/{slug(n)}">{title(n)}</a> {day(n)}</li>' for n in range(5)
                ),
                menu,
            )
        if found := re.fullmatch(r"/don-vi/(\d)", path):
            n = int(found[1])
            others = "".join(
                f'<li><a href="/don-vi/{m}">{names[m]}</a></li>' for m in range(3) if m != n
            )
            return page("Đơn vị", f"<h1>{names[n]}</h1><p>{ABOUT * 5}</p><ul>{others}</ul>", menu)
        if found := re.search(r"so-(\d+)-", path):
            return page("x", piece(int(found[1])), menu)
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 5
    assert not [a for a in got.articles if "don-vi" in a]


def test_joomla_pages_by_limitstart():
    base = "/index.php?option=com_content&view=category&id=6"

    def serve(path, form):
        if path == "/":
            return page("Sở", "", f'<nav><a href="{base}">Tin tức</a></nav>')
        if path.startswith(base):
            start = int((re.search(r"limitstart=(\d+)", path) or [0, 0])[1])
            rows = "".join(
                f'<tr><td><a href="/index.php?option=com_content&view=article&id={n}:bai&catid=6">{title(n)}</a></td><td>{day(n)}</td></tr>'
                for n in range(start, min(start + 7, 21))
            )
            more = "".join(
                f'<a href="{base}&limitstart={7 * q}&limit=7">{q + 1}</a>' for q in range(3)
            )
            return page("Tin", f"<table>{rows}</table>{more}")
        if found := re.search(r"id=(\d+):", path):
            return page("x", piece(int(found[1])))
        return 404

    assert len(walk(f"{HOST}/", serve).articles) == 21


def test_a_button_for_more_answers_in_json():
    def item(n):
        return {"title": title(n), "url": f"/bai/{slug(n)}", "date": day(n)}

    def serve(path, form):
        if path == "/":
            return page("Sở", "", '<nav><a href="/tin">Tin tức</a></nav>')
        if path == "/tin":
            rows = "".join(
                f'<li><a href="/bai/{slug(n)}">{title(n)}</a> {day(n)}</li>' for n in range(5)
            )
            script = "<script>var page = 1; function more() { page++; $.ajax({ url: '/api/news/list', type: 'GET', data: { cat: 3, page: page, size: 5 } }); }</script>"
            return page("Tin", f"<ul>{rows}</ul><button onclick='more()'>Xem thêm</button>{script}")
        if found := re.fullmatch(r"/api/news/list\?cat=3&page=(\d+)&size=5", path):
            p = int(found[1])
            rows = [item(n) for n in range((p - 1) * 5, p * 5) if n < 17]
            return ("application/json", json.dumps({"data": {"items": rows}}))
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    assert len(walk(f"{HOST}/", serve).articles) == 17


def test_a_feed_and_a_sitemap_find_what_no_list_shows():
    def serve(path, form):
        if path == "/":
            head = '<html><head><title>Sở</title><link rel="alternate" type="application/rss+xml" href="/rss"></head>'
            return head + "<body><div id='app'></div><p>Trang tin</p></body></html>"
        if path == "/rss":
            rows = "".join(
                f"<item><title>{title(n)}</title><link>{HOST}/bai/{slug(n)}</link></item>"
                for n in range(4)
            )
            return ("application/rss+xml", f"<rss><channel>{rows}</channel></rss>")
        if path == "/sitemap.xml":
            rows = "".join(
                f"<url><loc>{HOST}/bai/{slug(n)}</loc><lastmod>2020-01-01</lastmod></url>"
                for n in range(12)
            )
            return (
                "application/xml",
                f"<urlset>{rows}<url><loc>{HOST}/gioi-thieu</loc></url></urlset>",
            )
        if path == "/gioi-thieu":
            return page("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 4}</p>")
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 12
    assert "/gioi-thieu" not in got.articles


def archive(path, form):
    """Twelve pages of five items, a day three days older each."""
    menu = '<nav><a href="/tin">Tin tức</a></nav>'
    if path == "/":
        return page("Sở", "", menu)
    if found := re.fullmatch(r"/tin(?:/trang-(\d+))?", path):
        p = int(found[1] or 1)
        rows = "".join(
            f'<li><a href="/bai/{slug(n)}">{title(n)}</a> <b>{day(n)}</b></li>'
            for n in range(5 * p - 5, 5 * p)
        )
        more = "".join(f'<a href="/tin/trang-{q}">{q}</a>' for q in range(1, 13))
        return page("Tin", f"<ul>{rows}</ul><div>{more}</div>", menu)
    if found := re.search(r"/bai/.*so-(\d+)-", path):
        return page("x", piece(int(found[1])), menu)
    return 404


def test_since_a_day_stops_after_two_pages_wholly_older():
    got = walk(f"{HOST}/", archive, mode="since", since=date(2024, 5, 31))
    assert len(got.of("listing")) == 6  # home, three pages that reach the day, two beyond
    assert len(got.articles) == 11


def test_an_incremental_crawl_stops_at_the_first_page_with_nothing_new():
    known = tuple(f"{HOST}/bai/{slug(n)}" for n in range(3, 60))
    got = walk(f"{HOST}/", archive, mode="incremental", known=known)
    assert len(got.articles) == 3
    assert len(got.seen) == 6  # home, pages 1 and 2, three articles
    assert got.plan.complete


def test_an_unknown_path_that_leads_home_is_a_missing_article():
    def serve(path, form):
        return archive(path, form) if "-40014" not in path else ("->", "/")

    known = tuple(f"{HOST}/bai/{slug(n)}" for n in range(60))
    gone = f"{HOST}/bai/{slug(2)}"
    got = walk(f"{HOST}/", serve, mode="incremental", known=known, due=(gone,))
    (look,) = [s for s in got.seen if s.ask.role == "known"]
    assert look.findings.kind == "missing"


def test_a_page_like_the_one_for_made_up_addresses_is_a_missing_article():
    nothing = page(
        "Cổng thông tin",
        "<h3>Thông báo của hệ thống điện tử</h3><p>Nội dung quý vị cần xem hiện chưa được cập nhật.</p>",
    )

    def serve(path, form):
        if path.startswith("/bai/") and ("-40014" in path or "98765" in path):
            return nothing
        return archive(path, form)

    known = tuple(f"{HOST}/bai/{slug(n)}" for n in range(60))
    due = (f"{HOST}/bai/{slug(2)}", f"{HOST}/bai/{slug(3)}")
    got = walk(f"{HOST}/", serve, mode="incremental", known=known, due=due)
    kinds = {s.url[-10:-5]: s.findings.kind for s in got.seen if s.ask.role == "known"}
    assert kinds == {"40014": "missing", "40021": "article"}


def test_a_listing_that_fails_leaves_the_crawl_incomplete():
    got = walk(
        f"{HOST}/", lambda path, form: 500 if path == "/tin/trang-3" else archive(path, form)
    )
    assert not got.plan.complete
    assert len(got.articles) == 10


def test_a_short_crawl_leaves_standing_pages_of_a_long_menu_alone():
    sections = ("tin", "thong-bao", "nghien-cuu", "do-luong")
    standing = tuple(f"trang-{n}" for n in range(9))
    menu = (
        "<nav>" + "".join(f'<a href="/{s}/">Mục {s}</a>' for s in (*sections, *standing)) + "</nav>"
    )

    def serve(path, form):
        if path == "/":
            return page("Sở", "", menu)
        if path.strip("/") in sections:
            k = sections.index(path.strip("/"))
            rows = "".join(
                f'<li><a href="{path}{slug(n)}">{title(n)}</a> {day(n)}</li>'
                for n in range(k, 40, 4)
            )
            return page("Tin", f"<ul>{rows}</ul>", menu)
        if path.strip("/") in standing:
            return page("Trang", f"<h1>Mục</h1><p>{ABOUT * 4}</p>", menu)
        if found := re.search(r"so-(\d+)-", path):
            return page("x", piece(int(found[1])), menu)
        return 404

    everything = walk(f"{HOST}/", serve)
    assert len(everything.articles) == 40
    known = tuple(HOST + a for a in everything.articles if not re.search(r"so-[012]-", a))
    got = walk(f"{HOST}/", serve, mode="incremental", known=known)
    assert len(got.articles) == 3
    assert len(got.seen) <= 12


def test_a_first_crawl_looks_everywhere_whatever_its_mode():
    got = walk(f"{HOST}/", archive, mode="incremental")
    assert len(got.articles) == 60


def bulletins(path, form):
    """Twenty bulletins called alike; the list shows the newest fourteen, the last the rest."""

    def lines(numbers):
        rows = (
            f'<li><a href="/tin/{slug(n)}">Bản tin khoa học và công nghệ số {n}</a> ({day(n)})</li>'
            for n in numbers
        )
        return f"<ul>{''.join(rows)}</ul>"

    menu = '<nav><a href="/">Trang chủ</a><a href="/tin/">Tin tức</a></nav>'
    if path in {"/", "/tin/"}:
        return page("Tin", lines(range(14)), menu)
    if found := re.search(r"so-(\d+)-", path):
        n = int(found[1])
        return piece(n, menu, f"<h3>Tin khác</h3>{lines(range(14, 20))}" if n == 13 else "")
    return 404


def test_articles_called_alike_but_for_a_number_are_no_calendar():
    assert len(walk(f"{HOST}/", bulletins).articles) == 20


def test_a_crawl_that_goes_on_finds_what_a_whole_one_finds():
    whole = walk(f"{HOST}/", bulletins)
    for count in (1, 7, 14):
        stored = tuple(f"{HOST}/tin/{slug(n)}" for n in range(count))
        got = walk(f"{HOST}/", bulletins, known=stored, due=stored)
        assert got.articles == whole.articles


def test_days_that_lead_to_each_other_for_ever_come_to_an_end():
    def serve(path, form):
        if path == "/":
            rows = (
                f'<li><a href="/tin/{slug(n)}">{title(n)}</a> ({day(n)})</li>' for n in (1, 2, 3)
            )
            return page("Tin", f"<ul>{''.join(rows)}</ul>")
        if found := re.search(r"so-(\d+)-", path):
            n = int(found[1])
            turns = "".join(
                f'<li><a href="/tin/{slug(m)}">Lịch công tác của lãnh đạo Sở ngày {m}</a> ({day(m)})</li>'
                for m in (n + 100, n + 200)
            )
            return piece(n, tail=f"<h3>Tin khác</h3><ul>{turns}</ul>")
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.seen) < 100  # three lines of days, twelve steps of two days each
    assert got.plan.complete
