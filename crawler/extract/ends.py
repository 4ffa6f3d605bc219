"""Where the text begins and ends among the lines chosen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract import moments
from crawler.extract.labels import is_call, is_date
from crawler.extract.page import HEADINGS
from crawler.extract.scene import CELL, CELLS, SENTENCE
from news.text import fold

if TYPE_CHECKING:
    from crawler.extract.page import Line
    from crawler.extract.scene import Scene

_ITEMS = frozenset(("li", "dd", "dt"))
# Tuned on the public article benchmark, where 2 and 8 read alike.
# So many lines at the end of a text may ask the reader to subscribe, follow or write.
_CALLS = 4


def trimmed(scene: Scene, kept: list[Line]) -> list[Line]:
    """These lines without what stands before the first and after the last of running text."""
    prose = [at for at, line in enumerate(kept) if scene.scores[line.index] > CELL]
    if not prose:
        return kept
    if not scene.vietnamese and _is_dateline(kept[prose[0]].text):
        prose = prose[1:] or prose
    first, last = prose[0], prose[-1]
    while last > first and prose[-1] - last < _CALLS and is_call(fold(kept[last].text)):
        last -= 1
    dated = {_group(scene, line) for line in kept[:first] if is_date(line.text)}
    head = [
        line
        for line in kept[:first]
        if _beside(scene, line, kept[first])
        and not is_date(line.text)
        and (line.tag not in _ITEMS or _group(scene, line) not in dated)
    ]
    tail = [
        line
        for line in kept[last + 1 :]
        if _beside(scene, line, kept[last]) and not is_call(fold(line.text))
    ]
    while tail and tail[-1].tag in HEADINGS:
        tail.pop()
    return [*head, *kept[first : last + 1], *tail]


# Longer than "New Delhi, News Bureau | Updated: 19 November 2019, 09:01 AM" a line is a sentence.
# Tuned on the same: 60 costs .0007 of F1, 160 reads alike.
_DATELINE = 100


def _is_dateline(text: str) -> bool:
    """Whether the first line says when and by whom, without being a sentence."""
    return len(text) < _DATELINE and text[-1] not in '.!?:…”"' and bool(moments.find(text))


def _group(scene: Scene, line: Line) -> int:
    """The box around this line's own: of a list that shows a date, every item is about the post."""
    return scene.page.boxes[line.box].parent


def _beside(scene: Scene, line: Line, prose: Line) -> bool:
    """Whether a line that is no sentence stands in the same place as one that is."""
    boxes = scene.page.boxes
    if line.box == prose.box or line.tag in HEADINGS:
        return True
    if line.tag in CELLS:
        # Beside a cell of running text, other cells are columns of the page's layout; those in
        # it are a table of the text, and so are those in rows about a cell of a few words.
        columns = line.tag == prose.tag == "td"
        rows = scene.scores[prose.index] < SENTENCE and scene.page.is_in_row(line)
        return not columns or rows or scene.page.is_inside(line.box, prose.box)
    if line.tag == "figcaption" and scene.vietnamese:
        return True
    # On Vietnamese portals a caption may be any kind of block among the paragraphs.
    alike = line.tag == prose.tag or scene.vietnamese
    return alike and boxes[line.box].parent in (boxes[prose.box].parent, prose.box)
