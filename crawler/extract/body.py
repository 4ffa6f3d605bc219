"""Where the article's text sits on its page: one score per line, summed over every block."""

from __future__ import annotations

from itertools import accumulate

from crawler.extract.page import Body, Box, Line, Page


def find_body(page: Page) -> Body:
    """The block whose lines are most like running text, without what is not text in it."""
    totals = [0.0, *accumulate(map(score, page.lines))]
    best = max(page.boxes, key=lambda box: (totals[box.end] - totals[box.first], box.depth))
    kept = tuple(line.index for line in _inside(page, best) if not line.zone and score(line) > -5)
    if not kept:
        return Body(best.element, best.first, best.first - 1, ())
    return Body(best.element, kept[0], kept[-1], kept)


def score(line: Line) -> float:
    """How much this line is like running text: characters that count for or against."""
    size = len(line.text)
    if line.zone:
        return -0.5 * size - 5
    if line.link_chars * 2 > size:
        return -float(line.link_chars)
    marks = line.text.count(",") + line.text.count(". ") + (line.text[-1] in ".!?:;…")
    if line.tag in ("p", "blockquote") or size > 80:
        return min(size, 400) * 0.5 + 10 * min(marks, 8)
    return 10.0 * marks - 8


def _inside(page: Page, box: Box) -> list[Line]:
    return list(page.lines[box.first : box.end])
