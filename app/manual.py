"""docs/commands.md, made from the commands' own help: `python -m app.manual > docs/commands.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli import khcn
from app.options import HELP

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88

INTRODUCTION = """\
# Commands

Made from the commands' own help by `python -m app.manual`; do not edit.

Data goes to standard output, talk to standard error. Global options stand before or after the
command. `--json` prints one JSON document with `"schema_version": 1`; `--jsonl`, where a command
lists things, one item on each line. `NO_COLOR` is respected.

**Times.** An option that takes a time accepts a day (`2026-11-22`, its 00:00 in Vietnam), a time
(`2026-11-22T08:00`, Vietnam unless it names its offset), `7d`, `12h`, `2w`, `today`, `yesterday` or
a weekday (`monday`: the last one). Times in JSON are at +07:00.

**Where things are.** The database is `--db PATH`, else `KHCN_DB`, else `khcn.db` in the user's data
folder. The followed portals are the files in `--portals DIR`, else `KHCN_PORTALS`, else `portals`
in the user's config folder. `KHCN_ALLOW_PRIVATE=1` lets a portal whose `home` is a loopback or
private address be crawled, on that host and port only.

**Exit codes.**

| code | means |
|---|---|
| 0 | done; every run ok or partial; a search without hits |
| 1 | a run held, failed or cut; `portals add` wrote nothing; a portal broken; a channel's refusal |
| 1 | what `changes --exit-code` and `status --max-age` are asked to tell |
| 2 | wrong usage or configuration; an unknown key or id |
| 3 | no page of any portal was received |
| 4 | the database: full, damaged, read-only, missing, or of a newer version |
| 75 | the portal is being crawled already, or the database watched |
| 130, 143 | stopped by a signal |
| 141 | whoever read the output stopped reading, as `head` does |

**Completion.** `khcn` completes commands and options in the shell. For bash put this line into
`~/.bashrc`, for zsh the same with `zsh_source` into `~/.zshrc`; for fish, write the output of
`_KHCN_COMPLETE=fish_source khcn` to `~/.config/fish/completions/khcn.fish`:

```sh
eval "$(_KHCN_COMPLETE=bash_source khcn)"
```
"""


def manual() -> str:
    """The whole page."""
    root = click.Context(
        khcn,
        info_name="khcn",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=HELP,
    )
    return "\n".join([INTRODUCTION, *_chapters(root)])


def _chapters(context: click.Context) -> Iterator[str]:
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            inner = click.Context(command, context, name)
            yield _chapter(inner)
            yield from _chapters(inner)


def _chapter(context: click.Context) -> str:
    own, _, _ = context.get_help().partition("\n\nGlobal options:")
    return f"## `{context.command_path}`\n\n```text\n{own.strip()}\n```\n"


if __name__ == "__main__":
    click.echo(manual(), nl=False)
