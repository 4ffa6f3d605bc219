"""Feeds and sitemaps as wrong as the real ones."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from app.demo.web import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.demo.sight import Sight
    from app.demo.story import Story

Extras = dict[str, "Callable[[Sight], Reply]"]


def nukeviet() -> Extras:
    """pubDate with the month where the minutes belong; lastmod that never moves."""
    return {
        "/rss/": _feed(_month_for_minutes),
        "/sitemap.xml": _sitemap("2024-01-01T00:00:00+07:00"),
    }


def wordpress() -> Extras:
    """A true feed of ten items and a sitemap index with one part."""
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{}</loc></sitemap></sitemapindex>'
    return {
        "/feed/": _feed(lambda story: format_datetime(story.published)),
        "/wp-sitemap.xml": lambda sight: _xml(
            index.format(f"{sight.home}/wp-sitemap-posts-post-1.xml")
        ),
        "/wp-sitemap-posts-post-1.xml": _sitemap(None),
    }


def drupal() -> Extras:
    """A feed of nodes by their /node/ twins."""
    return {"/rss.xml": _feed(lambda story: format_datetime(story.published), twin="/node/{}")}


def _month_for_minutes(story: Story) -> str:
    return story.published.strftime("%a, %d %b %Y %H:%m:%S +0700")


def _feed(dated: Callable[[Story], str], twin: str | None = None) -> Callable[[Sight], Reply]:
    def feed(sight: Sight) -> Reply:
        items = "".join(
            f"<item><title>{escape(s.title)}</title>"
            f"<link>{sight.home}{escape(twin.format(s.number) if twin else sight.href(s))}</link>"
            f"<description>{escape((s.lead or s.pieces[0].shown)[:200])}</description>"
            f"<pubDate>{dated(s)}</pubDate></item>"
            for s in sight.site.of()[:10]
        )
        head = f"<title>{escape(sight.site.name)}</title><link>{sight.home}/</link>"
        return _xml(f'<rss version="2.0"><channel>{head}{items}</channel></rss>')

    return feed


def _sitemap(lastmod: str | None) -> Callable[[Sight], Reply]:
    def sitemap(sight: Sight) -> Reply:
        moved = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
        rows = (
            f"<url><loc>{sight.home}{escape(sight.href(s))}</loc>{moved}</url>"
            for s in sight.site.of()
        )
        xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return _xml(f"<urlset {xmlns}>{''.join(rows)}</urlset>")

    return sitemap


def _xml(text: str) -> Reply:
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
    return Reply(body=declared.encode(), content_type="application/xml; charset=utf-8")
