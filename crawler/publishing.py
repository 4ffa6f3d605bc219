"""Staged visits become part of the store: one transaction for each, and each only once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.extract import READER
from crawler.twins import twin
from news.change import SIGNIFICANCE, Difference
from storage import addresses, articles, changes, raws, runs, visits
from storage.changes import Change
from storage.times import VIETNAM, moment

if TYPE_CHECKING:
    from crawler.weighing import Weighed
    from storage.articles import Reading, Standing
    from storage.runs import Run
    from storage.store import Store
    from storage.visits import Staged

OLD_NEWS = timedelta(days=30)  # what was published longer ago is found, not new
CONFIRMED = timedelta(days=1)  # a page that is missed for less may be a portal's bad hour


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes one run's visits; `final` once the run is over, `absences` if it saw the whole
    portal, so that what was not there may be called missing.
    """

    store: Store
    run: Run
    final: bool = False
    absences: bool = False

    def publish(self, weighed: Weighed) -> None:
        """Take one visit out of staging, whatever it comes to."""
        with self.store.writing() as conn:
            waits = conn.execute(
                "SELECT raw FROM staged WHERE visit = ?", (weighed.visit.id,)
            ).fetchone()
            if waits is None or self._act(weighed) == "wait":
                return
            visits.settle(self.store, [weighed.visit.id])
            if waits["raw"] is not None:
                raws.forget_unused(self.store, {waits["raw"]})

    def _act(self, weighed: Weighed) -> str | None:
        seen = weighed.visit.seen
        if seen.kind == "missing":
            return self._miss(weighed.visit)
        if seen.kind == "unchanged":
            return self._still_there(weighed.visit)
        if seen.kind == "article":
            return self._read(weighed)
        return None

    # -- an article was read ---------------------------------------------------------------

    def _read(self, weighed: Weighed) -> str | None:
        visit = weighed.visit
        asked = articles.at_address(self.store, self.run.portal, visit.seen.key)
        answered = (
            articles.at_address(self.store, self.run.portal, visit.seen.final_key)
            if visit.seen.key != visit.seen.final_key
            else asked
        )
        if visit.same and answered:
            return self._unchanged(visit, answered)
        if weighed.after is None:
            return None
        if answered is None and asked is not None:
            return self._moved(weighed, asked, visit.seen.final_key, visit.seen.final_url)
        if answered is None:
            return self._found(weighed)
        if asked is not None and asked.id != answered.id:
            return self._miss(visit)  # it leads to another article now
        return self._seen_again(weighed, answered)

    def _seen_again(self, weighed: Weighed, standing: Standing) -> str | None:
        seen = weighed.visit.seen
        role = self._role(standing, seen.final_key)
        if role == "main":
            if seen.key != seen.final_key:
                self._also_at(seen.key, seen.url, standing.id)
            return self._update(weighed, standing)
        return self._other_address(weighed, standing)

    def _other_address(self, weighed: Weighed, standing: Standing) -> str | None:
        """An alias or a former address answered: the article's own page decides what it says."""
        seen, after = weighed.visit.seen, weighed.after
        if not self.final:
            return "wait"
        main = addresses.of_article(self.store, standing.id)[0]
        if seen.key == main.key or self._missed(main.id):
            return self._moved(weighed, standing, seen.final_key, seen.final_url)
        parted = after and after.text_digest != standing.reading.text_digest
        if after and parted and self._answered(main.id) and standing.reading.reader == READER:
            return self._appear(weighed, after)  # the twins have parted
        addresses.place(
            self.store, self.run.portal, seen.final_key, seen.final_url, standing.id, "alias"
        )
        return None

    def _found(self, weighed: Weighed) -> str | None:
        """An address never seen before: another door to a known article, or a new article."""
        after, seen = weighed.after, weighed.visit.seen
        if after is None:
            return None
        known = twin(self.store, self.run.portal, after, seen)
        if known is None:
            return self._appear(weighed, after)
        main = addresses.of_article(self.store, known.id)[0]
        if known.state != "live" or self._missed(main.id):
            return self._moved(weighed, known, seen.final_key, seen.final_url, wait=True)
        if not (self._answered(main.id) or self.final):
            return "wait"
        self._also_at(seen.final_key, seen.final_url, known.id)
        self._also_at(seen.key, seen.url, known.id)
        return None

    def _appear(self, weighed: Weighed, after: Reading) -> None:
        seen = weighed.visit.seen
        number = articles.add(self.store, self.run.portal, after)
        addresses.place(self.store, self.run.portal, seen.final_key, seen.final_url, number, "main")
        self._also_at(seen.key, seen.url, number)
        self._validators(weighed.visit, same=False)
        self._record(
            articles.standing(self.store, number),
            "appeared",
            seen.at,
            baseline=self.run.baseline or _is_old(after.article.published, seen.at),
            to_version=1,
        )

    def _update(self, weighed: Weighed, standing: Standing, **more: Any) -> None:
        """The article's own page was read: a change, a refreshed reading, or nothing."""
        visit, before, after = weighed.visit, weighed.before, weighed.after
        found = weighed.difference or Difference()
        if before is None or after is None:
            return
        if found:
            number = articles.add_version(self.store, standing, before, after)
        elif after.content_digest == before.content_digest:
            number = standing.version
            if before != standing.reading:
                articles.refresh(self.store, standing, before)
        else:
            number = standing.version
            articles.refresh(self.store, standing, after)
        self._validators(visit, same=not found)
        self._tell(standing, visit.seen.at, found, number, **more)

    def _tell(
        self,
        standing: Standing,
        at: datetime,
        found: Difference,
        number: int,
        old_url: str | None = None,
    ) -> None:
        """Record what happened to an article that is there: at most one change, or none."""
        now = articles.standing(self.store, standing.id)
        articles.seen(self.store, standing.id, at)
        kind = "returned" if standing.state == "gone" else "moved" if old_url else found.kind
        fields, before, after = found.fields, dict(found.before), dict(found.after)
        if old_url:
            fields, before = ("url", *fields), {"url": old_url, **before}
            after = {"url": now.url, **after}
        if not fields and kind not in ("returned", "moved"):
            runs.count(self.store, self.run.id, unchanged=1)
            return
        self._record(
            now,
            kind,
            at,
            old_url=old_url,
            fields=fields,
            from_version=standing.version,
            to_version=number,
            before=before or None,
            after=after or None,
            missing_since=standing.missing_since if kind == "returned" else None,
            significance=SIGNIFICANCE.get(kind, found.significance),
            grade=kind if kind in SIGNIFICANCE else found.grade,
        )

    def _unchanged(self, visit: Staged, standing: Standing) -> None:
        self._validators(visit, same=True)
        self._tell(standing, visit.seen.at, Difference(), standing.version)

    def _still_there(self, visit: Staged) -> None:
        standing = articles.at_address(self.store, self.run.portal, visit.seen.key)
        if standing is not None:
            self._tell(standing, visit.seen.at, Difference(), standing.version)

    def _moved(
        self, weighed: Weighed, standing: Standing, key: str, url: str, *, wait: bool = False
    ) -> str | None:
        """The article is found at another address, its own leads there or is gone."""
        if not self.final and wait:
            return "wait"
        addresses.place(self.store, self.run.portal, key, url, standing.id, "main")
        if weighed.before is None:
            weighed = replace(weighed, before=standing.reading)
        self._update(weighed, standing, old_url=standing.url)
        return None

    # -- an article was not there ----------------------------------------------------------

    def _miss(self, visit: Staged) -> str | None:
        """A known article's page is missing; what that means is known when the run is over."""
        standing = articles.at_address(self.store, self.run.portal, visit.seen.key)
        if standing is None:
            return None
        if not self.final:
            return "wait"
        if self.absences and self._role(standing, visit.seen.key) == "main":
            self._absent(standing, visit.seen.at)
        return None

    def _absent(self, standing: Standing, at: datetime) -> None:
        if standing.state == "live":
            articles.missing(self.store, standing.id, "suspected", at)
            runs.count(self.store, self.run.id, suspected=1)
        elif standing.state == "suspected" and standing.missing_since:
            if at - moment(standing.missing_since) < CONFIRMED:
                return
            articles.missing(self.store, standing.id, "gone", moment(standing.missing_since))
            self._record(
                standing,
                "vanished",
                at,
                from_version=standing.version,
                missing_since=standing.missing_since,
            )

    # -- small questions and small writes --------------------------------------------------

    def _role(self, standing: Standing, key: str) -> str | None:
        places = addresses.of_article(self.store, standing.id)
        return next((place.role for place in places if place.key == key), None)

    def _missed(self, address: int) -> bool:
        """Whether the address was asked for in this run and had nothing, or led elsewhere."""
        kind, reason = self._last(address)
        return kind == "missing" or reason == visits.REDIRECT

    def _answered(self, address: int) -> bool:
        kind, reason = self._last(address)
        return kind in ("article", "unchanged") and reason != visits.REDIRECT

    def _last(self, address: int) -> tuple[str | None, str | None]:
        row = self.store.row(
            "SELECT kind, reason FROM visits WHERE address = ? AND run = ?"
            " ORDER BY id DESC LIMIT 1",
            (address, self.run.id),
        )
        return (row["kind"], row["reason"]) if row else (None, None)

    def _also_at(self, key: str, url: str, article: int) -> None:
        """Another door to the article, unless the address has its place already."""
        if self.store.row(
            "SELECT 1 FROM addresses WHERE portal = ? AND key = ? AND article IS NOT NULL",
            (self.run.portal, key),
        ):
            return
        addresses.place(self.store, self.run.portal, key, url, article, "alias")

    def _validators(self, visit: Staged, *, same: bool) -> None:
        seen = visit.seen
        if seen.key == seen.final_key:
            addresses.validators(
                self.store, visit.address, seen.etag, seen.last_modified, same=same
            )

    def _record(self, standing: Standing, kind: str, at: datetime, **more: Any) -> None:
        told = {"significance": SIGNIFICANCE.get(kind, 0.0), "grade": kind} | more
        change = Change(
            article=standing.id,
            run=self.run.id,
            at=at,
            kind=kind,
            url=standing.url,
            title=standing.reading.article.title,
            **told,
        )
        counts = changes.record(self.store, change)
        if counts:
            runs.count(self.store, self.run.id, **counts)


def _is_old(published: date | datetime | None, at: datetime) -> bool:
    if published is None:
        return False
    day = published.date() if isinstance(published, datetime) else published
    return day < (at.astimezone(VIETNAM) - OLD_NEWS).date()
