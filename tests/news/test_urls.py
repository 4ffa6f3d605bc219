import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.urls import (
    article_id,
    canonical,
    host_of,
    is_duplicate_view,
    is_http,
    looks_private,
    resolve,
    same_site,
    under_scope,
)

TWINS = [
    # scheme, www, port, case, fragment, parameter order
    ("http://sokhcn.a.vn/tin", "https://sokhcn.a.vn/tin"),
    ("http://www.a.vn:80/tin", "https://a.vn:443/tin#binh-luan"),
    ("http://A.VN./tin", "http://a.vn/tin"),
    ("http://a.vn", "http://a.vn/"),
    ("http://a.vn/tin/", "http://a.vn/tin"),
    ("http://a.vn/default.aspx?pid=57&nid=24074", "http://a.vn/?nid=24074&pid=57"),
    ("http://a.vn/index.html", "http://a.vn/"),
    # spellings of Vietnamese
    ("http://a.vn/tin/hội nghị", "http://a.vn/tin/h%e1%bb%99i%20ngh%E1%BB%8B"),
    ("http://a.vn/tin/ho%CC%82i", "http://a.vn/tin/hôi"),
    ("http://a.vn/?q=khả+năng", "http://a.vn/?q=kh%E1%BA%A3%20n%C4%83ng"),
    ("http://a.vn/tin-t%75c", "http://a.vn/tin-tuc"),
    # sessions and campaigns
    ("http://a.vn/tin;jsessionid=0A1B2C?x=1", "http://a.vn/tin?x=1"),
    ("http://a.vn/(S(lit3py55t21z5v55vlm25s55))/tin.aspx", "http://a.vn/tin.aspx"),
    ("http://a.vn/tin?PHPSESSID=ab12&utm_source=zalo&fbclid=x&id=5", "http://a.vn/tin?id=5"),
    ("http://a.vn/tin?id=5&sid=0123456789abcdef0123", "http://a.vn/tin?id=5"),
    # decoration beside an id
    (
        "http://en.a.vn/?tabid=235&NDID=15971&keyword=gạo",
        "http://en.a.vn/Default.aspx?ndid=15971&tabid=235",
    ),
    (
        "https://a.vn/Default.aspx?sid=1441&pageid=38700&id=652133&catname=x&title=y",
        "https://a.vn/Default.aspx?sid=1441&pageid=38700&id=652133",
    ),
    ("http://a.vn/?id=7&m=newsdetail&q=", "http://a.vn/?m=newsdetail&id=7"),
    # NukeViet: query form, rewritten, sub-folder, saved and printed
    (
        "http://a.vn/index.php?language=vi&nv=news&op=savefile/Khoa-hoc/So-KHCN-2021-3313",
        "http://a.vn/news/Khoa-hoc/So-KHCN-2021-3313.html",
    ),
    ("http://a.vn/en/news/savefile/News/dost-1719.html", "http://a.vn/en/news/News/dost-1719.html"),
    (
        "http://a.vn/lhh/index.php/news/Tin/Hoi-thao-261/",
        "http://a.vn/lhh/news/Tin/Hoi-thao-261.html",
    ),
    # Liferay
    (
        "http://a.vn/pt-PT/chi-tiet-tin/-/view-article/1/1414659081519/1417683859424",
        "http://a.vn/chi-tiet-tin/-/view-article/1/1403140793596/1417683859424",
    ),
    (
        "http://a.vn/vi/web/skhcn/chi-tiet-tin-tuc/-/asset_publisher/content/hoi-nghi",
        "http://a.vn/web/skhcn/tin/-/asset_publisher/Ab1x/content/hoi-nghi?inheritRedirect=false",
    ),
    # Drupal, Joomla, DNN, MVC, SharePoint, AMP, a sorted tail
    ("http://a.vn/bm/print/13631", "http://a.vn/node/13631"),
    ("http://a.vn/print/nghien-cuu-moi", "http://a.vn/nghien-cuu-moi"),
    (
        "http://a.vn/index.php?option=com_content&view=article&id=679:hng-v&catid=44:kh&Itemid=71",
        "http://a.vn/index2.php?option=com_content&view=article&id=679&pop=1&page=0&print=1",
    ),
    ("http://a.vn/vi-vn/tin-chi-tiet/id/5632", "http://a.vn/tin-chi-tiet/id/5632"),
    (
        "http://a.vn/ManagementNews/DetailNew/2632?page=73",
        "http://a.vn/ManagementNews/DetailNew/2632",
    ),
    (
        "http://a.vn/portal/Pages/2022-12-14/Hoi-dong.aspx",
        "http://a.vn/portal/pages/2022-12-14/hoi-dong.aspx",
    ),
    ("http://a.vn/tin-moi.html/amp", "http://a.vn/tin-moi.html"),
    (
        "http://a.vn/x-349.html/display/list/order/id/dir/DESC/limit/15/page/4",
        "http://a.vn/x-349.html",
    ),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_views_of_one_page_have_one_key(one, other):
    assert canonical(one) == canonical(other)


APART = [
    ("http://nistpass.a.vn:81/x", "http://nistpass.a.vn/x"),
    ("http://www.most.a.vn/x", "http://media.most.a.vn/x"),
    ("http://a.vn/?id=1", "http://a.vn/?id=2"),
    (
        "http://a.vn/vi/tin-bai/x?id=213028&type=NEWS",
        "http://a.vn/vi/tin-bai/x?id=213028&type=EVENT",
    ),
    ("http://a.vn/tin?page=2", "http://a.vn/tin?page=3"),
    ("http://a.vn/tin-to.html", "http://a.vn/tin-to-c3.html"),
    ("http://a.vn/xang-dau-.html", "http://a.vn/xang-dau.html"),
    ("http://a.vn/so-02-2024.html", "http://a.vn/so-03-2024.html"),
    ("http://a.vn/tin/12906/mot.aspx", "http://a.vn/tin/12906/hai.aspx"),
    ("http://a.vn/2021/10/mot", "http://a.vn/2021/10/hai"),
    ("http://a.vn/?sid=1441&id=5", "http://a.vn/?sid=1442&id=5"),
    ("http://a.vn/?keyword=gao", "http://a.vn/?keyword=ngo"),
    ("http://a.vn/en/taxonomy/term/105", "http://a.vn/taxonomy/term/106"),
    ("http://a.vn/wps/portal/!ut/p/z0/fcw9/", "http://a.vn/wps/portal/!ut/p/z0/abcd/"),
    ("http://a.vn/a%2Fb", "http://a.vn/a/b"),
    ("http://a.vn/?a=1%262", "http://a.vn/?a=1&2"),
    ("http://a.vn/print/69097.html", "http://a.vn/print/69098.html"),
    (
        "http://a.vn/-/view-article/1/2/1417683859424",
        "http://a.vn/-/view-article/1/2/1417683859425",
    ),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_pages_have_different_keys(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("http://a.vn/index.php?language=vi&nv=news&op=Khoa-hoc/So-KHCN-2021-3313", "3313"),
        ("http://a.vn/chi-tiet-tin/-/view-article/1/1663228888354/1663239191717", "1663239191717"),
        ("http://a.vn/noidung/Lists/TinTuc/View_Detail.aspx?ItemID=21", "21"),
        ("http://a.vn/?tabid=235&NDID=15971", "15971"),
        ("http://a.vn/vi-vn/tin-chi-tiet/id/5632", "5632"),
        ("http://a.vn/default.aspx?pid=57&nid=24074", "24074"),
        ("http://a.vn/quan-ly-khoa-hoc/chitiet/1532/hop-mo-ho-so", "1532"),
        ("http://a.vn/News/tintuc/2021/10/1293.aspx", "1293"),
        ("http://a.vn/vn/tin-tuc/12906/bai.aspx", "12906"),
        ("http://a.vn/?details=5718&menuID=32&CongID=1", "5718"),
        ("http://a.vn/?gd=41&cn=144&tc=9560", "9560"),
        ("http://a.vn/node/11616", "11616"),
        ("http://a.vn/?p=14374", "14374"),
        ("http://a.vn/index.php?option=com_content&view=article&id=679:hng&catid=44:kh", "679"),
        ("http://a.vn/index.php/tu-van/59-phan-bien/570-hoi-thao", "570"),
        ("http://a.vn/hoi-thao-n7505", "7505"),
        ("http://a.vn/ThongBao/View/53", "53"),
        ("http://a.vn/thanh-tra-1996.html", None),
        ("http://a.vn/ban-tin-so-02-2024.html", None),
        ("http://a.vn/thong-bao-to-c3.html", None),
        ("http://a.vn/tin-tuc", None),
        ("khong phai dia chi", None),
    ],
)
def test_the_id_in_an_address(url, number):
    assert article_id(url) == number


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/bm/print/13631",
        "http://a.vn/PrintNews.aspx?id=26987",
        "http://a.vn/vn/print.php?iCat=1045",
        "http://a.vn/Portal/PrintItem.aspx?ContentID=1",
        "http://a.vn/?nv=news&op=savefile/a/b-1",
        "http://a.vn/x.html/amp",
        "http://a.vn/x?print=print",
        "http://a.vn/index.php?option=com_content&tmpl=component&id=1",
    ],
)
def test_reduced_views_are_known(url):
    assert is_duplicate_view(url)


