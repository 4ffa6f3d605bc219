"""The files and pictures that come with an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.extract.labels import heads_files
from news.article import Attachment, Image
from news.text import fold, squeeze
from news.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.page import Body, Element, Line, Page, Picture

_EXTENSIONS = (
    "pdf doc docx docm dot rtf odt xls xlsx xlsm ods csv ppt pptx pps ppsx odp zip rar 7z tar gz "
    "epub mp3 wav mp4 avi wmv dwg"
)
_TYPES = frozenset(_EXTENSIONS.split())
_EXTENSION = re.compile(r"\.([a-z0-9]{2,4})$", re.IGNORECASE)
# A cheap look at the raw address: resolving each link costs more than reading the page.
_MAY_BE_FILE = re.compile(rf"\.(?:{'|'.join(sorted(_TYPES))})(?![a-z0-9])")
# Words that say what to do with a file, not what it is. The longest of them is taken and kept:
# "tải về" is two of them and one, and a link that repeats it can be parted in endless ways.
_CALLS = re.compile(
    r"\W*+(?:(?>tải về|tải xuống|tải|tại đây|tại|ở đây|đây|tệp tin|tệp|đính kèm|chi tiết|xem|về"
    r"|download|here|click|file|view|attachment|link)\W*+)++",
    re.IGNORECASE,
)
_CALL_BEFORE = re.compile(
    r"(?:xem|tải|tải về|tải xuống|download|(?:file|tệp|tệp tin|tài liệu) đính kèm)\s*:\s*(?=\w)",
    re.IGNORECASE,
)
_FAR = frozenset(("nav", "aside", "footer", "comments", "related"))
# Pictures smaller than this are icons, bullets and counters.
_SMALL = 40
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")


def find_attachments(page: Page, body: Body) -> tuple[Attachment, ...]:
    """The files linked from the article's column, and the one a viewer in it shows."""
    column = _column(page, body)
    found = _files(page, column) or _files_behind(page, body, column)
    # Without text the file is the article: it may stand anywhere in the title's column.
    while not found and not body.kept and page.boxes[column].parent >= 0:
        column = page.boxes[column].parent
        found = _files(page, column)
    return found


# The heading of a list of files stands no further below the text.
_BEHIND = 8
_HEADING = 40  # letters, and no longer


def _files_behind(page: Page, body: Body, column: int) -> tuple[Attachment, ...]:
    """The files in the block behind the article's column that a heading calls its files."""
    around, end = page.boxes[column].parent, page.boxes[column].end
    if around < 0 or not body.kept:
        return ()
    for line in page.lines[end : min(end + _BEHIND, page.boxes[around].end)]:
        if len(line.text) < _HEADING and heads_files(fold(line.text)):
            at = line.box
            # A heading may stand in the surrounding block itself: nothing is above that.
            while at != around and page.boxes[at].parent != around and not _files(page, at):
                at = page.boxes[at].parent
            return _files(page, at)
    return ()


def _files(page: Page, column: int) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    links = list(_links(page, column))
    places = {box.element: index for index, box in enumerate(page.boxes)} if links else {}
    for element, href in links:
        url = _file_url(page, element, href)
        kind = file_type(url, element) if url else None
        if url and kind and url not in found and _within(page, _place(element, places), column):
            found[url] = Attachment(_name(element, url), url, kind)
    return tuple(found.values())


def _links(page: Page, column: int) -> Iterator[tuple[Element, str]]:
    for element in page.boxes[column].element.iter("a", "iframe", "embed", "object"):
        href = element.get("href") or element.get("src") or element.get("data")
        if href and (_MAY_BE_FILE.search(href.lower()) or element.get("download")):
            yield element, href


def _place(element: Element, places: dict[Element, int]) -> int:
    """The box that this element stands in, -1 where it is hidden."""
    return next((places[above] for above in element.iterancestors() if above in places), -1)


