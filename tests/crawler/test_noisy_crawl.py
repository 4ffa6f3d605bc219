"""The noisy portal crawled over HTTP: exactly the deeds of its editors, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from crawler.options import CrawlOptions
from crawler.run import crawl
from news.portal import Portal
from storage.store import read_store
from tests.site.noisy import noisy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.runs import RunReport
    from tests.site.noisy import Noisy

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

WHAT = {
    "sentence_edited": ("edited", '["text"]'),
    "typo_fixed": ("edited", '["text"]'),
    "digit_corrected": ("edited", '["text"]'),
    "image_swapped": ("edited", '["images"]'),
    "attachment_swapped": ("edited", '["attachments"]'),
    "retitled": ("retitled", '["title"]'),
    "moved_by_redirect": ("moved", '["url"]'),
    "moved_by_new_slug": ("moved", '["url"]'),
    "article_added": ("appeared", "[]"),
}


class Watch:
    """Crawls of one noisy portal, and the changes that each of them told."""

    def __init__(self, portal: Noisy, db: Path) -> None:
        self.portal = portal
        self.db = db
        self.last = 0
        self.report: RunReport | None = None

    def crawl(self) -> Counter[tuple[str, str, str]]:
        followed = Portal("on-ao", "Sở Khoa học và Công nghệ", self.portal.home)
        (self.report,) = crawl([followed], self.db, CrawlOptions(mode="full", allow_private=True))
        with read_store(self.db) as store:
            rows = store.rows("SELECT * FROM changes WHERE id > ? ORDER BY id", (self.last,))
        self.last = max((row["id"] for row in rows), default=self.last)
        return Counter((row["kind"], row["fields"], row["url"]) for row in rows)


@pytest.fixture(params=["clean", "toolbar"])
def watch(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watch]:
    with noisy(request.param, count=80) as portal:
        watching = Watch(portal, tmp_path / "khcn.db")
        assert len(watching.crawl()) == len(portal.truth) == 80
        assert not watching.crawl()
        yield watching


def test_every_deed_is_told_once_and_nothing_else(watch: Watch) -> None:
    portal = watch.portal
    deeds = portal.sentence_edited(3) + portal.typo_fixed() + portal.digit_corrected()
    deeds += portal.image_swapped() + portal.attachment_swapped() + portal.retitled()
    deeds += portal.moved_by_redirect(2) + portal.moved_by_new_slug(2) + portal.article_added(2)
    portal.page_vanishes(2)
    assert watch.crawl() == Counter((*WHAT[deed.verb], deed.url) for deed in deeds)
    assert watch.report is not None
    assert watch.report.suspected == 2
    assert not watch.crawl()


def test_a_redesign_a_wall_and_other_bytes_are_silent(watch: Watch) -> None:
    portal = watch.portal
    portal.redesigned("clean" if "Toolbar" in type(portal.portal.look).__name__ else "toolbar")
    deeds = portal.sentence_edited(3)
    told = watch.crawl()
    assert told == Counter((*WHAT[deed.verb], deed.url) for deed in deeds)
    portal.walled("maintenance")
    assert not watch.crawl()
    assert watch.report is not None
    assert watch.report.outcome == "held"
    portal.walled(None)
    for flip in ("nfd", "nbsp", "tones", "entities", None):
        portal.unicode_flipped(flip)
        assert not watch.crawl()
        assert watch.report.outcome == "ok"
