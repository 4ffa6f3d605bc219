"""Which part of a page a block element is, by its tag, its role and the words of its class."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extract.page import Element, Zone

_BY_TAG: dict[str, Zone] = {"nav": "nav", "aside": "aside", "footer": "footer"}
_BY_ROLE: dict[str, Zone] = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "complementary": "aside",
    "contentinfo": "footer",
    "search": "tools",
}
_BY_CLASS: tuple[tuple[Zone, re.Pattern[str]], ...] = tuple(
    (zone, re.compile(words, re.IGNORECASE))
    for zone, words in (
        ("nav", r"\b(?:main-?)?menu\b|navbar|navigation|breadcrumb|\bnav\b|pagination|\bpager\b"),
        ("footer", r"footer|copyright"),
        ("aside", r"sidebar|side-bar|\baside\b|widget"),
        ("comments", r"\bcomments?\b|comment-?(?:list|form|s|area)|disqus|\brespond\b|binh-?luan"),
        ("related", r"related|recommend|most-?(?:read|popular)|lien-?quan|other-?news|trending"),
        (
            "tools",
            r"share|sharing|social|toolbar|rating|newsletter|subscri|signup|\bads?\b|advert|promo|\btags?\b",
        ),
    )
)


def zone_of(element: Element, tag: str) -> Zone:
    """The zone this element opens, or "" when it says nothing of the kind."""
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    role = element.get("role")
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    names = (element.get("class") or "") + " " + (element.get("id") or "")
    return _named(names) if len(names) > 1 else ""


@lru_cache(maxsize=8192)
def _named(names: str) -> Zone:
    for zone, words in _BY_CLASS:
        if words.search(names):
            return zone
    return ""
