"""Where the text begins and ends among the lines chosen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.labels import is_call, is_date
from crawler.extract.scene import CELL, CELLS
from news.text import fold

if TYPE_CHECKING:
    from crawler.extract.page import Line
    from crawler.extract.scene import Scene

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# So many lines at the end of a text may ask the reader to subscribe, follow or write.
_CALLS = 4


def trimmed(scene: Scene, kept: list[Line]) -> list[Line]:
    """These lines without what stands before the first and after the last of running text."""
    prose = [at for at, line in enumerate(kept) if scene.scores[line.index] > CELL]
    if not prose:
        return kept
    first, last = prose[0], prose[-1]
    while last > first and prose[-1] - last < _CALLS and is_call(fold(kept[last].text)):
        last -= 1
    head = [
        line
        for line in kept[:first]
        if _beside(scene, line, kept[first]) and not is_date(line.text)
    ]
    tail = [
        line
        for line in kept[last + 1 :]
        if _beside(scene, line, kept[last]) and not is_call(fold(line.text))
    ]
    while tail and tail[-1].tag in _HEADINGS:
        tail.pop()
    return [*head, *kept[first : last + 1], *tail]


def _beside(scene: Scene, line: Line, prose: Line) -> bool:
    """Whether a line that is no sentence stands in the same place as one that is."""
    boxes = scene.page.boxes
    if line.box == prose.box or line.tag in _HEADINGS:
        return True
    if line.tag in CELLS:
        # Beside a cell of running text, other cells are columns of the page's layout; those in
        # it are a table of the text.
        return line.tag != "td" or prose.tag != "td" or scene.page.is_inside(line.box, prose.box)
    # On Vietnamese portals a caption may be any kind of block among the paragraphs.
    alike = line.tag == prose.tag or scene.vietnamese
    return alike and boxes[line.box].parent in (boxes[prose.box].parent, prose.box)
