# ruff: noqa: ARG002, E501 - a look need not use all it is given; markup has long lines
"""NukeViet 4: /<cat>/<slug>-<id>.html, /<cat>/page-N/, an h1 with itemprops, #news-bodyhtml.

What makes it hard: a statistics block on both sides, a turning introduction, the account name
as `meta author`, an EDIT time in `datePublished`, print and save-file views of every story.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.story import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

HAND = Hand(
    picture='<div style="text-align:center"><img alt="" class="img-thumbnail" src="{src}" width="560" /></div>',
    caption='<div style="text-align: center;"><em>{}</em></div>',
)
_STORY = re.compile(r"/(?:(print|savefile)/)?(?P<section>[a-z0-9-]+)/[a-z0-9-]+-(?P<id>\d+)\.html")
_LISTING = re.compile(r"/(?P<section>[a-z0-9-]+)/(?:page-(?P<page>\d+)/)?")


class NukeVietAddresses:
    """Slug and id of a story; the slug is decoration."""

    def story(self, site: Site, story: Story) -> str:
        """/tin-tuc/ten-bai-12.html."""
        return f"/{story.section}/{slug(story.title)}-{story.number}.html"

    def listing(self, section: Section, page: int) -> str:
        """/tin-tuc/ and /tin-tuc/page-2/."""
        return f"/{section.key}/" if page == 1 else f"/{section.key}/page-{page}/"

    def leaf(self, leaf: Leaf) -> str:
        """/about/gioi-thieu.html."""
        return f"/about/{leaf.key}.html"

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address."""
        path = request.path
        if path == "/":
            return Front()
        if (match := _STORY.fullmatch(path)) and (story := site.story(int(match["id"]))):
            return Reading(story, bare=bool(match[1]))
        if match := _LISTING.fullmatch(path):
            sections = (s for s in site.sections if s.key == match["section"])
            return next((Listing(s, int(match["page"] or 1)) for s in sections), None)
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        return next((Standing(leaf) for leaf in leaves), None)


