"""The body for keeping and showing: safe HTML and Markdown, made once, when a version is stored."""

from __future__ import annotations

import re
from copy import deepcopy
from html import escape
from typing import TYPE_CHECKING

import nh3
from bs4 import BeautifulSoup
from lxml import etree
from markdownify import markdownify

from crawler.extract.attachments import picture_url
from news.article import Prose
from news.urls import resolve

if TYPE_CHECKING:
    from bs4 import Tag

    from crawler.extract.page import Body, Element, Page

_KEPT = (
    "a b blockquote br caption code dd dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li ol "
    "p pre strong sub sup table tbody td tfoot th thead tr u ul"
)
_TAGS = set(_KEPT.split())
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_BLANK_LINES = re.compile(r"\s*\n\s*")
_NEVER_SHOWN = ["script", "style", "noscript", "template", "form", "button", "input", "select"]
_NEVER_SHOWN += ["textarea", "iframe", "object", "embed", "audio", "video", "canvas", "svg"]
_MEANINGFUL = ["img", "table", "ul", "ol", "hr"]
# What these hold reads on without them; Word wraps every few letters in a span of its own.
_WRAPPERS = ["span", "font", "center", "section", "article", "main"]


def make_prose(page: Page, body: Body) -> Prose:
    """Clean a copy of the body's element: what was not read as text is not kept either."""
    soup = BeautifulSoup(_markup(page, body), "lxml")
    for tag in soup.find_all(_NEVER_SHOWN):
        tag.decompose()
    for tag in soup.find_all(_WRAPPERS):
        tag.unwrap()
    for tag in soup.find_all("div"):
        _as_paragraph(tag)
    for tag in soup.find_all("p"):
        if not tag.get_text(strip=True) and not tag.find(_MEANINGFUL):
            tag.decompose()
    for link in soup.find_all("a"):
        _absolute(link, "href", page.url)
    for image in soup.find_all("img"):
        _absolute(image, "src", page.url)
    # A lead with a block of its own stands outside the body's element.
    lead = [page.lines[index].text for index in body.kept if index < page.boxes[body.box].first]
    inner = "".join(f"<p>{escape(text)}</p>" for text in lead)
    inner += "".join(str(child) for child in (soup.body or soup).children)
    html = nh3.clean(
        inner, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}
    ).strip()
    if "<pre" not in html:
        html = _BLANK_LINES.sub("\n", html)
    return Prose(html, markdownify(html, heading_style="ATX").strip())


def _as_paragraph(tag: Tag) -> None:
    """A `<div>` that holds words directly is a paragraph, any other one only a wrapper."""
    if tag.find(["p", "div", "table", "ul", "ol", "blockquote", "figure"]):
        tag.unwrap()
    else:
        tag.name = "p"


def _absolute(tag: Tag, name: str, base: str) -> None:
    url = resolve(base, str(tag.get(name) or ""))
    if url is None:
        tag.unwrap() if tag.name == "a" else tag.decompose()
    else:
        tag[name] = url


def _markup(page: Page, body: Body) -> str:
    """The body's markup without the blocks of which no line was kept."""
    copy = deepcopy(body.element)
    copy.tail = None
    twins = dict(zip(body.element.iter(), copy.iter(), strict=True))
    for index in _left_out(page, body):
        _remove(twins[page.boxes[index].element])
    for picture in page.pictures:
        if picture.element in twins and (url := picture_url(page, picture)):
            twins[picture.element].set("src", url)
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def _left_out(page: Page, body: Body) -> list[int]:
    """The outermost boxes inside the body that hold lines, none of them kept."""
    kept = set(body.kept)
    found: set[int] = set()
    for index in range(body.box + 1, len(page.boxes)):
        box = page.boxes[index]
        if box.depth <= page.boxes[body.box].depth:
            break
        if (
            box.first < box.end
            and box.parent not in found
            and not kept.intersection(range(box.first, box.end))
        ):
            found.add(index)
    return sorted(found, reverse=True)


def _remove(element: Element) -> None:
    """Take an element out and leave the text behind it in its place."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
