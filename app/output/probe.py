"""What a probe found of a portal, for people and for scripts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.output.text import one_line
from news.record import day_or_time, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.probing.findings import Probed, Section
    from news.article import Article

_PLACES = 6
_BEGINNING = 160  # letters of a sample's text


def as_json(found: Probed) -> dict[str, Any]:
    """A probe as JSON."""
    return {
        "key": found.portal.key,
        "name": found.portal.name,
        "home": found.portal.home,
        "platform": {"name": found.platform, "marks": list(found.marks)},
        "sections": [asdict(section) for section in found.sections],
        "article_pattern": [asdict(shape) for shape in found.shapes],
        "samples": [record(article) for article in found.samples],
        "noise": [asdict(noise) for noise in found.noise],
        "notes": list(found.notes),
        "problem": asdict(found.problem) if found.problem else None,
        "requests": found.requests,
    }


def show_probe(found: Probed) -> None:
    """Print what was found of a portal."""
    click.secho(one_line(found.portal.name), bold=True)
    click.echo(found.portal.home)
    for line in (*_evidence(found), *_samples(found), *_remarks(found)):
        click.echo(" " * (len(line) - len(line.lstrip(" "))) + one_line(line))


def _evidence(found: Probed) -> Iterator[str]:
    marks = ", ".join(f"`{mark}`" for mark in found.marks)
    yield (
        f"\nPlatform: {found.platform} (its pages say {marks})"
        if found.platform
        else ("Platform: none that leaves marks")
    )
    for shape in found.shapes:
        yield f"Articles: {shape.shape} ({shape.count} named), such as {shape.example}"
    yield "Sections: " + (str(len(found.sections)) or "none")
    for section in found.sections:
        yield f"  {_section(section)}"


def _section(section: Section) -> str:
    named = f"{section.items}{'+' if section.paging else ''} articles"
    newest = f", newest {section.newest}" if section.newest else ""
    paging = f", goes on by {_PAGING[section.paging]}" if section.paging else ", one page"
    return f"{section.title or 'untitled'}: {named}{newest}{paging}: {section.url}"


_PAGING = {
    "link": "links to further pages",
    "postback": "posted forms (__doPostBack)",
    "endpoint": "an address its script asks",
    "button": "a “more” button",
}


_WHY = {
    "turns": "other words at each fetch",
    "list": "links to other pages",
    "repeats": "the same on most pages",
    "apart": "outside the article",
}


def _samples(found: Probed) -> Iterator[str]:
    if found.samples:
        yield "Samples, as read:"
    for article in found.samples:
        facts = [day_or_time(article.published) or "no date", ", ".join(article.authors)]
        extras = [f"{len(article.text):,} letters", *_counted(article)]
        yield f"  {article.title} ({'; '.join(part for part in (*facts, *extras) if part)})"
        yield f"    {article.text[:_BEGINNING]}{'…' if len(article.text) > _BEGINNING else ''}"


def _counted(article: Article) -> Iterator[str]:
    for name, things in (("picture", article.images), ("file", article.attachments)):
        if things:
            yield f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _remarks(found: Probed) -> Iterator[str]:
    if found.noise:
        yield f"Noise: {len(found.noise)} places that are never part of an article, such as"
    for noise in found.noise[:_PLACES]:
        yield f"  {_WHY[noise.why]}: {' / '.join(f'“{one}”' for one in noise.examples)}"
    for note in found.notes:
        yield f"Note: {note}"
    yield f"{found.requests} requests, robots.txt included."
