"""WordPress: /<slug>/, /category/<slug>/page/N/, ?p= twins, feeds, archives by day and author."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Elsewhere, Front, Listing, Reading, Standing
from app.demo.story import slug
from tests.site.plainlook import PlainLook, teaser_text

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

_CATEGORY = re.compile(r"/category/(?P<key>[a-z0-9-]+)/(?:page/(?P<page>\d+)/)?")
_ARCHIVE = re.compile(r"/(?:author/quantri|tag/khcn|\d{4}/\d\d)/(?:page/(?P<page>\d+)/)?")


class WordPressAddresses:
    def story(self, site: Site, story: Story) -> str:
        return f"/{slug(story.title)}-{story.number}/"

    def listing(self, section: Section, page: int) -> str:
        return f"/category/{section.key}/" + (f"page/{page}/" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/{leaf.key}/"

    def find(self, site: Site, request: Request) -> View | None:
        path, short = request.path, request.query.get("p", "")
        if path == "/" and short:
            story = site.story(int(short)) if short.isdigit() else None
            return Elsewhere(self.story(site, story)) if story else None
        if path == "/":
            return Front()
        if match := _CATEGORY.fullmatch(path):
            found = (s for s in site.sections if s.key == match["key"])
            return next((Listing(s, int(match["page"] or 1)) for s in found), None)
        if match := _ARCHIVE.fullmatch(path):
            return Listing(site.sections[0], int(match["page"] or 1))
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        stories = (s for s in site.stories if self.story(site, s) == path)
        return next(map(Reading, stories), None) or next(map(Standing, leaves), None)


class WordPressLook(PlainLook):
    hand = Hand(
        picture='<figure class="wp-block-image"><img src="{src}" alt="" class="wp-image-7"/>',
        caption="<figcaption>{}</figcaption></figure>",
    )

    def article(self, sight: Sight, story: Story) -> str:
        section = sight.site.section(story.section)
        return f"""<article id="post-{story.number}" class="post type-post">
<header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{story.published:%Y-%m-%dT%H:%M:%S}+07:00">{story.published:%d/%m/%Y}</time></span>
<span class="byline"> by <a href="/author/quantri/">quantri</a></span>
<span class="cat-links"><a href="{sight.at.listing(section, 1)}">{escape(section.title)}</a></span></div></header>
<div class="entry-content">{when(story.lead, "<p><strong>{}</strong></p>")}{self.hand.body(story)}
{when(story.author, '<p style="text-align:right"><strong>{}</strong></p>')}{self.papers(story)}
<div class="sharedaddy"><h3>Chia sẻ:</h3><ul><li><a href="https://facebook.example/share">Facebook</a></li></ul></div></div>
<footer class="entry-footer">Tags: <a href="/tag/khcn/" rel="tag">khcn</a></footer></article>
<nav class="post-navigation"><div class="yarpp"><h3>Bài viết liên quan</h3><ol>{self.related(sight, story)}</ol></div></nav>
<div id="respond"><h3>Trả lời</h3><a rel="nofollow" href="{sight.href(story)}?replytocom=1#respond">Hủy</a>
<p>Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *</p></div>"""

    def head(self, sight: Sight, story: Story) -> str:
        path = sight.href(story)
        return f"""<link rel="canonical" href="{path}"/><link rel="shortlink" href="/?p={story.number}"/>
<link rel="alternate" type="application/rss+xml" title="Phản hồi" href="{path}feed/"/>
<meta property="article:published_time" content="{story.published.isoformat()}"/>
<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url={path}"/>"""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<article class="post"><h2 class="entry-title"><a href="{sight.href(story)}" rel="bookmark">{escape(story.title)}</a></h2>
<div class="entry-meta"><a href="/{story.published:%Y/%m}/"><time>{story.published:%d/%m/%Y}</time></a> · <a href="{sight.href(story)}#respond">Để lại bình luận</a></div>
<div class="entry-summary"><p>{teaser_text(story)} [&hellip;] <a class="more-link" href="{sight.href(story)}">Xem thêm</a></p></div></article>"""

    def pager(self, sight: Sight, listing: Listing) -> str:
        pages = links(sight.pager(listing), '<a class="page-numbers" href="{href}">{text}</a>')
        return f'<nav class="pagination"><span class="page-numbers current">{listing.page}</span> {pages}</nav>'

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"/><title>{escape(title)}</title>
<meta name="generator" content="WordPress 6.4.3"/><link rel="alternate" type="application/rss+xml" href="/feed/"/>{head}</head>
<body class="wp-singular"><a class="skip-link" href="#content">Skip to content</a>
<header id="masthead"><p class="site-title"><a href="/" rel="home">{escape(site.name)}</a></p><p class="site-description">{escape(site.slogan)}</p></header>
<nav id="site-navigation"><ul id="menu-main">{links(sight.menu())}</ul></nav>
<div id="content"><main id="main">{main}</main>
<aside id="secondary"><section class="widget widget_search"><form role="search"><input name="s"/></form></section>
<section class="widget widget_recent_entries"><h2>Bài viết mới</h2><ul>{links(sight.links(site.of()[:5]))}</ul></section>
<section class="widget widget_archive"><h2>Lưu trữ</h2><ul><li><a href="/2026/10/">Tháng Mười 2026</a></li><li><a href="/2026/09/">Tháng Chín 2026</a></li></ul></section>
<section class="widget"><h2>Thống kê</h2>Online: {sight.online} · Tổng: {sight.total}</section>
<section class="widget">{escape(sight.greeting)}</section></aside></div>
<footer id="colophon">{escape(site.postal)} | Proudly powered by WordPress</footer></body></html>"""
