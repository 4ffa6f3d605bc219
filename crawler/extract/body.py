"""Where the article's text sits on its page: one score per line, summed over every block."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TypeAlias

from crawler.extract.ends import trimmed
from crawler.extract.headlines import find_title_line
from crawler.extract.labels import is_credit, is_foot, is_label, opens_comments, opens_list
from crawler.extract.page import HEADINGS, Body, Element, Line, Page, Zone
from crawler.extract.properties import find_register
from crawler.extract.scene import CELL, SENTENCE, Scene, score
from crawler.extract.teasers import find_teasers, without_lists
from crawler.extract.zones import names_content
from news.text import fold

# Letters that only Vietnamese writes. On Vietnamese portals the lead and the captions are part
# of the text; elsewhere they belong to the head of the page and to its pictures.
_VIETNAMESE = re.compile("[ăơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_FAR = frozenset(("comments", "footer", "related", "tools", "nav"))
# What two or three sentences score; written for short notices, half and double read alike.
_FEW_SENTENCES = 400.0


_Look: TypeAlias = tuple[str, str | None]


def find_body(page: Page, chosen: Element | None = None) -> Body:
    """The block whose lines are most like running text, without what is not text in it.

    `chosen` is the element that a portal's own selector names as the body.
    """
    scores = list(map(score, page.lines))
    title = find_title_line(page, scores)
    teasers = find_teasers(page, max(title, 0), len(page.lines))
    weighed = without_lists(page, _weighed(page, scores, title), teasers, title)
    totals = [0.0, *accumulate(weighed)]
    best = _best_box(page, totals, title) if chosen is None else _box_of(page, chosen)
    box = page.boxes[best]
    vietnamese = _is_vietnamese([line.text for line in page.lines[box.first : box.end]])
    scene = Scene(page, scores, totals, title, best, vietnamese, chosen is not None)
    kept = trimmed(scene, _chosen(scene, _apart(scene, teasers)))
    little = _weight(scene, kept) <= _FEW_SENTENCES
    if little and chosen is None and (register := find_register(page, title)):
        at, lines = register
        return Body(page.boxes[at].element, lines[0], lines[-1], lines, at, title)
    apart = _zone_apart(scene, kept) if little and chosen is None else ""
    if apart == "footer" or all(line.zone == "footer" for line in kept):
        return place_of_text(page, best, title)
    indexes = tuple(line.index for line in kept)
    return Body(box.element, indexes[0], indexes[-1], indexes, best, title, bool(apart))


def _is_vietnamese(texts: list[str]) -> bool:
    """Whether most of what is said is in lines with letters that only Vietnamese writes."""
    accented = [t for t in texts if not t.isascii() and _VIETNAMESE.search(t)]
    return 2 * sum(map(len, accented)) > sum(map(len, texts))


def _box_of(page: Page, element: Element) -> int:
    """The box of this element, or the innermost one around it."""
    around = {element, *element.iterancestors()}
    return max(index for index, box in enumerate(page.boxes) if box.element in around)


def _zone_apart(scene: Scene, kept: list[Line]) -> Zone:
    """The furniture that holds the little text of a page when that is not the title's."""
    boxes, at = scene.page.boxes, scene.best
    if scene.title < 0:
        return ""
    while at >= 0 and not boxes[at].first <= scene.title < boxes[at].end:
        if boxes[at].zone in _FAR or boxes[at].zone == "aside":
            return boxes[at].zone
        at = boxes[at].parent
    return "aside" if at != scene.best and _weight(scene, kept) < SENTENCE / 2 else ""


def _weight(scene: Scene, kept: list[Line]) -> float:
    """What the running text among these lines scores."""
    return sum(max(scene.scores[line.index], 0) for line in kept)


def place_of_text(page: Page, best: int, title: int) -> Body:
    """The place below the title where the text of an attachment-only page would stand."""
    at = page.lines[title].box if title >= 0 else best
    first = title + 1 if title >= 0 else page.boxes[at].first
    return Body(page.boxes[at].element, first, first - 1, (), at, title)


