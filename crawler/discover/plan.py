"""The plan of one crawl of one portal: what to ask next, and what each answer is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from news import urls

from crawler.discover import classify, paging, words
from crawler.discover.ask import Answer, Ask, Findings
from crawler.discover.pattern import Pattern
from crawler.discover.survey import Furniture, Survey, survey_page
from crawler.look import ListingHint

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from crawler.discover.links import Link
    from crawler.look import LookKind
    from news.portal import Portal


class Plan:
    """What to ask of one portal. It never asks the same key twice."""

    def __init__(
        self,
        portal: Portal,
        *,
        known: Mapping[str, Any],
        mode: str = "full",
        since: date | None = None,
        due: Collection[str] = (),
    ) -> None:
        self._portal = portal
        self._known = known
        self._mode = mode
        self._since = since
        self._due = frozenset(due)
        self._asked: set[str] = set()
        self._pattern = Pattern()
        self._furniture = Furniture()
        self._home = portal.home
        self._outstanding = 0
        self._failed: list[str] = []
        self._stale: dict[str, int] = {}
        self.listed: dict[str, ListingHint] = {}

    @property
    def complete(self) -> bool:
        """Whether every listing was walked as far as the mode asks and none failed."""
        return not self._failed and not self._outstanding

    def first(self) -> tuple[Ask, ...]:
        """The asks to begin with: home, the sections of the portal file, known articles due."""
        asks = [self._ask(self._portal.home, "home", 100)]
        asks += [self._ask(url, "listing", 50) for url in self._portal.sections]
        for key in self._known if self._mode == "full" else self._due:
            if key in self._known:
                asks.append(self._ask_known(key))
        return self._issue(asks)

    def take(self, answer: Answer) -> Findings:
        """What an answer is and what to ask because of it."""
        self._outstanding -= 1
        self._asked.add(self.key(answer.url))
        if answer.failure or answer.status >= 400 or answer.page is None:
            return self._take_failure(answer)
        survey = survey_page(answer.page, _resolver(answer.url), self.key, self._furniture)
        findings = self._take_page(answer, survey)
        self._furniture.learn(answer.page, home=answer.ask.role == "home")
        return findings

    def evidence(self) -> dict[str, Any]:
        """What was learned of the portal, to be stored or shown."""
        return {"article_pattern": self._pattern.best()}

    def key(self, url: str) -> str:
        """The identity of an address in this portal."""
        return urls.canonical(url)

    def _ask(self, url: str, role: Any, priority: int, **more: Any) -> Ask | None:
        key = self.key(url)
        if key in self._asked:
            return None
        self._asked.add(key)
        return Ask(url, role, priority, **more)

    def _ask_known(self, key: str) -> Ask | None:
        return self._ask(self._known[key].url, "known", 5, conditional=self._mode != "full")

    def _issue(self, asks: list[Ask | None]) -> tuple[Ask, ...]:
        issued = tuple(ask for ask in asks if ask is not None)
        self._outstanding += len(issued)
        return issued

    def _take_failure(self, answer: Answer) -> Findings:
        if answer.status in {404, 410} and answer.ask.role in {"article", "known"}:
            return Findings("missing", reason=f"http_{answer.status}")
        if answer.status == 304:
            return Findings("unchanged")
        if answer.failure is None and (answer.status < 400 or answer.status in {404, 410, 403}):
            return Findings("other", reason=f"http_{answer.status}")
        if answer.ask.role in {"home", "listing"}:
            self._failed.append(answer.ask.url)
        return Findings("failed", reason=answer.failure or f"http_{answer.status}")

    def _take_page(self, answer: Answer, survey: Survey) -> Findings:
        ask = answer.ask
        if ask.role == "home":
            return Findings("listing", self._issue(self._from_listing(survey, ask, home=True)))
        if survey.asks_password and survey.own < 400:
            return Findings("other", reason="login")
        if ask.role in {"article", "known"} and self._is_home(answer):
            return Findings("missing", reason="soft_404")
        kind = self._kind(answer, survey)
        if kind == "article":
            return Findings("article", self._issue(self._from_article(survey)))
        if kind == "missing":
            return Findings("missing", reason="soft_404")
        if ask.role == "known":
            return Findings("unreadable", reason="no_article")
        asks = self._issue(self._from_listing(survey, ask))
        return Findings("listing" if survey.items else "other", asks, reason=kind)

    def _is_home(self, answer: Answer) -> bool:
        return self.key(answer.url) == self.key(self._home) != self.key(answer.ask.url)

    def _kind(self, answer: Answer, survey: Survey) -> str:
        ask = answer.ask
        if classify.looks_like_error(survey.title, survey.headings, survey.own):
            return "missing" if ask.role in {"article", "known"} else "error"
        if ask.page_number > 1:
            return "listing"
        verdict = classify.judge(self._evidence_of(answer, survey))
        self._pattern.learn(answer.url, article=verdict.kind == "article")
        return verdict.kind

    def _evidence_of(self, answer: Answer, survey: Survey) -> classify.Evidence:
        ask = answer.ask
        article = answer.read()
        title = ask.hint.title if ask.hint else None
        return classify.Evidence(
            listed=ask.role in {"article", "known"},
            titled=bool(title and survey.shows(title)) or ask.role == "known",
            own=survey.own,
            items=len(survey.items),
            paged=paging.find_next(survey.links, answer.url, 1) is not None,
            shaped=self._pattern.says_article(answer.url) - self._pattern.says_other(answer.url),
            dated=article is not None and article.published is not None,
            files=len(article.attachments) if article else 0,
            images=len(article.images) if article else 0,
            readable=article is not None,
        )

    def _from_listing(self, survey: Survey, ask: Ask, *, home: bool = False) -> list[Ask | None]:
        fresh = [link for link in survey.items if self._is_fresh(link)]
        asks = [self._ask_item(link, survey.url) for link in survey.items]
        asks += self._sections(survey, home=home)
        if not home:
            asks.append(self._next_page(survey, ask, fresh=bool(fresh)))
        return asks

    def _is_fresh(self, link: Link) -> bool:
        return link.key not in self._known and link.key not in self.listed

    def _ask_item(self, link: Link, listing: str) -> Ask | None:
        if not self._in_scope(link.url):
            return None
        hint = ListingHint(listing, link.text or None, link.day)
        self.listed.setdefault(link.key, hint)
        if link.key in self._known:
            return None
        return self._ask(link.url, "article", 10, hint=hint, parent=listing)

    def _sections(self, survey: Survey, *, home: bool) -> list[Ask | None]:
        asks: list[Ask | None] = []
        for link in survey.links:
            wanted = link.kind in {"label", "more"} and (home or link.place in {"nav", "crumb"})
            if wanted and self._in_scope(link.url) and not words.is_standing_label(link.text):
                asks.append(
                    self._ask(link.url, "listing", 30, hint=ListingHint(survey.url, link.text))
                )
        return asks

    def _next_page(self, survey: Survey, ask: Ask, *, fresh: bool) -> Ask | None:
        walk = ask.parent if ask.page_number > 1 and ask.parent else survey.url
        self._stale[walk] = 0 if fresh else self._stale.get(walk, 0) + 1
        patience = 1 if self._mode == "incremental" else 2
        link = paging.find_next(survey.links, survey.url, ask.page_number)
        if link is None or self._stale[walk] >= patience or ask.page_number > 2000:
            return None
        number = ask.page_number + 1
        return self._ask(link.url, "listing", 40, parent=walk, page_number=number)

    def _from_article(self, survey: Survey) -> list[Ask | None]:
        asks = [
            self._ask_item(link, survey.url)
            for link in survey.items
            if self._pattern.says_article(link.url) or link.day
        ]
        return asks + self._sections(survey, home=False)

    def _in_scope(self, url: str) -> bool:
        return urls.under_scope(url, self._home)


def _resolver(base: str) -> Any:
    @lru_cache(maxsize=None)
    def resolve(href: str) -> str | None:
        return urls.resolve(base, href)

    return resolve
