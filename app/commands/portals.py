"""`khcn portals`: the portals that are followed, and the catalogue they are chosen from."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

import click

from app.checking import as_json as checkup_as_json
from app.checking import check_all, show_checkup
from app.failure import BUSY, FAILED, OK, USAGE, Failure
from app.following import as_found, asked_for, is_address, refuse_taken
from app.options import Group, Options, lines_option, takes_options
from app.output.document import print_document, print_items
from app.output.probe import as_json, show_probe
from app.output.table import show_table
from app.output.text import one_line
from app.portal_files import (
    all_sound,
    bundled,
    followed_portals,
    from_catalogue,
    healths,
    is_followed,
    is_wanted,
    kinds_of,
    named,
    refuse_unknown,
    unknown,
)
from app.store import health_of

if TYPE_CHECKING:
    from crawler.probing.findings import Probed
    from crawler.templates import Learned
    from news.portal import Portal, Tls

_TLS = "How its certificate is taken: verify, look for missing intermediates, or insecure."


@click.group(cls=Group)
def portals() -> None:
    """The portals that are followed: list, show, add, check, remove."""


@portals.command("list")
@click.option("--catalogue", "all_known", is_flag=True, help="Those that can be added by key too.")
@click.option("--province", metavar="P", help="Of this province, by its old or its new name.")
@click.option("--kind", metavar="K", help="department, center, association, ministry, agency.")
@click.option("--health", metavar="H", help="As `khcn status` says it, such as ok, held or new.")
@lines_option
@takes_options
def list_portals(
    options: Options,
    all_known: bool,
    province: str | None,
    kind: str | None,
    health: str | None,
) -> None:
    """List the followed portals, and how each is doing."""
    followed = followed_portals(options)
    keys = {portal.key for portal in followed}
    others = [portal for portal in bundled() if portal.key not in keys] if all_known else []
    states = health_of(options)
    items = [_item(one, "followed") | {"health": states.get(one.key, "new")} for one in followed]
    items += [_item(one, "catalogue") | {"health": None} for one in others]
    refuse_unknown("--kind", kind, kinds_of([*followed, *bundled()]))
    refuse_unknown("--health", health, healths())
    _list([item for item in items if is_wanted(item, province, kind, health)], options)


def _list(items: list[dict[str, Any]], options: Options) -> None:
    items = sorted(items, key=_key)
    if options.as_json or options.as_lines:
        print_items(options, "portals", items)
    elif items:
        columns = ("key", "name", "home", "standing", "health")
        show_table(columns, ([item[column] for column in columns] for item in items))
    elif not options.quiet:
        click.echo("none is followed; `khcn portals list --catalogue` shows all known", err=True)


@portals.command(short_help="Show a portal's file and what its pages have taught.")
@click.argument("key", metavar="K")
@takes_options
def show(options: Options, key: str) -> None:
    """Show a portal's file, and what its pages have taught of its look and its noise."""
    from crawler.portals import text_of

    portal = named(options, key)
    standing = "followed" if is_followed(options, key) else "catalogue"
    taught = _taught(options, key)
    if options.as_json:
        print_document(**_item(portal, standing), learned=[one._asdict() for one in taught])
        return
    click.echo(f"# {portal.key} ({standing})\n{text_of(portal)}", nl=False)
    if taught:
        click.echo()
        show_table(("learned", "pages", "place", "example"), map(_lesson, taught))


def _taught(options: Options, key: str) -> list[Learned]:
    """What crawls have learned of the portal; nothing where none has been stored."""
    from crawler.templates import learned
    from storage.store import read_store

    if not options.db.is_file():
        return []
    with read_store(options.db) as store:
        return learned(store, key)


def _lesson(one: Learned) -> tuple[str, str, str, str]:
    """A row for people: the end of the place and the start of the example are enough."""
    place = ">".join(one.place.split(">")[-2:])
    return one.kind, str(one.pages), place, one.examples[0][:60] if one.examples else ""


