"""The links of one page and what each is: item of a list, label of a menu, page number, tool."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from crawler.discover import titles, words
from crawler.discover.anchors import Anchor, Place, find_anchors, group_anchors, target_of
from news import urls
from news.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

Element: TypeAlias = Any
LinkKind = Literal["item", "label", "number", "more", "tool", "file"]

_NUMBER = re.compile(
    r"^(?:\[?\d{1,4}\]?|[«»‹›<>|]{1,3}|\.{2,3}|…|(?:trang )?(?:sau|truoc|dau|cuoi|tiep|tiep theo)|"
    r"(?:next|prev|previous|last|first)(?: page)?|ke tiep|cuoi cung|dau tien|trang \d{1,4}|"
    r"(?:sau|tiep|tiep theo|truoc|cuoi|dau|next|prev)(?: [»«›‹>]+)?|" + words.OLDER + r")$"
)
_FOLDER = re.compile(r"https?://[^/]+(/[^/?#]+/)")
# Text beside a title that is long enough to be a lead and not a date, author or counter.
_LEAD = 70
# Pictures are called by so many words where these are titles; logos have shorter names.
_ALOUD = 6
# So many links in a row with numbers of so many digits are records, however short their titles.
_ROW, _LONG_NUMBER = 5, 3


@dataclass(frozen=True, slots=True)
class Link:
    """One address that the page links to, with the best of its anchors.

    `group` numbers the list that the link is part of; `day`, `lead` and `thumb` say what stands
    beside it in its item; `place` is the part of the page as far as markup names it.
    """

    url: str
    key: str
    text: str
    kind: LinkKind
    group: int
    place: Place = ""
    day: date | None = None
    lead: bool = False
    thumb: bool = False
    heading: bool = False
    box: Element = None

    @property
    def strength(self) -> int:
        """How much speaks for the link being an item of news."""
        return (
            4 * (self.kind == "item")
            + 2 * (self.day is not None)
            + self.lead
            + self.thumb
            + self.heading
            + (len(self.text) > 30)
        )


def survey_links(
    tree: Element, resolve: Callable[[str], str | None], identify: Callable[[str], str]
) -> list[Link]:
    """The page's links, one for each address and list, in document order of their lists."""
    anchors = list(find_anchors(tree, resolve, identify))
    below = _usual_folder(anchors)
    best = _best_anchors(group_anchors(anchors))
    links: list[Link] = []
    for number, group in enumerate(best):
        links.extend(_judge_group(number, group, below))
    return _without_companions(_without_menus(links))


def _usual_folder(anchors: Sequence[Anchor]) -> str:
    """The first folder of most addresses of a page, as a path; empty where they share none."""
    found = (_FOLDER.match(anchor.url) for anchor in anchors)
    folders = Counter(match[1] for match in found if match)
    folder, count = folders.most_common(1)[0] if folders else ("", 0)
    return folder if 2 * count > len(anchors) else ""


def _without_menus(links: list[Link]) -> list[Link]:
    """With short names that also stand in a menu told from titles, whatever stands beside them."""
    named = {link.key for link in links if link.place == "nav" and link.kind == "label"}
    return [
        replace(link, kind="label")
        if link.kind == "item" and link.key in named and _count_words(link.text) < 8
        else link
        for link in links
    ]


def _without_companions(links: list[Link]) -> list[Link]:
    """Without what stands beside a title in its own item: "more", its section, its author."""
    boxes = {link.box for link in links if link.kind == "item"}
    alone = {box for box in boxes if _holds_one(box, boxes)}
    return [link for link in links if link.kind in {"item", "number"} or link.box not in alone]


def _holds_one(box: Element, boxes: set[Element]) -> bool:
    """Whether no other item's box lies within this one."""
    return not any(inner in boxes for inner in box.iterdescendants())


def _best_anchors(groups: list[list[Anchor]]) -> list[list[Anchor]]:
    """Each list with one anchor for an address, joined with its picture and its title."""
    joined: dict[tuple[Element, str], Anchor] = {}
    for group in groups:
        for anchor in group:
            _join(joined, anchor)
    best: list[list[Anchor]] = []
    for group in groups:
        found = [joined.pop((anchor.box, anchor.key), None) for anchor in group]
        kept = [anchor for anchor in found if anchor is not None]
        if kept:
            best.append(kept)
    return best


def _join(joined: dict[tuple[Element, str], Anchor], anchor: Anchor) -> None:
    known = joined.setdefault((anchor.box, anchor.key), anchor)
    if known is anchor:
        return
    known.thumb |= anchor.thumb
    known.heading |= anchor.heading
    if _is_number(known.text) and _is_number(anchor.text):
        # "2", "next" and "last" lead to one page where there are two.
        known.text = anchor.text if anchor.text.isdigit() else known.text
    elif len(anchor.text) > len(known.text) or words.is_more(known.text):
        known.text = anchor.text if not words.is_more(anchor.text) else known.text


def _is_number(text: str) -> bool:
    return len(text) < 24 and bool(_NUMBER.match(words.plain(text) or text))


def _judge_group(number: int, group: Sequence[Anchor], below: str) -> list[Link]:
    if _are_pictures(group):
        for anchor in group:
            anchor.text = anchor.label
    links = [_look(number, anchor, len(group), below) for anchor in group]
    titled = [link for link in links if link.kind == "label"]
    if not titled or not _are_items(titled):
        return links
    return [_as_item(link) if link.kind == "label" else link for link in links]


