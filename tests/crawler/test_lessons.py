"""Templates at work: learned during a run, kept by epoch, renewed when the portal looks otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, repeat
from typing import TYPE_CHECKING, Any

import pytest

from app.demo.story import Piece
from app.demo.web import Request
from crawler import templates
from crawler.extract import ExtractionError, parse, read
from crawler.extract.template import LEARNER
from crawler.look import Look
from crawler.pipelines import Stager
from crawler.publication import publish
from news.digest import content_digest
from news.portal import Portal
from news.urls import canonical
from storage import addresses, visits
from storage import templates as kept
from storage.store import Store, open_store
from storage.visits import AGAIN
from tests.families import thinned
from tests.site.noisy import Noisy, noisy
from tests.site.strangelooks import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.runs import RunReport

HTML = "text/html; charset=utf-8"
STORIES = 40
SLOWER = "Quý vị truy cập quá nhanh, xin đợi một lát rồi tải lại trang để đọc tiếp tin bài. " * 6
WALL = f"<html><body><h1>Xin đợi ít phút</h1><p>{SLOWER}</p></body></html>".encode()
ROBOT = "Vui lòng xác nhận quý vị không phải là robot rồi tải lại trang. Mã yêu cầu: {}."


class Visitor:
    """Looks at every page of the noisy portal, run by run, as the spider does."""

    def __init__(self, store: Store, portal: Noisy) -> None:
        self.store = store
        self.noisy = portal
        self.portal = Portal("on-ao", "Sở Khoa học và Công nghệ On Ao", portal.home)
        self.now = datetime(2026, 11, 22, 5, tzinfo=UTC)
        self.aside = lambda: ""  # what the portal puts behind the first paragraph
        self.walled = ""  # the look at which it asks to wait: "first", "second"

    def crawl(self, *, twice: int = 3, only: int | None = None) -> RunReport:
        """One run over all stories; the first `twice` of an unknown look are looked at again."""
        self.now += timedelta(hours=2)
        run = publish.begin(self.store, self.portal, "full", at=self.now)
        stager = Stager(self.store, run, self.portal)
        for url in list(self.noisy.truth)[:only]:
            look = self._look(url, stager)
            stager.take(look)
            if twice and (look.epoch is None or self._reads_otherwise(look)):
                twice -= 1
                stager.take(self._again(url))
        tally = publish.Tally(STORIES, STORIES)
        return publish.finish(
            self.store,
            run,
            self.portal,
            complete=True,
            interrupted=False,
            at=self.now,
            tally=tally,
        )

    def _reads_otherwise(self, look: Look) -> bool:
        known = addresses.known(self.store, "on-ao").get(canonical(look.url))
        return bool(known and look.article and known.digest != content_digest(look.article))

    def _body(self, url: str) -> bytes:
        request = Request("GET", "/" + url.removeprefix(self.noisy.home), headers={"Host": "a.vn"})
        body = self.noisy.portal.answer(request).body.decode()
        words = next(p.text for p in self.noisy.truth[url].pieces if p.kind == "paragraph")
        return body.replace(words, words + self.aside()).encode()

    def _look(self, url: str, stager: Stager) -> Look:
        body = self._wall(url) if "first" in self.walled else self._body(url)
        page = parse(body, url, HTML)
        epoch, template = stager.looks.match(page)
        kind: Any = "article"
        article = None
        try:
            article = read(page, fetched=self.now, portal=self.portal, template=template)
        except ExtractionError:
            kind = "unreadable"
        return Look(
            url,
            url,
            self.now,
            200,
            kind,
            body=body,
            content_type=HTML,
            article=article,
            epoch=epoch,
        )

    def _wall(self, url: str) -> bytes:
        """The same before all pages, or one that asks who comes and numbers each answer."""
        asked = ROBOT.format(sum(url.encode()) * 977)
        page = f"<html><body><h1>Kiểm tra bảo mật</h1><p>{asked}</p></body></html>".encode()
        return page if "robot" in self.walled else WALL

    def _again(self, url: str) -> Look:
        body = self._wall(url) if "second" in self.walled else self._body(url)
        return Look(url, url, self.now, 200, "other", body=body, content_type=HTML, reason=AGAIN)

    @property
    def epochs(self) -> list[int]:
        return sorted(templates.load(self.store, "on-ao").by_epoch)

    def stored_epochs(self) -> set[int | None]:
        rows = self.store.rows(
            "SELECT v.epoch FROM versions v JOIN articles a ON a.id = v.article"
            " AND v.number = a.version"
        )
        return {row["epoch"] for row in rows}

    def news(self) -> list[str]:
        rows = self.store.rows("SELECT kind FROM changes WHERE NOT baseline ORDER BY id")
        return [row["kind"] for row in rows]


@pytest.fixture(params=thinned(["clean", "legacy", "toolbar"]))
def visitor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Visitor]:
    with noisy(request.param, count=STORIES) as portal, open_store(tmp_path / "khcn.db") as store:
        yield Visitor(store, portal)


def test_a_new_portal_teaches_its_noise_in_the_first_run(visitor: Visitor) -> None:
    first = visitor.crawl()
    assert (first.appeared, first.unchanged) == (STORIES, 0)
    assert visitor.epochs == [1]
    assert visitor.stored_epochs() == {1}
    second = visitor.crawl()
    assert (second.unchanged, visitor.news()) == (STORIES, [])


def test_every_story_is_stored_as_it_was_written(visitor: Visitor) -> None:
    visitor.crawl()
    rows = visitor.store.rows("SELECT url, title, text FROM articles")
    truth = visitor.noisy.truth
    assert {row["url"]: (row["title"], row["text"]) for row in rows} == {
        url: (story.title, story.text) for url, story in truth.items()
    }


def test_second_looks_leave_nothing_behind(visitor: Visitor) -> None:
    visitor.crawl()
    assert not visitor.store.rows("SELECT 1 FROM staged")
    unused = "SELECT 1 FROM raws WHERE id NOT IN (SELECT raw FROM versions WHERE raw IS NOT NULL)"
    kept = " AND id NOT IN (SELECT raw FROM dictionary_pages)"
    assert not visitor.store.rows(unused + kept)


def test_edits_are_found_in_all_the_noise(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.noisy.typo_fixed(2)
    visitor.noisy.digit_corrected(2)
    report = visitor.crawl()
    assert (report.edited, report.unchanged) == (4, STORIES - 4)


def test_a_new_look_is_learned_and_is_no_news(visitor: Visitor) -> None:
    visitor.crawl()
    look = type(visitor.noisy.portal.look).__name__
    visitor.noisy.redesigned("toolbar" if "Clean" in look else "clean")
    report = visitor.crawl()
    assert (report.outcome, visitor.news()) == ("ok", [])
    visitor.noisy.typo_fixed(3)
    assert visitor.crawl().edited == 3


@pytest.mark.slow
def test_edits_made_with_a_redesign_are_the_only_news(visitor: Visitor) -> None:
    visitor.crawl()
    look = type(visitor.noisy.portal.look).__name__
    visitor.noisy.redesigned("legacy" if "Legacy" not in look else "toolbar")
    visitor.noisy.sentence_edited(3)
    report = visitor.crawl()
    assert (report.edited, visitor.news()) == (3, ["edited"] * 3)


@pytest.mark.slow
def test_what_an_older_learner_left_is_learned_anew_from_stored_pages(visitor: Visitor) -> None:
    visitor.crawl()
    (old,) = kept.load(visitor.store, "on-ao")
    body = old.body.replace(f'"version":{LEARNER}', '"version":0')
    kept.save(visitor.store, "on-ao", old.epoch, body, pages=old.pages, at=visitor.now)
    assert visitor.epochs == []
    visitor.noisy.typo_fixed(1)
    report = visitor.crawl(only=2)
    assert visitor.epochs == [2]
    assert report.outcome == "ok"
    assert visitor.crawl().edited + report.edited == 1


@pytest.mark.parametrize("turns", [pytest.param(True, marks=pytest.mark.slow), False])
def test_a_counter_that_comes_into_the_text_of_a_known_look_is_learned(
    visitor: Visitor, *, turns: bool
) -> None:
    visitor.crawl()
    likes = count(7) if turns else repeat(0)
    visitor.aside = lambda: f'<div class="thich">{next(likes)} lượt thích</div>'
    report = visitor.crawl()
    assert (report.outcome, visitor.news()) == ("ok", [])
    visitor.noisy.typo_fixed(2)
    visitor.noisy.digit_corrected(1)
    assert visitor.crawl().edited == 3
    assert visitor.crawl().unchanged == STORIES


def test_a_saying_that_comes_into_a_few_looked_at_is_no_news(visitor: Visitor) -> None:
    visitor.crawl()
    says = cycle(["Có công mài sắt, có ngày nên kim.", "Một cây làm chẳng nên non."])
    visitor.aside = lambda: f"<p>{next(says)}</p>"
    report = visitor.crawl(only=2)
    assert (report.outcome, visitor.news()) == ("ok", [])


def test_sayings_amid_the_paragraphs_are_known_by_their_coming_and_going(
    visitor: Visitor,
) -> None:
    says = cycle(QUOTES)
    visitor.aside = lambda: f"<p>{next(says)}</p>"
    visitor.crawl()
    report = visitor.crawl(twice=0)
    assert (report.outcome, visitor.news()) == ("ok", [])
    visitor.noisy.typo_fixed(2)
    assert visitor.crawl(twice=0).edited == 2


def test_a_remark_taken_from_one_article_and_put_into_others_is_told(visitor: Visitor) -> None:
    site = visitor.noisy.portal.site
    first, *others = site.stories[:4]
    remark = Piece("paragraph", "Mọi chi tiết xin liên hệ Văn phòng Sở trong giờ hành chính.")
    site.swap(replace(first, pieces=(*first.pieces, remark)))
    visitor.crawl()
    site.swap(first)
    for story in others:
        site.swap(replace(story, pieces=(*story.pieces, remark)))
    assert visitor.crawl().edited == 4


def test_an_edit_is_still_there_at_the_second_look(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.noisy.typo_fixed(1)
    visitor.noisy.sentence_edited(1)
    assert visitor.crawl().edited == 2


def test_a_wall_at_the_second_look_hides_no_edit(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.noisy.digit_corrected(1)
    visitor.noisy.sentence_edited(1)
    visitor.walled = "second"
    assert visitor.crawl().edited == 2


def test_a_wall_before_two_articles_is_no_edit_of_either(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.walled = "first second"
    visitor.crawl(only=2)
    visitor.walled = ""
    assert visitor.crawl().unchanged == STORIES
    assert visitor.news() == []


@pytest.mark.parametrize("several", [1, 2])
def test_what_says_that_it_is_a_wall_is_no_edit_of_an_article(
    visitor: Visitor, several: int
) -> None:
    visitor.crawl()
    visitor.walled = "robot first second"
    assert visitor.crawl(only=several).edited == 0
    visitor.walled = ""
    assert visitor.crawl().unchanged == STORIES
    assert visitor.news() == []


def test_walls_before_three_articles_hold_the_run(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.walled = "robot first second"
    report = visitor.crawl(only=3)
    assert (report.outcome, report.reason) == ("held", "wall")


def test_a_wall_at_the_first_look_becomes_no_version(visitor: Visitor) -> None:
    visitor.crawl()
    visitor.walled = "first"
    assert visitor.crawl(only=1).edited == 0
    visitor.walled = ""
    assert visitor.crawl().unchanged == STORIES
    assert visitor.news() == []


def test_without_second_looks_the_pages_teach_each_other(visitor: Visitor) -> None:
    visitor.crawl(twice=0)
    assert visitor.epochs == [1]
    assert visitor.crawl().unchanged == STORIES
    assert visitor.news() == []


def test_a_run_counts_its_second_looks(visitor: Visitor) -> None:
    run = publish.begin(visitor.store, visitor.portal, "full", at=visitor.now)
    stager = Stager(visitor.store, run, visitor.portal)
    url = next(iter(visitor.noisy.truth))
    stager.take(visitor._again(url))
    assert visits.looked_again(visitor.store, run.id) == 1


def test_what_was_learned_is_told_by_epoch(visitor: Visitor) -> None:
    visitor.crawl()
    told = templates.learned(visitor.store, "on-ao")
    assert {one.epoch for one in told} == {1}
    assert {"body", "turns"} <= {one.kind for one in told}
    assert all(one.examples for one in told)
