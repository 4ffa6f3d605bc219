"""Which part of a page a block element is, by its tag, its role and the words of its class."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from crawler.extract.page import Element, Zone

_BY_TAG: dict[str, Zone] = {
    "nav": "nav",
    "aside": "aside",
    "footer": "footer",
    "figcaption": "caption",
    "figure": "caption",
    "marquee": "related",
}
_BY_ROLE: dict[str, Zone] = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "complementary": "aside",
    "contentinfo": "footer",
    "search": "tools",
    "dialog": "tools",
}
# Words of class and id, as "-word-word-"; the first group that matches names the zone.
_WORDS: dict[Zone, str] = {
    "comments": "comments?|commentlist|disqus|respond|replies|binhluan|binh-luan|ykien|y-kien",
    "related": r"relat(?:ed\w*|e)|recommend(?:ed|ations?)?|recirc|trending|popular|lienquan"
    "|lien-quan|other-?news|tinkhac|tin-?khac|most-read|read-?(?:more|next)|readmore"
    "|more-(?:news|stories|articles|from)|see-also|outbrain|taboola|also-?(?:like|read)"
    "|next-(?:article|post)|cung-chuyen-muc|breaking|ticker|marquee",
    "nav": "(?:main)?menu|nav|navbar|navigation|breadcrumbs?|pagination|pager|paging|prev-next",
    "footer": "footer|copyright|colophon",
    "aside": "sidebar|side-bar|aside|widget|rail",
    "tools": "shar(?:e|es|ing)|sharedaddy|addthis|addtoany|social|toolbar|tools|ratings?|votes?"
    "|newsletters?|subscri(?:be|ption)|signup|ads?|advert(?:isement|ising|s)?|sponsor(?:ed)?"
    "|promo|tags?|tag-?(?:list|links|cloud)|print|cookies?|gdpr|consent|modal|popup|overlay"
    "|follow|login|captcha|paywall|bio|about-author|author-(?:box|info|card)",
    "caption": "captions?|credits?|gallery|slideshow|carousel|slider|photocredit|image-source",
    "meta": "meta|byline|authors?|dateline|date|time|timestamp|posted|published"
    "|pubdate|post-info|entry-info|tacgia|tac-gia|ngaydang|subtitle|dek",
}
_NAMED = re.compile("|".join(f"-(?P<{zone}>{words})(?=-)" for zone, words in _WORDS.items()))
# What names the article itself, though words of other zones stand in the same class.
_CONTENT = re.compile(
    "-(?:article|articles?body|articlecontent|post|entry|story|news|body|bodyhtml|content|contents"
    "|detail|details|main|text|noidung|noi-dung|chitiet|chi-tiet|baiviet|bai-viet)(?=-)"
)
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
# WordPress writes an article's categories and tags into its class.
_OWN_TERMS = re.compile(r"(?<![\w-])(?:tag|category|tax|type|format|status|author)-[\w-]+")


def zone_of(element: Element, tag: str) -> Zone:
    """The zone this element opens, or "" when it says nothing of the kind."""
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    named, known = element.get("class"), element.get("id")
    if named or known:
        return _named(f"{named or ''} {known or ''}")
    return _BY_ROLE.get(element.get("role"), "")


@lru_cache(maxsize=8192)
def _named(names: str) -> Zone:
    if "hentry" in names or "post-" in names:
        names = _OWN_TERMS.sub("", names)
    found = _NAMED.search(_words(names))
    return cast("Zone", found.lastgroup) if found else ""


def names_content(element: Element) -> bool:
    """Whether tag, class or id of this element call it the article or its content."""
    if element.tag in ("article", "main"):
        return True
    return bool(_CONTENT.search(_words(f"{element.get('class') or ''} {element.get('id') or ''}")))


def _words(names: str) -> str:
    return f"-{'-'.join(_WORD.findall(names))}-".lower()
