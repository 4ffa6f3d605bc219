"""A day on the sample portals: they go on the air, are crawled, edited, and crawled again."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING

from app.demo.newsroom import samples
from app.demo.web import Host
from app.failure import SIGNALS, Failure
from crawler import portals
from crawler.run import CrawlOptions, crawl
from news.portal import Portal
from storage import history
from storage.store import read_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.demo.newsroom import Deed, Sample
    from crawler.progress import Progress
    from storage.runs import RunReport


@dataclass(frozen=True, slots=True)
class Day:
    """What the editors did, and what the monitor made of it without being told."""

    db: Path
    deeds: tuple[Deed, ...]
    first: tuple[RunReport, ...]
    second: tuple[RunReport, ...]
    changes: tuple[history.Change, ...]
    suspected: tuple[history.Record, ...]
    articles: int
    requests: int
    seconds: float


def live_a_day(db: Path, progress: Progress) -> Day:
    """Crawl the samples, let their editors work, crawl them in full; the store is left at `db`.

    The second crawl asks for every page unconditionally, so each counter, clock and related list
    that ticked meanwhile is seen, and must not be taken for news.
    """
    begun, today = monotonic(), samples()
    with _on_the_air(today) as hosts, TemporaryDirectory(prefix="khcn-demo-") as folder:
        followed = _follow(today, hosts, Path(folder))
        # Loopback is forbidden ground for a crawl; the demo has nothing else.
        first = whole(crawl(followed, db, CrawlOptions(allow_private=True), progress))
        deeds = tuple(deed for sample in today for deed in sample.happen())
        again = CrawlOptions(mode="full", allow_private=True)
        second = whole(crawl(followed, db, again, progress))
        requests = sum(len(host.log) for host in hosts)
    changes, records = _told(db)
    return Day(
        db=db,
        deeds=deeds,
        first=tuple(first),
        second=tuple(second),
        changes=changes,
        suspected=tuple(record for record in records if record.state == "suspected"),
        articles=len(records),
        requests=requests,
        seconds=monotonic() - begun,
    )


def whole(reports: list[RunReport]) -> list[RunReport]:
    """These runs, unless a signal cut one off: there is no day to tell of then."""
    for report in reports:
        if report.reason in SIGNALS:
            raise Failure(
                "the demo was stopped; `khcn demo` begins it anew", SIGNALS[report.reason]
            )
    return reports


def clear(db: Path, *, ours: bool) -> None:
    """Make room for a fresh demo; a file that is not `ours` by name must be so by content.

    Raises Failure rather than erase the articles of real portals.
    """
    if not ours and db.exists():
        with read_store(db) as store:
            others = history.portal_names(store).keys() - {sample.key for sample in samples()}
        if others:
            named = ", ".join(sorted(others)[:3])
            raise Failure(f"{db} holds portals of yours ({named}); give the demo another --db")
    for tail in ("", "-wal", "-shm"):
        db.with_name(db.name + tail).unlink(missing_ok=True)
    db.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _on_the_air(today: Sequence[Sample]) -> Iterator[list[Host]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Host(sample.portal)) for sample in today]


def _follow(today: Sequence[Sample], hosts: Sequence[Host], folder: Path) -> list[Portal]:
    """Portal files of a name and a home and not a word more: the rest is found by looking."""
    for sample, host in zip(today, hosts, strict=True):
        portals.write(Portal(sample.key, sample.portal.site.name, host.home), folder)
    return list(portals.load_all(folder))


def _told(db: Path) -> tuple[tuple[history.Change, ...], list[history.Record]]:
    with read_store(db) as store:
        changes = history.changes(store, history.Which(baseline=False))
        return tuple(changes), list(history.records(store))
