"""The noisy portal followed with `khcn crawl`: exactly what its editors did, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.noise import Follower, expected, misgraded, needs_faketime, told
from tests.site.noisy import noisy
from tests.site.spelling import FLIPS
from tests.site.strangelooks import STRANGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.person import Person
    from tests.site.noisy import Deed

DAY_LATER = "+25h"
FAR_LATER = "+50h"
LOOKS = ["clean", "legacy", "toolbar"]
NEXT = {"clean": "legacy", "legacy": "toolbar", "toolbar": "clean"}


def confirmed(deeds: list[Deed]) -> list[Deed]:
    """The deletions once they are told."""
    return [replace(deed, verb="page_confirmed_gone") for deed in deeds]


def is_told(follower: Follower, deeds: list[Deed], *words: str, later: str | None = None) -> None:
    """A crawl tells these deeds, each with its kind, fields and grade, and nothing else."""
    found = follower.crawls(*words, later=later)
    assert told(found) == expected(deeds)
    assert misgraded(deeds, found) == []
    assert follower.run["outcome"] == "ok"


@pytest.mark.slow
def test_every_deed_is_told_and_a_day_later_what_vanished(person: Person) -> None:
    needs_faketime()
    with noisy("clean", count=24) as portal:
        follower = Follower(person, portal)
        assert all(change["baseline"] for change in follower.crawls())
        deeds = portal.sentence_edited() + portal.typo_fixed() + portal.digit_corrected()
        deeds += portal.image_swapped() + portal.attachment_swapped() + portal.retitled()
        deeds += portal.moved_by_redirect() + portal.moved_by_new_slug() + portal.article_added()
        gone = portal.page_vanishes()
        is_told(follower, deeds, "--full")
        assert follower.run["suspected"] == len(gone)
        is_told(follower, confirmed(gone), later=DAY_LATER)


@contextmanager
def followed(person: Person, look: str, count: int) -> Iterator[Follower]:
    """Somebody who has crawled so many articles, and twice more for nothing."""
    needs_faketime()
    with noisy(look, count=count) as portal:
        following = Follower(person, portal)
        found = following.crawls()
        assert {change["url"] for change in found} == portal.truth.keys()
        assert all(change["baseline"] for change in found)
        is_told(following, [], "--full")
        is_told(following, [])
        yield following


def everything_is_told(follower: Follower) -> None:
    """Forty-four deeds and five deletions, each told once, and silence before and after."""
    portal = follower.portal
    deeds = portal.sentence_edited(10) + portal.typo_fixed(5) + portal.digit_corrected(5)
    deeds += portal.image_swapped(5) + portal.attachment_swapped(5) + portal.retitled(5)
    deeds += portal.moved_by_redirect(3) + portal.moved_by_new_slug(3) + portal.article_added(3)
    gone = portal.page_vanishes(5)
    is_told(follower, deeds, "--full")
    assert follower.run["suspected"] == 5
    is_told(follower, [], "--full")
    is_told(follower, confirmed(gone), later=DAY_LATER)
    is_told(follower, portal.page_restored(), "--full", later=FAR_LATER)
    is_told(follower, [], "--full", later=FAR_LATER)


@pytest.fixture(params=LOOKS)
def follower(request: pytest.FixtureRequest, person: Person) -> Iterator[Follower]:
    with followed(person, request.param, 300) as following:
        yield following


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_three_hundred_articles(follower: Follower) -> None:
    everything_is_told(follower)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("look", STRANGE)
def test_a_hundred_articles_in_a_strange_look(person: Person, look: str) -> None:
    with followed(person, look, 100) as follower:
        everything_is_told(follower)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_strange_looks_follow_each_other_and_are_deployed_anew(person: Person) -> None:
    with followed(person, "tenant", 60) as follower:
        portal = follower.portal
        for look in ("soup", "magazine", "dotnetnuke", "soup"):
            portal.redesigned(look)
            deeds = portal.sentence_edited() + portal.typo_fixed() + portal.digit_corrected()
            is_told(follower, deeds, "--full")
        portal.deployed_anew()
        is_told(follower, [], "--full")


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_redesign_is_silent_but_for_what_was_edited_with_it(follower: Follower) -> None:
    portal = follower.portal
    first = next(look for look in LOOKS if look in type(portal.portal.look).__name__.lower())
    portal.redesigned(NEXT[first])
    is_told(follower, [], "--full")
    portal.redesigned(first)
    deeds = portal.sentence_edited() + portal.typo_fixed() + portal.digit_corrected()
    is_told(follower, deeds, "--full")
    portal.redesigned(NEXT[NEXT[first]])
    deeds = portal.sentence_edited(2) + portal.retitled()
    is_told(follower, deeds, "--full")
    is_told(follower, [], "--full")


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_wall_is_held_and_other_bytes_say_nothing(follower: Follower) -> None:
    portal = follower.portal
    for wall in ("maintenance", "login"):
        portal.walled(wall)
        assert follower.crawls("--full") == []
        assert (follower.run["outcome"], follower.run["reason"]) == ("held", "wall")
        assert follower.run["suspected"] == 0
        portal.walled(None)
        is_told(follower, [], "--full")
        status = follower.person.types("status", "--json").json["portals"][0]
        assert status["held_run"] is None
    for flip in (*FLIPS, None):
        portal.unicode_flipped(flip)
        is_told(follower, [], "--full")
