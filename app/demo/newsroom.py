"""The sample portals read from their files, with the story each file holds back for later."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from app.demo.looks.eduportal import EduPortalAddresses, EduPortalLook
from app.demo.looks.legacy import LegacyAddresses, LegacyLook
from app.demo.looks.liferay import LiferayAddresses, LiferayLook
from app.demo.looks.nukeviet import NukeVietAddresses, NukeVietLook
from app.demo.looks.webforms import WebFormsAddresses, WebFormsLook
from app.demo.portal import SamplePortal, hanoi_now
from app.demo.site import Leaf, Site, section_of
from app.demo.story import Paper, Story, pieces_of

if TYPE_CHECKING:
    from datetime import datetime

    from app.demo.portal import Look
    from app.demo.sight import Addresses

SYSTEMS: dict[str, tuple[type[Addresses], type[Look]]] = {
    "nukeviet": (NukeVietAddresses, NukeVietLook),
    "webforms": (WebFormsAddresses, WebFormsLook),
    "eduportal": (EduPortalAddresses, EduPortalLook),
    "liferay": (LiferayAddresses, LiferayLook),
    "legacy": (LegacyAddresses, LegacyLook),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What an editor did to one story."""

    verb: str
    portal: str
    title: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample portal and what its editors will do between two crawls."""

    portal: SamplePortal
    later: Story | None = None
    edit: tuple[int, str, str] | None = None
    delete: int | None = None

    @property
    def key(self) -> str:
        """The portal's key."""
        return self.portal.site.key

    def happen(self) -> list[Deed]:
        """A day passes in the newsroom; tells what was done."""
        site, done = self.portal.site, []
        if self.edit:
            done.append(Deed("edited", self.key, site.edit(*self.edit).title))
        if self.later:
            done.append(Deed("added", self.key, site.add(self.later).title))
        if self.delete:
            done.append(Deed("deleted", self.key, site.delete(self.delete).title))
        return done


def samples(now: datetime | None = None) -> list[Sample]:
    """All sample portals; stories are dated back from `now`, so that the news is always new."""
    folder = files("app.demo") / "samples"
    found = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    today = now or hanoi_now()
    return [
        _sample(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8")), today)
        for entry in found
        if entry.name.endswith(".toml")
    ]


def _sample(key: str, told: dict[str, Any], now: datetime) -> Sample:
    site = _site(key, told, now)
    addresses, look = SYSTEMS[told["look"]]
    portal = SamplePortal(site, addresses(), look(), validators=told.get("validators", False))
    later = _story(told["later"], site, now) if "later" in told else None
    edit = (
        tuple(told["edit"][name] for name in ("number", "before", "after"))
        if "edit" in told
        else None
    )
    return Sample(portal, later, edit, told.get("delete"))


def _site(key: str, told: dict[str, Any], now: datetime) -> Site:
    sections = tuple(section_of(title, 50 + n) for n, title in enumerate(told["sections"], 7))
    leaves = tuple(Leaf(**leaf) for leaf in told["leaves"])
    facts = {name: told[name] for name in ("name", "slogan", "postal")}
    site = Site(
        key,
        **facts,
        sections=sections,
        stories=[],
        leaves=leaves,
        greetings=tuple(told["greetings"]),
    )
    site.stories.extend(_story(story, site, now) for story in told["stories"])
    return site


def _story(told: dict[str, Any], site: Site, now: datetime) -> Story:
    hour, minute = map(int, told.get("time", "08:00").split(":"))
    day = now - timedelta(days=told["days_ago"])
    return Story(
        number=told["number"],
        title=told["title"],
        section=site.sections[told["section"] - 1].key,
        published=day.replace(hour=hour, minute=minute, second=0, microsecond=0),
        pieces=pieces_of(told["body"]),
        lead=told.get("lead"),
        author=told.get("author"),
        source=told.get("source"),
        papers=tuple(Paper(*paper) for paper in told.get("papers", ())),
    )
