"""The noisy portal is as noisy as it says, and its verbs do what they say and nothing else."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from rapidfuzz.distance import Levenshtein

from app.demo.web import Reply, Request
from news.text import normal_form
from tests.site.noisy import Deed, Noisy, noisy
from tests.site.noisylooks import LOOKS
from tests.site.spelling import FLIPS

if TYPE_CHECKING:
    from app.demo.story import Story


def get(portal: Noisy, url: str) -> Reply:
    return portal.portal.answer(Request("GET", "/" + url.removeprefix(portal.home)))


def standing(portal: Noisy) -> dict[int, Story]:
    return {story.number: story for story in portal.portal.site.stories}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_differs_at_every_visit_but_not_its_story(look: str) -> None:
    with noisy(look, count=40) as portal:
        for url, story in portal.truth.items():
            one, two = (unescape(get(portal, url).body.decode()) for _ in range(2))
            assert one != two
            for page in (one, two):
                assert story.title in page
                assert all(c in page for line in story.text.split("\n") for c in line.split("\t"))


def test_a_quarter_of_three_hundred_are_short_notices() -> None:
    with noisy() as portal:
        short = [story for story in portal.portal.site.stories if len(story.text.split()) < 45]
        assert len(portal.truth) == 300
        assert 70 <= len(short) <= 90


def test_an_edit_touches_one_sentence_a_typo_one_letter_a_correction_one_digit() -> None:
    with noisy() as portal:
        before = standing(portal)
        for deed in portal.sentence_edited(10):
            assert (
                Levenshtein.normalized_similarity(before[deed.story.number].text, deed.story.text)
                > 0.5
            )
        for deed in portal.typo_fixed(5) + portal.digit_corrected(5):
            assert Levenshtein.distance(before[deed.story.number].text, deed.story.text) == 1
        changed = {n for n, story in standing(portal).items() if before[n] != story}
        assert changed == portal.touched
        assert len(changed) == 20


def test_swaps_and_titles_leave_the_address_alone() -> None:
    with noisy() as portal:
        deeds = portal.image_swapped(5) + portal.attachment_swapped(5) + portal.retitled(5)
        assert len({deed.story.number for deed in deeds}) == 15
        assert all(deed.url == deed.old_url for deed in deeds)
        assert all(get(portal, deed.url).status == 200 for deed in deeds)


def test_a_move_leaves_a_redirect_or_a_hole() -> None:
    with noisy() as portal:
        sent, lost = portal.moved_by_redirect(3), portal.moved_by_new_slug(3)
        assert [get(portal, deed.old_url).status for deed in sent + lost] == [301] * 3 + [404] * 3
        assert [get(portal, deed.url).status for deed in sent + lost] == [200] * 6


def test_what_vanishes_is_missed_and_what_is_restored_is_back() -> None:
    with noisy() as portal:
        gone = portal.page_vanishes(5)
        assert _statuses(portal, gone) == {404}
        portal.page_restored()
        assert _statuses(portal, gone) == {200}


def _statuses(portal: Noisy, deeds: list[Deed]) -> set[int]:
    return {get(portal, deed.url).status for deed in deeds}


def test_an_addition_moves_the_lists_of_other_pages() -> None:
    with noisy() as portal:
        url = next(iter(portal.truth))
        (added,) = portal.article_added()
        assert added.story.title in unescape(get(portal, url).body.decode())


def test_a_wall_stands_before_every_address() -> None:
    with noisy() as portal:
        url = next(iter(portal.truth))
        portal.walled("maintenance")
        assert "bảo trì" in get(portal, url).body.decode()
        portal.walled("login")
        assert get(portal, url).status == 302
        portal.walled(None)
        assert get(portal, url).status == 200


@pytest.mark.parametrize("flip", FLIPS)
def test_other_bytes_say_the_same(flip: str) -> None:
    with noisy(count=40) as portal:
        url, story = next(
            (u, s) for u, s in portal.truth.items() if re.search(r"[òóỏõọ]a\b", s.text)
        )
        plain = get(portal, url).body.decode()
        portal.unicode_flipped(flip)
        flipped = get(portal, url).body.decode()
        assert story.text.split("\n")[0] in unescape(plain)
        assert normal_form(story.text.split("\n")[-1]) in normal_form(unescape(flipped))
        cells = re.split(r"[\n\t]", story.text)
        assert any(cell not in flipped for cell in cells)
        assert re.findall(r'href="[^"]+"', flipped) == re.findall(r'href="[^"]+"', plain)
