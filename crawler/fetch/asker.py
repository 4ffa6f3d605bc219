"""What fetching needs to know of the crawl that asks: the spider, as its middlewares see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from cryptography.x509 import Certificate

    from news.portal import Portal
    from storage.replays import KeptPage


class TlsPolicy(Protocol):
    """How certificates are checked in one crawl."""

    intermediates: list[Certificate]


class Asker(Protocol):
    """The side of a crawl's spider that decides whether and how a request is made."""

    portal: Portal
    stopping: bool
    resumed: Collection[str]
    kept_page: Callable[[str], KeptPage | None]
    tls_policy: TlsPolicy | None

    @property
    def is_sated(self) -> bool:
        """Whether no further page is wanted."""

    def stop(self, reason: str, message: str | None = None) -> None:
        """End the crawl after the request under way."""

    def leave_alone_until(self, until: datetime) -> None:
        """The portal asks for a pause that outlives this run."""
