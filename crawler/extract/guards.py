"""What is refused before parsing, so that no page costs more than its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A tag with 40,000 attributes (340 KB) keeps libxml2 busy for 15 s, quadratically; real tags of
# more than 16 KB exist (inline images, JSON in an attribute) but hold few attributes.
_LONG_TAG = 16_384
_MANY_ATTRIBUTES = 2_000
_TAG_START = re.compile(rb"<[A-Za-z]")
_QUOTED_VALUE = re.compile(rb"""=\s*(?:"[^"]*"|'[^']*')""")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/]+")
_SCRIPT = re.compile(rb"<(/?)(?:script|style)\b", re.IGNORECASE)
# What files begin with that a server may call a page: documents, archives, pictures, programs
# (WHATWG MIME Sniffing, sections 6 and 7; [MS-CFB] 2.2 for Word's and Excel's older ones).
_SIGNATURES = (
    *(b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b\x08"),
    *(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"),
    *(b"RIFF", b"ID3", b"\x7fELF", b"MZ\x90"),
)


def is_file(body: bytes) -> bool:
    """Whether these are the bytes of a file that is no page, whatever it was served as."""
    return body.startswith(_SIGNATURES)


def attribute_bomb(markup: bytes) -> bool:
    """Whether some tag of this markup has more attributes than any honest page gives one."""
    in_script, read = False, 0
    for start, end in _long_spans(markup):
        if marks := _SCRIPT.findall(markup, read, start):
            in_script = marks[-1] != b"/"
        if not in_script and _is_bomb(markup[start:end]):
            return True
        read = start
    return False


def _long_spans(markup: bytes) -> Iterator[tuple[int, int]]:
    """Where 16 KB or more hold no ">" at all; looks at one place in 16 KB only."""
    start = 0
    while start + _LONG_TAG <= len(markup):
        last = markup.rfind(b">", start, start + _LONG_TAG)
        if last >= 0:
            start = last + 1
            continue
        end = markup.find(b">", start)
        end = len(markup) if end < 0 else end
        yield start, end
        start = end + 1


def _is_bomb(span: bytes) -> bool:
    start = _TAG_START.search(span)
    if start is None:
        return False
    names = _QUOTED_VALUE.sub(b"= ", span[start.start() :])
    return len(_BETWEEN_ATTRIBUTES.split(names)) > _MANY_ATTRIBUTES
