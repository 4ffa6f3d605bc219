"""Portals unlike any the plan was made for: every article once, nothing else, few requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from news.urls import canonical
from tests.crawler.discover.test_zoo import Visitor
from tests.crawler.discover.walker import walk
from tests.site.shapes import NAMED, ODD, shape

if TYPE_CHECKING:
    from collections import Counter

    from tests.crawler.discover.walker import Walk
    from tests.site.shape import Shape


def titles(zoo: Shape, walked: Walk) -> Counter[str]:
    """How often the page of each story was taken for an article, and of what is no story."""
    from collections import Counter

    suffix = f" - {zoo.portal.site.name}"
    taken = (s for s in walked.seen if s.findings.kind in {"article", "unreadable"})
    return Counter(seen.title.removesuffix(suffix) for seen in taken)


def known(zoo: Shape, walked: Walk) -> dict[str, str]:
    """What a store would know after the walk; no state address is ever served twice."""
    taken = [s for s in walked.seen if s.findings.kind in {"article", "unreadable"}]
    suffix = f" - {zoo.portal.site.name}"
    return {seen.url: seen.title.removesuffix(suffix) for seen in taken}


QUICK = {"dnn", "emptymenus", "trapped"}
EACH = [key if key in QUICK else pytest.param(key, marks=pytest.mark.slow) for key in ODD]


@pytest.mark.parametrize("key", EACH)
def test_every_article_once_nothing_else_and_few_requests(key: str) -> None:
    with shape(key, count=80) as zoo:
        visitor = Visitor(zoo)
        got = walk(zoo.home, visitor)
        found = titles(zoo, got)
        assert set(found) == {story.title for story in zoo.portal.site.stories}
        assert set(found.values()) == {1}
        assert visitor.requests <= 1.3 * len(found)
        assert got.plan.complete
        before = known(zoo, got)
        added = zoo.three_are_added()
        later = Visitor(zoo)
        again = walk(zoo.home, later, known=before, mode="incremental")
        assert titles(zoo, again) == dict.fromkeys((story.title for story in added), 1)
        assert later.requests <= 12
        assert again.plan.complete


@pytest.mark.parametrize("key", NAMED)
def test_one_portal_under_every_name_of_its_host(key: str) -> None:
    with shape(key, count=64) as zoo:
        home = "http://sokhcn.vi-du.vn/"
        got = walk(home, Visitor(zoo, "sokhcn.vi-du.vn"))
        found = [canonical(home.rstrip("/") + path) for path in got.articles]
        paths = {zoo.portal.at.story(zoo.portal.site, s) for s in zoo.portal.site.stories}
        assert sorted(found) == sorted(canonical(home.rstrip("/") + path) for path in paths)
        assert len(got.seen) <= 1.3 * len(paths)
