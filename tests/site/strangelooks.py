"""Four more looks of the noisy portal, each with other bad habits; two put noise between the lines."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from html import escape
from random import Random
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from tests.site.noisylooks import banner, weather
from tests.site.plainlook import PlainLook, teaser_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight
    from app.demo.story import Story

QUOTES = (
    "Học, học nữa, học mãi.",
    "Có công mài sắt, có ngày nên kim.",
    "Đi một ngày đàng, học một sàng khôn; đi cho biết đó biết đây.",
    "Một cây làm chẳng nên non, ba cây chụm lại nên hòn núi cao.",
    "Không có việc gì khó, chỉ sợ lòng không bền, đào núi và lấp biển, quyết chí ắt làm nên.",
    "Tri thức là sức mạnh, ai có được tri thức thì người ấy có được sức mạnh.",
    "Tiên học lễ, hậu học văn.",
)


def dice(sight: Sight) -> Random:
    """Chance, another at each visit and the same for one."""
    return Random(sight.visit * 7_919)


def quote(sight: Sight) -> str:
    """The saying of this visit."""
    return QUOTES[sight.visit * 5 % len(QUOTES)]


def ago(chance: Random) -> str:
    """How long ago, as lists that nobody dates say it."""
    return f"{chance.randint(2, 50)} {chance.choice(('phút', 'giờ', 'ngày'))} trước"


def shuffled(sight: Sight, story: Story, count: int) -> list[Story]:
    """Other stories in no order, other ones at each visit."""
    others = [other for other in sight.site.of() if other != story]
    return dice(sight).sample(others, min(count, len(others)))


def signed(sight: Sight, file: str) -> str:
    """The address of a file as a store signs it, for an hour."""
    until = 1_790_000_000 + sight.visit * 37
    return f"/uploads/{file}?Expires={until}&Signature={sight.token}~{sight.token[::-1]}&Key-Pair-Id=APKA7"


def stamped(hand: Hand, sight: Sight) -> Hand:
    """The hand whose pictures carry a stamp that no cache knows."""
    return replace(hand, picture=hand.picture.replace("{src}", f"{{src}}?t={sight.token}"))


def dotted(number: int) -> str:
    """1.234"""
    return f"{number:,}".replace(",", ".")


class DotNetNukeLook(PlainLook):
    """Panes in a form: view state, and banners that turn inside the column of the text."""

    hand = Hand(
        paragraph='<p style="text-align: justify;"><span style="font-size: 12pt;">{}</span></p>',
        picture='<div style="text-align: center;"><img alt="" src="{src}" style="width: 500px;" /></div>',
        caption='<div style="text-align: center;"><span style="font-size: 10pt;"><em>{}</em></span></div>',
    )

    def article(self, sight: Sight, story: Story) -> str:
        at, chance = "dnn_ctr412_ViewNews", dice(sight)
        older = links(
            sight.links(sight.site.others(story, 5)),
            '<div class="Normal"><img src="/icon.gif" alt=""/> <a href="{href}">{text}</a></div>',
        )
        return f"""<a name="412"></a><div id="dnn_ctr412_ContentPane" class="c_content"><div id="dnn_ctr412_ModuleContent" class="DNNModuleContent ModNewsC">