def file_type(url: str, element: Element) -> str | None:
    """The lower-case extension of the file this address serves, None for a page."""
    parts = urlsplit(url)
    names = [unquote(parts.path), *(v for vs in parse_qs(parts.query).values() for v in vs)]
    if element.get("download"):
        names.append(element.get("download"))
    for name in names:
        found = _EXTENSION.search(name.strip())
        if found and found[1].lower() in _TYPES:
            return found[1].lower()
    return None


def file_names(page: Page, box: int) -> frozenset[str]:
    """The words of the links to files in this box."""
    return frozenset(squeeze(" ".join(link.itertext())) for link, _ in _links(page, box))


def is_attachment_line(page: Page, line: Line) -> bool:
    """Whether this line says nothing but the name of a file that it links to."""
    if line.link_chars * 10 < 6 * len(line.text):
        return False
    for link in line.element.iter("a"):
        href = link.get("href") or ""
        if _MAY_BE_FILE.search(href.lower()) and (url := resolve(page.url, href)):
            return file_type(url, link) is not None
    return False


def find_images(page: Page, body: Body, captions: frozenset[int]) -> tuple[Image, ...]:
    """The pictures between the title and the end of the text, with the words under them."""
    column = _column(page, body)
    first = min(body.title + 1, body.first) if body.title >= 0 else body.first
    found: dict[str, Image] = {}
    for picture in page.pictures:
        if first <= picture.before <= body.last + 1 and _within(page, picture.box, column):
            url = picture_url(page, picture)
            if url and url not in found:
                found[url] = Image(url, _caption(page, picture, captions))
    return tuple(found.values())


def _column(page: Page, body: Body) -> int:
    """The smallest box that holds the title and the body, or the body's own parent."""
    at: int = page.boxes[body.box].parent
    if at < 0:
        return body.box
    if body.title < 0:
        return at
    while at >= 0 and not page.boxes[at].first <= body.title < page.boxes[at].end:
        at = page.boxes[at].parent
    return max(at, 0)


def _within(page: Page, box: int, column: int) -> bool:
    """Whether this box is inside that one, with no block in between that is other content."""
    while box >= 0 and box != column:
        if page.boxes[box].zone in _FAR:
            return False
        box = page.boxes[box].parent
    return box == column


def _file_url(page: Page, element: Element, href: str) -> str | None:
    url = resolve(page.url, href)
    if url is None or element.tag == "a":
        return url
    # A viewer takes the file's address as a parameter: viewer.html?file=…, gview?url=….
    for name in ("file", "url", "src"):
        for value in parse_qs(urlsplit(url).query).get(name, ()):
            return resolve(url, value)
    return url


def _name(element: Element, url: str) -> str:
    text = squeeze(" ".join(element.itertext())) if element.tag == "a" else ""
    if text and not _CALLS.fullmatch(text):
        return _CALL_BEFORE.sub("", text, count=1) if _CALL_BEFORE.match(text) else text
    title = squeeze(element.get("title") or "")
    return title or unquote(urlsplit(url).path.rsplit("/", 1)[-1]) or url


def picture_url(page: Page, picture: Picture) -> str | None:
    """The absolute address of a picture, None for icons and for what is inlined."""
    element = picture.element
    if any(_is_small(element.get(side)) for side in ("width", "height")):
        return None
    for source in _sources(element):
        if source and not source.startswith("data:"):
            return resolve(page.url, source.strip())
    return None


def _sources(element: Element) -> Iterator[str | None]:
    yield from (element.get(name) for name in _SOURCES)
    for name in ("data-srcset", "srcset"):
        if element.get(name):
            yield element.get(name).split()[0].rstrip(",")


def _is_small(size: str | None) -> bool:
    digits = (size or "").strip().removesuffix("px")
    return digits.isdigit() and int(digits) < _SMALL


def _caption(page: Page, picture: Picture, captions: frozenset[int]) -> str | None:
    if picture.before in captions:
        return page.lines[picture.before].text
    figure = next(picture.element.iterancestors("figure"), None)
    under = None if figure is None else figure.find(".//figcaption")
    return None if under is None else squeeze(" ".join(under.itertext())) or None
