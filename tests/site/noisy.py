"""The noisy portal: nothing stands still but the news, and its editors are verbs.

Each verb picks stories no verb has touched yet, changes them, and returns what it did, so that a
test can compare `changes` with the deeds. Pages differ at every visit: counters, clock, view
counts, related and latest lists, tokens, turning words and banners.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Literal

from app.demo.portal import SamplePortal, hanoi_now
from app.demo.sight import Elsewhere, Front, Listing, Reading, Standing
from app.demo.story import Paper, slug
from app.demo.web import Host, Reply, Request, page, redirect
from tests.site.noisylooks import LOOKS
from tests.site.shape import site_of
from tests.site.spelling import FLIPS, in_text
from tests.site.strangelooks import STRANGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.demo.sight import View
    from app.demo.site import Leaf, Section, Site
    from app.demo.story import Story
    from tests.site.newsdesk import Newsdesk

Wall = Literal["maintenance", "login"]
WALLS = {
    "maintenance": "<h1>Hệ thống đang bảo trì</h1><p>Hệ thống đang được nâng cấp, bảo trì. Xin quý vị vui lòng quay lại sau.</p>",
    "login": "<h1>Đăng nhập</h1><form method='post'><p>Vui lòng đăng nhập để tiếp tục sử dụng hệ thống.</p><input name='user'><input type='password' name='pass'></form>",
}
EVERY_LOOK = LOOKS | STRANGE
SHAPES = {
    "dotnetnuke": "/tin-tuc/tabid/85/ArticleID/{number}/Default.aspx",
    "tenant": "/xem.php?muc={section}&id={number}",
}
_TOKEN = re.compile(r"[?&]_csrf=\w+")
_LONG = 700  # letters of a body in which one new sentence is far from half


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb did to one story: the address before and after, and the story itself."""

    verb: str
    story: Story
    url: str
    old_url: str


