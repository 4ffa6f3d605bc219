"""Three looks of the noisy portal; every page of each differs at every visit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.eduportal import EduPortalLook
from app.demo.looks.legacy import LegacyLook
from app.demo.looks.prose import links, when
from tests.site.plainlook import PlainLook, teaser_text

if TYPE_CHECKING:
    from app.demo.sight import Sight
    from app.demo.story import Story

BANNERS = (
    "Tháng hành động vì an toàn thực phẩm",
    "Cả nước chung sức xây dựng nông thôn mới",
    "Phòng chống thiên tai là trách nhiệm của mọi người",
    "Sử dụng điện tiết kiệm, hiệu quả trong mùa nắng nóng",
    "Người Việt Nam ưu tiên dùng hàng Việt Nam",
)
SKIES = ("Trời nắng", "Có mưa rào", "Nhiều mây", "Sương mù nhẹ")


def banner(sight: Sight) -> str:
    """A slogan that turns at every visit, out of step with the greeting."""
    return BANNERS[sight.visit * 3 % len(BANNERS)]


def weather(sight: Sight) -> str:
    """A sky, a temperature, an exchange rate."""
    rate = f"{25_400 + sight.visit % 97:,}".replace(",", ".")
    return f"{SKIES[sight.visit % len(SKIES)]}, {19 + sight.visit % 15}°C · USD {rate}"


class CleanLook(PlainLook):
    """A tidy modern theme: main, aside, one h1, a <time>."""

    def article(self, sight: Sight, story: Story) -> str:
        section = sight.site.section(story.section)
        return f"""<nav class="crumbs"><a href="/">Trang chủ</a> / <a href="{sight.at.listing(section, 1)}">{escape(section.title)}</a></nav>
<article><h1>{escape(story.title)}</h1><p class="meta"><time datetime="{story.published:%Y-%m-%dT%H:%M}+07:00">{story.published:%d/%m/%Y %H:%M}</time> <span>Lượt xem: {sight.views(story)}</span></p>
{when(story.lead, '<p class="sapo"><strong>{}</strong></p>')}<div class="content">{self.hand.body(story)}</div>
{when(story.author, '<p class="byline">Tác giả: {}</p>')}{self.papers(story)}</article>
<section class="related"><h2>Tin liên quan</h2><ul>{self.related(sight, story)}</ul></section>"""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="card"><h3><a href="{sight.href(story)}">{escape(story.title)}</a></h3>
<span class="date">{story.published:%d/%m/%Y}</span> <span class="views">{sight.views(story)} lượt xem</span><p>{teaser_text(story)}</p></div>"""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title><meta name="csrf-token" content="{sight.token}">{head}</head><body>
<header><a href="/">{escape(site.name)}</a><div class="clock">{sight.clock}</div><div class="weather">{weather(sight)}</div></header>
<nav><ul>{links(sight.menu())}</ul></nav><p class="banner">{banner(sight)}</p><main>{main}</main>
<aside><h2>Tin mới nhất</h2><ul>{links(sight.links(site.of()[:6]))}</ul><div class="poll">{escape(sight.greeting)}</div>
<form action="/binh-chon"><input type="hidden" name="_token" value="{sight.token}"></form></aside>
<footer>{escape(site.postal)}<p>Đang trực tuyến: {sight.online} | Hôm nay: {sight.today} | Tổng truy cập: {sight.total:,}</p></footer></body></html>"""


class NoisyLegacyLook(LegacyLook):
    """Counter, related list with view counts, and a banner, all in the body's own cell."""

    def story(self, sight: Sight, story: Story) -> str:
        html = super().story(sight, story)
        others = "".join(
            f'<img src="/dot.gif"> <a href="{escape(sight.href(o))}">{escape(o.title)}</a> ({sight.views(o)} Lượt xem )<br>'
            for o in sight.site.others(story, 3)
        )
        more = f"<br><b>Tin tức khác cùng chuyên mục</b><br>{others}<br>{banner(sight)}<br>{weather(sight)}"
        return html.replace("<b>Các tin cũ hơn</b>", f"{more}<hr><b>Các tin cũ hơn</b>")


class NoisyToolbarLook(EduPortalLook):
    """The toolbar theme with banner and weather between its rows."""

    def _page(self, sight: Sight, title: str, main: str) -> str:
        html = super()._page(sight, title, main)
        strip = (
            f'<div class="strip"><span>{banner(sight)}</span><span>{weather(sight)}</span></div>'
        )
        return html.replace('<div class="row">', f'{strip}<div class="row">', 1)


LOOKS = {"clean": CleanLook, "legacy": NoisyLegacyLook, "toolbar": NoisyToolbarLook}
