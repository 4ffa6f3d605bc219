"""Where each block of a page stands, by the names of the blocks around it."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.page import Box, Element

JOINT = ">"
ROOT = "body[0]"  # the place of all there is to see
# Numbers of articles, not of columns, stand in names: `post-1234` is `post-9876`'s place.
# Short numbers tell columns apart, but not behind the words that CMSs put before an article's.
_NUMBER = re.compile(
    r"\d{3,}|(?<=\bpost-)\d+|(?<=\bnode-)\d+|(?<=\barticle-)\d+|(?<=\bcomment-)\d+|(?<=\bitem-)\d+"
)
# Builders draw ids by lot, for each block or anew at each visit: "el-3fa2b1", UUIDs, "x7Kq2mZ90b".
_ARTICLE = re.compile(r"(?<=\bpost-)\d+|(?<=\bnode-)\d+|(?<=\barticle-)\d+|(?<=\bcomment-)\d+")
_DRAWN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?<![^\W_])(?:[0-9a-f]{6,}|[0-9A-F]{6,}|(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z0-9]{10,})(?![^\W_])"
)
_DIGIT = re.compile(r"\d")
_STATES = frozenset(("active", "current", "first", "last", "odd", "even", "open", "show", "in"))
# What text is made of: there are as many of them as the author likes, so none is counted.
_TEXT_TAGS = "p li h1 h2 h3 h4 h5 h6 dt dd blockquote pre figure figcaption address"
_UNCOUNTED = frozenset(_TEXT_TAGS.split())
# Deeper blocks have no place of their own; a bomb of nested tags must cost nothing.
_DEEPEST = 60


@lru_cache(maxsize=16_384)
def _named(tag: str, named: str | None, known: str | None) -> str:
    if known and known.strip():
        own = _ARTICLE.sub("0", known.split()[0])
        given = _DRAWN.sub("0", own)
        name = f"{tag}#{given}" + (_classes(named) if given != own else "")
    else:
        name = tag + _classes(named)
    return _NUMBER.sub("0", name.replace(JOINT, "_"))[:120]


def _classes(named: str | None) -> str:
    words = {word for word in (named or "").split() if word.lower() not in _STATES}
    return "".join(f".{word}" for word in sorted(words, key=_plainness)[:2])


def _plainness(word: str) -> tuple[bool, int, str]:
    """Some portals write the same classes in another order each time; plain words tell most."""
    return bool(_DIGIT.search(word)), len(word), word


def name_of(element: Element, tag: str) -> str:
    """The block by tag and id, or class: `div#main`; only its tag where it has no name.

    An id drawn by lot names nothing: its classes stand beside what is left of it.
    """
    if tag == "body":
        return tag
    return _named(tag, element.get("class"), element.get("id"))


def is_counted(name: str, tag: str) -> bool:
    """Whether blocks of this kind have no name and are told apart by their order."""
    return name == tag and tag not in _UNCOUNTED


def places(boxes: Sequence[Box]) -> list[str]:
    """The place of every block: the names on the way to it, `td[1]` for a second nameless one."""
    found: list[str] = []
    counts: Counter[tuple[int, str]] = Counter()
    for box in boxes:
        over = "" if box.parent < 0 else found[box.parent]
        if box.depth > _DEEPEST or (box.parent >= 0 and not over):
            found.append("")
            continue
        name = name_of(box.element, box.tag)
        if is_counted(name, box.tag):
            order = (box.parent, name)
            counts[order] += 1
            name = f"{name}[{counts[order] - 1}]"
        found.append(f"{over}{JOINT}{name}" if over else name)
    return found


def is_paragraph(place: str) -> bool:
    """Whether a place is that of a nameless piece of text, of which there may be many."""
    return place.rpartition(JOINT)[2] in _UNCOUNTED


def around(place: str) -> list[str]:
    """The place and every place around it, the outermost first."""
    names = place.split(JOINT) if place else []
    return [JOINT.join(names[: end + 1]) for end in range(len(names))]


def is_within(place: str, scope: str) -> bool:
    """Whether a place is another one or lies inside it."""
    return place == scope or place.startswith(scope + JOINT)
