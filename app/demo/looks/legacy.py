# ruff: noqa: ARG002, E501 - a look need not use all it is given; markup has long lines
"""A hand-made PHP site of 2006: nested tables, <br><br> for paragraphs, no class that helps.

What makes it hard: the body is a bare <td>, the title a <font> with the date in brackets, and
the view counter and the list of older news stand in the very same cell as the body.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from app.demo.looks.prose import Hand, links, when
from app.demo.sight import Front, Listing, Reading, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.sight import Sight, View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

HAND = Hand(
    paragraph="{}<br><br>",
    heading="<b>{}</b><br><br>",
    picture='<div align=center><img src="{src}" border=0 width=400></div>',
    caption="<center><i>{}</i></center><br>",
    item="<li>{}",
    listing="<ul>{}</ul>",
)


class LegacyAddresses:
    """default.php?pid=57&nid=24; nid is the key."""

    def story(self, site: Site, story: Story) -> str:
        """A story's query."""
        return f"/default.php?pid={site.section(story.section).number}&nid={story.number}"

    def listing(self, section: Section, page: int) -> str:
        """A section's page."""
        return f"/default.php?pid={section.number}" + (f"&trang={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        """A page that is no news."""
        return f"/{leaf.key}.php"

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address."""
        path, query = request.path, request.query
        if path == "/" or (path == "/default.php" and not query):
            return Front()
        if path != "/default.php":
            return next((Standing(leaf) for leaf in site.leaves if self.leaf(leaf) == path), None)
        if "nid" in query:
            story = site.story(int(query["nid"])) if query["nid"].isdigit() else None
            return Reading(story) if story else None
        page = query.get("trang", "1")
        sections = (s for s in site.sections if str(s.number) == query.get("pid"))
        return next((Listing(s, int(page)) for s in sections if page.isdigit()), None)


class LegacyLook:
    """Tables in tables."""

    def front(self, sight: Sight) -> str:
        """The home page."""
        return self._page(sight, _items(sight, sight.site.of()[:8]))

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """A section's page."""
        pager = links(sight.pager(listing), '<a href="{href}">[{text}]</a>')
        head = f"<font size=3 color=red><b>{escape(listing.section.title.upper())}</b></font><br>"
        return self._page(
            sight, f"{head}{_items(sight, stories)}<br>Trang: <b>[{listing.page}]</b> {pager}"
        )

    def story(self, sight: Sight, story: Story) -> str:
        """A story: everything in one cell."""
        section = sight.site.section(story.section)
        lead = when(story.lead, "<b>{}</b><br><br>")
        return self._page(
            sight,
            f"""<a href="/">Trang chủ</a> &gt;&gt; <a href="{escape(sight.at.listing(section, 1))}">{escape(section.title)}</a><br>
<font size=4 color=navy><b>{escape(story.title)}</b></font> <font size=1>({story.published:%d/%m/%Y})</font><br><br>
{lead}{HAND.body(story)}
{when(story.author, "<div align=right><b>{}</b></div>")}{when(story.source, "<div align=right>Nguồn: {}</div>")}
{_papers(story)}<br>Số lượt đọc: {sight.views(story)} &nbsp; <a href="javascript:window.print()">In trang</a> &nbsp; <a href="javascript:history.back()">Về trang trước</a> <a href="#">Về đầu trang</a><hr>
<b>Các tin cũ hơn</b><br>{_related(sight, story)}""",
        )

    def bare(self, sight: Sight, story: Story) -> str:
        """The print view."""
        return f"<html><body>{HAND.body(story)}</body></html>"

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        return self._page(sight, f"<b>{escape(leaf.title)}</b><br><br>{escape(leaf.text)}<br>")

    def missing(self, sight: Sight) -> str:
        """Apache's own 404."""
        return "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL was not found on this server.</p></body></html>"

    def _page(self, sight: Sight, main: str) -> str:
        site = sight.site
        menu = links(
            sight.menu(), '<tr><td bgcolor=#e0e8ff>&nbsp;<a href="{href}">{text}</a></td></tr>'
        )
        latest = links(
            sight.links(site.of()[:4]),
            '<tr><td><img src="/dot.gif"> <a href="{href}">{text}</a></td></tr>',
        )
        return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{escape(site.name)}</title></head>
<body bgcolor=#ffffff topmargin=0><table width=980 align=center border=0 cellpadding=0 cellspacing=0>
<tr><td colspan=3><img src="/banner.gif" width=980><br><font size=1>{sight.clock}</font> <marquee>{escape(sight.greeting)}</marquee></td></tr>
<tr><td width=180 valign=top><table width=100%>{menu}<tr><td><b>Thống kê</b><br>Đang truy cập: {sight.online}<br>Đã truy cập: {sight.total}</td></tr></table></td>
<td valign=top><table width=100% cellpadding=6><tr><td>{main}</td></tr></table></td>
<td width=180 valign=top><table width=100%><tr><td><b>TIN MỚI</b></td></tr>{latest}</table></td></tr>
<tr><td colspan=3 align=center><hr><font size=1>{escape(site.name)}<br>{escape(site.postal)}</font></td></tr></table></body></html>"""


def _items(sight: Sight, stories: Sequence[Story]) -> str:
    return "".join(
        f"""<table width=100%><tr><td><a href="{escape(sight.href(s))}"><b>{escape(s.title)}</b></a> <font size=1>({s.published:%d/%m/%Y})</font><br>
{escape((s.lead or s.pieces[0].text)[:120])}...</td></tr></table>"""
        for s in stories
    )


def _related(sight: Sight, story: Story) -> str:
    return "".join(
        f'<img src="/dot.gif"> <a href="{escape(sight.href(o))}">{escape(o.title)}</a> ({o.published:%d/%m/%Y})<br>'
        for o in sight.site.others(story, 4)
    )


def _papers(story: Story) -> str:
    return "".join(
        f'<br>Tải về: <a href="/uploads/{escape(p.file)}">{escape(p.name)}</a>'
        for p in story.papers
    )
