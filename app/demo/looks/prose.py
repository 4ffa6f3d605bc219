"""A story's body as HTML, in the hand of one content system's editor."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.demo.story import Piece, Story


@dataclass(frozen=True, slots=True)
class Hand:
    """How an editor writes each piece; `{}` is the text, `{src}` a picture's address."""

    paragraph: str = "<p>{}</p>"
    heading: str = "<h3>{}</h3>"
    picture: str = '<p style="text-align:center"><img src="{src}" alt="" /></p>'
    caption: str = '<p style="text-align:center"><em>{}</em></p>'
    item: str = "<li>{}</li>"
    listing: str = "<ul>{}</ul>"
    cell: str = "<td>{}</td>"
    uploads: str = "/uploads/"

    def body(self, story: Story) -> str:
        """All pieces of a story."""
        return "\n".join(self.piece(piece) for piece in story.pieces)

    def piece(self, piece: Piece) -> str:
        """One piece."""
        if piece.kind == "picture":
            return self._picture(piece)
        if piece.kind == "table":
            return f'<table border="1"><tbody>{self._rows(piece)}</tbody></table>'
        if piece.kind == "list":
            return self.listing.format("".join(self.item.format(escape(r[0])) for r in piece.rows))
        return (self.heading if piece.kind == "heading" else self.paragraph).format(
            escape(piece.text)
        )

    def _picture(self, piece: Piece) -> str:
        shown = self.picture.format(src=self.uploads + escape(piece.file))
        return shown + (self.caption.format(escape(piece.text)) if piece.text else "")

    def _rows(self, piece: Piece) -> str:
        rows = ("".join(self.cell.format(escape(cell)) for cell in row) for row in piece.rows)
        return "".join(f"<tr>{row}</tr>" for row in rows)


def links(
    pairs: Sequence[tuple[str, str]], shape: str = '<li><a href="{href}">{text}</a></li>'
) -> str:
    """A run of links; `shape` names {href} and {text}."""
    return "\n".join(shape.format(href=escape(href), text=escape(text)) for href, text in pairs)


def when(text: str | None, shape: str) -> str:
    """`shape` with the escaped text in its {}, or nothing where there is no text."""
    return shape.format(escape(text)) if text else ""
