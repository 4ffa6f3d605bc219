"""Bytes to text: the same bytes always decode alike."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from w3lib.encoding import http_content_type_encoding, resolve_encoding

from crawler.extract.legacy import (
    from_tcvn3,
    from_viscii,
    from_vni,
    mend,
    vietnamese_score,
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FONTS = {"tcvn3": from_tcvn3, "vni": from_vni, "viscii": from_viscii}
_ALIASES = {"viscii": "viscii", "x-viet-vni": "vni", "x-viet-tcvn5712": "tcvn3", "tcvn": "tcvn3"}
_VIETNAMESE = ("cp1258", *_FONTS)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
# As much of a page as tells its encoding.
_SAMPLE = 60_000
_PIECE = 4_096


class Decoded(NamedTuple):
    """A page as UTF-8, the encoding it was read in, and what decided for it."""

    markup: bytes
    encoding: str
    source: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Read a page's bytes: strict UTF-8 first, since valid multi-byte UTF-8 is never chance."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(_utf8(body[len(bom) :].decode(name, "replace")), name, "bom")
    if not _is_utf8(body):
        return _decode_other(body, content_type)
    if not body.isascii() and _written_in_fonts(body):
        return _mended(body, body.decode("utf-8"))
    return Decoded(body, "utf-8", "utf-8")


def _is_utf8(body: bytes) -> bool:
    """Whether this is UTF-8 throughout, told piece by piece: a page's length of text is not kept.

    The parser reads bytes; a string as long as the page costs fresh memory at each reading.
    """
    if body.isascii():
        return True
    view, at = memoryview(body), 0
    try:
        while at < len(view):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(view))[1]
    except UnicodeDecodeError:
        return False
    return True


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _written_in_fonts(body: bytes) -> bool:
    """Whether European letters of this UTF-8 page may stand for Vietnamese ones.

    The commonest letters đ and ư are ® and a soft hyphen in TCVN3, ñ and ö in VNI. Single bytes
    are looked for first, at a tenth of the cost of two.
    """
    if b"\xe1" in body and (b"\xe1\xbb" in body or b"\xe1\xba" in body):
        return b".Vn" in body or b"VNI-" in body
    tcvn3 = _least(body, b"\xc2\xad", b"\xc2\xae")
    vni = _least(body, b"\xc3\xb6", b"\xc3\xb1")
    return max(tcvn3, vni) > 2 or (max(tcvn3, vni) > 0 and (b".Vn" in body or b"VNI-" in body))


def _least(body: bytes, one: bytes, other: bytes) -> int:
    """How often the rarer of two letters stands there; the last bytes of both tell most pages."""
    if one[1:] not in body or other[1:] not in body:
        return 0
    return min(found, body.count(other)) if (found := body.count(one)) else 0


def _mended(body: bytes, text: str) -> Decoded:
    mended = mend(text)
    if mended == text:
        return Decoded(body, "utf-8", "utf-8")
    return Decoded(_utf8(mended), "utf-8+fonts", "score")


def _decode_other(body: bytes, content_type: str | None) -> Decoded:
    if _mostly_utf8(body):
        return Decoded(_utf8(body.decode("utf-8", "khcn-mixed")), "utf-8", "score")
    declared = _declared(body, content_type)
    sources = dict(reversed(declared))
    sample = body[:_SAMPLE]
    scores = {name: vietnamese_score(_words_of(_read(sample, name))) for name in _VIETNAMESE}
    best = max(scores, key=lambda name: (scores[name], name in sources))
    if scores[best] > 0:
        return Decoded(_utf8(_read(body, best)), best, sources.get(best, "score"))
    for name, source in declared:
        if name != "utf-8":
            return Decoded(_utf8(_read(body, name)), name, source)
    return Decoded(_utf8(_read(body, "cp1252")), "cp1252", "score")


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """The encodings that header and markup name, as Python knows them, and who names them."""
    # Most pages are UTF-8 and do not need this; importing it takes a tenth of a second.
    from bs4.dammit import EncodingDetector  # noqa: PLC0415

    header = http_content_type_encoding(content_type)
    meta = EncodingDetector.find_declared_encoding(body[:4096], is_html=True)
    said = [(name.lower(), source) for name, source in ((header, "header"), (meta, "meta")) if name]
    known = [(_ALIASES.get(name) or resolve_encoding(name), source) for name, source in said]
    return [(name, source) for name, source in known if name]


def _mostly_utf8(body: bytes) -> bool:
    """Whether a few bad bytes stand among many good sequences: pages put together from parts."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(body) - len(text) - 2 * bad
    return good > 8 * bad


def _words_of(markup: str) -> str:
    return _MARKUP.sub(" ", markup)


def _read(body: bytes, name: str) -> str:
    if name in _FONTS:
        return _FONTS[name](body.decode("latin-1"))
    return body.decode(name, "replace")


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8 on a UTF-8 page: most often a quote or dash out of Windows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("khcn-mixed", _read_stray)
