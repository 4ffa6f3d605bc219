"""`khcn crawl`: look now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.failure import BUSY, FAILED, NOTHING_RECEIVED, OK, SIGNALS, USAGE, Failure
from app.options import Command, Count, Options, takes_options
from app.output.document import print_document
from app.output.text import one_line
from app.when import Moment
from news.record import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from app.output.progress import Watcher
    from crawler.options import CrawlOptions, Mode
    from news.portal import Portal
    from storage.runs import RunReport


@click.command(cls=Command)
@click.argument("keys", metavar="[K]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every followed portal.")
@click.option("--max-pages", type=Count(1), metavar="N", help="Stop after N pages each.")
@click.option("--since", type=Moment(), metavar="DATE", help="Go back to that day.")
@click.option("--full", is_flag=True, help="Walk every listing, fetch every known article again.")
@takes_options
def crawl(
    options: Options,
    keys: tuple[str, ...],
    everything: bool,
    max_pages: int | None,
    since: datetime | None,
    full: bool,
) -> int:
    """Crawl portals now, and say what is new in them.

    A portal's first crawl walks all its listings; later ones read them until a page brings
    nothing new, and fetch what is new and the articles that are due again. A crawl that was
    killed goes on where it was when the same one is asked for within a day.
    """
    from crawler.run import CrawlOptions

    mode: Mode = "full" if full else "since" if since else "incremental"
    day = since.date() if since else None
    wanted = CrawlOptions(mode=mode, since=day, max_pages=max_pages)
    if everything and keys:
        named = " ".join(keys)
        raise Failure(f"--all takes every followed portal; leave it out or leave out {named}")
    if everything:
        return crawl_and_tell(options, *_all_followed(options), wanted)
    if not keys:
        raise Failure("name the portals to crawl, or give --all; `khcn portals list` shows them")
    return crawl_and_tell(options, _followed(options, keys), OK, wanted)


def crawl_and_tell(
    options: Options, portals: Sequence[Portal], code: int, wanted: CrawlOptions
) -> int:
    """Crawl, show how it goes and what came of it; `code` is what is wrong already."""
    from app.output.log import listen
    from app.output.progress import watcher
    from crawler.run import crawl

    listen(options)
    with watcher(options) as watching:
        reports = crawl(portals, options.db, wanted, watching)
    if options.as_json:
        print_document(runs=[report.record() for report in reports])
    elif reports and not options.quiet:
        _conclude(options, reports)
    for error in watching.refusals:
        click.echo(f"khcn: {one_line(str(error))}", err=True)
    lost = len(portals) - len(reports) - len(watching.refusals)
    if lost > 0 and not options.quiet:
        click.echo(
            f"{lost} crawl(s) ended without a record; run again with -v to see why", err=True
        )
    return exit_code(reports) or _refusals(watching) or (FAILED if lost > 0 else code)


def exit_code(reports: Sequence[RunReport]) -> int:
    """How the runs went, as the contract counts."""
    stopped = [report.reason for report in reports if report.outcome == "interrupted"]
    signals = [SIGNALS[reason] for reason in stopped if reason in SIGNALS]
    if signals:
        return signals[0]
    if reports and not any(report.pages for report in reports):
        return NOTHING_RECEIVED
    bad = any(report.outcome not in {"ok", "partial"} for report in reports)
    return FAILED if bad else OK


def _refusals(watching: Watcher) -> int:
    return BUSY if watching.refusals else OK


def _followed(options: Options, keys: Sequence[str]) -> list[Portal]:
    from crawler.portals import find

    return [find(key, options.portals) for key in dict.fromkeys(keys)]


def _all_followed(options: Options) -> tuple[list[Portal], int]:
    """The sound files, and what the broken ones among them are worth as an exit code."""
    from app.portal_files import all_sound, followed_portals

    portals = followed_portals(options)
    if not portals:
        raise Failure("no portal is followed; `khcn portals add KEY` follows one")
    return portals, OK if all_sound(options, portals) else USAGE


def _conclude(options: Options, reports: Sequence[RunReport]) -> None:
    from app.store import opened
    from storage.health import portals
    from storage.history import baseline_of

    with opened(options) as store:
        baseline = baseline_of(store, [report.id for report in reports])
        bare = {one.portal for one in portals(store, "") if not one.articles}
    click.echo(conclusion(reports, baseline))
    click.echo(one_line(next_step(reports, baseline, bare, options.again)))


def conclusion(reports: Sequence[RunReport], baseline: int) -> str:
    """What the runs came to, in one paragraph; the baseline is no news."""
    counts = {name: sum(getattr(r, name) for r in reports) for name in _COUNTED}
    counts["appeared"] -= baseline
    news = [f"{counts['appeared']:,} new", f"{counts['edited'] + counts['retitled']:,} edited"]
    news += [
        f"{counts[name]:,} {name}" for name in ("moved", "vanished", "returned") if counts[name]
    ]
    first = f" {baseline:,} from before, no news." if baseline else ""
    suspected = counts["suspected"]
    missing = f" {suspected:,} not found, to be confirmed." if suspected else ""
    asked = f"{counts['requests']:,} requests, {counts['errors']:,} errors"
    return f"{_outcomes(reports)}. {', '.join(news)}.{first}{missing} {asked}."


_COUNTED = (*KINDS, "suspected", "requests", "errors")


def _outcomes(reports: Sequence[RunReport]) -> str:
    words = {"ok": "complete"}
    found: dict[str, int] = {}
    for report in reports:
        name = words.get(report.outcome or "", report.outcome or "unfinished")
        found[name] = found.get(name, 0) + 1
    total = f"{len(reports)} portal{'' if len(reports) == 1 else 's'}"
    return f"{total}: {', '.join(f'{count} {name}' for name, count in found.items())}"


def next_step(
    reports: Sequence[RunReport], baseline: int, bare: Collection[str], again: str = ""
) -> str:
    """What to type next, with the options `again`; `bare` portals have no article at all."""
    held = next((report for report in reports if report.outcome == "held"), None)
    if held:
        return f"next: khcn review {held.id} accept|drop{again} (what {held.portal} staged waits)"
    if any(report.reason in SIGNALS for report in reports):
        return "next: the same command goes on where this one was, within a day"
    empty = [r.portal for r in reports if r.portal in bare and r.outcome == "ok" and not r.reason]
    if empty:
        return f"next: khcn portals check {empty[0]}{again} (no article was found on it)"
    if any(r.edited or r.retitled or r.moved or r.vanished or r.returned for r in reports):
        return f"next: khcn changes --since today{again}"
    if any(report.appeared for report in reports):
        question = 'search "chuyển đổi số"' if baseline else "changes --since today"
        return f"next: khcn {question}{again}"
    return f"next: khcn status{again}"
