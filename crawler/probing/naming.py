"""How a portal calls itself, and the key that follows from its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from news.text import fold, squeeze
from news.urls import host_of, scope_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from crawler.extract import Page
    from news.portal import Portal

LONGEST_NAME, LONGEST_KEY = 160, 60
_LONGEST_BANNER = 90  # letters; what is longer is a sentence
# A bar parts a title; a dash may also stand within a name ("Sở Khoa học - Công nghệ").
_BAR = re.compile(r"\s+[:•»>/]+\s+|\s*(?:\||::|»|•)\s*")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*—\s*")
_START_PAGE = re.compile(
    r"(?:trang chu|home(?: ?page)?|trang nhat|index|default|welcome(?: to)?.{0,20}|untitled.*|"
    r"trang tin|tin tuc|news|cong thong tin(?: dien tu)?|trang thong tin(?: dien tu)?|"
    r"website|portal|main page|chao mung.*|title)"
)
# What institutions are, and whether one is a department, an association and so on.
_KINDS = (
    ("association", r"lien hiep (?:cac )?hoi|^hoi "),
    ("ministry", r"\bbo (?:khoa hoc|thong tin)"),
    ("center", r"\btrung tam|\bchi cuc"),
    ("department", r"\bso (?:khoa hoc|kh)|\bso kh ?&"),
    ("agency", r"\b(?:cuc|vien|quy|tap chi|bao|uy ban|hoc vien|tong cuc|van phong)\b"),
)
_INSTITUTION = re.compile(
    r"\b(?:so(?! huu)|bo|cuc|vien|trung tam|lien hiep|hoi|quy|bao|tap chi|ban|uy ban|chi cuc|"
    r"truong|hoc vien|tong cuc|van phong|ubnd|phong|cong thong tin|trang thong tin)\b"
)
# Second-level names under .vn and the like; what stands before them names the portal.
_SUFFIX = {"gov", "org", "com", "net", "edu", "info", "ac", "int", "name", "pro", "health", "biz"}


def name_of(page: Page, home: str, items: Collection[str] = ()) -> str:
    """The portal's name by its own title or banner; its host where it has neither.

    `items` are titles of articles: news of an institution may head the page as its banner does.
    """
    declared = [*_declared(page), *_title_parts(page)]
    named = [one for one in declared if _INSTITUTION.search(fold(one))]
    banner = [one for one in _banner(page) if one not in items] if not named else []
    for name in [*named, *banner, *declared]:
        return name[:LONGEST_NAME]
    return host_of(home) or home


def key_of(home: str) -> str:
    """The key for a home address: its host without www. and suffix, its path and its tenant."""
    parts = urlsplit(home)
    labels = host_of(home).strip("[]").replace(":", "-").split(".")
    if not labels[-1].isdigit():
        labels = _significant(labels)
    pieces = [*labels, *([str(parts.port)] if parts.port not in {None, 80, 443} else [])]
    pieces += scope_of(home)
    pieces += [value for _, value in parse_qsl(parts.query) if len(value) < 20]
    plain = re.sub(r"[^a-z0-9]+", "-", fold("-".join(pieces)).lower()).strip("-")
    return plain[:LONGEST_KEY].strip("-") or "portal"


def about_of(name: str, known: Sequence[Portal]) -> dict[str, Any]:
    """Province and kind as far as the name says them; provinces are those of the catalogue."""
    folded = fold(name)
    kind = next((kind for kind, mark in _KINDS if re.search(mark, folded)), None)
    found: dict[str, Any] = {"kind": kind}
    provinces = {one.about.province: one.about.province_2025 for one in known if one.about.province}
    for province, since in sorted(provinces.items(), key=lambda pair: -len(pair[0] or "")):
        bare = fold(province or "").removeprefix("thanh pho ")
        if re.search(rf"\b{re.escape(bare)}\b", folded):
            return found | {"province": province, "province_2025": since}
    return found


def _significant(labels: list[str]) -> list[str]:
    kept = labels[1:] if labels[0] == "www" and len(labels) > 2 else list(labels)
    if len(kept) > 1:
        kept.pop()
    if len(kept) > 1 and kept[-1] in _SUFFIX:
        kept.pop()
    return kept


def _declared(page: Page) -> Iterator[str]:
    for node in page.tree.iter("meta"):
        if (node.get("property") or node.get("name") or "").lower() == "og:site_name":
            name = squeeze(node.get("content") or "")
            if _is_name(name):
                yield name


def _title_parts(page: Page) -> list[str]:
    title = squeeze(page.tree.findtext(".//title") or "")
    parts = (_without_start_page(part) for part in _BAR.split(title))
    return [part for part in parts if _is_name(part)]


def _without_start_page(part: str) -> str:
    """The part of a title without "Trang chủ" and its like before or behind a dash."""
    pieces = [piece for piece in _DASH.split(part) if piece]
    while pieces and _START_PAGE.fullmatch(fold(pieces[0])):
        pieces.pop(0)
    while pieces and _START_PAGE.fullmatch(fold(pieces[-1])):
        pieces.pop()
    return squeeze(" - ".join(pieces))


def _banner(page: Page) -> list[str]:
    """Names of institutions among the first things a visitor sees."""
    pictures = (squeeze(node.get("alt") or node.get("title") or "") for node in _first_images(page))
    lines = (line.text for line in page.lines[:40])
    shown = [
        one for one in (*pictures, *lines) if _is_name(one) and 12 <= len(one) <= _LONGEST_BANNER
    ]
    return [one for one in shown if re.match(_INSTITUTION.pattern, fold(one))]


def _first_images(page: Page) -> list[Any]:
    return [node for node, _ in zip(page.tree.iter("img"), range(4), strict=False)]


def _is_name(words: str) -> bool:
    letters = sum(letter.isalpha() for letter in words)
    return letters >= 3 and len(words) <= LONGEST_NAME and not _START_PAGE.fullmatch(fold(words))
