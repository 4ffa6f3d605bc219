"""Content systems: Joomla with K2, DotNetNuke, Wagtail in two languages, Laravel, Umbraco."""

from __future__ import annotations

import json
import re
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


class K2(Make):
    """Joomla K2: every item under its menu's alias and under /component/k2, tags, users, days."""

    def address(self, story: Story) -> str:
        return f"/index.php/{story.section}/item/{story.number}-{slug_of(story)}"

    def twin(self, story: Story) -> str:
        return f"/index.php/component/k2/item/{story.number}-{slug_of(story)}"

    def frame(self, title: str, main: str) -> str:
        menu = [link(f"/index.php/{one.key}", one.title) for one in self.site.sections]
        days = [
            link(f"/index.php/component/k2/itemlist/date/2026/11/{n}", str(n)) for n in range(1, 31)
        ]
        latest = [link(self.twin(story), story.title) for story in self.page_of(None, 1)[:5]]
        return document(
            title,
            f'<ul class="nav menu">{listed([*menu, link("/index.php/gioi-thieu", "Giới thiệu")])}</ul>'
            f'<div id="k2Container">{main}</div><div class="k2LatestItemsBlock"><ul>{listed(latest)}</ul></div>'
            f'<div class="k2CalendarBlock"><table><tr>{listed(days, "td")}</tr></table>'
            f"{link('/index.php/component/k2/itemlist/calendar?month=10&year=2026', '&laquo;')}</div>",
        )

    def item(self, story: Story) -> str:
        href = self.address(story)
        return (
            f'<div class="itemContainer"><div class="catItemView"><span class="catItemDateCreated">{day(story)}</span>'
            f'<h3 class="catItemTitle">{link(href, story.title)}</h3><span class="catItemAuthor">Viết bởi '
            f'{link("/index.php/component/k2/itemlist/user/42-admin", "Quản trị")}</span><div class="catItemIntroText">{lead(story)}</div>'
            f'{link("/index.php/component/k2/itemlist/tag/khcn", "khcn")}<a class="k2ReadMore" href="{href}">Đọc thêm ...</a>'
            f"{link(href + '#itemCommentsAnchor', 'Hãy là người đầu tiên bình luận!')}</div></div>"
        )

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path in {"/", "/index.php"}:
            return self.frame("Trang chủ", "".join(map(self.item, self.page_of(None, 1))))
        if found := re.fullmatch(r"/index.php/([\w-]+)/item/(\d+)-[\w-]+", path):
            return self.reading(self.by_number(found[2]), bare="tmpl" in query)
        if re.match(r"/index.php/component/k2/itemlist/", path):
            return self.frame("Lưu trữ", "".join(map(self.item, self.page_of(None, 2))))
        if path == "/index.php/gioi-thieu":
            return self.frame("Giới thiệu", f"<h2>Giới thiệu</h2><p>{ABOUT * 5}</p>")
        section = self.named(path.removeprefix("/index.php/"))
        return self.list_of(section, int(query.get("start", "0"))) if section else 404

    def list_of(self, section: Section, start: int) -> str:
        number = start // self.size + 1
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        path = f"/index.php/{section.key}"
        pages = [
            link(f"{path}?start={n * self.size}" if n else path, str(n + 1))
            for n in range(self.pages(section.key))
        ]
        sorts = link(f"{path}?orderby=title", "Sắp xếp theo tiêu đề")
        return self.frame(
            section.title, f'{sorts}{rows}<div class="k2Pagination">{"".join(pages)}</div>'
        )

    def reading(self, story: Story | None, *, bare: bool) -> object:
        if story is None:
            return 404
        tools = link(f"{self.address(story)}?tmpl=component&print=1", "In")
        main = f'<span class="itemDateCreated">{day(story)}</span><h2 class="itemTitle">{story.title}</h2>{body(story)}'
        return document(story.title, main) if bare else self.frame(story.title, tools + main)