def _are_pictures(group: Sequence[Anchor]) -> bool:
    """Whether a list shows nothing but pictures, each with a title of its own to be read aloud."""
    named = {anchor.label for anchor in group if anchor.thumb and not anchor.text}
    long = [label for label in named if _count_words(label) >= _ALOUD]
    return len(group) > 1 and len(long) == len(group)


def _look(number: int, anchor: Anchor, size: int, below: str) -> Link:
    text, item = words.without_day(anchor.text), []
    kind = _first_kind(anchor.url, text or anchor.label, below)
    if kind == "more" or (size > 1 and anchor.thumb and not text):
        # The title is no link; only the picture or "more" beside it is.
        item = titles.item_of(anchor)
        titled = titles.title_of(item)
        # What stands alone may be a block's "more"; a day makes it an item.
        if titled and (size > 1 or _within(item, titled)[0]):
            text, kind = titled, "label"
    if not text and kind in {"number", "more"}:
        text = anchor.label
    day, lead = None, False
    if kind == "label" and (size == 1 or anchor.place == "" or len(text) > 25):
        day, lead = _within(item, text) if len(item) > 1 else _beside(anchor)
    return Link(
        url=anchor.url,
        key=anchor.key,
        text=text,
        kind=kind,
        group=number,
        place=anchor.place,
        day=day,
        lead=lead,
        thumb=anchor.thumb,
        heading=anchor.heading,
        box=anchor.box,
    )


@lru_cache(maxsize=16384)  # menus stand on every page
def _first_kind(url: str, text: str, below: str) -> LinkKind:
    if words.is_file(url):
        return "file"
    if _is_number(text):
        return "number"
    if words.is_more(text):
        return "more"
    if words.is_tool_label(text) or urls.is_duplicate_view(url):
        return "tool"
    if words.is_tool_address(url, briefly=_count_words(text) < 4, below=below):
        return "tool"
    return "label"


def _beside(anchor: Anchor) -> tuple[date | None, bool]:
    """The day and whether a lead stands beside the title in its item."""
    box = anchor.box
    if box is anchor.element:
        rest = _following_text(box)
    elif _heads_block(anchor):
        return None, False
    else:
        # A title may end in a number, and the day's begins with one.
        rest = squeeze(" ".join(box.itertext())[:4000])
    return words.find_day(rest), _has_lead(rest, anchor.text)


def _within(item: Sequence[Element], title: str) -> tuple[date | None, bool]:
    """The day and whether a lead stands in an item of several parts."""
    text = squeeze(" ".join(word for part in item for word in part.itertext())[:4000])
    return words.find_day(text), _has_lead(text, title)


def _has_lead(text: str, title: str) -> bool:
    return len(text) - 2 * len(title) > _LEAD and len(text) - len(title) > _LEAD


def _heads_block(anchor: Anchor) -> bool:
    """Whether the box holds further titles: then the link is the heading of a block of them."""
    own, titles = target_of(anchor.element), set()
    for other in anchor.box.iter("a"):
        href = target_of(other)
        if href != own and "".join(other.itertext()).strip().count(" ") >= 3:
            titles.add(href)
            if len(titles) > 1:
                return True
    return False


def _following_text(element: Element) -> str:
    """The text between this link and the next, where items have no element of their own."""
    pieces = [_inside_after_day(element), element.tail or ""]
    for sibling in element.itersiblings():
        if sibling.tag == "a" or next(sibling.iter("a"), None) is not None:
            break
        pieces.append("".join(sibling.itertext()) if isinstance(sibling.tag, str) else "")
        pieces.append(sibling.tail or "")
    return squeeze(" ".join(pieces))[:4000]


def _inside_after_day(element: Element) -> str:
    """The link's own words: some lists print the day inside the link."""
    return "".join(element.itertext())


def _are_items(links: Sequence[Link]) -> bool:
    """Whether a list names texts rather than places: days, leads, pictures or long titles."""
    length = median(_count_words(link.text) for link in links)
    days = _share(links, [link.day is not None for link in links])
    if length < 3:
        # Documents are listed by number and day: "173/GDĐT (19/08/2019)".
        return not links[0].place and ((days and len(links) > 1) or _are_numbered(links))
    if links[0].place in {"nav", "crumb"}:
        # Menus hold long labels and pictures too; only days make a menu a list of news.
        return days and length >= 5
    leads = _share(links, [link.lead for link in links])
    if days or (leads and (len(links) > 1 or length >= 5)):
        return True
    if _share(links, [link.thumb for link in links]) and length >= 4:
        return True
    headed = _share(links, [link.heading for link in links])
    return length >= (5 if headed else 7) or _are_numbered(links)


def _are_numbered(links: Sequence[Link]) -> bool:
    """Whether all addresses of a list bear numbers of their own, too high for those of sections."""
    if len(links) < _ROW or not all(" " in link.text for link in links):
        return False
    numbers = {urls.article_id(link.url) for link in links}
    long = [number for number in numbers if number and len(number) >= _LONG_NUMBER]
    return len(long) == len(links)


def _count_words(text: str) -> int:
    return text.count(" ") + 1 if text else 0


def _share(links: Sequence[Link], marks: list[bool]) -> bool:
    """Whether at least half of the links bear the mark."""
    return 2 * sum(marks) >= len(links)


def _as_item(link: Link) -> Link:
    return replace(link, kind="item")
