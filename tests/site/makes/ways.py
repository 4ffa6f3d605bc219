"""Ways on and ways around: choices posted back, offsets, rows with scripts, doubles of every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote
from uuid import UUID

from tests.site.makes.make import ABOUT, MISSING, body, day, document, lead, link, listed, slug_of
from tests.site.makes.oddities import Plain

if TYPE_CHECKING:
    from app.demo.site import Section
    from app.demo.story import Story


class Dated(Plain):
    """Numbers below year and month, days to choose, albums and videos, standing pages named like news."""

    size = 8
    more_menu = (
        link("/Video/default.aspx", "Video"),
        link("/Anh/default.aspx", "Thư viện ảnh"),
        link("/Lienhe.aspx", "Liên hệ"),
    )
    standing: ClassVar[tuple[str, ...]] = (
        "Chức năng và nhiệm vụ của Sở Khoa học và Công nghệ",
        "Quá trình hình thành và phát triển ngành khoa học",
        "Quy chế làm việc của Sở Khoa học và Công nghệ",
    )

    def address(self, story: Story) -> str:
        return f"/News/{story.section}/{story.published:%Y/%m}/{story.number}.aspx"

    def section_path(self, section: Section) -> str:
        return f"/News/{section.key}/default.aspx"

    def frame(self, title: str, main: str, head: str = "") -> str:
        beside = [link(f"/Gioithieu/{n}.aspx", name) for n, name in enumerate(self.standing)]
        return super().frame(title, f'<div id="leftmenu">{listed(beside, "div")}</div>{main}', head)

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if found := re.fullmatch(r"/News/[\w-]+/\d{4}/\d\d/(\d+)\.aspx", path):
            story = self.by_number(found[1])
            return self.reading(story, query) if story else self.frame("Lỗi", MISSING)
        if found := re.fullmatch(r"/Gioithieu/(\d)\.aspx", path):
            name = self.standing[int(found[1])]
            return self.frame("Giới thiệu", f"<h1>{name}</h1><p>{ABOUT * 6}</p>")
        if found := re.fullmatch(r"/(Video|Anh)/default\.aspx", path):
            rows = [self.shelf(found[1], n) for n in range(1, 9)]
            return self.frame(found[1], listed(rows, "div"))
        if path in {"/Video/xem.aspx", "/Anh/xem.aspx"}:
            shown = '<video src="/v.mp4"></video>' if "Video" in path else '<img src="/a.jpg">' * 8
            return self.frame("Xem", f"<h1>Hội thi sáng tạo lần {query.get('id')}</h1>{shown}")
        return "->", "/"

    def shelf(self, kind: str, n: int) -> str:
        path = f"/{kind}/xem.aspx?id={n}"
        shown = "Phóng sự truyền hình về" if kind == "Video" else "Hình ảnh"
        name = f"{shown} hội thi sáng tạo kỹ thuật lần {n}"
        return f'<a href="{path}"><img src="/{kind}{n}.jpg"></a>{link(path, name)}'

    def pager(self, section: Section, number: int) -> str:
        path = self.section_path(section)
        days = [link(f"{path}?ngay={n:02d}/11/2026", str(n)) for n in range(1, 31)]
        return super().pager(section, number) + f"Xem theo ngày: {' '.join(days)}"


class Doubled(Plain):
    """Every page again for telephones, as AMP and in print; tags raw and encoded; years; videos."""

    more_menu = (link("/van-ban-phap-quy", "Văn bản"), link("/thu-vien-video", "Video"))

    def frame(self, title: str, main: str, head: str = "") -> str:
        years = [link(f"/{self.site.sections[0].key}/nam-{n}", str(n)) for n in (2026, 2025)]
        top = link("/m/", "Bản mobile") + link("/en/", "EN")
        return super().frame(title, f"{top}{main}<aside><ul>{listed(years)}</ul></aside>", head)

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        number = int(query.get("page", "1"))
        if found := re.fullmatch(r"/([\w-]+)/nam-\d+", path):
            return self.frame("Theo năm", self.items(self.page_of(found[1], number)))
        if path.startswith(("/tag/", "/m/")) and path.count("/") == 2:
            return self.frame("Từ khóa", self.items(self.page_of(None, number)))
        if path == "/van-ban-phap-quy":
            rows = [f'<tr><td>{n}/QĐ</td><td>{link(f"/files/{n}.pdf", f"Quyết định số {n} về quy chế làm việc")}</td></tr>' for n in range(9)]  # fmt: skip
            return self.frame("Văn bản", f"<table>{''.join(rows)}</table>")
        if path == "/thu-vien-video":
            rows = [f'<a href="/video/{n}.htm"><img src="/{n}.jpg"></a><h4>{link(f"/video/{n}.htm", f"Phóng sự truyền hình số {n}")}</h4>' for n in range(12)]  # fmt: skip
            return self.frame("Video", listed(rows, "div"))
        if re.fullmatch(r"/video/\d+\.htm", path):
            return self.frame("Video", "<h1>Phóng sự</h1><video src=/x.mp4></video>")
        found = re.fullmatch(r"(?:/m|/in)?/[\w-]+/[\w-]+-(\d+)\.html(?:/amp)?", path)
        story = self.by_number(found[1]) if found else None
        return self.reading(story, query) if story else 404

    def reading(self, story: Story, query: dict[str, str]) -> object:
        path = self.address(story)
        tags = (
            f'{link("/tag/" + quote("khoa học"), "khoa học")}, <a href="/tag/khoa học">khoa học</a>'
        )
        twins = f"{link(path + '/amp', 'AMP')} {link('/m' + path, 'Xem bản mobile')} {link('/in' + path, 'In')}"
        main = f"<h1>{story.title}</h1><div>{day(story)}</div>{body(story)}<p>{tags}</p>{twins}"
        return self.frame(story.title, main)


class Chosen(Plain):
    """The page of a list is chosen from a box that the form posts back with the view's state."""

    def frame(self, title: str, main: str, head: str = "", state: str = "v") -> str:
        fields = f'<input type="hidden" name="__VIEWSTATE" value="{state}"><input type="hidden" name="__EVENTTARGET">'
        return super().frame(title, f'<form method="post">{fields}{main}</form>', head)

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        section = self.named(path.strip("/"))
        if section is None or not form:
            return super().serve(path, query, form)
        kept, _, now = form.get("__VIEWSTATE", "").partition("|")
        if kept != section.key:
            return 500
        onward = form.get("__EVENTTARGET", "").endswith("lbtNext")
        number = int(now) + 1 if onward else int(form.get("ctl00$ddlPage", "1"))
        return self.list_of(section, min(number, self.pages(section.key)), query)

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        options = "".join(
            f"<option value={n}{' selected' if n == number else ''}>{n}</option>"
            for n in range(1, self.pages(section.key) + 1)
        )
        steps = "".join(
            f"<a href=\"javascript:__doPostBack('ctl00${name}','')\">{text}</a>"
            for name, text in (("lbtFirst", "Trang đầu"), ("lbtNext", "Trang sau"))
        )
        choice = f"<select name='ctl00$ddlPage' onchange=\"__doPostBack('ctl00$ddlPage','')\">{options}</select>"
        rows = self.items(self.page_of(section.key, number))
        return self.frame(section.title, rows + steps + choice, state=f"{section.key}|{number}")


