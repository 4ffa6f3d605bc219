from __future__ import annotations

import gzip
from datetime import date

import pytest
from lxml import html

from crawler.discover import endpoints, fragments, platform, postback, start, words
from crawler.discover.classify import looks_like_error
from crawler.discover.feeds import Entry, declared_feeds, read_feed
from crawler.discover.pattern import Pattern, made_up, shape_of, tail_of
from crawler.discover.sitemaps import read_sitemap

HOST = "http://sokhcn.example.vn"
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss>&c;</rss>'


def tree(markup):
    return html.document_fromstring(f"<html><body>{markup}</body></html>")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(16/10/2019)", date(2019, 10, 16)),
        ("Ngày đăng: 05-05-2021", date(2021, 5, 5)),
        ("Thứ hai, 05/12/16", date(2016, 12, 5)),
        ("20 - 04 - 2023", date(2023, 4, 20)),
        ("ngày 6 tháng 12 năm 2019", date(2019, 12, 6)),
        ("2024-03-01T08:00", date(2024, 3, 1)),
        ("99/99/2020 rồi 01/02/2020", date(2020, 2, 1)),
        ("lần 3 tại 12/5", None),
    ],
)
def test_days_beside_titles(text, found):
    assert words.find_day(text) == found


@pytest.mark.parametrize(
    ("url", "text", "tool"),
    [
        ("/dang-nhap.html", "Đăng nhập hệ thống quản trị nội dung", True),
        ("/tim-kiem?q=a", "Các kết quả tìm được theo từ khóa này", True),
        ("/tag/do-luong", "đo lường", True),
        ("/rss/index.php?pageid=5", "Hội nghị tổng kết công tác năm 2019", False),
        ("/rss/", "RSS", True),
        ("/lich?ngay=01-02-2020", "1", True),
        ("/index.php?language=vi&nv=news&op=Tin-tuc", "Tin tức", False),
        ("/2026/08/", "Tháng 8", True),
        ("/hoi-dap-ve-so-huu-tri-tue-trong-doanh-nghiep-123.html", "Hỏi đáp về sở hữu", False),
        ("/tin?sort=name&dir=asc", "Tên bài", True),
    ],
)
def test_addresses_of_services(url, text, tool):
    assert words.is_tool_address(HOST + url, briefly=text.count(" ") < 3) is tool


def test_rss_atom_and_json_feeds_are_read():
    rss = "<rss><channel><item><title>Một &amp; hai</title><link>http://a/1</link><pubDate>Tue, 01 Oct 2024 07:00:00 +0700</pubDate></item></channel></rss>"
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ba</title><link rel="alternate" href="http://a/3"/><updated>2024-10-02T00:00:00Z</updated></entry></feed>'
    data = '{"items":[{"url":"http://a/4","title":"Bốn","date_published":"2024-10-03"}]}'
    assert read_feed(rss.encode()) == [Entry("http://a/1", "Một & hai", date(2024, 10, 1))]
    assert read_feed(atom.encode()) == [Entry("http://a/3", "Ba", date(2024, 10, 2))]
    assert read_feed(data.encode()) == [Entry("http://a/4", "Bốn", date(2024, 10, 3))]


def test_a_feed_from_the_year_of_nonsense_names_its_articles():
    body = b"<rss><item><link>http://a/1</link><pubDate>Mon, 1 Jan 99999999999 0:00 GMT</pubDate>"
    assert [entry.url for entry in read_feed(body)] == ["http://a/1"]


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>404</html>", b"{", b"[1]", BOMB, b"\x00\xff", b"<rss", b'{"items": 3}']
)
def test_what_is_no_feed_or_sitemap_is_empty(body):
    assert read_feed(body) == []
    assert read_sitemap(body).pages == ()


