"""Entries of a diary: a meeting's time, place and chair under its name, and nothing told of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.discover import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELD = re.compile(
    r"(thoi gian|dia diem|thanh phan|chu tri|don vi|phong hop|bat dau|ket thuc|dau moi|lien he)"
    r"\b[^:]{0,30}:"
)
# An entry has two of these at least; a line of so many letters that is none tells something.
_ENOUGH, _TOLD = 2, 60


def is_entry(lines: Iterable[str], own: Iterable[str]) -> bool:
    """Whether a page's own lines, as far as they are long, are but the fields of a diary.

    `lines` are all it shows: many meetings have one place, which so is no page's own.
    """
    found = (_FIELD.match(words.plain(line)) for line in lines)
    fields = {match[1] for match in found if match}
    told = (line for line in own if len(line) >= _TOLD)
    return len(fields) >= _ENOUGH and all(_FIELD.match(words.plain(line)) for line in told)