# The first line of many portals: a clock, a greeting, or both in one. 3 and 20 read alike.
_GREETING_LINES = 8
_GREETING = re.compile(
    r"^(?:hom nay\W|(?:thu \w+|chu nhat)\W+(?:ngay )?\d)|chao mung (?:ban|quy vi|cac ban)\b.* den "
)
# Legacy pages call their foot nothing: it is known by whose address it gives.
# 3 and 16 lines read alike.
_FOOT_LINES = 8


# Tuned on the public article benchmark: .1 and .6 read alike, 1 costs .0001 of F1.
_ABOVE_TITLE = 0.3


def _weighed(page: Page, scores: list[float], title: int) -> list[float]:
    """The scores, less before the title and below the heading of a list of other articles."""
    weighed = [value * _ABOVE_TITLE for value in scores[: max(title, 0)]] + scores[max(title, 0) :]
    # Between breaks a list of links stands in the very element of the text: it must not sink it.
    texts = {line.box for line in page.lines if scores[line.index] > SENTENCE}
    for line in page.lines:
        if scores[line.index] < 0 and line.box in texts:
            weighed[line.index] *= 0.1
    for line in page.lines[:_GREETING_LINES]:
        if _GREETING.search(fold(line.text[:120])):
            weighed[line.index] = 0.0
    for line in page.lines[-_FOOT_LINES:]:
        if is_foot(line.text):
            weighed[line.index] = 0.0
    until = 0
    for line in page.lines[max(title, 0) :]:
        if line.index < until:
            weighed[line.index] *= 0.1
        elif line.tag in HEADINGS and line.zone in ("related", "comments"):
            until = page.boxes[page.boxes[line.box].parent].end
    return weighed


def _best_box(page: Page, totals: list[float], title: int) -> int:
    top, best = 0.0, 0
    sums = [totals[end] - totals[first] for _, _, _, _, first, end, _ in page.boxes]
    for index, value in enumerate(sums):
        if value > 0 and value * _MOST >= top:
            weighed = value * _favour(page.boxes[index].element)
            if weighed >= top:
                top, best = weighed, index
    return _column(page, sums, totals[title + 1] - totals[title], title, best)


# What names itself the text counts for so much more. Tuned on the public article benchmark:
# 1.2 and 1.1 cost .0001 of F1, no favour at all .0004.
_MOST, _MORE = 1.4, 1.2


def _favour(element: Element) -> float:
    if element.get("itemprop") == "articleBody":
        return _MOST
    return _MORE if names_content(element) else 1.0


# A title and so much of the best box's text in one column: the other columns are furniture.
# Tuned on the same: .5 costs .0003, .95 .0006; .8 loses a written page.
_COLUMN = 0.66


def _column(page: Page, sums: list[float], own: float, title: int, best: int) -> int:
    """The column of this box that holds the title and most of the text, if others add to it.

    `own` is what the title adds to the sum of each box around it.
    """
    boxes, column, inner = page.boxes, best, best
    least = _COLUMN * (sums[best] - own)
    for index in range(best + 1, len(boxes)):
        box = boxes[index]
        if box.first > title or box.depth <= boxes[best].depth:
            break
        if box.parent == inner and title < box.end and sums[index] - own >= least:
            column = index if sums[index] < sums[inner] else column
            inner = index
    return column


def _chosen(scene: Scene, teasers: set[int]) -> list[Line]:
    """The lines of the best box, and of a lead above it, that no block or label speaks against."""
    page, box = scene.page, scene.page.boxes[scene.best]
    dropped = _dropped(scene, scene.best) | teasers
    lines = [*_lead(scene), *page.lines[max(box.first, scene.title + 1) : _end(scene)]]
    lines = [line for line in lines if line.box not in dropped]
    home = _home(scene, lines)
    text = _before_lists(scene, lines, home)
    return _once([line for line in text if not _is_link(line) or _is_paragraph(scene, line, home)])


