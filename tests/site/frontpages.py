"""Portals whose ways in are odd: a footer's site map, clicks, inline articles, two generations."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import links
from app.demo.sight import Listing, Reading, Standing
from app.demo.site import Leaf
from tests.site.noisylooks import CleanLook
from tests.site.pathways import Undated, number_in
from tests.site.wild import PathAddresses

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Section, Site
    from app.demo.story import Story
    from app.demo.web import Request


class FooterMap(CleanLook):
    """No menu: sections hang in the footer only, under the names of departments."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        shown = re.search(r"<nav><ul>.*?</ul></nav>", html, re.DOTALL)
        assert shown
        entries = re.findall(r"<a .*?</a>", shown[0])
        grid = "".join(f'<div class="col-3"><h4>Chuyên mục</h4>{a}</div>' for a in entries)
        html = html.replace(shown[0], "", 1)
        return html.replace("<footer>", f'<footer><div class="row">{grid}</div>', 1)

    def front(self, sight: Sight) -> str:
        return self.frame(sight, sight.site.name, '<img src="/banner.jpg"><p>Chào mừng!</p>')


class SiteMapPage(PathAddresses):
    """Sections are named on /so-do-trang alone."""

    def leaf(self, leaf: Leaf) -> str:
        return "/so-do-trang" if leaf.key == "so-do-trang" else super().leaf(leaf)

    def find(self, site: Site, request: Request) -> View | None:
        if request.path == "/so-do-trang":
            return Standing(Leaf("so-do-trang", "Sơ đồ trang", ""))
        return super().find(site, request)


class SiteMapLook(CleanLook):
    """A menu that opens by script only; a link to the site map."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        link = '<a href="/so-do-trang">Sơ đồ trang</a>'
        return re.sub(r"<nav><ul>.*?</ul></nav>", link, html, count=1, flags=re.DOTALL)

    def article(self, sight: Sight, story: Story) -> str:
        return re.sub(r'<nav class="crumbs">.*?</nav>', "", super().article(sight, story))

    def front(self, sight: Sight) -> str:
        return self.frame(sight, sight.site.name, self.teasers(sight, sight.site.of()[:8]))

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        if leaf.key != "so-do-trang":
            return super().leaf(sight, leaf)
        return self.frame(sight, leaf.title, f"<h1>Sơ đồ trang</h1><ul>{links(sight.menu())}</ul>")


class ClickLook(CleanLook):
    """javascript:void(0) everywhere; the address is in onclick."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        return re.sub(
            r'<a href="([^"]+)"',
            r"""<a href="javascript:void(0)" onclick="location.href='\1'; return false;\"""",
            html,
        )


class InlineLook(CleanLook):
    """Whole articles on the lists, as one HCM portal prints them."""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="post"><h2><a href="{sight.href(story)}">{escape(story.title)}</a></h2>
<p class="date">{story.published:%d/%m/%Y}</p><div class="body">{self.hand.body(story)}</div></div>"""


class MixedLinks(CleanLook):
    """Absolute links, with http and with https, with www and without."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        host = sight.home.partition("://")[2]
        starts = (f"http://{host}", f"https://www.{host}", f"//{host}", f"http://www.{host}")
        turn = iter(range(10_000))
        return re.sub(
            r'href="/(?!/)',
            lambda _: f'href="{starts[next(turn) % 4]}/',
            html,
        )


class TwoGenerations(PathAddresses):
    """Half the newsroom on today's system, half on the one before, below /old/ of one host."""

    def _old(self, section: Section) -> bool:
        return section.number % 2 == 1

    def story(self, site: Site, story: Story) -> str:
        section = site.section(story.section)
        if self._old(section):
            return f"/old/Default.aspx?tabid={section.number}&ndid={story.number}"
        return super().story(site, story)

    def listing(self, section: Section, page: int) -> str:
        if self._old(section):
            return f"/old/Default.aspx?tabid={section.number}" + (f"&p={page}" if page > 1 else "")
        return super().listing(section, page)

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        if not request.path.startswith("/old/"):
            return super().find(site, request)
        if query.get("ndid", "").isdigit():
            story = site.story(int(query["ndid"]))
            return Reading(story) if story else None
        page, tab = int(query.get("p", "1")), query.get("tabid")
        found = (Listing(s, page) for s in site.sections if str(s.number) == tab)
        return next(found, Standing(Leaf("cu", "Trang cũ", "")))


class TwoLooks(CleanLook):
    """Today's home leads to the old site by one link in its footer."""

    def _is_old(self, sight: Sight, section: Section) -> bool:
        return sight.at.listing(section, 1).startswith("/old/")

    def front(self, sight: Sight) -> str:
        blocks = "".join(
            f"<h2>{escape(s.title)}</h2>{self.teasers(sight, sight.site.of(s.key)[:3])}"
            for s in sight.site.sections
            if not self._is_old(sight, s)
        )
        return self.frame(sight, sight.site.name, blocks)

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        if leaf.key != "cu":
            return super().leaf(sight, leaf)
        old = [s for s in sight.site.sections if self._is_old(sight, s)]
        menu = links([(sight.at.listing(s, 1), s.title) for s in old])
        return f"<html><head><title>Trang cũ</title></head><body><table><tr><td><ul>{menu}</ul></td></tr></table></body></html>"

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        for section in sight.site.sections:
            if self._is_old(sight, section):
                address = escape(sight.at.listing(section, 1))
                entry = f'<li><a href="{address}">{escape(section.title)}</a></li>'
                html = html.replace(entry, "", 1).replace(entry.replace("&amp;", "&"), "", 1)
        html = re.sub(r"<aside>.*?</aside>", "", html, flags=re.DOTALL)
        return html.replace("<footer>", '<footer><a href="/old/">Trang thông tin cũ</a>', 1)


class EmptyMenus(PathAddresses):
    """Thirty entries of the menu lead to lists that hold nothing, or to standing pages."""

    def find(self, site: Site, request: Request) -> View | None:
        number = number_in(r"/muc-(\d+)", request.path)
        if number is not None:
            return Standing(Leaf(f"muc-{number}", f"Chuyên mục số {number}", ""))
        return super().find(site, request)


class EmptyMenuLook(Undated):
    """The menu of a school's portal: most of it was never filled."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        names = ("Kế hoạch", "Công khai", "Thư viện", "Đoàn thể", "Văn bản", "Thi đua")
        empty = [(f"/muc-{n}", f"{names[n % 6]} {n}") for n in range(30)]
        html = super().frame(sight, title, main, head)
        return html.replace("</ul></nav>", f"{links(empty)}</ul></nav>", 1)

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        if not leaf.key.startswith("muc-"):
            return super().leaf(sight, leaf)
        return self.frame(sight, leaf.title, f"<h1>{leaf.title}</h1><p>Đang cập nhật.</p>")
