"""The CSS selectors of a portal file, applied to a page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.page import Element


def matching(tree: Element, selectors: Iterable[str]) -> list[Element]:
    """The elements that any of these selectors names."""
    return [found for css in selectors for found in _path(css)(tree) if etree.iselement(found)]


@lru_cache(maxsize=1024)
def _path(css: str) -> etree.XPath:
    # Selectors were judged when the portal file was loaded.
    return etree.XPath(HTMLTranslator().css_to_xpath(css))
