"""One text in other bytes: nothing a reader sees moves."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = re.compile(r">([^<>]+)<")
# The old school writes the tone on the first vowel (hòa), the new one on the second (hoà).
_PAIRS = {
    old + vowel: first + new
    for first, olds, vowel, news in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for old, new in zip(olds, news, strict=True)
}
_PLACED = re.compile("(" + "|".join(_PAIRS) + r")(?!\w)")


def decomposed(text: str) -> str:
    """NFD, as a Mac's editor pastes it."""
    return unicodedata.normalize("NFD", text)


def unbreaking(text: str) -> str:
    """NBSP in place of every third space."""
    words = text.split(" ")
    gaps = ("\u00a0" if n % 3 == 2 else " " for n in range(len(words)))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))[:-1]


def new_tones(text: str) -> str:
    """hòa becomes hoà."""
    return _PLACED.sub(lambda found: _PAIRS[found[1]], text)


def entities(text: str) -> str:
    """Every letter beyond ASCII as a numeric entity, hex and decimal by turns."""
    return "".join(c if c.isascii() else f"&#x{ord(c):X};" if ord(c) % 2 else f"&#{ord(c)};" for c in text)  # fmt: skip


FLIPS: dict[str, Callable[[str], str]] = {
    "nfd": decomposed,
    "nbsp": unbreaking,
    "tones": new_tones,
    "entities": entities,
}


def in_text(html: str, change: Callable[[str], str]) -> str:
    """The page with `change` done to its texts; tags and attributes stand."""
    return _TEXT.sub(lambda found: f">{change(found[1])}<", html)
