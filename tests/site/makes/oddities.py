"""Oddities: articles of several pages, cursors, events, tokens, whole texts in lists, capitals."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from tests.site.makes.make import (
    ABOUT,
    HOST,
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
    from collections.abc import Sequence

    from app.demo.site import Section
    from app.demo.story import Story


class Plain(Make):
    """Sections at /<key>, articles below them, pages by ?page=; the oddities change one thing each."""

    more_menu: ClassVar[tuple[str, ...]] = ()
    pictured: ClassVar[bool] = False

    def address(self, story: Story) -> str:
        return f"/{story.section}/{slug_of(story)}-{story.number}.html"

    def section_path(self, section: Section) -> str:
        return f"/{section.key}"

    def frame(self, title: str, main: str, head: str = "") -> str:
        menu = [link(self.section_path(one), one.title) for one in self.site.sections]
        standing = link("/gioi-thieu", "Giới thiệu")
        return document(
            title,
            f'<div class="menu"><ul>{listed([*menu, standing, *self.more_menu])}</ul></div><div class="main">{main}</div>',
            head,
        )

    def item(self, story: Story) -> str:
        return f'<div class="item"><h3>{link(self.address(story), story.title)}</h3><span class="time">{day(story)}</span><p>{lead(story)}</p></div>'

    def items(self, stories: Sequence[Story]) -> str:
        return "".join(map(self.item, stories))

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return self.frame("Trang chủ", self.items(self.page_of(None, 1)))
        if path == "/gioi-thieu":
            return self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 6}</p>")
        found = (one for one in self.site.sections if self.section_path(one) == path)
        section = next(found, None)
        if section is not None:
            return self.list_of(section, int(query.get("page", "1")), query)
        return self.other(path, query, form)

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        found = re.fullmatch(r"/[\w-]+/[\w-]+-(\d+)\.html", path)
        story = self.by_number(found[1]) if found else None
        return self.reading(story, query) if story else 404

    def reading(self, story: Story, query: dict[str, str]) -> object:
        return self.frame(
            story.title, f"<h1>{story.title}</h1><div>{day(story)}</div>{body(story)}"
        )

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        rows = self.items(self.page_of(section.key, number))
        return self.frame(section.title, rows + self.pager(section, number))

    def pager(self, section: Section, number: int) -> str:
        pages = [
            link(f"{self.section_path(section)}?page={n}", str(n))
            for n in range(1, self.pages(section.key) + 1)
            if n != number
        ]
        return f'<div class="pager">{" ".join(pages)}</div>'


class Chaptered(Plain):
    """Every third article goes on over three pages, comments too; "next" leads to the neighbour."""

    def reading(self, story: Story, query: dict[str, str]) -> object:
        stories = self.site.of(story.section)
        other = stories[(stories.index(story) + 1) % len(stories)]
        chapters = [link(f"{self.address(story)}?trang={n}", str(n)) for n in (1, 2, 3)]
        chapter = (
            f'<div class="trang">Trang: {" ".join(chapters)}</div>' if story.number % 3 == 0 else ""
        )
        comments = f'<div class="phantrang-binhluan">{link(f"{self.address(story)}?bl=2", "2")} {link(f"{self.address(story)}?bl=2", "›")}</div>'
        onward = link(self.address(other), "Bài sau »")
        text = body(story) if query.get("trang", "1") == "1" else f"<p>{ABOUT * 2}</p>"
        main = f"<h1>{story.title}</h1><div>{day(story)}</div>{text}{chapter}<h4>Bình luận</h4>{comments}{onward}"
        return self.frame(story.title, main)


class Cursor(Plain):
    """No page numbers: "older news" goes on from the number of the last article shown."""

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        stories = self.site.of(section.key)
        after = query.get("sau", "")
        start = next((n + 1 for n, one in enumerate(stories) if str(one.number) == after), 0)
        shown = stories[start : start + self.size]
        more = start + self.size < len(stories)
        onward = link(f"/{section.key}?sau={shown[-1].number}", "Các tin cũ hơn »") if more else ""
        newest = link(f"/{section.key}", "« Mới nhất") if start else ""
        return self.frame(
            section.title, f'{self.items(shown)}<div class="nav">{newest}{onward}</div>'
        )


class Events(Plain):
    """Forty dated events without a text and thirty albums beside the news; a calendar for ever."""

    more_menu = (
        link("/lich-su-kien", "Lịch sự kiện"),
        link("/hinh-anh", "Thư viện ảnh"),
        link("/video", "Video"),
    )

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        number = int(query.get("page", "1"))
        if path == "/lich-su-kien":
            rows = [
                f'<div class="sk"><b>{n % 28 + 1:02d}/12/2026</b> {link(f"/lich-su-kien/{n}", f"Hội nghị giao ban khối khoa học lần thứ {n}")}</div>'
                for n in range(10 * number - 10, 10 * number)
            ]
            return self.frame(
                "Lịch", "".join(rows) + self.onward(path, number, 4) + self.calendar()
            )
        if path == "/hinh-anh":
            rows = [
                f'<div class="album"><a href="/hinh-anh/album-{n}"><img src="/a{n}.jpg"></a>{link(f"/hinh-anh/album-{n}", f"Ảnh hoạt động kỷ niệm ngày khoa học công nghệ {n}")}</div>'
                for n in range(15 * number - 15, 15 * number)
            ]
            return self.frame("Ảnh", "".join(rows) + self.onward(path, number, 2))
        if path == "/video":
            rows = [
                f'<div class="v"><img src="/v{n}.jpg">{link(f"/video/{n}", f"Bản tin khoa học và công nghệ trên truyền hình số {n}")}<i>{n % 28 + 1:02d}/10/2026</i></div>'
                for n in range(12)
            ]
            return self.frame("Video", "".join(rows))
        if found := re.fullmatch(r"/lich/(\d+)-(\d+)(?:-\d+)?", path):
            return self.frame(
                "Lịch", f"<h1>Lịch tháng {found[2]}</h1>{self.calendar(*found.groups())}"
            )
        if re.fullmatch(r"/lich-su-kien/\d+", path):
            return self.frame(
                "Sự kiện",
                f"<h1>Hội nghị giao ban khối khoa học lần thứ {path[14:]}</h1><p>Thời gian: 8h00 ngày {int(path[14:]) % 28 + 1:02d}/12/2026</p><p>Địa điểm: Hội trường Sở</p>",
            )
        if re.fullmatch(r"/hinh-anh/album-\d+", path):
            return self.frame("Ảnh", "<h1>Ảnh hoạt động</h1>" + '<img src="/p.jpg">' * 9)
        if re.fullmatch(r"/video/\d+", path):
            return self.frame("Video", '<h1>Bản tin</h1><video src="/v.mp4"></video>')
        return super().other(path, query, form)

    def onward(self, path: str, number: int, last: int) -> str:
        return link(f"{path}?page={number + 1}", str(number + 1)) if number < last else ""

    def calendar(self, year: str = "2026", month: str = "11") -> str:
        first = date(int(year), int(month), 1)
        later = first + timedelta(days=32)
        days = [link(f"/lich/{first:%Y-%m}-{n:02d}", str(n)) for n in range(1, 29)]
        return f"<table><tr>{listed(days, 'td')}</tr></table>{link(f'/lich/{later:%Y-%m}', 'Tháng sau »')}"


class Token(Plain):
    """More items only by a POST that repeats the token of the page's head."""

    def list_of(self, section: Section, number: int, query: dict[str, str]) -> object:
        script = f"""<script>var page = 1; $('#them').click(function () {{ page = page + 1;
  $.ajax({{ url: '/ajax/tin-tuc', type: 'POST', data: {{ _token: $('meta[name="csrf-token"]').attr('content'),
    page: page, chuyenmuc: '{section.number}' }}, success: function (html) {{ $('#ds').append(html); }} }}); }});</script>"""
        return self.frame(
            section.title,
            f'<div id="ds">{self.items(self.page_of(section.key, 1))}</div><a id="them" href="javascript:void(0)">Tải thêm</a>{script}',
            '<meta name="csrf-token" content="Zx81">',
        )

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path != "/ajax/tin-tuc":
            return super().other(path, query, form)
        section = self.named(form.get("chuyenmuc", ""))
        if section is None or form.get("_token") != "Zx81":
            return 419
        return self.items(self.page_of(section.key, int(form["page"])))


