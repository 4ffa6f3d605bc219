"""Drives a plan over pages kept in memory: what a fetcher does, without the fetching."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.discover.ask import Answer, Ask, Findings
from crawler.discover.plan import Plan
from crawler.extract import ExtractionError, parse, read
from news.portal import Portal
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from news.article import Article

HTML = "text/html; charset=utf-8"
Page = "str | bytes | int | tuple[str, str] | None"


@dataclass
class Seen:
    ask: Ask
    url: str
    findings: Findings
    title: str = ""


@dataclass
class Walk:
    plan: Plan
    seen: list[Seen] = field(default_factory=list)
    served: int = 0

    def of(self, kind: str) -> list[str]:
        return [path_of(s.url) for s in self.seen if s.findings.kind == kind]

    @property
    def articles(self) -> list[str]:
        return sorted(self.of("article"))


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Known:
    url: str
    title: str = ""
    published: date | None = None


def walk(
    home: str,
    serve: Callable[[str, dict[str, str]], Any],
    *,
    known: tuple[str, ...] | Mapping[str, str] = (),
    due: tuple[str, ...] = (),
    limit: int = 600,
    **options: Any,
) -> Walk:
    """Crawl from `home`; `serve(path, form)` gives markup, a status, or ("->", address)."""
    titles = known if isinstance(known, dict) else dict.fromkeys(known, "")
    key_of = Plan(Portal("p", "P", home), known={}).key
    addresses = {key_of(url): Known(url, title) for url, title in titles.items()}
    keys = [Plan(Portal("p", "P", home), known={}).key(url) for url in due]
    options = {"mode": "full", **options}
    plan = Plan(Portal("p", "P", home), known=addresses, due=keys, **options)
    walked = Walk(plan)
    queue: list[tuple[int, int, Ask]] = []

    def push(asks: tuple[Ask, ...]) -> None:
        for ask in asks:
            walked.served += 1
            heapq.heappush(queue, (-ask.priority, walked.served, ask))

    push(plan.first())
    while queue and len(walked.seen) < limit:
        ask = heapq.heappop(queue)[2]
        answer = answer_of(ask, serve)
        findings = plan.take(answer)
        title = answer.page.tree.findtext(".//title") if answer.page is not None else None
        walked.seen.append(Seen(ask, answer.url, findings, title or ""))
        push(findings.asks)
    return walked


def answer_of(ask: Ask, serve: Callable[[str, dict[str, str]], Any]) -> Answer:
    url = ask.url
    got = serve(path_of(url), dict(ask.form))
    while isinstance(got, tuple) and got[0] == "->":
        url = resolve(url, got[1]) or url
        got = serve(path_of(url), {})
    if got is None:
        got = 404
    if isinstance(got, int):
        return Answer(ask, url, got)
    kind = HTML
    if isinstance(got, tuple):
        kind, got = got
    body = got.encode() if isinstance(got, str) else got
    if "html" not in kind:
        return Answer(ask, url, 200, body, kind)
    try:
        page = parse(body, url, kind)
    except ExtractionError:  # the end of a list, answered with nothing
        return Answer(ask, url, 200, body, kind)

    def reading() -> Article | None:
        try:
            return read(page)
        except ExtractionError:
            return None

    return Answer(ask, url, 200, body, kind, page=page, read=reading)
