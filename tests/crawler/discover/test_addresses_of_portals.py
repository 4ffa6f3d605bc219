"""Portals told by how they write addresses: the shapes and traps that real ones showed."""

from __future__ import annotations

import re

import pytest

from tests.crawler.discover.test_shapes import (
    ABOUT,
    HOST,
    TEXT,
    archive,
    day,
    page,
    piece,
    slug,
    title,
)
from tests.crawler.discover.walker import walk


def rows(numbers, address):
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{address(n)}">{title(n)}</a> <i>{day(n)}</i></li>' for n in numbers
        )
        + "</ul>"
    )


ARTICLES = {
    "nukeviet by query": "/index.php?language=vi&nv=news&op=Tin-KHCN/Kiem-tra-mo-hinh-so-{n}",
    "liferay view-article": "/chi-tiet-tin/-/view-article/1/1663228888354/16632391917{n}",
    "liferay friendly": "/chi-tiet/-/tin-tuc/Kiem-tra-mo-hinh-tai-dia-phuong{n}",
    "liferay by query": "/chi-tiet-tin-tuc?dinhdanh=64670{n}&cat=4801",
    "sharepoint list": "/noidung/bantin/Lists/TinTuc/View_Detail.aspx?ItemID={n}",
    "sharepoint page": "/portal/Pages/2023-4-24/Kiem-tra-mo-hinh-tai-dia-phuongxu0{n}t8.aspx",
    "dnn tab": "/Default.aspx?tabid=235&NDID={n}",
    "dnn path": "/home/Ban-tin/Khoa-hoc/type/detail/id/{n}",
    "two ids": "/default.aspx?pid=57&nid={n}",
    "mvc": "/ManagementNews/DetailNew/{n}",
    "dated path": "/News/ketquacongtac/2018/06/{n}.aspx",
    "id before slug": "/quan-ly-khoa-hoc/chitiet/{n}/hop-hoi-dong-tu-van",
    "ministry": "/vn/tin-tuc/{n}/kiem-tra-mo-hinh-tai-dia-phuong.aspx",
    "all in query": "/?details={n}&menuID=32&CongID=1",
    "drupal node": "/node/{n}",
    "wordpress": "/?p={n}",
    "joomla": "/index.php?option=com_content&view=article&id={n}:hoi-nghi&catid=44:tin&Itemid=71",
    "slug and id in query": "/vi/tin-bai/kiem-tra-mo-hinh?id={n}&type=NEWS",
    "glued id": "/kiem-tra-mo-hinh-tai-dia-phuong-n{n}",
    "under rss": "/rss/index.php?pageid={n}&topicid=5",
    "underscore": "/detail-news-view-1-25-{n}_hoi-thao-fnca.html",
    "path in query": "/?x={n}/khxhnv/kiem-tra-mo-hinh-tai-dia-phuong",
    "module": "/?id={n}&m=newsdetail&q=",
}
PAGES = {
    "query": ("/muc?c=1", "/muc?c=1&page={p}", 1),
    "query from zero": ("/muc?c=1", "/muc?c=1&page={z}", 1),
    "path": ("/muc/", "/muc/page-{p}/", 1),
    "wordpress": ("/category/tin/", "/category/tin/page/{p}/", 1),
    "offset": ("/muc?c=1", "/muc?c=1&limitstart={o}&limit=5", 1),
    "last segment": ("/chuyen-muc/69/quan-ly", "/chuyen-muc/69/quan-ly/{o}", 1),
    "portlet": (
        "/tin-tuc",
        "/tin-tuc?p_p_id=101_INSTANCE_x&p_p_mode=view&_101_INSTANCE_x_keywords=&_101_INSTANCE_x_delta=5&_101_INSTANCE_x_cur={p}",
        1,
    ),
    "html": ("/tin-tuc.html", "/tin-tuc/trang-{p}.html", 1),
    "nukeviet query": ("/index.php?nv=news&op=Tin", "/index.php?nv=news&op=Tin/page-{p}", 1),
}


@pytest.mark.parametrize("shape", ARTICLES)
def test_articles_of_every_address_shape_are_found_once(shape):
    def address(n):
        return ARTICLES[shape].format(n=50100 + 13 * n)

    where = {address(n): n for n in range(24)}
    menu = '<nav><a href="/muc-a/">Hoạt động</a><a href="/muc-b/">Thông báo</a><a href="/gioi-thieu-so/">Về chúng tôi</a></nav>'

    def serve(path, form):
        if path in where:
            return page("x", piece(where[path], tail=rows(range(3), address)), menu)
        if path == "/muc-a/":
            return page("Hoạt động", rows(range(12), address), menu)
        if path == "/muc-b/":
            return page("Thông báo", rows(range(12, 24), address), menu)
        if path == "/gioi-thieu-so/":
            return page("Về chúng tôi", f"<h1>Về chúng tôi</h1><p>{ABOUT * 5}</p>", menu)
        return page("Sở", rows(range(4), address), menu) if path == "/" else 404

    got = walk(f"{HOST}/", serve)
    assert got.articles == sorted(where)
    assert len(got.seen) <= 31


