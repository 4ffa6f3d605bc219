"""How a portal writes the addresses of its articles, learned from pages that proved to be one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

_NUMBER = re.compile(r"^\d+$")
_ENDING = re.compile(r"\.(?:html?|aspx?|php|jsp|chn|cfm|do)$", re.IGNORECASE)
_DAY = re.compile(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{4}")
_TAIL = re.compile(r"[-_.]+[a-z]{0,2}\d{2,}$")
_MATRIX = re.compile(r";[^/]*")  # session ids of Java servers
_ID_FOLDER = re.compile(r"/(?!(?:19|20)\d\d(?:/|$))\d{3,}(?=/|$)")
_HEAD = re.compile(r"^\d{2,}[-_]")


_ENOUGH = 8


@lru_cache(maxsize=16384)
def shape_of(url: str) -> str:
    """The address with its changing parts replaced: numbers, slugs, values of parameters."""
    parts = urlsplit(url)
    whole = _MATRIX.sub("", parts.path)
    ending = _ENDING.search(whole)
    path = whole[: ending.start()] if ending else whole
    pieces = [_shape_of_piece(unquote(piece)) for piece in path.strip("/").split("/")]
    query = sorted(
        f"{name.lower()}={_shape_of_value(value)}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return "/".join(pieces) + (ending.group().lower() if ending else "") + "?" + "&".join(query)


@lru_cache(maxsize=16384)
def family_of(url: str) -> str:
    """The address as its siblings have it: folders keep their names, slugs and numbers do not.

    The last piece of a path is a name of its own only at the top of the site or beside a query.
    """
    parts = urlsplit(url)
    shape, _, query = shape_of(url).partition("?")
    pieces = unquote(_MATRIX.sub("", parts.path)).strip("/").lower().split("/")
    *folders, last = [
        piece if kind.partition(".")[0] == "name" else kind.replace("#slug", "slug#")
        for piece, kind in zip(pieces, shape.split("/"), strict=False)
    ]
    stem, dot, ending = shape.rpartition("/")[2].partition(".")
    if stem not in {"#", "day", "name"} or (stem == "name" and folders and not query):
        # One sibling's slug is longer than another's, and its number too short to be told.
        last = f"slug{dot}{ending}"
    return "/".join((*folders, last)) + (f"?{query}" if query else "")


def _shape_of_piece(piece: str) -> str:
    lower = piece.lower()
    if _NUMBER.match(lower):
        return "#"
    if _DAY.fullmatch(lower):
        return "day"
    words = lower.count("-") + lower.count("_") + lower.count(" ")
    if _TAIL.search(lower) and words:
        return "slug#"
    if _HEAD.match(lower):
        return "#slug"
    if words >= 4 or len(lower) > 40:
        return "slug"
    return "name"


def _shape_of_value(value: str) -> str:
    if _NUMBER.match(value):
        return "#"
    return "slug" if value.count("-") >= 4 or len(value) > 40 else value.lower()[:24]


def folder_of(url: str) -> str | None:
    """The folder that an address lies in, None for the top of the site."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rpartition("/")[0].lower()
    return folder if folder and not parts.query else None


@dataclass(slots=True)
class Pattern:
    """What is known of each shape and folder: how many of its pages were articles, how many not."""

    articles: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def learn(self, url: str, *, article: bool) -> None:
        """Take note of what a page proved to be."""
        counter = self.articles if article else self.others
        counter[shape_of(url)] += 1
        folder = folder_of(url)
        if folder is not None:
            counter[folder] += 1
        if article:
            self.examples.setdefault(shape_of(url), url)

    def says_article(self, url: str) -> bool:
        """Whether pages of this shape, or of this folder, have so far been articles."""
        folder = folder_of(url)
        return self._mostly(shape_of(url)) or (folder is not None and self._mostly(folder))

    def _mostly(self, name: str) -> bool:
        # Three of a kind are no accident; one stray page in six is (a menu may list an article).
        found = self.articles[name]
        return found >= 3 and found > 6 * self.others[name]

    def says_other(self, url: str) -> bool:
        """Whether pages of this shape have so far been anything but articles."""
        shape = shape_of(url)
        return self.others[shape] >= 3 and not self.articles[shape]

    def is_endless(self, url: str) -> bool:
        """Whether this shape so often proved to be no article that it is a calendar or the like."""
        shape = shape_of(url)
        return self.others[shape] >= _ENOUGH and not self.articles[shape]

    def best(self) -> list[tuple[str, int, str]]:
        """The shapes of articles, most frequent first, each with its count and an example."""
        shapes = [(shape, self.articles[shape]) for shape in self.examples]
        shapes.sort(key=lambda pair: -pair[1])
        return [(shape, count, self.examples[shape]) for shape, count in shapes[:5]]


def made_up(example: str) -> str:
    """An address in the shape of an article's that no portal has."""
    parts = urlsplit(example)
    if re.search(r"\d{2,}", parts.query):
        query = re.sub(r"\d{2,}", "987654321", parts.query)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    ending = _ENDING.search(last)
    name = "987654321" if last.isdigit() else "khong-co-bai-viet-nay-987654321"
    # Where a number stands before the slug, the slug is not read.
    folder = _ID_FOLDER.sub("/987654321", folder)
    path = f"{folder}/{name}{ending.group() if ending else ''}"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def is_year(number: str) -> bool:
    """Whether a number at the end of a slug may be a year and so no id."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", number))


def tail_of(url: str) -> str | None:
    """The slug and number that end an address and name one article wherever it is filed.

    None where the address has no such end: a slug alone may be used once in every section.
    """
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].lower()
    found = re.search(r"-(\d{3,})(?:\.[a-z]{3,5})?$", last)
    if found is None or is_year(found.group(1)) or last.count("-") < 4:
        return None
    return last