class DotNetNuke(Make):
    """Numbers in path pairs, a Default.aspx at every end, paging in the path, archive by month."""

    size = 8

    def address(self, story: Story) -> str:
        tab = self.site.section(story.section).number
        return f"/TinTuc/tabid/{tab}/articleType/ArticleView/articleId/{story.number}/Default.aspx"

    def frame(self, title: str, main: str, tab: int = 50) -> str:
        menu = [
            link(f"{HOST}/TinTuc/tabid/{one.number}/Default.aspx", one.title)
            for one in self.site.sections
        ]
        months = [
            link(
                f"/TinTuc/tabid/{tab}/articleType/ArchiveView/month/{n}/year/2026/Default.aspx",
                f"Tháng {n}",
            )
            for n in range(1, 12)
        ]
        return document(
            f"{title} > Sở Khoa học",
            f'<form id="Form" method="post" action="/Default.aspx"><input type="hidden" name="__VIEWSTATE" value="x">'
            f'<div id="dnn_menu"><table class="MainMenu"><tr>{listed(menu, "td")}</tr></table></div>'
            f'<a id="dnn_dnnLOGIN" href="/TinTuc/tabid/{tab}/ctl/Login/Default.aspx?returnurl=%2f">Đăng nhập</a>'
            f'<div id="dnn_ContentPane">{main}</div><div id="dnn_RightPane">{"".join(months)}</div></form>',
        )

    def item(self, story: Story) -> str:
        href = HOST + self.address(story)
        return f'<table cellpadding="4"><tr><td><a class="NormalBold" href="{href}">{story.title}</a><br><span class="Normal">{lead(story)}</span> <i>({day(story)})</i> <a href="{href}">[ Chi tiết ]</a></td></tr></table>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path in {"/", "/Default.aspx", "/TrangChu.aspx"}:
            return self.frame("Trang chủ", "".join(map(self.item, self.page_of(None, 1))))
        found = re.fullmatch(r"/TinTuc/tabid/(\d+)/(.*?)/?Default\.aspx", path)
        section = self.named(found[1]) if found else None
        if found is None or section is None:
            return "->", "/Default.aspx"
        if story := re.fullmatch(r"articleType/ArticleView/articleId/(\d+)", found[2]):
            return self.reading(self.by_number(story[1]))
        if re.fullmatch(r"articleType/ArchiveView/.*", found[2]):
            return self.frame("Lưu trữ", "".join(map(self.item, self.page_of(None, 3))))
        paged = re.fullmatch(r"currentpage/(\d+)", found[2])
        return self.list_of(section, int(paged[1]) if paged else 1)

    def list_of(self, section: Section, number: int) -> str:
        last = self.pages(section.key)
        number = number if number <= last else 1
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        path = f"/TinTuc/tabid/{section.number}"
        pages = [
            link(f"{path}/currentpage/{n}/Default.aspx", str(n))
            for n in range(max(1, number - 2), min(last, number + 2) + 1)
            if n != number
        ]
        onward = (
            link(f"{path}/currentpage/{number + 1}/Default.aspx", "Tiếp") if number < last else ""
        )
        return self.frame(
            section.title,
            f'{rows}<div class="PagingTable">Trang {number} của {last} {"".join(pages)}{onward}</div>',
            section.number,
        )

    def reading(self, story: Story | None) -> object:
        if story is None:
            return self.frame("Lỗi", MISSING)
        main = f'<span class="Head">{story.title}</span><br><span class="SubHead">Đăng ngày {day(story)}</span>{body(story)}'
        return self.frame(story.title, main)


