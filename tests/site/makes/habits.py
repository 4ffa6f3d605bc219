"""Habits: tables in an old charset, a department below its province, links apart from titles."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tests.site.makes.make import (
    ABOUT,
    HOST,
    MISSING,
    Make,
    body,
    day,
    document,
    lead,
    link,
    listed,
    slug_of,
)

if TYPE_CHECKING:
    from app.demo.site import Section
    from app.demo.story import Story


class Tabled(Make):
    """?mod=news&act=view&id=: tables of number, day and title in windows-1258, a session in links."""

    home = "/index.php"
    size = 15

    def address(self, story: Story) -> str:
        return f"/index.php?mod=news&act=view&id={story.number}"

    def session(self) -> str:
        return f"&PHPSESSID={len(self.log):032x}"

    def frame(self, title: str, main: str) -> object:
        menu = [
            link(f"index.php?mod=news&act=list&cid={one.number}{self.session()}", one.title)
            for one in self.site.sections
        ]
        menu.append(link(f"index.php?mod=page&act=view&id=3{self.session()}", "Giới thiệu"))
        page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1258"><title>{title}</title></head><body><table width="980"><tr>{listed(menu, "td")}</tr></table>{main}</body></html>'
        return "text/html; charset=windows-1258", _as_1258(page)

    def row(self, place: int, story: Story) -> str:
        return f"<tr><td>{place}</td><td>{day(story)}</td><td>{link(self.address(story)[1:] + self.session(), story.title)}</td></tr>"

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path not in {"/", "/index.php"}:
            return "->", "/index.php"
        what = query.get("mod"), query.get("act")
        if what == ("news", "view"):
            return self.reading(self.by_number(query.get("id", "")))
        if what == ("page", "view"):
            return self.frame("Giới thiệu", f"<h2>Giới thiệu chung</h2><p>{ABOUT * 6}</p>")
        section = self.named(query.get("cid", "")) if what == ("news", "list") else None
        if section is not None:
            return self.list_of(section, int(query.get("p", "1")), query)
        return self.frame("Trang chủ", self.table(self.page_of(None, 1)))

    def table(self, stories: list[Story], start: int = 1) -> str:
        rows = "".join(self.row(start + n, story) for n, story in enumerate(stories))
        return f'<table border="1"><tr><th>STT</th><th>Ngày</th><th>Tiêu đề</th></tr>{rows}</table>'

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        last = self.pages(section.key)
        number = number if 0 < number <= last else 1
        rows = list(self.page_of(section.key, number))
        base = f"index.php?mod=news&act=list&cid={section.number}"
        pages = [link(f"{base}&p={n}{self.session()}", f"[{n}]") for n in range(1, last + 1)]
        sorts = link(f"{base}&sort=ngay&p={number}{self.session()}", "Ngày")
        return self.frame(
            section.title,
            f"<h2>{section.title}</h2>{sorts}{self.table(rows, number * 15 - 14)}<p>Trang: {' '.join(pages)}</p>",
        )

    def reading(self, story: Story | None) -> object:
        if story is None:
            return self.frame("Lỗi", MISSING)
        other = link(f"index.php?mod=news&act=print&id={story.number}", "In trang")
        return self.frame(
            story.title, f"<h3>{story.title}</h3><i>Ngày {day(story)}</i>{body(story)}{other}"
        )


def _as_1258(text: str) -> bytes:
    """The tones stand behind their letters in this charset; what it lacks is written as a number."""
    letters = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(mark for mark in parts if mark not in tones)
        letters.append(unicodedata.normalize("NFC", rest) + "".join(tones) if tones else letter)
    return "".join(letters).encode("cp1258", "xmlcharrefreplace")


class Below(Make):
    """/cac-so/so-khcn/ of a province: its menu and news on every page, a base, absolute links."""

    home = "/cac-so/so-khcn"

    def address(self, story: Story) -> str:
        return f"{self.home}/{story.section}/{slug_of(story)}-{story.number}.html"

    def frame(self, title: str, main: str) -> str:
        menu = [link(f"danh-muc/{one.key}", one.title) for one in self.site.sections]
        menu += [link("trang/gioi-thieu", "Giới thiệu"), link("van-ban", "Văn bản")]
        province = [
            link("/", "Cổng tỉnh"),
            link("/tin-tinh", "Tin tỉnh"),
            link("/cac-so/so-y-te", "Sở Y tế"),
            link("/cac-so/so-khcn", "Sở KHCN"),
        ]
        hot = [
            f"{link(f'/tin-tinh/chu-tich-tinh-lam-viec-voi-huyen-so-{n}-ve-nong-thon-moi-{n}77.html', f'Chủ tịch tỉnh làm việc với huyện số {n} về nông thôn mới')} (0{n}/11/2026)"
            for n in range(1, 8)
        ]
        return document(
            title,
            f'<div class="menu-tinh"><ul>{listed(province)}</ul></div><div class="menu-so"><ul>{listed(menu)}</ul></div>'
            f'<div class="cot-giua">{main}</div><div class="tin-tinh"><ul>{listed(hot)}</ul></div>',
            f'<base href="{HOST}{self.home}/">',
        )

    def item(self, story: Story) -> str:
        href = self.address(story).removeprefix(f"{self.home}/")
        return f'<div class="tin"><a href="{href}#noi-dung"><img src="/anh/{story.number}.jpg"></a><h4><a href="{href}">{story.title}</a></h4><em>{story.published:%d-%m-%Y}</em><p>{lead(story)}</p><a href="{href}#binh-luan">Bình luận (0)</a></div>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if not path.startswith(self.home):
            return document("Tỉnh", "<h1>Cổng thông tin điện tử tỉnh</h1>")
        path = path.removeprefix(self.home).strip("/")
        if not path:
            return self.frame("Sở KHCN", "".join(map(self.item, self.page_of(None, 1))))
        if path == "trang/gioi-thieu":
            return self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 6}</p>")
        if path == "van-ban":
            rows = [
                link(f"/files/{n}.pdf", f"Quyết định số {n}/QĐ-UBND về kế hoạch khoa học năm 2026")
                for n in range(9)
            ]
            return self.frame("Văn bản", f"<ul>{listed(rows)}</ul>")
        if found := re.fullmatch(r"danh-muc/([\w-]+?)(?:/trang-(\d+))?", path):
            section = self.named(found[1])
            return self.list_of(section, int(found[2] or 1)) if section else 404
        found = re.fullmatch(r"[\w-]+/[\w-]+-(\d+)\.html", path)
        story = self.by_number(found[1]) if found else None
        if story is None:
            return "->", self.home
        return self.frame(
            story.title,
            f'<div id="noi-dung"><h1>{story.title}</h1><p>Ngày đăng: {day(story)}</p>{body(story)}</div>',
        )

    def list_of(self, section: Section, number: int) -> object:
        if number > self.pages(section.key):
            return "->", f"{self.home}/danh-muc/{section.key}"
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        pages = [
            link(f"{HOST}{self.home}/danh-muc/{section.key}/trang-{n}", str(n))
            for n in range(1, self.pages(section.key) + 1)
            if n != number
        ]
        return self.frame(section.title, f'{rows}<div class="trang">{"".join(pages)}</div>')


class Apart(Make):
    """The title is no link; "Xem chi tiết" stands behind its block, the next page only in a head."""

    def address(self, story: Story) -> str:
        return f"/chi-tiet/{story.number}"

    def frame(self, title: str, main: str, head: str = "") -> str:
        menu = [link(f"/muc/{one.number}", one.title) for one in self.site.sections]
        return document(
            title,
            f'<div id="menu"><ul>{listed([*menu, link("/gioi-thieu", "Giới thiệu")])}</ul></div><div id="giua">{main}</div>',
            head,
        )

    def item(self, story: Story) -> str:
        return f'<div class="khoi"><h3>{story.title}</h3><span>{day(story)}</span><p>{lead(story)}</p></div><div class="nut"><a href="{self.address(story)}">Xem chi tiết</a></div>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return self.frame("Trang chủ", "".join(map(self.item, self.page_of(None, 1))))
        if path == "/gioi-thieu":
            return self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 6}</p>")
        kind, _, number = path.strip("/").partition("/")
        section = self.named(number) if kind == "muc" else None
        if section is not None:
            return self.list_of(section, int(query.get("trang", "1")))
        story = self.by_number(number) if kind == "chi-tiet" else None
        if story is None:
            return self.frame("Lỗi", MISSING)
        return self.frame(
            story.title, f"<h1>{story.title}</h1><div>Đăng ngày {day(story)}</div>{body(story)}"
        )

    def list_of(self, section: Section, number: int) -> object:
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        onward = f'<link rel="next" href="/muc/{section.number}?trang={number + 1}">'
        return self.frame(section.title, rows, onward if number < self.pages(section.key) else "")
