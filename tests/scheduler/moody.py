"""Portals with moods: a real sample portal that turns into a wall, runs empty, fails, hangs."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from app.demo.newsroom import samples
from app.demo.web import Reply, page

if TYPE_CHECKING:
    from app.demo.newsroom import Sample
    from app.demo.web import Request

Mood = Literal["well", "login", "empty", "error", "hanging", "garbage", "bomb"]

LOGIN = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Đăng nhập</title></head>
<body><div class="box"><h1>Đăng nhập hệ thống</h1><form method="post" action="/dang-nhap">
<label>Tên đăng nhập <input type="text" name="user"></label>
<label>Mật khẩu <input type="password" name="password"></label>
<button>Đăng nhập</button></form></div></body></html>"""
EMPTY = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Trang tin</title></head>
<body><div id="header"><h1>Cổng thông tin</h1></div><div id="content"></div>
<div id="footer">Bản quyền</div></body></html>"""
# Few bytes, many nodes: read as a tree, each of these tags takes some hundred bytes.
BOMB = "<html><body>" + "<i>a</i>" * 950_000 + "</body></html>"


def _editors_first(sample: Sample) -> tuple[bool, str]:
    return not sample.later, sample.key


@dataclass
class Moody:
    """A sample portal, and the mood it is in."""

    sample: Sample
    mood: Mood = "well"
    asked: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: Request) -> Reply:
        self.asked.set()
        robots = request.path == "/robots.txt"
        match self.mood:
            case "hanging":
                self.ended.wait(120)
                return page("")
            case "login" if not robots:
                return page(LOGIN)
            case "empty" if not robots:
                return page(EMPTY)
            case "error" if not robots:
                return page("<h1>500</h1>", 500)
            case "garbage" if not robots:
                return Reply(200, bytes(range(256)) * 400, "text/html")
            case "bomb" if not robots:
                return page(BOMB)
        return self.sample.portal.answer(request)


def moody(count: int) -> list[Moody]:
    """So many sample portals, all well."""
    return [Moody(sample) for sample in sorted(samples(), key=_editors_first)[:count]]
