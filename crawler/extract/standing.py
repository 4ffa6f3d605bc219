"""What stands in each place of a page."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.extract.labels import is_date
from crawler.extract.skeleton import around, is_within, places
from crawler.extract.template import shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.extract.page import Page


def words_at(page: Page, where: Sequence[str]) -> dict[str, str]:
    """The lines that stand in each place itself."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in page.lines:
        if where[line.box]:
            found[where[line.box]].append(line.text)
    return {place: "\n".join(texts) for place, texts in found.items()}


def lines_within(page: Page, scope: str) -> set[str]:
    """The lines of a page inside a place that lead nowhere and tell no time, figures aside.

    A day of publication may share its line with what turns: "… · cập nhật 3 giờ trước".
    """
    where = places(page.boxes)
    return {
        shape(line.text)
        for line in page.lines
        if is_within(where[line.box], scope)
        and line.link_chars * 2 <= len(line.text)
        and not is_date(line.text)
    }


def lines_inside(page: Page, where: Sequence[str]) -> dict[str, set[str]]:
    """The lines that stand in each place and the places inside it."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in page.lines:
        for place in around(where[line.box]):
            found[place].add(line.text)
    return found
