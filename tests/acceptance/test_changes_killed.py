"""`khcn crawl` killed at any moment of fetching, staging and publishing: told once, all the same."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from storage.store import open_store
from tests.acceptance.noise import KEY, Follower, expected, told
from tests.site.noisy import noisy
from tests.storage.test_kills import assert_whole

if TYPE_CHECKING:
    from tests.acceptance.person import Person

STARTED = 0.4  # of a whole crawl's time is over when the first page is fetched


def kill(follower: Follower, delay: float) -> None:
    """Crawl for so long and no longer; the store is whole then."""
    child = follower.person.starts("crawl", KEY, "--full", "--json")
    try:
        child.communicate(timeout=delay)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    with open_store(follower.person.db) as store:
        assert_whole(store)


def editions(person: Person, count: int, kills: int) -> None:
    dice = Random(6)
    with noisy("clean", count=60) as portal:
        follower = Follower(person, portal)
        began = monotonic()
        assert len(follower.crawls()) == 60
        whole = monotonic() - began
        for _ in range(count):
            deeds = portal.sentence_edited() + portal.typo_fixed() + portal.retitled()
            deeds += portal.moved_by_redirect() + portal.article_added()
            for _ in range(kills):
                kill(follower, dice.uniform(STARTED * whole, whole))
            changes = follower.crawls("--full")
            assert told(changes) == expected(deeds)
            assert follower.run["outcome"] == "ok"
        with open_store(person.db) as store:
            assert_whole(store)
            assert store.row("SELECT count(*) FROM staged")[0] == 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_kills_of_a_crawl(person: Person) -> None:
    editions(person, 2, 5)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills_of_crawls(person: Person) -> None:
    editions(person, 8, 25)
