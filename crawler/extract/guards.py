"""What is refused before parsing, so that no page costs more than its length."""

from __future__ import annotations

import re

# A tag with 40,000 attributes (340 KB) keeps libxml2 busy for 15 s, quadratically; real tags of
# more than 16 KB exist (inline images, JSON in an attribute) but hold few attributes.
_LONG_TAG = 16_384
_MANY_ATTRIBUTES = 2_000
_TAG_START = re.compile(rb"<[A-Za-z]")
_QUOTED_VALUE = re.compile(rb"""=\s*(?:"[^"]*"|'[^']*')""")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/]+")
_SCRIPT = re.compile(rb"<(/?)(?:script|style)\b", re.IGNORECASE)


def attribute_bomb(markup: bytes) -> bool:
    """Whether some tag of this markup has more attributes than any honest page gives one."""
    return _holds_long_span(markup) and _holds_bomb(markup.split(b">"))


def _holds_long_span(markup: bytes) -> bool:
    """Whether some 16 KB hold no ">" at all; looks at one place in 16 KB only."""
    start = 0
    while start + _LONG_TAG <= len(markup):
        last = markup.rfind(b">", start, start + _LONG_TAG)
        if last < 0:
            return True
        start = last + 1
    return False


def _holds_bomb(spans: list[bytes]) -> bool:
    in_script = False
    for span in spans:
        if len(span) >= _LONG_TAG and not in_script and _is_bomb(span):
            return True
        if marks := _SCRIPT.findall(span):
            in_script = marks[-1] != b"/"
    return False


def _is_bomb(span: bytes) -> bool:
    start = _TAG_START.search(span)
    if start is None:
        return False
    names = _QUOTED_VALUE.sub(b"= ", span[start.start() :])
    return len(_BETWEEN_ATTRIBUTES.split(names)) > _MANY_ATTRIBUTES
