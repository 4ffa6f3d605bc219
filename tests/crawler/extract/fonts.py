"""Vietnamese text as old pages hold it: the ways back of what the reader undoes."""

from __future__ import annotations

from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        strict=True,
    )
)
_VISCII = dict(
    zip(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        range(0x80, 0x100),
        strict=True,
    )
)
# VNI: what a letter's parts become, one sign for a mark and a tone together.
_VNI_MARK = {"": "", "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BOWL = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_ALONE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def to_tcvn3(text: str) -> bytes:
    """TCVN3 (ABC); toned capitals become small letters, which the capital fonts show large."""
    return "".join(_TCVN3.get(c) or _TCVN3.get(c.lower(), c) for c in text).encode(
        "latin-1", "replace"
    )


def to_viscii(text: str) -> bytes:
    """VISCII (RFC 1456)."""
    return bytes(_VISCII.get(c, ord(c) if c.isascii() else 0x3F) for c in text)


def to_cp1258(text: str) -> bytes:
    """windows-1258: a letter with its mark, then the tone."""
    out = []
    for character in text:
        parts = normalize("NFD", character)
        tones = "".join(part for part in parts if part in _TONES)
        out.append(normalize("NFC", "".join(p for p in parts if p not in _TONES)) + tones)
    return "".join(out).encode("cp1258", "replace")


def to_vni(text: str) -> bytes:
    """VNI for Windows."""
    letters = (_vni(c.lower()).upper() if c.isupper() else _vni(c) for c in text)
    return "".join(letters).encode("latin-1", "replace")


def _vni(character: str) -> str:
    if character.isascii() or character in _VNI_ALONE:
        return _VNI_ALONE.get(character, character)
    base, *marks = normalize("NFD", character)
    tone = next((mark for mark in marks if mark in _TONES), "")
    if "\u0302" in marks:
        return base + _VNI_HAT[tone]
    if "\u0306" in marks:
        return base + _VNI_BOWL[tone]
    horned = {"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base
    return horned + _VNI_MARK[tone]
