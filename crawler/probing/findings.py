"""What a probe found of a portal, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from news.article import Article
    from news.portal import Portal


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a portal cannot be followed: one machine-readable word and one sentence."""

    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """One list of articles: how many its first pages name, the newest day, how it goes on."""

    title: str
    url: str
    items: int
    newest: str | None
    paging: str | None


@dataclass(frozen=True, slots=True)
class Shape:
    """How the portal writes the addresses of articles, with how many were seen and one of them."""

    shape: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Noise:
    """A place on the portal's pages that is never part of an article, with what stood there.

    why: "turns" (other words at each fetch), "list" (links to other pages), "repeats" (the same
    on most pages) or "apart" (outside the article's column).
    """

    why: str
    place: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Probed:
    """What two dozen requests showed of a portal.

    `portal` is what its file would hold; `problem` says why it cannot be followed, None where it
    can; `notes` are what an operator should know all the same. `lists` says for each list asked
    for what is wrong with it (None: nothing), `known` the same for each known article.
    """

    portal: Portal
    requests: int
    platform: str | None = None
    marks: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    shapes: tuple[Shape, ...] = ()
    samples: tuple[Article, ...] = ()
    noise: tuple[Noise, ...] = ()
    notes: tuple[str, ...] = ()
    problem: Problem | None = None
    lists: dict[str, str | None] = field(default_factory=dict)
    known: dict[str, str | None] = field(default_factory=dict)
