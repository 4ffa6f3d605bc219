"""Small hand-made pages for the reader's tests."""

from __future__ import annotations

from crawler.extract import Page, parse

URL = "http://skhcn.example.gov.vn/tin-tuc/hoi-nghi-123.html"
TITLE = "Hội nghị triển khai nhiệm vụ khoa học và công nghệ năm 2024"
FIRST = (
    "Sáng ngày 12/3, Sở Khoa học và Công nghệ tổ chức hội nghị triển khai nhiệm vụ, với sự tham dự "
    "của đại diện các sở, ban, ngành và 150 doanh nghiệp trong tỉnh."
)
SECOND = (
    "Phát biểu tại hội nghị, đồng chí Giám đốc Sở nhấn mạnh vai trò của đổi mới sáng tạo, đề nghị "
    "các đơn vị chủ động đăng ký đề tài ngay từ đầu năm."
)
THIRD = "Hội nghị đã thống nhất bảy nhóm nhiệm vụ, trong đó có chuyển đổi số và phát triển tài sản trí tuệ."
TEXT = (FIRST, SECOND, THIRD)


def paragraphs(*texts: str) -> str:
    """Each text as a paragraph."""
    return "".join(f"<p>{text}</p>" for text in texts)


def page_of(content: str, title: str = TITLE, head: str = "") -> bytes:
    """A whole page around this content: a menu, a heading, a side column and a footer."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body><div class="top"><ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li>
<li><a href="/van-ban">Văn bản</a></li></ul></div>
<div class="middle"><div class="column"><h1>{title}</h1>{content}</div>
<div class="sidebar"><h3>Thông báo</h3><ul><li><a href="/1">Mời tham gia giải thưởng chất lượng quốc gia</a></li>
<li><a href="/2">Lịch tiếp công dân tháng 3</a></li></ul></div></div>
<div class="footer"><p>Bản quyền thuộc về Sở Khoa học và Công nghệ. Địa chỉ: 1 Lê Lợi, phường 2.</p></div></body></html>""".encode()


def parsed(content: str, title: str = TITLE) -> Page:
    """That page, parsed."""
    return parse(page_of(content, title), URL)
