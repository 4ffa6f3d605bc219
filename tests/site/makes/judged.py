"""A portal walked from its address alone, and once more after three additions, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.discover.plan import Plan
from news.portal import Portal
from tests.crawler.discover.walker import walk
from tests.site.makes.habits import Apart, Below, Tabled
from tests.site.makes.make import HOST, Make
from tests.site.makes.oddities import (
    Brief,
    Capitals,
    Chaptered,
    Cursor,
    Events,
    Inline,
    Mirrored,
    Stamped,
    Token,
)
from tests.site.makes.systems import K2, DotNetNuke, Laravel, Umbraco, Wagtail
from tests.site.makes.ways import Chosen, Dated, Doubled, Framed, Offsets, Rows

if TYPE_CHECKING:
    from tests.crawler.discover.walker import Walk

MAKES: tuple[type[Make], ...] = (
    K2,
    DotNetNuke,
    Wagtail,
    Laravel,
    Umbraco,
    Tabled,
    Below,
    Apart,
    Chaptered,
    Cursor,
    Events,
    Token,
    Inline,
    Capitals,
    Stamped,
    Brief,
    Mirrored,
    Dated,
    Doubled,
    Chosen,
    Rows,
    Offsets,
    Framed,
)


@dataclass(frozen=True)
class Judged:
    """What a full crawl and the one after three additions came to; `others` are no articles."""

    name: str
    stories: int
    missing: list[str]
    twice: list[int]
    others: list[str]
    requests: int
    added: list[str]
    later: int

    @property
    def each(self) -> float:
        """Requests for each article of the full crawl."""
        return self.requests / self.stories

    @property
    def holds(self) -> bool:
        """Whether everything was found, once, nothing else, and with few requests."""
        wrong = self.missing or self.twice or self.others or self.added
        return not wrong and self.each <= 1.3 and self.later <= 12


def judge(kind: type[Make]) -> Judged:
    """Walk a portal of this make as the first crawl does, and again when three are added."""
    make = kind()
    first = walk(HOST + make.home, make)
    truth, asked = make.truth, len(make.log)
    numbers = _numbers(make, first)
    make.log.clear()
    again = _walk_again(make, first)
    found = {number for number, _ in _numbers(make, again)}
    new = [path for path, number in make.truth.items() if path not in truth and number not in found]
    counted = Counter(number for number, _ in numbers if number)
    return Judged(
        name=kind.__name__,
        stories=len(truth),
        missing=[path for path, number in truth.items() if number not in counted],
        twice=[number for number, count in counted.items() if count > 1],
        others=[path for number, path in numbers if not number],
        requests=asked,
        added=new,
        later=len(make.log),
    )


def _numbers(make: Make, got: Walk) -> list[tuple[int, str]]:
    """The number of the story on each page that was taken for an article, 0 for none."""
    key = _plan(make).key
    truth = {key(HOST + path): number for path, number in make.truth.items()}
    return [(truth.get(key(HOST + make.own_address(path)), 0), path) for path in got.of("article")]


def _walk_again(make: Make, first: Walk) -> Walk:
    known = {one.url: one.title for one in first.seen if one.findings.kind == "article"}
    key = _plan(make).key
    strangers = {
        key(one.ask.url)
        for one in first.seen
        if one.findings.kind in {"unreadable", "other"}
        or one.findings.reason in {"empty", "static"}
    }
    make.three_are_added()
    return walk(HOST + make.home, make, known=known, strangers=strangers, mode="incremental")


def _plan(make: Make) -> Plan:
    return Plan(Portal("p", "P", HOST + make.home), known={})
