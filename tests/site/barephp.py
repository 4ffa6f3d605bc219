"""A bare PHP site: session ids in every link, sort orders on listings, an endless calendar."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.site import Leaf
from tests.site.plainlook import PlainLook

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Section, Site
    from app.demo.story import Story
    from app.demo.web import Request


class BarePhpAddresses:
    """index.php?act=view&id=12; find() knows the rest: PHPSESSID, sort, lich.php."""

    def story(self, site: Site, story: Story) -> str:
        return f"/index.php?act=view&id={story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/index.php?act=list&cat={section.number}" + (f"&p={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/index.php?act=page&name={leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        if request.path == "/lich.php":
            return Standing(Leaf(f"lich-{query.get('ngay', '2026-11-21')}", "Lịch công tác", ""))
        if request.path not in {"/", "/index.php"}:
            return None
        match query.get("act"):
            case "view":
                story = site.story(int(query["id"])) if query.get("id", "").isdigit() else None
                return Reading(story) if story else None
            case "list":
                found = (s for s in site.sections if str(s.number) == query.get("cat"))
                return next((Listing(s, int(query.get("p", "1"))) for s in found), None)
            case "page":
                return next((Standing(x) for x in site.leaves if x.key == query.get("name")), None)
            case _:
                return Front()


class BarePhpLook(PlainLook):
    hand = Hand(
        paragraph="<p>{}",
        heading="<p><b>{}</b>",
        picture='<p align=center><img src="{src}">',
        caption="<p align=center><i>{}</i>",
    )

    def session(self, sight: Sight, href: str) -> str:
        """The same link with this visitor's session id glued on: another address every time."""
        if not href.startswith("/index.php"):
            return href
        return f"{href}&PHPSESSID={sight.token * 4}"

    def article(self, sight: Sight, story: Story) -> str:
        section = sight.site.section(story.section)
        return f"""<font color=#003399 size=2><b>{escape(section.title)}</b></font><br>
<p class=tieude><b>{escape(story.title)}</b></p><p class=ngay>Ngày cập nhật {story.published:%d/%m/%Y}</p>
{when(story.lead, "<p><b>{}</b>")}{self.hand.body(story)}
{when(story.author, "<p align=right><b>{}</b>")}{self.papers(story)}
<p class=xem>Số lượt đọc{sight.views(story)}<p><b>Các bài viết khác:</b><ul>{self.related(sight, story)}</ul>"""

    def related(self, sight: Sight, story: Story, count: int = 4) -> str:
        pairs = sight.links(sight.site.others(story, count))
        return links([(self.session(sight, href), text) for href, text in pairs])

    def teaser(self, sight: Sight, story: Story) -> str:
        href = escape(self.session(sight, sight.href(story)))
        return f'<tr><td>{story.published:%d/%m/%Y}</td><td><a href="{href}">{escape(story.title)}</a></td><td align=right>{sight.views(story)}</td></tr>'

    def teasers(self, sight: Sight, stories: object) -> str:
        return f"<table width=100% border=1>{super().teasers(sight, stories)}</table>"  # type: ignore[arg-type]

    def above(self, sight: Sight, listing: Listing) -> str:
        path = sight.at.listing(listing.section, listing.page)
        orders = [
            (f"{path}&sort={by}&dir={way}", mark)
            for by in ("ngay", "tieude", "xem")
            for way, mark in (("asc", "▲"), ("desc", "▼"))
        ]
        return links(orders, '<a href="{href}">{text}</a>')

    def pager(self, sight: Sight, listing: Listing) -> str:
        pairs = [(self.session(sight, href), text) for href, text in sight.pager(listing)]
        return "Trang: " + links(pairs, '<a href="{href}">{text}</a>')

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        if not leaf.key.startswith("lich-"):
            return super().leaf(sight, leaf)
        day = date.fromisoformat(leaf.key.removeprefix("lich-"))
        turns = [
            (f"/lich.php?ngay={day + timedelta(days=d)}", mark)
            for d, mark in ((-1, "Ngày trước"), (1, "Ngày sau"))
        ]
        main = f"<b>Lịch công tác ngày {day:%d/%m/%Y}</b><p>Lãnh đạo làm việc tại cơ quan.<p>{links(turns)}"
        return self.frame(sight, leaf.title, main)

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        menu = links(
            [(self.session(sight, h), t) for h, t in sight.menu()],
            '<td><a href="{href}">{text}</a></td>',
        )
        return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{escape(site.name)}</title></head><body>
<table width=900 align=center><tr><td>{escape(site.name)}<br>{sight.clock}</td></tr><tr><td><table><tr>{menu}<td><a href="/lich.php">Lịch công tác</a></td></tr></table></td></tr>
<tr><td>{main}</td></tr><tr><td>{escape(sight.greeting)}</td></tr><tr><td>Thống kê: {sight.total}<br>Online: {sight.online}<hr>{escape(site.postal)}</td></tr></table></body></html>"""
