"""Start pages that only lead on: a meta refresh, a line of script, a frame."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

Element: TypeAlias = Any

_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"\s>]+)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?:(?:window|document|self|top|parent)\s*\.\s*)?location(?:\s*\.\s*href)?\s*=\s*['\"]([^'\"]+)['\"]|"
    r"location\s*\.\s*(?:replace|assign)\(\s*['\"]([^'\"]+)['\"]"
)
_EMPTY_FRAME = re.compile(r"(?:about|javascript|data):", re.IGNORECASE)
# A start page that leads on says nearly nothing; a real home page has dozens of links.
_FEW_LINKS = 12


def leads_to(tree: Element) -> str | None:
    """The address that a start page sends its visitors to, as written; None for a real page."""
    refreshed = _refresh(tree)
    if refreshed:
        return refreshed
    links = sum(1 for _ in zip(tree.iter("a"), range(_FEW_LINKS + 1), strict=False))
    if links > _FEW_LINKS:
        return None
    return _scripted(tree) or _framed(tree)


def _refresh(tree: Element) -> str | None:
    for node in tree.iter("meta"):
        if (node.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(node.get("content") or "")
            if found:
                return found.group(1)
    return None


def _scripted(tree: Element) -> str | None:
    for script in tree.iter("script"):
        found = _SCRIPT.search((script.text or "")[:20_000])
        if found:
            return found.group(1) or found.group(2)
    body = tree.find("body")
    found = _SCRIPT.search(body.get("onload") or "") if body is not None else None
    return (found.group(1) or found.group(2)) if found else None


def _framed(tree: Element) -> str | None:
    """The frame that holds the portal: the first that shows a page of an http address."""
    for frame in tree.iter("frame", "iframe"):
        source = (frame.get("src") or "").strip()
        if source and not _EMPTY_FRAME.match(source):
            return source
    return None
