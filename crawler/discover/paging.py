"""Where a listing goes on: the link to its next page, in whatever shape the portal writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from crawler.discover import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.discover.links import Link

_NEXT = re.compile(
    r"^(?:(?:trang )?(?:sau|tiep|tiep theo|ke tiep)(?: [»›>]+)?|next(?: page)?|[»›>]{1,2})$"
)
_DAY_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}")


def find_next(links: Iterable[Link], url: str, number: int) -> Link | None:
    """The link to page `number` + 1 of the listing at `url`, if the page shows one."""
    candidates = [link for link in links if link.kind == "number" and _may_page(link.url)]
    wanted = str(number + 1)
    numbered = [link for link in candidates if link.text.strip("[] ") == wanted]
    for link in numbered:
        if _differs_in_one_place(link.url, url):
            return link
    if numbered:
        return numbered[0]
    onward = [link for link in candidates if _NEXT.match(words.plain(link.text) or link.text)]
    fitting = [link for link in onward if _differs_in_one_place(link.url, url)]
    return fitting[0] if fitting else None


def _may_page(url: str) -> bool:
    return not words.is_tool_address(url) and not _DAY_LIKE.search(url)


def _differs_in_one_place(url: str, base: str) -> bool:
    """Whether the addresses share their path up to a page number, or all but one parameter."""
    one, two = urlsplit(url), urlsplit(base)
    mine = one.path.rstrip("/").split("/")
    yours = two.path.rstrip("/").split("/")
    common = sum(a == b for a, b in zip(mine, yours, strict=False))
    if common < min(len(mine), len(yours)) - 1:
        return False
    left, right = dict(parse_qsl(one.query)), dict(parse_qsl(two.query))
    changed = [key for key in left.keys() & right.keys() if left[key] != right[key]]
    return len(changed) <= 1 and not (right.keys() - left.keys())
