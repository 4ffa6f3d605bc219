"""Messages about news: what changed, where, and how it read before and after."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from news.diff import diff_values
from news.redline import as_segments, in_marks
from news.text import squeeze
from news.zone import VIETNAM
from scheduler.wording import wording
from storage.outbox import BASELINE, Draft
from storage.times import moment, published_on
from storage.times import shown as shown_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.channels import Language
    from scheduler.wording import Wording
    from storage.history import Change, Record

LONGEST_DIFF = 3000  # characters; the smallest of the usual channels takes 4096 in all
LONGEST_IN_DIGEST = 400
LONGEST_TEASER = 400
SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One change with the article as it stands and the name of its portal."""

    change: Change
    article: Record
    portal: str


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a digest covers."""

    since: datetime
    until: datetime


def about(item: Item, language: Language) -> Draft:
    """The message about one change."""
    words = wording(language)
    change = item.change
    lines = [change.title, *_facts(item, words), *_story(item, words, LONGEST_DIFF), change.url]
    return Draft(
        key=f"C{change.id}",
        kind=change.kind,
        subject=_subject(f"[{item.portal}] {words.kinds[change.kind]}: {change.title}"),
        body="\n".join(lines),
        change=change.id,
    )


def digest(items: Sequence[Item], baseline: int, period: Period, language: Language) -> Draft:
    """One message about all changes of a day or a week, portal by portal."""
    words = wording(language)
    since, until = shown(period.since), shown(period.until)
    lines = [words.summary.format(since, until, len(items))]
    by_portal = sorted(items, key=lambda item: (item.portal, item.change.id))
    for portal, group in groupby(by_portal, key=lambda item: item.portal):
        lines += ["", f"== {portal} =="]
        for item in group:
            kind = words.kinds[item.change.kind]
            lines += ["", f"* {kind}: {item.change.title}", *_facts(item, words)]
            lines += _changed(item.change, words, LONGEST_IN_DIGEST)
            lines.append(item.change.url)
    if baseline:
        lines += ["", words.baseline.format(baseline)]
    day = period.until.astimezone(VIETNAM).strftime("%d/%m/%Y")
    key = f"digest:{items[0].change.id}-{items[-1].change.id}"
    return Draft(key, "digest", words.digest.format(day, len(items)), "\n".join(lines))


def baseline(portal: str, count: int, run: int, language: Language) -> Draft:
    """The one message about what a portal's first crawl found, which is no news."""
    said = wording(language).first.format(count)
    return Draft(f"{BASELINE}{run}", "baseline", _subject(f"[{portal}] {said}"), said)


def as_record(change: Change) -> dict[str, Any]:
    """A change as `khcn changes --json` shows it."""
    times = {"at": shown_time(change.at), "missing_since": shown_time(change.missing_since)}
    return asdict(change) | times


def shown(at: datetime) -> str:
    """A moment as a reader in Vietnam sees it."""
    return at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def _subject(text: str) -> str:
    line = squeeze(text)
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1] + "…"


def _facts(item: Item, words: Wording) -> Iterator[str]:
    change, published = item.change, published_on(item.article.published)
    if change.kind == "appeared" and published:
        has_time = isinstance(published, datetime)
        yield words.published.format(
            published.strftime("%H:%M %d/%m/%Y" if has_time else "%d/%m/%Y")
        )
    if change.old_url:
        yield words.was_at.format(change.old_url)
    if change.missing_since:
        yield words.missing_since.format(shown(moment(change.missing_since)))


def _story(item: Item, words: Wording, limit: int) -> Iterator[str]:
    """What is new, with an empty line on both sides: a teaser, or the difference."""
    found = list(_changed(item.change, words, limit))
    if item.change.kind == "appeared":
        text = squeeze(item.article.summary or item.article.text)
        found = [text if len(text) <= LONGEST_TEASER else text[:LONGEST_TEASER] + "…"]
    yield from ["", *found, ""] if found else [""]


def _changed(change: Change, words: Wording, limit: int) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    for name in change.fields:
        text = _redline(before.get(name), after.get(name), words)
        cut = text if len(text) <= limit else f"{text[:limit]}\n{words.cut}"
        yield f"{words.fields.get(name, name)}: {cut}"


def _redline(before: Any, after: Any, words: Wording) -> str:
    """Old words as [-cũ-], new ones as {+mới+}; that a paragraph moved, in the channel's words."""
    return "".join(
        words.moved if style == "note" else in_marks(style, text)
        for style, text in as_segments(diff_values(before, after))
    )