<div id="{at}_pnl"><span id="{at}_lblTitle" class="Head">{escape(story.title)}</span><br/><span id="{at}_lblDate" class="SubHead">{sight.weekday(story)}, {story.published:%d/%m/%Y %H:%M}</span> <span class="SubHead">Đã xem {dotted(sight.views(story))} lần</span>
<div class="Normal" id="{at}_lblContent">{_turning(sight, 1)}{when(story.lead, "<p><strong>{}</strong></p>")}{self.between(sight, story)}</div>
{when(story.author, '<div align="right" class="NormalBold">{}</div>')}{self.files(sight, story)}
<table class="Normal"><tr><td>Điểm: {chance.randint(1, 4)},{chance.randint(0, 9)} ({chance.randint(9, 99)} phiếu)</td><td><a href="/Default.aspx?mid=412&amp;rss={sight.token}"><img src="/rss.gif" alt="Đăng ký"/></a></td></tr></table>
<span class="SubHead">CÁC TIN KHÁC</span>{older}</div></div></div>"""

    def between(self, sight: Sight, story: Story) -> str:
        """The body, a banner after its second piece."""
        pieces = [stamped(self.hand, sight).piece(piece) for piece in story.pieces]
        return "\n".join([*pieces[:2], _turning(sight, 2) if pieces[2:] else "", *pieces[2:]])

    def files(self, sight: Sight, story: Story) -> str:
        found = [(signed(sight, p.file), p.name) for p in story.papers]
        return links(found, '<div class="Normal">Tệp đính kèm: <a href="{href}">{text}</a></div>')

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="Normal"><a class="NormalBold" href="{sight.href(story)}">{escape(story.title)}</a> <span>({story.published:%d/%m/%Y})</span><br/>{teaser_text(story)}...</div>"""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        state = b64encode(dice(sight).randbytes(900 + sight.visit % 700)).decode()
        site = sight.site
        return f"""<!DOCTYPE html><html lang="vi-VN"><head id="Head"><title>{escape(title)}</title><meta name="GENERATOR" content="DotNetNuke "/>{head}<link href="/Portals/0/portal.css?cdv={sight.token}" rel="stylesheet"/></head>
<body id="Body"><form method="post" action="/Default.aspx" id="Form"><input type="hidden" name="__VIEWSTATE" value="{state}"/><input type="hidden" name="__RequestVerificationToken" value="{sight.token * 6}"/>
<div id="dnn_HeaderPane"><a id="dnn_dnnLOGO_hypLogo" href="/">{escape(site.name)}</a><span id="dnn_dnnCURRENTDATE_lblDate" class="date">{sight.clock}</span></div><ul id="dnn_menu">{links(sight.menu())}</ul>
<table width="100%"><tr><td id="dnn_LeftPane" valign="top"><h3 class="Head">Tin mới</h3>{links(sight.links(site.of()[:6]), '<p><a href="{href}">{text}</a></p>')}<h3 class="Head">Thời tiết</h3><p>{weather(sight)}</p></td><td id="dnn_ContentPane" valign="top">{main}</td></tr></table>
<div id="dnn_BottomPane"><p>{escape(site.postal)}</p><p>Số người trực tuyến: {sight.online} - Tổng số: {dotted(sight.total)}</p></div></form></body></html>"""


def _turning(sight: Sight, number: int) -> str:
    chosen = (sight.visit * (number + 2) + number) % 5
    return f'<div class="DNNAlignright banner"><a href="/BannerClickThrough.aspx?BannerId={chosen}&amp;VendorId={sight.visit % 9}&amp;PortalId=0"><img src="/qc{chosen}.gif" alt="{banner(sight)}"/></a><br/><a href="/BannerClickThrough.aspx?BannerId={chosen}">{banner(sight)}</a></div>'


