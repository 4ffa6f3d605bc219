"""Judging the pages of one portal with what its other pages have taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from crawler.discover import classify, words
from crawler.discover.classify import Evidence, Led
from crawler.discover.pattern import Pattern

if TYPE_CHECKING:
    from crawler.discover.ask import Answer
    from crawler.discover.survey import Survey
    from news.article import Article

Kind = Literal["article", "listing", "static", "empty", "unreadable", "login", "missing"]
_LED: dict[str, Led] = {"article": "list", "known": "list", "listing": "menu", "home": "menu"}


@dataclass(slots=True)
class Judge:
    """What the portal answers for pages that do not exist, and how it writes its addresses."""

    pattern: Pattern = field(default_factory=Pattern)
    nothing: frozenset[str] | None = None
    nothing_url: str | None = None
    signs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def learn_nothing(self, key: str, survey: Survey) -> None:
        """Remember the page that a made-up address brought, and where it was served."""
        self.nothing, self.nothing_url = survey.unlinked, key

    def is_nothing(self, key: str, survey: Survey) -> bool:
        """Whether a page is the one that the portal shows for anything it does not have."""
        if self.nothing is None:
            return False
        if key == self.nothing_url:
            return True
        more = survey.unlinked - self.nothing
        return not any(sum(letter.isalpha() for letter in line) >= 12 for line in more)

    def judge(
        self, answer: Answer, key: str, survey: Survey, *, listed: bool, paged: bool, items: int
    ) -> Kind:
        """What a page is; what is learned from it goes into the pattern."""
        ask = answer.ask
        if survey.asks_password and survey.own < 400:
            return "login"
        if self.is_nothing(key, survey) or classify.looks_like_error(
            survey.title, survey.headings, survey.own
        ):
            return "missing"
        if ask.page_number > 1:
            return "listing"
        article = answer.read()
        evidence = self._evidence(answer, survey, article)
        if listed:
            evidence = replace(evidence, led="list")
        verdict = classify.judge(replace(evidence, paged=paged, items=items))
        self.pattern.learn(answer.url, article=verdict.kind in {"article", "unreadable"})
        self.signs[answer.url] = verdict.signs
        return verdict.kind

    def _evidence(self, answer: Answer, survey: Survey, article: Article | None) -> Evidence:
        ask = answer.ask
        title = ask.hint.title if ask.hint else None
        shaped = self.pattern.says_article(answer.url) - self.pattern.says_other(answer.url)
        return Evidence(
            # An article's ask without a hint came from a sitemap, which lists all there is.
            led="other" if ask.role == "article" and title is None else _LED[ask.role],
            titled=survey.shows(title) if title else None,
            own=survey.own,
            shaped=shaped,
            dated=article is not None and article.published is not None,
            files=len(article.attachments) if article else 0,
            images=len(article.images) if article else 0,
            readable=article is not None,
            standing=bool(title) and words.is_standing_label(title or ""),
        )
