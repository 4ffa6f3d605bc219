"""What all makes have: a newsroom, pages of lists, a frame, and the truth about an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, urlsplit

from app.demo.story import slug
from tests.site.shape import site_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.site import Section
    from app.demo.story import Story

HOST = "http://sokhcn.example.vn"
NEWEST = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ABOUT = "Sở là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, tham mưu quản lý nhà nước về khoa học, công nghệ và đổi mới sáng tạo trên địa bàn. "
MISSING = "<h1>Không tìm thấy trang</h1>"


class Make:
    """One portal: `count` stories over four sections, `size` to a page of a list."""

    home: ClassVar[str] = "/"
    size: ClassVar[int] = 10
    count: ClassVar[int] = 126

    def __init__(self) -> None:
        self.site, self.desk = site_of(type(self).__name__.lower(), 7, self.count, NEWEST)
        self.log: list[str] = []

    def __call__(self, path: str, form: dict[str, str]) -> object:
        self.log.append(path)
        parts = urlsplit(path)
        return self.serve(parts.path, dict(parse_qsl(parts.query)), form)

    def serve(self, path: str, query: dict[str, str], form: dict[str, str]) -> object:
        raise NotImplementedError

    def address(self, story: Story) -> str:
        raise NotImplementedError

    def three_are_added(self) -> None:
        for hours in (30, 31, 32):
            self.site.add(self.desk.story(NEWEST + timedelta(hours=hours)))

    @property
    def truth(self) -> dict[str, int]:
        """The number of the story that each article's own address shows."""
        return {self.address(story): story.number for story in self.site.stories}

    def own_address(self, path: str) -> str:
        """The address of an article without what only tells the way to it."""
        return path

    def page_of(self, section: str | None, number: int) -> Sequence[Story]:
        return self.site.of(section)[(number - 1) * self.size : number * self.size]

    def pages(self, section: str | None) -> int:
        return -(-len(self.site.of(section)) // self.size)

    def by_number(self, number: str) -> Story | None:
        return self.site.story(int(number)) if number.isdigit() else None

    def by_slug(self, name: str) -> Story | None:
        return next((story for story in self.site.stories if slug_of(story) == name), None)

    def named(self, key: str) -> Section | None:
        return next((one for one in self.site.sections if key in {one.key, str(one.number)}), None)


def slug_of(story: Story) -> str:
    return slug(story.title)[:160].strip("-")


def day(story: Story) -> str:
    return f"{story.published:%d/%m/%Y}"


def lead(story: Story) -> str:
    return (story.lead or story.pieces[0].shown)[:140]


def body(story: Story) -> str:
    texts = [story.lead or "", *(piece.shown for piece in story.pieces), story.author or ""]
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def document(title: str, main: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{main}</body></html>'


def link(href: str, text: str, more: str = "") -> str:
    return f'<a href="{escape(href)}"{more}>{text}</a>'


def listed(links: Sequence[str], tag: str = "li") -> str:
    return "".join(f"<{tag}>{one}</{tag}>" for one in links)
