"""How a portal is doing: each trouble in its word, and this machine's own told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from scheduler.health import (
    ASKED_TO_WAIT,
    BLOCKED,
    BROKEN,
    GRAVITY,
    NETWORK,
    Record,
    Round,
    Sample,
    is_alarm,
    is_offline,
    is_recovery,
    judge,
)
from scheduler.reasons import in_words

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
WELL = Round(NOON - timedelta(hours=2), "ok", pages=9, listings=4)
ARTICLE = Sample(300, frozenset({"published", "section"}))


def word(newest: Round, *earlier: Round, **more: object) -> str | None:
    verdict = judge(Record((newest, *(earlier or (WELL, WELL, WELL))), **more))  # type: ignore[arg-type]
    return verdict and verdict.word


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (WELL, "ok"),
        (replace(WELL, outcome="partial", server_errors=2), "partial"),
        (replace(WELL, outcome="held", reason="mass_change"), "held"),
        (replace(WELL, outcome="held", reason="listing_empty"), "broken"),
        (replace(WELL, outcome="held", reason="wall"), "blocked"),
        (replace(WELL, outcome="held", reason="listing_empty", walls=1), "blocked"),
        (replace(WELL, listings=2, walk="all"), "ok"),
        (replace(WELL, listings=1, reason="page_cap"), None),
        (replace(WELL, listings=1), "broken"),
        (replace(WELL, listings=0), "broken"),
        (replace(WELL, listings=0, walls=3), "blocked"),
        (replace(WELL, listings=0, refused=5), "blocked"),
        (replace(WELL, outcome="partial", listings=0, server_errors=4), "unreachable"),
        (Round(NOON, "failed", "dns"), "unreachable"),
        (Round(NOON, "failed", "http_500", pages=1), "unreachable"),
        (Round(NOON, "failed", "robots"), "blocked"),
        (Round(NOON, "failed", "retry_after"), "blocked"),
        (Round(NOON, "failed", "time_limit"), "broken"),
        (Round(NOON, "failed", "store_error"), None),
        (Round(NOON, "interrupted", "memory_limit", open=True), "partial"),
        (Round(NOON, "interrupted", "time_limit"), "broken"),
        (Round(NOON, "interrupted", "killed"), None),
        (Round(NOON, "interrupted", "store_error", open=True), None),
        (Round(NOON, "interrupted", "sigterm"), None),
    ],
)
def test_every_end_of_a_round_has_its_word(newest: Round, expected: str | None) -> None:
    assert word(newest) == expected


def test_a_second_kill_in_a_row_is_a_sign() -> None:
    killed = Round(NOON, "interrupted", "killed")
    assert word(killed, killed, WELL) == "broken"


def test_what_is_wrong_is_said_in_vietnamese_and_else_in_the_words_of_the_run() -> None:
    for reason in BLOCKED | ASKED_TO_WAIT | BROKEN | NETWORK - {"robots_unreachable"}:
        assert in_words(reason, "vi")
    assert in_words("http_503", "vi") == "máy chủ trả lời mã lỗi 503"
    assert in_words("robots_unreachable", "vi") is None  # its message says what to set
    assert in_words("wall", "en") is None


def test_a_portal_that_never_listed_is_broken_from_its_first_round() -> None:
    first = replace(WELL, listings=0)
    assert judge(Record((first,))).word == "broken"  # type: ignore[union-attr]


def test_a_field_that_the_newest_articles_all_lack_is_lost() -> None:
    bare = Sample(300, frozenset({"section"}))
    assert word(WELL, articles=[bare] * 3 + [ARTICLE] * 20) == "broken"
    assert word(WELL, articles=[bare, ARTICLE, bare] + [ARTICLE] * 20) == "ok"
    assert word(WELL, articles=[bare] * 3 + [ARTICLE] * 4) == "ok"  # too little to know


def test_articles_far_shorter_than_its_own_are_a_sign() -> None:
    stub = replace(ARTICLE, words=20)
    assert word(WELL, articles=[stub] * 3 + [ARTICLE] * 20) == "broken"
    assert word(WELL, articles=[stub] * 23) == "ok"  # it always wrote so


def test_silence_counts_against_the_portals_own_rhythm() -> None:
    assert word(WELL, silence=5.0, longest_silence=1.0) == "ok"
    assert word(WELL, silence=7.0, longest_silence=1.0) == "late"
    assert word(WELL, silence=7.0, longest_silence=6.0) == "ok"


def test_one_alarm_one_recovery_and_a_second_only_when_it_gets_worse() -> None:
    story = [None, "ok", "partial", "partial", "unreachable", "blocked", "unreachable", "ok", "ok"]
    pairs = list(pairwise(story))
    alarms = [(a, b) for a, b in pairs if is_alarm(a, str(b))]
    assert alarms == [("ok", "partial"), ("partial", "unreachable")]
    assert [(a, b) for a, b in pairs if is_recovery(a, str(b))] == [("unreachable", "ok")]
    assert not any(is_recovery(None, word) for word in GRAVITY)


def cut(minutes: int) -> Round:
    return Round(NOON + timedelta(minutes=minutes), "failed", "dns")


def well(minutes: int) -> Round:
    return replace(WELL, began=NOON + timedelta(minutes=minutes))


def test_when_no_portal_answers_it_is_this_machine() -> None:
    words = dict.fromkeys("abc", "ok")
    assert is_offline({"a": cut(5), "b": cut(6), "c": well(1)}, words) is True
    assert is_offline({"a": cut(5), "b": well(6), "c": well(1)}, words) is False
    assert is_offline({"a": cut(5), "b": well(4), "c": well(1)}, words) is None
    assert is_offline({"a": cut(5)}, words) is False  # a lone portal gets the blame
    refused = replace(cut(5), reason="connection_refused")  # something answered
    assert is_offline({"a": refused, "b": refused}, words) is False


def test_portals_long_unreachable_prove_nothing() -> None:
    words = {"a": "unreachable", "b": "unreachable", "c": "ok"}
    assert is_offline({"a": cut(5), "b": cut(6), "c": well(1)}, words) is False
