"""A difference as people read it: marked plain text, styled segments, HTML, JSON."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from news.diff import Diff, Part
    from news.spans import Span

Style = Literal["same", "removed", "added", "note"]
Segment = tuple[Style, str]

_MARKS: dict[Style, tuple[str, str]] = {
    "same": ("", ""),
    "removed": ("[-", "-]"),
    "added": ("{+", "+}"),
    "note": ("", ""),
}
_TAGS: dict[Style, tuple[str, str]] = {
    "same": ("", ""),
    "removed": ("<del>", "</del>"),
    "added": ("<ins>", "</ins>"),
    "note": ("<small>", "</small>"),
}


def as_segments(difference: Diff, *, context: int | None = None) -> Iterator[Segment]:
    """The difference as (style, text) pairs that read on, for a terminal to colour.

    With `context`, of the paragraphs that stand still only so many are kept around a change; a
    note says how many were left out.
    """
    for number, lines in enumerate(_lines(difference.parts, context)):
        if number:
            yield "same", "\n"
        yield from lines


def as_plain(difference: Diff, *, context: int | None = None) -> str:
    """The difference in one text with `[-cũ-]{+mới+}` marks."""
    return "".join(in_marks(*segment) for segment in as_segments(difference, context=context))


def in_marks(style: Style, text: str) -> str:
    """One segment as plain text: `[-cũ-]`, `{+mới+}`, or as it is."""
    return _wrapped(text, _MARKS[style])


def as_html(difference: Diff, *, moved: str | None = None) -> str:
    """The difference as paragraphs with `del` and `ins`; everything else is escaped.

    `moved` says of a paragraph that it moved, in the readers' language.
    """
    return "\n".join(
        f"<p>{''.join(_in_tags(style, text, moved) for style, text in line)}</p>"
        for line in _lines(difference.parts, None)
    )


def _in_tags(style: Style, text: str, moved: str | None) -> str:
    said = moved if moved is not None and style == "note" else text
    return _wrapped(escape(said), _TAGS[style])


def as_json(difference: Diff) -> dict[str, Any]:
    """The difference as plain values; `before_at` and `after_at` count paragraphs from 0."""
    return {
        "rewritten": difference.rewritten,
        "share": round(difference.share, 4),
        "parts": [_part(part) for part in difference.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "before_at": part.before_at,
        "after_at": part.after_at,
        "spans": [
            {"before": span.before, "after": span.after, "changed": span.changed}
            for span in part.spans
        ],
    }


def _wrapped(text: str, marks: tuple[str, str]) -> str:
    return f"{marks[0]}{text}{marks[1]}"


def _lines(parts: Sequence[Part], context: int | None) -> Iterator[list[Segment]]:
    """One list of segments for each paragraph shown, and for each run of hidden ones."""
    hidden = 0
    shown = _shown(parts, context)
    for part, visible in zip(parts, shown, strict=True):
        if not visible:
            hidden += 1
            continue
        if hidden:
            yield [_left_out(hidden)]
            hidden = 0
        yield list(_segments(part))
    if hidden:
        yield [_left_out(hidden)]


def _shown(parts: Sequence[Part], context: int | None) -> list[bool]:
    """Whether each part is a change or near one."""
    if context is None:
        return [True] * len(parts)
    shown = [False] * len(parts)
    for index, part in enumerate(parts):
        if part.kind != "same":
            near = range(max(index - context, 0), min(index + context + 1, len(parts)))
            shown[near.start : near.stop] = [True] * len(near)
    return shown


def _left_out(count: int) -> Segment:
    return "note", f"… {count} unchanged paragraph{'s' if count > 1 else ''} …"


def _segments(part: Part) -> Iterator[Segment]:
    if part.kind == "moved" and part.before_at is not None and part.after_at is not None:
        yield "note", f"(moved from paragraph {part.before_at + 1} to {part.after_at + 1}) "
    for span in part.spans:
        yield from _marked(span) if span.changed else (("same", span.after),)


def _marked(span: Span) -> Iterator[Segment]:
    """Old words, new words, and after both the space that parts them from what follows."""
    old, new = span.before.rstrip(), span.after.rstrip()
    if old == new:  # the space itself is what changed
        old, new = span.before, span.after
    if old:
        yield "removed", old
    if new:
        yield "added", new
    space = span.after[len(new) :] if span.after else span.before[len(old) :]
    if space:
        yield "same", space
