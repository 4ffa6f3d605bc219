"""One portal shape: a sample portal, what is true of it, and what is no article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.demo.portal import SamplePortal, hanoi_now
from app.demo.site import Leaf, Site, section_of
from tests.site.newsdesk import SECTIONS, Newsdesk

if TYPE_CHECKING:
    from datetime import datetime

    from app.demo.story import Story
    from app.demo.web import Host

LEAVES = (
    Leaf("gioi-thieu", "Giới thiệu", "Sở là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh."),
    Leaf("chuc-nang-nhiem-vu", "Chức năng nhiệm vụ", "Tham mưu, quản lý nhà nước về khoa học."),
    Leaf("lien-he", "Liên hệ", "Vui lòng điền họ tên, thư điện tử và nội dung cần liên hệ."),
    Leaf("dang-nhap", "Đăng nhập", "Tên đăng nhập và mật khẩu."),
    Leaf("tim-kiem", "Tìm kiếm", "Nhập từ khóa cần tìm."),
)
GREETINGS = (
    "Chào mừng quý vị đến với trang thông tin của ngành.",
    "Bạn đánh giá thế nào về nội dung bản tin tháng này?",
    "Đường dây nóng làm việc trong giờ hành chính các ngày trong tuần.",
)


@dataclass
class Shape:
    """A portal on the air and its truth; `host.log` counts the requests."""

    key: str
    portal: SamplePortal
    desk: Newsdesk
    host: Host
    start: str = ""
    """The path and query of the home page, where it is not the root."""

    @property
    def home(self) -> str:
        """The address to give to a portal file."""
        return self.host.home + self.start

    @property
    def truth(self) -> dict[str, Story]:
        """Each article's own address, and the story that must be read there."""
        site, at = self.portal.site, self.portal.at
        return {self.host.home.rstrip("/") + at.story(site, s): s for s in site.stories}

    @property
    def requests(self) -> int:
        """How many requests came in since the last `forget`."""
        return len(self.host.log)

    def forget(self) -> None:
        self.host.log.clear()

    def three_are_added(self) -> list[Story]:
        return [self.portal.site.add(self.desk.story(hanoi_now())) for _ in range(3)]


def site_of(key: str, seed: int, count: int, newest: datetime) -> tuple[Site, Newsdesk]:
    """A newsroom of `count` stories over four sections, and the desk that wrote them."""
    sections = tuple(section_of(title, 60 + n) for n, title in enumerate(SECTIONS))
    desk = Newsdesk(seed, sections)
    site = Site(
        key,
        f"Sở Khoa học và Công nghệ tỉnh {key.replace('-', ' ').title()}",
        "Khoa học, công nghệ và đổi mới sáng tạo",
        "Địa chỉ: số 5 đường Lê Lợi. Điện thoại: 0203.3835.111",
        sections,
        desk.stories(count, newest),
        LEAVES,
        GREETINGS,
    )
    return site, desk
