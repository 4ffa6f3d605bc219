"""What the machine-readable reason of a run or of a portal's health means, in Vietnamese.

In English a run's own message says it already.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.channels import Language

_VIETNAMESE = {
    "bad_address": "địa chỉ không hợp lệ",
    "bad_encoding": "nội dung nén bị hỏng",
    "connection_lost": "kết nối bị ngắt giữa chừng",
    "connection_refused": "máy chủ từ chối kết nối",
    "crashed": "tiến trình thu thập dừng đột ngột",
    "dns": "không tìm thấy địa chỉ của tên miền",
    "host_failing": "máy chủ lỗi liên tiếp nên lượt thu thập dừng lại",
    "incomplete": "một số trang không tải được",
    "killed": "tiến trình thu thập bị kết thúc từ bên ngoài",
    "listing_empty": "trang danh mục không còn liệt kê bài nào",
    "login": "cổng đòi đăng nhập",
    "mass_change": "quá nhiều bài thay đổi cùng một lúc",
    "memory_limit": "lượt thu thập dùng quá bộ nhớ cho phép",
    "network": "không cổng nào trả lời",
    "no_page": "không nhận được trang nào",
    "no_published": "các bài mới không còn đọc được ngày đăng",
    "no_section": "các bài mới không còn đọc được chuyên mục",
    "no_source": "các bài mới không còn đọc được nguồn tin",
    "nothing_found": "không trang nào liệt kê được bài",
    "private_address": "tên miền trỏ vào địa chỉ mạng nội bộ",
    "protocol_error": "máy chủ trả lời sai giao thức",
    "reader_error": "không phân tích được trang",
    "publish_error": "không ghi lại được kết quả của lượt thu thập",
    "redirect_offsite": "cổng chuyển hướng sang tên miền khác",
    "refused": "máy chủ từ chối phục vụ",
    "retry_after": "cổng yêu cầu chờ rồi mới truy cập lại",
    "robots": "robots.txt không cho phép thu thập",
    "same_page": "nhiều địa chỉ khác nhau cùng hiện một nội dung",
    "server_error": "máy chủ báo lỗi",
    "silent": "lâu chưa có bài mới",
    "start_error": "lượt thu thập không bắt đầu được",
    "time_limit": "lượt thu thập kéo dài quá thời gian cho phép",
    "timeout": "máy chủ không trả lời kịp",
    "tls": "kết nối bảo mật không thiết lập được",
    "tls_expired": "chứng thư số đã hết hạn",
    "tls_not_yet_valid": "chứng thư số chưa có hiệu lực",
    "tls_self_signed": "chứng thư số tự ký",
    "tls_unknown_ca": "chứng thư số do tổ chức không xác định cấp",
    "tls_wrong_name": "chứng thư số cấp cho tên miền khác",
    "too_large": "trang quá lớn",
    "too_short": "các bài mới ngắn khác thường",
    "truncated": "trang bị cắt giữa chừng",
    "unreadable": "nhiều bài không còn đọc được",
    "wall": "trang chặn hoặc bảo trì hiện ra thay cho bài",
}


def in_words(reason: str, language: Language) -> str | None:
    """The reason as a person in Vietnam would say it; None where we have no words for it."""
    if language != "vi":
        return None
    status = re.fullmatch(r"http_(\d{3})", reason)
    return f"máy chủ trả lời mã lỗi {status[1]}" if status else _VIETNAMESE.get(reason)
