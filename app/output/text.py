"""Text from portals, made safe to show on a terminal."""

from __future__ import annotations

import re

# What moves the cursor, recolours, renames the window or turns the reading direction: control
# characters but line end and tab, and the invisible direction and format characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every character that would act on the terminal shown instead: ␛, ‹U+202E›."""
    return _UNSAFE.sub(_mark, text)


def one_line(text: str | None) -> str:
    """The text for a cell of a table; nothing for None."""
    return " ".join(visible(text or "").split())


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures stand in the same order
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