def _end(scene: Scene) -> int:
    """Where the best box ends; where it is one paragraph, where those right below it do.

    An advertisement among the two paragraphs of a notice weighs more than its closing words: the
    box around them falls behind the longer of them.
    """
    page, box = scene.page, scene.page.boxes[scene.best]
    at = box.end
    while box.tag == "p" and at < len(page.lines) and _goes_on(scene, page.lines[at]):
        at += 1
    return at


def _goes_on(scene: Scene, line: Line) -> bool:
    box, own = scene.page.boxes[scene.best], scene.page.boxes[line.box]
    alike = (own.tag, own.parent) == ("p", box.parent)
    same = alike and own.element.get("class") == box.element.get("class")
    return same and line.text[-1] in ".!?…" and not line.link_chars


def _before_lists(scene: Scene, lines: list[Line], home: _Look) -> list[Line]:
    """These lines without labels, and without what stands under the heading of another list."""
    kept: list[Line] = []
    begun = closed = False
    until = 0
    for line in lines:
        # What is longer is neither a heading nor a label.
        folded = fold(line.text) if len(line.text) < 120 else ""
        if begun and folded and opens_comments(folded):
            break
        if folded and opens_list(folded):
            closed, until = True, _end_of_list(scene, line, kept)
        elif closed and not (
            _look(scene, line) == home and (_is_sentence(scene, line) or line.index >= until > 0)
        ):
            continue
        elif not (folded and is_label(folded)) and (scene.vietnamese or not is_credit(line.text)):
            closed = False
            kept.append(line)
            begun = begun or scene.scores[line.index] > 0
    return kept


def _end_of_list(scene: Scene, heading: Line, kept: list[Line]) -> int:
    """Where the block ends that holds the heading of a list and none of the text; 0 for nowhere."""
    box = scene.page.boxes[scene.page.boxes[heading.box].parent]
    return 0 if not kept or box.first <= kept[-1].index else box.end


# After so much text, what a short heading of a list opens is not the text's look. Set between 100,
# which loses a stored page, and 500, a text of a few sentences.
_SHORT, _SOME_TEXT = 60, 250.0


def _home(scene: Scene, lines: list[Line]) -> _Look:
    """The look of the boxes in which most of the text stands, in paragraphs or between breaks."""
    held: dict[_Look, float] = {}
    told = 0.0
    for line in lines:
        # The teasers of other articles may be more than a text of a few sentences.
        if len(line.text) < _SHORT and told > _SOME_TEXT and opens_list(fold(line.text)):
            break
        look = _look(scene, line)
        held[look] = held.get(look, 0) + max(scene.scores[line.index], 0)
        told += max(scene.scores[line.index], 0)
    return max(held, key=lambda look: held[look], default=("", None))


def _look(scene: Scene, line: Line) -> _Look:
    """Tag and class of the box around a paragraph; a cell that holds words is its own."""
    boxes = scene.page.boxes
    box = boxes[boxes[line.box].parent if line.tag == "p" else line.box]
    return box.tag, box.element.get("class")


def _is_sentence(scene: Scene, line: Line) -> bool:
    return line.link_chars * 5 < len(line.text) and scene.scores[line.index] > SENTENCE


def _once(lines: list[Line]) -> list[Line]:
    """The lines without a lead said again, a long paragraph twice or a caption beside itself.

    Short lines may repeat: days of a plan, rows of a programme.
    """
    seen: dict[str, int] = {}
    kept: list[Line] = []
    for at, line in enumerate(lines):
        before = seen.setdefault(line.text, at)
        if before == at or len(line.text) <= 30 or (before > 1 and at - before > 3):
            kept.append(line)
    return kept


def _is_link(line: Line) -> bool:
    # Between breaks in a cell the tools share a line with a counter.
    return line.link_chars * 10 > (5 if line.tag == "td" else 9) * len(line.text)


