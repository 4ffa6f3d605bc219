"""When to look at a known article again: a pure function of its history.

An article is edited mostly while it is new. Of 88 million news articles fetched again after a day
and after a week, 16.5 % and 19.5 % had another title or text (GDELT Global Difference Graph,
2018); of 600,000 followed for months, 27 % had (Tsoukaladelis and others, "The Times, They Are
A-Changin'"). So the rate of edits is taken to fall with the article's age, and is scaled by
what the article itself has shown; beside it stands a small steady rate, for some pages, such as
lists of procedures, are kept up for ever.

A visit is worth the freshness it is expected to bring: (1 - (1 + x) exp(-x)) / rate, where x is
the rate times the days since the last visit. Visiting whatever is worth most, or worth more than
a fixed price, is near the optimum (Azar and others, "Tractable near-optimal policies for
crawling", 2018). The worth of a page that changes faster than one can look stays small, so such
a page does not eat the budget.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log1p, sqrt
from typing import TYPE_CHECKING, Protocol

from news.zone import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class History(Protocol):
    """What is known of one address; `storage.addresses.KnownAddress` is one."""

    @property
    def key(self) -> str:
        """The canonical identity of the address."""

    @property
    def role(self) -> str:
        """main, alias or former."""

    @property
    def state(self) -> str:
        """The article's: live, suspected or gone."""

    @property
    def published(self) -> date | datetime | None:
        """As the page shows it."""

    @property
    def first_seen(self) -> datetime:
        """When the article was found."""

    @property
    def missing_since(self) -> datetime | None:
        """The first miss of an article that is suspected or gone."""

    @property
    def visits(self) -> int:
        """How often the address was looked at."""

    @property
    def visited(self) -> datetime | None:
        """The last look, of any outcome."""

    @property
    def fetched(self) -> datetime | None:
        """The last whole answer."""

    @property
    def proven(self) -> int:
        """How often in a row the validators told the truth; negative once they lied."""

    @property
    def edits(self) -> tuple[datetime, ...]:
        """When the article was seen to have changed."""


DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

# The rate of edits is _PACE / (age + _START) a day, so _PACE * log(1 + age / _START) are expected
# by then: 0.15 after a day, 0.25 after a week, 0.43 after nine months, against the 0.18, 0.22 and
# 0.32 that the shares above come to.
_PACE = 0.05
_START = 0.05
# How many expected edits an article's own record has to weigh against; small, for articles differ
# much: a few live pages have most of the edits.
_DOUBT = 0.25
# The steady rate starts at one edit in 14 years and is learned from edits past the first week.
_STEADY_EDITS, _STEADY_DAYS = 0.02, 100
_SETTLED = 7 * DAY
# The price of a visit in days of freshness. It makes the interval two hours for an article an hour
# old, eight for one of a day, fifteen for one of a week, two days for one of three months, four
# for an old one and a week once that has stood still for a year.
_PRICE = 0.0015
_SOONEST, _LATEST = HOUR, 45 * DAY
_FASTEST = 0.3 / _PRICE  # a day; beyond, the series below would not hold

CONFIRM_AFTER = 24 * HOUR  # the contract's: a miss is confirmed no earlier
_SECOND_LOOK = 6 * HOUR
_GONE, _GONE_LATEST = 7 * DAY, 90 * DAY
_ALIAS, _FORMER = 14 * DAY, 90 * DAY

FULL_EVERY = 7
_PROVEN = 2  # answers in a row at which a validator's word agreed with the page
_FULL_AFTER = 30 * DAY


def next_due(history: History) -> datetime:
    """When the address should be looked at next."""
    visited = history.visited
    if visited is None:
        return history.first_seen
    missing = history.missing_since
    if history.state == "suspected" and missing is not None:
        confirmation = missing + CONFIRM_AFTER
        second = visited + _SECOND_LOOK
        return max(confirmation, visited + HOUR) if second > confirmation else second
    return visited + _interval(history, visited)


def pick(known: Iterable[History], now: datetime, budget: int, *, fill: bool = False) -> list[str]:
    """The keys to look at in one run, the most urgent first, `budget` of them at most.

    With `fill`, requests that the due ones leave over go to those that will be due next: a crawl
    by hand looks at as much as it may.
    """
    ranked = sorted((-_urgency(history, now), history.key) for history in known)
    return [key for urgency, key in ranked if fill or urgency <= -1][: max(budget, 0)]


def may_ask_conditionally(history: History, now: datetime) -> bool:
    """Whether a 304 from this address would be believed.

    Only where its validators proved right before, and not at every seventh visit nor when the
    last whole answer is a month old: a server or a cache between may lie at any time.
    """
    return (
        history.state == "live"
        and history.proven >= _PROVEN
        and history.visits % FULL_EVERY != 0
        and history.fetched is not None
        and now - history.fetched < _FULL_AFTER
    )


def expected_rate(history: History, at: datetime) -> float:
    """The edits a day to be expected of the article at that time."""
    fading = _PACE / (_days(at - _born(history)) + _START)
    return _restlessness(history, at) * fading + _steady_rate(history, at)


def _urgency(history: History, now: datetime) -> float:
    """1 when due, 2 when waiting twice as long; so nothing waits for ever."""
    visited = history.visited
    if visited is None:
        return float("inf")
    wait = next_due(history) - visited
    return (now - visited) / wait


def _interval(history: History, visited: datetime) -> timedelta:
    if history.state == "gone":
        missed = visited - (history.missing_since or visited)
        return min(max(_GONE, missed), _GONE_LATEST)
    if history.role != "main":
        return _ALIAS if history.role == "alias" else _FORMER
    worthwhile = timedelta(days=_wait(expected_rate(history, visited)))
    return min(max(worthwhile, _SOONEST), _LATEST)


def _wait(rate: float) -> float:
    """Days after which a visit is worth its price: the root of the worth above, by its series."""
    rate = min(rate, _FASTEST)
    step = sqrt(2 * rate * _PRICE)
    return (step + step * step / 3) / rate


def _restlessness(history: History, at: datetime) -> float:
    """The article's own edits against those expected of its like in the time it was watched."""
    born = _born(history)
    expected = _expected(at - born) - _expected(history.first_seen - born)
    return (len(history.edits) + _DOUBT) / (max(expected, 0.0) + _DOUBT)


def _steady_rate(history: History, at: datetime) -> float:
    settled = _born(history) + _SETTLED
    edits = sum(edit > settled for edit in history.edits)
    return (edits + _STEADY_EDITS) / (_days(at - history.first_seen) + _STEADY_DAYS)


def _expected(age: timedelta) -> float:
    return _PACE * log1p(_days(age) / _START)


def _born(history: History) -> datetime:
    """When the article became news; a day without a time says little about a new one."""
    published = history.published
    if published is None:
        return history.first_seen
    if not isinstance(published, datetime):
        published = datetime(published.year, published.month, published.day, tzinfo=VIETNAM)
        if history.first_seen - published < 2 * DAY:
            return history.first_seen
    return min(published, history.first_seen)


def _days(span: timedelta) -> float:
    return max(span / DAY, 0.0)
