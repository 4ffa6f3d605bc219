"""Home and list pages of real portals, read by a person first.

Counted by hand on each page, by its number in the shared folder: the titles of news and documents
that lead to a page of their own (each address once), places that its menus name (some of them, as
landmarks), and the address that continues the list. Menus, logos, certificates that are files and
links to other sites are no items. Page 103 gives one more: the portal's own name above its menu.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.discover import paging
from crawler.discover.menus import name_sections
from crawler.discover.survey import Furniture, survey_page
from crawler.extract import parse
from news import urls

if TYPE_CHECKING:
    from crawler.extract import Page

SHARED = Path(os.environ.get("KHCN_SHARED", Path(__file__).parents[3].parent / "shared"))
HOST = "http://cong.example.vn/"
# page: items, landmarks among the sections, how the next page's address ends (None: no next page)
READ = {
    "101": (12, {"Tin đào tạo", "Công nhận là gì?"}, "page=1"),
    "102": (11, {"Tin đào tạo", "Ban lãnh đạo"}, "page=1"),
    "103": (7, {"Tin đào tạo", "Biểu mẫu"}, None),
    "108": (8, {"Tin hoạt động trường", "Tin trong nước", "THÔNG BÁO"}, None),
    "109": (52, {"Hoạt động ngoại khóa", "Kế hoạch nhà trường"}, None),  # 12 of them are albums
    "110": (18, {"Chất lượng giáo dục hàng năm", "Văn bản từ trung ương"}, None),
    "111": (13, {"Chất lượng giáo dục hàng năm", "Văn bản từ trung ương"}, None),
    "134": (24, {"Tin tức - Sự kiện", "Tin tức từ Sở"}, None),
}
# Too large to count by hand, on portals that number their articles: how such an address looks, how
# many of them there are, how many are found at least, and how many other items at most.
NUMBERED = {
    "112": (
        r"/(ct|vbct)\d*(-[a-z-]+)?/(\d+/)?\d+$",
        90,
        87,
        2,
    ),  # besides: two albums; missed: three slides
    "118": (r"-20\d{12,}\.htm$", 125, 125, 7),  # besides: four videos, three sections
}


@pytest.mark.parametrize("name", NUMBERED)
def test_articles_of_a_large_page(name: str) -> None:
    shape, there, found, besides = NUMBERED[name]
    page = _page(name, HOST)
    hosts = Counter(urls.host_of(link.url) for link in survey_page(page, Furniture()).links)
    own = hosts.most_common(1)[0][0]
    links = {a.get("href", "") for a in page.tree.iter("a")}
    articles = {link for href in links if (link := urls.resolve(page.url, href))}
    articles = {a for a in articles if re.search(shape, a) and urls.host_of(a) == own}
    items = {link.url for link in survey_page(page, Furniture()).items}
    items = {item for item in items if urls.host_of(item) == own}
    assert len(articles) == there
    assert len(articles & items) >= found
    assert len(items - articles) <= besides


def _page(name: str, home: str) -> Page:
    file = SHARED / "pages" / f"{name}.html"
    if not file.exists():
        pytest.skip(f"no page at {file}")
    return parse(file.read_bytes(), f"{home}{name}.html", "text/html; charset=utf-8")


@pytest.mark.parametrize("name", READ)
def test_items_sections_and_the_next_page(name: str) -> None:
    items, landmarks, onward = READ[name]
    page = _page(name, HOST)
    survey = survey_page(page, Furniture())
    assert len({link.key for link in survey.items}) == items
    labels = [link for link in survey.links if link.kind in {"label", "more"}]
    assert landmarks <= {link.text for link in name_sections(labels, home=True, alone=False)}
    step = paging.find_step(
        page.tree, survey.links, page.url, 1, lambda href: urls.resolve(page.url, href)
    )
    assert (step is None) == (onward is None)
    assert step is None or step.url.endswith(onward or "")