@dataclass
class NoisyAddresses:
    """Addresses given once: neither a new title nor a new look moves a story."""

    shape: str = "/{section}/{slug}.html"
    paths: dict[int, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def story(self, site: Site, story: Story) -> str:
        given = {"section": story.section, "number": story.number, "slug": slug(story.title)}
        return self.paths.setdefault(story.number, self.shape.format(**given))

    def move(self, story: Story) -> None:
        """Another address: another slug, or another number where there is none."""
        path = self.paths[story.number]
        slug_path = path.replace(".html", "-cap-nhat.html")
        number = story.number
        self.paths[number] = (
            slug_path if slug_path != path else path.replace(f"{number}", f"{number + 5_000}")
        )

    def listing(self, section: Section, page: int) -> str:
        return f"/{section.key}/" + (f"?trang={page}" if page > 1 else "")

    def leaf(self, leaf: Leaf) -> str:
        return f"/{leaf.key}.html"

    def find(self, site: Site, request: Request) -> View | None:
        path, number = request.path, request.query.get("trang", "1")
        if path == "/":
            return Front()
        target = _TOKEN.sub("", request.target)
        if target in self.moved:
            return Elsewhere(self.moved[target])
        for section in site.sections:
            if path == f"/{section.key}/" and number.isdigit():
                return Listing(section, int(number))
        leaves = (leaf for leaf in site.leaves if self.leaf(leaf) == path)
        stories = (s for s in site.stories if self.story(site, s) == target)
        return next(map(Reading, stories), None) or next(map(Standing, leaves), None)


@dataclass
class NoisyPortal(SamplePortal):
    """A sample portal behind a wall at times, and in other bytes at times."""

    wall: Wall | None = None
    flip: Callable[[str], str] | None = None

    def answer(self, request: Request) -> Reply:
        if self.wall == "login" and not request.path.startswith("/dang-nhap"):
            return redirect("/dang-nhap", 302)
        if self.wall:
            return page(
                f"<html><head><title>Thông báo</title></head><body>{WALLS[self.wall]}</body></html>"
            )
        reply = super().answer(request)
        if self.flip is None or "html" not in reply.content_type:
            return reply
        return replace(reply, body=in_text(reply.body.decode(), self.flip).encode())


@dataclass
class Noisy:
    """The portal on the air and its editors."""

    portal: NoisyPortal
    desk: Newsdesk
    host: Host
    random: Random
    touched: set[int] = field(default_factory=set)
    gone: list[Story] = field(default_factory=list)

    @property
    def home(self) -> str:
        return self.host.home

    def url(self, story: Story) -> str:
        return self.home.rstrip("/") + self.portal.at.story(self.portal.site, story)

    @property
    def truth(self) -> dict[str, Story]:
        """Each standing story by its address."""
        return {self.url(story): story for story in self.portal.site.stories}

    def sentence_edited(self, count: int = 1) -> list[Deed]:
        """One sentence of a long body is written anew."""
        return self._do("sentence_edited", count, self._other_sentence, _is_long)

    def typo_fixed(self, count: int = 1) -> list[Deed]:
        """One letter of one word changes; short notices too."""
        return self._do("typo_fixed", count, self._other_letter, _has_paragraph)

    def digit_corrected(self, count: int = 1) -> list[Deed]:
        """One digit of a figure changes; short notices too."""
        return self._do("digit_corrected", count, self._other_digit, _has_digit)

    def image_swapped(self, count: int = 1) -> list[Deed]:
        """A picture is replaced by one of another address."""
        return self._do("image_swapped", count, _other_picture, lambda s: bool(s.pictures))

    def attachment_swapped(self, count: int = 1) -> list[Deed]:
        """A paper is replaced by one of another address, under its old name."""
        return self._do("attachment_swapped", count, _other_paper, lambda s: bool(s.papers))

    def retitled(self, count: int = 1) -> list[Deed]:
        """A title changes, the address does not."""
        return self._do("retitled", count, lambda s: replace(s, title=f"{s.title} (đợt 2)"))

    def moved_by_redirect(self, count: int = 1) -> list[Deed]:
        """A story gets another address; the old one redirects there."""
        return self._do("moved_by_redirect", count, self._move_with_redirect)

    def moved_by_new_slug(self, count: int = 1) -> list[Deed]:
        """A story gets another address; the old one is a 404. Long ones: a notice has no witness."""
        return self._do("moved_by_new_slug", count, self._move, _is_long)

    def article_added(self, count: int = 1) -> list[Deed]:
        """Stories of today appear; every latest and related list moves."""
        added = [self.portal.site.add(self.desk.story(hanoi_now())) for _ in range(count)]
        self.touched.update(story.number for story in added)
        return [Deed("article_added", s, self.url(s), self.url(s)) for s in added]

    def page_vanishes(self, count: int = 1) -> list[Deed]:
        """Stories are taken down: a true 404, and no list names them."""
        deeds = self._do("page_vanishes", count, lambda s: s)
        self.gone += [self.portal.site.delete(deed.story.number) for deed in deeds]
        return deeds

    def page_restored(self) -> list[Deed]:
        """Whatever vanished is back where it stood."""
        back, self.gone = self.gone, []
        restored = [self.portal.site.add(story) for story in back]
        return [Deed("page_restored", s, self.url(s), self.url(s)) for s in restored]

    def redesigned(self, look: str) -> None:
        """The whole portal in another look, one of `EVERY_LOOK`; addresses stay."""
        self.portal.look = EVERY_LOOK[look]()

    def deployed_anew(self) -> None:
        """The same look built again: every name that a builder hashes is another one."""
        self.portal.look.deploy += 1  # type: ignore[attr-defined]

    def walled(self, wall: Wall | None) -> None:
        """Every address answers with a maintenance page or a login form; None opens again."""
        self.portal.wall = wall

    def unicode_flipped(self, flip: str | None) -> None:
        """All texts in other bytes: nfd, nbsp, tones, entities; None is the first spelling."""
        self.portal.flip = FLIPS[flip] if flip else None

    def _do(
        self,
        verb: str,
        count: int,
        change: Callable[[Story], Story],
        fits: Callable[[Story], bool] = lambda _: True,
    ) -> list[Deed]:
        return [self._once(verb, story, change) for story in self._pick(count, fits)]

    def _once(self, verb: str, story: Story, change: Callable[[Story], Story]) -> Deed:
        before = self.url(story)
        changed = self.portal.site.swap(change(story))
        return Deed(verb, changed, self.url(changed), before)

    def _pick(self, count: int, fits: Callable[[Story], bool]) -> list[Story]:
        free = [s for s in self.portal.site.stories if s.number not in self.touched and fits(s)]
        chosen = self.random.sample(free, count)
        self.touched.update(story.number for story in chosen)
        return chosen

    def _other_sentence(self, story: Story) -> Story:
        long = max((p.text for p in story.pieces if p.kind == "paragraph"), key=len)
        old = re.split(r"(?<=\.) ", long)[0]
        written = iter(self.desk.sentence, None)
        return story.with_words(old, next(s for s in written if s.split()[:2] != old.split()[:2]))

    def _other_letter(self, story: Story) -> Story:
        said = _paragraph(story)
        words = re.findall(r"[a-zà-ỹđ]{5,}", said) or re.findall(r"[a-zà-ỹđ]{3,}", said)
        word = self.random.choice(words)
        return story.with_words(word, word[:-1] + ("n" if word[-1] != "n" else "m"))

    def _other_digit(self, story: Story) -> Story:
        figure = self.random.choice(re.findall(r"\d+", _paragraph(story)))
        other = figure[:-1] + str((int(figure[-1]) + 1) % 10)
        before = re.search(rf"\S+ {figure}\b", _paragraph(story))
        assert before
        return story.with_words(before[0], before[0].removesuffix(figure) + other)

    def _move(self, story: Story) -> Story:
        self.portal.at.move(story)  # type: ignore[attr-defined]
        return story

    def _move_with_redirect(self, story: Story) -> Story:
        before = self.portal.at.story(self.portal.site, story)
        self._move(story)
        self.portal.at.moved[before] = self.portal.at.story(self.portal.site, story)  # type: ignore[attr-defined]
        return story


def _paragraph(story: Story) -> str:
    return next(p.text for p in story.pieces if p.kind == "paragraph")


def _has_paragraph(story: Story) -> bool:
    return any(p.kind == "paragraph" for p in story.pieces)


def _has_digit(story: Story) -> bool:
    return bool(re.search(r"\S+ \d+\b", _paragraph(story)))


def _is_long(story: Story) -> bool:
    return len(story.text) > _LONG


def _other_picture(story: Story) -> Story:
    pieces = (replace(p, file=f"moi-{p.file}") if p.file else p for p in story.pieces)
    return replace(story, pieces=tuple(pieces))


def _other_paper(story: Story) -> Story:
    return replace(story, papers=tuple(Paper(p.name, f"sua-doi-{p.file}") for p in story.papers))


@contextmanager
def noisy(
    look: str = "clean", *, count: int = 300, seed: int = 11, newest: datetime | None = None
) -> Iterator[Noisy]:
    """The noisy portal on the air; its clock runs 37 seconds a visit."""
    start = newest or hanoi_now()
    site, desk = site_of("on-ao", seed, count, start)
    portal = NoisyPortal(
        site,
        NoisyAddresses(SHAPES.get(look, NoisyAddresses.shape)),
        EVERY_LOOK[look](),
        per_page=20,
    )
    portal.clock = lambda: start + timedelta(seconds=37 * portal.visits)
    for story in site.stories:
        portal.at.story(site, story)  # addresses are given once, before any title changes
    with Host(portal) as host:
        yield Noisy(portal, desk, host, Random(seed))
