"""What a crawl tells whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from news.portal import Portal
    from storage.runs import RunReport


@dataclass(slots=True)
class Tally:
    """How far one portal's crawl has come; it counts up while the crawl runs.

    requests: sent, robots.txt, redirects and retries included · pages: answers that reached the
    spider, `usable` those that were no errors · new: articles at addresses not known before ·
    changed: articles edited, retitled, moved, gone or back, known once the run is published ·
    errors: asks without a usable answer · waiting: asks not answered yet · delay: seconds
    between two requests now.
    """

    requests: int = 0
    pages: int = 0
    usable: int = 0
    new: int = 0
    changed: int = 0
    errors: int = 0
    waiting: int = 0
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a run ended where it did; `reason` is None when it simply came to its end."""

    reason: str | None = None
    message: str | None = None


class Progress(Protocol):
    """Told of each portal's crawl, always from the thread that called `crawl`."""

    def started(self, portal: Portal) -> None:
        """The portal's crawl begins."""

    def advanced(self, portal: Portal, tally: Tally) -> None:
        """Something came of it; the tally is the crawl's own, to be read at once."""

    def finished(self, portal: Portal, report: RunReport) -> None:
        """The portal's crawl is over and recorded."""

    def refused(self, portal: Portal, error: Exception) -> None:
        """The crawl could not begin or not be recorded: another one runs, the disk is full."""


class Unwatched:
    """Nobody watches."""

    def started(self, portal: Portal) -> None:
        """Say nothing."""

    def advanced(self, portal: Portal, tally: Tally) -> None:
        """Say nothing."""

    def finished(self, portal: Portal, report: RunReport) -> None:
        """Say nothing."""

    def refused(self, portal: Portal, error: Exception) -> None:
        """Say nothing."""