class Rows(Plain):
    """Rows that only a script follows, in one section numbers for addresses, in another GUIDs."""

    def address(self, story: Story) -> str:
        if story.section == self.site.sections[1].key:
            return f"/nhiem-vu/{UUID(int=story.number * 7919**9)}"
        return f"/Management/Detail/{story.number}"

    def item(self, story: Story) -> str:
        if story.section == self.site.sections[2].key:
            return f"<tr onclick=\"window.location='{self.address(story)}'\"><td>{day(story)}</td><td>{story.title}</td></tr>"
        return f"<tr><td>{day(story)}</td><td>{link(self.address(story), story.title)}</td></tr>"

    def items(self, stories: object) -> str:
        return f"<table>{super().items(stories)}</table>"  # type: ignore[arg-type]

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        story = next((one for one in self.site.stories if self.address(one) == path), None)
        return self.reading(story, query) if story else 404


class Offsets(Plain):
    """Further items by a POST that counts items; a session in every path; a week's diary for ever."""

    size = 9
    more_menu = (link("/lich-cong-tac?tuan=47", "Lịch công tác"),)

    def address(self, story: Story) -> str:
        return f"/{story.section}/{slug_of(story)}"

    def item(self, story: Story) -> str:
        href = f"{self.address(story)};jsessionid={len(self.log):08X}"
        return f"<li>{link(href, story.title)} <i>{day(story)}</i><p>{lead(story)}</p></li>"

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        script = f"""<script>jQuery(function($){{ var start = {self.size}; var muc = "{section.key}";
 $('#loadMore').on('click', function(){{ $.post("/Handlers/LoadMore.ashx", {{ cat: muc, start: start, limit: {self.size} }},
   function(html){{ $('#posts').append(html); start += {self.size}; }}); }}); }});</script>"""
        rows = self.items(self.page_of(section.key, 1))
        return self.frame(
            section.title,
            f'<ul id="posts">{rows}</ul><a href="#" id="loadMore">Tải thêm</a>{script}',
        )

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/Handlers/LoadMore.ashx":
            start = int(form.get("start", "0"))
            return self.items(self.site.of(form.get("cat", "-"))[start : start + self.size])
        if path == "/lich-cong-tac":
            week = int(query.get("tuan", "47"))
            turns = link(f"{path}?tuan={week - 1}", "Tuần trước") + link(
                f"{path}?tuan={week + 1}", "Tuần sau"
            )
            return self.frame("Lịch", f"<h1>Lịch công tác tuần {week}</h1>{turns}")
        folder, _, name = path.partition(";")[0].strip("/").partition("/")
        story = self.by_slug(name)
        return self.reading(story, query) if story and story.section == folder else 404


class Framed(Plain):
    """A splash that frames the portal; addresses of articles tell the page of the list they stand on."""

    def own_address(self, path: str) -> str:
        return path.partition("?page=")[0]

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return document("Sở", '<iframe src="/trang-chu" width="100%" height="100%"></iframe>')
        return super().serve("/" if path == "/trang-chu" else path, query, form)

    def item(self, story: Story) -> str:
        page = self.site.of(story.section).index(story) // self.size + 1
        return super().item(story).replace('.html"', f'.html?page={page}"')
