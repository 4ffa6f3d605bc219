"""A portal without a network: pages that a test edits, looked at by the real reader and store.

Its verbs say what an editor does; `crawl` says what the store then reports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.extract import find_article, parse
from crawler.look import ListingHint, Look
from crawler.pipelines import Stager
from crawler.publication import publish
from news.portal import Portal

if TYPE_CHECKING:
    from storage.runs import RunReport
    from storage.store import Store

HOME = "http://skhcn.example.vn/"
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
STORY = (
    "Sáng nay, Sở Khoa học và Công nghệ tỉnh tổ chức hội nghị đánh giá kết quả nghiên cứu.",
    "Các đại biểu thảo luận về việc đưa đề tài số {n} vào ứng dụng tại các huyện trong tỉnh.",
    "Kết luận hội nghị, lãnh đạo Sở đề nghị các phòng chuyên môn tiếp tục theo dõi tiến độ.",
)


@dataclass
class Story:
    """What a page of the portal says; `None` in its place is a page that is not there."""

    title: str
    paragraphs: tuple[str, ...]
    published: date | None = date(2026, 11, 20)
    files: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    canonical: str | None = None


@dataclass
class Newsroom:
    """The portal, its pages by address, and the clock."""

    store: Store
    key: str = "lai-chau"
    now: datetime = NOON
    pages: dict[str, Story | None] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    look: str = "plain"

    @property
    def portal(self) -> Portal:
        return Portal(self.key, "Sở Khoa học và Công nghệ", HOME)

    def address(self, n: int | str) -> str:
        return f"{HOME}tin-tuc/bai-viet-{n}.html"

    def write(self, *numbers: int) -> None:
        for n in numbers:
            text = tuple(line.format(n=n) for line in STORY)
            self.pages[self.address(n)] = Story(f"Hội nghị khoa học lần thứ {n}", text)

    def story(self, n: int) -> Story:
        found = self.pages[self.address(n)]
        assert found is not None
        return found

    def replace(self, n: int, old: str, new: str) -> None:
        story = self.story(n)
        assert any(old in line for line in story.paragraphs)
        story.paragraphs = tuple(line.replace(old, new) for line in story.paragraphs)

    def delete(self, *numbers: int) -> None:
        for n in numbers:
            self.pages[self.address(n)] = None

    def later(self, **wait: float) -> None:
        self.now += timedelta(**wait)

    def html(self, story: Story) -> bytes:
        shell = SHELLS[self.look]
        files = "".join(f'<p><a href="{f}">{f.rsplit("/", 1)[-1]}</a></p>' for f in story.files)
        images = "".join(f'<p><img src="{i}" width="600" height="400"></p>' for i in story.images)
        day = story.published.strftime("%d/%m/%Y") if story.published else ""
        return shell.format(
            title=story.title,
            day=f"Ngày đăng: {day}" if day else "",
            body="".join(f"<p>{line}</p>" for line in story.paragraphs) + images + files,
            head=f'<link rel="canonical" href="{story.canonical}">' if story.canonical else "",
            count=self.now.timestamp(),
        ).encode()

    def look_at(self, url: str) -> Look:
        final = self.leads.get(url, url)
        story = self.pages.get(final)
        if story is None:
            return Look(url, final, self.now, 404, "missing")
        body = self.html(story)
        page = parse(body, final, "text/html; charset=utf-8")
        found = find_article(page, fetched=self.now)
        hint = ListingHint(HOME, story.title)
        return Look(
            url,
            final,
            self.now,
            200,
            "article",
            body=body,
            content_type="text/html; charset=utf-8",
            article=found.article,
            prose=found.prose,
            hint=hint,
        )

    def crawl(
        self,
        *extra: Look,
        mode: str = "full",
        complete: bool = True,
        interrupted: bool = False,
        only: list[str] | None = None,
    ) -> RunReport:
        run = publish.begin(self.store, self.portal, mode, at=self.now)
        stager = Stager(self.store, run, self.portal)
        asked = list(self.pages) + list(self.leads) if only is None else only
        for url in asked:
            stager.take(self.look_at(url))
        for look in extra:
            stager.take(look)
        return publish.finish(
            self.store,
            run,
            self.portal,
            complete=complete,
            interrupted=interrupted,
            at=self.now,
            tally=publish.Tally(requests=len(asked), pages=len(asked)),
        )

    def told(self) -> list[tuple[str, str]]:
        """Every change that is news: its kind, and the title of its article."""
        rows = self.store.rows("SELECT kind, title FROM changes WHERE NOT baseline ORDER BY id")
        return [(row["kind"], row["title"]) for row in rows]

    def last_change(self) -> dict[str, object]:
        row = self.store.row("SELECT * FROM changes ORDER BY id DESC LIMIT 1")
        return dict(row)

    def states(self) -> list[str]:
        return [row["state"] for row in self.store.rows("SELECT state FROM articles ORDER BY id")]


SHELLS = {
    "plain": """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
{head}</head><body><div id="menu"><a href="/">Trang chủ</a> <a href="/tin-tuc">Tin tức</a></div>
<div class="article"><h1>{title}</h1><p class="date">{day}</p><div class="content">{body}</div></div>
<div id="footer">Số lượt truy cập: {count}</div></body></html>""",
    "redesigned": """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{title} - Cổng thông tin</title>{head}</head><body class="v2"><header><nav><ul>
<li><a href="/">Trang nhất</a></li><li><a href="/van-ban">Văn bản</a></li></ul></nav></header>
<main><article><header><h2 class="tieude">{title}</h2><time>{day}</time></header>
<section class="noidung">{body}</section></article></main>
<footer><p>Đang trực tuyến: {count}</p></footer></body></html>""",
}
