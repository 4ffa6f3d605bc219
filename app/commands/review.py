"""`khcn review` and `khcn reread`: what was held, and the past read again."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from app.failure import FAILED, OK
from app.options import Command, Count, Options, takes_options
from app.output.document import print_document
from app.output.progress import summary
from app.output.table import show_table
from app.output.text import one_line

if TYPE_CHECKING:
    from crawler.publication.publish import Rereading
    from news.portal import Portal
    from storage.store import Store


@click.command(cls=Command)
@click.argument("run", type=Count(1), metavar="RUN")
@click.argument("verdict", type=click.Choice(["accept", "drop"]))
@takes_options
def review(options: Options, run: int, verdict: str) -> int:
    """Accept or drop what a held run staged.

    A run is held when too much of a portal changed at once: a maintenance page, a wall, an empty
    listing. Nothing of it is a change until it is accepted; a later healthy run replaces it.
    """
    from app.store import stored_portal
    from crawler.publication import publish
    from storage import locks, runs
    from storage.store import open_store

    _require_store(options)
    with open_store(options.db) as store:
        portal = stored_portal(store, options, runs.load(store, run).portal)
        with locks.crawling(options.db, portal.key, pid=os.getpid()):
            report = publish.review(
                store, run, portal, accept=verdict == "accept", at=datetime.now(UTC)
            )
    if options.as_json:
        print_document(runs=[report.record()])
    elif not options.quiet:
        click.echo(one_line(summary(report)))
    return FAILED if report.outcome == "failed" else OK


@click.command(cls=Command)
@click.argument("key", metavar="[K]", required=False)
@click.option("--dry-run", is_flag=True, help="Only list what reads differently now.")
@takes_options
def reread(options: Options, key: str | None, dry_run: bool) -> None:
    """Read every stored page again with today's reader.

    Lists the articles that read differently now. Their stored readings are brought up to date;
    nothing of this is a change, for nothing happened to the articles.
    """
    from storage.store import open_store

    _require_store(options)
    with open_store(options.db) as store:
        portals = _portals(options, store, key)
        found = [again for portal in portals for again in _reread(options, store, portal, dry_run)]
    if options.as_json:
        print_document(dry_run=dry_run, articles=[_item(again) for again in found])
        return
    if found:
        rows = ((str(a.article), ", ".join(a.difference.fields), a.title) for a in found)
        show_table(("article", "fields", "title"), rows)
    if not options.quiet:
        done = "would read" if dry_run else "read"
        click.echo(f"{len(found)} article(s) {done} differently now", err=True)


def _reread(options: Options, store: Store, portal: Portal, dry_run: bool) -> list[Rereading]:
    from crawler.publication import publish
    from storage import locks

    with locks.crawling(options.db, portal.key, pid=os.getpid()):
        return list(publish.reread(store, portal, dry_run=dry_run))


def _portals(options: Options, store: Store, key: str | None) -> list[Portal]:
    """The portal named, or all of which anything is stored."""
    from app.store import stored_portal
    from storage.history import portal_names

    keys = [key] if key else sorted(portal_names(store))
    return [stored_portal(store, options, each) for each in keys]


def _item(again: Rereading) -> dict[str, object]:
    found = {"article": again.article, "url": again.url, "title": again.title}
    fields = {"fields": list(again.difference.fields)}
    return found | fields | {"before": again.difference.before, "after": again.difference.after}


def _require_store(options: Options) -> None:
    """A store is made by crawling, never by asking about one that is not there."""
    from app.store import opened

    opened(options).close()
