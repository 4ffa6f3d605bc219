"""Who is a person and who is a unit, by the way Vietnamese names are built."""

from __future__ import annotations

import re

from news.text import fold, nfc, squeeze

# A Vietnamese syllable without its tone: initial, vowels, final. "Peter" and "Facebook" are none.
_SYLLABLE = (
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|ieu|yeu|uoi|uou|oai|oay|uay|uya|oeo|uyu|[aeiouy]{1,2})(?:ng|nh|ch|[cmnpt])?"
)
_NAME_FOLDED = re.compile(rf"(?:{_SYLLABLE})(?:[ -](?:{_SYLLABLE})){{1,4}}")
_LETTER = re.compile(r"(?<=\S \S)(?= [A-ZĐ]$)| [A-ZĐ]$")  # "Nguyễn Văn A"
_INITIALS = re.compile(
    r"(?:[A-ZĐ]{1,2}\.\s?){1,3}(?:[A-ZĐ][a-zà-ỹ]{0,6}|[A-ZĐ]{2,})?\.?|[A-ZĐ]{2,3}"
)
_ROMAN = re.compile("[IVXLC]+")
# Ranks that stand before a name and are no part of it.
_RANK = re.compile(
    r"^(?:(?:pgs|gs|ts|ths|th\.s|tskh|bs|ks|cn|cki|ckii|ck1|ck2|ncs|dr|prof|luật sư|nhà báo|nhà văn"
    r"|nsnd|nsưt|ts\.bs|cvcc|kts|dsckii|ds|phóng viên|pv|ctv|btv)\b[.:]?\s?)+(?=\S)",
    re.IGNORECASE,
)
# Words that open the name of a unit. With their tones: Vũ, Đoàn, Trường, Bảo are persons.
_UNIT = re.compile(
    r"(?:sở|phòng|ban|trung tâm|tt(?= \w)|chi cục|cục|tổng cục|viện|bộ|vụ|ủy ban|uỷ ban|ubnd|hđnd"
    r"|hội|báo"
    r"|liên hiệp|lh|liên minh|đoàn (?:thanh|tncs|khối|trường|tn)|công ty|cty|công đoàn|tạp chí|đài"
    r"|nhà (?:xuất|văn hóa)|cổng|trang (?:thông|tin|tttđt|ttđt|điện|web|chủ)|website|web"
    r"|văn phòng|vp|quỹ|thanh tra|học viện|thông tấn|ttxvn"
    r"|vov|vtv|vietnam|tổ|khoa|nhóm|mạng|bản tin|tập đoàn|tổng công ty|đảng ủy|đảng uỷ"
    r"|đảng bộ|chi bộ|"
    r"(?:thành|tỉnh|huyện) ủy(?! viên)|(?:thành|tỉnh|huyện|quận) đoàn|thư viện|bảo tàng|bệnh viện"
    r"|kho bạc|toà án|tòa án"
    r"|trạm|xí nghiệp|ngân hàng|hợp tác xã|htx|câu lạc bộ|clb|bqt|bbt|ban biên tập"
    r"|trường (?:đại|cao|thpt|thcs|tiểu|trung|mầm|mẫu|chính|th|đh|cđ|dạy|nghề|học|ptdt|phổ)"
    r"|sở(?:kh|gd)|skh|bch|mttq|mặt trận|cơ quan|cơ sở|dự án|chương trình|chuyên trang)(?![\w])"
)
# Words that open like a unit's name and mean something else: "Sở hữu trí tuệ", "Hội thảo".
_NO_UNIT = re.compile(
    r"(?:sở (?:hữu|thích|dĩ)|báo (?:cáo|động|hiệu|giá)|ban (?:hành|giao)|tổ chức|viện (?:trợ|phí)"
    r"|hội (?:thảo|nghị|thi|chợ|trại|xuân|diễn|nhập|họp|đàm|tụ)|trường hợp|cục (?:diện|bộ)"
    r"|bộ (?:tiêu chí|chỉ số|dữ liệu|câu hỏi|sưu tập|tài liệu|thủ tục|phận|máy|quy|giống|ảnh)"
    r"|mạng (?:lưới|xã hội)|thanh tra(?: \w+)? viên)(?!\w)"
)
# A unit by its initials: "P.QLKH" is an office, "P.V" a reporter.
_OFFICE = re.compile(r"P\. ?[A-ZĐ&]{3,}$")
_PLACES = frozenset(
    [
        "an giang",
        "ba ria",
        "ba ria vung tau",
        "bac giang",
        "bac kan",
        "bac lieu",
        "bac ninh",
        "ben tre",
        "binh dinh",
        "binh duong",
        "binh phuoc",
        "binh thuan",
        "ca mau",
        "can tho",
        "cao bang",
        "da nang",
        "dak lak",
        "dak nong",
        "dien bien",
        "dong nai",
        "dong thap",
        "gia lai",
        "ha giang",
        "ha nam",
        "ha noi",
        "ha tinh",
        "hai duong",
        "hai phong",
        "hau giang",
        "hoa binh",
        "ho chi minh",
        "hung yen",
        "khanh hoa",
        "kien giang",
        "kon tum",
        "lai chau",
        "lam dong",
        "lang son",
        "lao cai",
        "long an",
        "nam dinh",
        "nghe an",
        "ninh binh",
        "ninh thuan",
        "phu tho",
        "phu yen",
        "quang binh",
        "quang nam",
        "quang ngai",
        "quang ninh",
        "quang tri",
        "soc trang",
        "son la",
        "tay ninh",
        "thai binh",
        "thai nguyen",
        "thanh hoa",
        "thua thien hue",
        "tien giang",
        "tra vinh",
        "tuyen quang",
        "viet nam",
        "vinh long",
        "vinh phuc",
        "yen bai",
        "vung tau",
        "hue",
        "sai gon",
    ]
)
# First words that make a line something else than a name: honorifics introduce a person that a
# caption shows, the others are furniture and formulas of documents.
_NO_NAME = re.compile(
    r"(?:ông|bà|đ/c|đồng chí|các|anh(?= \w+ \w)|chị|em|cô|thầy|bác|cụ|kính|xin|trân trọng"
    r"|tin|ảnh|xem|quay|trở|chia|gửi|nơi|giám|phó|chủ|bí|trưởng|thủ|bộ trưởng|đại biểu"
    r"|toàn cảnh|quang cảnh|lãnh đạo|tác giả|chi tiết|trang chủ"
    r"|đăng (?:nhập|ký|bài|tin|bởi)|bình luận|bài|video|clip|nguồn|theo|hình|hội|lễ"
    r"|kết luận|kết quả|họ và|danh sách|hiệu trưởng|đội|lớp|khối|người|thay mặt|thư ký"
    r"|tính|tên|kế toán|văn thư|đọc|in|thứ|tháng|ngày|năm|liên hệ|giới thiệu|thông báo|văn bản"
    r"|sự kiện|hoạt động|thư viện|tài liệu|lịch|hỏi|góp|sơ đồ|phản hồi|đánh giá|lượt|tải"
    r"|về|đầu trang|phụ lục|mục lục|điều|chương|khoản|phần|câu|nhóm)(?!\w)"
)
_ACCOUNT = re.compile(
    r"(?:admin\w*|administrator|root|user|guest|test\w*|editor|btv|bbt|(?:ban )?biên tập.*"
    r"|quản trị.*"
    r"|super ?(?:admin|user)|webmaster|host|supervisor|unknown|null|n/?a|anonymous)(?:\s\w+)?$",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """A name without rank, brackets and end marks."""
    name = squeeze(text).strip(" \t.,;:*•-–—/|\"'“”…()[]")
    while match := _RANK.match(name):
        name = name[match.end() :]
    return name


def is_unit(text: str) -> bool:
    """Whether the text names an office, a publisher or a site rather than a person."""
    name = nfc(text).strip(" .()[]").lower()
    unit = _UNIT.match(name) is not None and _NO_UNIT.match(name) is None
    return unit or is_host(name) or _OFFICE.match(text) is not None


def is_host(text: str) -> bool:
    """Whether the text is the address of a site, such as baotinh.vn."""
    return "." in text and " " not in text and _HOST.match(text) is not None


_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|edu|gov)\b")


