"""The zoo is true to itself: every story stands where the truth says, every page of a list too."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.demo.portal import HANOI
from app.demo.sight import Listing, Reading
from app.demo.web import Reply, Request
from tests.site.shapes import SHAPES, WILD, shape
from tests.site.traps import ENDPOINT

if TYPE_CHECKING:
    from tests.site.shape import Shape


def ask(shape: Shape, target: str, form: dict[str, object] | None = None) -> Reply:
    body = urlencode(form or {}).encode()
    method = "POST" if form else "GET"
    return shape.portal.answer(Request(method, target, body, {"Host": "127.0.0.1"}))


def next_page(zoo: Shape, target: str, page: int, html: str) -> Reply:
    """The next page of a list, asked for as a browser would."""
    section = zoo.portal.site.sections[0]
    if zoo.key == "webforms":
        state = re.search(r'id="__VIEWSTATE" value="([^"]+)"', html)
        assert state
        told = {"__EVENTTARGET": "ctl00$Main$pager", "__EVENTARGUMENT": f"Page${page}"}
        return ask(zoo, target, told | {"__VIEWSTATE": state[1], "ctl00$q": ""})
    if zoo.key == "eduportal":
        told = {"article_category_id": section.number, "site_id": 4, "page": page}
        return ask(zoo, ENDPOINT, told | {"page_size": 10, "no": -10, "articlelang": "vi-VN"})
    return ask(zoo, zoo.portal.at.listing(section, page))


@pytest.mark.parametrize("key", SHAPES | WILD)
def test_every_story_stands_at_its_address(key: str) -> None:
    with shape(key) as zoo:
        at, site = zoo.portal.at, zoo.portal.site
        assert len(zoo.truth) == 132
        for story in site.stories:
            reply = ask(zoo, at.story(site, story))
            shown = unescape(reply.body.decode())
            assert reply.status == 200
            assert story.title in shown
            assert all(
                cell in shown for line in story.text.split("\n") for cell in line.split("\t")
            )


@pytest.mark.parametrize("key", SHAPES | WILD)
def test_the_pages_of_a_list_show_each_story_once(key: str) -> None:
    with shape(key) as zoo:
        section = zoo.portal.site.sections[0]
        target = zoo.portal.at.listing(section, 1)
        page = ask(zoo, target).body.decode()
        pages = [page] + [next_page(zoo, target, n, page).body.decode() for n in (2, 3, 4)]
        listed = [unescape(html) for html in pages]
        for story in zoo.portal.site.of(section.key)[7:]:  # the newest stand in side boxes too
            assert sum(story.title in html for html in listed) == 1


@pytest.mark.parametrize("key", SHAPES | WILD)
def test_one_seed_writes_one_zoo(key: str) -> None:
    day = datetime(2026, 11, 20, 16, 30, tzinfo=HANOI)
    with shape(key, newest=day) as one, shape(key, newest=day) as two:
        assert one.portal.site.stories == two.portal.site.stories
        assert one.portal.answer(Request("GET", "/")) == two.portal.answer(Request("GET", "/"))


def test_nukeviet_sends_the_lost_home_and_the_past_end_back() -> None:
    with shape("nukeviet") as zoo:
        section = zoo.portal.site.sections[0]
        for lost, found in (
            (f"/{section.key}/page-9/", f"/{section.key}/"),
            ("/khong-co-trang-nay/", "/"),
        ):
            reply = ask(zoo, lost)
            assert (reply.status, dict(reply.headers)["Location"]) == (301, found)
        assert ask(zoo, "/thong-bao/bai-da-xoa-9999.html").status == 404


def test_webforms_takes_no_foreign_state() -> None:
    with shape("webforms") as zoo:
        told = {"__EVENTTARGET": "ctl00$Main$pager", "__EVENTARGUMENT": "Page$2"}
        assert ask(zoo, "/Default.aspx", told | {"__VIEWSTATE": "abc", "ctl00$q": ""}).status == 404


def test_twins_show_the_same_story() -> None:
    with shape("drupal") as zoo:
        story = zoo.portal.site.stories[0]
        view = zoo.portal.at.find(zoo.portal.site, Request("GET", f"/node/{story.number}"))
        assert view == Reading(story)


def test_bare_php_glues_a_new_session_to_every_link() -> None:
    with shape("barephp") as zoo:
        pages = [ask(zoo, "/").body.decode() for _ in range(2)]
        sessions = [set(re.findall(r"PHPSESSID=(\w+)", page)) for page in pages]
        assert len(sessions[0]) == len(sessions[1]) == 1
        assert sessions[0] != sessions[1]
        target = f"/index.php?cat=60&act=list&PHPSESSID={sessions[0].pop()}&sort=ngay&dir=asc"
        view = zoo.portal.at.find(zoo.portal.site, Request("GET", target))
        assert isinstance(view, Listing)


def test_three_additions_move_the_truth_by_three() -> None:
    with shape("wordpress") as zoo:
        zoo.three_are_added()
        assert len(zoo.truth) == 135
