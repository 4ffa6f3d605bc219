"""Where a Vietnamese syllable carries its tone: one place for what writers put in two."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_SHAPED = "ăâêôơư"  # a vowel that carries a mark of its own carries the tone, too
_VOWELS = "aeiouy" + _SHAPED


def _composed(vowels: str) -> str:
    return "".join(unicodedata.normalize("NFC", v + t) for v in vowels for t in _TONES)


_PLAIN = _VOWELS + _VOWELS.upper()
_TONED = _composed(_PLAIN)
# A second tone, or a mark that no letter has taken in: no Vietnamese syllable.
_STRANGE = frozenset({*_TONED, *map(chr, range(0x300, 0x370))})
_CLUSTER = re.compile(f"(?:[{_PLAIN}]+[{_TONED}]|[{_TONED}](?=[{_PLAIN}]))[{_PLAIN}]*")
_LONGEST = 4  # letters: the u of "quyêu" and three vowels


def placed(text: str) -> str:
    """The composed text with every tone where the old school puts it: hòa for hoà, hoàn for hòan.

    A syllable has one tone, so that its place among the vowels tells no two words apart.
    """
    return _CLUSTER.sub(_place, text)


def _place(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if after in _STRANGE:
        return found[0]
    return _PLACES[before.lower(), found[0], after.isalpha()]


class _Places(dict[tuple[str, str, bool], str]):
    """Each run of vowels, by the letters before and after it, worked out when first met."""

    def __missing__(self, key: tuple[str, str, bool]) -> str:
        before, vowels, is_closed = key
        is_foreign = len(vowels) > _LONGEST
        found = vowels if is_foreign else _moved(vowels, _skipped(before, vowels), is_closed)
        if len(self) < 4_000:  # foreign words must not fill the memory
            self[key] = found
        return found


_PLACES = _Places()


def _skipped(before: str, vowels: str) -> int:
    """How many letters are no vowels: the u of qu, the i of gi."""
    first = unicodedata.normalize("NFD", vowels[0].lower())[0]
    return int((before, first) in {("q", "u"), ("g", "i")})


def _moved(vowels: str, skipped: int, is_closed: bool) -> str:  # noqa: FBT001
    bare, tone = [], ""
    for letter in vowels:
        marks = unicodedata.normalize("NFD", letter)
        tone += "".join(mark for mark in marks if mark in _TONES)
        bare.append(unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES)))
    bare[_place_of("".join(bare).lower(), skipped, is_closed)] += tone
    return unicodedata.normalize("NFC", "".join(bare))


def _place_of(bare: str, skipped: int, is_closed: bool) -> int:  # noqa: FBT001
    """Which letter carries the tone, by the rule of the old school."""
    shaped = [n for n, letter in enumerate(bare) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    count = len(bare) - skipped
    last = len(bare) - 1
    if is_closed or count == 1:
        return last
    return skipped + (count == 3)
