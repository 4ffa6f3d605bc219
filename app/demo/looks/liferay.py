# ruff: noqa: ARG002, E501 - a look need not use all it is given; markup has long lines
"""Liferay 6.2: view-article addresses of 13-digit ids, portlet paging in long queries.

What makes it hard: its only h1 is the portlet's name, doubled; the title is a div; the body is
Word's HTML, sentences split over spans; pages of a listing are `_101_INSTANCE_…_cur=`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

EPOCH = 1_663_239_000_000
PORTLET = "101_INSTANCE_k7QmV2xTzB4c"
HAND = Hand(
    paragraph='<p class="MsoNormal" style="text-align:justify;text-indent:36.0pt"><span lang="VI" style="font-size:14.0pt;mso-bidi-font-family:&quot;Times New Roman&quot;">{}<o:p></o:p></span></p>',
    heading='<p class="MsoNormal"><b><span lang="VI" style="font-size:14.0pt">{}</span></b></p>',
    picture='<p align="center" class="MsoNormal" style="text-align:center"><img alt="" src="{src}" style="width: 500px;" /></p>',
    caption='<p align="center" class="MsoNormal" style="text-align:center"><i><span style="font-size:12.0pt">{}</span></i></p>',
)


class LiferayAddresses:
    """/chi-tiet-tin/-/view-article/1/<category>/<story>; the last id is the key."""

    def story(self, site: Site, story: Story) -> str:
        """A story's path."""
        category = EPOCH + site.section(story.section).number
        return f"/chi-tiet-tin/-/view-article/1/{category}/{EPOCH + story.number * 1_717}"

    def listing(self, section: Section, page: int) -> str:
        """A section's page, with the portlet's whole state when it is not the first."""
        if page == 1:
            return f"/web/guest/{section.key}"
        state = {"p_p_id": PORTLET, "p_p_lifecycle": 0, "p_p_state": "normal", "p_p_mode": "view"}
        place = {"p_p_col_id": "column-2", "p_p_col_count": 1, f"_{PORTLET}_delta": 5}
        asset = {f"_{PORTLET}_keywords": "", f"_{PORTLET}_advancedSearch": "false"}
        state |= place | asset | {f"_{PORTLET}_andOperator": "true", f"_{PORTLET}_cur": page}
        return f"/web/guest/{section.key}?{urlencode(state)}"

    def leaf(self, leaf: Leaf) -> str:
        """A page that is no news."""
        return f"/web/guest/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address."""
        path = request.path.removeprefix("/vi") if request.path.startswith("/vi/") else request.path
        if path in {"/", "/web/guest/home"}:
            return Front()
        stories = (s for s in site.stories if self.story(site, s) == path)
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        if found := next(map(Reading, stories), None) or next(map(Standing, leaves), None):
            return found
        page = request.query.get(f"_{PORTLET}_cur", "1")
        sections = (s for s in site.sections if self.listing(s, 1) == path and page.isdigit())
        return next((Listing(s, int(page)) for s in sections), None)


