"""Albums, videos and events in rows: a few are looked at, the rest is left, no article is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.discover.ask import Ask
from crawler.discover.plan import Plan
from crawler.discover.samples import Samples
from news.portal import Portal
from tests.crawler.discover.test_shapes import HOST, page, piece, title
from tests.crawler.discover.test_unseen import row
from tests.crawler.discover.walker import walk

if TYPE_CHECKING:
    from tests.crawler.discover.walker import Walk

MENU = '<ul class="menu"><li><a href="/tin-tuc">Tin tức</a></li><li><a href="/thu-vien-anh">Thư viện ảnh</a></li></ul>'
PICTURES = '<img src="/a.jpg">' * 8


def album(n: int) -> str:
    name = f"Hình ảnh hội thi sáng tạo kỹ thuật lần {n}"
    address = f"/anh/hinh-anh-hoi-thi-sang-tao-ky-thuat-{n}"
    return f'<div><a href="{address}"><img src="/{n}.jpg"></a><a href="{address}">{name}</a></div>'


class Gallery:
    """Forty articles beside forty albums on four pages, of which `told` have a text and a day."""

    def __init__(self, *told: int, articles: int = 40) -> None:
        self.told = told
        self.articles = articles

    def __call__(self, path: str, form: dict[str, str]) -> object:
        folder, _, number = path.strip("/").partition("?p=")
        if path == "/":
            return page("Sở", "".join(row(n, f"/xem/{n}") for n in range(4)), MENU)
        if folder == "tin-tuc":
            return self.listing([row(n, f"/xem/{n}") for n in range(self.articles)], path, number)
        if folder == "thu-vien-anh":
            return self.listing([album(n) for n in range(40)], path, number)
        if found := re.fullmatch(r"/anh/[a-z-]+-(\d+)", path):
            n = int(found[1])
            shown = piece(n) if n in self.told else f"<h1>Hình ảnh lần {n}</h1>{PICTURES}"
            return page("Sở", shown, MENU)
        found = re.fullmatch(r"/xem/(\d\d?)", path)
        return page("Sở", piece(int(found[1])), MENU) if found else 404

    def listing(self, rows: list[str], path: str, number: str) -> str:
        now = int(number or 1)
        shown = "".join(rows[10 * now - 10 : 10 * now])
        onward = f'<a href="{path.partition("?")[0]}?p={now + 1}">{now + 1}</a>'
        return page("Sở", shown + (onward if 10 * now < len(rows) else ""), MENU)


def albums_of(got: Walk) -> list[str]:
    return [seen.url for seen in got.seen if "/anh/" in seen.url]


def test_a_few_albums_are_looked_at_and_the_rest_is_left():
    got = walk(f"{HOST}/", Gallery())
    assert len(got.articles) == 40
    assert len(albums_of(got)) == 4
    assert len(got.seen) <= 1.4 * 40
    (left,) = got.plan.evidence()["no_articles"]
    assert left["like"] == "anh/slug"
    assert left["left"] >= 10


def test_a_gallery_is_no_section_of_news():
    shown = [section["url"] for section in walk(f"{HOST}/", Gallery()).plan.evidence()["sections"]]
    assert f"{HOST}/tin-tuc" in shown
    assert f"{HOST}/thu-vien-anh" not in shown


def test_one_article_among_albums_opens_them_all_at_some_turn():
    got = walk(f"{HOST}/", Gallery(0))
    assert (len(got.articles), len(albums_of(got))) == (41, 40)
    later = [walk(f"{HOST}/", Gallery(17), turn=turn) for turn in range(16)]
    assert (41, 40) in {(len(got.articles), len(albums_of(got))) for got in later}


def test_a_portal_that_shows_hardly_an_article_is_asked_for_everything():
    assert len(albums_of(walk(f"{HOST}/", Gallery(articles=5)))) >= 10


def test_a_short_crawl_looks_at_one_more_and_heals_a_wrong_belief():
    known = {f"{HOST}/xem/{n}": title(n) for n in range(40)}
    key = Plan(Portal("p", "P", HOST), known={}).key
    strangers = {key(f"{HOST}/anh/hinh-anh-hoi-thi-sang-tao-ky-thuat-{n}") for n in range(3)}
    options = {"known": known, "strangers": strangers, "mode": "incremental"}
    rests = [walk(f"{HOST}/", Gallery(), turn=turn, **options) for turn in (0, 1)]
    assert [len(albums_of(got)) for got in rests] == [1, 1]
    assert albums_of(rests[0]) != albums_of(rests[1])
    healed = walk(f"{HOST}/", Gallery(*range(3, 40)), **options)
    assert len(healed.articles) >= 6


def test_what_is_missing_tells_nothing_of_its_siblings():
    samples = Samples(())
    asks = [Ask(f"{HOST}/anh/{n}", "article") for n in range(15)]
    made = [ask for ask in asks if samples.admit(ask)]
    assert made == asks[:3]
    assert samples.settle(asks[0], "missing") == [asks[3]]
    assert samples.settle(asks[1], "failed") == [asks[4]]
    assert samples.settle(asks[2], "unreadable") == []
    assert {ask.url for ask in samples.settle(asks[3], "article")} == {
        a.url for a in asks[5:] if a not in made
    }
    assert samples.admit(Ask(f"{HOST}/anh/20", "article"))


def test_known_articles_vouch_for_addresses_like_theirs():
    samples = Samples((f"{HOST}/tin/2024/05/12/tin-so-1",))
    asks = [Ask(f"{HOST}/tin/2026/11/0{n}/tin-so-{n}", "article") for n in range(1, 9)]
    assert [samples.admit(ask) for ask in asks] == asks
