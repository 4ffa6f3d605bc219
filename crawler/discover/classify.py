"""Which page is what: a handful of signs, each with its weight and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from news.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

PageKind = Literal["article", "listing", "static", "empty", "unreadable"]
Led = Literal["list", "menu", "other"]

_ERROR_LINE = re.compile(
    r"\b(?:trang|bai viet|noi dung|tin|duong dan|lien ket|ban tin|du lieu)\b.{0,40}"
    r"(?:khong (?:tim thay|ton tai|con (?:ton tai|hien thi|nua))|"
    # At the end only: provinces tell that they "đã xóa" huts, and what "không còn" is lacking.
    r"(?:khong con|da (?:bi )?(?:xoa|go bo))\W*(?:$|[-–|:.,]|khoi\b|hoac\b))|"
    r"khong tim thay (?:trang|bai|noi dung)|"
    r"page (?:was |is )?not found|"
    # The number alone, or called an error: decisions are numbered 404, too.
    r"^\W*404\W*(?:$|[-–|:]|not found)|\b(?:loi|error|trang|http|status|ma)\W{0,3}404\b(?!\W?/)"
)

# An album shows at least so many pictures and, counters included, hardly more letters than these;
# tuned on galleries of four families of our own.
_ALBUM, _CAPTION = 3, 120


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page when it is judged.

    `led`: what led there: an item of a list, a menu, or neither. `titled`: it prints the title
    that led to it as its own words (None: no title is known). `own`: letters of running text of
    its own. `items`: items of lists that are no furniture. `shaped`: 1 when addresses like its
    own have been articles, -1 when they have been anything else. `dated`: the reader found a day
    of publication. `files`, `images`: what the reader found beside the text. `unlike`: it shows no
    day though the portal's articles do. `aside`: only lists that stand alike on many pages name it.
    `excerpts`: titles of others with a text each that make up the page. `diary`: it only tells when
    and where a meeting is.
    """

    led: Led = "other"
    titled: bool | None = None
    own: int = 0
    items: int = 0
    paged: bool = False
    shaped: int = 0
    dated: bool = False
    files: int = 0
    images: int = 0
    readable: bool = True
    standing: bool = False
    unlike: bool = False
    aside: bool = False
    excerpts: int = 0
    diary: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, and the signs that said so, for people."""

    kind: PageKind
    score: int
    signs: tuple[str, ...]


def looks_like_error(title: str, headings: tuple[str, ...], own: int) -> bool:
    """Whether a page that answered 200 says that there is no such page."""
    if _ERROR_LINE.search(fold(title)) and own < 1500:
        return True
    return own < 400 and any(_ERROR_LINE.search(line) for line in headings if len(line) < 120)


def judge(evidence: Evidence) -> Verdict:
    """Article, listing or static page, by the sum of the signs."""
    signs = tuple(_signs(evidence))
    score = sum(weight for weight, _ in signs)
    names = tuple(f"{weight:+d} {name}" for weight, name in signs)
    if score > 0:
        return Verdict("article" if evidence.readable else "unreadable", score, names)
    if evidence.items >= 2 or evidence.paged or evidence.excerpts:
        return Verdict("listing", score, names)
    return Verdict("static" if evidence.own > 200 else "empty", score, names)


def _signs(evidence: Evidence) -> Iterator[tuple[int, str]]:
    yield from _signs_of_the_way(evidence)
    yield from _signs_of_the_text(evidence)
    if evidence.shaped:
        held = "were articles" if evidence.shaped > 0 else "were no articles"
        yield 3 * evidence.shaped, f"addresses like this {held}"
    if evidence.paged:
        yield -4, "goes on over several pages"
    if evidence.excerpts:
        # Its links stand in lists like news, and it has much text: only its make tells it.
        yield -12, "goes from title to title with a text of each"
    elif evidence.items >= 5 and evidence.own < 600:
        yield -3, "a list of texts"


def _signs_of_the_way(evidence: Evidence) -> Iterator[tuple[int, str]]:
    if evidence.led == "list":
        yield 4, "an item of a list led here"
    elif evidence.led == "menu":
        # Standing pages look like articles in all else; only a portal's own habit outweighs this.
        yield -8, "a menu led here"
    else:
        yield -4, "only a sitemap led here"
    if evidence.titled is not None:
        yield (3, "prints the title of its link") if evidence.titled else (-2, "has another title")
    if evidence.standing:
        yield -6, "named like a standing page"
    if evidence.unlike:
        yield -5, "shows no day, unlike the portal's articles"
        if evidence.aside:
            yield -5, "only a list that stands on every page led here"


def _signs_of_the_text(evidence: Evidence) -> Iterator[tuple[int, str]]:
    if evidence.dated:
        yield 2, "shows a day of publication"
    if evidence.own >= 1000:
        yield 3, "much text of its own"
    elif evidence.own >= 250:
        yield 2, "text of its own"
    elif not evidence.files:
        yield from _signs_without_text(evidence)
    if evidence.files:
        yield 1, "offers a file"
    elif evidence.diary:
        yield -10, "tells only when and where a meeting is"


def _signs_without_text(evidence: Evidence) -> Iterator[tuple[int, str]]:
    """A day tells news in pictures from an album, which is listed and titled like news."""
    if evidence.own == 0 and not evidence.images:
        yield -3, "no text of its own"
    elif evidence.own < _CAPTION and evidence.images >= _ALBUM and not evidence.dated:
        yield -8, "pictures without a text or a day"
