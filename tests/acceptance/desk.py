"""A portal of the plainest sort, whose editors can do what a story needs; everything ticks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from app.demo.portal import HANOI
from app.demo.site import section_of
from app.demo.web import Host, Reply, page, redirect
from tests.site.newsdesk import Newsdesk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.demo.web import Request

TODAY = datetime.now(HANOI).date()
SECTIONS = {"tin-tuc": "Tin tức", "su-kien": "Sự kiện", "thong-bao": "Thông báo"}
STANDING = {
    "gioi-thieu": "Giới thiệu chung về Sở, chức năng, nhiệm vụ và cơ cấu tổ chức.",
    "lien-he": "Liên hệ Văn phòng Sở qua điện thoại trong giờ hành chính.",
}


@dataclass(frozen=True)
class Notice:
    """What editors put on one address."""

    title: str
    lines: tuple[str, ...]
    day: date | None = None
    papers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Desk:
    """The portal: what stands at which path, in the order of its listings (the newest first)."""

    name: str = "Sở Khoa học và Công nghệ tỉnh Đồng Sim"
    pages: dict[str, Notice] = field(default_factory=dict)
    standing: dict[str, Notice] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    visits: int = 0
    asked: list[str] = field(default_factory=list)
    writer: Newsdesk = field(default_factory=lambda: Newsdesk(31, (section_of("Tin tức", 1),)))

    def notice(self, days_ago: int = 1) -> Notice:
        """Another text nobody has read yet."""
        noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=HANOI)
        story = self.writer.story(noon - timedelta(days=days_ago))
        lines = tuple(piece.text for piece in story.pieces if piece.kind == "paragraph")
        return Notice(story.title, lines, story.published.date())

    def writes(self, count: int, section: str = "tin-tuc") -> list[str]:
        """`count` texts are published; tells their paths."""
        return [self.puts(self.notice(n + 1), section) for n in range(count)]

    def puts(self, notice: Notice, section: str = "tin-tuc") -> str:
        path = f"/{section}/bai-viet-{len(self.pages) + 101}.html"
        self.pages = {path: notice} | self.pages
        return path

    def corrects(self, path: str, before: str, after: str) -> None:
        old = self.pages[path]
        assert before in old.text
        lines = tuple(line.replace(before, after) for line in old.lines)
        self.pages[path] = replace(old, lines=lines)

    def answer(self, request: Request) -> Reply:
        self.visits += 1
        path = request.path
        self.asked.append(path)
        if path in self.moved:
            return redirect(self.moved[path])
        if path in self.pages:
            return page(self._article(path, self.pages[path]))
        if path in self.standing:
            return page(self._standing(self.standing[path]))
        key = path.strip("/").removesuffix(".html")
        if path == "/" or (key in SECTIONS and path.endswith("/")):
            return page(self._listing(key))
        if key in STANDING:
            return page(self._shell(f"<h1>{STANDING[key]}</h1><p>{STANDING[key]}</p>", "Trang"))
        return page(self._shell("<p>Không tìm thấy trang bạn yêu cầu.</p>", "Lỗi 404"), 404)

    def _listing(self, section: str) -> str:
        links = "".join(
            f'<li><a href="{path}">{escape(one.title)}</a> <span>({one.day:%d/%m/%Y})</span></li>'
            if one.day
            else f'<li><a href="{path}">{escape(one.title)}</a></li>'
            for path, one in self.pages.items()
            if path.startswith(f"/{section}")
        )
        name = SECTIONS.get(section, self.name)
        return self._shell(f'<h2>{name}</h2><ul class="danh-sach">{links}</ul>', name)

    def _standing(self, one: Notice) -> str:
        lines = "".join(f"<p>{escape(line)}</p>" for line in one.lines)
        body = f'<h1 class="tieu-de">{escape(one.title)}</h1><div class="noi-dung">{lines}</div>'
        return self._shell(body, one.title)

    def _article(self, path: str, one: Notice) -> str:
        body = "".join(f"<p>{escape(line)}</p>" for line in one.lines)
        papers = "".join(f'<li><a href="/tep/{p}">{p}</a></li>' for p in one.papers)
        day = f'<p class="ngay">Ngày đăng: {one.day:%d/%m/%Y}</p>' if one.day else ""
        others = [(p, o.title) for p, o in self.pages.items() if p != path][:5]
        related = "".join(f'<li><a href="{p}">{escape(t)}</a></li>' for p, t in others)
        return self._shell(
            f'<h1 class="tieu-de">{escape(one.title)}</h1>{day}<div class="noi-dung">{body}</div>'
            + (f'<div class="tep"><h3>Tệp đính kèm</h3><ul>{papers}</ul></div>' if papers else "")
            + f'<div class="xem">Lượt xem: {self.visits * 7}</div>'
            + f'<div class="khac"><h3>Tin liên quan</h3><ul>{related}</ul></div>',
            one.title,
        )

    def _shell(self, inner: str, title: str) -> str:
        menu = "".join(f'<li><a href="/{k}/">{v}</a></li>' for k, v in SECTIONS.items())
        leaves = "".join(f'<li><a href="/{k}.html">{k}</a></li>' for k in STANDING)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}'
            f'</title></head><body><div id="dau"><a href="/">{self.name}</a><ul class="menu">'
            f'<li><a href="/">Trang chủ</a></li>{menu}{leaves}</ul></div><div id="giua">{inner}'
            f'</div><div id="chan">© {self.name}. Số lượt truy cập: {self.visits * 13:,}. '
            f"Đang trực tuyến: {self.visits % 17}</div></body></html>"
        )


@contextmanager
def open_desk(**more: str) -> Iterator[tuple[Desk, Host]]:
    """An empty portal on the air."""
    desk = Desk(**more)
    with Host(desk) as host:
        yield desk, host
