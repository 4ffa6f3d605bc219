"""What a line weighs as running text, and what the choice of a body looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crawler.extract.page import Line, Page

_FAR = frozenset(("comments", "footer", "related", "tools", "nav"))
CELLS = frozenset(("td", "th", "li", "dd", "dt"))
# Weights of a line, tuned on half of the public article benchmark, checked on the written pages.
# Letters at .3 instead of .5 cost .005 of F1, at .8 or marks at 20 some .001; marks at 5, a
# length of 200 and links at 1.5 or 4 hardly change a text there.
# What one sentence scores; 35 reads alike, 80 costs .0005 of F1.
SENTENCE = 50.0
# A cell or an item without punctuation speaks for a table or a list, hardly.
CELL = 1.0


class Scene(NamedTuple):
    """What every step of choosing the lines looks at."""

    page: Page
    scores: list[float]
    totals: list[float]
    title: int
    best: int
    vietnamese: bool
    told: bool
    """Whether a portal's own selector names the body."""

    def sum(self, box: int) -> float:
        """The score of all lines in this box."""
        return self.totals[self.page.boxes[box].end] - self.totals[self.page.boxes[box].first]


def score(line: Line) -> float:
    """How much this line is like running text: characters that count for or against."""
    _, text, _, tag, linked, _, zone = line
    value = weigh(text, tag, linked)
    return value * 0.3 if zone and zone in _FAR else value


def weigh(text: str, tag: str, linked: int) -> float:
    """How much words are like running text, wherever they stand."""
    size = len(text)
    if linked * 2 > size:
        # An address written out is a word of the text.
        return CELL if "://" in text else -float(min(linked, 60))
    # A comma without a space parts the thousands of a counter.
    marks = text.count(", ") + text.count(". ") + (text[-1] in ".!?:;…")
    if size > 80 or (tag == "p" and size > 20):
        full = min(size, 400) * 0.5 + 10 * min(marks, 8)
        return full * max(1 - 2.5 * linked / size, 0.1) if linked else full
    return 10.0 * marks + (CELL if tag in CELLS else -4)
