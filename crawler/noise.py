"""What a portal's template masked on one article's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler import templates
from crawler.extract import ExtractionError, parse, read
from storage import articles, raws

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crawler.extract.template import Template
    from news.portal import Portal
    from storage.articles import Reading
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Masked:
    """One place that was not read: why not, and the last values seen there, the newest first.

    The first value is that of the stored page. The second comes from the version before, or else
    from the pages that the template was learned from.
    """

    place: str
    why: str
    values: tuple[str, ...]


def masked(store: Store, portal: Portal, article: int) -> list[Masked]:
    """The places masked on the page of the article's current version."""
    looks = templates.load(store, portal.key)
    now = articles.standing(store, article)
    before = articles.version(store, article, now.version - 1)
    seen, template = _on(store, portal, looks, now.reading)
    earlier = _on(store, portal, looks, before)[0] if before else {}
    known = _learned(template) if template else {}
    return [
        Masked(place, known.get(place, ("around text", ()))[0], _last_two(value, candidates))
        for place, value in seen.items()
        for candidates in [[earlier.get(place), *known.get(place, ("", ()))[1]]]
    ]


def _on(
    store: Store, portal: Portal, looks: templates.Templates, stored: Reading
) -> tuple[Mapping[str, str], Template | None]:
    """What today's reader leaves out on a stored page, by place, and the look it has."""
    if stored.raw is None:
        return {}, None
    try:
        page = parse(raws.load(store, stored.raw), stored.final_url, stored.content_type)
        template = looks.match(page).template
        article = read(page, fetched=stored.fetched, portal=portal, template=template)
    except ExtractionError:
        return {}, None
    found: dict[str, str] = {}
    for place, text in article.noise:
        found[place] = f"{found[place]}\n{text}" if place in found else text
    return found, template


def _learned(template: Template) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {mask.place: (mask.why, mask.examples) for mask in template.masks}


def _last_two(value: str, candidates: list[str | None]) -> tuple[str, ...]:
    others: Iterator[str] = (other for other in candidates if other and other != value)
    return (value, *list(others)[:1])
