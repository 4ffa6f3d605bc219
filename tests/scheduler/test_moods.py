"""What goes wrong with a portal is told once, in the right word, and so is its recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scheduler.moody import Mood, Moody
    from tests.scheduler.watching import Event, Place, Watch

OPERATORS = """
[dieu-hanh]
type = "file"
path = "ops.jsonl"
operator = true

[ban-doc]
type = "file"
path = "readers.jsonl"
"""
# The mood of a portal, the word for it, and how an operator reads why.
WORDS: list[tuple[Mood, str, str]] = [
    ("login", "blocked", "trang chặn"),
    ("empty", "broken", "không còn liệt kê bài nào"),
    ("error", "unreachable", "mã lỗi 500"),
]
LIMITS = ("--time-limit", "25", "--memory-limit", "160")


def _ended(watch: Watch, portal: Moody) -> int:
    return len(watch.seen("crawl.ended", portal=portal.sample.key))


def _rounds(watch: Watch, portal: Moody, count: int) -> None:
    key = portal.sample.key
    watch.event("crawl.ended", portal=key, count=_ended(watch, portal) + count, timeout=120)


def _is_end_of(event: Event, portal: Moody) -> bool:
    return event["event"] == "crawl.ended" and event["portal"] == portal.sample.key


def _ended_by(watch: Watch, portal: Moody, reason: str) -> Event:
    return watch.event("crawl.ended", portal=portal.sample.key, reason=reason, timeout=240)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_one_alarm_and_one_recovery_of_each_portal_that_turns(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    place.tells(OPERATORS)
    *sick, _ = on_the_air(len(WORDS) + 1, every="1s")
    with place.watch() as watch:
        for portal in sick:
            watch.event("portal.health", portal=portal.sample.key, health="ok")
            _rounds(watch, portal, 2)
        for portal, (mood, word, _) in zip(sick, WORDS, strict=True):
            portal.mood = mood
            watch.event("portal.health", portal=portal.sample.key, health=word, timeout=120)
        for portal in sick:
            _rounds(watch, portal, 1)
            portal.mood = "well"
        for portal in sick:
            key = portal.sample.key
            watch.event("portal.health", portal=key, health="ok", count=2, timeout=120)
            _rounds(watch, portal, 2)
        watch.end()
    for portal, (_, word, why) in zip(sick, WORDS, strict=True):
        told = [line for line in place.lines("ops.jsonl") if portal.sample.key in line["text"]]
        assert [line["kind"] for line in told] == ["alarm", "recovery"]
        assert f":{word}:" in told[0]["id"]
        assert why in told[0]["text"]
    assert {line["kind"] for line in place.lines("readers.jsonl")} == {"baseline"}
    with place.store() as store:
        news = store.rows("SELECT kind, title FROM changes WHERE NOT baseline")
    assert [tuple(row) for row in news] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_hangs_or_bombs_is_ended_at_its_limit_and_the_others_are_on_time(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    hanging, bombing, garbled, well = on_the_air(4, every="3s")
    hanging.mood, bombing.mood, garbled.mood = "hanging", "bomb", "garbage"
    with place.watch(*LIMITS) as watch:
        time = watch.event("crawl.ended", portal=hanging.sample.key, timeout=120)
        assert (time["outcome"], time["reason"]) == ("interrupted", "time_limit")
        assert time["seconds"] >= 25
        # On a busy machine the others may meet that limit too; they are looked at again.
        memory = _ended_by(watch, bombing, "memory_limit")
        assert memory["megabytes"] > 160
        watch.wait_for(
            lambda event: _is_end_of(event, garbled) and event["outcome"] != "interrupted",
            timeout=240,
        )
        key = well.sample.key
        begun = watch.event("crawl.begun", portal=key)
        assert watch.events.index(begun) < watch.events.index(time)  # it waited for nobody
        watch.event("crawl.ended", portal=key, outcome="ok", count=2, timeout=240)
        watch.end()
    with place.store() as store:
        portals = {row["portal"] for row in store.rows("SELECT DISTINCT portal FROM articles")}
    assert portals == {well.sample.key}
    assert (bombing.sample.key, "memory_limit") in {
        (r["portal"], r["reason"]) for r in place.runs()
    }
