"""What one look at one page brought home: the item that the spider yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from news.article import Article, Prose

WATCHED = "watched"  # the reason of a look at a static page that the portal file names: no news
LookKind = Literal["article", "listing", "missing", "unchanged", "unreadable", "failed", "other"]


@dataclass(frozen=True, slots=True)
class ListingHint:
    """What a listing said of an article before its page was read."""

    listing: str
    title: str | None = None
    published: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One visit to one address.

    kind: article (200, read; with the reason "watched" a static page) · listing (200, a page of
    links) · missing (404, 410, soft 404) · unchanged (304) · unreadable (200 but no article where
    one was known or expected) · failed (no usable answer: timeout, 5xx, truncated, refused) ·
    other (static page, search, login).
    `url` is the address asked for, `final_url` the one that answered, `hops` the addresses in
    between; `body` is the page after content decoding, None when nothing was received.
    `prose` makes the article's body for showing, which is only worth its cost where it is stored.
    `at` is aware, UTC. `reason` is machine readable ("timeout", "truncated", "http_500", …).
    `epoch` is that of the template it was read with; `page_number` that of a listing's page.
    """

    url: str
    final_url: str
    at: datetime
    status: int
    kind: LookKind
    hops: tuple[str, ...] = ()
    body: bytes | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    article: Article | None = None
    prose: Callable[[], Prose | None] = lambda: None
    hint: ListingHint | None = None
    insecure: bool = False
    reason: str | None = None
    epoch: int | None = None
    page_number: int = 1
