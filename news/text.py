"""Vietnamese text in the forms that comparing and searching need."""

from __future__ import annotations

import re
import unicodedata

from news.tones import placed

# What a page may hold between two letters without a reader seeing it: soft hyphen, zero-width
# space, direction marks, word joiner, byte order mark, and the control characters that are not
# white space. Zero-width joiners stay in shown text, where emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]+")

# A space on the inner side of these is typesetting: "3 %" and "3%", "hội nghị ," and "hội nghị,".
# The space after a comma stays, for it parts two words.
_LOOSE = re.compile(" (?:(?=[,.;:!?%)\\]}»”’…])|(?<=[(\\[{«“‘] ))")  # a literal first is fast

_WORD = re.compile(r"\d+(?:[.,/:]\d+)+|\w+")


def nfc(text: str) -> str:
    """The text with every letter composed; a no-op for what is composed already."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """The text as one line to show: NFC, single spaces, nothing invisible, no space at the ends."""
    # Nothing invisible is printable, nor is any white space but the space.
    shown = text if text.isprintable() else _without(_INVISIBLE, text)
    return " ".join(nfc(shown).split())


def fold(text: str) -> str:
    """The text as an unaccented search sees it: lower case, no tone or vowel marks, đ as d.

    The result is as long as `nfc(text)`, so a mark found in it lies at the same offset there.
    """
    return text.lower() if text.isascii() else nfc(text).translate(_FOLDED)


def normal_form(text: str) -> str:
    """The form in which two texts are the same to a reader.

    It is `squeeze`d, with no space before closing punctuation or after opening one, and has one
    placement of tones.
    """
    line = _LOOSE.sub("", squeeze(text))
    if line.isascii():
        return line
    return placed(nfc(_without(_JOINERS, line)))


def words(text: str) -> list[str]:
    """The words of a text in order; a number with its separators (1.234,5 or 12/3) is one word."""
    return _WORD.findall(nfc(text))


def _without(unseen: re.Pattern[str], text: str) -> str:
    """Searching first costs a third of substituting, and most texts hold nothing unseen."""
    return unseen.sub("", text) if unseen.search(text) else text


class _Folded(dict[int, str]):
    """Each character's folded one, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    letters = unicodedata.normalize("NFD", character)
    base = letters[0]
    if not all(unicodedata.combining(mark) for mark in letters[1:]):
        base = character  # a Hangul syllable is not a letter with marks
    lower = base.lower()
    return lower if len(lower) == 1 else base


# Ð (eth) stands for Đ in text that came out of the old Vietnamese fonts.
_FOLDED = _Folded({ord(letter): "d" for letter in "đĐðÐ"})
