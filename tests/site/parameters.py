"""Portals whose addresses are parameters: Joomla 1.5, long Liferay portlets, states, pages under /rss/."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.demo.looks.prose import links
from app.demo.sight import Front, Listing, Reading, Standing
from app.demo.story import slug
from tests.site.noisylooks import CleanLook
from tests.site.pathways import Undated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

ROWS = 10


class LimitPairs:
    """Joomla 1.5: limitstart and limit are both free; a story hangs below every menu item."""

    def story(self, site: Site, story: Story) -> str:
        number = site.section(story.section).number
        return f"/index.php?option=com_content&view=article&id={story.number}:{slug(story.title)[:30]}&catid={number}:{story.section}&Itemid={number}"

    def listing(self, section: Section, page: int) -> str:
        pair = f"&limitstart={(page - 1) * ROWS}&limit={ROWS}" if page > 1 else ""
        number = section.number
        return f"/index.php?option=com_content&view=section&layout=blog&id={number}&Itemid={number}{pair}"

    def leaf(self, leaf: Leaf) -> str:
        return f"/index.php?option=com_content&view=article&id={900 + len(leaf.key)}:{leaf.key}&Itemid=3"

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        number = query.get("id", "").partition(":")[0]
        if query.get("view") == "article" and number.isdigit():
            story = site.story(int(number))
            leaves = (Standing(x) for x in site.leaves if 900 + len(x.key) == int(number))
            return Reading(story) if story else next(leaves, None)
        if query.get("view") == "section":
            page = int(query.get("limitstart", "0")) // ROWS + 1
            return next((Listing(s, page) for s in site.sections if str(s.number) == number), None)
        return Front() if request.path in {"/", "/index.php"} and not query else None


class LimitLook(CleanLook):
    """Leads printed on the blog with "Đọc thêm…", a choice of lengths, parameters in any order."""

    def teaser(self, sight: Sight, story: Story) -> str:
        href = escape(sight.href(story))
        return f"""<table class="contentpaneopen"><tr><td class="contentheading"><a href="{href}">{escape(story.title)}</a></td></tr>
