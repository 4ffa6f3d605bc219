"""A few of the files that articles offer are fetched again: one may be replaced in its place."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from crawler.discover.ask import Ask
from crawler.exchange import request_of
from news.urls import canonical, host_of, same_site
from storage.files import FetchedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.discover.ask import Answer
    from crawler.look import Look
    from news.portal import Portal
    from storage.files import OfferedFile

SHARE = 0.2  # of a file for each known article that is read again: what it may cost a portal
REST = timedelta(days=1)  # between two looks at one file


class FileLooks:
    """Asks for files of known articles that were read again, within a share of those.

    `offers` gives the files of the article at an address, by its key. Bytes that differ from the
    last time are fetched once more: what then differs again is made anew for every visitor, and
    says nothing.
    """

    def __init__(
        self, portal: Portal, offers: Callable[[str], Sequence[OfferedFile]] = lambda _: ()
    ) -> None:
        self.portal = portal
        self.offers = offers
        self._credit = 0.0
        self._known: set[str] = set()
        self._waiting: deque[OfferedFile] = deque()

    def after(self, answer: Answer, look: Look) -> Iterator[Request]:
        """The requests for files that this look leads to."""
        if look.kind != "article" or look.article is None or answer.ask.role != "known":
            return
        self._credit += SHARE
        if look.article.attachments:
            self._queue(look, {file.url for file in look.article.attachments})
        while self._credit >= 1 and self._waiting:
            self._credit -= 1
            file = self._waiting.popleft()
            yield self._ask(file, _validators(file), self.take)

    def _queue(self, look: Look, there: set[str]) -> None:
        """The files that are still there and due, once each."""
        for file in self.offers(canonical(look.url)):
            if file.url in there and self._is_due(file, look.at):
                self._known.add(file.url)
                self._waiting.append(file)

    def _is_due(self, file: OfferedFile, now: datetime) -> bool:
        if file.url in self._known or file.is_restless:
            return False
        home, host = self.portal.home, host_of(file.url)
        is_near = same_site(file.url, home) or host in self.portal.about.hosts
        return is_near and (file.checked is None or now - file.checked >= REST)

    def take(self, response: Response, file: OfferedFile) -> Iterator[FetchedFile | Request]:
        """The callback of a first request for a file."""
        found = _hash(response)
        if found and file.sha256 and found != file.sha256:
            yield self._ask(file, (), self.take_again, first=found)
            return
        yield _fetched(file, response, found)

    def take_again(
        self, response: Response, file: OfferedFile, first: str
    ) -> Iterator[FetchedFile]:
        """The callback of the second request, made since the first gave other bytes than before."""
        found = _hash(response)
        if found == first:
            yield _fetched(file, response, found)
        elif found:
            yield FetchedFile(file.url, datetime.now(UTC), is_restless=found != file.sha256)

    def let_be(self, _: Failure) -> None:
        """The errback: nothing is known, and nothing is lost."""

    def _ask(
        self,
        file: OfferedFile,
        headers: tuple[tuple[str, str], ...],
        callback: Callable[..., Any],
        **first: str,
    ) -> Request:
        ask = Ask(file.url, "file", headers=headers)
        return request_of(
            ask, None, callback=callback, errback=self.let_be, cb_kwargs={"file": file, **first}
        )


def _validators(file: OfferedFile) -> tuple[tuple[str, str], ...]:
    found = {"If-None-Match": file.etag, "If-Modified-Since": file.last_modified}
    return tuple((name, value) for name, value in found.items() if value)


def _hash(response: Response) -> str | None:
    """Of a file that came; a page in its place, or an error, is none."""
    kind = (response.headers.get("Content-Type") or b"").lower()
    if response.status != 200 or not response.body or b"html" in kind:
        return None
    return sha256(response.body).hexdigest()


def _fetched(file: OfferedFile, response: Response, found: str | None) -> FetchedFile:
    headers = {name.lower(): value for name, value in response.headers.to_unicode_dict().items()}
    return FetchedFile(
        file.url,
        datetime.now(UTC),
        found,
        headers.get("etag") if found else None,
        headers.get("last-modified") if found else None,
    )
