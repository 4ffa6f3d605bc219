"""The command `khcn`: which commands there are, and how each error ends."""

from __future__ import annotations

import io
import os
import sys
import traceback
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

import click

from app.failure import CUT_SHORT, INTERRUPTED, OK, code_of, known_errors
from app.options import Group
from app.output.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import TextIO

# Each command lives in the module of its name, or in the one given; a module is imported when its
# command is asked for, and none of them imports at its top what takes long to start.
COMMANDS = {
    "demo": "demo",
    "read": "read",
    "portals": "portals",
    "crawl": "crawl",
    "search": "search",
    "show": "show",
    "versions": "show",
    "changes": "changes",
    "diff": "diff",
    "export": "export",
    "feed": "feed",
    "watch": "watch",
    "notify": "notify",
    "service": "service",
    "status": "status",
    "review": "review",
    "reread": "review",
    "backup": "backup",
    "doctor": "doctor",
}


class Root(Group):
    """All commands, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.commands.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named; a name nearly right is answered with the right one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"there is no command {args[0]!r}{_nearest(args[0])}")
        return super().resolve_command(ctx, args)


@click.group(cls=Root, name="khcn")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda context, _, wanted: _tell_version(context) if wanted else None,
    help="Show the version and exit.",
)
def khcn() -> None:
    """Follow the news of Vietnam's science and technology portals.

    Crawl them, keep every version of every article, and ask what appeared, what was edited, what
    vanished. Try `khcn demo` first: it needs no network.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code says how it went (docs/commands.md)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_closed()
    _speak_utf8()
    verbose = bool({"-v", "--verbose"} & set(arguments))
    sys.excepthook = _tell_all if verbose else _tell_briefly
    colour = False if os.environ.get("NO_COLOR") else None
    out = sys.stdout
    try:
        result = khcn.main(arguments, prog_name="khcn", standalone_mode=False, color=colour)
    except SystemExit as end:
        if sys.stdout is out:
            raise
        return CUT_SHORT if end.code else OK  # click takes a broken stdout's place
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        return _fail(_sentence(error), error.exit_code)
    except click.Abort:
        return _fail("stopped", INTERRUPTED)
    except known_errors() as error:
        if verbose:
            traceback.print_exception(error)
        return _fail(str(error), code_of(error))
    return result if isinstance(result, int) else 0


def _tell_version(context: click.Context) -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"khcn {version('khcn')}")
    except PackageNotFoundError:
        click.echo("khcn, from a checkout that is not installed")
    context.exit()


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(f"khcn: {visible(sentence)}\n")
    return code


def _sentence(error: click.ClickException) -> str:
    """What click found wrong with the command line, as one sentence in our words."""
    said = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    end = "" if said.endswith(("?", "?)")) else ";"
    path = context.command_path if context else "khcn"
    return f"{said[:1].lower()}{said[1:]}{end} see `{path} --help`"


def _nearest(name: str) -> str:
    near = get_close_matches(name, COMMANDS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _refusal(error: OSError) -> str:
    """What the system refused; where no file is named it is our own output."""
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}; check that it is there and may be used"
    return f"the output cannot be written: {error.strerror}"


def _open_closed() -> None:
    """A stream closed by the caller (`>&-`) is one that nobody reads."""
    sys.stdout = sys.stdout or _nobody()
    sys.stderr = sys.stderr or _nobody()


def _nobody() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - for as long as we run


def _speak_utf8() -> None:
    """Vietnamese has to pass whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _tell_briefly(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """What the system refused is told; an error that nobody foresaw is a fault of the program."""
    if isinstance(error, OSError) and error.strerror:
        _fail(_refusal(error), 1)
        return
    _fail(f"an unforeseen fault, {kind.__name__}: {error}; run again with -v and report it", 1)


def _tell_all(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    traceback.print_exception(kind, error, tb)