<tr><td class="createdate">Thứ sáu, {story.published:%d Tháng %m %Y %H:%M}</td></tr><tr><td>{escape(story.pieces[0].shown)}<a href="{href}" class="readon">Đọc thêm...</a></td></tr></table>"""

    def related(self, sight: Sight, story: Story, count: int = 4) -> str:
        turned = super().related(sight, story, count)
        return re.sub(r"Itemid=\d+", "Itemid=1", turned)

    def pager(self, sight: Sight, listing: Listing) -> str:
        path = escape(sight.at.listing(listing.section, 1))
        lengths = [(f"{path}&limitstart=0&limit={n}", str(n)) for n in (5, 15, 20, 25, 50)]
        start = [(f"{path}&limitstart=0", "Bắt đầu")]
        return (
            f'<span class="pagination">{links(start)}{super().pager(sight, listing)}</span>'
            f'<div class="limit">Hiển thị # {links(lengths)}</div>'
        )


class LongPortlets:
    """Liferay: 400 letters of portlet parameters a page, every address in every locale too."""

    locale = re.compile(r"^/(?:en|vi|en-US|vi-VN|fr|pt-PT|ja-JP|zh-CN|de)(?=/)")

    def story(self, site: Site, story: Story) -> str:
        return f"/web/guest/{story.section}/-/asset_publisher/Qb7{story.section[:3]}/content/{slug(story.title)}"

    def listing(self, section: Section, page: int) -> str:
        if page == 1:
            return f"/web/guest/{section.key}"
        name = f"101_INSTANCE_Qb7{section.key[:3]}"
        told = {"p_p_id": name, "p_p_lifecycle": 0, "p_p_state": "normal", "p_p_mode": "view"}
        told |= {"p_p_col_id": "column-2", "p_p_col_count": 2, f"_{name}_delta": ROWS}
        told |= {f"_{name}_{key}": "" for key in ("keywords", "tag", "categoryId", "assetEntryId")}
        told |= {f"_{name}_advancedSearch": "false", f"_{name}_andOperator": "true"}
        told |= {"p_r_p_564233524_resetCur": "false", f"_{name}_cur": page}
        return f"/web/guest/{section.key}?{urlencode(told)}"

    def leaf(self, leaf: Leaf) -> str:
        return f"/web/guest/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        path = self.locale.sub("", request.path)
        pages = [v for k, v in request.query.items() if k.endswith("_cur") and v.isdigit()]
        for section in site.sections:
            if path == f"/web/guest/{section.key}":
                return Listing(section, int(pages[0]) if pages else 1)
        stories = (Reading(s) for s in site.stories if path.endswith(f"/{slug(s.title)}"))
        leaves = (Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == path)
        found = next(stories, None) or next(leaves, None)
        return found or (Front() if path in {"/", "/web/guest/home"} else None)


class PortletLook(CleanLook):
    """Locale flags on every page; links carry where one came from."""

    def teaser(self, sight: Sight, story: Story) -> str:
        back = urlencode(
            {"inheritRedirect": "false", "redirect": sight.home + "/web/guest/home?p=1"}
        )
        href = escape(f"{sight.href(story)}?{back}")
        return f'<div class="asset-abstract"><h3 class="asset-title"><a href="{href}">{escape(story.title)}</a></h3><div class="asset-summary">{escape(story.pieces[0].shown[:120])}</div><div class="asset-more"><a href="{href}">Xem tiếp <span>Về {escape(story.title)} »</span></a></div></div>'

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        flags = [(f"/{code}/web/guest/home", code) for code in ("en", "vi", "fr", "ja-JP", "de")]
        sections = [(f"/vi{sight.at.listing(s, 1)}", s.title) for s in sight.site.sections[:2]]
        html = super().frame(sight, title, main, head)
        return html.replace("<footer>", f"<footer>{links(flags)}{links(sections)}", 1)


class States:
    """WebSphere: every click writes an address of its own; none is ever seen again."""

    turn = 0

    def _state(self, told: str, page: str) -> str:
        self.turn += 1
        state = (
            urlsafe_b64encode(f"{self.turn:08d}|{told}|{'z' * 60}".encode()).decode().rstrip("=")
        )
        return f"/wps/portal/Home/{page}/!ut/p/z0/{state}!!/"

    def story(self, site: Site, story: Story) -> str:
        return self._state(f"s{story.number}", "chi-tiet")

    def listing(self, section: Section, page: int) -> str:
        return self._state(f"l{section.number}.{page}", section.key)

    def leaf(self, leaf: Leaf) -> str:
        return f"/wps/portal/Home/{leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        if "/!ut/p/z0/" in request.path:
            text = request.path.split("/z0/")[1].split("!")[0]
            told = urlsafe_b64decode(text + "=" * (-len(text) % 4)).split(b"|")
            return self._view(site, told[1].decode()) if len(told) == 3 else None
        leaves = (Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == request.path)
        home = request.path.rstrip("/") in {"", "/wps/portal", "/wps/portal/Home"}
        return next(leaves, None) or (Front() if home else None)

    def _view(self, site: Site, told: str) -> View | None:
        if told[0] == "s":
            story = site.story(int(told[1:]))
            return Reading(story) if story else None
        number, page = map(int, told[1:].split("."))
        return next((Listing(s, page) for s in site.sections if s.number == number), None)


class UnderRss:
    """Everything under /rss/index.php, and a calendar, tags and a search beside it."""

    def story(self, site: Site, story: Story) -> str:
        return f"/rss/index.php?pageid=2&topicid={site.section(story.section).number}&newsid={story.number}"

    def listing(self, section: Section, page: int) -> str:
        return f"/rss/index.php?pageid=1&topicid={section.number}" + (
            f"&p={page}" if page > 1 else ""
        )

    def leaf(self, leaf: Leaf) -> str:
        return f"/rss/index.php?pageid={leaf.key}"

    def find(self, site: Site, request: Request) -> View | None:
        query = request.query
        if "ngay" in query or "tag" in query or "tukhoa" in query:
            return Listing(site.sections[0], int(query.get("p", "1")))
        if query.get("newsid", "").isdigit():
            story = site.story(int(query["newsid"]))
            return Reading(story) if story else None
        number, page = query.get("topicid"), int(query.get("p", "1"))
        lists = (Listing(s, page) for s in site.sections if str(s.number) == number)
        leaves = (Standing(x) for x in site.leaves if x.key == query.get("pageid"))
        home = request.path in {"/", "/rss/", "/rss/index.php"} and not query
        return next(lists, None) or next(leaves, None) or (Front() if home else None)


class RssLook(CleanLook):
    """A calendar of days, a cloud of tags, results of a search: all lists of news."""

    def frame(self, sight: Sight, title: str, main: str, head: str = "") -> str:
        days = [(f"/rss/index.php?ngay={d:02d}/11/2026", str(d)) for d in range(1, 31)]
        tags = [(f"/rss/index.php?tag=the-{n}", f"thẻ số {n}") for n in range(20)]
        seek = [("/rss/index.php?tukhoa=s%E1%BB%9F", "Sở"), ("/rss/index.php?tukhoa=che", "chè")]
        cells = links(days, '<td><a href="{href}">{text}</a></td>')
        box = f'<table class="lich">{cells}</table>'
        html = super().frame(sight, title, main, head)
        return html.replace("<aside>", f"<aside>{box}<p>{links(tags)}</p><p>{links(seek)}</p>", 1)


class TitleTable(Undated):
    """A numbered table of titles, as documents are listed, without a day."""

    def teasers(self, sight: Sight, stories: Sequence[Story]) -> str:
        rows = "".join(
            f'<tr><td>{n}</td><td><a href="{escape(sight.href(story))}">{escape(story.title)}</a></td><td>Xem</td></tr>'
            for n, story in enumerate(stories, 1)
        )
        return f"<table border=1><tr><th>STT</th><th>Tiêu đề</th><th></th></tr>{rows}</table>"
