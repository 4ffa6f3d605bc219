"""The global options, which stand before or after a command, and where they take effect."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PREFIX = "khcn."
_MOST = 2**31 - 1  # no list is longer and no id higher; SQLite's own integers end at 2**63
HELP = ["-h", "--help"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the global options said, wherever they stood."""

    db: Path
    portals: Path
    as_json: bool = False
    as_lines: bool = False
    quiet: bool = False
    verbose: bool = False
    db_is_named: bool = False
    again: str = ""  # what a command typed next needs besides, to mean the same files


def from_context(context: click.Context) -> Options:
    """The global options in effect: a flag, else the environment, else the user's folders."""
    said = context.meta
    db, portals = said.get(f"{_PREFIX}db"), said.get(f"{_PREFIX}portals")
    folder = Path(portals).expanduser() if portals else _default_portals()
    if folder.exists() and not folder.is_dir():
        raise Failure(f"{folder} is a file; --portals names the folder of the portal files")
    return Options(
        db=Path(db).expanduser() if db else _default_db(),
        portals=folder,
        db_is_named=bool(db),
        again="".join(
            f" {flag} {shlex.quote(path)}"
            for flag, path in (("--db", db), ("--portals", portals))
            if path
        ),
        as_json=bool(said.get(f"{_PREFIX}as_json")),
        as_lines=bool(said.get(f"{_PREFIX}as_lines")),
        quiet=bool(said.get(f"{_PREFIX}quiet")),
        verbose=bool(said.get(f"{_PREFIX}verbose")),
    )


def takes_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the global options as its first argument."""

    def called(*args: object, **values: object) -> object:
        return function(from_context(click.get_current_context()), *args, **values)

    return update_wrapper(called, function)


def _default_db() -> Path:
    from crawler.places import database

    return database()


def _default_portals() -> Path:
    from crawler.places import portals_folder

    return portals_folder()


class _Global(click.Option):
    """An option that every command takes; the last one given wins."""

    def __init__(self, names: Sequence[str], **settings: Any) -> None:
        fixed = {"expose_value": False, "callback": _remember, "is_eager": True}
        super().__init__(names, **settings | fixed)


def _remember(context: click.Context, option: click.Parameter, value: object) -> None:
    if value:
        context.meta[f"{_PREFIX}{option.name}"] = value


class Count(click.ParamType[int]):
    """A whole number from `least` on."""

    name = "N"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        found = int(value) if str(value).isascii() and str(value).isdigit() else -1
        if not self.least <= found <= _MOST:
            self.fail(f"{value!r} is no number from {self.least} on", param, ctx)
        return found


def lines_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option --jsonl of a command that lists things."""
    words = "One item as JSON on each line."
    return click.option("--jsonl", "as_lines", cls=_Global, is_flag=True, help=words)(function)


def _globals() -> list[click.Parameter]:
    return [
        _Global(["--db"], metavar="PATH", help="The database (or KHCN_DB)."),
        _Global(["--portals"], metavar="DIR", help="The followed portals (or KHCN_PORTALS)."),
        _Global(["--json", "as_json"], is_flag=True, help="One JSON document on standard output."),
        _Global(["-q", "--quiet"], is_flag=True, help="Say nothing but results and errors."),
        _Global(["-v", "--verbose"], is_flag=True, help="Say more; errors come with a traceback."),
    ]


class _WithGlobals(click.Command):
    def __init__(self, *args: Any, **settings: Any) -> None:
        settings["params"] = [*(settings.get("params") or []), *_globals()]
        # Said to each command, not only to the root: click keeps the help option of its first use.
        look = {"help_option_names": HELP, "max_content_width": 100}
        settings["context_settings"] = look | (settings.get("context_settings") or {})
        super().__init__(*args, **settings)

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's own options first, the global ones at the end."""
        options = self.get_params(context)
        _write(formatter, "Options", context, (o for o in options if not _is_global(o)))
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)
        _write(formatter, "Global options", context, filter(_is_global, options))


def _is_global(option: click.Parameter) -> bool:
    return isinstance(option, _Global) and option.name != "as_lines"


def _write(
    formatter: click.HelpFormatter,
    heading: str,
    context: click.Context,
    options: Iterable[click.Parameter],
) -> None:
    entries = [entry for o in options if (entry := o.get_help_record(context)) and entry[1]]
    with formatter.section(heading):
        formatter.write_dl(entries)


class Command(_WithGlobals):
    """A command that takes the global options too."""


class Group(_WithGlobals, click.Group):
    """A group of commands that takes the global options too."""

    command_class = Command
