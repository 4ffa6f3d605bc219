"""`khcn portals`: the portals that are followed, and the catalogue they are chosen from."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

import click

from app.failure import FAILED, OK, Failure
from app.options import Group, Options, lines_option, takes_options
from app.output.document import print_document, print_items
from app.output.table import show_table
from app.portal_files import bundled, followed_portals, from_catalogue, is_followed, named, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from news.portal import Portal


@click.group(cls=Group)
def portals() -> None:
    """The portals that are followed: list, show, add, remove."""


@portals.command("list")
@click.option("--catalogue", "all_known", is_flag=True, help="Those that can be added by key too.")
@lines_option
@takes_options
def list_portals(options: Options, all_known: bool) -> None:
    """List the followed portals."""
    followed = followed_portals(options)
    keys = {portal.key for portal in followed}
    others = [portal for portal in bundled() if portal.key not in keys] if all_known else []
    _list([_item(portal, "followed") for portal in followed], others, options)


def _list(items: list[dict[str, Any]], others: Sequence[Portal], options: Options) -> None:
    items = sorted([*items, *(_item(portal, "catalogue") for portal in others)], key=_key)
    if options.as_json or options.as_lines:
        print_items(options, "portals", items)
    elif items:
        columns = ("key", "name", "home", "standing")
        show_table(columns, ([item[column] for column in columns] for item in items))
    elif not options.quiet:
        click.echo("no portal is followed yet; see `khcn portals list --catalogue`", err=True)


@portals.command()
@click.argument("key", metavar="K")
@takes_options
def show(options: Options, key: str) -> None:
    """Show a portal's file, followed or in the catalogue."""
    from crawler.portals import text_of

    portal = named(options, key)
    standing = "followed" if is_followed(options, key) else "catalogue"
    if options.as_json:
        print_document(**_item(portal, standing))
    else:
        click.echo(f"# {portal.key} ({standing})\n{text_of(portal)}", nl=False)


@portals.command()
@click.argument("key", metavar="KEY")
@click.option("--key", "name", metavar="K", help="The key to follow it under.")
@click.option("--dry-run", is_flag=True, help="Show the file, write nothing.")
@takes_options
def add(options: Options, key: str, name: str | None, dry_run: bool) -> int:
    """Follow a portal of the catalogue."""
    from crawler.portals import text_of, write

    portal = from_catalogue(key)
    portal = replace(portal, key=name) if name else portal
    if dry_run:
        click.echo(text_of(portal), nl=False)
        return OK
    _refuse_second(options, portal.key)
    path = write(portal, options.portals)
    if options.as_json:
        print_document(**_item(portal, "followed") | {"file": str(path)})
    elif not options.quiet:
        click.echo(f"follows {portal.key} ({path}); `khcn crawl {portal.key}` looks now", err=True)
    return OK


@portals.command()
@click.argument("key", metavar="K")
@takes_options
def remove(options: Options, key: str) -> None:
    """Follow a portal no more; its stored articles stay."""
    if not is_followed(options, key):
        raise unknown(options, key)
    (options.portals / f"{key}.toml").unlink()
    if options.as_json:
        print_document(removed=key)
    elif not options.quiet:
        click.echo(f"follows {key} no more; its stored articles stay", err=True)


def _refuse_second(options: Options, key: str) -> None:
    """`portals add` that writes nothing exits 1."""
    if is_followed(options, key):
        path = options.portals / f"{key}.toml"
        raise Failure(f"{key} is followed already: {path}; nothing was written", FAILED)


def _item(portal: Portal, standing: str) -> dict[str, Any]:
    """A portal as JSON: the keys of its file and whether it is followed."""
    plain = {field.name: getattr(portal, field.name) for field in fields(portal)}
    nested = {"select": dict(portal.select), "about": asdict(portal.about)}
    return plain | nested | {"every": portal.every.total_seconds(), "standing": standing}


def _key(item: dict[str, Any]) -> str:
    return str(item["key"])