@pytest.mark.parametrize(
    "url",
    ["http://a.vn/in-3d/may-in.html", "http://a.vn/printing-tech.html", "http://a.vn/ampe.html"],
)
def test_full_views_are_not_taken_for_reduced_ones(url):
    assert not is_duplicate_view(url)


@pytest.mark.parametrize(
    ("base", "href", "found"),
    [
        ("http://a.vn/tin/x.html", "y.html", "http://a.vn/tin/y.html"),
        ("http://a.vn/tin/", "../z?a=1#b", "http://a.vn/z?a=1"),
        ("https://a.vn/tin/", "//b.vn/x", "https://b.vn/x"),
        ("http://a.vn/", " \n/hội nghị ", "http://a.vn/h%E1%BB%99i%20ngh%E1%BB%8B"),
        ("http://a.vn/", "\\tin\\x", "http://a.vn/tin/x"),
        ("http://a.vn/", "javascript:void(0)", None),
        ("http://a.vn/", "mailto:a@b.vn", None),
        ("http://a.vn/", "http://", None),
        ("not an address", "x", None),
    ],
)
def test_links_resolve_as_in_a_browser(base, href, found):
    assert resolve(base, href) == found


def test_sites():
    assert same_site("http://www.a.vn/x", "https://a.vn:443/y")
    assert not same_site("http://127.0.0.1:8001/", "http://127.0.0.1:8002/")
    assert not same_site("mailto:x", "mailto:y")
    assert host_of("http://WWW.A.vn.:81/") == "www.a.vn"
    assert host_of("x") == ""


