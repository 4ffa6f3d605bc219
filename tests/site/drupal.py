"""Drupal 7: /content/<slug>, /node/<id> twins, /print/<id>, ?page= counted from 0, sort orders."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.story import slug
from tests.site.plainlook import PlainLook, teaser_text

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request


class DrupalAddresses:
    def story(self, site: Site, story: Story) -> str:
        return f"/content/{slug(story.title)[:90]}-{story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/chuyen-muc/{section.key}" + (f"?page={page - 1}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        path, page = request.path, request.query.get("page", "0")
        head, _, tail = path.strip("/").rpartition("/")
        if path == "/":
            return Front()
        if head in {"node", "print"} and tail.isdigit():
            story = site.story(int(tail))
            return Reading(story, bare=head == "print") if story else None
        if head == "chuyen-muc" and page.isdigit():
            found = (s for s in site.sections if s.key == tail)
            return next((Listing(s, int(page) + 1) for s in found), None)
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        stories = (s for s in site.stories if self.story(site, s) == path)
        return next(map(Reading, stories), None) or next(map(Standing, leaves), None)


class DrupalLook(PlainLook):
    hand = Hand(
        picture='<p class="rtecenter"><img alt="" src="{src}" /></p>',
        caption='<p class="rtecenter"><em>{}</em></p>',
    )

    def article(self, sight: Sight, story: Story) -> str:
        return f"""<h1 class="page__title title" id="page-title">{escape(story.title)}</h1>
<div id="node-{story.number}" class="node node-article node-promoted"><div class="submitted">{sight.weekday(story)}, {story.published:%d/%m/%Y - %H:%M}</div>
<ul class="links inline"><li class="print_html"><a href="/print/{story.number}" rel="nofollow">Printer-friendly version</a></li></ul>
<div class="content"><div class="field field-name-field-tom-tat"><div class="field-items">{when(story.lead, '<div class="field-item even"><strong>{}</strong></div>')}</div></div>
<div class="field field-name-body"><div class="field-items"><div class="field-item even" property="content:encoded">{self.hand.body(story)}
{when(story.author, '<p class="rteright"><strong>{}</strong></p>')}</div></div></div>
<div class="field field-name-field-tep">{self.papers(story, '<span class="file"><a href="{href}" type="application/pdf">{text}</a></span>')}</div></div>
<ul class="links"><li class="statistics_counter"><span>{sight.views(story)} lượt xem</span></li><li><a href="/user/login?destination=node/{story.number}">Đăng nhập để gửi ý kiến</a></li></ul></div>
<div class="view view-tin-lien-quan"><h2>Tin cùng chuyên mục</h2><ul>{self.related(sight, story, 5)}</ul></div>"""

    def head(self, sight: Sight, story: Story) -> str:
        return f'<link rel="canonical" href="{sight.href(story)}" /><link rel="shortlink" href="/node/{story.number}" />'

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="views-row"><div class="views-field-title"><span class="field-content"><a href="{sight.href(story)}">{escape(story.title)}</a></span></div>
<span class="views-field-created">{story.published:%d/%m/%Y}</span><div class="views-field-body"><p>{teaser_text(story)}</p></div>
<a href="/node/{story.number}" class="views-more-link">Chi tiết</a></div>"""

    def above(self, sight: Sight, listing: Listing) -> str:
        path = sight.at.listing(listing.section, 1)
        orders = [
            (f"{path}?sort={by}&order={way}", f"{by} {way}")
            for by in ("title", "created")
            for way in ("asc", "desc")
        ]
        return '<div class="sort">' + links(orders, '<a href="{href}">{text}</a>') + "</div>"

    def pager(self, sight: Sight, listing: Listing) -> str:
        shown = links(
            sight.pager(listing), '<li class="pager-item"><a href="{href}">{text}</a></li>'
        )
        onward = sight.at.listing(listing.section, listing.page + 1)
        last = sight.at.listing(listing.section, sight.pages)
        end = f'<li class="pager-next"><a href="{onward}">sau ›</a></li><li class="pager-last"><a href="{last}">cuối »</a></li>'
        return f'<ul class="pager"><li class="pager-current">{listing.page}</li>{shown}{end if listing.page < sight.pages else ""}</ul>'

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<!DOCTYPE html><html lang="vi" dir="ltr"><head><meta charset="utf-8" /><title>{escape(title)}</title>
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />{head}</head><body class="html not-front">
<div id="page"><header class="header"><a href="/">{escape(site.name)}</a><div class="block-clock">{sight.clock}</div>
<ul class="language-switcher-locale-url"><li class="vi"><a href="/">Tiếng Việt</a></li><li class="en"><a href="/en">English</a></li></ul></header>
<nav id="main-menu"><ul class="menu">{links(sight.menu(), '<li class="leaf"><a href="{href}">{text}</a></li>')}</ul></nav>
<div id="main"><div id="content" class="column">{main}</div>
<aside class="sidebars"><section class="block block-views"><h2>Tin mới</h2><ul>{links(sight.links(site.of()[:6]))}</ul></section>
<section class="block block-poll"><p>{escape(sight.greeting)}</p></section>
<section class="block block-visitors"><h2>Thống kê truy cập</h2><ul><li>Đang online: {sight.online}</li><li>Hôm nay: {sight.today}</li><li>Đã truy cập: {sight.total}</li></ul></section></aside></div>
<footer>{escape(site.postal)}</footer></div></body></html>"""
