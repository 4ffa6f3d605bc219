"""Beginning to follow a portal by its address: probed, named, written to a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.failure import FAILED, Failure
from app.portal_files import bundled, followed_portals, is_followed
from news.zone import VIETNAM

if TYPE_CHECKING:
    from app.options import Options
    from crawler.probing.findings import Probed
    from news.portal import Portal, Tls


def is_address(words: str) -> bool:
    """Whether this is an address to probe rather than a key of the catalogue."""
    return "://" in words or "." in words or "/" in words or words.startswith("localhost")


def asked_for(options: Options, address: str, key: str | None, tls: Tls | None) -> Portal:
    """The portal at an address under the key to follow it by; Failure where it is followed."""
    from crawler.probing.probe import at

    home = address if "://" in address else f"http://{address}"
    portal = at(home, **({"tls": tls} if tls else {}))
    _refuse_second(options, portal.home)
    known = _in_catalogue(portal.home)
    if known is not None:
        portal = replace(known, home=portal.home, tls=portal.tls)
    return replace(portal, key=_free(options, portal.key, key))


def as_found(found: Probed) -> Portal:
    """The portal as its file will say: with what its name tells and what was seen."""
    from crawler.probing.naming import about_of

    portal = found.portal
    shape = found.shapes[0].shape if found.shapes else "no common shape"
    sections = len(found.sections)
    seen = f"probed: {sections} section{'' if sections == 1 else 's'}, articles like {shape}"
    today = datetime.now(VIETNAM).date().isoformat()
    facts: dict[str, Any] = {"evidence": seen[:300], "checked": today}
    about = portal.about
    if not (about.province or about.kind):
        facts |= about_of(portal.name, bundled())
    return replace(portal, about=replace(about, **facts))


def refuse_taken(options: Options, key: str) -> None:
    """`portals add` that writes nothing exits 1."""
    if is_followed(options, key):
        path = options.portals / f"{key}.toml"
        raise Failure(f"{key} is followed already: {path}; nothing was written", FAILED)


def _refuse_second(options: Options, home: str) -> None:
    from news.urls import canonical

    for portal in followed_portals(options):
        if canonical(portal.home) == canonical(home):
            said = f"{home} is followed already, as {portal.key}; nothing was written"
            raise Failure(said, FAILED)


def _free(options: Options, key: str, named: str | None) -> str:
    """The key asked for; one made from the address gives way to another portal's."""
    from crawler.portals import KEY, PortalError

    if named is not None:
        if not KEY.fullmatch(named):
            said = f"{named!r} is no portal key: small letters, digits, hyphens only"
            raise PortalError(said)
        refuse_taken(options, named)
        return named
    taken = (f"{key}-{number}" for number in range(2, 1000))
    return (
        key
        if not is_followed(options, key)
        else next(other for other in taken if not is_followed(options, other))
    )


def _in_catalogue(home: str) -> Portal | None:
    from news.urls import canonical

    return next((one for one in bundled() if canonical(one.home) == canonical(home)), None)
