"""What the words of a link or an address give away: log-in, search, paging, a day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from news.text import fold

FILES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "rar",
        "zip",
        "7z",
        "tar",
        "gz",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "webp",
        "svg",
        "ico",
        "mp3",
        "mp4",
        "avi",
        "wmv",
        "flv",
        "mov",
        "wav",
        "css",
        "js",
        "json",
        "xml",
        "rss",
        "atom",
        "txt",
        "odt",
        "ods",
        "csv",
        "apk",
        "exe",
        "swf",
        "epub",
        "rtf",
        "ics",
        "woff",
    ]
)
# Places that are never news, whatever their link is called.
_NEVER = re.compile(
    r"(?:log-?in|sign-?in|dang-?nhap)(?:[^a-z]|$)|(?:^|[^a-z])(?:log-?out|sign-?up|register|"
    r"dang-?ky-thanh-vien|"
    r"quen-mat-khau|forgot-?password|search|tim-?kiem|tags?|tu-khoa|hashtag|tell-?friend|"
    r"send-?mail|replytocom|wp-admin|wp-login|wp-json|captcha|cdn-cgi)(?:[^a-z]|$)"
)
# Places that serve the visitor or the machine; a whole portal may live below one of them
# (khcnhungyen.gov.vn under /rss/), so they count only for links with short names.
_SERVICE = re.compile(
    r"(?:^|[^a-z])(?:rss|feeds?|sitemap|site-map|so-do-(?:cong|trang|web)|lien-?he|contact|gop-y|"
    r"feedback|hoi-dap|faq|print|in-trang|cart|gio-hang|admin|webmail|share|sharer|calendar|"
    r"thoi-tiet|author|tac-gia|ngon-ngu|tham-do|binh-chon|poll|voting|download|tai-ve|"
    r"account|tai-khoan|user)(?:[^a-z]|$)"
)
_SEARCH_KEY = re.compile(r"^(?:q|s|query|search|keywords?|tu_?khoa|tags?|replytocom)$")
_LABEL = re.compile(
    r"^(?:dang nhap|dang ky(?: thanh vien)?|dang xuat|quen mat khau|tim kiem(?: nang cao)?|"
    r"lien he|gop y|hoi dap|rss|so do (?:trang|website|site|cong.*)|site ?map|in trang|"
    r"in bai viet|in|gui email|login|logout|register|sign in|search|contact(?: us)?|english|"
    r"en|vi|vn|eng|tieng anh|tieng viet|(?:ban|phien ban|giao dien) (?:mobile|di dong)|mobile|"
    r"thu dien tu|webmail|email|quay lai|ve dau trang|len dau trang|"
    r"trang chu|home|chia se|facebook|zalo|twitter|youtube|thang \d{1,2}(?:[ /]\d{4})?(?: \d+)?|"
    r"nam (?:19|20)\d\d|binh luan|gui binh luan|tra loi|luu|doc bai|lich cong tac|"
    r"thong ke(?: truy cap)?)$"
)
# Words by which an institution names its standing pages; they are never dated news.
_STANDING = re.compile(
    r"^(?:gioi thieu(?: chung)?|chuc nang.*|nhiem vu(?:[ ,\-–]+(?:va )?quyen han.*)?|"
    # "Nhiệm vụ KH&CN" lists projects, "Cơ cấu lại ngành" is news.
    r"co cau(?: to chuc.*| bo may.*)?|so do to chuc.*|"
    r"lich su(?: hinh thanh.*| phat trien.*)?|qua trinh (?:hinh thanh|phat trien).*|"
    r"ban lanh dao.*|lanh dao (?:so|don vi|qua cac).*|ban giam (?:doc|hieu)|bo may to chuc.*|"
    r"to chuc bo may.*|danh ba.*|thong tin lien he|dieu khoan.*|chinh sach bao mat|"
    r"quyen rieng tu|so do duong di|ban do|about(?: us)?|lien ket(?: website)?|"
    r"website lien ket|duong day nong)$"
)
# Lists of news that a menu keeps below its standing pages.
_LISTED = re.compile(r"\b(?:tin|thong bao|su kien|van ban|hoat dong|ban tin|bai viet)\b")
_MAP = re.compile(r"^(?:so do (?:trang|web|website|site|cong)\b.*|site ?map)$")
_MORE = re.compile(
    r"^(?:xem|doc|tim hieu)? ?(?:them|tiep|tat ca|toan bo|chi tiet|ket qua)"
    r"(?: tin| bai viet)?[ .>»…]*$|^(?:read ?more|more|view all|see more|details?)[ .>»…]*$"
)
# A list that counts no pages goes on to what is older.
OLDER = (
    r"(?:(?:xem )?(?:cac |nhung )?(?:tin|bai|bai viet|bai dang)(?: tuc)? cu hon|"
    r"older(?: (?:posts|entries|news|articles))?)"
)
_NEXT = re.compile(
    r"^(?:" + OLDER + r"|(?:trang )?(?:sau|tiep|tiep theo|ke tiep)(?: [»›>]+)?|"
    r"next(?: page)?(?: [»›>]+)?|[»›>]|>>)$"
)
_CALENDAR_KEY = re.compile(r"^(?:date|day|month|year|ngay|thang|nam|from|to|tungay|denngay|lich)$")
_ARCHIVE = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/?$")
# A folder may be a day; a page called nothing but a day or a month is a leaf of a calendar.
_ENDS_IN_DAY = re.compile(
    r"/(?:(?:19|20)\d\d(?:[-_.]\d{1,2}){1,2}|(?:\d{1,2}[-_.]){1,2}(?:19|20)\d\d)(?:;[^/]*)?/?$"
)
_SORT_KEY = re.compile(
    r"^(?:sort|sorting|order|orderby|order_?by|dir|direction|sortby|sort_?by|view_?mode|layout_?mode|"
    r"limit|page_?size|pagesize|per_?page|perpage|ipp|rows|filter_order.*|sapxep|sap_xep)$"
)
_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?((?:19|20)\d\d|\d\d)(?!\d)|"
    r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)|"
    r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})[\s,]+(?:năm\s+)?((?:19|20)\d\d)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text folded, single spaced, without the marks that decorate labels."""
    return " ".join(fold(text).replace("đ", "d").split()).strip(" .:>»«|-–•*[]()+")


