"""Which page is what: a handful of signs, each with its weight and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from news.text import fold

PageKind = Literal["article", "listing", "static", "login", "search", "error", "empty"]

_ERROR = re.compile(
    r"\b404\b|not found|khong tim thay|khong ton tai|khong co trang|trang khong|da bi xoa|"
    r"error|loi he thong|bao tri|under construction|page unavailable"
)
_ERROR_LINE = re.compile(
    r"(?:trang|bai viet|noi dung|tin|duong dan|lien ket|ban tin|du lieu).{0,40}"
    r"(?:khong (?:tim thay|ton tai|con)|da (?:bi )?(?:xoa|go bo))|khong tim thay (?:trang|bai|noi dung)|"
    r"page (?:was |is )?not found|404"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page when it is judged.

    `listed`: it was found as an item of a list, not in a menu. `titled`: it prints the title
    that led to it as its own words. `own`: letters of running text of its own. `items`: items
    of lists that are no furniture. `shaped`: 1 when addresses like its own have been articles,
    -1 when they have been anything else. `dated`: the reader found a day of publication.
    `files`: attachments found by the reader.
    """

    listed: bool = False
    titled: bool = False
    own: int = 0
    items: int = 0
    paged: bool = False
    shaped: int = 0
    dated: bool = False
    files: int = 0
    images: int = 0
    readable: bool = True
    standing: bool = False


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
    if score > 0 and evidence.readable:
        return Verdict("article", score, names)
    if evidence.items >= 2 or evidence.paged:
        return Verdict("listing", score, names)
    return Verdict("static" if evidence.own > 200 else "empty", score, names)


def _signs(evidence: Evidence) -> list[tuple[int, str]]:
    signs = [
        (
            4 if evidence.listed else -3,
            "an item of a list led here" if evidence.listed else "a menu led here",
        ),
        (
            3 if evidence.titled else -2,
            "prints the title of its link"
            if evidence.titled
            else "does not print the title of its link",
        ),
    ]
    if evidence.shaped:
        signs.append(
            (
                3 * evidence.shaped,
                "addresses like this were articles"
                if evidence.shaped > 0
                else "addresses like this were no articles",
            )
        )
    if evidence.dated:
        signs.append((2, "shows a day of publication"))
    if evidence.own >= 1000:
        signs.append((3, "much text of its own"))
    elif evidence.own >= 250:
        signs.append((2, "text of its own"))
    elif evidence.own == 0 and not evidence.files and not evidence.images:
        signs.append((-3, "no text of its own"))
    if evidence.files:
        signs.append((1, "offers a file"))
    if evidence.items >= 5 and evidence.own < 600:
        signs.append((-3, "a list of texts"))
    if evidence.paged:
        signs.append((-4, "goes on over several pages"))
    if evidence.standing:
        signs.append((-6, "named like a standing page"))
    return signs
