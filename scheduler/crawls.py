"""The crawls under way: at most so many at once, one of each site, each within its limits."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.portals import text_of
from news.urls import site_of
from scheduler.children import MIB, Child, Limits, crawl_command
from scheduler.journal import note, warn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from news.portal import Portal
    from scheduler.children import Reason
    from scheduler.presence import Presence
    from storage.runs import RunReport

REST = 30.0  # seconds until a crawl is tried again for which there was no memory or process
EXPECTED = (0, 1, 3)  # exit codes of a crawl whose run says all there is to say


@dataclass(frozen=True, slots=True)
class Settings:
    """How to watch."""

    db: Path
    portals: Path
    at_once: int = 4
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Crawl:
    """One child and what it was started for."""

    portal: Portal
    child: Child
    began: datetime


class Crawls:
    """Begins what waits as soon as there is a seat for it, and gives back what has ended.

    Each child gets its portal as the service knows it, in a file beside the database: the file
    that is followed may have been broken in an editor, or taken away, in the meantime.
    """

    def __init__(self, settings: Settings, presence: Presence) -> None:
        self.settings, self.presence = settings, presence
        self.handouts = settings.db.with_name(f"{settings.db.name}.service.portals")
        self._not_before = float("-inf")
        self.waiting: dict[str, Portal] = {}
        self.under_way: dict[str, Crawl] = {}

    def want(self, portal: Portal) -> None:
        """Crawl this portal as soon as may be; it is never crawled twice at once."""
        if portal.key not in self.under_way:
            self.waiting[portal.key] = portal

    def forget(self, key: str) -> None:
        """The portal is followed no more; a crawl under way comes to its end."""
        self.waiting.pop(key, None)

    def begin(self, now: datetime, monotonic: float) -> None:
        """Begin whatever has a seat, in the order in which it came due."""
        for portal in list(self.waiting.values()):
            if len(self.under_way) >= self.settings.at_once or monotonic < self._not_before:
                return
            if site_of(portal.home) in {site_of(c.portal.home) for c in self.under_way.values()}:
                continue
            del self.waiting[portal.key]
            self._begin(portal, now, monotonic)

    def _begin(self, portal: Portal, now: datetime, monotonic: float) -> None:
        try:
            self._hand_out(portal)
            command = crawl_command(portal.key, self.settings.db, self.handouts)
            child = Child(portal.key, command, self.settings.limits, monotonic)
        except OSError as error:  # no memory, no more processes, no room for files: it passes
            warn("crawl.not_begun", portal=portal.key, error=error)
            self.waiting[portal.key] = portal
            self._not_before = monotonic + REST
            return
        self.presence.began(portal.key, child.pid)
        self.under_way[portal.key] = Crawl(portal, child, now)
        note("crawl.begun", portal=portal.key, pid=child.pid)

    def _hand_out(self, portal: Portal) -> None:
        self.handouts.mkdir(exist_ok=True)
        (self.handouts / f"{portal.key}.toml").write_text(text_of(portal), encoding="utf-8")

    def ended(self, monotonic: float) -> Iterator[tuple[Crawl, int]]:
        """The crawls that have ended, with their exit codes; the rest is held to its limits."""
        for key, crawl in list(self.under_way.items()):
            before = crawl.child.reason
            code = crawl.child.check(monotonic)
            if crawl.child.reason != before:
                warn("crawl.over_limit", portal=key, reason=crawl.child.reason)
            if code is not None:
                del self.under_way[key]
                self.presence.ended(key)
                yield crawl, code
                crawl.child.close()

    def end_all(self, reason: Reason, monotonic: float) -> None:
        """Ask every crawl to end, and begin no other."""
        self.waiting.clear()
        for crawl in self.under_way.values():
            crawl.child.end(reason, monotonic)

    def clear_away(self) -> None:
        """Take away what was handed out."""
        shutil.rmtree(self.handouts, ignore_errors=True)


def tell_end(crawl: Crawl, code: int, report: RunReport | None, monotonic: float) -> None:
    """Write into the log how a crawl ended."""
    child = crawl.child
    if report is None:
        note("crawl.passed_over", portal=child.portal, code=code)
        return
    tell = note if report.outcome == "ok" else warn
    tell(
        "crawl.ended",
        portal=child.portal,
        run=report.id,
        outcome=report.outcome,
        reason=report.reason,
        pages=report.pages,
        appeared=report.appeared,
        edited=report.edited,
        seconds=round(monotonic - child.began, 1),
        megabytes=round(child.peak / MIB),
        said=_said(child, code),
    )


def tell_unrecorded(crawl: Crawl, code: int) -> None:
    """Write into the log that a crawl ended whose record the store would not take."""
    child = crawl.child
    said = _said(child, code)
    warn("crawl.unrecorded", portal=child.portal, code=code, reason=child.reason, said=said)


def _said(child: Child, code: int) -> str | None:
    """What an unexpected end of a crawl left on its standard error."""
    return (child.last_words() or None) if code not in EXPECTED else None
