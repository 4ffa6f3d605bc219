"""Names, keys and facts of portals, and the shapes of their articles' addresses."""

from __future__ import annotations

import pytest

from crawler.extract import parse
from crawler.portals import KEY, catalogue
from crawler.probing.addresses import shapes_of, share_a_shape
from crawler.probing.naming import about_of, key_of, name_of


def named(title: str, body: str = "<p>Chào mừng</p>", head: str = "") -> str:
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return name_of(parse(page.encode(), "http://a.example.vn/", None), "http://a.example.vn/")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Trang chủ - Sở Khoa học và Công nghệ tỉnh Đắk Lắk",
            "Sở Khoa học và Công nghệ tỉnh Đắk Lắk",
        ),
        ("Sở KH&amp;CN Hà Giang | Trang chủ", "Sở KH&CN Hà Giang"),
        ("Home :: Liên hiệp các Hội KH và KT Phú Yên", "Liên hiệp các Hội KH và KT Phú Yên"),
        ("Sở Khoa học - Công nghệ Hà Giang", "Sở Khoa học - Công nghệ Hà Giang"),
        ("Trang chủ - Chi cục Tiêu chuẩn – Đo lường", "Chi cục Tiêu chuẩn - Đo lường"),
        ("DOST portal", "DOST portal"),
        ("Trang chủ", "a.example.vn"),
        ("", "a.example.vn"),
    ],
)
def test_a_portal_is_called_as_its_title_says(title: str, name: str) -> None:
    assert named(title) == name


def test_a_banner_names_a_portal_whose_title_does_not() -> None:
    banner = "<div><img src='b.jpg' alt='Trung tâm Ứng dụng tiến bộ khoa học Hà Nam'></div>"
    assert named("Trang chủ", banner) == "Trung tâm Ứng dụng tiến bộ khoa học Hà Nam"
    written = "<div>Sở Khoa học và Công nghệ Hà Nam</div><p>Tin tức</p>"
    assert named("Home", written) == "Sở Khoa học và Công nghệ Hà Nam"
    site = "<meta property='og:site_name' content='Sở Khoa học và Công nghệ Sơn La'>"
    assert named("Tin mới", head=site) == "Sở Khoa học và Công nghệ Sơn La"


@pytest.mark.parametrize(
    ("home", "key"),
    [
        ("https://www.most.gov.vn/", "most"),
        ("http://skhcn.laichau.gov.vn/", "skhcn-laichau"),
        ("http://hpstic.vn/", "hpstic"),
        ("http://nistpass.gov.vn:81/", "nistpass-81"),
        ("https://www.quangninh.gov.vn/So/sokhoahoccongnghe", "quangninh-so-sokhoahoccongnghe"),
        ("https://sokhcn.soctrang.gov.vn/Default.aspx?sname=sokhcn", "sokhcn-soctrang-sokhcn"),
        ("http://127.0.0.1:8000/", "127-0-0-1-8000"),
        ("http://localhost:8000/", "localhost-8000"),
        ("http://[::1]:8000/", "1-8000"),
    ],
)
def test_a_key_is_made_from_the_address(home: str, key: str) -> None:
    assert key_of(home) == key
    assert KEY.fullmatch(key)


def test_province_and_kind_are_read_off_the_name() -> None:
    known = catalogue()
    about = about_of("Sở Khoa học và Công nghệ tỉnh Hải Dương", known)
    assert about == {"kind": "department", "province": "Hải Dương", "province_2025": "Hải Phòng"}
    union = about_of("Liên hiệp các Hội Khoa học và Kỹ thuật Thành phố Hồ Chí Minh", known)
    assert (union["kind"], union["province"]) == ("association", "Thành phố Hồ Chí Minh")
    assert about_of("Viện Ứng dụng Công nghệ", known) == {"kind": "agency"}
    assert about_of("DOST", known) == {"kind": None}


def test_addresses_are_written_down_as_a_person_would() -> None:
    urls = [f"http://a.vn/tin-tuc/hoi-nghi-so-{n}-ve-khoa-hoc-{n}00.html" for n in range(11, 20)]
    (shape,) = shapes_of(urls)
    assert (shape.shape, shape.count) == ("/tin-tuc/<slug>-<id>.html", 9)
    queries = [f"http://a.vn/xem.php?act=view&id={n}&PHPSESSID={n}abc" for n in range(9)]
    assert shapes_of(queries)[0].shape == "/xem.php?act=view&id=<id>"
    assert share_a_shape(urls[:1], urls[1:])
    assert not share_a_shape(urls, queries)
    assert shapes_of([]) == ()