class Wagtail(Make):
    """Addresses made of the day, the same slugs in English, past the end the last page again."""

    home = "/"

    def address(self, story: Story) -> str:
        return f"/vi/{story.section}/{story.published:%Y/%m/%d}/{slug_of(story)}/"

    def frame(self, title: str, main: str, other: str = "/en/") -> str:
        menu = [link(f"/vi/{one.key}/", one.title) for one in self.site.sections]
        menu.append(link("/vi/gioi-thieu/", "Giới thiệu"))
        years = [link(f"/vi/{self.site.sections[0].key}/{n}/", str(n)) for n in (2026, 2025, 2024)]
        return document(
            f"{title} | Sở KH&amp;CN",
            f'<header><nav><ul>{listed(menu)}</ul></nav>{link(other, "English")}<form action="/vi/search/"><input name="query"></form></header>'
            f"<main>{main}</main><aside><ul>{listed(years)}</ul></aside><footer>{link('/vi/feed/', 'RSS')}</footer>",
            f'<link rel="alternate" hreflang="en" href="{other}">',
        )

    def item(self, story: Story) -> str:
        return f'<li class="entry"><time datetime="{story.published:%Y-%m-%d}">{story.published:%d.%m.%Y}</time><a href="{self.address(story)}"><h2>{story.title}</h2></a></li>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return "->", "/vi/"
        if path == "/vi/":
            return self.frame(
                "Trang chủ", f"<ul>{''.join(map(self.item, self.page_of(None, 1)))}</ul>"
            )
        if path == "/vi/gioi-thieu/":
            return self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 6}</p>")
        if found := re.fullmatch(r"/(vi|en)/([\w-]+)/\d{4}/\d\d/\d\d/([\w-]+)/", path):
            return self.reading(self.by_slug(found[3]), found[1])
        if found := re.fullmatch(r"/vi/([\w-]+)/(?:20\d\d/)?", path):
            section = self.named(found[1])
            return self.list_of(path, section, int(query.get("page", "1"))) if section else 404
        return self.english() if path.startswith("/en/") else 404

    def english(self) -> str:
        rows = [
            link(
                self.address(story).replace("/vi/", "/en/"),
                f"Department holds meeting number {story.number} on technology",
            )
            for story in self.page_of(None, 1)
        ]
        return document("News", f"<h1>News</h1><ul>{listed(rows)}</ul>")

    def list_of(self, path: str, section: Section, number: int) -> str:
        number = min(number, self.pages(section.key))
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        onward = (
            f'<a href="?page={number + 1}" rel="next">Trang sau</a>'
            if number < self.pages(section.key)
            else ""
        )
        before = f'<a href="?page={number - 1}">Trang trước</a>' if number > 1 else ""
        return self.frame(
            section.title, f'<ul>{rows}</ul><div class="pagination">{before}{onward}</div>'
        )

    def reading(self, story: Story | None, language: str) -> object:
        if story is None:
            return 404
        if language == "en":
            return document("News", f"<h1>Meeting {story.number}</h1><p>{'The text. ' * 80}</p>")
        crumb = f'<ol class="breadcrumb"><li><a href="/vi/">Trang chủ</a></li><li><a href="/vi/{story.section}/">{self.site.section(story.section).title}</a></li></ol>'
        main = f"{crumb}<article><h1>{story.title}</h1><time>{day(story)}</time>{body(story)}</article>"
        return self.frame(story.title, main, self.address(story).replace("/vi/", "/en/"))