def test_sitemaps_in_every_shape():
    urlset = b"<urlset><url><loc> http://a/1 </loc><lastmod>2020-01-01</lastmod></url></urlset>"
    index = b"<sitemapindex><sitemap><loc>http://a/s1.xml</loc></sitemap></sitemapindex>"
    news = b'<urlset xmlns:n="x"><url><loc>http://a/2</loc><n:news><n:publication_date>2024-05-06</n:publication_date><n:title>Tin</n:title></n:news></url></urlset>'
    broken = b"<urlset><url><loc>http://a/3</loc></url><url><loc>http://a/4"
    assert read_sitemap(urlset).pages == (Entry("http://a/1"),)
    assert read_sitemap(gzip.compress(urlset)).pages == (Entry("http://a/1"),)
    assert read_sitemap(gzip.compress(urlset)[:-9]).pages == (Entry("http://a/1"),)
    assert read_sitemap(index).maps == ("http://a/s1.xml",)
    assert read_sitemap(news).pages == (Entry("http://a/2", "Tin", date(2024, 5, 6)),)
    assert read_sitemap(broken).pages[0] == Entry("http://a/3")
    assert read_sitemap(b"http://a/5\nhttp://a/6\n").pages == (
        Entry("http://a/5"),
        Entry("http://a/6"),
    )


def test_feeds_are_declared_in_the_head():
    page = tree(
        '<link type="application/rss+xml" href="/rss"><link type="application/rss+xml" href="/comments/feed">'
    )
    assert declared_feeds(page) == ["/rss"]


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="Refresh" content="0;URL=\'/vi/\'">', "/vi/"),
        ('<script>window.location.href = "/web/guest";</script>', "/web/guest"),
        ("<script>location.replace('/trang-chu')</script>", "/trang-chu"),
        ("<p>Chào mừng</p>", None),
        ("<script>location.href='/x'</script>" + '<a href="#">a</a>' * 20, None),
    ],
)
def test_start_pages_lead_on(markup, target):
    assert start.leads_to(tree(markup)) == target


def test_a_postback_carries_what_a_browser_would_send():
    page = tree(
        '<form action="./Default.aspx?pageid=5"><input type="hidden" name="__VIEWSTATE" value="dDw"/>'
        '<input name="q" type="text"/><input type="submit" name="go" value="Tìm"/>'
        '<select name="n"><option value="1">1</option><option value="2" selected>2</option></select>'
        "<a href=\"javascript:__doPostBack('ctl00$pager','Page$1')\">1</a>"
        "<a href=\"javascript:__doPostBack('ctl00$pager$ctl03','')\">3</a></form>"
    )
    post = postback.find_post(page, 2)
    assert post is not None
    assert post.action == "./Default.aspx?pageid=5"
    assert dict(post.form) == {
        "__VIEWSTATE": "dDw",
        "q": "",
        "n": "2",
        "__EVENTTARGET": "ctl00$pager$ctl03",
        "__EVENTARGUMENT": "",
    }


def test_the_next_window_of_pages_opens_by_the_last_dots():
    calls = "".join(
        f"<a href=\"javascript:__doPostBack('g','Page${n}')\">{t}</a>"
        for n, t in ((10, "..."), (12, "12"), (21, "..."))
    )
    post = postback.find_post(tree(f"<form>{calls}</form>"), 20)
    assert post is not None
    assert dict(post.form)["__EVENTARGUMENT"] == "Page$21"


def test_an_endpoint_is_read_from_the_script_that_calls_it():
    page = tree(
        "<script>var cat = 12; var size = 10; $.ajax({ type: 'POST', url: '/News/LoadMore', "
        "data: { id: cat, skip: 10, take: size, q: '' } });</script>"
    )
    endpoint = endpoints.find_endpoint(page)
    assert endpoint is not None
    assert dict(endpoint.page(3)[1]) == {"id": "12", "skip": "20", "take": "10", "q": ""}
    page = tree(
        "<script>var cat = 12; function page(n) { $.post('/News/LoadMore', { id: cat, pageIndex: n, pageSize: 10 }); }</script>"
    )
    endpoint = endpoints.find_endpoint(page)
    assert endpoint is not None
    assert endpoint.page(3) == (
        "/News/LoadMore",
        (("id", "12"), ("pageIndex", "3"), ("pageSize", "10")),
    )
    page = tree("<script>fetch('/api/tin?page=' + page)</script>")
    endpoint = endpoints.find_endpoint(page)
    assert endpoint is not None
    assert endpoint.page(2) == ("/api/tin?page=2", ())


