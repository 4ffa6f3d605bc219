"""What the libraries underneath log: a sentence each, or all of it with -v."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.output.text import one_line

if TYPE_CHECKING:
    from app.options import Options


def listen(options: Options) -> None:
    """Send log records to standard error: errors, and with -v everything from INFO on."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.INFO if options.verbose else logging.ERROR)
    if options.verbose:
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    else:
        handler.setFormatter(_Brief())
    logging.basicConfig(level=handler.level, handlers=[handler])


class _Brief(logging.Formatter):
    """One line for each record; tracebacks are for -v."""

    def format(self, record: logging.LogRecord) -> str:
        """The first line of what is said."""
        said = record.getMessage().strip().split("\n", 1)[0]
        return f"khcn: {one_line(said)} (more with -v)"
