"""Portals whose addresses mislead: path parameters, flat slugs, leaking page numbers, raw letters."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.demo.looks.prose import links
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.story import slug
from tests.site.noisylooks import CleanLook
from tests.site.plainlook import PlainLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request


def number_in(pattern: str, text: str) -> int | None:
    """The number that a pattern's first group finds, None where it does not match whole."""
    found = re.fullmatch(pattern, text, re.IGNORECASE)
    return int(found[1]) if found else None


class Undated(CleanLook):
    """No day on any page, no lead or picture on any list: titles alone."""

    def article(self, sight: Sight, story: Story) -> str:
        return re.sub(r'<p class="meta">.*?</p>', "", super().article(sight, story))

    def teaser(self, sight: Sight, story: Story) -> str:
        return f'<li><a href="{escape(sight.href(story))}">{escape(story.title)}</a></li>'

    def teasers(self, sight: Sight, stories: Sequence[Story]) -> str:
        return f"<ul>{super().teasers(sight, stories)}</ul>"


class PathParameters:
    """DotNetNuke: /home/<tab>/type/detail/id/<n>; every tab serves every id."""

    def story(self, site: Site, story: Story) -> str:
        return f"/home/{story.section}/{story.section}/type/detail/id/{story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/home/{section.key}" + (f"/currentpage/{page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/home/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        path = request.path.rstrip("/")
        number = number_in(r"/home/(?:.+/)?type/detail/id/(\d+)", path)
        if number is not None:
            story = site.story(number)
            return Reading(story) if story else None
        for section in site.sections:
            page = number_in(rf"/home/{section.key}/currentpage/(\d+)", path)
            if path == self.listing(section, 1) or page:
                return Listing(section, page or 1)
        leaves = (Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == path)
        return next(leaves, None) or (Front() if path in {"", "/home", "/default.aspx"} else None)


class PathParameterLook(PlainLook):
    """Nested tables; the home page links every story through the home tab."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        menu = links(sight.menu(), '<td><a class="MainMenu" href="{href}">{text}</a></td>')
        return f"""<html><head><title>{escape(title)}</title>{head}</head><body><form id="Form" method="post" action="/Default.aspx">
<input type="hidden" name="__VIEWSTATE" value="{"x" * 400}{sight.token}"><table><tr>{menu}</tr></table>
<table><tr><td id="dnn_ContentPane">{main}</td></tr></table><p>{escape(sight.site.postal)}</p></form></body></html>"""

    def front(self, sight: Sight) -> str:
        return re.sub(r"/home/[a-z-]+/[a-z-]+/type", "/home/type", super().front(sight))

    def article(self, sight: Sight, story: Story) -> str:
        return f"""<table class="detail"><tr><td><span class="Head">{escape(story.title)}</span></td></tr>
<tr><td>Ngày đăng: {story.published:%d/%m/%Y}</td></tr><tr><td><div class="Normal"><b>{escape(story.lead or "")}</b>{self.hand.body(story)}</div></td></tr></table>
<b>Các tin khác</b><ul>{self.related(sight, story)}</ul>"""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f'<tr><td>-</td><td><a href="{sight.href(story)}">{escape(story.title)}</a> ({story.published:%d/%m/%Y})</td></tr>'

    def teasers(self, sight: Sight, stories: Sequence[Story]) -> str:
        return f"<table>{super().teasers(sight, stories)}</table>"


class FlatSlugs:
    """/<slug>.html for lists, stories and standing pages alike, and no number in any of them."""

    def story(self, site: Site, story: Story) -> str:
        return f"/{slug(story.title)}.html"

    def listing(self, section: Section, page: int) -> str:
        return f"/{section.key}" + (f"/trang-{page}.html" if page > 1 else ".html")

    def leaf(self, leaf: Leaf) -> str:
        return f"/{leaf.key}.html"

    def find(self, site: Site, request: Request) -> View | None:
        path = request.path
        for section in site.sections:
            page = number_in(rf"/{section.key}/trang-(\d+)\.html", path)
            if path == self.listing(section, 1) or page:
                return Listing(section, page or 1)
        leaves = (Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == path)
        stories = (Reading(s) for s in site.stories if self.story(site, s) == path)
        # Whatever does not exist is the home page, with 200.
        return next(leaves, None) or next(stories, None) or Front()


class FlatLook(Undated):
    """Standing pages stand among the news of the home page, and as such in its list."""

    def front(self, sight: Sight) -> str:
        names = ("Giới thiệu chung về Sở Khoa học và Công nghệ", "Chức năng, nhiệm vụ của Sở")
        standing = [
            (sight.at.leaf(leaf), name)
            for leaf, name in zip(sight.site.leaves, names, strict=False)
        ]
        front = super().front(sight)
        return front.replace("<ul><li>", f"<ul><li>{links(standing)}</li><li>", 1)

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        text = " ".join([leaf.text] * 12)
        return super().leaf(sight, leaf).replace(f"<p>{leaf.text}</p>", f"<p>{text}</p>")


class LeakingPages:
    """ASP.NET MVC: /ManagementNews/DetailNew/<id>?page=<page of the list it was found on>."""

    def story(self, site: Site, story: Story) -> str:
        return f"/ManagementNews/DetailNew/{story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/ManagementNews/ListNew/{section.number}" + (f"?page={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/Home/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        number = number_in(r"/ManagementNews/DetailNew/(\d+)", request.path)
        if number is not None:
            story = site.story(number)
            return Reading(story) if story else None
        number = number_in(r"/ManagementNews/ListNew/(\d+)", request.path)
        page = int(request.query.get("page", "1"))
        lists = (Listing(s, page) for s in site.sections if s.number == number)
        leaves = (Standing(x) for x in site.leaves if self.leaf(x).lower() == request.path.lower())
        return next(lists, None) or next(leaves, None) or (Front() if request.path == "/" else None)


class LeakingLook(CleanLook):
    """Every list hands its page number on to its items and their neighbours."""

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        html = super().listing(sight, listing, stories)
        return re.sub(r"(/DetailNew/\d+)", rf"\1?page={listing.page}", html)

    def related(self, sight: Sight, story: Story, count: int = 4) -> str:
        return re.sub(r"(/DetailNew/\d+)", r"\1?page=73", super().related(sight, story, count))


class RawLetters:
    """/TIN-TUC/<Mục>/<Tiêu đề>.aspx, case-insensitive, with raw letters and spaces."""

    def story(self, site: Site, story: Story) -> str:
        title = re.sub(r"[^\w ]", "", story.title)[:60]
        section = site.section(story.section).title
        return "/TIN-TUC/" + quote(f"{section}/{title} {story.number}.aspx")

    def listing(self, section: Section, page: int) -> str:
        return f"/TIN-TUC/{quote(section.title)}.aspx" + (f"?trang={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/Trang/{leaf.key}.aspx"

    def find(self, site: Site, request: Request) -> View | None:
        path = request.path.lower()
        number = number_in(r"/tin-tuc/.+/.+ (\d+)\.aspx", path)
        if number is not None:
            story = site.story(number)
            return Reading(story) if story else None
        for section in site.sections:
            if path == f"/tin-tuc/{section.title}.aspx".lower():
                return Listing(section, int(request.query.get("trang", "1")))
        leaves = (Standing(leaf) for leaf in site.leaves if self.leaf(leaf).lower() == path)
        return next(leaves, None) or (Front() if path in {"/", "/default.aspx"} else None)


class RawLetterLook(CleanLook):
    """Addresses as an editor typed them: unquoted, in mixed case; some lists in lower case."""

    def front(self, sight: Sight) -> str:
        return re.sub(r"/TIN-TUC/", "/Tin-Tuc/", super().front(sight))

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        from urllib.parse import unquote

        html = super().frame(sight, title, main, head)
        return re.sub(r'href="([^"]*)"', lambda m: f'href="{unquote(m[1])}"', html)
