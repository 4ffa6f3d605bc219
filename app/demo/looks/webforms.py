# ruff: noqa: ARG002, E501 - a look need not use all it is given; markup has long lines
"""VNPT's ASP.NET portals: everything in Default.aspx's query, no h1, the clock before the body.

What makes it hard: the title is a div, the visit counter stands in source order BEFORE the
story with an entity that lost its semicolon, a comment form with captcha parts body and list.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.story import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

SID = 1285
HAND = Hand(
    paragraph='<p style="text-align: justify;"><span style="font-family:arial;font-size:14px">{}</span></p>',
    heading='<p style="text-align: justify;"><strong>{}</strong></p>',
    picture='<p style="text-align: center;"><img src="{src}" style="width:600px" alt="anh tin bai" /></p>',
)


class WebFormsAddresses:
    """Default.aspx?sid=&pageid=&catid=&id=; sid and id are the key, the names decoration."""

    def story(self, site: Site, story: Story) -> str:
        """The long query of a story."""
        section = site.section(story.section)
        fields = {"sid": SID, "pageid": 38700, "catid": section.number, "id": story.number}
        names = {"catname": section.key, "title": slug(story.title)[:60]}
        return "/Default.aspx?" + urlencode(fields | names)

    def listing(self, section: Section, page: int) -> str:
        """A category; its pages are numbered by `page`."""
        fields = {"sid": SID, "pageid": 31785, "catid": section.number, "catname": section.key}
        return "/Default.aspx?" + urlencode(fields | ({"page": page} if page > 1 else {}))

    def leaf(self, leaf: Leaf) -> str:
        """A page that is no news."""
        return "/Default.aspx?" + urlencode({"sid": SID, "pageid": leaf.key})

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address."""
        query = request.query
        if request.path == "/":
            return Front()
        if request.path.lower() != "/default.aspx" or query.get("sid") != str(SID):
            return None
        if "id" in query:
            story = site.story(int(query["id"])) if query["id"].isdigit() else None
            return Reading(story) if story else None
        if "catid" in query:
            page = int(query.get("page", "1")) if query.get("page", "1").isdigit() else 0
            sections = (s for s in site.sections if str(s.number) == query["catid"])
            return next((Listing(s, page) for s in sections), None)
        return next(
            (Standing(leaf) for leaf in site.leaves if leaf.key == query.get("pageid")), None
        )


