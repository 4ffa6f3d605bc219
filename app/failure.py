"""What ends a command: one sentence and an exit code."""

from __future__ import annotations

import sys

OK, FAILED, USAGE, NOTHING_RECEIVED, STORE, BUSY, INTERRUPTED = 0, 1, 2, 3, 4, 75, 130
SIGNALS = {"sigint": INTERRUPTED, "sigterm": 143}  # by the reason of the run that one ended
CUT_SHORT = 141  # whoever read the output stopped reading, as by SIGPIPE

# The errors that the layers below raise for a person to read, the narrower before the wider.
_CODES = (
    ("app.failure", "Failure", FAILED),
    ("storage.errors", "PortalBusyError", BUSY),
    ("storage.errors", "UnknownError", USAGE),
    ("storage.errors", "StoreError", STORE),
    ("storage.search", "QueryError", USAGE),
    ("crawler.portals", "PortalError", USAGE),
    ("crawler.single", "FetchError", NOTHING_RECEIVED),
    ("crawler.extract.errors", "ExtractionError", FAILED),
)


class Failure(Exception):  # noqa: N818 - it is the end of a command, not a fault in the program
    """A command cannot do what was asked; prints itself as one sentence."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.code = code


def known_errors() -> tuple[type[Exception], ...]:
    """The errors that print themselves; only an imported module can have raised one of its own."""
    return tuple(
        getattr(sys.modules[module], name) for module, name, _ in _CODES if module in sys.modules
    )


def code_of(error: Exception) -> int:
    """The exit code for one of the known errors."""
    if isinstance(error, Failure):
        return error.code
    names = {(kind.__module__, kind.__name__): None for kind in type(error).__mro__}
    return next(code for module, name, code in _CODES if (module, name) in names)