def _is_paragraph(scene: Scene, line: Line, home: _Look) -> bool:
    """Whether a line of nothing but a link is a paragraph of the text: an address written out."""
    if line.tag != "p" or _look(scene, line) != home:
        return False
    return "://" in line.text or scene.page.boxes[line.box].parent == scene.best


def _lead(scene: Scene) -> list[Line]:
    """The sentences between title and body: on Vietnamese portals the lead has its own block."""
    page, box = scene.page, scene.page.boxes[scene.best]
    if scene.title < 0 and scene.vietnamese and not scene.told:
        above = page.lines[max(box.first - 1, 0) : box.first]
        return [line for line in above if _is_lead(scene, line)]
    if scene.told or not scene.vietnamese or not 0 <= scene.title < box.first:
        return []
    scope = box.parent
    while scope >= 0 and page.boxes[scope].first > scene.title:
        scope = page.boxes[scope].parent
    if scope < 0:
        return []
    dropped = _dropped(scene, scope)
    between = page.lines[scene.title + 1 : box.first]
    # What stands above another heading belongs to that, not to this text.
    heads = [at for at, line in enumerate(between) if _is_heading(scene, line)]
    between = between[heads[-1] + 1 :] if heads else between
    return [line for line in between if line.box not in dropped and scene.scores[line.index] > 0]


def _is_heading(scene: Scene, line: Line) -> bool:
    return line.tag in HEADINGS and scene.scores[line.index] <= CELL


def _is_lead(scene: Scene, line: Line) -> bool:
    """Whether the line right above the text is a sentence in a block beside it."""
    beside = scene.page.boxes[line.box].parent == scene.page.boxes[scene.best].parent
    spoken = line.text[-1] in ".!?…" and line.text.count(" ") > 5 and not line.link_chars
    return beside and spoken and not is_label(fold(line.text))


def _dropped(scene: Scene, scope: int) -> set[int]:
    """The boxes inside this one that are something else than text."""
    boxes = scene.page.boxes
    out: set[int] = set()
    closed: set[int] = set()
    for index in range(scope + 1, len(boxes)):
        box = boxes[index]
        if box.depth <= boxes[scope].depth:
            break
        if box.parent in out or box.parent in closed:
            out.add(index)
        elif box.zone and _is_furniture(scene, index, scope):
            out.add(index)
            if box.tag in HEADINGS and box.zone in ("related", "comments"):
                closed.add(box.parent)
    return out


def _apart(scene: Scene, teasers: set[int]) -> set[int]:
    """The boxes amid the text that announce other articles, and all in them.

    What is mostly made of such is a digest, which has no other text.
    """
    page = scene.page
    found = [at for at in teasers if page.is_inside(at, scene.best)]
    if not found or 2 * sum(map(scene.sum, found)) > scene.sum(scene.best):
        return set()
    inner = range(scene.best + 1, len(page.boxes))
    return {at for at in inner if any(page.is_inside(at, teaser) for teaser in found)}


_WRAPPERS = 4  # blocks that a theme puts around somebody's post


def _quotes(scene: Scene, index: int) -> bool:
    """Whether a box holds somebody's post as a quotation, which is part of the text around it."""
    end = scene.page.boxes[index].end
    inner = scene.page.boxes[index : index + _WRAPPERS]
    return any(box.tag == "blockquote" and box.first < box.end <= end for box in inner)


def _is_furniture(scene: Scene, index: int, scope: int) -> bool:
    box = scene.page.boxes[index]
    if box.zone == "caption" and scene.vietnamese:
        return False
    if box.zone == "tools" and _quotes(scene, index):
        return False
    # A class that speaks of furniture may still wrap the article itself. Tuned on the public
    # article benchmark: .35 for .5 costs .003 of F1; .7 and .95 for .85 read alike.
    whole = 0.85 if box.zone in ("footer", "comments") else 0.5
    if box.first <= scene.title < box.end or scene.sum(index) > whole * scene.sum(scope):
        return False
    if box.zone == "meta" or box.tag == "figure":
        return all(len(line.text) < 140 for line in scene.page.lines[box.first : box.end])
    return True
