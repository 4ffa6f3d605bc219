"""The portal files a command works on: the followed ones and the catalogue."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

import click

from app.failure import Failure
from app.output.text import one_line
from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.options import Options
    from news.portal import Portal


def followed_portals(options: Options) -> list[Portal]:
    """The followed portals; a broken file among them is told and left out."""
    from crawler.portals import PortalError, load_each

    sound: list[Portal] = []
    for found in load_each(options.portals):
        if isinstance(found, PortalError):
            click.echo(f"khcn: {one_line(str(found))}", err=True)
        else:
            sound.append(found)
    return sound


def all_sound(options: Options, portals: Sequence[Portal]) -> bool:
    """Whether these are all that the folder holds: none of its files was broken."""
    return len(list(options.portals.glob("*.toml"))) == len(portals)


def bundled() -> tuple[Portal, ...]:
    """The portals that come with the program."""
    from crawler.portals import catalogue

    return catalogue()


def is_followed(options: Options, key: str) -> bool:
    """Whether a portal of that key is followed."""
    from crawler.portals import KEY

    return bool(KEY.fullmatch(key)) and (options.portals / f"{key}.toml").is_file()


def named(options: Options, key: str) -> Portal:
    """The portal of that key, followed or in the catalogue; raises Failure or PortalError."""
    from crawler.portals import load

    if is_followed(options, key):
        return load(options.portals / f"{key}.toml")
    for portal in bundled():
        if portal.key == key:
            return portal
    raise unknown(options, key)


def from_catalogue(key: str) -> Portal:
    """The portal of that key in the catalogue; raises Failure."""
    known = {portal.key: portal for portal in bundled()}
    if key not in known:
        raise _no_portal(key, known, "in the catalogue", "see `khcn portals list --catalogue`")
    return known[key]


def is_wanted(
    item: dict[str, Any], province: str | None, kind: str | None, health: str | None
) -> bool:
    """Whether a portal, as an item of JSON, passes these filters; spelling without tones counts."""
    about = item["about"]
    names = [fold(name) for name in (about["province"], about["province_2025"]) if name]
    if province and not any(fold(province) in name for name in names):
        return False
    if kind and about["kind"] != kind:
        return False
    return health is None or item["health"] == health


def kinds_of(portals: Iterable[Portal]) -> set[str]:
    """The kinds that portal files name."""
    return {portal.about.kind for portal in portals if portal.about.kind}


def healths() -> set[str]:
    """Every word that may stand for how a portal is doing."""
    from scheduler.health import GRAVITY
    from storage.health import NEVER_SEEN
    from storage.runs import Outcome

    return {*GRAVITY, *get_args(Outcome), NEVER_SEEN.health}


def refuse_unknown(option: str, value: str | None, known: Iterable[str]) -> None:
    """Raise Failure where an option was given a word that nothing is called by."""
    words = sorted(known)
    if value is not None and value not in words:
        raise Failure(f"{option} {value!r} names nothing; give one of {', '.join(words)}")


def unknown(options: Options, key: str) -> Failure:
    """That no such portal is followed, and which key may have been meant."""
    followed = sorted(path.stem for path in options.portals.glob("*.toml"))
    if any(portal.key == key for portal in bundled()):
        advice = f"`khcn portals add {key}` follows the one of the catalogue"
        return Failure(f"no portal {key!r} is followed in {options.portals}; {advice}")
    known = [*followed, *(portal.key for portal in bundled())]
    return _no_portal(key, known, f"in {options.portals}", "see `khcn portals list`")


def _no_portal(key: str, known: Iterable[str], where: str, advice: str) -> Failure:
    from crawler.portals import likely_key

    near = get_close_matches(likely_key(key), list(known), n=1)
    return Failure(f"no portal {key!r} {where}; {f'did you mean {near[0]!r}?' if near else advice}")
