# ruff: noqa: ARG002, E501 - a look need not use all it is given; markup has long lines
"""EduPortal / UIArticle: /<section>/<slug>.html, an h1, toolbars inside the story's own header.

What makes it hard: contrast and font buttons, a star rating and "Copy link" glued to the text,
one span per digit of the counter, the title said again as first paragraph of some stories.
"""

from __future__ import annotations

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
    paragraph='<p style="text-align:justify">{}</p>',
    heading="<h2>{}</h2>",
    picture='<figure class="image"><img class="ImgDetailImage" src="{src}" alt="" /></figure>',
    caption='<p class="image-caption" style="text-align:center"><em>{}</em></p>',
)


class EduPortalAddresses:
    """/<section>/<slug>.html; the path is the key, pages of a section are ?page=N."""

    def story(self, site: Site, story: Story) -> str:
        """A story's path."""
        return f"/{story.section}/{slug(story.title)}.html"

    def listing(self, section: Section, page: int) -> str:
        """A section's path."""
        return f"/{section.key}" + (f"?page={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        """A page that is no news."""
        return f"/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address."""
        path, page = request.path, request.query.get("page", "1")
        if path == "/":
            return Front()
        for section in site.sections:
            if path == f"/{section.key}" and page.isdigit():
                return Listing(section, int(page))
        stories = (s for s in site.stories if self.story(site, s) == path)
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        return next(map(Reading, stories), None) or next(map(Standing, leaves), None)


class EduPortalLook:
    """The blue theme with an accessibility bar."""

    def front(self, sight: Sight) -> str:
        """The home page: a block of links per section."""
        blocks = "".join(
            f'<div class="UIArticleInMenu_Default"><h2 class="ModuleTitle"><a href="{sight.at.listing(s, 1)}">{escape(s.title)}</a></h2>'
            f'<ul class="ArticleList">{_items(sight, sight.site.of(s.key)[:3])}</ul></div>'
            for s in sight.site.sections
        )
        return self._page(sight, sight.site.name, blocks)

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """A section's page."""
        pager = links(
            sight.pager(listing),
            '<li class="page-item"><a class="page-link" href="{href}">{text}</a></li>',
        )
        main = f"""<div class="UIArticleInMenu_Default"><h1 class="ModuleTitle">{escape(listing.section.title)}</h1>
<ul class="ArticleList">{_items(sight, stories)}</ul></div>
<nav><ul class="pagination"><li class="page-item active"><span>{listing.page}</span></li>{pager}</ul></nav>"""
        return self._page(sight, f"{listing.section.title} | {sight.site.name}", main)

    def story(self, sight: Sight, story: Story) -> str:
        """A story's page."""
        section = sight.site.section(story.section)
        main = f"""<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="{sight.at.listing(section, 1)}">{escape(section.title)}</a></li></ul>
<article class="UIArticleDetail"><header>
<div class="accessibility"><a>A-</a> <a>A</a> <a>A+</a> | <a>Tăng tương phản</a> <a>Giảm tương phản</a></div>
<h1 class="title">{escape(story.title)}</h1>
<p class="post-date">{sight.weekday(story)}, {story.published:%d/%m/%Y} | {story.published:%H:%M}</p>
<div class="tool"><button>Đọc bài</button><button>Lưu</button><a href="javascript:window.print()">In bài viết</a></div></header>
{when(story.lead, '<div class="UI_Tinbai_chitiet_noidungngan"><strong>{}</strong></div>')}
<div class="ArticleContent">{HAND.body(story)}</div>
{_papers(story)}
{when(story.author, "<p class='article-author'>Tác giả: {}</p>")}{when(story.source, "<p>Nguồn:{}</p>")}
<div class="UISocialShare"><a>Copy link</a></div>
<div class="rating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá <span>Click để đánh giá bài viết</span></div>
<div class="relate"><h3>Tin liên quan</h3><ul>{_related(sight, story)}</ul></div></article>"""
        return self._page(sight, story.title, main)

    def bare(self, sight: Sight, story: Story) -> str:
        """The print view."""
        return f"<html><body><h1>{escape(story.title)}</h1>{HAND.body(story)}</body></html>"

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        main = f'<h1 class="title">{escape(leaf.title)}</h1><div class="ArticleContent"><p>{escape(leaf.text)}</p></div>'
        return self._page(sight, leaf.title, main)

    def missing(self, sight: Sight) -> str:
        """The theme's 404."""
        return self._page(
            sight, "Không tìm thấy trang", "<h2>404</h2><p>Trang bạn tìm không tồn tại.</p>"
        )

    def _page(self, sight: Sight, title: str, main: str) -> str:
        site = sight.site
        digits = "".join(f'<span class="digit">{d}</span>' for d in f"{sight.total:08d}")
        return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"/><title>{escape(title)}</title>
<meta name="csrf-token" content="{sight.token}"/></head><body>
<header class="top"><div class="hotline"><ul><li>:</li><li>:</li></ul></div>
<div class="welcome">Chào mừng bạn đến với {escape(site.name)}</div>
<div class="date">{sight.clock}</div>
<div class="fontsize">A- A A+ | Tăng tương phản Giảm tương phản</div></header>
<nav class="main-menu"><ul>{links(sight.menu())}</ul></nav>
<div class="banner"><p>{escape(sight.greeting)}</p></div>
<div class="row"><main class="col-9">{main}</main>
<aside class="col-3"><div class="box"><h3>Tin xem nhiều</h3><ul>{links(sight.links(site.of()[:5]))}</ul></div>
<div class="box statistic"><h3>Thống kê truy cập</h3>
<div><span class="statistic-label">Đang trực tuyến</span><span class="statistic-count">{sight.online}</span></div>
<div><span class="statistic-label">Hôm nay</span><span class="statistic-count">{sight.today}</span></div>
<div class="total">{digits}</div></div></aside></div>
<footer><p>Cơ quan chủ quản: {escape(site.name)}</p><p>{escape(site.postal)}</p></footer></body></html>"""


def _items(sight: Sight, stories: Sequence[Story]) -> str:
    return "".join(
        f"""<li class="row"><h2 class="Title"><a href="{sight.href(s)}">{escape(s.title)}</a></h2>
<div class="Ngaydang">{s.published:%d/%m/%Y}</div><div class="Summary">{escape((s.lead or s.pieces[0].text)[:150])}</div></li>"""
        for s in stories
    )


def _related(sight: Sight, story: Story) -> str:
    return "".join(
        f'<li><a href="{sight.href(o)}">{escape(o.title)}</a> <i>{o.published:%d/%m/%Y}</i></li>'
        for o in sight.site.others(story, 4)
    )


def _papers(story: Story) -> str:
    rows = "".join(
        f'<li><a href="/uploads/{escape(p.file)}?download=1">{escape(p.name)}</a></li>'
        for p in story.papers
    )
    return (
        f'<div class="attachments"><strong>Tệp đính kèm</strong><ul>{rows}</ul></div>'
        if rows
        else ""
    )
