"""`khcn service`: the background service as systemd starts it."""

from __future__ import annotations

from dataclasses import replace
from getpass import getuser
from typing import TYPE_CHECKING

import click

from app.failure import FAILED, Failure
from app.options import Command, Group, Options, takes_options
from app.output.document import print_document

if TYPE_CHECKING:
    from pathlib import Path

FOR_ALL = "save this as /etc/systemd/system/khcn.service, then systemctl enable --now khcn"
FOR_USER = """\
systemctl --user daemon-reload && systemctl --user enable --now khcn
      loginctl enable-linger   (so that it runs while you are logged out)"""


@click.group(cls=Group)
def service() -> None:
    """The background service under systemd."""


@service.command(cls=Command, short_help="Write a systemd unit that runs `khcn watch`.")
@click.option("--user", "for_user", is_flag=True, help="For your own account, without root.")
@click.option("--force", is_flag=True, help="Write over a unit that is there already.")
@takes_options
def install(options: Options, for_user: bool, force: bool) -> None:
    """Write a systemd unit that runs `khcn watch` with this database and these portals.

    Without --user the unit is printed, for an administrator to put in place; the service then runs
    under your account.
    """
    from scheduler.systemd import Unit, user_unit

    unit = Unit(options.db.absolute(), options.portals.absolute())
    text = (unit if for_user else replace(unit, account=getuser())).text()
    path = user_unit() if for_user else None
    if path is not None:
        _write(path, text, force)
    if options.as_json:
        print_document(file=path and str(path), unit=text)
        return
    click.echo(path or text, nl=path is not None)
    if not options.quiet:
        click.echo(f"next: {FOR_USER if for_user else FOR_ALL}", err=True)


def _write(path: Path, text: str, force: bool) -> None:
    if path.exists() and not force:
        raise Failure(f"{path} is there already; give --force to write it anew", FAILED)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}", FAILED) from error