class LiferayLook:
    """A provincial theme on Liferay 6.2."""

    def front(self, sight: Sight) -> str:
        """The home page."""
        return self._page(sight, sight.site.name, "Tin nổi bật", _items(sight, sight.site.of()[:8]))

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """A section's page."""
        pager = links(sight.pager(listing), '<li><a href="{href}">{text}</a></li>')
        main = f"""{_items(sight, stories)}<div class="taglib-page-iterator"><div class="search-results">Hiển thị trang {listing.page} trong {sight.pages}.</div>
<ul class="lfr-pagination-buttons pager">{pager}</ul></div>"""
        return self._page(sight, listing.section.title, listing.section.title, main)

    def story(self, sight: Sight, story: Story) -> str:
        """A story's page."""
        section = sight.site.section(story.section)
        main = f"""<div class="CTTDivBaiViet"><div class="CTTDivTittleBaiViet">{escape(story.title)}</div>
<div class="assetPublishDate">{story.published:%d/%m/%Y} | {story.published:%I:%M %p}</div>
<div class="print-action"><a href="javascript:;">In trang</a> <a href="javascript:;">Gửi email</a> Xem với cỡ chữ : A- A A+</div>
<div class="journal-content-article">
{when(story.lead, '<p class="MsoNormal"><b><span lang="VI" style="font-size:14.0pt">{}</span></b></p>')}
{HAND.body(story)}
{when(story.author, '<p align="right" class="MsoNormal" style="text-align:right"><b><span style="font-size:14.0pt">{}</span></b></p>')}
{when(story.source, '<p align="right" class="MsoNormal" style="text-align:right"><i><span>({})</span></i></p>')}
</div>
{_papers(story)}
<div class="taglib-ratings stars"><span>Lượt xem: {sight.views(story)}</span> Đánh giá (Di chuột vào ngôi sao để chọn điểm)</div>
<div class="asset-related"><h2 class="title">Các tin khác</h2><ul>{_related(sight, story)}</ul></div></div>"""
        return self._page(sight, f"Chi tiết tin - {sight.site.name}", section.title, main)

    def bare(self, sight: Sight, story: Story) -> str:
        """The print view."""
        return f"<html><body>{HAND.body(story)}</body></html>"

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        main = f'<div class="journal-content-article"><p>{escape(leaf.text)}</p></div>'
        return self._page(sight, leaf.title, leaf.title, main)

    def missing(self, sight: Sight) -> str:
        """Liferay's own 404."""
        return self._page(
            sight,
            "Không tìm thấy",
            "Tình trạng",
            "<div class='alert alert-error'>Không tìm thấy tài nguyên yêu cầu.</div>",
        )

    def _page(self, sight: Sight, title: str, portlet: str, main: str) -> str:
        site = sight.site
        return f"""<!DOCTYPE html><html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>
<meta content="text/html; charset=UTF-8" http-equiv="content-type" /><meta name="author" content="admin admin" />
<script>var Liferay={{authToken:"{sight.token}"}};</script></head>
<body class="yui3-skin-sam controls-visible signed-out"><a href="#main-content" id="skip-to-content">Chuyển tới nội dung</a>
<div class="container-fluid" id="wrapper"><header id="banner"><div id="heading"><span class="site-title">{escape(site.name)}</span></div>
<div id="today">{sight.now:%A, %d/%m/%Y - %H:%M}</div>
<nav id="navigation"><ul class="nav">{links(sight.menu(), '<li class="lfr-nav-item"><a href="{href}"><span>{text}</span></a></li>')}</ul></nav></header>
<div id="content"><div id="main-content"><div class="portlet-column" id="column-1">
<div class="portlet"><h2 class="portlet-title-text">Bài mới</h2><ul>{links(sight.links(site.of()[:4]))}</ul></div>
<div class="portlet poll"><p>{escape(sight.greeting)}</p></div></div>
<div class="portlet-column" id="column-2"><section class="portlet" id="portlet_{PORTLET}"><header class="portlet-topper">
<h1 class="portlet-title"><span>{escape(portlet)}</span> <span class="portlet-title-text">{escape(portlet)}</span></h1></header>
<div class="portlet-content">{main}</div></section></div></div></div>
<footer id="footer"><div>{escape(site.postal)}</div><div class="counter">Thống kê truy cập<br/>Đang trực tuyến:&nbsp;&nbsp;{sight.online}<br/>
Hôm nay:&nbsp;&nbsp;{sight.today}<br/>Tổng truy cập:&nbsp;&nbsp;{sight.total:,}</div></footer></div></body></html>"""


def _items(sight: Sight, stories: Sequence[Story]) -> str:
    return "".join(
        f"""<div class="asset-abstract"><h3 class="asset-title"><a href="{sight.href(s)}">{escape(s.title)}</a></h3>
<span class="news-date">{s.published:%d/%m/%Y}</span><div class="asset-summary">{escape((s.lead or s.pieces[0].text)[:150])}</div>
<div class="asset-more"><a href="{sight.href(s)}">Xem thêm »</a></div></div>"""
        for s in stories
    )


def _related(sight: Sight, story: Story) -> str:
    return "".join(
        f'<li><a href="{sight.href(o)}">{escape(o.title)}</a> ({o.published:%d/%m/%Y})</li>'
        for o in sight.site.others(story, 5)
    )


def _papers(story: Story) -> str:
    rows = "".join(
        f'<li><a href="/uploads/{escape(p.file)}">{escape(p.name)}</a></li>' for p in story.papers
    )
    return (
        f'<div class="lfr-asset-attachments"><span>Tài liệu đính kèm:</span><ul>{rows}</ul></div>'
        if rows
        else ""
    )
