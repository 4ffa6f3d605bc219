"""Five more habits of portals: limitstart, a load-more button, a start page that only sends on,
a department below its province's site, and tenants told apart by a query."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.demo.looks.prose import links
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.site import Leaf
from app.demo.story import slug
from app.demo.web import Reply, page
from tests.site.noisylooks import CleanLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

ROWS = 10


class JoomlaAddresses:
    """index.php?option=com_content&view=article&id=12:alias; pages are ?start= or ?limitstart=."""

    def story(self, site: Site, story: Story) -> str:
        section = site.section(story.section)
        fields = {
            "option": "com_content",
            "view": "article",
            "id": f"{story.number}:{slug(story.title)[:60]}",
        }
        return "/index.php?" + urlencode(
            fields | {"catid": f"{section.number}:{section.key}", "Itemid": 71}, safe=":"
        )

    def listing(self, section: Section, page: int) -> str:
        fields = {
            "option": "com_content",
            "view": "category",
            "layout": "blog",
            "id": section.number,
            "Itemid": 70 + section.number,
        }
        return "/index.php?" + urlencode(
            fields | ({"limitstart": (page - 1) * ROWS} if page > 1 else {})
        )

    def leaf(self, leaf: Leaf) -> str:
        return "/index.php?" + urlencode(
            {"option": "com_wrapper", "view": "wrapper", "name": leaf.key}
        )

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        if request.path == "/" or (request.path == "/index.php" and not query):
            return Front()
        if request.path != "/index.php":
            return None
        number = query.get("id", "").partition(":")[0]
        if query.get("view") == "article":
            story = site.story(int(number)) if number.isdigit() else None
            return Reading(story, bare=query.get("tmpl") == "component") if story else None
        if query.get("view") == "category":
            start = int(query.get("limitstart", "0"))
            return next(
                (Listing(s, start // ROWS + 1) for s in site.sections if str(s.number) == number),
                None,
            )
        return next((Standing(x) for x in site.leaves if x.key == query.get("name")), None)


class JoomlaLook(CleanLook):
    """Print and mail pop-ups of every story, and a choice of page lengths on every list."""

    def article(self, sight: Sight, story: Story) -> str:
        href = escape(sight.href(story))
        icons = f'<a href="{href}&amp;tmpl=component&amp;print=1&amp;page=" rel="nofollow">In</a> <a href="/index.php?option=com_mailto&amp;tmpl=component&amp;link={sight.token}">Email</a>'
        return super().article(sight, story).replace("</h1>", f"</h1>{icons}", 1)

    def above(self, sight: Sight, listing: Listing) -> str:
        path = sight.at.listing(listing.section, 1)
        return links(
            [(f"{path}&limit={n}", str(n)) for n in (5, 10, 50, 100)], '<a href="{href}">{text}</a>'
        )


class PathAddresses:
    """/<prefix>/<section>/<slug>-<id>; all below one prefix."""

    prefix = ""

    def story(self, site: Site, story: Story) -> str:
        return f"{self.prefix}/{story.section}/{slug(story.title)[:70]}-{story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"{self.prefix}/{section.key}" + (f"?trang={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"{self.prefix}/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        path = request.path.rstrip("/")
        if path == self.prefix:
            return Front()
        number = request.query.get("trang", "1")
        for section in site.sections:
            if path == self.listing(section, 1) and number.isdigit():
                return Listing(section, int(number))
        tail = re.fullmatch(rf"{self.prefix}/[a-z-]+/[a-z0-9-]+-(\d+)", path)
        if tail and (story := site.story(int(tail[1]))):
            return Reading(story)
        return next((Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == path), None)


class LoadMoreAddresses(PathAddresses):
    """Further items of a list come as pieces of HTML from /api/tin-tuc."""

    def listing(self, section: Section, page: int) -> str:
        return (
            f"/{section.key}"
            if page == 1
            else f"/api/tin-tuc?chuyenmuc={section.number}&trang={page}"
        )

    def find(self, site: Site, request: Request) -> View | None:
        if request.path != "/api/tin-tuc":
            return super().find(site, request)
        number, wanted = request.query.get("trang", "1"), request.query.get("chuyenmuc")
        return next(
            (Listing(s, int(number)) for s in site.sections if str(s.number) == wanted), None
        )


class LoadMoreLook(CleanLook):
    """A button "Xem thêm" that names the endpoint; no link to a second page."""

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        if listing.page == 1:
            return super().listing(sight, listing, stories)
        return self.teasers(sight, stories) + self.pager(sight, listing)

    def pager(self, sight: Sight, listing: Listing) -> str:
        if listing.page >= sight.pages:
            return ""
        onward = escape(sight.at.listing(listing.section, listing.page + 1))
        return f'<button class="load-more" data-url="{onward}" data-total="{sight.pages}">Xem thêm</button>'


class StartPage(PathAddresses):
    """/ is a meta refresh to /trang-chu/ and nothing else."""

    def find(self, site: Site, request: Request) -> View | None:
        if request.path == "/":
            return None
        return (
            Front()
            if request.path in {"/trang-chu", "/trang-chu/"}
            else super().find(site, request)
        )


def refresh(_: Sight) -> Reply:
    """The page that only sends on."""
    return page(
        '<html><head><meta http-equiv="refresh" content="0; url=trang-chu/"></head><body></body></html>'
    )


class ScopedAddresses(PathAddresses):
    """A department's pages below /So/sokhcn of a site where the province publishes too."""

    prefix = "/So/sokhcn"

    def find(self, site: Site, request: Request) -> View | None:
        if not request.path.startswith(self.prefix):
            foreign = Leaf("tinh", "Trang của tỉnh", "Tin của tỉnh, không phải của sở.")
            return Standing(foreign)
        return super().find(site, request)


