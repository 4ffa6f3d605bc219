"""The shape of a portal file: twelve keys, each checked, nothing else accepted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from news.portal import About, Portal

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LONGEST_DELAY = 600.0  # seconds; a portal that wants more is better asked less often (`every`)


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{text!r} is no web address such as https://skhcn.laichau.gov.vn/")
    if parts.username or parts.password:
        raise ValueError("an address must not carry a user name or password")
    _ = parts.port  # raises ValueError for a port that is none
    return text if parts.path else f"{text}/"


def _interval(text: object) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", text) if isinstance(text, str) else None
    if not match or not int(match[1]):
        raise ValueError(f'{text!r} is not an interval such as "30m", "2h" or "1d"')
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _hours(value: object) -> tuple[int, ...]:
    found = value if isinstance(value, list) else [value]
    hours = [hour for part in found for hour in _span(part)]
    return tuple(dict.fromkeys(hours))


def _span(part: object) -> range | list[int]:
    """Hours of `7` or of "7-18", both ends included; "22-5" runs over midnight."""
    match = re.fullmatch(r"(\d{1,2})(?:\s*-\s*(\d{1,2}))?", str(part))
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (24, 24)
    if first > 23 or last > 23:
        raise ValueError(f'{part!r} is not an hour from 0 to 23 or a span such as "7-18"')
    if first <= last:
        return range(first, last + 1)
    return [*range(first, 24), *range(last + 1)]


def _selector(text: str) -> str:
    # Few files have selectors, and this costs every command that reads portal files 0.1 s.
    from cssselect import SelectorError  # noqa: PLC0415
    from parsel.csstranslator import HTMLTranslator  # noqa: PLC0415

    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise ValueError(f"{text!r} is not a CSS selector: {error}") from error
    return text


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


Address = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
Selector = Annotated[str, Field(max_length=1000), AfterValidator(_selector)]
Words = Annotated[str, Field(min_length=1, max_length=300)]
SelectKey = Literal[
    "title", "published", "authors", "source", "section", "summary", "body", "images", "attachments"
]


class AboutTable(BaseModel):
    """The [about] table."""

    model_config = ConfigDict(extra="forbid", strict=True)

    province: Words | None = None
    province_2025: Words | None = None
    kind: Words | None = None
    evidence: Words | None = None
    checked: Annotated[Words | None, BeforeValidator(_day)] = None
    hosts: list[Words] = []


class PortalFile(BaseModel):
    """One portal file as TOML gives it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Words
    home: Address
    platform: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")] | None = None
    sections: list[Annotated[str, Field(max_length=2000)]] = []
    every: Annotated[timedelta, BeforeValidator(_interval)] = timedelta(hours=2)
    hours: Annotated[tuple[int, ...], BeforeValidator(_hours)] = ()
    delay: Annotated[float, Field(ge=0, le=LONGEST_DELAY, allow_inf_nan=False)] | None = None
    tls: Literal["verify", "intermediates", "insecure"] = "verify"
    robots: Literal["obey", "absent"] = "obey"
    mask: list[Selector] = []
    select: dict[SelectKey, Selector] = {}
    about: AboutTable = AboutTable()

    def portal(self, key: str) -> Portal:
        """The value that the rest of the program works with."""
        plain = self.model_dump(exclude={"sections", "mask", "select", "about"})
        about = self.about.model_dump(exclude={"hosts"})
        select: dict[str, str] = {str(field): css for field, css in self.select.items()}
        return Portal(
            key=key,
            sections=tuple(_section(self.home, url) for url in self.sections),
            mask=tuple(self.mask),
            select=MappingProxyType(select),
            about=About(hosts=tuple(self.about.hosts), **about),
            **plain,
        )


def _section(home: str, url: str) -> str:
    try:
        return _web_address(urljoin(home, url))
    except ValueError as error:
        raise ValueError(f"key 'sections': {error}") from error


def as_toml(portal: Portal) -> dict[str, Any]:
    """The keys of a portal file that differ from what is assumed without them."""
    assumed = Portal(key=portal.key, name=portal.name, home=portal.home)
    table = {
        "name": portal.name,
        "home": portal.home,
        "platform": portal.platform,
        "sections": list(portal.sections),
        "every": _spell(portal.every) if portal.every != assumed.every else None,
        "hours": list(portal.hours),
        "delay": portal.delay,
        "tls": portal.tls if portal.tls != assumed.tls else None,
        "robots": portal.robots if portal.robots != assumed.robots else None,
        "mask": list(portal.mask),
        "select": dict(portal.select),
        "about": _about(portal.about),
    }
    return {key: value for key, value in table.items() if value not in (None, [], {})}


def _about(about: About) -> dict[str, Any]:
    names = ("province", "province_2025", "kind", "evidence", "checked")
    found = {name: getattr(about, name) for name in names}
    found["hosts"] = list(about.hosts)
    return {name: value for name, value in found.items() if value}


def _spell(interval: timedelta) -> str:
    seconds = int(interval.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
