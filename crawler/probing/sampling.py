"""A small sample of a portal: the plan of a full crawl, asked one question at a time."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from crawler.discover.ask import Ask, Findings
from crawler.look import WATCHED
from crawler.probing import symptoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.discover.ask import Answer
    from crawler.discover.plan import Plan

# Asked in this order, at most so often: with robots.txt some two dozen requests at the worst.
MOST = {
    "home": 4, "probe": 1, "known": 2, "listing": 11, "script": 2, "paging": 2,
    "feed": 3, "sitemap": 2, "article": 9,
}  # fmt: skip
# And no longer than until so many have been what they were asked for; a portal's template cannot
# be learned from fewer than five articles.
ENOUGH = {"listing": 6, "paging": 2, "article": 5}
# What the plan calls pages that name articles only beside something else.
NO_LIST = {"static", "empty", "login", "repeated", WATCHED}


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer and what the plan made of it."""

    answer: Answer
    findings: Findings

    @property
    def ask(self) -> Ask:
        """What was asked."""
        return self.answer.ask


@dataclass
class Sampler:
    """Stands between a plan and the spider, and lets only a few of its asks through.

    The plan takes asks that never leave for outstanding ones; it does not ask late questions
    then, which only a portal that shows nothing needs. `named` are the addresses of all articles
    that it would ask for.
    """

    plan: Plan
    seen: list[Seen] = field(default_factory=list)
    second_look: Answer | None = None
    named: list[str] = field(default_factory=list)
    _waiting: dict[str, deque[Ask]] = field(
        default_factory=lambda: {role: deque() for role in MOST}
    )
    _asked: Counter[str] = field(default_factory=Counter)
    _good: Counter[str] = field(default_factory=Counter)
    _parents: Counter[str | None] = field(default_factory=Counter)
    _again: Ask | None = None

    def first(self) -> tuple[Ask, ...]:
        """The home page."""
        return self._after(self.plan.first())

    def take(self, answer: Answer) -> Findings:
        """What an answer is, and the one ask that comes next."""
        if answer.ask is self._again:
            self.second_look = answer
            return Findings("other", reason="second_look")
        findings = self.plan.take(answer)
        self.seen.append(Seen(answer, findings))
        self._good[_role(answer.ask)] += self._is_good(answer, findings)
        if answer.ask.role == "home" and symptoms.is_closed(answer):
            return replace(findings, asks=())
        return replace(findings, asks=self._after(findings.asks))

    @property
    def complete(self) -> bool:
        """A sample is never the whole."""
        return False

    def evidence(self) -> dict[str, Any]:
        """What the plan learned."""
        return self.plan.evidence()

    def titles(self) -> Iterator[str]:
        """What lists call their items: nothing of it names the portal."""
        return (hint.title for hint in self.plan.listed.values() if hint.title)

    def answers(self, role: str) -> list[Seen]:
        """What came back for the asks of one role."""
        return [one for one in self.seen if _role(one.ask) == role]

    def articles(self) -> list[Seen]:
        """The sample articles that could be read."""
        return [one for one in self.answers("article") if one.findings.kind == "article"]

    def _after(self, asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
        for ask in asks:
            self._waiting[_role(ask)].append(ask)
            if ask.role == "article":
                self.named.append(ask.url)
        for role in MOST:
            if self._waiting[role] and self._wants(role):
                self._asked[role] += 1
                return (self._choose(role),)
        return self._look_again()

    def _wants(self, role: str) -> bool:
        return self._asked[role] < MOST[role] and self._good[role] < ENOUGH.get(role, MOST[role])

    def _choose(self, role: str) -> Ask:
        """The oldest ask; of articles, one of the section that has been sampled least."""
        queue = self._waiting[role]
        chosen = min(queue, key=lambda ask: self._parents[ask.parent])
        if role != "article":
            chosen = queue[0]
        queue.remove(chosen)
        self._parents[chosen.parent] += 1
        return chosen

    def _look_again(self) -> tuple[Ask, ...]:
        """Ask for one sample article a second time: what differs then is noise."""
        read = self.articles()
        if self._again is not None or not read:
            return ()
        self._again = Ask(read[0].answer.url, "article")
        return (self._again,)

    def _is_good(self, answer: Answer, findings: Findings) -> bool:
        role = _role(answer.ask)
        if role in {"article", "known"}:
            return findings.kind == "article"
        return role == "home" or (findings.kind == "listing" and findings.reason not in NO_LIST)


def _role(ask: Ask) -> str:
    return "paging" if ask.role == "listing" and ask.page_number > 1 else ask.role
