"""Bytes to text: the same bytes always decode alike."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from bs4.dammit import EncodingDetector
from w3lib.encoding import http_content_type_encoding, resolve_encoding


class Decoded(NamedTuple):
    """A page as UTF-8, the encoding it was read in, and what decided for it."""

    markup: bytes
    encoding: str
    source: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Read a page's bytes: strict UTF-8 first, since valid multi-byte UTF-8 is never chance."""
    if body.startswith(codecs.BOM_UTF8):
        return Decoded(_utf8(body[3:].decode("utf-8", "replace")), "utf-8", "bom")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(body, content_type)
    return Decoded(body, "utf-8", "utf-8")


def _guessed(body: bytes, content_type: str | None) -> Decoded:
    header = http_content_type_encoding(content_type)
    meta = EncodingDetector.find_declared_encoding(body[:4096], is_html=True)
    for name, source in ((header, "header"), (meta, "meta")):
        known = resolve_encoding(name) if name else None
        if known and known != "utf-8":
            return Decoded(_utf8(body.decode(known, "replace")), known, source)
    return Decoded(_utf8(body.decode("utf-8", "replace")), "utf-8", "score")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
