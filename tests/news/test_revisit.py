from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.revisit import ours, portal, simulate, uniform
from news.revisit import (
    CONFIRM_AFTER,
    FULL_EVERY,
    expected_rate,
    may_ask_conditionally,
    next_due,
    pick,
)

NOW = datetime(2026, 6, 1, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Known:
    key: str = "http://a.vn/1"
    role: str = "main"
    state: str = "live"
    published: date | datetime | None = None
    first_seen: datetime = NOW - DAY
    missing_since: datetime | None = None
    visits: int = 3
    visited: datetime | None = NOW
    fetched: datetime | None = NOW
    proven: int = 0
    edits: tuple[datetime, ...] = ()


def wait(known):
    return next_due(known) - known.visited


def aged(days, **fields):
    return Known(published=NOW - days * DAY, first_seen=NOW - days * DAY, **fields)


def test_the_new_come_soon_and_the_old_rarely():
    waits = [wait(aged(days)) for days in (0.04, 1, 7, 30, 365, 3650)]
    assert waits == sorted(waits)
    assert HOUR <= waits[0] < 3 * HOUR
    assert waits[-1] > 7 * DAY


def test_the_restless_come_more_often():
    edits = (NOW - 40 * DAY, NOW - 20 * DAY, NOW - 5 * DAY)
    assert wait(aged(60, edits=edits)) < wait(aged(60, edits=edits[:1])) < wait(aged(60)) / 2


def test_one_that_never_rests_does_not_eat_the_budget():
    edits = tuple(NOW - n * HOUR / 10 for n in range(5000))
    assert wait(aged(30, edits=edits)) >= HOUR


def test_an_old_article_found_today_is_old():
    assert wait(Known(published=date(2015, 3, 1), first_seen=NOW)) > 3 * DAY


def test_a_day_without_time_is_taken_from_when_it_was_found():
    assert wait(Known(published=date(2026, 6, 1), first_seen=NOW)) < 2 * HOUR


def test_a_date_in_the_future_is_no_older_than_found():
    assert expected_rate(Known(published=date(2030, 1, 1), first_seen=NOW), NOW) > 0


def test_never_looked_at_is_due_at_once():
    assert next_due(Known(visited=None)) <= NOW


def test_a_miss_is_looked_at_again_and_confirmed_after_a_day():
    missed = Known(state="suspected", missing_since=NOW)
    assert next_due(missed) < NOW + CONFIRM_AFTER
    late = replace(missed, visited=NOW + 20 * HOUR)
    assert next_due(late) == NOW + CONFIRM_AFTER
    overdue = replace(missed, visited=NOW + 30 * HOUR)
    assert next_due(overdue) == NOW + 31 * HOUR


def test_the_gone_are_looked_at_ever_more_rarely():
    recent = Known(state="gone", missing_since=NOW - DAY)
    old = Known(state="gone", missing_since=NOW - 60 * DAY)
    assert timedelta(days=7) == wait(recent) < wait(old) <= timedelta(days=90)


def test_second_names_are_looked_at_rarely():
    assert wait(aged(1)) < wait(aged(1, role="alias")) < wait(aged(1, role="former"))


def test_pick_keeps_the_budget_and_takes_the_most_urgent():
    known = [Known(key=str(n), visited=NOW - n * DAY, first_seen=NOW - 99 * DAY) for n in range(50)]
    picked = pick(known, NOW, 10)
    assert picked == [str(n) for n in range(49, 39, -1)]


def test_pick_takes_only_what_is_due_unless_told_to_fill():
    known = [aged(3650, key="resting"), aged(3650, key="due", visited=NOW - 60 * DAY)]
    assert pick(known, NOW, 10) == ["due"]
    assert pick(known, NOW, 10, fill=True) == ["due", "resting"]
    assert pick(known, NOW, 0, fill=True) == []


def test_validators_are_trusted_only_after_they_proved_right():
    proven = Known(proven=2, visits=8)
    assert may_ask_conditionally(proven, NOW)
    assert not may_ask_conditionally(replace(proven, proven=1), NOW)
    assert not may_ask_conditionally(replace(proven, proven=-3), NOW)
    assert not may_ask_conditionally(replace(proven, visits=2 * FULL_EVERY), NOW)
    assert not may_ask_conditionally(replace(proven, fetched=NOW - 31 * DAY), NOW)
    assert not may_ask_conditionally(replace(proven, state="suspected"), NOW)


MOMENT = st.timedeltas(timedelta(days=-9999), timedelta(days=9999)).map(lambda gap: NOW + gap)
KNOWN = st.builds(
    Known,
    role=st.sampled_from(["main", "alias", "former"]),
    state=st.sampled_from(["live", "suspected", "gone"]),
    published=st.none() | MOMENT | st.dates(date(1995, 1, 1), date(2035, 1, 1)),
    first_seen=MOMENT,
    missing_since=st.none() | MOMENT,
    visited=st.none() | MOMENT,
    edits=st.lists(MOMENT, max_size=5).map(tuple),
)


@given(KNOWN)
def test_whatever_the_history_the_next_visit_lies_ahead(known):
    assert known.visited is None or next_due(known) > known.visited
    assert pick([known], NOW, 1, fill=True) == [known.key]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "least"), [("as measured", 3.0), ("differing", 3.0), ("for ever", 0.7)]
)
def test_fresher_than_visiting_all_alike(world, least):
    same, adaptive = simulate(portal(world), uniform), simulate(portal(world), ours)
    assert (same.stale / same.watched) / (adaptive.stale / adaptive.watched) > least