def test_json_answers_become_pages():
    page = fragments.page_of_json('{"d": "<li><a href=\\"/a\\">Tin một</a></li>"}'.encode(), HOST)
    assert page is not None
    assert [a.get("href") for a in page.tree.iter("a")] == ["/a"]
    assert fragments.page_of_json(b'{"ok": true}', HOST) is None
    assert fragments.page_of_json(b"[" * 100_000, HOST) is None


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        (b'<meta name="generator" content="NukeViet v4.5">', "nukeviet"),
        (b'<script src="/wp-content/a.js"></script><link href="/wp-includes/b.css">', "wordpress"),
        (b"<script>Liferay.ThemeDisplay={};Liferay.Language={}</script>", "liferay"),
        (b'<script src="/_layouts/15/init.js">_spPageContextInfo={}</script>', "sharepoint"),
        (b'<p>xem <a href="http://khac.vn/wp-content/huong-dan.pdf">', None),
        (
            b'<a href="Default.aspx?sname=a&sid=1&pageid=2"><input id="__VIEWSTATE">',
            "vnpt-webforms",
        ),
        (b"<p>PHP</p>", None),
        (b"/Lists/a" * 50_000, None),  # in a blink, however often a mark begins
    ],
)
def test_platforms_are_guessed_by_their_marks(markup, name):
    assert platform.guess_platform(markup).name == name


def test_a_shape_proves_itself_by_three_articles():
    pattern = Pattern()
    for n in range(3):
        assert not pattern.says_article(f"{HOST}/?nid=9&pid=57")
        pattern.learn(f"{HOST}/?pid=57&nid={n}", article=True)
    assert pattern.says_article(f"{HOST}/?nid=9&pid=57")
    assert not pattern.says_article(f"{HOST}/?pid=57")
    assert shape_of(f"{HOST}/tin/hop-hoi-dong-12345.html") == shape_of(f"{HOST}/x/khai-mac-99.html")


@pytest.mark.parametrize(
    "example", ["/tin/hop-hoi-dong-12345.html", "/a/57/x-y", "/?pid=57&nid=100", "/bai-viet/"]
)
def test_made_up_addresses_keep_the_shape_and_name_nothing(example):
    made = made_up(HOST + example)
    assert made != HOST + example
    assert made.startswith(HOST + "/")
    assert "987654321" in made


def test_the_end_of_an_address_names_an_article_only_with_a_number():
    assert (
        tail_of(f"{HOST}/a/ke-hoach-tuyen-truyen-nam-2024-1533.html")
        == "ke-hoach-tuyen-truyen-nam-2024-1533.html"
    )
    assert tail_of(f"{HOST}/a/bao-cao-tinh-hinh-nam-2024.html") is None
    assert tail_of(f"{HOST}/a/lich-tuan-12345.html") is None


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 - Sở Khoa học và Công nghệ",
        "Lỗi 404",
        "Error 404 (Not Found)",
        "Bài viết không tồn tại",
        "Trang bạn tìm không còn tồn tại",
        "Bài viết đã bị xóa hoặc chuyển đi",
        "Nội dung này đã được gỡ: không tìm thấy trang",
    ],
)
def test_a_page_that_says_it_is_missing(title):
    assert looks_like_error(title, (), 300)


@pytest.mark.parametrize(
    "title",
    [
        "Quyết định số 1404/QĐ-UBND về hỗ trợ đổi mới công nghệ",
        "Quyết định 404/QĐ-TTg về phát triển thị trường khoa học",
        "Trao tặng 404 suất quà cho học sinh nghèo vượt khó",
        "Hà Tĩnh đã xóa 1.200 nhà tạm, nhà dột nát",
        "Tình trạng lấn chiếm không còn diễn ra",
    ],
)
def test_a_short_notice_is_not_taken_for_missing(title):
    assert not looks_like_error(title, (), 300)