def is_file(url: str) -> bool:
    """Whether the address ends in a file that is no page."""
    name = urlsplit(url).path.rsplit("/", 1)[-1].partition(";")[0]
    return "." in name and name.rsplit(".", 1)[-1].lower() in FILES


@lru_cache(maxsize=16384)
def is_tool_address(url: str, *, briefly: bool, below: str = "") -> bool:
    """Whether the address says log-in, search, tag and the like.

    `briefly`: the link is called by a word or two, so that signs of a service, a sort order or
    a calendar count as well. `below`: the folder that all of the portal lies in says nothing.
    """
    parts = urlsplit(url)
    if below and parts.path.startswith(below):
        parts = parts._replace(path=parts.path[len(below) :])
    query = [(key.lower(), value) for key, value in parse_qsl(parts.query) if value]
    if any(_SEARCH_KEY.match(key) for key, _ in query) or _ENDS_IN_DAY.search(parts.path):
        return True
    places = [_short(unquote(piece).lower()) for piece in parts.path.split("/")]
    places += [_short(value.lower()) for _, value in query]
    if any(_NEVER.search(place) for place in places if place):
        return True
    return briefly and (
        bool(_ARCHIVE.search(parts.path))
        or any(_CALENDAR_KEY.match(key) or _SORT_KEY.match(key) for key, _ in query)
        or any(_SERVICE.search(place) for place in places if place)
    )


def is_calendar_key(name: str) -> bool:
    """Whether a parameter names a day, month or year."""
    return bool(_CALENDAR_KEY.match(name.lower()))


def _short(piece: str) -> str:
    """The piece if it names a place; a slug of five words or more names a text, not a tool."""
    return piece if piece.count("-") + piece.count("_") < 4 else ""


@lru_cache(maxsize=8192)
def is_tool_label(text: str) -> bool:
    """Whether the link's words name a service of the site, or nothing but a day."""
    words = plain(text)
    return bool(_LABEL.match(words)) or (len(words) < 24 and not plain(_DAY.sub("", words)))


@lru_cache(maxsize=8192)
def is_map_label(text: str) -> bool:
    """Whether the link's words name the page that lists all sections."""
    return bool(_MAP.match(plain(text)))


@lru_cache(maxsize=8192)
def is_standing_label(text: str) -> bool:
    """Whether the link's words name a standing page of the institution."""
    return bool(_STANDING.match(plain(text)))


@lru_cache(maxsize=8192)
def is_standing(url: str, text: str) -> bool:
    """Whether a link leads to a standing page, by its words or by the folder it lies in."""
    if is_standing_label(text):
        return True
    folders = [re.sub(r"[-_]", " ", one) for one in urlsplit(url).path.lower().split("/")[:-1]]
    # "Tra cứu" looks things up in forms.
    named = any(one == "tra cuu" or is_standing_label(one) for one in folders if one)
    return named and not _LISTED.search(plain(text))


@lru_cache(maxsize=8192)
def is_more(text: str) -> bool:
    """Whether the link only says "more" and so names nothing."""
    return bool(_MORE.match(plain(text)))


def is_onward(text: str) -> bool:
    """Whether the words of a link, folded, lead to the next page."""
    return bool(_NEXT.match(text))


def find_day(text: str) -> date | None:
    """The first calendar day written in the text, day before month."""
    for found in _DAY.finditer(text):
        day = _day(found)
        if day is not None:
            return day
    return None


def without_day(text: str) -> str:
    """The text without a day in brackets at its end, as lists print after a title."""
    return re.sub(r"\s*[(\[]\s*\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}[^)\]]{0,12}[)\]]\s*$", "", text)


def _day(found: re.Match[str]) -> date | None:
    groups = found.groups()
    if groups[0]:
        day, month, year = groups[0:3]
    elif groups[3]:
        year, month, day = groups[3:6]
    else:
        day, month, year = groups[6:9]
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
