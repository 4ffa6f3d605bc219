"""A sample portal that answers: a site, the addresses of its content system, and its look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from app.demo.files import content_of, type_of
from app.demo.sight import Elsewhere, Front, Listing, Reading, Sight, Standing
from app.demo.web import Reply, page, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.demo.sight import Addresses, View
    from app.demo.site import Leaf, Site
    from app.demo.story import Story
    from app.demo.web import Request

HANOI = timezone(timedelta(hours=7))
UPLOADS = "/uploads/"


def hanoi_now() -> datetime:
    """The wall clock of every portal."""
    return datetime.now(UTC).astimezone(HANOI)


class Look(Protocol):
    """How one content system draws its pages."""

    def front(self, sight: Sight) -> str:
        """The home page."""
        ...

    def listing(self, sight: Sight, listing: Listing, stories: Sequence[Story]) -> str:
        """One page of a section."""
        ...

    def story(self, sight: Sight, story: Story) -> str:
        """A story's page."""
        ...

    def bare(self, sight: Sight, story: Story) -> str:
        """A story's print view."""
        ...

    def leaf(self, sight: Sight, leaf: Leaf) -> str:
        """A page that is no news."""
        ...

    def missing(self, sight: Sight) -> str:
        """What a visitor reads at an address where nothing stands."""
        ...


def _is_furniture(path: str) -> bool:
    """Whether it is a picture of the theme: a logo, a banner, a dot."""
    return path.count("/") == 1 and type_of(path).startswith("image/")


@dataclass
class SamplePortal:
    """Answers requests; `validators` makes it send an ETag and honour If-None-Match.

    `robots` may name the portal's own address as {home}; `extras` are answers by path.
    """

    site: Site
    at: Addresses
    look: Look
    per_page: int = 5
    validators: bool = False
    robots: str = "User-agent: *\nDisallow: /admin/\n"
    clock: Callable[[], datetime] = hanoi_now
    extras: dict[str, Callable[[Sight], Reply]] = field(default_factory=dict)
    visits: int = 0

    def answer(self, request: Request) -> Reply:
        """The answer to one request; each one makes the counters tick."""
        self.visits += 1
        home = f"http://{request.headers.get('Host', '')}"
        sight = Sight(self.site, self.at, self.visits, self.clock(), home)
        if request.path == "/robots.txt":
            robots = self.robots.replace("{home}", home)
            return Reply(body=robots.encode(), content_type="text/plain; charset=utf-8")
        if _is_furniture(request.path):
            return Reply(body=content_of(request.path), content_type=type_of(request.path))
        if request.path.startswith(UPLOADS):
            return self._file(sight, request.path.removeprefix(UPLOADS))
        if extra := self.extras.get(request.path):
            return extra(sight)
        view = self.at.find(self.site, request)
        return (
            page(self.look.missing(sight), 404)
            if view is None
            else self._show(sight, view, request)
        )

    def _show(self, sight: Sight, view: View, request: Request) -> Reply:
        match view:
            case Elsewhere(to):
                return redirect(to)
            case Reading(story, bare):
                return self._story(sight, story, request, bare=bare)
            case Listing():
                return self._listing(sight, view)
            case Standing(leaf):
                return page(self.look.leaf(sight, leaf))
            case Front():
                return page(self.look.front(sight))

    def _listing(self, sight: Sight, view: Listing) -> Reply:
        stories = self.site.of(view.section.key)
        pages = max(1, -(-len(stories) // self.per_page))
        sight = replace(sight, pages=pages)
        if not 1 <= view.page <= pages:
            return page(self.look.missing(sight), 404)
        start = (view.page - 1) * self.per_page
        return page(self.look.listing(sight, view, stories[start : start + self.per_page]))

    def _story(self, sight: Sight, story: Story, request: Request, *, bare: bool) -> Reply:
        html = self.look.bare(sight, story) if bare else self.look.story(sight, story)
        if not self.validators:
            return page(html)
        # The validator is made of what the editors wrote: the counters beside it do not count.
        tag = f'"{blake2b(repr(story).encode(), digest_size=8).hexdigest()}"'
        known = request.headers.get("If-None-Match") == tag
        return Reply(304 if known else 200, html.encode(), headers=(("ETag", tag),))

    def _file(self, sight: Sight, name: str) -> Reply:
        offered = {f for s in self.site.stories for f in (*s.pictures, *(p.file for p in s.papers))}
        if name not in offered:
            return page(self.look.missing(sight), 404)
        return Reply(body=content_of(name), content_type=type_of(name))
