"""A full crawl walks every list to its end, whatever articles name of each other."""

from __future__ import annotations

import re

from tests.crawler.discover.test_shapes import HOST, page, piece, title
from tests.crawler.discover.walker import walk

NEWS, EACH = 60, 5
LONELY = 52  # of the eleventh page, and no other article names it


def item(n: int) -> str:
    return f'<li><a href="/chi-tiet.aspx?id={n}">{title(n)}</a> <span>({n % 28 + 1:02d}/06/2024)</span></li>'


def others(n: int) -> str:
    """Under each article stand some of all ages, as if drawn by lot."""
    drawn = {(7 * n + 11 * k) % NEWS for k in range(8)} - {n, LONELY}
    return f"<h3>Tin khác</h3><ul>{''.join(map(item, sorted(drawn)))}</ul>"


def drawn_by_lot(path: str, form: dict[str, str]) -> object:
    menu = '<ul><li><a href="/">Trang chủ</a></li><li><a href="/tin.aspx">Tin tức</a></li></ul>'
    if found := re.fullmatch(r"/tin\.aspx(?:\?p=(\d+))?", path):
        number = int(found[1] or 1)
        first = EACH * (number - 1)
        pages = "".join(f'<a href="/tin.aspx?p={k}">{k}</a> ' for k in range(1, NEWS // EACH + 1))
        rows = "".join(item(n) for n in range(first, min(first + EACH, NEWS)))
        return page("Tin tức", f"<h1>Tin tức</h1><ul>{rows}</ul><div>{pages}</div>", menu)
    found = re.fullmatch(r"/chi-tiet\.aspx\?id=(\d+)", path)
    if found and int(found[1]) < NEWS:
        return page(title(int(found[1])), piece(int(found[1]), tail=others(int(found[1]))), menu)
    return page("Sở", f"<ul>{''.join(map(item, range(3)))}</ul>", menu) if path == "/" else 404


def test_an_article_that_no_other_names_is_found_in_its_list() -> None:
    got = walk(f"{HOST}/", drawn_by_lot)
    assert got.articles == sorted(f"/chi-tiet.aspx?id={n}" for n in range(NEWS))
    assert f"/tin.aspx?p={NEWS // EACH}" in got.of("listing")