class ScopedLook(CleanLook):
    """The province's menu and its newest stories stand on every page of the department."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        province = "".join(
            f'<li><a href="/tin-tinh/ban-tin-cua-tinh-so-{n}-{7000 + n}">Bản tin của tỉnh số {n} trong tuần này</a></li>'
            for n in range(12)
        )
        other = '<li><a href="/So/songnn">Sở Nông nghiệp</a></li><li><a href="/tin-tinh">Tin tỉnh</a></li>'
        return (
            super()
            .frame(sight, title, main, head)
            .replace("<nav>", f"<ul>{other}{province}</ul><nav>", 1)
        )


class TenantAddresses:
    """Default.aspx?sname=sokhcn&…: the same host and path serve other departments too."""

    def story(self, site: Site, story: Story) -> str:
        return f"/Default.aspx?sname=sokhcn&sid=4&pageid=200&catid={site.section(story.section).number}&id={story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/Default.aspx?sname=sokhcn&sid=4&pageid=100&catid={section.number}" + (
            f"&p={page}" if page > 1 else ""
        )

    def leaf(self, leaf: Leaf) -> str:
        return f"/Default.aspx?sname=sokhcn&sid=4&pageid={leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        if query.get("sname", "") != "sokhcn":
            return Standing(Leaf("khac", "Sở khác", "Tin của đơn vị khác."))
        if "id" in query:
            story = site.story(int(query["id"])) if query["id"].isdigit() else None
            return Reading(story) if story else None
        if "catid" in query:
            return next(
                (
                    Listing(s, int(query.get("p", "1")))
                    for s in site.sections
                    if str(s.number) == query["catid"]
                ),
                None,
            )
        found = (Standing(leaf) for leaf in site.leaves if leaf.key == query.get("pageid"))
        return next(found, Front())


class TenantLook(CleanLook):
    """Links to the other tenants, in the same shape as one's own."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        others = "".join(
            f'<li><a href="/Default.aspx?sname=sotttt&amp;sid=9&amp;pageid=200&amp;catid=5&amp;id={8_000 + n}">Bài viết số {n} của một sở khác trên cùng máy chủ</a></li>'
            for n in range(8)
        )
        return (
            super().frame(sight, title, main, head).replace("<nav>", f"<ul>{others}</ul><nav>", 1)
        )
