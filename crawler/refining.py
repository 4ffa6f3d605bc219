"""When a known look shows more than its template knows: noise that came later is learned too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extract import ExtractionError, read
from crawler.extract.cover import recognise
from crawler.extract.edges import is_worded
from crawler.extract.learning import FEWEST, Sample, learn
from crawler.extract.standing import lines_within
from crawler.kept_pages import kept_page, staged_page
from news.change import compare
from storage import articles, visits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.extract import Page
    from crawler.extract.template import Mask, Template
    from crawler.templates import Templates
    from news.article import Article
    from news.portal import Portal
    from storage.store import Store
    from storage.visits import Staged

MOST = 12  # pages to learn from and to try on; more teach little, and take some milliseconds each
PAIRS = 60  # pages beside what is stored of them; enough for a dozen sayings, under a second
LEAST_TURNS = 2  # each way: a paragraph taken from one notice and put into others goes but once
HALF = 0.5  # of the articles looked at; editors do not change more of them between two looks


@dataclass(frozen=True, slots=True)
class Refined:
    """A better template of a look, and the epoch of the one that it replaces."""

    epoch: int
    template: Template


@dataclass(frozen=True, slots=True)
class _Case:
    """Two pages of one article: seen twice in a run, or as stored and as found now."""

    page: Page
    other: Page
    is_twice: bool


def refine(
    store: Store, portal: Portal, known: Templates, staged: Sequence[Staged]
) -> Refined | None:
    """What this run's pages of a known look teach besides, where they do not stand still.

    Either a page read otherwise when it was fetched again at once, or half of the articles looked
    at read otherwise than stored. What is learned is believed where it settles that.
    """
    changed = [visit for visit in staged if _is_changed(visit)]
    epoch = next(iter(Counter(v.seen.epoch for v in changed).most_common(1)), (None, 0))[0]
    old = known.by_epoch.get(epoch) if epoch is not None else None
    if old is None or epoch is None:
        return None
    mine = [visit for visit in changed if visit.seen.epoch == epoch]
    looked = len({v.seen.key for v in staged if v.seen.kind == "article"})
    is_most = len(mine) >= max(FEWEST, HALF * looked)
    turning = _with_passing(store, portal, old, mine)
    cases = list(_cases(store, portal, mine, staged, with_stored=is_most))
    better = _relearned(store, portal, turning or old, cases, is_most=is_most) or turning
    return Refined(epoch, better) if better else None


def _relearned(
    store: Store, portal: Portal, old: Template, cases: list[_Case], *, is_most: bool
) -> Template | None:
    """What these pages teach besides, if it settles half of what does not stand still."""
    unsettled = [case for case in cases if _differs(case, old, portal)]
    if not (any(case.is_twice for case in unsettled) or (unsettled and is_most)):
        return None
    found = learn(_samples(store, portal, cases, old), portal)
    if found is None or not all(recognise(case.page, found) for case in cases):
        return None
    better = _with_masks(found, old)
    left = sum(_differs(case, better, portal) for case in cases)
    return better if left * 2 <= len(unsettled) else None


def _with_passing(
    store: Store, portal: Portal, old: Template, changed: list[Staged]
) -> Template | None:
    """The template with the lines that pages of this run gained and others lost, if any.

    Nobody edits like that: a saying that turns with every visit is gone from one article and
    there on another, where a new remark only comes.
    """
    came, went = Counter[str](), Counter[str]()
    for visit in changed[:: max(len(changed) // PAIRS, 1)] if len(changed) >= FEWEST else ():
        now, was = staged_page(store, visit), _stored(store, portal, visit)
        if now and was and recognise(now, old) and recognise(was, old):
            mine, theirs = lines_within(now, old.body), lines_within(was, old.body)
            came.update(mine - theirs)
            went.update(theirs - mine)
    turning = {
        text
        for text in came.keys() & went.keys()
        if min(came[text], went[text]) >= LEAST_TURNS and is_worded(text)
    }
    new = turning.difference(old.known)
    return replace(old, passing=_both(old.passing, tuple(new))) if new else None


def _is_changed(visit: Staged) -> bool:
    seen = visit.seen
    return seen.kind == "article" and visit.raw is not None and seen.epoch is not None


def _cases(
    store: Store,
    portal: Portal,
    changed: list[Staged],
    staged: Sequence[Staged],
    *,
    with_stored: bool,
) -> Iterator[_Case]:
    """The pages fetched twice, and where most have changed others beside what is stored of them."""
    again = {v.seen.final_key: v for v in staged if v.seen.reason == visits.AGAIN}
    step = max(len(changed) // MOST, 1)
    spread = {visit.id for visit in changed[::step][:MOST]}
    for visit in changed:
        second = again.get(visit.seen.final_key)
        if second is None and not (with_stored and visit.id in spread):
            continue
        page = staged_page(store, visit)
        other = staged_page(store, second) if second else _stored(store, portal, visit)
        if page and other:
            yield _Case(page, other, is_twice=second is not None)


def _stored(store: Store, portal: Portal, visit: Staged) -> Page | None:
    known = articles.at_address(store, portal.key, visit.seen.final_key)
    if known is None:
        return None
    was = known.reading
    return kept_page(store, was.raw, was.final_url, was.content_type)


def _samples(store: Store, portal: Portal, cases: list[_Case], old: Template) -> list[Sample]:
    """The pages of the cases, with stored ones of the same look where they are too few."""
    found = [Sample(case.page, case.other if case.is_twice else None) for case in cases][:MOST]
    for was in articles.latest(store, portal.key, 2 * MOST) if len(found) < MOST else ():
        reading = was.reading
        page = kept_page(store, reading.raw, reading.final_url, reading.content_type)
        if page and recognise(page, old) and page.url not in {s.page.url for s in found}:
            found.append(Sample(page, None, reading.fetched))
    return found[:MOST]


def _differs(case: _Case, template: Template, portal: Portal) -> bool:
    one, other = (_read(page, template, portal) for page in (case.page, case.other))
    return one is not None and other is not None and bool(compare(one, other))


def _read(page: Page, template: Template, portal: Portal) -> Article | None:
    try:
        return read(page, portal=portal, template=template)
    except ExtractionError:
        return None


def _with_masks(found: Template, old: Template) -> Template:
    """What was learned now, with what was learned before where both know one place of the text."""
    if found.body != old.body:
        return found
    places = {mask.place for mask in found.masks}
    kept: tuple[Mask, ...] = tuple(mask for mask in old.masks if mask.place not in places)
    return replace(
        found,
        masks=found.masks + kept,
        tails=_both(found.tails, old.tails),
        strays=_both(found.strays, old.strays),
        ends=_both(found.ends, old.ends),
        counts=_both(found.counts, old.counts),
        fickle=_both(found.fickle, old.fickle),
        passing=_both(found.passing, old.passing),
    )


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))
