"""Judging the pages of one portal with what its other pages have taught."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from crawler.discover import classify, words
from crawler.discover.classify import Evidence, Led
from crawler.discover.pattern import Pattern

if TYPE_CHECKING:
    from crawler.discover.ask import Answer, Ask
    from crawler.discover.survey import Survey
    from news.article import Article

Kind = Literal["article", "listing", "static", "empty", "unreadable", "login", "missing"]
# Many portals ask for a password beside every list; a page that is only for logging in lists less.
_FEW_ITEMS = 3
# A page for logging in says less than a short article.
_MUCH_TEXT = 400
# So many dated articles show a habit; nine of ten, since a reader misses a day now and then.
_ENOUGH_DATED = 10
_LED: dict[str, Led] = {"article": "list", "known": "list", "listing": "menu", "home": "menu"}


@dataclass(slots=True)
class Judge:
    """What the portal answers for pages that do not exist, and how it writes its addresses."""

    pattern: Pattern = field(default_factory=Pattern)
    nothing: frozenset[str] | None = None
    nothing_url: str | None = None
    asks_everywhere: bool = False
    side_items: frozenset[str] = frozenset()
    signs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dated: Counter[bool] = field(default_factory=Counter)

    def learn_nothing(self, key: str, survey: Survey) -> None:
        """Remember the page that a made-up address brought, and where it was served."""
        self.nothing, self.nothing_url = survey.unlinked, key
        self.side_items = frozenset(link.key for link in survey.items)

    def is_nothing(self, key: str, survey: Survey) -> bool:
        """Whether a page is the one that the portal shows for anything it does not have."""
        if self.nothing is None:
            return False
        if key == self.nothing_url:
            return True
        more = survey.unlinked - self.nothing
        return not any(sum(letter.isalpha() for letter in line) >= 12 for line in more)

    def _is_login(self, ask: Ask, survey: Survey) -> bool:
        """Whether a page is for logging in, not one that has the form beside what it shows."""
        if not survey.asks_password or self.asks_everywhere or survey.own >= _MUCH_TEXT:
            return False
        title = ask.hint.title if ask.hint else None
        return ask.role == "listing" or not title or not survey.shows(title)

    def _is_missing(self, answer: Answer, key: str, survey: Survey) -> bool:
        """Whether a page is nothing; lists may have no words of their own beside their items."""
        if answer.ask.role == "listing" and {link.key for link in survey.items} - self.side_items:
            return False
        return self.is_nothing(key, survey)

    def judge(
        self,
        answer: Answer,
        key: str,
        survey: Survey,
        *,
        listed: bool,
        aside: bool,
        paged: bool,
        items: int,
    ) -> Kind:
        """What a page is; what is learned from it goes into the pattern.

        `listed`: a list named it; `aside`: no list but such as stand alike on many pages did.
        """
        ask = answer.ask
        if items < _FEW_ITEMS and self._is_login(ask, survey):
            return "login"
        if self._is_missing(answer, key, survey) or classify.looks_like_error(
            survey.title, survey.headings, survey.own
        ):
            return "missing"
        if ask.page_number > 1:
            return "listing"
        article = answer.read()
        evidence = self._evidence(answer, survey, article)
        if listed:
            evidence = replace(evidence, led="list")
        evidence = replace(evidence, paged=paged, items=items, aside=aside)
        verdict = classify.judge(replace(evidence, unlike=self._is_unlike(evidence)))
        self.pattern.learn(answer.url, article=verdict.kind in {"article", "unreadable"})
        if verdict.kind == "article":
            self.dated[evidence.dated] += 1
        self.signs[answer.url] = verdict.signs
        return verdict.kind

    def _is_unlike(self, evidence: Evidence) -> bool:
        """Whether a page shows no day on a portal that dates nearly all of its articles."""
        enough = self.dated[True] >= _ENOUGH_DATED and self.dated[True] > 9 * self.dated[False]
        return enough and not evidence.dated and not evidence.files

    def _evidence(self, answer: Answer, survey: Survey, article: Article | None) -> Evidence:
        ask = answer.ask
        title = ask.hint.title if ask.hint else None
        shaped = self.pattern.says_article(answer.url) - self.pattern.says_other(answer.url)
        return Evidence(
            # An article's ask without a hint came from a sitemap, which lists all there is.
            led="other" if ask.role == "article" and title is None else _LED[ask.role],
            titled=survey.shows(title) if title else None,
            own=survey.own,
            excerpts=survey.excerpts,
            diary=survey.diary,
            shaped=shaped,
            dated=article is not None and article.published is not None,
            files=len(article.attachments) if article else 0,
            images=len(article.images) if article else 0,
            readable=article is not None,
            standing=bool(title) and words.is_standing_label(title or ""),
        )