@portals.command(short_help="Follow a portal, by its address or its key.")
@click.argument("what", metavar="URL|KEY")
@click.option("--key", "name", metavar="K", help="The key to follow it under.")
@click.option("--tls", type=click.Choice(["verify", "intermediates", "insecure"]), help=_TLS)
@click.option("--dry-run", is_flag=True, help="Show what was found and the file, write nothing.")
@takes_options
def add(options: Options, what: str, name: str | None, tls: Tls | None, dry_run: bool) -> int:
    """Follow a portal by its address, or one of the catalogue by its key.

    An address is looked at first, politely, by a dozen or two requests: what it runs on, its
    sections, how its lists go on, three articles as they are read. A portal that cannot be
    followed is told why, and nothing is written.
    """
    if is_address(what):
        return _add_address(options, asked_for(options, what, name, tls), dry_run)
    portal = from_catalogue(what)
    portal = replace(portal, key=name or portal.key, tls=tls or portal.tls)
    if not dry_run:
        refuse_taken(options, portal.key)
    return _follow(options, portal, dry_run, _item(portal, "followed"))


def _add_address(options: Options, asked: Portal, dry_run: bool) -> int:
    found = _probe(options, asked)
    if found.problem is not None:
        if options.as_json:
            print_document(**as_json(found), written=False, file=None)
        way_out = " (here: `--tls`)" if "`tls = " in found.problem.sentence else ""
        said = f"{one_line(found.problem.sentence)}{way_out}; nothing was written"
        click.echo(f"khcn: {said}", err=True)
        return FAILED
    portal = as_found(found)
    found = replace(found, portal=portal)
    if not options.as_json:
        show_probe(found)
    return _follow(options, portal, dry_run, as_json(found))


def _probe(options: Options, asked: Portal) -> Probed:
    from app.output.log import listen
    from crawler.probing.probe import probe

    listen(options)
    if not (options.quiet or options.as_json):
        click.echo(f"looking at {asked.home}: two dozen requests, one a second …", err=True)
    return probe([asked], options.db)[0]


def _follow(options: Options, portal: Portal, dry_run: bool, item: dict[str, Any]) -> int:
    """Write the portal's file, or only show it."""
    from crawler.portals import text_of, write

    path = None if dry_run else write(portal, options.portals)
    if options.as_json:
        facts = {"toml": text_of(portal), "written": not dry_run, "file": path and str(path)}
        print_document(**item | facts)
    elif dry_run:
        click.echo(text_of(portal), nl=False)
        if not options.quiet:
            file = options.portals / f"{portal.key}.toml"
            click.echo(f"nothing was written; without --dry-run this becomes {file}", err=True)
    elif not options.quiet:
        click.echo(f"follows {portal.key} ({path}); `khcn crawl {portal.key}` looks now", err=True)
    return OK


@portals.command()
@click.argument("keys", metavar="[K]...", nargs=-1)
@takes_options
def check(options: Options, keys: tuple[str, ...]) -> int:
    """Look at portals again, and say what broke and since when.

    Each is probed as `portals add` does, its lists and two of its articles among the pages, and
    held against what its crawls have stored. All followed portals unless some are named.
    """
    from crawler.portals import find

    asked = [find(key, options.portals) for key in dict.fromkeys(keys)]
    asked = asked or followed_portals(options)
    if not asked:
        raise Failure("no portal is followed; `khcn portals add` follows one")
    idle = [portal for portal in asked if not _is_busy(options, portal)]
    found = check_all(options, idle)
    if options.as_json:
        print_document(portals=[checkup_as_json(one) for one in found])
    else:
        for one in found:
            show_checkup(one)
    if any(one.health == "broken" for one in found):
        return FAILED
    if len(idle) < len(asked):
        return BUSY
    return OK if keys or all_sound(options, asked) else USAGE


def _is_busy(options: Options, portal: Portal) -> bool:
    """Whether it is being crawled: two at once would be less polite than promised."""
    from storage.locks import busy

    if not options.db.exists() or not busy(options.db, portal.key):
        return False
    click.echo(f"khcn: {portal.key} is being crawled now; check it afterwards", err=True)
    return True


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


def _item(portal: Portal, standing: str) -> dict[str, Any]:
    """A portal as JSON: the keys of its file and whether it is followed."""
    plain = {field.name: getattr(portal, field.name) for field in fields(portal)}
    nested = {"select": dict(portal.select), "about": asdict(portal.about)}
    return plain | nested | {"every": portal.every.total_seconds(), "standing": standing}


def _key(item: dict[str, Any]) -> str:
    return str(item["key"])
