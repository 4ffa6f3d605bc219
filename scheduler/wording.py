"""What messages say, in Vietnamese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.channels import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language; `{}` marks are filled in."""

    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    health: Mapping[str, str]
    published: str
    was_at: str
    missing_since: str
    cut: str
    moved: str
    digest: str
    summary: str
    baseline: str
    first: str
    alarm: str
    recovery: str
    since: str
    reason: str
    offline: str
    online: str
    test: str
    test_body: str


VIETNAMESE = Wording(
    kinds={
        "appeared": "Bài mới",
        "edited": "Sửa bài",
        "retitled": "Đổi tiêu đề",
        "moved": "Chuyển địa chỉ",
        "vanished": "Gỡ bài",
        "returned": "Đăng lại",
    },
    fields={
        "title": "Tiêu đề",
        "published": "Ngày đăng",
        "authors": "Tác giả",
        "source": "Nguồn",
        "section": "Chuyên mục",
        "summary": "Tóm tắt",
        "text": "Nội dung",
        "images": "Hình ảnh",
        "attachments": "Tệp đính kèm",
    },
    health={
        "ok": "hoạt động bình thường",
        "late": "lâu chưa có tin mới so với nhịp đăng thường lệ",
        "partial": "chỉ tải được một phần",
        "held": "kết quả đáng ngờ, đang chờ xem xét",
        "broken": "không còn đọc được như trước",
        "blocked": "chặn truy cập hoặc đòi đăng nhập",
        "unreachable": "không truy cập được",
        "offline": "máy theo dõi mất kết nối mạng",
    },
    published="Ngày đăng: {}",
    was_at="Địa chỉ cũ: {}",
    missing_since="Không còn thấy từ: {}",
    cut="… (còn nữa, xem tại địa chỉ bên dưới)",
    moved="(đoạn được chuyển chỗ) ",
    digest="Bản tin khoa học và công nghệ {}: {} thay đổi",
    summary="Từ {} đến {} có {} thay đổi.",
    baseline="Không kể {} bài đã có sẵn trên cổng khi bắt đầu theo dõi hoặc đăng từ lâu.",
    first="Đã ghi nhận {} bài có sẵn trên cổng hoặc đăng từ lâu; các bài này không báo riêng.",
    alarm="[Cảnh báo] {}: {}",
    recovery="[Đã khôi phục] {}: {}",
    reason="Lý do: {}",
    since="Tình trạng trước đó, từ {}: {}.",
    offline="[Cảnh báo] Máy theo dõi mất kết nối mạng: không cổng nào trả lời",
    online="[Đã khôi phục] Máy theo dõi đã có kết nối mạng",
    test="[Thử] Kênh {} hoạt động",
    test_body="Đây là tin nhắn thử của khcn. Nếu bạn đọc được, kênh này đã sẵn sàng.",
)

ENGLISH = Wording(
    kinds={
        "appeared": "New",
        "edited": "Edited",
        "retitled": "Retitled",
        "moved": "Moved",
        "vanished": "Removed",
        "returned": "Back again",
    },
    fields={
        "title": "Title",
        "published": "Published",
        "authors": "Authors",
        "source": "Source",
        "section": "Section",
        "summary": "Summary",
        "text": "Text",
        "images": "Images",
        "attachments": "Attachments",
    },
    health={
        "ok": "works as usual",
        "late": "nothing new for longer than its rhythm explains",
        "partial": "could be fetched in part only",
        "held": "looks doubtful and waits for a review",
        "broken": "can no longer be read as before",
        "blocked": "blocks us or asks for a login",
        "unreachable": "cannot be reached",
        "offline": "the monitoring machine has no network",
    },
    published="Published: {}",
    was_at="Old address: {}",
    missing_since="Missing since: {}",
    cut="… (more at the address below)",
    moved="(paragraph moved) ",
    digest="Science and technology digest {}: {} changes",
    summary="{} to {}: {} changes.",
    baseline="Not counted: {} articles there from before, or published long ago.",
    first="{} articles from before, or published long ago, were stored; they are not told singly.",
    alarm="[Alarm] {}: {}",
    recovery="[Recovered] {}: {}",
    reason="Reason: {}",
    since="Before that, since {}: {}.",
    offline="[Alarm] The monitoring machine has no network: no portal answers",
    online="[Recovered] The monitoring machine is on the network again",
    test="[Test] Channel {} works",
    test_body="This is a test message of khcn. If you can read it, this channel is ready.",
)


def wording(language: Language) -> Wording:
    """The words of that language."""
    return VIETNAMESE if language == "vi" else ENGLISH
