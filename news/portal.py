"""What one portal is, as a value: the twelve keys of a portal file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Tls = Literal["verify", "intermediates", "insecure"]
Robots = Literal["obey", "absent"]


@dataclass(frozen=True, slots=True)
class About:
    """Who runs the portal and how we know of it."""

    province: str | None = None
    province_2025: str | None = None
    kind: str | None = None
    evidence: str | None = None
    checked: str | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal to follow; `key` is its file's name and its name everywhere in the store.

    `every` is the upper bound of the revisit interval; `hours` the clock hours (Vietnam) in
    which it may be crawled, empty for always; `delay` seconds between two requests (None: the
    default for the host); `select` maps a field of the article to a CSS selector, `mask` lists
    CSS selectors whose text is never read.
    """

    key: str
    name: str
    home: str
    platform: str | None = None
    sections: tuple[str, ...] = ()
    every: timedelta = timedelta(hours=2)
    hours: tuple[int, ...] = ()
    delay: float | None = None
    tls: Tls = "verify"
    robots: Robots = "obey"
    mask: tuple[str, ...] = ()
    select: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    about: About = About()
