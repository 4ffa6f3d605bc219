"""The plan of one crawl of one portal: what to ask next, and what each answer is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from crawler.discover import fragments, platform, start
from crawler.discover.articles import Articles
from crawler.discover.ask import Answer, Ask, Findings
from crawler.discover.footprints import Footprints
from crawler.discover.frontier import Frontier
from crawler.discover.judging import Judge, Kind
from crawler.discover.late import Late
from crawler.discover.listings import Listings
from crawler.discover.maps import Maps
from crawler.discover.pattern import made_up
from crawler.discover.survey import Survey, base_of
from crawler.discover.surveyor import Surveyor
from crawler.look import WATCHED
from news import urls

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from crawler.discover.paging import Step
    from crawler.extract import Page
    from crawler.look import ListingHint
    from crawler.options import Mode
    from news.portal import Portal

_MOST_STARTS = 3  # a splash, a choice of language, a frame; more is a circle
_BARE_LINKS = 3  # a page that only leads to another site says little else
# Asks that are not to be made say nothing of whether the listings could be walked.
_REFUSED = frozenset(("robots", "private_address", "redirect_offsite", "bad_address", "scheme"))
# A title of so many letters on the page for a made-up address: the portal reads only the number.
_TITLE = 30
_BARE = frozenset(("empty", "static"))
_EXPECTED = frozenset(("article", "unreadable"))
_STANDING = frozenset(("static", "article"))  # what a page to be watched is


class Plan:
    """What to ask of one portal. It never asks the same key twice.

    `known` maps url keys to what the store knows of them (an object with `url`); `due` are the
    keys of known articles to look at again; `sitemaps` are those that robots.txt names;
    `strangers` are keys that lately showed no article, which a short crawl lets alone; `turn`
    moves from crawl to crawl, so that sections of long menus take turns. Every ask must be
    answered, with a failure if need be: the plan counts what is still to come.
    """

    def __init__(
        self,
        portal: Portal,
        *,
        known: Mapping[str, Any],
        mode: Mode = "incremental",
        since: date | None = None,
        due: Collection[str] = (),
        sitemaps: Sequence[str] = (),
        strangers: Collection[str] = (),
        turn: int = 0,
    ) -> None:
        self._portal = portal
        self._known = known
        # A first crawl walks everything, whatever it is called.
        self._mode = mode = "full" if mode == "incremental" and not known else mode
        self._due = frozenset(due)
        self._frontier = Frontier.of(portal)
        self._judge = Judge()
        self._judge.dated.update(entry.published is not None for entry in known.values())
        pattern = self._judge.pattern
        short = mode == "incremental"
        passed = strangers if short else ()
        self._articles = Articles(
            self._frontier, pattern, known, since, passed, short=short, turn=turn
        )
        self._surveyor = Surveyor(self._frontier, self._articles)
        self._maps = Maps(self._frontier, self._articles, sitemaps)
        prints = Footprints((entry.url for entry in known.values()), turn) if short else None
        self._listings = Listings(
            self._frontier, pattern, self._articles, mode, since, prints, turn
        )
        self._late = Late(self._articles, self._listings, self._maps, portal.home, short=short)
        self._failed: list[str] = []
        self._platform = platform.Guess(portal.platform)
        self._starts = 0
        self._probed = False

    @property
    def complete(self) -> bool:
        """Whether every listing was walked as far as the mode asks and none failed."""
        return not self._failed and self._frontier.outstanding == 0 and self._frontier.requests > 0

    @property
    def listed(self) -> Mapping[str, ListingHint]:
        """The keys of all articles seen on listings, with what the listing said of them."""
        return self._articles.listed

    def evidence(self) -> dict[str, Any]:
        """What was learned of the portal, to be stored or shown: plain values only."""
        return {
            "platform": {"name": self._platform.name, "marks": list(self._platform.marks)},
            "sections": self._listings.sections(),
            "feeds": list(self._maps.feeds),
            "article_pattern": [
                {"shape": shape, "count": count, "example": example}
                for shape, count, example in self._judge.pattern.best()
            ],
            "missing_page": self._judge.nothing_url,
            "requests": self._frontier.requests,
            "failed": list(self._failed),
            "no_articles": self._articles.samples.no_articles(),
        }

    def is_refuted(self, url: str) -> bool:
        """Whether an item of a list is like others that were no articles when looked at."""
        return self._articles.is_refuted(self.key(url))

    def key(self, url: str) -> str:
        """The identity of an address in this portal."""
        return self._frontier.key(url)

    def first(self) -> tuple[Ask, ...]:
        """The asks to begin with: home, the sections of the portal file, known articles due."""
        ask = self._frontier.ask
        asks = [ask(self._portal.home, "home", 100)]
        asks += [ask(url, "listing", 60) for url in self._portal.sections]
        full = self._mode == "full"
        wanted = [key for key in (self._known if full else self._due) if self._is_here(key)]
        for key in wanted:
            asks.append(ask(self._known[key].url, "known", 5, key=key, conditional=not full))
        if wanted:
            asks.append(self._probe(self._known[wanted[0]].url))
        return self._frontier.issue(asks)

    def _is_here(self, key: str) -> bool:
        """Whether a known article's address lies where the portal is now."""
        here = key in self._known and self._frontier.is_near(self._known[key].url)
        return here and key not in self._frontier.asked

    def _is_expected(self, ask: Ask) -> bool:
        """Whether the page was named as an article, or has been watched before."""
        watched = self._frontier.is_filed(ask) and self._frontier.key_of(ask) in self._known
        return watched or ask.role in {"article", "known"}

    def take(self, answer: Answer) -> Findings:
        """What an answer is and what to ask because of it."""
        moved = self.key(answer.url) != self.key(answer.ask.url)
        repeated = moved and self.key(answer.url) in self._frontier.asked
        self._frontier.settle(answer.url)
        findings = self._take(answer, repeated=repeated)
        asks = self._frontier.issue(self._settle(answer.ask, findings))
        if not self._frontier.outstanding:
            asks += self._frontier.issue(self._late.ask())
        return replace(findings, asks=findings.asks + asks)

    def _settle(self, ask: Ask, findings: Findings) -> list[Ask]:
        """What an article's page teaches of others that are addressed alike."""
        if ask.role not in {"article", "known"} or findings.kind == "unchanged":
            return []
        return self._articles.samples.settle(ask, findings.kind)

    def _take(self, answer: Answer, *, repeated: bool) -> Findings:
        if answer.ask.role == "script":
            return self._take_script(answer)
        if answer.failure or answer.status >= 400 or answer.status == 304:
            return self._take_failure(answer)
        if answer.ask.role in {"feed", "sitemap"}:
            return Findings("other", self._frontier.issue(self._maps.take(answer)), answer.ask.role)
        page = answer.page or self._page_of_data(answer)
        if page is None:
            return Findings("other", reason="no_page")
        survey = self._surveyor.survey(page)
        findings = self._take_page(answer, page, survey, repeated=repeated)
        self._surveyor.learn(page, home=answer.ask.role == "home")
        return findings

    def _page_of_data(self, answer: Answer) -> Page | None:
        if answer.ask.role != "listing":
            return None
        model = self._listings.model_of(answer.ask)
        return fragments.page_of_json(answer.body, answer.url, model)

    def _take_failure(self, answer: Answer) -> Findings:
        role, status = answer.ask.role, answer.status
        if status == 304:
            return Findings("unchanged")
        reason = answer.failure or f"http_{status}"
        if answer.failure is None and status in {404, 410} and self._is_expected(answer.ask):
            return self._miss(answer, reason)
        refused = answer.failure is None and 400 <= status < 500 and status != 429
        if refused and role not in {"home", "article", "known"}:
            return Findings("other", reason=reason)
        if role in {"home", "listing"} and reason not in _REFUSED:
            self._failed.append(answer.ask.url)
        return Findings("failed", reason=reason)

    def _take_page(self, answer: Answer, page: Page, survey: Survey, *, repeated: bool) -> Findings:
        ask, key = answer.ask, self.key(answer.url)
        if ask.role == "home":
            return self._take_home(answer, page, survey)
        if ask.role == "probe":
            return self._take_probe(key, survey)
        if key == self.key(self._frontier.home) != self.key(ask.url):
            return self._take_nothing(answer, "redirected_home")
        if repeated and ask.role == "listing":
            return Findings("listing", reason="repeated")
        step = self._listings.find_step(page, survey, ask)
        name, items = self._frontier.key_of(ask), len(self._listings.asides.own_items(survey))
        kind = self._judge.judge(
            answer,
            key,
            survey,
            listed=name in self.listed,
            aside=ask.role != "known" and self._listings.asides.is_aside(name),
            paged=step is not None,
            items=items,
        )
        return self._take_judged(answer, survey, step, kind)

    def _take_judged(
        self, answer: Answer, survey: Survey, step: Step | None, kind: Kind
    ) -> Findings:
        ask = answer.ask
        stands = kind in _STANDING or (kind == "listing" and step is None and survey.stands)
        if stands and self._frontier.is_filed(ask) and answer.read() is not None:
            further = self._listings.from_listing(survey, ask, step, bare=True)
            return Findings("article", self._frontier.issue(further), WATCHED)
        if kind in _EXPECTED:
            self._articles.learn(ask, answer.url, answer.read())
            further = self._listings.from_article(survey, self._frontier.key_of(ask))
            asks = self._frontier.issue([*further, self._probe(answer.url)])
            if kind == "article":
                return Findings("article", asks)
            return Findings("unreadable", asks, "no_article")
        if kind == "missing":
            return self._take_nothing(answer, "soft_404")
        bare = kind in _BARE
        further = self._listings.from_listing(survey, ask, step, bare=bare)
        if step is None and answer.page is not None:
            further += self._listings.ask_scripts(answer.page, ask, survey)
        asks = self._frontier.issue(further)
        if ask.role == "known":
            return Findings("unreadable", asks, reason=kind)
        return Findings("listing" if survey.items else "other", asks, reason=kind)

    def _take_probe(self, key: str, survey: Survey) -> Findings:
        named = (hint.title for hint in self.listed.values() if hint.title)
        is_known = key in self.listed or key in self._known
        if not is_known and not any(survey.shows(title) for title in named if len(title) > _TITLE):
            self._judge.learn_nothing(key, survey)
        return Findings("other", reason="probe")

    def _take_nothing(self, answer: Answer, reason: str) -> Findings:
        if self._is_expected(answer.ask):
            return self._miss(answer, reason)
        return Findings("other", reason=reason)

    def _miss(self, answer: Answer, reason: str) -> Findings:
        """An article is not there; it may stand where lists name it now."""
        door = self._articles.ask_other_door(self._frontier.key_of(answer.ask))
        return Findings("missing", self._frontier.issue([door]), reason)

    def _take_home(self, answer: Answer, page: Page, survey: Survey) -> Findings:
        onward = start.leads_to(page.tree)
        target = urls.resolve(base_of(page), onward) if onward else None
        away = target is not None and not self._frontier.is_near(target)
        if away and not survey.items and len(survey.links) <= _BARE_LINKS:
            self._failed.append(answer.ask.url)
            return Findings("failed", reason="leads_away")
        if target and not away and self._starts < _MOST_STARTS:
            self._starts += 1
            ask = self._frontier.ask(target, "home", 100, parent=answer.url)
            if ask is not None:
                return Findings("other", self._frontier.issue([ask]), "start_page")
        self._frontier.fit(answer.url, [link.url for link in survey.links])
        again = self._frontier.issue([self._surveyor.ask_again(answer, survey)])
        if again:
            return Findings("other", again, "start_page")
        guess = platform.guess_platform(answer.body)
        self._platform = guess if self._portal.platform is None else self._platform
        self._maps.declare(answer.url, page.tree)
        step = self._listings.find_step(page, survey, answer.ask)
        asks = self._listings.from_home(survey, answer.ask, step)
        self._judge.asks_everywhere = survey.asks_password and bool(survey.items)
        wall = "login" if survey.asks_password and not survey.items else None
        kind: Literal["listing", "other"] = "listing" if survey.links else "other"
        return Findings(kind, self._frontier.issue(asks), wall)

    def _probe(self, example: str) -> Ask | None:
        """Ask once for an article that cannot exist, in the shape of one that does."""
        if self._probed or (self._mode == "incremental" and not self._due):
            return None
        self._probed = True
        return self._frontier.ask(made_up(example), "probe", 90)

    def _take_script(self, answer: Answer) -> Findings:
        usable = answer.failure is None and answer.status == 200
        text = answer.body.decode("utf-8", "replace") if usable else ""
        asks = self._listings.take_script(answer.ask.url, text)
        return Findings("other", self._frontier.issue(asks), "script")
