"""SharePoint lists: View_Detail.aspx?ItemID=, paths of any case, next-page links with the state."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.demo.looks.prose import Hand, when
from app.demo.sight import Front, Listing, Reading, Standing
from tests.site.plainlook import PlainLook, teaser_text

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

ROWS = 10
VIEW = "{5E1F3B9C-77A0-4C51-9C0B-2D8A1B6F4E10}"


class SharePointAddresses:
    def story(self, site: Site, story: Story) -> str:
        return f"/noidung/{story.section}/Lists/TinTuc/View_Detail.aspx?ItemID={story.number}"

    def listing(self, section: Section, page: int) -> str:
        path = f"/noidung/{section.key}/Pages/default.aspx"
        if page == 1:
            return path
        state = {"Paged": "TRUE", "p_Created": f"2026{page:04d} 01:00:00", "p_ID": 4_000 - page}
        return f"{path}?{urlencode(state | {'PageFirstRow': (page - 1) * ROWS + 1, 'View': VIEW})}"

    def leaf(self, leaf: Leaf) -> str:
        return f"/Pages/{leaf.key}.aspx"

    def find(self, site: Site, request: Request) -> View | None:
        path = request.path.lower()
        query = {name.lower(): value for name, value in request.query.items()}
        if path in {"/", "/pages/default.aspx"}:
            return Front()
        for section in site.sections:
            if path == f"/noidung/{section.key}/lists/tintuc/view_detail.aspx":
                number = query.get("itemid", "")
                story = site.story(int(number)) if number.isdigit() else None
                return Reading(story) if story and story.section == section.key else None
            if path == f"/noidung/{section.key}/pages/default.aspx":
                return Listing(section, (int(query.get("pagefirstrow", "1")) - 1) // ROWS + 1)
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf).lower() == path)
        return next(map(Standing, leaves), None)


class SharePointLook(PlainLook):
    hand = Hand(paragraph='<div style="text-align:justify">{}</div><div>&#160;</div>', heading="<div><strong>{}</strong></div>",
                picture='<div style="text-align:center"><img alt="" src="{src}"/></div>', caption='<div style="text-align:center"><em>{}</em></div>')  # fmt: skip

    def article(self, sight: Sight, story: Story) -> str:
        return f"""<div class="ms-WPHeader"><span>PublishingPortal - Block_BanTin_Toolbar</span></div>
<div class="toolbar"><a>Tăng cỡ chữ</a> <a>Giảm cỡ chữ</a></div>
<div class="news-date">{story.published:%d/%m/%Y}</div><div class="news-title">{escape(story.title)}</div>
<div class="news-lead">{when(story.lead, "{}")}</div>
<div class="ms-rtestate-field ExternalClass9A3"><div>{self.hand.body(story)}</div>
{when(story.author, '<div style="text-align:right"><strong>{}</strong></div>')}</div>{self.papers(story)}
<div class="ms-WPHeader"><span>PublishingPortal - Block_BanTin_ViewData</span></div><div>Lượt xem: {sight.views(story)}</div>
<div class="other"><div class="other-title">Các tin khác</div><ul>{self.related(sight, story)}</ul></div>"""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<tr class="ms-itmhover"><td class="ms-vb2"><a href="{sight.href(story)}" target="_self">{escape(story.title)}</a>
<span>({story.published:%d/%m/%Y})</span><div>{teaser_text(story, 90)}</div></td></tr>"""

    def teasers(self, sight: Sight, stories: object) -> str:
        return f'<table class="ms-listviewtable">{super().teasers(sight, stories)}</table>'  # type: ignore[arg-type]

    def pager(self, sight: Sight, listing: Listing) -> str:
        if listing.page >= sight.pages:
            return ""
        onward = escape(sight.at.listing(listing.section, listing.page + 1))
        shown = f"{(listing.page - 1) * ROWS + 1} - {listing.page * ROWS}"
        return f'<table><tr><td class="ms-paging">{shown}</td><td><a href="{onward}"><img src="/_layouts/images/next.gif" alt="Tiếp theo"/></a></td></tr></table>'

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        menu = "".join(
            f'<li class="static"><a class="static menu-item" href="{escape(h)}"><span>{escape(t)}</span></a></li>'
            for h, t in sight.menu()
        )
        return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" lang="vi-vn"><head><meta name="GENERATOR" content="Microsoft SharePoint" /><meta charset="utf-8"/>
<title>{escape(title)}</title></head><body><form name="aspnetForm" method="post" action="default.aspx">
<input type="hidden" name="__REQUESTDIGEST" value="0x{sight.token * 8}"/><input type="hidden" name="__VIEWSTATE" value="/wEPDw{sight.token * 9}"/>
<div id="s4-ribbonrow"><a href="#" class="ms-skip">Skip Ribbon Commands</a> <a href="#mainContent">Skip to main content</a></div>
<div id="s4-titlerow">{escape(site.name)}<br/>{escape(site.slogan)}</div><div class="s4-tn"><ul class="root static">{menu}</ul></div>
<div id="s4-leftpanel"><div class="box">Số lượt truy cập: {sight.total}<br/>Đang online :{sight.online}</div><div class="box">{escape(sight.greeting)}</div></div>
<div id="MSO_ContentTable"><a name="mainContent"></a>{main}</div><div id="footer">{escape(site.postal)}</div></form></body></html>"""
