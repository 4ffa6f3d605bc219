"""Portals of many makes: from the address alone every article once, nothing else, few requests."""

from __future__ import annotations

import pytest

from crawler.discover.survey import Furniture, survey_page
from crawler.extract import parse
from tests.site.makes.habits import Apart
from tests.site.makes.judged import MAKES, judge
from tests.site.makes.make import HOST, Make
from tests.site.makes.systems import Laravel, Umbraco


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_every_article_once_nothing_else_and_few_requests(make: type[Make]) -> None:
    got = judge(make)
    assert got.stories >= 120
    assert got.holds, got


def items_of(make: Make, path: str) -> list[tuple[str, str | None]]:
    page = parse(str(make(path, {})).encode(), HOST + path, "text/html; charset=utf-8")
    links = survey_page(page, Furniture()).items
    return [(link.text, link.day.isoformat() if link.day else None) for link in links]


def test_a_link_behind_its_item_bears_the_title_and_day_of_it():
    make = Apart()
    shown = make.site.of()[:10]
    told = [(one.title, one.published.date().isoformat()) for one in shown]
    assert items_of(make, "/") == told
    (alone,) = items_of(make, f"/muc/{make.site.sections[3].number}?trang=4")
    assert alone[1] is not None


def test_pictures_that_are_called_like_articles_are_items():
    make = Umbraco()
    assert [text for text, _ in items_of(make, "/")] == [one.title for one in make.site.of()[:9]]


def test_a_standing_page_in_a_menu_is_none_however_it_is_addressed():
    class Small(Laravel):
        count = 24

    assert judge(Small).others == []