class Inline(Plain):
    """Lists print every article whole; only the title leads to its own page."""

    size = 6

    def item(self, story: Story) -> str:
        return f'<div class="post"><h2>{link(self.address(story), story.title)}</h2><p class="meta">Đăng ngày {day(story)}</p>{body(story)}</div>'


class Capitals(Plain):
    """One server, two spellings: lists write addresses in capitals, everything beside them does not."""

    def address(self, story: Story) -> str:
        name = "-".join(word.capitalize() for word in slug_of(story).split("-"))
        return f"/Tin-Tuc/{name}-{story.number}.aspx"

    def frame(self, title: str, main: str, head: str = "") -> str:
        beside = [link(self.address(one).lower(), one.title) for one in self.page_of(None, 1)[:6]]
        return super().frame(title, f"{main}<h4>Tin mới</h4><ul>{listed(beside)}</ul>", head)

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        found = re.fullmatch(r"/tin-tuc/[\w-]+-(\d+)\.aspx", path.lower())
        story = self.by_number(found[1]) if found else None
        return self.reading(story, query) if story else 404

    def reading(self, story: Story, query: dict[str, str]) -> object:
        near = [
            f"{link(self.address(one).lower(), one.title)} ({day(one)})"
            for one in self.site.others(story, 5)
        ]
        return self.frame(
            story.title,
            f"<h1>{story.title}</h1><div>{day(story)}</div>{body(story)}<ul>{listed(near)}</ul>",
        )


