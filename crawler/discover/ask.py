"""What passes between the plan of a crawl and whoever fetches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crawler.extract import Page
    from crawler.look import ListingHint, LookKind
    from news.article import Article, Prose

Role = Literal["home", "feed", "sitemap", "script", "listing", "article", "known", "probe", "file"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request that the plan wants made.

    role: why it is asked: the home page, a feed, a sitemap, a script file, a listing (section or
    a page of one), an article never seen, a known article that is due, or a made-up address that
    shows what the portal answers for a page that does not exist. Higher `priority` goes first.
    `form` is sent as a POST when `method` says so; `conditional` asks with stored validators.
    """

    url: str
    role: Role
    priority: int = 0
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    parent: str | None = None
    page_number: int = 1
    hint: ListingHint | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one Ask; `page` is None where the body is not HTML.

    `read` reads the page as an article, at most once, and gives None where it has none; `prose`
    gives the body of that article for showing.
    `failure` is machine readable ("timeout", "truncated", "robots", …) when nothing usable came.
    `epoch` is the look of the portal that the page has, where it is a known one.
    """

    ask: Ask
    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    hops: tuple[str, ...] = ()
    headers: Mapping[str, str] | None = None
    page: Page | None = None
    read: Callable[[], Article | None] = lambda: None
    prose: Callable[[], Prose | None] = lambda: None
    failure: str | None = None
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the plan makes of one Answer: what the page is, and what to ask next."""

    kind: LookKind
    asks: tuple[Ask, ...] = ()
    reason: str | None = None