class SoupLook(PlainLook):
    """Boxes in boxes: names hashed anew at every deploy, ids at every visit, a widget a paragraph."""

    deploy = 1

    def name(self, part: str) -> str:
        """What this deploy calls a part of the page."""
        return f"css-{Random(f'{part}{self.deploy}').randbytes(4).hex()}"

    def box(self, part: str, inside: str, sight: Sight) -> str:
        key = Random(f"{part}{inside}{sight.visit}").randbytes(3).hex()
        return f'<div class="e-con {self.name(part)}" data-id="{key}" id="el-{key}"><div class="{self.name(part + "-in")}">{inside}</div></div>'

    def article(self, sight: Sight, story: Story) -> str:
        words = [f"<h1>{escape(story.title)}</h1>"]
        words.append(
            f"<span>{story.published:%d/%m/%Y %H:%M}</span><span>{dotted(sight.views(story))} lượt xem</span>"
        )
        words += [when(story.lead, "<p><b>{}</b></p>")] if story.lead else []
        words += [stamped(self.hand, sight).piece(piece) for piece in story.pieces]
        boxes = [self.box("text", word, sight) for word in words]
        boxes[-1:-1] = [self.box("share", "<a>Chia sẻ</a> <a>Sao chép liên kết</a> <a>In trang</a>", sight), self.box("quote", f"<blockquote>{quote(sight)}</blockquote>", sight)]  # fmt: skip
        boxes.append(self.box("sign", when(story.author, "<p><b>{}</b></p>"), sight))
        boxes.append(self.box("files", self.files(sight, story), sight))
        return self.box("column", "".join(boxes), sight) + self.more(sight, story)

    def files(self, sight: Sight, story: Story) -> str:
        return links([(signed(sight, p.file), p.name) for p in story.papers], '<a download href="{href}">{text}</a>')  # fmt: skip

    def more(self, sight: Sight, story: Story) -> str:
        chance = dice(sight)
        rows = "".join(
            self.box("card", f'<a href="{sight.href(o)}">{escape(o.title)}</a><time>{ago(chance)}</time>', sight)
            for o in shuffled(sight, story, 4)
        )  # fmt: skip
        return self.box("more", f"<h4>Có thể bạn quan tâm</h4>{rows}", sight)

    def teaser(self, sight: Sight, story: Story) -> str:
        return self.box("item", f'<h3><a href="{sight.href(story)}">{escape(story.title)}</a></h3><span>{story.published:%d/%m/%Y}</span><p>{teaser_text(story)}</p>', sight)  # fmt: skip

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        side = links(sight.links(site.of()[:5]), '<div><a href="{href}">{text}</a></div>')
        return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}<script src="/app.{self.name("js")}.js" nonce="{sight.token}"></script></head><body class="{self.name("body")}"><div id="root">
{self.box("top", f'<a href="/">{escape(site.name)}</a><ul>{links(sight.menu())}</ul><p>{sight.clock}</p>', sight)}
<div class="{self.name("row")}"><div class="{self.name("main")}">{main}</div><div class="{self.name("side")}">{self.box("latest", f"<h4>Mới nhất</h4>{side}", sight)}{self.box("sky", f"<p>{weather(sight)}</p>", sight)}</div></div>
{self.box("foot", f"<p>{escape(site.postal)}</p><p>Đang xem: {sight.online} - Hôm nay: {sight.today}</p>", sight)}</div></body></html>"""


class TenantLook(PlainLook):
    """One of many tenants of a builder: not a class; counter, clock and both lists in the text's own cell."""

    hand = Hand(
        paragraph="<p>{}</p>",
        picture='<p align="center"><img src="{src}" width="520"></p>',
        caption='<p align="center"><i>{}</i></p>',
    )

    def article(self, sight: Sight, story: Story) -> str:
        newer, older = _around(sight, story)
        return f"""<p><a href="/">Trang chủ</a> » <a href="{sight.at.listing(sight.site.section(story.section), 1)}">{escape(sight.site.section(story.section).title)}</a></p><p><b style="font-size:18px">{escape(story.title)}</b></p>
<p>Ngày đăng: {story.published:%d-%m-%Y} | Lượt đọc: {dotted(sight.views(story))} | Đang xem: {sight.online}</p>{when(story.lead, "<p><b>{}</b></p>")}{self.interrupted(sight, story)}
{when(story.author, '<p align="right"><b>{}</b></p>')}{self.papers(story)}<p>Bây giờ là: {sight.clock}</p><p>Lượt truy cập: {dotted(sight.total)}</p>
<p><b>Tin mới hơn</b></p>{newer}<p><b>Tin cũ hơn</b></p>{older}<p>{banner(sight)}</p>"""

    def interrupted(self, sight: Sight, story: Story) -> str:
        """The body, with the saying of the day for another paragraph."""
        pieces = [stamped(self.hand, sight).piece(piece) for piece in story.pieces]
        return "".join([*pieces[:2], f"<p>{quote(sight)}</p>", *pieces[2:]])

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<p><a href="{sight.href(story)}"><b>{escape(story.title)}</b></a> ({story.published:%d-%m-%Y}, {sight.views(story)} lượt đọc)<br>{teaser_text(story)}</p>"""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<html><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body><div id="page"><div><h2>{escape(site.name)}</h2><p>{quote(sight)}</p></div><div>{links(sight.menu(), '<a href="{href}">{text}</a> |')}</div>
<div><div id="left"><p><b>Liên kết nhanh</b></p>{links(sight.links(site.of()[:5]), '<p><a href="{href}">{text}</a></p>')}</div><div id="content">{main}</div></div><div><p>{escape(site.postal)}</p><p>{weather(sight)}</p></div></div></body></html>"""


