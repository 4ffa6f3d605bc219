"""Words that stand around an article and are no part of it: tools, counters, headings of lists.

All patterns are matched against folded text: lower case, without accents. They come from what
portals of many kinds write; none is a phrase of one site.
"""

from __future__ import annotations

import re

# A line that begins so and is short is a tool, a counter or a credit.
_LABEL = re.compile(
    r"\W*(?:"
    # tools
    r"(?:copy link|sao chep|chia se|in (?:trang|bai)|luu bai|luu$|doc (?:bai|noi dung)|nghe doc"
    r"|quay lai|tro (?:ve|lai)|ve (?:trang truoc|dau trang)|len dau|gui (?:email|bai|mail)|xuat pdf"
    r"|(?:xem voi )?co chu|tang (?:tuong phan|co)|giam (?:tuong phan|co)|che do (?:ban dem|doc)"
    r"|qr ?code\b|goi truc tiep$|chat (?:zalo|facebook|voi)\b|tien ich(?: thong tin)?$"
    r"|(?:chung toi|ket noi|theo doi)(?: \w+){0,2} tren (?:mang xa hoi|facebook|zalo|google news)"
    r"|a ?[-+]|[-+] ?a\b|tags?\b|tu khoa|xem them|xem tiep|print\b|share\b|tweet\b|email$"
    r"|(?:nhan|bam|nhap|click)(?: chuot)?(?: vao)? (?:de|vao|anh|xem)|phong to|zoom"
    r"|(?:file|tep(?: tin)?|tai lieu|van ban) (?:dinh )?kem(?: theo)?\W*$"
    r"|muc luc(?: bai viet)?\W*$|table of contents$|>{2,} ?\D"
    # ratings and comments
    r"|tong so diem|chon danh gia|average: \d|danh gia\b|luot danh gia"
    r"|chua co (?:danh gia|binh luan)|ma (?:xac thuc|bao ve)"
    r"|nhap ma|hinh anh captcha|\d+ (?:luot )?(?:binh luan|phan hoi|danh gia)"
    # credits and calls
    r"|advert(?:isement)?s?\W*$|quang cao\W*$|moi (?:quy )?(?:vi |ban |doc )+(?:gia )?(?:theo doi"
    r"|xem|don)\b|(?:#\w+\s*)+$|sponsored|filed under|follow (?:us|me|@)|sign up|subscribe"
    r"|like this:$|loading\W*$|click to (?:share|print|email)"
    r"|this (?:post|article|page) (?:may )?contains? affiliate"
    r"|click here|photos?:|image \d+ of|image(?: credit)?:|credit:|copyright|©|ban quyen"
    r"|all rights reserved|posted (?:in|by|on)|published|updated|by [a-z]+ [a-z]+$|written by)"
    # counters: a word, perhaps a colon, a number
    r"|(?:(?:so|tong)(?: so)? )?(?:(?:luot|lan|da|nguoi) )?(?:xem|doc|truy cap|views?|hits?"
    r"|phan hoi|binh luan|trung binh|online|hom nay|truc tuyen|tai(?: ve)?|download)(?: tin)?"
    r"\W*[\d.,]*\W*$"
    r"|[\d.,]+ (?:(?:luot|lan) (?:xem|doc)\b|(?:xem|doc|views?)\W*$)"
    r"|(?:[\d.,]+ )?min(?:ute)?s? read\W*$"
    r"|(?:so )?(?:luot|lan) (?:xem|doc|truy cap|tai(?: ve)?) ?: ?\d"
    r")"
)
# With these words sentences and headings begin as well: "Đánh giá kết quả …", "Published works …".
_VERB = re.compile(
    r"\W*(?:chia se|danh gia|quay lai|tro (?:ve|lai)|phong to|doc noi dung"
    r"|(?:published|updated)\b(?=\D*$))\b(?!\W*:)"
)
_FEW_WORDS = 4  # "Chia sẻ lên Facebook", "Đánh giá bài viết"
# A whole sentence is a label only if it says one of these: "Có chứ." folds to what "Cỡ chữ" does.
_SENTENCE = re.compile(r"(?:\S+ ){3,}\S*[^\W\d][.!?][\"”’)]?$")
_SAID_WHOLE = re.compile(
    r"\W*(?:ma (?:xac thuc|bao ve)|nhap ma|(?:nhan|bam|nhap|click)\b|chua co|tong so diem"
    r"|(?:quay|tro) (?:ve|lai) (?:trang|dau)|ve (?:trang|dau)|hinh anh captcha"
    r"|this (?:post|article|page) (?:may )?contains? affiliate"
    r"|follow (?:us|me|@)|sign up (?:for|to|now|here|today)|subscribe|click here|photos?:"
    r"|image(?: credit)?:|image \d|credit:|copyright|©|ban quyen|all rights reserved|filed under"
    r"|share (?:this|on|via|it)|print this|tags?:|(?:published|updated|posted) (?:on|by|at|in)\b"
    r"|(?:published|updated):)"
)
# A line of nothing but the names of tools, as a list of icons is read.
_TOOL = (
    r"(?:in|pdf|print|thich|like|binh luan|comment|e-?mail|facebook|twitter|tweet|zalo|linkedin"
    r"|pinterest|whatsapp|messenger"
    r"|telegram|viber|instagram|youtube|rss|share|chia se|copy link|luu|gui mail|gui email|a[-+]?)"
)
_TOOLS = re.compile(rf"\W*{_TOOL}(?:[\s|,/·•-]+{_TOOL})+\W*$")
# A short line that begins so heads a list of other articles; what follows it is not the text.
_LIST = re.compile(
    r"\W*(?:(?:cac|nhung|mot so)? ?(?:tin|bai|bai viet|tin tuc|tin bai|thong tin|van ban|su kien)"
    r"(?: viet| tuc| bai)? (?:lien quan|khac|da dua|cu hon|moi hon|cung (?:chuyen muc|loai|chu de)"
    r"|doc nhieu|xem nhieu|noi bat|moi nhat|moi$|moi cap nhat|cu$|tiep theo|truoc do)"
    r"|cung chuyen muc|co the ban quan tam|(?:xem|doc) (?:(?:them|tiep)\b|nhieu\W*(?:$|nhat))"
    r"|tin lien quan|video (?:dang duoc quan tam|noi bat|lien quan|khac|moi|hot)\W*$"
    r"|(?:binh chon|tham do(?: y kien| du luan)?)\W*$"
    r"|bai cung|related\b|recommended|you (?:may|might) (?:also )?(?:like|be interested)"
    r"|more (?:from|stories|news|articles|on this|in |\w+ \w+ stories)|most (?:read|popular)"
    r"|(?:read|see|watch) (?:more|next|also)|(?:also|must[ -]?) read"
    r"|(?:a )?lire aussi|lees ook|lesen sie auch|leggi anche|leia (?:mais|tambem)|lea tambien"
    r"|te puede interesar|mas informacion\W*$|a lire (?:egalement|ensuite)|читаите также"
    r"|see also|trending|latest (?:news|stories)|don'?t miss|other (?:news|articles))"
)
# A short line of these opens the readers' part of the page, which runs to its end. To the last
# word: "Góp ý của các đại biểu" and "Ý kiến của Ban Giám đốc" are headings of a text.
_READERS = re.compile(
    r"\W*(?:(?:(?:(?:viet|xem|dang) )?binh luan|gui (?:binh luan|y kien|gop y|phan hoi)"
    r"|(?:y kien|gop y|phan hoi)(?= (?:phan hoi|binh luan|(?:cua )?(?:ban|doc gia))))"
    r"(?: (?:phan hoi|binh luan))?(?: (?:cua )?(?:ban|doc gia)(?: doc)?| bai viet| facebook)?"
    r"\W*\d*\W*$"
    r"|leave a (?:reply|comment)|(?:\w+ ){0,2}comments?\W*\d*\W*$"
    r"|post a comment|add a comment|join the (?:conversation|discussion))"
)
_CALL = re.compile(
    r"\b(?:(?:follow|join|find|like) (?:us|me|him|her|them|@|our|along|\w+ \w+ on)|subscribe"
    r"|sign up"
    r"|newsletter|contributed to this|have a tip|news tip|(?:on|via) (?:twitter|facebook|instagram)"
    r"|listen to|click here|write to|(?:tell|let) us (?:know|what)|what do you think|have your say"
    r"|this (?:story|article|post|report) (?:was |has been )?(?:first|originally|also) "
    r"(?:published|appeared)"
    r"|if you (?:enjoyed|liked) th(?:is|e) (?:article|story|post))\b|[\w.]+@[\w.]+"
    r"|^\W*(?:additional )?(?:reporting|writing|editing) by\b"
)
_CREDIT = re.compile(r"\((?:image|photo|picture|pic)s?(?: credit)?s?: [^()]*\)$", re.IGNORECASE)
_FILES = re.compile(
    r"\W*(?:(?:cac )?(?:file|tep(?: tin)?|tai lieu|van ban) (?:dinh )?kem(?: theo)?"
    r"|attachments?|tai ve|downloads?)\W*$"
)
_CONTACT = re.compile(
    r"(?:trụ sở|địa chỉ|điện thoại|ban biên tập|(?:cơ quan|đơn vị) chủ quản|e-?mail|fax)\s?:",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\W*(?:bản quyền|copyright|©)", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}[:h]\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:19|20)\d\d\b")


