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
from crawler.extract.lines import hidden_elements
from news.article import Prose
from news.text import squeeze
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_NEVER_SHOWN = ["script", "style", "noscript", "template", "button", "input", "select"]
_NEVER_SHOWN += ["textarea", "iframe", "object", "embed", "audio", "video", "canvas", "svg"]
_MEANINGFUL = ["img", "table", "ul", "ol", "hr"]
# What these hold reads on without them; Word wraps every few letters in a span of its own, and
# ASP.NET the whole page in a form.
_WRAPPERS = ["span", "font", "center", "section", "article", "main", "form"]


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
    for element in (*hidden_elements(copy), *(twins[e] for e in page.masked if e in twins)):
        _remove(element)
    for index in _left_out(page, body):
        _remove(twins[page.boxes[index].element])
    blocks = {twins[box.element] for box in page.boxes if box.element in twins}
    for index, texts in _beside(page, body).items():
        _strike(twins[page.boxes[index].element], texts, blocks)
    for picture in page.pictures:
        if picture.element in twins and (url := picture_url(page, picture)):
            twins[picture.element].set("src", url)
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def _left_out(page: Page, body: Body) -> list[int]:
    """The outermost boxes inside the body that hold words, none of them kept."""
    kept = set(body.kept)
    pictured = {picture.box for picture in page.pictures}
    found: set[int] = set()
    for index in range(body.box + 1, len(page.boxes)):
        box = page.boxes[index]
        if box.depth <= page.boxes[body.box].depth:
            break
        if box.parent in found or kept.intersection(range(box.first, box.end)):
            continue
        if box.first < box.end or _is_masked(page, index, pictured):
            found.add(index)
    return sorted(found, reverse=True)


def _is_masked(page: Page, index: int, pictured: set[int]) -> bool:
    """Whether a box without lines shows words all the same, and no picture of the article."""
    shows = any(text.strip() for text in page.boxes[index].element.itertext())
    return shows and not any(page.is_inside(box, index) for box in pictured)


def _beside(page: Page, body: Body) -> dict[int, set[str]]:
    """For each box that holds text of the body, the lines of its own that are none."""
    kept = set(body.kept)
    first, end = page.boxes[body.box].first, page.boxes[body.box].end
    found: dict[int, set[str]] = {}
    for line in page.lines[first:end]:
        if line.index not in kept and page.is_inside(line.box, body.box):
            found.setdefault(line.box, set()).add(line.text)
    return found


def _strike(element: Element, texts: set[str], blocks: set[Element]) -> None:
    """Take these lines out of an element; what stands between two blocks or breaks is a line."""
    for run in list(_runs(element, blocks)):
        if squeeze("".join(_words(*piece) for piece in run)) not in texts:
            continue
        for node, part in reversed(run):
            if part == "whole":
                element.remove(node)
            else:
                setattr(node, part, None)


def _runs(element: Element, blocks: set[Element]) -> Iterator[list[tuple[Element, str]]]:
    """The pieces of each line directly in an element: nodes, and which part of them."""
    run = [(element, "text")]
    for child in element:
        if child.tag == "br" or not blocks.isdisjoint(child.iter()):
            yield run
            run = []
        else:
            run.append((child, "whole"))
        run.append((child, "tail"))
    yield run


def _words(node: Element, part: str) -> str:
    return "".join(node.itertext(with_tail=False)) if part == "whole" else getattr(node, part) or ""


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
