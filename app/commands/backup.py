"""`khcn backup`."""

from __future__ import annotations

from pathlib import Path

import click

from app.failure import Failure
from app.options import Command, Options, takes_options
from app.output.document import print_document


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@takes_options
def backup(options: Options, file: Path) -> None:
    """Copy the database into a new file.

    The copy is consistent, whoever writes meanwhile; put it back by copying it.
    """
    from app.store import opened
    from storage.store import backup

    if file.exists():
        raise Failure(f"{file} exists already; give a new file name for the backup")
    with opened(options) as store:
        backup(store, file)
    if options.as_json:
        print_document(file=str(file), bytes=file.stat().st_size)
    elif not options.quiet:
        click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB; put it back by copying", err=True)