class Laravel(Make):
    """Slugs without numbers at the top of the site, beside standing pages; all unknown goes home."""

    size = 12

    def address(self, story: Story) -> str:
        return f"/{slug_of(story)}"

    def frame(self, title: str, main: str) -> str:
        menu = [link(f"/danh-muc/{one.key}", one.title) for one in self.site.sections]
        about = [
            link("/chuc-nang-nhiem-vu-cua-so-khoa-hoc-va-cong-nghe", "Chức năng nhiệm vụ"),
            link("/lich-cong-tac?tuan=46", "Lịch công tác"),
            link("/tim-kiem?tu-khoa=sao", "Tìm kiếm"),
        ]
        return document(
            title,
            f'<div class="navbar"><ul class="navbar-nav">{listed([*menu, *about])}</ul></div><div class="container">{main}</div>',
            '<meta name="csrf-token" content="k3j2">',
        )

    def item(self, story: Story) -> str:
        return f'<div class="col-md-4"><div class="card"><img class="card-img-top" src="/storage/{story.number}.jpg"><div class="card-body"><h5 class="card-title"><a href="{HOST}{self.address(story)}">{story.title}</a></h5><small>{day(story)}</small><p>{lead(story)}</p></div></div></div>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return self.frame("Trang chủ", "".join(map(self.item, self.page_of(None, 1))))
        if path == "/sitemap.xml":
            rows = [f"<url><loc>{HOST}{self.address(one)}</loc></url>" for one in self.site.stories]
            return (
                "text/xml",
                f"<urlset>{''.join(rows)}<url><loc>{HOST}/lich-cong-tac</loc></url></urlset>",
            )
        if path.startswith("/chuc-nang"):
            return self.frame(
                "Chức năng", f"<h1>Chức năng nhiệm vụ</h1><div>12/05/2020</div><p>{ABOUT * 6}</p>"
            )
        if path == "/lich-cong-tac":
            week = int(query.get("tuan", "46"))
            turns = link(f"/lich-cong-tac?tuan={week + 1}", "Tuần sau") + link(
                f"/lich-cong-tac?tuan={week - 1}", "Tuần trước"
            )
            return self.frame("Lịch", f"<h1>Lịch công tác tuần {week}</h1>{turns}")
        if found := re.fullmatch(r"/danh-muc/([\w-]+)", path):
            section = self.named(found[1])
            return self.list_of(section, int(query.get("page", "1"))) if section else ("->", "/")
        story = self.by_slug(path.strip("/"))
        if story is None:
            return "->", "/"
        return self.frame(
            story.title,
            f'<h1 class="title">{story.title}</h1><span class="date">{story.published:%H:%M - %d/%m/%Y}</span>{body(story)}',
        )

    def list_of(self, section: Section, number: int) -> object:
        if number > self.pages(section.key):
            return "->", f"/danh-muc/{section.key}"
        rows = "".join(map(self.item, self.page_of(section.key, number)))
        pages = [
            link(f"{HOST}/danh-muc/{section.key}?page={n}", str(n), ' class="page-link"')
            for n in range(1, self.pages(section.key) + 1)
            if n != number
        ]
        sorts = link(f"/danh-muc/{section.key}?sort=views", "Xem nhiều nhất")
        return self.frame(
            section.title,
            f'{sorts}<div class="row">{rows}</div><ul class="pagination">{listed(pages)}</ul>',
        )


class Umbraco(Make):
    """Only pictures whose alternative text is the title; more of them as JSON while scrolling."""

    size = 9

    def address(self, story: Story) -> str:
        return f"/{story.section}/{slug_of(story)}/"

    def frame(self, title: str, main: str) -> str:
        menu = [link(f"/{one.key}/", one.title) for one in self.site.sections]
        menu.append(link("/lien-he/", "Liên hệ"))
        return document(
            title,
            f'<nav class="top-nav"><ul>{listed(menu)}</ul></nav><div class="grid">{main}</div>',
        )

    def item(self, story: Story) -> str:
        return f'<div class="tile"><a href="{self.address(story)}"><img src="/media/{story.number}/anh.jpg?crop=1" alt="{story.title}"></a></div>'

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        if path == "/":
            return self.frame("Trang chủ", "".join(map(self.item, self.page_of(None, 1))))
        if path == "/umbraco/api/news/list":
            section = self.named(query.get("node", ""))
            rows = self.page_of(section.key if section else "-", int(query.get("page", "1")))
            found = [
                {"name": one.title, "url": self.address(one), "date": day(one)} for one in rows
            ]
            return "application/json", json.dumps({"items": found, "total": len(found)})
        if path == "/lien-he/":
            return self.frame("Liên hệ", "<h1>Liên hệ</h1><form><textarea></textarea></form>")
        folder, _, name = path.strip("/").partition("/")
        section, story = self.named(folder), self.by_slug(name)
        if section and not name:
            return self.list_of(section)
        if story is None or story.section != folder:
            return 404
        return self.frame(
            story.title,
            f"<h1>{story.title}</h1><p class='date'>{day(story)}</p>{body(story)}",
        )

    def list_of(self, section: Section) -> str:
        rows = "".join(map(self.item, self.page_of(section.key, 1)))
        script = f"""<script>var page = 1; $(window).scroll(function () {{ page++;
  $.getJSON('/umbraco/api/news/list?node={section.number}&page=' + page, function (d) {{ add(d.items); }}); }});</script>"""
        return self.frame(section.title, f'<div id="tiles">{rows}</div>{script}')
