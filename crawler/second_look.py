"""A few pages are fetched twice: what differs then is not the article's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.exchange import request_of
from crawler.look import Look
from news.digest import content_digest
from news.urls import canonical
from storage.visits import AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.discover.ask import Answer
    from storage.addresses import KnownAddress

TWICE = 3  # two may agree by chance; a fourth would only cost the portal a request
OF_CHANGED = 3  # of pages that read otherwise than stored
FILES = ("images", "attachments")  # one page more for each kind with parameters
ALL = TWICE + len(FILES) + OF_CHANGED


class SecondLooks:
    """Counts the second looks of one run; `taken` were taken before a kill."""

    def __init__(self, taken: int = ALL) -> None:
        self.taken = min(taken, TWICE)
        self.of_files = set(FILES) if taken > TWICE else set()
        self.of_changed = max(taken - TWICE - len(FILES), 0)

    def after(
        self, answer: Answer, look: Look, known: Mapping[str, KnownAddress]
    ) -> Iterator[Request]:
        """The request for a second look, where this page is worth one.

        `known` are the addresses of the portal's articles, by key.
        """
        if look.kind != "article" or look.article is None:
            return
        stored = known.get(canonical(look.final_url))
        is_new = look.epoch is None
        if not (self._is_wanted(look) if is_new else self._reads_otherwise(look, stored)):
            return
        ask = replace(answer.ask, url=answer.url, conditional=False)
        yield request_of(ask, None, callback=self.take, errback=self.let_be)

    def _reads_otherwise(self, look: Look, stored: KnownAddress | None) -> bool:
        """Whether a known article is not what it was; an edit is still there a moment later."""
        if stored is None or look.article is None or self.of_changed >= OF_CHANGED:
            return False
        differs = content_digest(look.article) != stored.digest
        self.of_changed += differs
        return differs

    def _is_wanted(self, look: Look) -> bool:
        """Whether this page may teach what the others have not, and count it if so."""
        new = _kinds_with_parameters(look) - self.of_files
        if not new and self.taken >= TWICE:
            return False
        self.of_files |= new
        self.taken += not new
        return True

    def take(self, response: Response) -> Iterator[Look]:
        """The callback: only the page itself is kept, until a template is learned from it."""
        if response.status == 200:
            kind = response.headers.get("Content-Type")
            yield Look(
                url=response.url,
                final_url=response.url,
                at=datetime.now(UTC),
                status=200,
                kind="other",
                body=response.body,
                content_type=kind.decode("latin-1") if kind else None,
                reason=AGAIN,
            )

    def let_be(self, _: Failure) -> None:
        """The errback: nothing is lost."""


def _kinds_with_parameters(look: Look) -> set[str]:
    """Which of the article's files are asked for with parameters, some of them others each time."""
    found = look.article
    urls = {
        "images": [image.url for image in found.images] if found else [],
        "attachments": [file.url for file in found.attachments] if found else [],
    }
    return {kind for kind in FILES if any("?" in url for url in urls[kind])}
