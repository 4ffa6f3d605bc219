"""When a portal's template is learned: from the pages of a look that is not known yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler import templates
from crawler.extract import READER, ExtractionError, read
from crawler.extract.learning import FEWEST, Sample, learn
from crawler.kept_pages import kept_page, staged_page
from crawler.refining import refine
from news.digest import content_digest, text_digest
from storage import articles, visits
from storage import templates as kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from crawler.extract.template import Template
    from crawler.templates import Templates
    from news.portal import Portal
    from storage.runs import Run
    from storage.store import Store
    from storage.visits import Staged

ENOUGH = 24  # pages of an unknown look seen by a run that need not wait for more
MOST = 12  # pages to learn from; more teach little that is new, and take a millisecond each


def renew(store: Store, run: Run, portal: Portal) -> Templates:
    """The portal's templates, with a new one where this run met a look, or a place, not known."""
    staged = list(visits.staged(store, run.id))
    known = _refined(store, portal, _learned(store, portal, staged), staged)
    for visit in staged:
        if visit.seen.kind == "unreadable" and visit.raw is not None and known.by_epoch:
            _try_again(store, portal, known, visit)
    return known


def _refined(store: Store, portal: Portal, known: Templates, staged: Sequence[Staged]) -> Templates:
    """The templates, one replaced where this run's pages of its look taught more."""
    found = refine(store, portal, known, staged)
    if found is None:
        return known
    at = max(visit.seen.at for visit in staged)
    with store.writing():
        renewed = _keep(store, portal, found.template, at)
        kept.forget(store, portal.key, found.epoch)
    return replace(
        renewed, by_epoch={e: t for e, t in renewed.by_epoch.items() if e != found.epoch}
    )


def _learned(store: Store, portal: Portal, staged: Sequence[Staged]) -> Templates:
    known = templates.load(store, portal.key)
    unknown = {
        visit.seen.final_key: visit
        for visit in staged
        if visit.seen.kind == "article" and visit.raw is not None and visit.seen.epoch is None
    }
    samples = _unknown_samples(store, known, unknown, staged)
    if staged and not known.by_epoch and kept.load(store, portal.key):
        samples += _stored_samples(store, portal.key, MOST - len(samples))
    found = learn(samples, portal) if len(samples) >= FEWEST else None
    if found is None:
        return known
    return _keep(store, portal, found, max(visit.seen.at for visit in staged))


def _keep(store: Store, portal: Portal, found: Template, at: datetime) -> Templates:
    epoch = max((one.epoch for one in kept.load(store, portal.key)), default=0) + 1
    kept.save(store, portal.key, epoch, found.as_json(), pages=found.pages, at=at)
    return templates.load(store, portal.key)


def _unknown_samples(
    store: Store, known: Templates, unknown: dict[str, Staged], staged: Sequence[Staged]
) -> list[Sample]:
    """Pages of this run whose look none of the templates knows."""
    second = {v.seen.final_key: v for v in staged if v.seen.reason == visits.AGAIN}
    pairs = [(visit, second.get(key)) for key, visit in unknown.items()]
    found = _samples(store, _spread(pairs))
    return [sample for sample in found if not known.match(sample.page).epoch]


def _stored_samples(store: Store, portal: str, count: int) -> list[Sample]:
    """Pages stored earlier, where an older learner's templates can no longer be used."""
    found = []
    for was in articles.latest(store, portal, count):
        reading = was.reading
        page = kept_page(store, reading.raw, reading.final_url, reading.content_type)
        if page is not None:
            found.append(Sample(page, None, reading.fetched))
    return found


def _spread(pairs: Sequence[tuple[Staged, Staged | None]]) -> list[tuple[Staged, Staged | None]]:
    """The pages seen twice, and others from the whole of the run."""
    twice = [pair for pair in pairs if pair[1] is not None]
    once = [pair for pair in pairs if pair[1] is None]
    step = max(len(once) // max(MOST - len(twice), 1), 1)
    return [*twice, *once[::step]][:MOST]


def _samples(store: Store, pairs: Sequence[tuple[Staged, Staged | None]]) -> Iterator[Sample]:
    for visit, again in pairs:
        page = staged_page(store, visit)
        if page is not None:
            yield Sample(page, staged_page(store, again) if again else None, visit.seen.at)


def _try_again(store: Store, portal: Portal, known: Templates, visit: Staged) -> None:
    """Read a page that could not be read before its look was known."""
    page, seen = staged_page(store, visit), visit.seen
    epoch, template = known.match(page) if page else (None, None)
    if page is None or template is None:
        return
    try:
        article = read(page, fetched=seen.at, portal=portal, template=template)
    except ExtractionError:
        return
    found = replace(
        seen,
        kind="article",
        reason=None,
        article=article,
        content_digest=content_digest(article),
        text_digest=text_digest(article),
        reader=READER,
        epoch=epoch,
    )
    visits.amend(store, visit, found)
