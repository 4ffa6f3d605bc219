"""What a feed or a sitemap says of an article is never believed over the article's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.options import CrawlOptions
from crawler.run import crawl
from news.portal import Portal
from news.record import day_or_time
from storage import history
from storage.store import read_store
from tests.faultserver import FaultServer, answer
from tests.site.shapes import shape

if TYPE_CHECKING:
    from pathlib import Path

    from storage.history import Record

HERE = CrawlOptions(allow_private=True)
TEXT = "Hội đồng khoa học cấp tỉnh họp xét chọn nhiệm vụ số {n} và thống nhất kinh phí thực hiện. "


def records(db: Path) -> dict[str, Record]:
    with read_store(db) as store:
        return {record.title: record for record in history.records(store)}


def test_a_feed_with_months_for_minutes_dates_nothing(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    with shape("nukeviet", count=24) as zoo:
        crawl([Portal("thu", "Cổng thử", zoo.home)], db, HERE)
        truth = {story.title: story.published for story in zoo.truth.values()}
    found = records(db)
    assert found.keys() == truth.keys()
    assert {title: one.published for title, one in found.items()} == {
        title: day_or_time(published) for title, published in truth.items()
    }


def test_a_lastmod_that_never_moves_hides_no_edit(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    with shape("nukeviet", count=24) as zoo:
        portal = Portal("thu", "Cổng thử", zoo.home)
        crawl([portal], db, HERE)
        site = zoo.portal.site
        story = next(one for one in site.stories if len(one.pieces) > 3)
        first = next(piece.text for piece in story.pieces if piece.kind == "paragraph")
        site.edit(story.number, first, f"Theo số liệu mới công bố, {first}")
        report = crawl([portal], db, CrawlOptions(mode="full", allow_private=True))[0]
    assert (report.outcome, report.edited) == ("ok", 1)
    assert "Theo số liệu mới công bố," in records(db)[story.title].text


def rss(home: str, dates: dict[int, str]) -> bytes:
    items = "".join(
        f"<item><title>Hội đồng xét chọn nhiệm vụ khoa học cấp tỉnh số {n}</title>"
        f"<link>{home}/tin/{n}.html</link><pubDate>{day}</pubDate></item>"
        for n, day in dates.items()
    )
    return f"<rss version='2.0'><channel><title>Tin</title>{items}</channel></rss>".encode()


def story(n: int, dated: str) -> bytes:
    title = f"Hội đồng xét chọn nhiệm vụ khoa học cấp tỉnh số {n}"
    return answer(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{dated}"
        f"<div class='noi-dung'><p>{TEXT.format(n=n) * 4}</p><p>{TEXT.format(n=n + 50) * 4}</p>"
        "</div></body></html>".encode()
    )


def test_articles_that_only_a_feed_names_are_dated_by_their_pages(tmp_path: Path) -> None:
    db = tmp_path / "khcn.db"
    with FaultServer({}) as server:
        head = "<link rel='alternate' type='application/rss+xml' href='/tin.rss'>"
        server.routes["/"] = answer(f"<html><head>{head}</head><body>Chào</body></html>".encode())
        wrong = dict.fromkeys(range(1, 7), "Fri, 31 Dec 2032 23:59:59 +0700")
        feed = answer(rss(server.url, wrong), kind="application/rss+xml")
        server.routes["/tin.rss"] = feed
        for n in range(1, 7):
            dated = f"<p class='date'>0{n}/03/2024 08:30</p>" if n != 6 else ""
            server.routes[f"/tin/{n}.html"] = story(n, dated)
        crawl([Portal("thu", "Cổng thử", server.url + "/")], db, HERE)
    published = {one.url[-6]: one.published for one in records(db).values()}
    assert published == {
        **{str(n): f"2024-03-0{n}T08:30:00+07:00" for n in range(1, 6)},
        "6": None,
    }