def is_account(text: str) -> bool:
    """Whether the text is what a CMS calls its users by default, not somebody's name."""
    return bool(_ACCOUNT.match(squeeze(text)))


def is_login(text: str) -> bool:
    """Whether the text is a login such as hbnguyet: one word without marks and capitals."""
    return text.islower() and text.isascii() and " " not in text.strip()


def is_person(text: str) -> bool:
    """Whether the whole text is built like the name of one Vietnamese person."""
    name = bare(text)
    tokens = name.split()
    if not 2 <= len(tokens) <= 5 or not all(map(_opens_a_name, tokens)) or name[0].islower():
        return False
    folded = fold(_LETTER.sub("", name))
    if not _NAME_FOLDED.fullmatch(folded) or folded in _PLACES:
        return False
    lowered = name.lower()
    return not _UNIT.match(lowered) and not _NO_NAME.match(lowered)


def _opens_a_name(token: str) -> bool:
    return token[0].isupper() or token in {"văn", "thị"}


def is_initials(text: str) -> bool:
    """Whether the text is a byline in initials, such as H.Y or TN."""
    initials = text.strip(" ()/")
    return bool(_INITIALS.fullmatch(initials)) and not _ROMAN.fullmatch(initials)


def is_place(text: str) -> bool:
    """Whether the text is a province or a big town."""
    return fold(squeeze(text)) in _PLACES