class Stamped(Plain):
    """SharePoint pages named by the second of their making, beside standing pages of that folder."""

    def address(self, story: Story) -> str:
        return f"/sites/sokhcn/{story.section}/Trang/{story.published:%Y%m%d%H%M}{story.number % 60:02d}.aspx"

    def section_path(self, section: Section) -> str:
        return f"/sites/sokhcn/{section.key}/Trang/default.aspx"

    def frame(self, title: str, main: str, head: str = "") -> str:
        about = [
            link(f"/sites/sokhcn/gioithieu/Trang/2010081810153{n}.aspx", name)
            for n, name in enumerate(("Lịch sử hình thành", "Quy chế làm việc của cơ quan sở"))
        ]
        return super().frame(
            title, f'<div class="ms-quicklaunch"><ul>{listed(about)}</ul></div>{main}'
        )

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if "/gioithieu/" in path:
            return self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 6}</p>")
        story = next((one for one in self.site.stories if self.address(one) == path), None)
        return self.reading(story, query) if story else 404


class Brief(Plain):
    """Short titles without a day in bare lists, the day only on the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.named_short = {}

    def short(self, story: Story) -> str:
        kinds = ("Thông báo tuyển dụng", "Họp giao ban", "Lịch tiếp dân", "Kết quả thi đua")
        return f"{kinds[story.number % 4]} {story.number}"

    def item(self, story: Story) -> str:
        return f'<li><a href="{self.address(story)}">{self.short(story)}</a></li>'

    def address(self, story: Story) -> str:
        return f"/{story.section}/tin-{story.number}.html"

    def other(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        found = re.fullmatch(r"/[\w-]+/tin-(\d+)\.html", path)
        story = self.by_number(found[1]) if found else None
        if story is None:
            return 404
        return self.frame(
            self.short(story), f"<h1>{self.short(story)}</h1><p>Ngày {day(story)}</p>{body(story)}"
        )


class Mirrored(Plain):
    """Every address also with www and a port of old; the menu is a choice that a script follows."""

    def frame(self, title: str, main: str, head: str = "") -> str:
        choices = "".join(
            f'<option value="{self.section_path(one)}">{one.title}</option>'
            for one in self.site.sections
        )
        crumbs = [link(self.section_path(one), one.title) for one in self.site.sections]
        return document(
            title,
            f'<select onchange="location=this.value">{choices}</select><div class="main">{main}</div><div class="footer">{" | ".join(crumbs)}</div>',
            head,
        )

    def item(self, story: Story) -> str:
        return super().item(story).replace('href="/', f'href="{HOST.replace("//", "//www.")}/')
