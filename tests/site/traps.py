"""The demo's content systems with the traps that real portals set."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.demo.looks.eduportal import EduPortalAddresses, EduPortalLook
from app.demo.looks.liferay import LiferayAddresses, LiferayLook
from app.demo.looks.nukeviet import NukeVietAddresses, NukeVietLook
from app.demo.looks.webforms import WebFormsAddresses, WebFormsLook
from app.demo.sight import Elsewhere, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

TAGS = ("chuyển đổi số", "đo lường", "sở hữu trí tuệ")
_ALIAS = re.compile(r"/tin-chung/(?P<tail>[a-z0-9-]+-(?P<id>\d+)\.html)")


@dataclass
class TrappedNukeViet(NukeVietAddresses):
    """A page past the end is page 1 again, an unknown path the home page; tags have twins."""

    per_page: int = 10

    def find(self, site: Site, request: Request) -> View | None:
        if (alias := _ALIAS.fullmatch(request.path)) and (story := site.story(int(alias["id"]))):
            return Elsewhere(self.story(site, story))
        if request.path.startswith("/tag/"):
            return Listing(site.sections[len(request.path) % len(site.sections)])
        view = super().find(site, request)
        if isinstance(view, Listing) and (view.page - 1) * self.per_page >= len(
            site.of(view.section.key)
        ):
            return Elsewhere(self.listing(view.section, 1))
        if view is None and not re.search(r"-\d+\.html$", request.path):
            return Elsewhere("/")
        return view


class TaggedNukeViet(NukeVietLook):
    """Every page links tags raw and percent-encoded, and stories under their parent's alias."""

    feed = '<link rel="alternate" type="application/rss+xml" title="Tin mới" href="/rss/">'

    def _page(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        html = super()._page(sight, title, main, head)
        tags = "".join(
            f'<a href="/tag/{t}/">{t}</a> <a href="/tag/{quote(t)}/">{t}</a> ' for t in TAGS
        )
        own = (sight.href(story) for story in sight.site.of()[:3])
        alias = "".join(f'<a href="/tin-chung/{h.rpartition("/")[2]}">Xem nhiều</a> ' for h in own)
        return html.replace("</footer>", f'<div class="keywords">{tags}{alias}</div></footer>')


class LocaleLiferay(LiferayLook):
    """Offers every installed language of every page: the same page under three more addresses."""

    def _page(self, sight: Sight, title: str, portlet: str, main: str) -> str:
        html = super()._page(sight, title, portlet, main)
        offered = (("/vi/web/guest/home", "Tiếng Việt"), ("/vi/", "VI"))
        switch = "".join(f'<a class="taglib-language" href="{h}">{t}</a>' for h, t in offered)
        return html.replace("</header>", f"{switch}</header>", 1)

    def story(self, sight: Sight, story: Story) -> str:
        html = super().story(sight, story)
        return html.replace(
            "</header>", f'<a href="/vi{sight.href(story)}">Tiếng Việt</a></header>', 1
        )


class LiferayTwins(LiferayAddresses):
    """Liferay's addresses; their locale twins are found by the demo's own."""


class PostbackWebForms(WebFormsAddresses):
    """Pages of a category have no address: __doPostBack with the page's own __VIEWSTATE."""

    def listing(self, section: Section, page: int) -> str:
        if page == 1:
            return super().listing(section, 1)
        return f"javascript:__doPostBack('ctl00$Main$pager','Page${page}')"

    def find(self, site: Site, request: Request) -> View | None:
        if request.method != "POST":
            return super().find(site, request)
        form = request.form
        number, known = _section_of(form.get("__VIEWSTATE", ""))
        argument = form.get("__EVENTARGUMENT", "").removeprefix("Page$")
        told = form.get("__EVENTTARGET") == "ctl00$Main$pager" and form.get("ctl00$q") is not None
        if not (known and told and argument.isdigit()):
            return None
        return next((Listing(s, int(argument)) for s in site.sections if s.number == number), None)


def _section_of(state: str) -> tuple[int, bool]:
    try:
        number, mark = b64decode(state, validate=True).decode().split("|")[:2]
        return int(number), mark == "khcn"
    except (ValueError, UnicodeDecodeError):
        return 0, False


class PostbackLook(WebFormsLook):
    """The state of a listing names its category; a server takes no other state back."""

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        html = super().listing(sight, listing, stories)
        # Real states weigh 100 KB and more; a few thousand letters tell a cut one from a whole.
        told = f"{listing.section.number}|khcn|{sight.token}|{'x' * 4_000}"
        state = b64encode(told.encode()).decode()
        action = (
            WebFormsAddresses().listing(listing.section, 1).removeprefix("/").replace("&", "&amp;")
        )
        html = re.sub(r'(id="__VIEWSTATE" value=")[^"]*', rf"\g<1>{state}", html)
        html = html.replace('action="Default.aspx"', f'action="./{action}"')
        field = '<input type="hidden" name="__EVENTTARGET" value=""/><input type="hidden" name="__EVENTARGUMENT" value=""/>'
        check = f'<input type="hidden" name="__EVENTVALIDATION" value="/wEW{sight.token}"/><input name="ctl00$q" type="text" value=""/>'
        return html.replace('<div id="header">', f'{field}{check}<div id="header">', 1)


ENDPOINT = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"


@dataclass
class PostedEduPortal(EduPortalAddresses):
    """Further pages of a section come as fragments from a POST endpoint."""

    asked: list[int] = field(default_factory=list)

    def listing(self, section: Section, page: int) -> str:
        return f"/{section.key}"

    def find(self, site: Site, request: Request) -> View | None:
        if request.path != ENDPOINT:
            return super().find(site, request)
        form = request.form
        page, number = form.get("page", ""), form.get("article_category_id", "")
        good = request.method == "POST" and page.isdigit() and form.get("site_id") == "4"
        sections = (s for s in site.sections if good and str(s.number) == number)
        return next((Listing(s, int(page)) for s in sections), None)


class PostedLook(EduPortalLook):
    """An empty div#pagination20 that the page's script fills."""

    per_page = 10

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        html = super().listing(sight, listing, stories)
        if listing.page > 1:
            items = re.search(r'<ul class="ArticleList">.*?</ul>', html, re.DOTALL)
            return items[0] if items else ""
        number, size = listing.section.number, self.per_page
        script = f"""<div id="pagination20" class="default-pagination"></div>
<script type="text/javascript">$(document).ready(function () {{ var maxPage = parseInt({sight.pages});
 if (maxPage > 1) {{ $("#pagination20").bootpag({{ total: maxPage, page: 1, maxVisible: 5 }}).on("page", function (event, num) {{
 $.ajax({{ type: "POST", url: "{ENDPOINT}", data: {{ article_category_id: {number}, categoryIds: "{number}", site_id: 4, page: num, page_size: {size},
 keyword: "", date_begin: "", date_end: "", show_no: "False", show_post_date: "True", num_of_text: 0, show_view_count: "False",
 filter_order_in_list: "False", is_default: "False", new: "False", number_of_day: 3, no: -{size}, articlelang: "vi-VN", is_authenticated: "False" }},
 success: function (data) {{ $(".ArticleList").html(data); }} }}); }}); }} }});</script>"""
        return re.sub(
            r"<nav><ul class=\"pagination\">.*?</nav>",
            lambda _: script,
            html,
            count=1,
            flags=re.DOTALL,
        )
