"""The five stories the project started from, dressed in the markup of five CMS families.

The table below classes every line of the stored dumps, by number, as part of the article or as
noise; it was made before any markup. The texts themselves are not part of the project.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.extract import extract, parse
from crawler.extract.learning import Sample, learn
from news.zone import VIETNAM
from tests.crawler.extract.shells import SHELLS, Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.extract.template import Template

URL = "http://so.example.vn/tin/bai-123.html"
TABLE = {
    "000": {
        "title": 3, "date": (1, r"[\d/]+ [\d:]+"), "section": None,
        "p": [5, 9, 11, 17, 21, 23], "caption": [7, 15, 19], "signature": [25],
        "before": [], "after": [27, 29, 30, 32, 34, 36, 38, 40],
    },
    "001": {
        "title": 13, "date": (13, r"[\d/]+$"), "section": (11, r"[^:]+$"),
        "p": [15, 19, 21, 23, 27, 29, 31], "caption": [17, 25], "signature": [33],
        "before": [1, 3, 5, 6, 7, 9], "after": [36, 41],
    },
    "002": {
        "title": 6, "date": None, "section": None,
        "p": [8, 10, 14, 16, 18, 20, 24], "caption": [12, 22, 26], "signature": [29],
        "before": [1, 2, 3, 4], "after": [31],
    },
    "003": {
        "title": 10, "date": (10, r"(?<=\()[\d/]+(?=\)$)"), "section": (8, r".+"),
        "p": [12, 16, 18, 22, 26], "caption": [14, 24], "signature": [28],
        "before": [1, 3, 4, 5, 6], "after": [],
    },
    "004": {
        "title": 1, "date": None, "section": None,
        "p": [3, 9, 11, 17, 24], "caption": [6, 14, 20, 21], "signature": [26, 27],
        "before": [], "after": [],
    },
}  # fmt: skip
PUBLISHED = {
    "000": datetime(2024, 9, 26, 19, 6, tzinfo=VIETNAM),
    "001": date(2024, 3, 22),
    "002": None,
    "003": date(2018, 2, 4),
    "004": None,
}
BYLINE = {
    "000": ((), "Sở KH&CN Hải Phòng"),
    "001": (("Hàn Vĩnh Tân",), "Sở KH&CN Hải Phòng"),
    "002": (("Thanh Huyền",), None),
    "003": (("Nguyễn Trường",), None),
    "004": (("Châu Quang Thông",), "Trung tâm TT và TK KH&CN"),
}


def _found(lines: list[str], place: tuple[int, str] | None) -> str | None:
    if place is None:
        return None
    match = re.search(place[1], lines[place[0] - 1].strip())
    assert match
    return match[0].strip()


def _story(folder: Path, key: str) -> Story:
    (path,) = folder.glob(f"seeds/{key}_*.txt")
    lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n")]
    row = TABLE[key]
    shown = _found(lines, row["date"])
    title = lines[row["title"] - 1]
    if shown and title.endswith((shown, f"({shown})")):
        title = title[: title.rindex(shown)].rstrip(" (")
    kinds = {n: kind for kind in ("p", "caption") for n in row[kind]}
    return Story(
        title=title,
        shown_date=shown,
        section=_found(lines, row["section"]) or "Tin hoạt động",
        lines=tuple((kinds[n], lines[n - 1]) for n in sorted(kinds)),
        signature=tuple(lines[n - 1] for n in row["signature"]),
        before=tuple(lines[n - 1] for n in row["before"]),
        after=tuple(lines[n - 1] for n in row["after"]),
    )


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _taught(folder: Path, shell: Callable[[Story], bytes]) -> Template | None:
    """What the five pages teach of the portal that they would make."""
    pages = [parse(shell(_story(folder, key)), URL, "text/html") for key in TABLE]
    return learn([Sample(page) for page in pages])


@pytest.mark.parametrize("taught", [False, True], ids=["bare", "taught"])
@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.__name__)
@pytest.mark.parametrize("key", sorted(TABLE))
def test_a_story_comes_out_whole_and_nothing_with_it(
    shared: Path, key: str, shell: Callable[[Story], bytes], taught: bool
) -> None:
    story = _story(shared, key)
    template = _taught(shared, shell) if taught else None
    assert taught == (template is not None)
    article = extract(shell(story), URL, content_type="text/html", template=template)
    assert _tokens(article.text) == _tokens(story.text)
    assert article.title == story.title
    assert article.published == PUBLISHED[key]
    assert (article.authors, article.source) == BYLINE[key]
    assert article.section == story.section
