"""How portals and the file itself are doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import health
from tests.app.shelf import SEEN, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATER = "2026-11-22T01:00:00+00:00"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf.at(tmp_path / "khcn.db").has_portal()
    yield shelf
    shelf.store.close()


def the_one(shelf: Shelf) -> health.PortalHealth:
    (found,) = health.portals(shelf.store, "2026-11-21T00:00:00+00:00")
    return found


def test_a_portal_never_crawled_is_new(shelf: Shelf) -> None:
    found = the_one(shelf)
    assert (found.health, found.last_ok, found.held_run, found.articles) == ("new", None, None, 0)


def test_the_last_run_speaks_until_somebody_has_judged(shelf: Shelf) -> None:
    shelf.has_run()
    shelf.has_run(outcome="failed", reason="dns", started=LATER, ended=LATER)
    found = the_one(shelf)
    assert (found.health, found.reason, found.last_ok, found.last_started) == (
        "failed",
        "dns",
        SEEN,
        LATER,
    )
    shelf.store.db["portals"].update("lai-chau", {"health": "late", "health_reason": "quiet"})
    assert (the_one(shelf).health, the_one(shelf).reason) == ("late", "quiet")


def test_a_held_run_waits_until_it_is_decided(shelf: Shelf) -> None:
    run = shelf.has_run(outcome="held", stage="gated")
    assert the_one(shelf).held_run == run
    shelf.store.db["portals"].update("lai-chau", {"health": "ok"})
    assert the_one(shelf).health == "held"
    shelf.store.db["runs"].update(run, {"stage": "done"})
    assert (the_one(shelf).health, the_one(shelf).held_run) == ("ok", None)


def test_the_day_counts_news_only(shelf: Shelf) -> None:
    shelf.has_run()
    one = shelf.has_article("Một", state="suspected")
    shelf.has_change(one, "appeared", baseline=1, at=LATER)
    shelf.has_run()
    shelf.has_change(one, "edited", at=LATER)
    shelf.has_run()
    shelf.has_change(one, "retitled", at=SEEN)
    found = the_one(shelf)
    assert (found.articles, found.suspected) == (1, 1)
    assert (found.appeared, found.edited, found.vanished) == (0, 1, 0)


def test_damage_is_found(shelf: Shelf) -> None:
    shelf.has_article("Một")
    assert health.damage(shelf.store) == []
    shelf.store.db.conn.execute("PRAGMA foreign_keys=OFF")
    shelf.store.db.conn.execute("DELETE FROM articles")
    assert "points at a missing articles" in health.damage(shelf.store)[0]


def test_the_latest_moment_is_that_of_the_last_run(shelf: Shelf) -> None:
    assert health.latest_moment(shelf.store) is None
    shelf.has_run(ended=LATER)
    assert health.latest_moment(shelf.store) == LATER
