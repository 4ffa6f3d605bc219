"""Vietnamese written with fonts instead of characters: TCVN3, VNI and VISCII, told by score.

Python has no codec for them. Text in them comes as bytes of their own or, decoded by somebody as
Latin-1, as European letters inside a Unicode page; both are mended here.
"""

from __future__ import annotations

import re
from html import escape, unescape
from unicodedata import normalize

_TCVN3_CODES = (
    "A1A2A3A4A5A6A7A8A9AAABACADAEB5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDDDE"
    "DFE1E2E3E4E5E6E7E8E9EAEBECEDEEEFF1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_CODES), _TCVN3_LETTERS, strict=True))
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII = {
    **dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True)),
    **dict(enumerate(_VISCII_HIGH, 0x80)),
}
# VNI writes a letter and then its mark; some letters have a place of their own.
_VNI_ALONE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI_MARKS = {
    **dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    **dict(
        zip("âáàåãä", ("\u0302" + m for m in ("", *"\u0301\u0300\u0309\u0303\u0323")), strict=True)
    ),
    **dict(
        zip("êéèúüë", ("\u0306" + m for m in ("", *"\u0301\u0300\u0309\u0303\u0323")), strict=True)
    ),
}
_VNI = re.compile("([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|[ñôöíìæóòîÑÔÖÍÌÆÓÒÎ]")

_WORD = re.compile(r"[^\W\d_]+")
_CONTROLS = re.compile("[\x80-\x9f]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# A syllable that ends in a stop has a rising or a heavy tone.
_STOPS, _STOPPED = ("c", "ch", "p", "t"), frozenset("\u0301\u0323")
# Initial, vowels, final of a Vietnamese syllable, its tone taken off.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    "(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oay|oao|oă|oe|oi|ôi|ơi|oo(?=ng|c)|ua|uâ|uây"
    "|uê|ui|uô|uôi|ươ|ươi|ươu|ưa|ưi|ưu|uơ|uy|uya|uyê|uyu|yê|yêu|uêu)"
    "(?:ng|nh|ch|[cmnpt])?"
)
_SEGMENT = re.compile(r"(?<=>)[^<>]+(?=<)")
# Words looked at are enough to tell one encoding from another.
_ENOUGH = 400


def from_tcvn3(text: str) -> str:
    """Text in the TCVN3 (ABC) fonts, as read in Latin-1, in Unicode."""
    return text.translate(_TCVN3)


def from_viscii(text: str) -> str:
    """Text in VISCII, as read in Latin-1, in Unicode."""
    return text.translate(_VISCII)


def from_vni(text: str) -> str:
    """Text in the VNI fonts, as read in Latin-1, in Unicode."""
    return normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    whole = match[0]
    if len(whole) == 1:
        return _cased(_VNI_ALONE[whole.lower()], whole)
    base, mark = match[1], match[2].lower()
    letter = _VNI_ALONE.get(base.lower(), base.lower())
    return _cased(normalize("NFC", letter + _VNI_MARKS[mark]), base)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def vietnamese_score(text: str) -> int:
    """How many accented words are Vietnamese syllables, less twice those that are not.

    Single letters prove nothing; control characters speak of another encoding.
    """
    score, seen = -len(_CONTROLS.findall(text)), 0
    for match in _WORD.finditer(normalize("NFC", text)):
        word = match[0].lower()
        if word.isascii() or len(word) == 1:
            continue
        score += 1 if is_syllable(word) else -2
        seen += 1
        if seen >= _ENOUGH:
            break
    return score


def is_syllable(word: str) -> bool:
    """Whether a lower-case word has the form of a Vietnamese syllable with one tone at most."""
    parts = normalize("NFD", word)
    tones = _TONES.findall(parts)
    if len(tones) > 1 or (word.endswith(_STOPS) and not _STOPPED.issuperset(tones or ".")):
        return False
    return bool(_SYLLABLE.fullmatch(normalize("NFC", _TONES.sub("", parts))))


def mend(text: str) -> str:
    """A Unicode page whose text is partly or wholly in TCVN3 or VNI, each piece by its score."""
    return _SEGMENT.sub(_mended, text)


def _mended(match: re.Match[str]) -> str:
    text = unescape(match[0])
    if text.isascii():
        return match[0]
    best = max((text, from_tcvn3(text), from_vni(text)), key=vietnamese_score)
    return match[0] if best is text else escape(best, quote=False)