def is_label(folded: str) -> bool:
    """Whether this line is short and names a tool, a counter, a credit or one other article."""
    if len(folded) >= 120 or (folded.count(" ") >= _FEW_WORDS and _VERB.match(folded)):
        return False
    if not _LABEL.match(folded):
        return bool(_TOOLS.match(folded)) or (": " in folded and bool(_LIST.match(folded)))
    return not _SENTENCE.match(folded) or bool(_SAID_WHOLE.match(folded))


def opens_list(folded: str) -> bool:
    """Whether this short line heads a list of other articles, and does not name one itself."""
    short = len(folded) < 60 and ": " not in folded
    return short and bool(_LIST.match(folded)) and not _SENTENCE.match(folded)


def opens_comments(folded: str) -> bool:
    """Whether this short line opens what readers say."""
    return len(folded) < 50 and bool(_READERS.match(folded))


def is_credit(text: str) -> bool:
    """Whether this line is a caption that ends with whose picture it is."""
    return text[-1] == ")" and len(text) < 200 and bool(_CREDIT.search(text))


def is_call(folded: str) -> bool:
    """Whether this line asks the reader to do something, as the last lines of a page do."""
    return len(folded) < 250 and bool(_CALL.search(folded))


def is_foot(text: str) -> bool:
    """Whether this line says whose the site is, under which licence, or how to reach them."""
    told = _OWNER.match(text) or (":" in text and _CONTACT.search(text))
    return bool(told) or "iấy phép số" in text


def heads_files(folded: str) -> bool:
    """Whether this line is nothing but the heading of the files that come with an article."""
    return len(folded) < 40 and bool(_FILES.match(folded))


def is_date(text: str) -> bool:
    """Whether this line shows a date or a time of day."""
    return bool(_DATE.search(text))
