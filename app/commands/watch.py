"""`khcn watch`: the background service."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import click

from app.failure import BUSY, Failure
from app.options import Command, Options, takes_options

if TYPE_CHECKING:
    from scheduler.crawls import Settings


@click.command(cls=Command)
@click.option(
    "--at-once", type=click.IntRange(1, 64), default=4, show_default=True, metavar="N",
    help="Portals crawled at the same time; never two of one site.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(1), default=3600, show_default=True, metavar="SECONDS",
    help="End a crawl that takes longer; the next one goes on where it was.",
)  # fmt: skip
@click.option(
    "--memory-limit", type=click.IntRange(64), default=1024, show_default=True, metavar="MIB",
    help="End a crawl that takes more.",
)  # fmt: skip
@click.option(
    "--log", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="The form of the log on standard error.",
)  # fmt: skip
@takes_options
def watch(
    options: Options,
    at_once: int,
    time_limit: float,
    memory_limit: int,
    log: Literal["text", "json"],
) -> int:
    """Look at every followed portal when it is due, until stopped.

    Runs in the foreground; SIGTERM or Ctrl-C ends it in order, SIGHUP has it read the portal files
    again, which it also does by itself when they change.
    """
    from scheduler.children import Limits
    from scheduler.crawls import Settings
    from scheduler.journal import open_journal

    open_journal(sys.stderr, log)
    limits = Limits(time_limit, memory_limit)
    return _run(Settings(options.db.absolute(), options.portals.absolute(), at_once, limits))


def _run(settings: Settings) -> int:
    from scheduler.presence import ServiceRunsError
    from scheduler.service import Service

    try:
        number = Service(settings).run()
    except ServiceRunsError as error:
        raise Failure(str(error), BUSY) from error
    return 128 + number