@pytest.mark.parametrize("shape", PAGES)
def test_lists_of_every_paging_shape_are_walked_to_their_end(shape):
    first, later, _ = PAGES[shape]
    pages = {first: 1} | {later.format(p=p, z=p - 1, o=5 * (p - 1)): p for p in range(2, 8)}
    at = {number: path for path, number in pages.items()}

    def serve(path, form):
        if path == "/":
            return page("Sở", "", f'<nav><a href="{first}">Tin tức</a></nav>')
        if path in pages:
            p = pages[path]
            shown = [q for q in range(max(1, p - 2), min(7, p + 2) + 1) if q != p]
            links = "".join(f'<li><a href="{at[q]}">{q}</a></li>' for q in shown)
            links += f'<li><a href="{at[7]}">Cuối »</a></li>' if p < 7 else ""
            return page(
                "Tin",
                rows(range(5 * p - 5, 5 * p), lambda n: f"/bai/{slug(n)}") + f"<ul>{links}</ul>",
            )
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 35
    assert len(got.of("listing")) == 8


def test_a_home_page_that_is_the_only_list_is_walked():
    def serve(path, form):
        if found := re.fullmatch(r"/(?:\?page=(\d))?", path):
            p = int(found[1] or 1)
            more = "".join(f'<a href="/?page={q}">{q}</a>' for q in range(1, 5))
            return page("Sở", rows(range(5 * p - 5, 5 * p), lambda n: f"/bai/{slug(n)}") + more)
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    assert len(walk(f"{HOST}/", serve).articles) == 20


def test_print_views_logins_searches_and_tags_are_never_asked():
    extra = "".join(
        f'<li><a href="{href}">{text}</a></li>'
        for href, text in (
            ("/dang-nhap", "Đăng nhập hệ thống quản trị nội dung"),
            ("/tim-kiem?q=giong", "Kết quả tìm kiếm theo từ khóa giống cây"),
            ("/tag/chuyen-doi-so", "chuyển đổi số"),
            ("/tag/chuy%E1%BB%83n", "chuyển"),
            ("/lien-he", "Liên hệ"),
            ("/in-trang?id=1", "In trang"),
        )
    )

    def serve(path, form):
        assert not re.match(r"/(?:dang-nhap|tim-kiem|tag|lien-he|in-trang)", path), path
        got = archive(path, form)
        return got.replace("</body>", f"<ul>{extra}</ul></body>") if isinstance(got, str) else got

    assert len(walk(f"{HOST}/", serve).articles) == 60


def test_a_list_that_prints_whole_articles_is_still_a_list():
    def serve(path, form):
        if path == "/":
            return page("Sở", "", '<nav><a href="/chuyen-doi-so/">Chuyển đổi số</a></nav>')
        if path == "/chuyen-doi-so/":
            return page(
                "Chuyển đổi số",
                "".join(
                    f'<div class="post"><h2><a href="/bai/{slug(n)}">{title(n)}</a></h2><p>{TEXT * 4}</p></div>'
                    for n in range(5)
                ),
            )
        if found := re.search(r"/bai/.*so-(\d+)-", path):
            return page("x", piece(int(found[1])))
        return 404

    got = walk(f"{HOST}/", serve)
    assert len(got.articles) == 5
    assert "/chuyen-doi-so/" in got.of("listing")


def test_a_post_that_is_only_an_attachment_is_an_article():
    def serve(path, form):
        if path == "/":
            return page("Sở", "", '<nav><a href="/van-ban">Văn bản</a></nav>')
        if path == "/van-ban":
            return page("Văn bản", rows(range(4), lambda n: f"/van-ban/{slug(n)}"))
        if found := re.search(r"so-(\d+)-", path):
            n = int(found[1])
            return page(
                "x",
                f'<h1>{title(n)}</h1><span>{day(n)}</span><p><a href="/tep/{n}.pdf">Tải về: {title(n)}.pdf</a></p><iframe src="/tep/{n}.pdf"></iframe>',
            )
        return 404

    assert len(walk(f"{HOST}/", serve).articles) == 4


def test_addresses_that_change_with_every_click_end():
    clicks = iter(range(100_000))

    def state(words):
        return f"/wps/portal/khcn/!ut/p/z1/{words}{next(clicks):06d}xyzAbC5KQ!!/"

    def serve(path, form):
        menu = f'<div class="menu"><a href="{state("muc-a")}">Tin tức</a><a href="{state("muc-b")}">Thông báo</a></div>'
        found = re.search(r"/z1/bai(\d+)q", path)
        if found:
            return page("x", piece(int(found[1])), menu)
        own = range(5) if "muc-a" in path else range(5, 9) if "muc-b" in path else range(2)
        return page("Sở", rows(own, lambda n: state(f"bai{n}q")), menu)

    got = walk(f"{HOST}/wps/portal/khcn", serve, limit=200)
    assert len(got.seen) < 60
    assert len(got.articles) == 9
