"""Lists that name their items in odd ways, page in odd ways, or go on for ever."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import links
from app.demo.sight import Elsewhere, Front, Listing, Standing
from app.demo.site import Leaf
from tests.site.noisylooks import CleanLook
from tests.site.pathways import number_in
from tests.site.wild import ROWS, PathAddresses

if TYPE_CHECKING:
    from app.demo.sight import Sight, View
    from app.demo.site import Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

FIRST_DAY = date(2026, 11, 20)


class DetailOnly(CleanLook):
    """The title is plain text; only "Xem chi tiết" under it is a link."""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="row"><h4>{escape(story.title)}</h4><p>{escape(story.pieces[0].shown[:150])}</p>
<a class="btn" href="{sight.href(story)}">Xem chi tiết</a></div>"""


class PictureOnly(CleanLook):
    """The picture is the link; the title stands beside it as plain text."""

    def teaser(self, sight: Sight, story: Story) -> str:
        return f"""<div class="item"><a href="{sight.href(story)}"><img src="/anh-{story.number}.jpg" alt=""></a>
<div class="t">{escape(story.title)}</div><small>{story.published:%d/%m/%Y}</small></div>"""


class OffsetPaths(PathAddresses):
    """/chuyen-muc/<n>/<slug>/<offset>: the number at the end counts articles."""

    def listing(self, section: Section, page: int) -> str:
        tail = f"/{(page - 1) * ROWS}" if page > 1 else ""
        return f"/chuyen-muc/{section.number}/{section.key}{tail}"

    def find(self, site: Site, request: Request) -> View | None:
        for section in site.sections:
            if request.path == self.listing(section, 1):
                return Listing(section)
            offset = number_in(rf"/chuyen-muc/{section.number}/[a-z-]+/(\d+)", request.path)
            if offset is not None:
                return Listing(section, offset // ROWS + 1)
        return super().find(site, request)


class SelectPager(CleanLook):
    """A list of pages to choose from, in place of links."""

    def pager(self, sight: Sight, listing: Listing) -> str:
        options = "".join(
            f'<option value="{sight.at.listing(listing.section, n)}"{" selected" * (n == listing.page)}>Trang {n}</option>'
            for n in range(1, sight.pages + 1)
        )
        return f'<select onchange="location.href=this.value">{options}</select>'


class ArrowPager(CleanLook):
    """Two arrows that are pictures; no number anywhere."""

    def pager(self, sight: Sight, listing: Listing) -> str:
        at, page = sight.at, listing.page
        back = f'<a href="{at.listing(listing.section, page - 1)}" title="Trang trước"><img src="/prev.gif"></a>'
        onward = f'<a href="{at.listing(listing.section, page + 1)}" title="Trang sau"><img src="/next.gif"></a>'
        return f"<p>{back * (page > 1)} {onward * (page < sight.pages)}</p>"


class Trapped(PathAddresses):
    """Every trap at once: days without end, orders, sessions, past the end, unknown, log-in."""

    def find(self, site: Site, request: Request) -> View | None:
        path = re.sub(r";jsessionid=[0-9A-F]+", "", request.path)
        if path.startswith("/lich/"):
            return Standing(Leaf(f"lich-{path.removeprefix('/lich/')}", "Lịch", ""))
        if path.startswith(("/the/", "/tim-kiem")):
            return Listing(site.sections[0])
        if path in {"/dang-nhap", "/login.aspx"}:
            return Standing(Leaf("dang-nhap", "Đăng nhập", "Tên đăng nhập và mật khẩu."))
        asked = type(request)(request.method, path + "?" + request.target.partition("?")[2])
        view = super().find(site, asked)
        if isinstance(view, Listing):
            pages = -(-len(site.of(view.section.key)) // ROWS)
            past = view.page > pages
            return Elsewhere(self.listing(view.section, 1)) if past else view
        return view or (Front() if path == "/" else Elsewhere("/"))


class TrappedLook(CleanLook):
    """The traps stand on every page, under names that news could bear."""

    def pager(self, sight: Sight, listing: Listing) -> str:
        path = sight.at.listing(listing.section, 1)
        onward = f"{path}?trang={listing.page + 1}"
        orders = [(f"{path}?sapxep={by}", f"Sắp xếp theo {by}") for by in ("ngay", "ten", "xem")]
        pages = super().pager(sight, listing)
        return f'<div class="pager">{pages}<a href="{onward}">Trang sau</a></div>{links(orders)}'

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        if leaf.key == "dang-nhap":
            form = '<form><input name="u"><input type="password" name="p"></form>'
            return self.frame(sight, leaf.title, f"<h1>{leaf.title}</h1>{form}")
        if not leaf.key.startswith("lich-"):
            return super().leaf(sight, leaf)
        day = _day_of(leaf.key.removeprefix("lich-"))
        turns = [
            (
                f"/lich/{day + timedelta(days=n)}",
                f"Lịch làm việc của lãnh đạo Sở ngày {day + timedelta(days=n):%d/%m/%Y}",
            )
            for n in (-2, -1, 1, 2)
        ]
        return self.frame(sight, leaf.title, f"<h1>Lịch ngày {day:%d/%m/%Y}</h1>{links(turns)}")

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        html = re.sub(
            r'href="(/[a-z][^"?]*)"', rf'href="\1;jsessionid={sight.token.upper() * 4}"', html
        )
        tags = [
            ("/the/chuyển đổi số", "chuyển đổi số"),
            ("/the/chuy%E1%BB%83n%20%C4%91%E1%BB%95i%20s%E1%BB%91", "chuyển đổi số"),
        ]
        more = [
            ("/lich/2026-11-20", "Lịch công tác tuần"),
            ("/login.aspx", "Thành viên"),
            ("/tim-kiem?q=a", "Tin theo từ khóa"),
        ]
        return html.replace("<aside>", f"<aside><ul>{links(tags)}{links(more)}</ul>", 1)


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return FIRST_DAY


class OtherHost(CleanLook):
    """Absolute links to the host that the portal moved to; both answer."""

    host = "skhcn-moi.vi-du.vn"

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super().frame(sight, title, main, head)
        outside = (
            '<a href="https://chinhphu.vn/">Chính phủ</a><a href="https://most.gov.vn/">Bộ</a>'
        )
        return re.sub(r'href="/(?!/)', f'href="http://{self.host}/', html) + outside