class NukeVietLook:
    """The default theme of a department's site; `feed` is its link to one, if it has any."""

    feed = ""

    def front(self, sight: Sight) -> str:
        """The home page: the newest of all sections."""
        stories = sight.site.of()[:8]
        return self._page(sight, sight.site.name, f"<h2>Tin mới</h2>{_items(sight, stories)}")

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """A category page."""
        pager = links(sight.pager(listing))
        main = f"""<h1 class="hidden">{escape(listing.section.title)}</h1>{_items(sight, stories)}
<div class="text-center"><ul class="pagination"><li class="active"><a href="#">{listing.page}</a></li>
{pager}</ul></div>"""
        return self._page(sight, f"{listing.section.title} - {sight.site.name}", main)

    def story(self, sight: Sight, story: Story) -> str:
        """A story's page, its dates as malformed as the real ones."""
        section = sight.site.section(story.section)
        url = f"/{story.section}/{slug(story.title)}-{story.number}.html"
        main = f"""<ol class="breadcrumb"><li><a href="/">Trang nhất</a></li>
<li><a href="{sight.at.listing(section, 1)}">{escape(section.title)}</a></li></ol>
<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(story.title)}</h1>
<div class="hidden d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope><span itemprop="name">{escape(sight.site.name)}</span></div>
<span class="hidden" itemprop="datePublished">{story.published:%Y-%m-%d}T23:59:01+07:00</span>
<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">{sight.weekday(story)} - {story.published:%d/%m/%Y %H:%M}</span></div>
<div class="col-md-12"><ul class="list-inline text-right">
<li><a class="dimgray" title="Gửi bài viết qua email" href="#" onclick="nv_open('{sight.token}')">Gửi bài</a></li>
<li><a class="dimgray" rel="nofollow" title="In ra" href="/print{url}">In ra</a></li>
<li><a class="dimgray" rel="nofollow" title="Lưu bài viết này" href="/savefile{url}">Lưu</a></li></ul></div></div>
{when(story.lead, '<div class="clearfix"><div class="hometext m-bottom" itemprop="description">{}</div></div>')}
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">
{HAND.body(story)}
</div>
{when(story.author, '<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả: </strong>{}</p></div>')}
{when(story.source, '<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Nguồn tin: </strong>{}</p></div>')}
{_papers(story)}
</div></div>
<div class="news_column panel panel-default"><div class="panel-body">
<form id="form3B" action=""><div id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div>
<span>Click để đánh giá bài viết</span><input type="hidden" name="checkss" value="{sight.token}"/></form></div></div>
<div class="news_column panel panel-default"><div class="panel-body other-news">
<p class="h3"><strong>Những tin mới hơn</strong></p><ul class="related">{_related(sight, story)}</ul></div></div>"""
        head = f"""<meta name="author" content="{escape(sight.site.name)}">
<meta property="article:published_time" content="{story.published:%Y-%m-%d}+0709:40:00">
<link rel="canonical" href="{url}">"""
        return self._page(sight, f"{story.title} - {sight.site.name}", main, head)

    def bare(self, sight: Sight, story: Story) -> str:
        """The print view: hardly any chrome, no date."""
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<title>{escape(story.title)}</title></head><body><div id="print"><p>{escape(sight.site.name)}</p><hr/>
<h1>{escape(story.title)}</h1>{when(story.lead, '<div class="hometext"><strong>{}</strong></div>')}
<div class="bodytext">{HAND.body(story)}</div></div></body></html>"""

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        main = (
            f"<h2>{escape(leaf.title)}</h2><div class='bodytext'><p>{escape(leaf.text)}</p></div>"
        )
        return self._page(sight, f"{leaf.title} - {sight.site.name}", main)

    def missing(self, sight: Sight) -> str:
        """The theme's own 404."""
        text = "Rất tiếc, đường dẫn bạn truy cập không tồn tại. Xin quay lại trang chủ."
        return self._page(sight, "Thông báo lỗi", f"<div class='nv-info alert'>{text}</div>")

    def _page(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<!DOCTYPE html>
<html lang="vi" prefix="og: http://ogp.me/ns#">
<head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="generator" content="NukeViet v4.5">
{self.feed}{head}</head>
<body><noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.</div></noscript>
<div id="mobilePage"><header><div class="container"><div id="header" class="row">
<div class="logo"><a href="/"><img src="/logo.png" alt="{escape(site.name)}"></a></div><span class="site_name">{escape(site.name)}</span>
<span class="site_description">{escape(site.slogan)}</span></div>
<div id="tip" class="text-right">{sight.clock}</div></div></header>
<nav class="second-nav" id="second-nav"><ul class="menu nav navbar-nav">{links(sight.menu())}</ul></nav>
<section><div class="container" id="body"><div class="row">
<div class="col-sm-16 col-md-18">{main}</div>
<div class="col-sm-8 col-md-6"><div class="panel panel-primary"><div class="panel-heading">Giới thiệu</div>
<div class="panel-body">{escape(sight.greeting)}</div></div>
<div class="panel panel-primary"><div class="panel-heading">Tin mới nhất</div><ul class="block_groups">{links(sight.links(site.of()[:4]))}</ul></div>
<div class="panel panel-primary"><div class="panel-heading">Thống kê truy cập</div><ul class="counter list-none">
<li><span><em class="fa fa-bolt"></em>Đang truy cập</span><span>{sight.online}</span></li>
<li><span><em class="fa fa-filter"></em>Hôm nay</span><span>{sight.today}</span></li>
<li><span><em class="fa fa-bars"></em>Tổng lượt truy cập</span><span>{sight.total:,}</span></li></ul></div></div>
</div></div></section>
<footer id="footer"><div class="container"><p>© Bản quyền thuộc về {escape(site.name)}</p><p>{escape(site.postal)}</p>
<p>Đang truy cập{sight.online} · Tháng hiện tại{sight.total % 90_000}</p></div></footer></div>
<img src="/index.php?second=cronjobs&p={sight.token}" alt="cron" width="1" height="1"/></body></html>"""


def _items(sight: Sight, stories: Sequence[Story]) -> str:
    return "\n".join(
        f"""<div class="news_column panel panel-default"><div class="panel-body featured">
<h3><a href="{sight.href(s)}" title="{escape(s.title)}">{escape(s.title)}</a></h3>
<div class="text-muted"><ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o"></em> {s.published:%d/%m/%Y %I:%M:00 %p}</li>
<li>Đã xem: {sight.views(s)}</li><li>Phản hồi: 0</li></ul></div>{escape(_teaser(s))}</div></div>"""
        for s in stories
    )


def _teaser(story: Story) -> str:
    return (story.lead or story.pieces[0].text)[:140]


def _related(sight: Sight, story: Story) -> str:
    return "\n".join(
        f'<li><em class="fa fa-angle-right"></em> <a href="{sight.href(o)}">{escape(o.title)}</a> '
        f"<em>({o.published:%d/%m/%Y})</em></li>"
        for o in sight.site.others(story, 4)
    )


def _papers(story: Story) -> str:
    rows = "".join(
        f'<li class="list-group-item"><a href="/uploads/{escape(p.file)}" title="Tải về: {escape(p.name)}" '
        f'download="{escape(p.file)}">Tải về: <strong>{escape(p.name)}</strong></a></li>'
        for p in story.papers
    )
    return f'<ul class="list-group news-download-file">{rows}</ul>' if rows else ""
