"""What happened to an article, told once: its record in `changes` and in the run's counters."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from news.change import Difference
from news.grade import SIGNIFICANCE
from news.zone import VIETNAM
from storage import articles, changes, runs
from storage.changes import NewChange

if TYPE_CHECKING:
    from news.article import Article
    from storage.articles import Standing
    from storage.files import ReplacedFile
    from storage.runs import Run
    from storage.store import Store

OLD_NEWS = timedelta(days=30)  # what was published longer ago is found, not new
NOTHING = Difference()


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what one run found."""

    store: Store
    run: Run

    def appeared(self, number: int, article: Article, at: datetime, *, news: bool = True) -> None:
        """A new article; no news when it only was new to us, or is a static page to watch."""
        change = NewChange(
            article=number,
            run=self.run.id,
            at=at,
            kind="appeared",
            url=article.url,
            title=article.title,
            significance=SIGNIFICANCE["appeared"],
            grade="appeared",
            baseline=not news or self.run.baseline or _is_old(article.published, at),
            to_version=1,
        )
        self._record(change)

    def there(
        self,
        was: Standing,
        at: datetime,
        found: Difference = NOTHING,
        *,
        version: int | None = None,
        old_url: str | None = None,
    ) -> None:
        """The article is there: returned, moved or edited, named by the first, or as it was."""
        articles.seen(self.store, was.id, at)
        kind = "returned" if was.state == "gone" else "moved" if old_url else found.kind
        if not found and kind not in ("returned", "moved"):
            runs.count(self.store, self.run.id, unchanged=1)
            return
        now = articles.standing(self.store, was.id)
        change = self._change(now, kind, at, found)
        change = replace(
            change,
            from_version=was.version,
            to_version=version or was.version,
            missing_since=was.missing_since if kind == "returned" else None,
        )
        self._record(_with_address(change, old_url))

    def file_replaced(self, was: Standing, file: ReplacedFile) -> None:
        """A file stands at its old address under its old name, and is another one."""
        offered = [asdict(one) for one in was.reading.article.attachments if one.url == file.url]
        change = NewChange(
            article=was.id,
            run=self.run.id,
            at=file.at,
            kind="edited",
            url=was.url,
            title=was.reading.article.title,
            significance=SIGNIFICANCE["attachment"],
            grade="attachment",
            fields=("attachments",),
            from_version=was.version,
            to_version=was.version,
            before={"attachments": [one | {"sha256": file.was} for one in offered]},
            after={"attachments": [one | {"sha256": file.now} for one in offered]},
        )
        counts = changes.record(self.store, change)
        if counts:  # the page itself was found as it was
            runs.count(self.store, self.run.id, unchanged=-1, **counts)

    def vanished(self, was: Standing, at: datetime) -> None:
        """The article is confirmed not to be there any more."""
        change = self._change(was, "vanished", at)
        self._record(replace(change, from_version=was.version, missing_since=was.missing_since))

    def _change(
        self, article: Standing, kind: str, at: datetime, found: Difference = NOTHING
    ) -> NewChange:
        whole = kind in SIGNIFICANCE  # the kinds that always matter in full
        return NewChange(
            article=article.id,
            run=self.run.id,
            at=at,
            kind=kind,
            url=article.url,
            title=article.reading.article.title,
            significance=SIGNIFICANCE[kind] if whole else found.significance,
            grade=kind if whole else found.grade,
            fields=found.fields,
            before=found.before or None,
            after=found.after or None,
        )

    def _record(self, change: NewChange) -> None:
        counts = changes.record(self.store, change)
        if counts:
            runs.count(self.store, self.run.id, **counts)


def _with_address(change: NewChange, old_url: str | None) -> NewChange:
    """The same change of an article that is found elsewhere now."""
    if old_url is None:
        return change
    return replace(
        change,
        old_url=old_url,
        fields=("url", *change.fields),
        before={"url": old_url, **(change.before or {})},
        after={"url": change.url, **(change.after or {})},
    )


def _is_old(published: date | datetime | None, at: datetime) -> bool:
    if published is None:
        return False
    day = published.date() if isinstance(published, datetime) else published
    return day < (at.astimezone(VIETNAM) - OLD_NEWS).date()
