"""One story of a sample portal, as its editors know it: no markup, no address."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

PieceKind = Literal["paragraph", "heading", "list", "table", "picture"]
_PICTURE = re.compile(r"!\[(?P<file>[^\]]+)\]\s*(?P<caption>.*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a body: `rows` for a list (one cell each) and a table, `file` for a picture."""

    kind: PieceKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""

    @property
    def shown(self) -> str:
        """The words of this piece as a person reads them, one row a line."""
        return "\n".join("\t".join(row) for row in self.rows) if self.rows else self.text


@dataclass(frozen=True, slots=True)
class Paper:
    """A file offered with a story: its name on the page and its file name."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story; `section` is the key of its section, `number` its stable id on the portal."""

    number: int
    title: str
    section: str
    published: datetime
    pieces: tuple[Piece, ...]
    lead: str | None = None
    author: str | None = None
    source: str | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def text(self) -> str:
        """What a good reader must bring home: lead, body and captions, in order."""
        shown = (self.lead or "", *(piece.shown for piece in self.pieces))
        return "\n".join(line for line in shown if line)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The file names of its pictures, in order."""
        return tuple(piece.file for piece in self.pieces if piece.kind == "picture")

    def with_words(self, before: str, after: str) -> Story:
        """The same story with `before` replaced by `after`, once, wherever it stands."""
        if before in (self.lead or ""):
            return replace(self, lead=(self.lead or "").replace(before, after, 1))
        for place, piece in enumerate(self.pieces):
            if before in piece.text:
                fixed = replace(piece, text=piece.text.replace(before, after, 1))
                return replace(
                    self, pieces=(*self.pieces[:place], fixed, *self.pieces[place + 1 :])
                )
        raise ValueError(f"story {self.number} does not say {before!r}")


def pieces_of(body: str) -> tuple[Piece, ...]:
    """A body as it is written in the sample files.

    Blank lines part the pieces: `## heading`, `- item`, `| cell | cell`, `![file] caption`;
    everything else is a paragraph.
    """
    return tuple(_piece(part.strip()) for part in body.strip().split("\n\n") if part.strip())


def _piece(part: str) -> Piece:
    lines = [line.strip() for line in part.splitlines()]
    if picture := _PICTURE.fullmatch(part):
        return Piece("picture", picture["caption"], file=picture["file"])
    if part.startswith("## "):
        return Piece("heading", part[3:])
    if part.startswith("- "):
        return Piece("list", rows=tuple((line[2:],) for line in lines))
    if part.startswith("| "):
        return Piece("table", rows=tuple(_cells(line) for line in lines))
    return Piece("paragraph", " ".join(lines))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def slug(title: str) -> str:
    """A title as portals put it into addresses: "Đo lường 2026" is "do-luong-2026"."""
    plain = title.lower().replace("đ", "d")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
