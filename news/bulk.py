"""Many differences at once: which of them say the same, as a portal's do, and not an editor's."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from news.grade import edited
from news.text import normal_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import Any

    from news.change import Difference

MANY = 3  # articles; two may have the same word corrected on one day

_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")


def alike(differences: Collection[Difference]) -> int:
    """How many of these differences are hardly an editor's work.

    What a portal does to its pages repeats: the same words, figures aside, come or go on many of
    them, or little of the text is left. What editors do differs from article to article. A portal
    does one thing to all, so the fields count apart: five pictures, five papers and five titles
    changed in one way each are three editors' work.
    """
    told = [set(_traces(one)) for one in differences]
    counts = Counter(trace for traces in told for trace in traces)
    hit = Counter(
        name
        for one, traces in zip(differences, told, strict=True)
        for name in {trace[0] for trace in traces if counts[trace] >= MANY} | _rewritten(one)
    )
    return max(hit.values(), default=0)


def _rewritten(difference: Difference) -> set[str]:
    return {"text"} if difference.grade == "rewrite" else set()


def _traces(difference: Difference) -> Iterator[tuple[str, str, str]]:
    """What came and what went, field by field, in a form that repeats where the cause does."""
    before, after = difference.before, difference.after
    for name in difference.fields:
        one, other = _lines(before, name), _lines(after, name)
        for sign, mine, theirs in (("-", one, other), ("+", other, one)):
            for trace in _only(mine, theirs):
                yield name, sign, trace


def _lines(shown: Mapping[str, Any], name: str) -> list[str]:
    """A field as export shows it, as lines."""
    value = shown.get(name)
    if isinstance(value, list):
        return [
            normal_form(str(one.get("url", one) if isinstance(one, dict) else one)) for one in value
        ]
    return [normal_form(line) for line in str(value or "").split("\n") if line.strip()]


def _only(mine: list[str], theirs: list[str]) -> Iterator[str]:
    """The words that the other side lacks; the whole line where they are but figures."""
    one = [(line, word) for line in mine for word in line.split()]
    other = [word for line in theirs for word in line.split()]
    gone = [one[index] for index in edited([word for _, word in one], other)[0]]
    worded = [word for _, word in gone if any(map(str.isalpha, word))]
    if worded:
        yield _FIGURE.sub("0", " ".join(word for _, word in gone))
    else:
        yield from {_FIGURE.sub("0", line) for line, _ in gone}
