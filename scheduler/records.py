"""What the store holds of a portal's past, in the form in which its health is judged."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler import jobs
from scheduler.health import Record, Round, Sample
from scheduler.rhythm import expected, learn
from storage import past, portals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scheduler.rhythm import Publication, Rhythm
    from storage.past import PageCounts, PastRun
    from storage.store import Store

ROUNDS = 8
ARTICLES = 60
_NAMED = ("published", "section", "source")  # fields whose loss shows that the reader lost its way


def record(store: Store, portal: str, now: datetime) -> Record:
    """The portal's last rounds and articles, and how long it has been silent."""
    found = jobs.publications(store, portal, now)
    rhythm = learn(found, now)
    silence, longest = silences(found, rhythm, now)
    return Record(rounds(store, portal), _articles(store, portal), silence, longest)


def rounds(store: Store, portal: str, count: int = ROUNDS) -> Sequence[Round]:
    """The portal's last ended runs, newest first."""
    found = past.latest_runs(store, portal, count, ended=True)
    return [_round(run, past.page_counts(store, run.id)) for run in found]


def newest(store: Store) -> dict[str, Round]:
    """The newest ended run of every portal."""
    found = {one.key: rounds(store, one.key, 1) for one in portals.conditions(store)}
    return {key: one[0] for key, one in found.items() if one}


def words(store: Store) -> dict[str, str | None]:
    """What was last said of every portal."""
    return {one.key: one.health for one in portals.conditions(store)}


def silences(found: Sequence[Publication], rhythm: Rhythm, now: datetime) -> tuple[float, float]:
    """The silence until now and the longest one before, in articles that were expected."""
    moments = sorted(one.until for one in found)
    if len(moments) < 2:
        return 0.0, 0.0
    gaps = [expected(rhythm, since, until) for since, until in pairwise(moments)]
    return expected(rhythm, moments[-1], now), max(gaps)


def _round(run: PastRun, pages: PageCounts) -> Round:
    return Round(
        began=run.started,
        outcome=run.outcome or "",
        reason=run.reason,
        pages=run.pages,
        walk="all" if run.baseline or run.mode == "full" else run.mode,
        open=run.stage == "crawling",
        network_word=_underlying(run.reason, run.message),
        **asdict(pages),
    )


def _underlying(reason: str | None, message: str | None) -> str | None:
    """Why robots.txt could not be had; the run's message names it in brackets."""
    found = re.search(r"\((\w+)\)", message or "") if reason == "robots_unreachable" else None
    return found[1] if found else None


def _articles(store: Store, portal: str) -> list[Sample]:
    return [
        Sample(len(one.text.split()), frozenset(name for name in _NAMED if getattr(one, name)))
        for one in past.samples(store, portal, ARTICLES)
    ]
