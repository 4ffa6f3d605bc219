"""Parameters that name nothing, whatever they are called, are learned from the portal's own links."""

from __future__ import annotations

import re
from itertools import count
from random import Random

import pytest

from crawler.discover.links import Link
from crawler.discover.passing import Passing
from crawler.discover.plan import Plan
from news.portal import Portal
from tests.crawler.discover.test_shapes import HOST, page, piece, title
from tests.crawler.discover.test_unseen import row
from tests.crawler.discover.walker import path_of, walk

MENU = {"tin": "Tin hoạt động", "thong-bao": "Thông báo", "van-ban": "Văn bản", "lich": "Lịch"}
STORIES = 40


class Stamped:
    """Every link carries a stamp: one for each serving, or one for each link."""

    def __init__(self, name: str, *, each: bool = False, homely: bool = True) -> None:
        self.name, self.each, self.homely = name, each, homely
        self.random = Random(7)
        self.served = count()
        self.stamp = ""

    def at(self, address: str) -> str:
        self.stamp = self.new() if self.each else self.stamp
        return f"{address}{'&' if '?' in address else '?'}{self.name}={self.stamp}"

    def new(self) -> str:
        return f"{self.random.randrange(10**7, 10**8)}"

    def menu(self) -> str:
        links = (f'<li><a href="{self.at(f"/{k}.html")}">{n}</a></li>' for k, n in MENU.items())
        return f'<ul class="menu">{"".join(links)}</ul>'

    def rows(self, numbers: list[int]) -> str:
        return "".join(row(n, self.at(f"/xem.aspx?bai={n}")) for n in numbers)

    def __call__(self, path: str, form: dict[str, str]) -> object:
        next(self.served)
        self.stamp = self.new()
        path = re.sub(rf"[?&]{self.name}=\d+$", "", path)
        if path == "/":
            home = self.menu() + self.rows([*range(6)])
            plain = re.sub(rf"[?&]{self.name}=\d+", "", home)
            return page("Sở", home if self.homely else plain)
        if found := re.fullmatch(r"/xem\.aspx\?bai=(\d+)", path):
            return page("Sở", piece(int(found[1])), self.menu()) if int(found[1]) < STORIES else 404
        found = re.fullmatch(r"/([\w-]+)\.html(?:\?p=(\d))?", path)
        if found is None or found[1] not in MENU:
            return 404
        own = [n for n in range(STORIES) if list(MENU)[n % 4] == found[1]]
        number = int(found[2] or 1)
        onward = f'<a href="{self.at(f"/{found[1]}.html?p=2")}">2</a>' if number == 1 else ""
        return page("Sở", self.rows(own[5 * number - 5 : 5 * number]) + onward, self.menu())


@pytest.mark.parametrize("each", [False, True])
@pytest.mark.parametrize("name", ["_s", "sid2", "_t", "rnd"])
def test_a_stamp_of_any_name_is_no_part_of_an_address(name, each):
    portal = Stamped(name, each=each)
    got = walk(f"{HOST}/", portal)
    assert got.articles == sorted(f"/xem.aspx?bai={n}" for n in range(STORIES))
    assert next(portal.served) <= STORIES + 2 * len(MENU) + 8
    assert got.plan.complete


def test_a_stamp_that_the_home_page_does_not_show_is_learned_on_the_way():
    portal = Stamped("_s", homely=False)
    got = walk(f"{HOST}/", portal)
    numbers = {re.search(r"bai=(\d+)", address)[1] for address in got.articles}
    assert len(numbers) == STORIES
    assert next(portal.served) <= 2 * STORIES


def test_known_articles_are_known_under_any_stamp():
    known = tuple(f"{HOST}/xem.aspx?bai={n}" for n in range(STORIES))
    got = walk(f"{HOST}/", Stamped("_s"), known=known, mode="incremental")
    assert got.articles == []


def links_of(*named: tuple[str, str]) -> list[Link]:
    return [
        Link(f"{HOST}{at}", f"{HOST}{at}", text, "label", number)
        for number, (at, text) in enumerate(named)
    ]


def test_numbers_that_name_sections_and_articles_stay():
    passing = Passing()
    menu = [("/?cat=1", "Tin"), ("/?cat=2", "Thông báo"), ("/a?cat=3", "A"), ("/b?cat=4&page=2", "B")]  # fmt: skip
    for n in range(5):
        items = [(f"/{s}/xem?id={10 * n + i}", title(10 * n + i)) for s in "abc" for i in range(5)]
        assert not passing.learn(f"{HOST}/p{n}", links_of(*menu, *items))
    assert passing.plain(f"{HOST}/b?cat=4&page=2") == f"{HOST}/b?cat=4&page=2"


def test_tools_beside_an_article_do_not_make_its_number_pass():
    passing = Passing()
    passing.learn(f"{HOST}/", links_of(*((f"/xem?bai={n}", title(n)) for n in range(6))))
    for n in range(6):
        tools = [(f"/{at}?bai={n}", at) for at in ("gui-y-kien", "ban-in", "luu-lai", "nghe")]
        passing.learn(f"{HOST}/xem?bai={n}", links_of(*tools))
    assert passing.names == frozenset()


def test_older_and_newer_of_many_lists_do_not_make_their_pages_pass():
    passing = Passing()
    for number in range(1, 6):
        for section in MENU:
            here = f"{HOST}/{section}?tu={10 * number}"
            passing.learn(here, links_of((f"/{section}?tu={10 * number + 10}", "Bài cũ hơn")))
    assert passing.names == frozenset()


def test_a_section_that_returns_under_ever_new_addresses_is_let_alone():
    """Two stamps at once hide each other, so neither is learned; titles still tell."""
    stamps = count()

    def serve(path, form):
        at = f"x={next(stamps)}&y={next(stamps)}"
        links = "".join(f'<li><a href="/{k}?{at}">{n}</a></li>' for k, n in MENU.items())
        menu = f'<ul class="menu">{links}</ul>'
        if found := re.match(r"/xem-(\d+)", path):
            return page("Sở", piece(int(found[1])), menu)
        name = path.partition("?")[0].strip("/")
        if name not in {"", *MENU}:
            return 404
        section = [*MENU].index(name) if name else 0
        own = range(10 * section, 10 * section + 6)
        return page("Sở", "".join(row(n, f"/xem-{n}?{at}") for n in own), menu)

    got = walk(f"{HOST}/", serve, limit=3000)
    assert len({path.partition("?")[0] for path in got.articles}) == 24
    assert len([one for one in got.seen if one.ask.role == "listing"]) <= 16 * len(MENU)
    assert len(got.seen) < 3000


def test_the_plan_s_key_forgets_what_was_learned_to_pass():
    plan = Plan(Portal("p", "P", f"{HOST}/"), known={}, mode="full")
    assert plan.key(f"{HOST}/tin.html?_q=1") != plan.key(f"{HOST}/tin.html?_q=2")
    got = walk(f"{HOST}/", Stamped("_q"))
    assert got.plan.key(f"{HOST}/tin.html?_q=1") == got.plan.key(f"{HOST}/tin.html?_q=2")
    assert path_of(got.plan.key(f"{HOST}/xem.aspx?bai=3&_q=2")) == "/xem.aspx?bai=3"
