"""A difference on a terminal: coloured where colours show, marked everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.output.text import visible
from news.redline import as_plain, as_segments

if TYPE_CHECKING:
    from news.diff import Diff
    from news.redline import Style

STYLES: dict[Style, dict[str, Any]] = {
    "removed": {"fg": "red", "strikethrough": True},
    "added": {"fg": "green", "underline": True},
    "same": {},
    "note": {"dim": True},
}


def redline(difference: Diff, *, context: int, colour: bool) -> str:
    """The difference with `context` unchanged paragraphs around each edit."""
    if not colour:
        return visible(as_plain(difference, context=context))
    segments = as_segments(difference, context=context)
    return "".join(click.style(visible(text), **STYLES[style]) for style, text in segments)