class WebFormsLook:
    """Tables and divs around a form, as the designer of 2012 left them."""

    def front(self, sight: Sight) -> str:
        """The home page."""
        return self._page(sight, sight.site.name, _items(sight, sight.site.of()[:8]))

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """A category page."""
        title = escape(listing.section.title)
        pager = links(sight.pager(listing), '<a href="{href}">{text}</a>')
        main = f"""<div class="ModuleTitle">{title}</div>{_items(sight, stories)}
<div class="Paging">Trang: <span class="Current">{listing.page}</span> {pager}</div>"""
        return self._page(sight, listing.section.title, main)

    def story(self, sight: Sight, story: Story) -> str:
        """A story's page."""
        section = sight.site.section(story.section)
        main = f"""<div class="Breadcrumb"><a href="/">Trang chủ</a> &raquo; <a href="{escape(sight.at.listing(section, 1))}">{escape(section.title)}</a></div>
<div class="ArticleDetailControl">
<div class="tool"><a title="Giảm cỡ chữ">A-</a><a title="Cỡ chữ mặc định">A</a><a title="Tăng cỡ chữ">A+</a> | <a>Tăng tương phản</a> <a>Giảm tương phản</a></div>
<div class="ArticleHeader">{escape(story.title)}</div>
<div class="PostDate">{story.published:%d/%m/%Y %H:%M:%S}</div>
{when(story.lead, '<div class="ArticleSummary">{}</div>')}
<div class="ArticleContent">{HAND.body(story)}
{when(story.author, '<p style="text-align: right;"><strong>{}</strong></p>')}</div>
{_papers(story)}
<div class="author">{when(story.source, "Nguồn: {}")}</div>
<div class="viewcount">Lượt xem: {sight.views(story)}</div></div>
<div class="Comment"><b>Ý kiến bạn đọc</b><br/>Họ tên: <input name="ctl00$ten"/> Email: <input name="ctl00$email"/>
<textarea name="ctl00$noidung"></textarea> Mã bảo vệ: <img src="/captcha.aspx?t={sight.token}" alt="Hình ảnh CAPTCHA"/><input name="ctl00$captcha"/> <input type="submit" value="Gửi ý kiến"/></div>
<div class="OtherArticles"><div class="Title">Tin tức khác cùng chuyên mục</div><ul>{_related(sight, story)}</ul></div>"""
        return self._page(sight, sight.site.name, main)

    def bare(self, sight: Sight, story: Story) -> str:
        """The print view: the bare fragment."""
        return f"<html><body><div>{HAND.body(story)}</div></body></html>"

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        main = f'<div class="ModuleTitle">{escape(leaf.title)}</div><div><p>{escape(leaf.text)}</p></div>'
        return self._page(sight, leaf.title, main)

    def missing(self, sight: Sight) -> str:
        """The server's own error page, with no word of the portal."""
        return "<html><head><title>404</title></head><body><h2>404 - File or directory not found.</h2></body></html>"

    def _page(self, sight: Sight, title: str, main: str) -> str:
        site = sight.site
        menu = links(sight.menu(), '<td><a href="{href}">{text}</a></td>')
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{escape(title)}</title></head>
<body><form method="post" action="Default.aspx" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK{sight.token * 12}" />
<div id="header"><div class="banner"><img src="/banner.jpg" alt="{escape(site.name)}" /></div>
<div class="clock">Hôm nay, {sight.clock}</div><marquee>{escape(sight.greeting)}</marquee>
<table class="menu"><tr>{menu}</tr></table></div>
<div id="left"><div class="ModuleTitle">Thống kê truy cập</div><strong>&nbsp Đang online:&nbsp{sight.online}<br>&nbsp Tổng lượt truy cập:&nbsp{sight.total}<br></strong>
<div class="ModuleTitle">Liên kết website</div><select><option>Chọn liên kết</option><option>Bộ Khoa học và Công nghệ</option><option>Cục Sở hữu trí tuệ</option></select></div>
<div id="center">{main}</div>
<div id="right"><div class="ModuleTitle">Tin mới</div><ul>{links(sight.links(site.of()[:5]))}</ul></div>
<div id="footer"><b>{escape(site.name.upper())}</b><br />{escape(site.postal)}<br />Ghi rõ nguồn khi phát hành lại thông tin từ website này.</div>
</form></body></html>"""


def _items(sight: Sight, stories: Sequence[Story]) -> str:
    return "".join(
        f"""<div class="ItemNews"><a class="Title" href="{escape(sight.href(s))}">{escape(s.title)}</a>
<span class="Date">({s.published:%d/%m/%Y})</span><p>{escape((s.lead or s.pieces[0].text)[:160])}</p></div>"""
        for s in stories
    )


def _related(sight: Sight, story: Story) -> str:
    return "".join(
        f'<li><a href="{escape(sight.href(o))}">{escape(o.title)}</a> <span>({o.published:%d/%m/%Y}) ({sight.views(o)} Lượt xem )</span></li>'
        for o in sight.site.others(story, 5)
    )


def _papers(story: Story) -> str:
    rows = "".join(
        f'<div><img src="/icon.gif" alt=""/><a href="/uploads/{escape(p.file)}">{escape(p.name)}</a></div>'
        for p in story.papers
    )
    return f'<div class="AttachFile"><b>File đính kèm:</b>{rows}</div>' if rows else ""
