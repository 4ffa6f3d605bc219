"""Staged visits become part of the store: one transaction for each, and each only once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.extract import READER
from crawler.look import WATCHED
from crawler.publication.telling import NOTHING, Teller
from crawler.publication.twins import predecessor, twin
from crawler.publication.weighing import against, is_list_run_dry
from news.urls import host_of, same_site
from storage import addresses, articles, packs, runs, visits
from storage.times import moment

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.publication.second_reading import SecondReader
    from crawler.publication.weighing import Weighed
    from news.portal import Portal
    from storage.articles import Reading, Standing
    from storage.runs import Run
    from storage.store import Store
    from storage.visits import Sighting, Staged

CONFIRMED = timedelta(days=1)  # a page that is missed for less may be a portal's bad hour

SETTLED, WAITS = True, False  # what a visit is once it was looked at: done with, or too early


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes one run's visits.

    `final` once the run is over; `absences` if it saw the whole portal, so that what was not
    there may be called missing. `portal` is the portal as its file says it is now.
    """

    store: Store
    run: Run
    reader: SecondReader
    final: bool = False
    absences: bool = False
    portal: Portal | None = None

    def publish(self, weighed: Weighed) -> None:
        """Take one visit out of staging, unless a later moment of the run has to decide on it."""
        visit = weighed.visit
        with self.store.writing():
            if not visits.waits(self.store, visit.id) or self._settle(weighed) is WAITS:
                return
            visits.settle(self.store, [visit.id])
            if visit.raw is not None:
                packs.forget_unused(self.store, [visit.raw])

    def _settle(self, weighed: Weighed) -> bool:
        visit, kind = weighed.visit, weighed.visit.seen.kind
        if visit.same and weighed.standing and addresses.is_main(self.store, visit.address):
            self._keep_validators(visit, same=True)
            self._tell.there(weighed.standing, visit.seen.at)
            return SETTLED
        if kind == "article":
            return self._read(weighed)
        standing = self._at(weighed.visit.seen.key)
        if standing is None:
            return SETTLED
        if kind == "missing":
            return self._missed(weighed.visit, standing)
        if kind == "unchanged":
            self._tell.there(standing, weighed.visit.seen.at)
        return SETTLED

    @property
    def _tell(self) -> Teller:
        return Teller(self.store, self.run)

    def _at(self, key: str) -> Standing | None:
        return articles.at_address(self.store, self.run.portal, key)

    def _answered(self, standing: Standing) -> bool | None:
        """Whether the article's own address showed it in this run."""
        main = addresses.of_article(self.store, standing.id)[0]
        if self._has_left(main.url):
            return False
        return addresses.answered(self.store, main.id, self.run.id)

    def _has_left(self, url: str) -> bool:
        """Whether an address lies on a host that is the portal's no more, by its file."""
        if self.portal is None or same_site(url, self.portal.home):
            return False
        return host_of(url) not in self.portal.about.hosts

    def _read(self, weighed: Weighed) -> bool:
        """A page was read as an article: a known one, one that moved, or one at a new address."""
        seen = weighed.visit.seen
        asked = self._at(seen.key)
        here = asked if seen.key == seen.final_key else self._at(seen.final_key)
        if here is None and asked is None:
            return self._at_new_address(weighed)
        if here is None and asked is not None:
            return self._moved(weighed, asked)
        if here is None:
            return SETTLED
        if asked is not None and asked.id != here.id:
            return self._missed(weighed.visit, asked)  # it leads to another article now
        return self._at_known_address(weighed, here)

    def _at_known_address(self, weighed: Weighed, standing: Standing) -> bool:
        seen = weighed.visit.seen
        main = addresses.of_article(self.store, standing.id)[0]
        if seen.final_key != main.key:
            return self._at_side_door(weighed, standing)
        if seen.key != main.key:
            addresses.add_alias(self.store, self.run.portal, seen.key, seen.url, standing.id)
            if addresses.answered(self.store, main.id, self.run.id):
                return SETTLED  # the address it leads to was looked at by itself
        if standing.url != seen.final_url:  # http became https, a parameter went: the same page
            addresses.place(
                self.store, self.run.portal, main.key, seen.final_url, standing.id, "main"
            )
        self._update(weighed, standing)
        return SETTLED

    def _at_side_door(self, weighed: Weighed, standing: Standing) -> bool:
        """An alias or a former address answered; the article's own page says what it reads."""
        if not self.final:
            return WAITS
        seen, after, answered = weighed.visit.seen, weighed.after, self._answered(standing)
        if answered is False:
            return self._moved(weighed, standing)
        parted = after is not None and after.text_digest != standing.reading.text_digest
        if parted and answered and standing.reading.reader == READER:
            return self._appear(weighed)
        addresses.place(
            self.store, self.run.portal, seen.final_key, seen.final_url, standing.id, "alias"
        )
        return SETTLED

    def _at_new_address(self, weighed: Weighed) -> bool:
        """An address never seen before: another door to a known article, or a new article."""
        after, seen = weighed.after, weighed.visit.seen
        if after is None or is_list_run_dry(self.store, self.run, weighed.visit):
            return SETTLED
        known = twin(self.store, self.run.portal, after, seen)
        if known is None and not self.final and self._is_worded_alike(after):
            return WAITS  # the other one's address may yet lead here
        if known is None:
            return self._carries_on(weighed, after)
        answered = self._answered(known)
        if answered is not True and not self.final:
            return WAITS
        if answered is False or (known.state != "live" and not answered):
            return self._moved(weighed, known)
        self._also_at(seen, known.id)
        return SETTLED

    def _is_worded_alike(self, after: Reading) -> bool:
        return any(articles.with_text(self.store, self.run.portal, after.text_digest))

    def _carries_on(self, weighed: Weighed, after: Reading) -> bool:
        """No known article says this; one that is gone may have been given a new title too."""
        known = None
        if not self.run.baseline:  # nothing has had the time to move
            known = predecessor(self.store, self.run.portal, after, self.run.id)
        if known is None:
            return self._appear(weighed)
        answered = self._answered(known)
        if answered is None and not self.final:
            return WAITS
        if answered is False or (known.state != "live" and not answered):
            return self._moved(weighed, known)
        return self._appear(weighed)

    def _also_at(self, seen: Sighting, article: int) -> None:
        addresses.add_alias(self.store, self.run.portal, seen.final_key, seen.final_url, article)
        addresses.add_alias(self.store, self.run.portal, seen.key, seen.url, article)

    def _appear(self, weighed: Weighed) -> bool:
        seen, after = weighed.visit.seen, weighed.after
        if after is not None:
            number = articles.add(self.store, self.run.portal, after)
            addresses.place(
                self.store, self.run.portal, seen.final_key, seen.final_url, number, "main"
            )
            self._also_at(seen, number)
            self._keep_validators(weighed.visit, same=False)
            news = seen.reason != WATCHED
            self._tell.appeared(number, after.article, seen.at, news=news)
        return SETTLED

    def _moved(self, weighed: Weighed, standing: Standing) -> bool:
        """The article is found at another address; its own leads there or is gone."""
        seen = weighed.visit.seen
        addresses.place(
            self.store, self.run.portal, seen.final_key, seen.final_url, standing.id, "main"
        )
        if weighed.before is None and weighed.after is not None:
            forms = runs.forms(self.store, self.run.id)
            weighed = against(self.reader, weighed.visit, standing, weighed.after, forms)
        self._update(weighed, standing, old_url=standing.url)
        return SETTLED

    def _update(self, weighed: Weighed, standing: Standing, *, old_url: str | None = None) -> None:
        """The article's page was read: a version, a refreshed reading, or as it was."""
        found = weighed.difference or NOTHING
        version = self._keep_reading(weighed, standing)
        self._keep_validators(weighed.visit, same=not found)
        self._tell.there(standing, weighed.visit.seen.at, found, version=version, old_url=old_url)

    def _keep_reading(self, weighed: Weighed, standing: Standing) -> int:
        """The number of the version that the article has now."""
        before, after = weighed.before or standing.reading, weighed.after
        if after is None:
            return standing.version
        if weighed.difference:
            return articles.add_version(self.store, standing, before, after)
        # What today's reader makes of the stored page is kept where it says the same; else the
        # portal has a new look, and the newer page is the one to compare with next time.
        now = before if after.content_digest == before.content_digest else after
        if now != standing.reading:
            articles.refresh(self.store, standing, now)
        return standing.version

    def _keep_validators(self, visit: Staged, *, same: bool) -> None:
        seen = visit.seen
        if seen.key == seen.final_key:
            addresses.validators(
                self.store, visit.address, seen.etag, seen.last_modified, same=same
            )

    def _missed(self, visit: Staged, standing: Standing) -> bool:
        """A known article's page is not there; what that means is known when the run is over."""
        if not self.final:
            return WAITS
        main = addresses.of_article(self.store, standing.id)[0]
        if self.absences and main.key == visit.seen.key:
            self._absent(standing, visit.seen.at)
        return SETTLED

    def _absent(self, standing: Standing, at: datetime) -> None:
        if standing.state == "live":
            articles.missing(self.store, standing.id, "suspected", at)
            runs.count(self.store, self.run.id, suspected=1)
        elif standing.state == "suspected" and standing.missing_since:
            since = moment(standing.missing_since)
            if at - since >= CONFIRMED:
                articles.missing(self.store, standing.id, "gone", since)
                self._tell.vanished(standing, at)
