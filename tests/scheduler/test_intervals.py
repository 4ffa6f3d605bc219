"""When to look next: what the policy promises whatever a portal's rhythm is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import intervals as benchmark
from news.portal import Portal
from news.zone import VIETNAM
from scheduler import jobs, why
from scheduler.intervals import FLOOR, bounds_of, first_allowed, next_look, pause
from scheduler.jobs import Past, decide
from scheduler.rhythm import HOUR, Publication, Rhythm, expected, hour_of_week, learn
from storage.past import Appearance
from storage.times import moment, published_on

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=VIETNAM)
EVERY = timedelta(hours=2)
OFFLINE = Past(MONDAY, offline=True, failures=2)
STEADY = Rhythm((0.5,) * 168)
YEAR = datetime(2026, 1, 1), datetime(2026, 12, 31)  # noqa: DTZ001 - as hypothesis wants them
moments = st.datetimes(*YEAR, timezones=st.just(UTC))
rates = st.lists(st.floats(1e-6, 50), min_size=168, max_size=168).map(tuple)
hours = st.sets(st.integers(0, 23)).map(lambda found: tuple(sorted(found)))


def weekly(*starts: datetime, weeks: int = 12) -> list[Publication]:
    ago = [s - timedelta(weeks=n) for s in starts for n in range(1, weeks + 1)]
    return [Publication(at, at) for at in ago]


def portal(**more: object) -> Portal:
    return Portal("lai-chau", "Lai Châu", "http://lai-chau.example.vn/", **more)  # type: ignore[arg-type]


@given(rates, moments, st.integers(1, 100_000), hours)
def test_a_look_is_never_sooner_than_the_floor_nor_later_than_the_bound(
    rates: tuple[float, ...], last: datetime, seconds: int, hours: tuple[int, ...]
) -> None:
    bounds = bounds_of(timedelta(seconds=seconds), hours)
    found = next_look(Rhythm(rates), last, bounds)
    assert found.interval >= bounds.floor
    if not hours:
        assert found.interval <= bounds.every
    else:
        assert found.at.astimezone(VIETNAM).hour in hours
        assert found.interval <= bounds.every + timedelta(days=1)


def test_the_more_a_portal_publishes_the_sooner_it_is_looked_at() -> None:
    bounds = bounds_of(timedelta(days=1))
    spans = [next_look(Rhythm((r,) * 168), MONDAY, bounds).interval for r in (0.001, 0.05, 0.5)]
    assert spans == sorted(spans, reverse=True)
    assert len(set(spans)) == 3


def test_at_the_end_of_busy_hours_one_look_collects_what_has_come() -> None:
    rates = tuple(0.4 if 8 <= hour % 24 < 17 else 0.0005 for hour in range(168))
    late = MONDAY.replace(hour=16, minute=55)
    assert next_look(Rhythm(rates), late, bounds_of(EVERY)).at - late == FLOOR
    at_five = MONDAY.replace(hour=16, minute=48)
    assert next_look(Rhythm(rates), at_five, bounds_of(EVERY)).at == MONDAY.replace(hour=17)
    night = MONDAY.replace(hour=20)
    assert next_look(Rhythm(rates), night, bounds_of(EVERY)).interval == EVERY


def test_an_every_below_the_floor_is_obeyed() -> None:
    found = next_look(STEADY, MONDAY, bounds_of(timedelta(seconds=3)))
    assert found.interval == timedelta(seconds=3)


def test_hours_over_midnight_and_none() -> None:
    at = MONDAY.replace(hour=12, minute=30)
    assert first_allowed(at, ()) == at
    assert first_allowed(at, (22, 23, 0, 1)) == MONDAY.replace(hour=22)
    assert first_allowed(at, (12,)) == at
    assert first_allowed(at, (11,)) == MONDAY.replace(hour=11) + timedelta(days=1)


def test_hours_and_weekdays_are_learned() -> None:
    tuesdays = [MONDAY + timedelta(days=1, hours=9, minutes=m) for m in (5, 25, 45)]
    rhythm = learn(weekly(*tuesdays), MONDAY)
    assert rhythm.observed == 36
    assert rhythm.daily == pytest.approx(3 / 7, rel=0.25)
    busiest = max(range(168), key=rhythm.rates.__getitem__)
    assert busiest == hour_of_week(tuesdays[0])
    assert rhythm.at(tuesdays[0]) > 20 * rhythm.at(tuesdays[0] + timedelta(days=4, hours=12))


def test_a_day_without_a_time_still_tells_the_weekday() -> None:
    days = [MONDAY + timedelta(days=3) - timedelta(weeks=n) for n in range(1, 20)]
    rhythm = learn([Publication(day, day + timedelta(days=1)) for day in days], MONDAY)
    by_day = [sum(rhythm.rates[d * 24 : d * 24 + 24]) for d in range(7)]
    assert max(range(7), key=by_day.__getitem__) == 3
    thursday = rhythm.rates[72:96]
    assert thursday[9] > 5 * thursday[3]  # within the day, the usual hours


def test_a_portal_that_falls_silent_is_looked_at_less_and_less() -> None:
    busy = [Publication(at, at) for n in range(60) for at in [MONDAY - timedelta(days=n, hours=14)]]
    then = [learn(busy, MONDAY + timedelta(days=days)).daily for days in (0, 30, 90, 170)]
    assert then == sorted(then, reverse=True)
    assert then[-1] < then[0] / 5


@given(st.lists(st.tuples(moments, st.integers(0, 10_000)), max_size=30), moments)
def test_learning_never_fails_and_gives_a_rate_to_every_hour(
    spans: list[tuple[datetime, int]], now: datetime
) -> None:
    found = [Publication(at - timedelta(minutes=m), at) for at, m in spans]
    rhythm = learn(found, now)
    assert len(rhythm.rates) == 168
    assert all(rate > 0 for rate in rhythm.rates)


def test_expected_articles_over_a_span() -> None:
    assert expected(STEADY, MONDAY, MONDAY + 3 * HOUR) == pytest.approx(1.5)
    assert expected(STEADY, MONDAY, MONDAY + timedelta(weeks=2)) == pytest.approx(168)
    assert expected(STEADY, MONDAY, MONDAY - HOUR) == 0


def test_failures_double_the_pause_up_to_half_a_day() -> None:
    spans = [pause(EVERY, n) / EVERY for n in range(1, 9)]
    assert spans == [1, 2, 4, 6, 6, 6, 6, 6]
    assert pause(timedelta(days=2), 5) == timedelta(days=2)


def test_what_the_ledger_says_decides() -> None:
    now = MONDAY.replace(hour=10)
    assert decide(portal(), Past(), STEADY, now).at == now
    cut_off = Past(now - timedelta(minutes=5), open=True)
    assert decide(portal(), cut_off, STEADY, now).at <= now
    failed = Past(now - timedelta(minutes=5), failures=2)
    assert decide(portal(), failed, STEADY, now).at == failed.last + 2 * EVERY
    offline = Past(now - timedelta(minutes=5), offline=True, failures=7)
    assert decide(portal(), offline, STEADY, now).at == offline.last + jobs.OFFLINE
    asked = Past(now - 3 * EVERY, retry_after=now + timedelta(hours=5))
    assert decide(portal(), asked, STEADY, now).at == asked.retry_after
    at_night = decide(portal(hours=(7, 8)), Past(), STEADY, now.replace(hour=23))
    assert at_night.at.astimezone(VIETNAM).hour == 7
    taken_up = Past(now - 5 * EVERY, ended=now)  # after a kill, hours later
    assert decide(portal(), taken_up, STEADY, now).at > now
    ahead = Past(now + timedelta(hours=2))  # the clock was set back since
    assert now < decide(portal(), ahead, STEADY, now).at <= now + EVERY


def test_after_a_pause_the_overdue_ones_are_spread_and_the_rest_does_not_keep_step() -> None:
    now = MONDAY.replace(hour=10)
    dues = [decide(portal(), Past(now - EVERY * (n + 2)), STEADY, now) for n in range(10)]
    dues = [
        jobs.Due(Portal(f"p{n}", "P", "http://p/"), d.at, d.past, d.rhythm)
        for n, d in enumerate(dues)
    ]
    planned = jobs.spread(dues, now, Random(1))
    gaps = sorted(planned.values())
    assert gaps[0] == now
    assert gaps[-1] < now + jobs.SPREAD
    assert len(set(gaps)) == 10
    assert planned["p9"] == now  # the one that waited longest
    one = decide(portal(), Past(now), STEADY, now)
    jittered = {jobs.jittered(one, now, Random(n)) for n in range(20)}
    assert len(jittered) == 20
    assert all(one.at - (one.at - now) * jobs.JITTER <= at <= one.at for at in jittered)


@pytest.mark.parametrize(
    ("published", "seen", "before", "since", "until"),
    [
        ("2026-11-23T09:12:00+07:00", "2026-11-23T03:00:00+00:00", None, (9, 12), (9, 12)),
        ("2026-11-23", "2026-11-23T03:00:00+00:00", None, (0, 0), (10, 0)),
        ("2026-11-23", "2026-11-23T03:00:00+00:00", "2026-11-23T02:00:00+00:00", (9, 0), (10, 0)),
        ("2026-11-20", "2026-11-23T03:00:00+00:00", "2026-11-23T02:00:00+00:00", (9, 0), (10, 0)),
        (None, "2026-11-23T03:00:00+00:00", "2026-11-23T02:00:00+00:00", (9, 0), (10, 0)),
    ],
)
def test_when_an_article_came_out_as_closely_as_is_known(
    published: str | None,
    seen: str,
    before: str | None,
    since: tuple[int, int],
    until: tuple[int, int],
) -> None:
    found = jobs.publication(
        Appearance(published_on(published), moment(seen), moment(before) if before else None)
    )
    assert found is not None
    local = [at.astimezone(VIETNAM) for at in (found.since, found.until)]
    assert [(at.hour, at.minute) for at in local] == [since, until]
    assert {at.date() for at in local} == {date(2026, 11, 23)}


def test_why_is_said_in_whole_sentences() -> None:
    now = MONDAY.replace(hour=10)
    for past in (Past(), Past(now - HOUR), Past(now, failures=3), Past(now, open=True), OFFLINE):
        for rhythm in (STEADY, learn([], now)):
            said = list(why.explain(decide(portal(hours=(9, 10)), past, rhythm, now), now))
            assert all(sentence.endswith(".") for sentence in said)
            assert len(said) >= 3


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_news_is_found_at_least_twice_as_soon_as_at_a_fixed_interval(
    shared: object, capsys: pytest.CaptureFixture[str]
) -> None:
    found = benchmark.found_in(shared)  # type: ignore[arg-type]
    assert len(found.moments) > 50
    assert benchmark.compare(found, portals=63, days=90, seed=1) >= 2
