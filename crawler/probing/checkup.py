"""What a probe shows held against what the store expects: what broke, since when, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from crawler.probing.addresses import shapes_of, share_a_shape
from news.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.probing.findings import Probed
    from news.portal import Portal
    from storage.addresses import KnownAddress
    from storage.expectation import Expectation

Health = Literal["ok", "changed", "broken", "new"]
Grade = Literal["broken", "changed", "note"]


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that is not as it was: a word, a sentence, and when it was last as expected.

    `last_good` is UTC, None where it is not known to have worked.
    """

    what: str
    grade: Grade
    sentence: str
    last_good: str | None = None


@dataclass(frozen=True, slots=True)
class Checkup:
    """How a portal is: its breaks, worst first, and the first failing run in a row (UTC)."""

    portal: str
    health: Health
    breaks: tuple[Break, ...]
    since: str | None
    last_ok: str | None
    requests: int


def with_lists(portal: Portal, expected: Expectation | None) -> Portal:
    """The portal with the lists to look at again."""
    known = tuple(one.url for one in expected.listings) if expected else ()
    return replace(portal, sections=(*portal.sections, *known))


def to_look_at(
    known: Mapping[str, KnownAddress], expected: Expectation | None
) -> dict[str, KnownAddress]:
    """The known articles to look at again."""
    wanted = {canonical(url) for url in expected.articles} if expected else set()
    return {key: one for key, one in known.items() if key in wanted}


def check(found: Probed, expected: Expectation | None) -> Checkup:
    """What a person should know of a portal now."""
    breaks = sorted(_breaks(found, expected), key=lambda one: ORDER.index(one.grade))
    worst = breaks[0].grade if breaks else "note"
    health: Health = "new" if expected is None else "ok"
    return Checkup(
        portal=found.portal.key,
        health=health if worst == "note" else worst,
        breaks=tuple(breaks),
        since=expected.since if expected and worst == "broken" else None,
        last_ok=expected.last_ok if expected else None,
        requests=found.requests,
    )


ORDER: tuple[Grade, ...] = ("broken", "changed", "note")


def _breaks(found: Probed, expected: Expectation | None) -> Iterator[Break]:
    last_ok = expected.last_ok if expected else None
    if found.problem is not None:
        yield Break(found.problem.reason, "broken", found.problem.sentence, last_ok)
    elif expected is not None:
        yield from _of_lists(found, expected)
        yield from _of_articles(found, expected)
        yield from _of_addresses(found, expected)
        yield from _of_platform(found)
    if expected is not None:
        yield from _of_runs(found, expected)
    for note in found.notes:
        yield Break("note", "note", note)


def _of_lists(found: Probed, expected: Expectation) -> Iterator[Break]:
    faults = [(one, found.lists.get(one.url)) for one in expected.listings]
    bad = [(one, fault) for one, fault in faults if fault]
    grade: Grade = "broken" if bad and len(bad) * 2 >= len(faults) else "changed"
    for one, fault in bad:
        said = (
            f"the list {one.url} {fault}; see with a browser whether the portal has arranged its"
            " sections anew; a crawl finds new ones by itself"
        )
        yield Break("list", grade, said, one.last_good)


def _of_articles(found: Probed, expected: Expectation) -> Iterator[Break]:
    bad = {url: fault for url, fault in found.known.items() if fault}
    grade: Grade = "broken" if bad and len(bad) == len(found.known) > 1 else "changed"
    for url, fault in bad.items():
        said = (
            f"the article {url} {fault}; `khcn crawl {expected.portal}` finds out whether it has"
            " moved or is gone"
        )
        yield Break("article", grade, said)


def _of_addresses(found: Probed, expected: Expectation) -> Iterator[Break]:
    named = [shape.example for shape in found.shapes]
    if not named or not expected.addresses or share_a_shape(named, expected.addresses):
        return
    before = shapes_of(expected.addresses)[0].shape
    said = (
        f"articles were written {before} and are written {found.shapes[0].shape} now: the portal"
        f" runs on another system; `khcn crawl {expected.portal} --full` joins their histories"
    )
    yield Break("addresses", "changed", said)


def _of_platform(found: Probed) -> Iterator[Break]:
    before, now = found.portal.platform, found.platform
    if before and now and before != now:
        said = f"its file says platform {before}, its pages say {now}: correct or drop the key"
        yield Break("platform", "changed", said)


def _of_runs(found: Probed, expected: Expectation) -> Iterator[Break]:
    if expected.held_run is not None:
        said = f"run {expected.held_run} waits: `khcn review {expected.held_run} accept|drop`"
        yield Break("held", "changed", said)
    if canonical(expected.home) != canonical(found.portal.home):
        said = f"its home was {expected.home} when it was last crawled; the file says otherwise now"
        yield Break("home", "note", said)
    if expected.outcome in {"failed", "partial"}:
        again = "" if found.problem else f"; it answers now, so `khcn crawl {expected.portal}`"
        runs = f"its last {expected.failing} runs" if expected.failing > 1 else "its last run"
        why = f" ({expected.reason})" if expected.reason else ""
        yield Break("runs", "note", f"{runs} ended {expected.outcome}{why}{again}")
