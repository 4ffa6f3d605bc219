"""A few pages of an unknown look are fetched twice: what differs then is not the article's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.exchange import request_of
from crawler.look import Look
from storage.visits import AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.discover.ask import Answer

TWICE = 3  # two may agree by chance; a fourth would only cost the portal a request


class SecondLooks:
    """Counts the second looks of one run; `taken` were taken before a kill."""

    def __init__(self, taken: int = TWICE) -> None:
        self.taken = taken

    def after(self, answer: Answer, look: Look) -> Iterator[Request]:
        """The request for a second look, where this page is worth one."""
        if look.kind != "article" or look.epoch is not None or self.taken >= TWICE:
            return
        self.taken += 1
        ask = replace(answer.ask, url=answer.url, conditional=False)
        yield request_of(ask, None, callback=self.take, errback=self.let_be)

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
