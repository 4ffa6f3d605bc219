"""Sections that tell some sentences of each article are no articles, wherever their links stand."""

from __future__ import annotations

import re

import pytest

from tests.crawler.discover.test_shapes import HOST, TEXT, page, piece, title
from tests.crawler.discover.walker import walk

SECTIONS = {
    31: "Hoạt động khoa học và công nghệ trong tỉnh",
    32: "Thông báo của Sở và các đơn vị trực thuộc",
    33: "Sở hữu trí tuệ và nhãn hiệu địa phương",
    34: "An toàn bức xạ và hạt nhân dân sự",
}
EACH = 10
MAKES = {
    "box": '<div><a href="{at}">{title}</a><div>{text}</div></div>',
    "row": '<table><tr><td><a href="{at}">{title}</a></td></tr><tr><td>{text}</td></tr></table>',
    "paragraph": '<p><a href="{at}"><b>{title}</b></a></p><p>{text}</p>',
    "line": '<a href="{at}">{title}</a><br>{text}<br>',
    "read on": '<div><h3>{title}</h3><p>{text}</p><a href="{at}">Xem chi tiết</a></div>',
}


def excerpt(n: int) -> str:
    return f"Lần thứ {n}: {TEXT}Điểm kiểm tra tiếp theo là điểm số {3 * n}."


def listed(numbers: range) -> str:
    rows = (f'<li><a href="/ChiTiet.aspx?ItemID={n}">{title(n)}</a></li>' for n in numbers)
    return f"<ul>{''.join(rows)}</ul>"


def menu() -> str:
    """Long names in a box that nothing marks as a menu."""
    links = (f'<a href="/ChuyenMuc.aspx?CatID={c}">{name}</a>' for c, name in SECTIONS.items())
    return f'<div class="left">{"".join(links)}</div>'


class Excerpts:
    """A portal whose sections print the beginnings of their articles."""

    def __init__(self, make: str, *, paged: bool) -> None:
        self.make, self.shown = MAKES[make], EACH // 2 if paged else EACH

    def __call__(self, path: str, form: dict[str, str]) -> object:
        if path == "/":
            lists = "".join(listed(range(EACH * i, EACH * i + 3)) for i in range(len(SECTIONS)))
            return page("Sở Khoa học và Công nghệ", lists, menu())
        if found := re.fullmatch(r"/ChuyenMuc\.aspx\?CatID=(\d+)(?:&page=(\d))?", path):
            return self.section(int(found[1]), int(found[2] or 1))
        found = re.fullmatch(r"/ChiTiet\.aspx\?ItemID=(\d+)", path)
        n = int(found[1]) if found else EACH * len(SECTIONS)
        if n >= EACH * len(SECTIONS):
            return 404
        return page(title(n), piece(n) + listed(range(n // EACH * EACH, n)), menu())

    def section(self, key: int, number: int) -> object:
        if key not in SECTIONS:
            return 404
        first = EACH * list(SECTIONS).index(key) + self.shown * (number - 1)
        rows = "".join(
            self.make.format(at=f"/ChiTiet.aspx?ItemID={n}", title=title(n), text=excerpt(n))
            for n in range(first, first + self.shown)
        )
        onward = f'<a href="/ChuyenMuc.aspx?CatID={key}&page=2">2</a>'
        more = onward if number * self.shown < EACH else ""
        return page(SECTIONS[key], f"<h1>{SECTIONS[key]}</h1><div>{rows}</div>{more}", menu())


@pytest.mark.parametrize("paged", [False, True])
@pytest.mark.parametrize("make", MAKES)
def test_a_section_of_excerpts_is_a_listing_though_a_list_named_it(make, paged):
    got = walk(f"{HOST}/", Excerpts(make, paged=paged))
    assert got.articles == sorted(f"/ChiTiet.aspx?ItemID={n}" for n in range(40))
    assert got.plan.complete


def test_an_article_that_names_others_with_their_leads_stays_an_article():
    """Beside each text stands a box of news in another section, with longer leads than itself."""
    beside = "".join(
        f'<p><a href="/ChuyenDe.aspx?Bai={n}">{title(n)}</a></p><p>{excerpt(n)}</p>'
        for n in range(50, 54)
    )

    def serve(path, form):
        if found := re.fullmatch(r"/ChiTiet\.aspx\?ItemID=(\d+)", path):
            return page("Sở", piece(int(found[1])) + beside) if int(found[1]) < 8 else 404
        if found := re.fullmatch(r"/ChuyenDe\.aspx\?Bai=(\d+)", path):
            return page("Sở", piece(int(found[1]))) if 50 <= int(found[1]) < 54 else 404
        return page("Sở", listed(range(8))) if path == "/" else 404

    got = walk(f"{HOST}/", serve)
    assert [at for at in got.articles if "ItemID" in at] == [
        f"/ChiTiet.aspx?ItemID={n}" for n in range(8)
    ]


def test_a_digest_of_articles_in_its_own_shape_is_an_article():
    def serve(path, form):
        found = re.fullmatch(r"/ChiTiet\.aspx\?ItemID=(\d+)", path)
        if found and found[1] == "9":
            told = "".join(
                MAKES["paragraph"].format(
                    at=f"/ChiTiet.aspx?ItemID={n}", title=title(n), text=excerpt(n)
                )
                for n in range(5)
            )
            return page(title(9), f"<h1>{title(9)}</h1><p>12/06/2024</p>{told}")
        if found:
            return page("Sở", piece(int(found[1]))) if int(found[1]) < 10 else 404
        return page("Sở", listed(range(10))) if path == "/" else 404

    assert "/ChiTiet.aspx?ItemID=9" in walk(f"{HOST}/", serve).articles