@pytest.mark.parametrize(
    ("url", "home", "inside"),
    [
        (
            "https://www.tinh.vn/so/SoKHCN/Trang/x.aspx?nid=1",
            "http://tinh.vn/So/sokhcn/trang-chu.aspx",
            True,
        ),
        ("https://tinh.vn/So/sonongnghiep/", "http://tinh.vn/So/sokhcn/", False),
        ("https://tinh.vn/So/sokhcn2/", "http://tinh.vn/So/sokhcn", False),
        ("http://a.vn/tin/x", "http://a.vn/vi/trang-chu.html", True),
        ("http://a.vn/tin/x", "http://a.vn/web/guest/home", True),
        ("http://a.vn/vi/web/skhcn/x", "http://a.vn/web/skhcn/home", True),
        ("http://a.vn/web/sonv/x", "http://a.vn/web/skhcn/home", False),
        ("http://tinh.vn/wps/portal/khcn/x", "http://www.tinh.vn/wps/portal/khcn", True),
        ("http://b.vn/x", "http://a.vn/", False),
    ],
)
def test_scope(url, home, inside):
    assert under_scope(url, home) is inside


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706434",
        "0x7f.0.0.2",
        "127.2",
        "017700000002",
        "::1",
        "[::1]",
        "::ffff:10.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "localhost",
        "x.localhost",
        "１０.0.0.1",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::127.0.0.1",
        "fe80::1",
        "fc00::1",
        "0",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
        "255.255.255.255",
        "1.2.3.4.5",
        "127.0.0.1.",
        "198.18.0.1",
        "fe80::1%25eth0",
    ],
)
def test_private_hosts_in_every_spelling(host):
    assert looks_private(host)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "skhcn.laichau.gov.vn", "2606:4700::1111", "134744072", "::ffff:8.8.8.8"]
)
def test_public_hosts(host):
    assert not looks_private(host)


PART = st.one_of(
    st.sampled_from(
        [
            "index.php",
            "print",
            "savefile",
            "-",
            "view-article",
            "web",
            "guest",
            "asset_publisher",
            "content",
            "amp",
            "x.html",
            "a-12.html",
            "default.aspx",
            "vi",
            "vi-VN",
            "en",
            "(S(ab))",
            "..",
            ".",
            "%2e",
            "%",
            "%25",
            "%41",
            "%C3",
            "%c3%a1",
            "é",
            "é",
            "display",
            "order",
            "page",
            "12",
            "chi-tiet",
            ";jsessionid=1",
            "id",
            "Pages",
            "A.ASPX",
            "!ut",
            "index2.php",
            "node",
        ]
    ),
    st.text(max_size=4),
)
NAME = st.sampled_from(
    [
        "id",
        "nid",
        "nv",
        "op",
        "option",
        "view",
        "title",
        "page",
        "utm_a",
        "sid",
        "language",
        "print",
        "tmpl",
        "ID",
        "%69d",
    ]
)
VALUE = st.sampled_from(
    ["", "1", "com_content", "article", "news", "savefile/a/b-1", "vi", "679:x", "%26", "+"]
)
PAIR = st.tuples(NAME | st.text(max_size=3), VALUE | st.text(max_size=4)).map("=".join)
HOST = st.sampled_from(
    [
        "a.vn",
        "www.a.vn",
        "WWW.A.vn:80",
        "a.vn.:443",
        "127.1:8000",
        "u:p@a.vn",
        "www.www.vn",
        "é.vn",
        "[::1]:81",
    ]
)
URL = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}",
    st.sampled_from(["http", "https", "HTTP"]),
    HOST,
    st.lists(PART, max_size=6),
    st.lists(PAIR, max_size=4),
)


@given(URL | st.text())
def test_the_key_of_a_key_is_itself(url):
    assert canonical(canonical(url)) == canonical(url)


@given(URL)
def test_a_key_stays_on_its_site(url):
    assert same_site(url, canonical(url))
    assert is_http(canonical(url))


@given(URL | st.text(), URL | st.text())
def test_nothing_raises(one, other):
    article_id(one)
    is_duplicate_view(one)
    under_scope(one, other)
    looks_private(one)
    found = resolve(one, other)
    assert found is None or resolve(found, found) == found
