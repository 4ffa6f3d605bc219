"""Home and list pages of real portals, read by a person first.

Counted by hand on each page, by its number in the shared folder: the titles of news and documents
that lead to a page of their own (each address once), places that its menus name (some of them, as
landmarks), and the address that continues the list. Menus, logos, certificates that are files and
links to other sites are no items. Page 103 gives one more: the portal's own name above its menu.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.discover import paging
from crawler.discover.menus import name_sections
from crawler.discover.survey import Furniture, survey_page
from crawler.extract import parse
from news import urls

SHARED = Path(os.environ.get("KHCN_SHARED", Path(__file__).parents[3].parent / "shared"))
HOST = "http://cong.example.vn/"
# page: items, landmarks among the sections, how the next page's address ends (None: no next page)
READ = {
    "101": (12, {"Tin đào tạo", "Công nhận là gì?"}, "page=1"),
    "102": (11, {"Tin đào tạo", "Ban lãnh đạo"}, "page=1"),
    "103": (7, {"Tin đào tạo", "Biểu mẫu"}, None),
    "108": (8, {"Tin hoạt động trường", "Tin trong nước", "THÔNG BÁO"}, None),
    "110": (18, {"Chất lượng giáo dục hàng năm", "Văn bản từ trung ương"}, None),
    "111": (13, {"Chất lượng giáo dục hàng năm", "Văn bản từ trung ương"}, None),
    "134": (24, {"Tin tức - Sự kiện", "Tin tức từ Sở"}, None),
}


@pytest.mark.parametrize("name", READ)
def test_items_sections_and_the_next_page(name: str) -> None:
    file = SHARED / "pages" / f"{name}.html"
    if not file.exists():
        pytest.skip(f"no page at {file}")
    items, landmarks, onward = READ[name]
    page = parse(file.read_bytes(), f"{HOST}{name}.html", "text/html; charset=utf-8")
    survey = survey_page(page, Furniture())
    assert len({link.key for link in survey.items}) == items
    labels = [link for link in survey.links if link.kind in {"label", "more"}]
    assert landmarks <= {link.text for link in name_sections(labels, home=True, alone=False)}
    step = paging.find_step(
        page.tree, survey.links, page.url, 1, lambda href: urls.resolve(page.url, href)
    )
    assert (step is None) == (onward is None)
    assert step is None or step.url.endswith(onward or "")