def _around(sight: Sight, story: Story) -> tuple[str, str]:
    """The lists of what came out just after and just before this story."""
    told = sight.site.of(story.section)
    at = told.index(story)
    lists = (told[max(at - 3, 0) : at], told[at + 1 : at + 4])
    newer, older = (
        "".join(f'<li><a href="{sight.href(o)}">{escape(o.title)}</a> ({o.published:%d/%m})</li>' for o in one)
        for one in lists
    )  # fmt: skip
    return f"<ul>{newer}</ul>", f"<ul>{older}</ul>"


class MagazineLook(PlainLook):
    """A view count in the title's line, a share bar, weather and a saying between the paragraphs."""

    hand = Hand(
        picture='<figure><img src="{src}" loading="lazy"></figure>',
        caption="<figcaption>{}</figcaption>",
    )

    def article(self, sight: Sight, story: Story) -> str:
        chance = dice(sight)
        return f"""<div class="breadcrumb"><a href="/?_csrf={sight.token}">Trang chủ</a></div><div class="post"><h1>{escape(story.title)} <small>({dotted(sight.views(story))} lượt xem)</small></h1>
<div class="info">Đăng ngày {story.published:%d/%m/%Y} lúc {story.published:%H:%M} · cập nhật {ago(chance)}</div>{when(story.lead, '<p class="lead">{}</p>')}{self.mixed(sight, story)}
<details><summary>Thông tin thêm</summary><p>Mã bài: {sight.token} · {chance.randint(1, 90)} người đang đọc</p></details>
{when(story.author, '<p class="by">{}</p>')}{self.files(sight, story)}<div class="reactions">Thích {chance.randint(1, 400)} · Chia sẻ {chance.randint(1, 90)} · {chance.randint(0, 30)} bình luận</div></div>
<div class="random"><h3>Đọc nhiều</h3>{self.others(sight, shuffled(sight, story, 5))}</div>"""

    def mixed(self, sight: Sight, story: Story) -> str:
        """The body with three strangers between its pieces."""
        pieces = [stamped(self.hand, sight).piece(piece) for piece in story.pieces]
        bar = f'<div class="sharebar"><a href="/in?_csrf={sight.token}">In bài</a> <a href="/gui?_csrf={sight.token}">Gửi email</a> <span>{sight.visit % 77} chia sẻ</span></div>'
        pieces.insert(1, bar)
        pieces.insert(3, f'<div class="sky"><p>Thời tiết hôm nay: {weather(sight)}</p></div>')
        pieces.insert(4, f'<p class="saying"><em>{quote(sight)}</em></p>')
        return "\n".join(pieces)

    def files(self, sight: Sight, story: Story) -> str:
        found = [(signed(sight, p.file), p.name) for p in story.papers]
        return links(found, '<li class="file"><a href="{href}">{text}</a></li>')

    def others(self, sight: Sight, stories: Sequence[Story]) -> str:
        chance = dice(sight)
        return "".join(
            f'<div class="r"><a href="{sight.href(o)}?_csrf={sight.token}">{escape(o.title)}</a> <i>{ago(chance)}</i></div>'
            for o in stories
        )

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="card"><a href="{sight.href(story)}?_csrf={sight.token}">{escape(story.title)}</a><span>{story.published:%d/%m/%Y} · {sight.views(story)} lượt xem</span><p>{teaser_text(story)}</p></div>"""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        site = sight.site
        return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="csrf-token" content="{sight.token}"><title>{escape(title)}</title>{head}</head><body>
<div class="head"><a href="/">{escape(site.name)}</a> <span>{sight.clock}</span></div><ul class="nav">{links(sight.menu())}</ul><div class="wrap"><div class="main">{main}</div>
<div class="aside"><h3>Mới đăng</h3>{self.others(sight, site.of()[:5])}<p>{escape(sight.greeting)}</p></div></div><div class="foot"><p>{escape(site.postal)}</p><p>Trang được tạo trong 0,{sight.visit % 899 + 100} giây</p></div></body></html>"""


STRANGE = {
    "dotnetnuke": DotNetNukeLook,
    "soup": SoupLook,
    "tenant": TenantLook,
    "magazine": MagazineLook,
}
