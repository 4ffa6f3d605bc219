"""The loopback portals of eight content systems and their traps, from the address alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.demo.web import Request
from news.urls import canonical, resolve
from tests.crawler.discover.walker import walk
from tests.families import thinned
from tests.site.shapes import SHAPES, shape

if TYPE_CHECKING:
    from tests.site.shape import Shape


class Visitor:
    """Asks the portal itself, without a socket, and counts."""

    def __init__(self, zoo: Shape, host: str | None = None) -> None:
        self.zoo = zoo
        self.host = host or zoo.home.split("/")[2]
        self.requests = 0

    def __call__(self, path: str, form: dict[str, str]) -> object:
        self.requests += 1
        method = "POST" if form else "GET"
        reply = self.zoo.portal.answer(
            Request(method, path, urlencode(form).encode(), {"Host": self.host})
        )
        moved = dict(reply.headers).get("Location")
        if moved:
            return ("->", resolve(self.zoo.home, moved))
        return (reply.content_type, reply.body) if reply.status == 200 else reply.status


def keys(zoo: Shape, paths: list[str]) -> Counter[str]:
    return Counter(canonical(zoo.home.rstrip("/") + path) for path in paths)


@pytest.mark.parametrize("key", thinned(SHAPES, quick=3))
def test_every_article_once_nothing_else_and_few_requests(key: str) -> None:
    with shape(key) as zoo:
        visitor = Visitor(zoo)
        got = walk(zoo.home, visitor)
        truth = {canonical(url) for url in zoo.truth}
        found = keys(zoo, got.of("article") + got.of("unreadable"))
        assert set(found) == truth
        assert set(found.values()) == {1}
        assert visitor.requests <= 1.3 * len(truth)
        assert got.plan.complete
        known = tuple(zoo.truth)
        added = zoo.three_are_added()
        later = Visitor(zoo)
        again = walk(zoo.home, later, known=known, mode="incremental")
        assert len(again.articles) == len(added)
        assert later.requests <= 12
        assert again.plan.complete


@pytest.mark.parametrize("key", thinned(SHAPES, quick=3))
def test_what_was_learned_can_be_shown(key: str) -> None:
    with shape(key, count=40) as zoo:
        evidence = walk(zoo.home, Visitor(zoo)).plan.evidence()
        sections = [s for s in evidence["sections"] if s["url"] != zoo.home]
        assert min(s["items"] for s in sections) >= 10
        assert len(sections) == 4
        assert evidence["article_pattern"][0]["count"] >= 10
        assert evidence["platform"]["name"] in {key, "vnpt-webforms", None}
