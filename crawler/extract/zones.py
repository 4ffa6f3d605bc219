"""Which part of a page a block element is, by its tag, its role and the words of its class."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.extract.page import Element, Zone

_BY_TAG: dict[str, Zone] = {
    "nav": "nav",
    "aside": "aside",
    "footer": "footer",
    "figcaption": "caption",
    "figure": "caption",
    "marquee": "related",
    # Their classes are about looks, those of the whole page about its columns.
    **dict.fromkeys(("html", "body", "li", "tr", "tbody", "thead", "dt", "dd"), ""),
}
_LANDMARKS = frozenset(("div", "section", "ul", "form", "header"))
_BY_ROLE: dict[str, Zone] = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "complementary": "aside",
    "contentinfo": "footer",
    "search": "tools",
    "dialog": "tools",
}
# Words of class and id; "a-b" stands for two that follow each other.
_WORDS: dict[Zone, str] = {
    "comments": "comment comments commentlist disqus respond replies binhluan binh-luan ykien "
    "y-kien",
    "related": "related recommend recommended "
    "recommendation recommendations recirc trending popular lienquan lien-quan tinlienquan "
    "othernews other-news tinkhac tin-khac most-read mostread read-more read-next readmore "
    "more-news more-stories more-articles more-from see-also outbrain taboola also-like also-read "
    "next-article next-post cung-chuyen cungchuyenmuc breaking ticker marquee",
    "nav": "menu mainmenu nav navbar navigation breadcrumb breadcrumbs pagination pager paging "
    "prev-next",
    "footer": "footer copyright colophon",
    "aside": "sidebar side-bar aside widget rail",
    "tools": "fivestar share shares sharing sharedaddy addthis addtoany social toolbar tools "
    "rating ratings vote votes newsletter newsletters subscribe subscription signup ad "
    "ads advert adverts advertisement advertising sponsor sponsored promo tag tags "
    "taglist tag-list tag-links tag-cloud tagcloud print cookie cookies gdpr consent "
    "modal popup overlay follow login captcha paywall poll polls survey binhchon "
    "binh-chon thamdo tham-do bio about-author author-box author-info author-card",
    "caption": "caption captions credit credits gallery slideshow carousel slider photocredit "
    "image-source",
    "meta": "meta byline author authors dateline date time timestamp posted published pubdate "
    "post-info entry-info article-info news-info item-info tacgia tac-gia ngaydang subtitle dek",
}
_ZONES = {word: zone for zone, words in _WORDS.items() for word in words.split()}
_HEADS = frozenset(word.split("-")[0] for word in _ZONES if "-" in word)
_SIGNS = _HEADS | _ZONES.keys()
# What names the article itself, though words of other zones stand in the same class.
_CONTENT = frozenset(
    [
        "article",
        "articles",
        "articlebody",
        "articlecontent",
        "post",
        "entry",
        "story",
        "news",
        "body",
        "bodyhtml",
        "content",
        "contents",
        "detail",
        "details",
        "main",
        "text",
        "noidung",
        "chitiet",
        "baiviet",
    ]
)
_CONTENT_PAIRS = frozenset(("noi-dung", "chi-tiet", "bai-viet"))
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
# WordPress writes an article's categories and tags into its class.
_OWN_TERMS = re.compile(r"(?<![\w-])(?:tag|category|tax|type|format|status|author)-[\w-]+")
# A page builder (`elementor-widget`) calls every block a widget, be it text.
# Themes glue to the word what it is that is related: relatednews, relatedposts.
_GLUED = re.compile(r"(?<![a-z])related(?=[a-z])")


def zone_of(element: Element, tag: str) -> Zone:
    """The zone this element opens, or "" when it says nothing of the kind."""
    told = _BY_TAG.get(tag)
    named = element.get("class")
    if told is not None:
        # Themes put the line about an article's author and day into a footer of its own.
        about = told == "footer" and named and _named(named) == "meta"
        return "meta" if about else told
    known = element.get("id")
    if named:
        return _named(f"{named} {known}" if known else named)
    if known:
        return _named(known)
    return _BY_ROLE.get(element.get("role"), "") if tag in _LANDMARKS else ""


def names_content(element: Element) -> bool:
    """Whether tag, class or id of this element call it the article or its content."""
    named, known = element.get("class"), element.get("id")
    return element.tag in ("article", "main") or _is_content(f"{named or ''} {known or ''}")


@lru_cache(maxsize=4096)
def _is_content(names: str) -> bool:
    words = _words(names)
    pairs = (f"{one}-{two}" for one, two in itertools.pairwise(words))
    return not _CONTENT.isdisjoint(words) or not _CONTENT_PAIRS.isdisjoint(pairs)


@lru_cache(maxsize=16_384)
def _named(names: str) -> Zone:
    if "post-" in names:
        names = _OWN_TERMS.sub("", names)
    if "elementor" in names:
        names = names.replace("elementor-widget", "elementor")
    if "related" in names:
        names = _GLUED.sub("related-", names)
    words = _words(names)
    if _SIGNS.isdisjoint(words):
        return "tools" if _is_unseen(names) else ""
    for index, word in enumerate(words):
        zone = _ZONES.get(word)
        if zone is None and word in _HEADS:
            zone = _ZONES.get("-".join(words[index : index + 2]))
        if zone:
            return zone
    return ""


# What frameworks call what they do not show, or only to screen readers.
_UNSEEN = frozenset(
    [
        "hidden",
        "hide",
        "d-none",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "element-invisible",
    ]
)
_UNSEEN_SIGNS = ("hid", "none", "sr-only", "visible", "screen-reader")
# "d-block d-md-none" is a second copy for narrow screens, "d-none d-md-block" one for wide ones.
_NARROW = re.compile(
    r"(?<![\w-])(?:d-(?:sm|md|lg|xl)-none|(?:sm|md|lg|xl):hidden|visible-xs)(?![\w])"
)
_WIDE = re.compile(
    r"(?<![\w-])(?:d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl):)(?:block|flex|grid|inline|table)"
)


def _is_unseen(names: str) -> bool:
    if not any(sign in names for sign in _UNSEEN_SIGNS):
        return False
    unseen = not _UNSEEN.isdisjoint(names.split()) or _NARROW.search(names)
    return bool(unseen) and not _WIDE.search(names)


def _words(names: str) -> list[str]:
    """The words of a class or an id: `entry-meta`, `entry_meta` and `entryMeta` are two."""
    if names.islower():
        return names.replace("_", "-").replace(" ", "-").split("-")
    return [word.lower() for word in _WORD.findall(names)]
