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
# Pages that serve the visitor or the machine, never news, by any segment or key of the address.
_TOOL = re.compile(
    r"(?:^|[^a-z])(?:log-?in|log-?out|sign-?in|sign-?up|dang-?nhap|dangnhap|dang-?ky-thanh-vien|register|"
    r"forgot|quen-mat-khau|password|users?/|account|tai-khoan|search|tim-?kiem|timkiem|"
    r"rss|feeds?|sitemap|so-do-(?:cong|trang|web)|site-?map|lien-?he|contact|gop-y|feedback|hoi-dap|"
    r"faq|print|in-?trang|printnews|printitem|savefile|pop=1|tell-?friend|send-?mail|sendmail|gui-ban|"
    r"cart|gio-hang|captcha|cdn-cgi|wp-admin|wp-json|wp-login|admin|webmail|"
    r"mailto|share|sharer|comment-page|replytocom|lich-?cong-?tac|calendar|thoi-tiet|"
    r"tags?|tu-khoa|keywords?|hashtag|author|tac-gia|ngon-ngu|language|chuyen-ngu|"
    r"tham-do|binh-chon|poll|voting|download|tai-ve)(?:[^a-z]|$)"
)
_LABEL = re.compile(
    r"^(?:dang nhap|dang ky(?: thanh vien)?|dang xuat|quen mat khau|tim kiem(?: nang cao)?|lien he|gop y|"
    r"hoi dap|rss|so do (?:trang|website|site|cong.*)|sitemap|site map|in trang|in bai viet|in|gui email|"
    r"login|logout|register|sign in|search|contact(?: us)?|english|tieng anh|tieng viet|thu dien tu|"
    r"webmail|email|quay lai|ve dau trang|len dau trang|trang chu|home|chia se|facebook|zalo|twitter|"
    r"youtube|thang \d{1,2}(?:[ /]\d{4})?(?: \d+)?|nam (?:19|20)\d\d|binh luan|gui binh luan|tra loi|luu|doc bai|lich cong tac|thong ke(?: truy cap)?)$"
)
# Words by which an institution names its standing pages; they are never dated news.
_STANDING = re.compile(
    r"^(?:gioi thieu(?: chung)?|chuc nang.*|nhiem vu.*|co cau(?: to chuc)?.*|so do to chuc.*|"
    r"lich su(?: hinh thanh.*| phat trien.*)?|qua trinh (?:hinh thanh|phat trien).*|ban lanh dao.*|lanh dao (?:so|don vi|qua cac).*|"
    r"ban giam (?:doc|hieu)|bo may to chuc.*|to chuc bo may.*|danh ba.*|thong tin lien he|"
    r"dieu khoan.*|chinh sach bao mat|quyen rieng tu|so do duong di|ban do|about(?: us)?|"
    r"lien ket(?: website)?|website lien ket|duong day nong)$"
)
_MORE = re.compile(
    r"^(?:xem|doc|tim hieu)? ?(?:them|tiep|tat ca|toan bo|chi tiet|ket qua)(?: tin| bai viet)?[ .>»…]*$|"
    r"^(?:read ?more|more|view all|see more|details?)[ .>»…]*$"
)
_CALENDAR_KEY = re.compile(r"^(?:date|day|month|year|ngay|thang|nam|from|to|tungay|denngay|lich)$")
_ARCHIVE = re.compile(r"/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/?$")
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
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return "." in name and name.rsplit(".", 1)[-1].lower() in FILES


@lru_cache(maxsize=16384)
def is_tool_address(url: str) -> bool:
    """Whether the address itself says log-in, search, print, tag, sorting or a calendar day."""
    parts = urlsplit(url)
    if _ARCHIVE.search(parts.path):
        return True
    query = [(key, value) for key, value in parse_qsl(parts.query) if value]
    keys = [key.lower() for key, _ in query]
    if any(_CALENDAR_KEY.match(key) or _SORT_KEY.match(key) for key in keys):
        return True
    words = [_short(unquote(piece).lower()) for piece in parts.path.split("/")]
    words += keys + [_short(unquote(value).lower()) for _, value in query]
    return any(_TOOL.search(word) for word in words if word)


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
def is_standing_label(text: str) -> bool:
    """Whether the link's words name a standing page of the institution."""
    return bool(_STANDING.match(plain(text)))


@lru_cache(maxsize=8192)
def is_more(text: str) -> bool:
    """Whether the link only says "more" and so names nothing."""
    return bool(_MORE.match(plain(text)))


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
