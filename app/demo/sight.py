"""What one visitor sees at one moment: the site, and everything on its pages that ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from app.demo.web import Request

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Front:
    """The home page."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a section."""

    section: Section
    page: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One story; `bare` is its print view."""

    story: Story
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A page that is no news."""

    leaf: Leaf


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A redirect."""

    to: str


View = Front | Listing | Reading | Standing | Elsewhere


class Addresses(Protocol):
    """How one content system writes addresses, and how it reads them again."""

    def story(self, site: Site, story: Story) -> str:
        """The address of a story."""
        ...

    def listing(self, section: Section, page: int) -> str:
        """The address of one page of a section."""
        ...

    def leaf(self, leaf: Leaf) -> str:
        """The address of a page that is no news."""
        ...

    def find(self, site: Site, request: Request) -> View | None:
        """What stands at an address; None is a 404."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """One moment of a site: `visit` counts requests, so every counter made of it ticks."""

    site: Site
    at: Addresses
    visit: int
    now: datetime
    home: str = ""
    """The scheme and host that the visitor asked for, without a slash."""
    pages: int = 1
    """How many pages the listing in view has."""

    @property
    def clock(self) -> str:
        """The day and minute of the visit, as portals print it in their header."""
        return f"{WEEKDAYS[self.now.weekday()]}, {self.now:%d/%m/%Y - %H:%M:%S}"

    @property
    def total(self) -> int:
        """All visits ever."""
        return 933_896 + self.visit

    @property
    def online(self) -> int:
        """Who is on the portal now."""
        return 17 + self.visit * 7 % 41

    @property
    def today(self) -> int:
        """Visits of this day."""
        return 665 + self.visit

    @property
    def greeting(self) -> str:
        """The block that turns at every visit: real words, not only digits."""
        turning = self.site.greetings or (self.site.slogan,)
        return turning[self.visit % len(turning)]

    @property
    def token(self) -> str:
        """A session's secret, new on every page."""
        return f"{self.visit * 2_654_435_761 % 2**32:08x}"

    def views(self, story: Story) -> int:
        """How often a story was read, so the page says."""
        return 120 + story.number * 37 % 4_000 + self.visit

    def href(self, story: Story) -> str:
        """The address of a story."""
        return self.at.story(self.site, story)

    def menu(self) -> list[tuple[str, str]]:
        """The menu's (address, title) pairs."""
        sections = [(self.at.listing(s, 1), s.title) for s in self.site.sections]
        leaves = [(self.at.leaf(leaf), leaf.title) for leaf in self.site.leaves]
        return [("/", "Trang chủ"), *sections, *leaves]

    def links(self, stories: Sequence[Story]) -> list[tuple[str, str]]:
        """(address, title) of some stories."""
        return [(self.href(story), story.title) for story in stories]

    def pager(self, listing: Listing) -> list[tuple[str, str]]:
        """(address, label) of a listing's other pages."""
        numbers = (n for n in range(1, self.pages + 1) if n != listing.page)
        return [(self.at.listing(listing.section, n), str(n)) for n in numbers]

    def weekday(self, story: Story) -> str:
        """The day of the week a story came out."""
        return WEEKDAYS[story.published.weekday()]
