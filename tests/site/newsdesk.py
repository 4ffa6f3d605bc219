"""A newsdesk that writes as many Vietnamese stories as a test needs, the same for one seed."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from app.demo.story import Paper, Piece, Story

if TYPE_CHECKING:
    from datetime import datetime

    from app.demo.site import Section

WHO = (
    "Sở Khoa học và Công nghệ",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
    "Trung tâm Ứng dụng tiến bộ khoa học",
    "Hội đồng tư vấn cấp tỉnh",
    "Nhóm nghiên cứu trường Đại học Nông Lâm",
    "Đoàn kiểm tra liên ngành",
    "Liên hiệp các Hội Khoa học và Kỹ thuật",
    "Ban quản lý khu công nghệ cao",
    "Phòng Quản lý chuyên ngành",
    "Viện Kỹ thuật nhiệt đới",
)
DID = (
    "tổ chức hội nghị sơ kết",
    "nghiệm thu đề tài",
    "ký kết hợp tác về",
    "tập huấn nghiệp vụ về",
    "kiểm tra hoạt động",
    "công bố kết quả",
    "khảo sát mô hình",
    "chuyển giao quy trình",
    "thẩm định hồ sơ",
    "phát động cuộc thi về",
)
WHAT = (
    "nhân giống sâm bản địa bằng nuôi cấy mô",
    "đo lường trong kinh doanh vàng trang sức",
    "bảo hộ chỉ dẫn địa lý cho quả na dai",
    "an toàn bức xạ tại các cơ sở chẩn đoán hình ảnh",
    "chuyển đổi số trong quản lý hồ chứa",
    "truy xuất nguồn gốc chè shan tuyết",
    "xử lý nước thải làng nghề bún",
    "dự báo lũ quét bằng ảnh vệ tinh",
    "sấy thăng hoa quả vải thiều",
    "khai thác sáng chế hết hiệu lực",
    "nuôi cá lăng trong lồng nhựa",
    "phân loại rác bằng thị giác máy tính",
    "bảo tồn giống lúa nếp cái hoa vàng",
    "vật liệu gạch không nung từ tro bay",
    "nhãn hiệu tập thể mắm tép",
    "cảm biến độ ẩm đất giá rẻ",
)
WHERE = (
    "huyện Bình Lư",
    "xã Nậm Khao",
    "phường Đông Kinh",
    "thị trấn Phù Yên",
    "khu kinh tế Vũng Rô",
    "vùng chuyên canh Tân Uyên",
    "cụm công nghiệp Hòa Sơn",
    "làng nghề Trà Quế",
    "hồ Thác Bà",
    "cù lao Ông Hổ",
    "bản Sin Suối",
    "đảo Quan Lạn",
    "đồng muối Sa Huỳnh",
    "thung lũng Mường Tấc",
)
DETAIL = (
    "Theo báo cáo, {n} hộ dân tại {where} đã tham gia với tổng kinh phí {m} triệu đồng.",
    "Kết quả bước đầu cho thấy năng suất tăng {p}% so với cách làm cũ, chi phí giảm gần {q} triệu đồng mỗi vụ.",
    "Các đại biểu đề nghị làm rõ phần {what}, nhất là khả năng nhân rộng ra {where}.",
    "Trong {p} tháng qua, đơn vị đã tiếp nhận {n} hồ sơ, giải quyết đúng hạn {q} hồ sơ.",
    "Ông {name}, đại diện nhóm thực hiện, cho biết khó khăn lớn nhất là thiếu số liệu quan trắc tại {where}.",
    "Bà {name} chia sẻ kinh nghiệm triển khai {what} và những bài học rút ra sau {p} năm.",
    "Hội nghị thống nhất giao {who} theo dõi, đôn đốc và báo cáo trước ngày {p} hằng tháng.",
    "Đến nay, {where} có {n} cơ sở áp dụng quy trình, trong đó {q} cơ sở được chứng nhận.",
    "Mẫu thử được lấy tại {q} điểm thuộc {where}, phân tích theo phương pháp chuẩn và đối chứng độc lập.",
    "Nhờ ứng dụng {what}, thời gian xử lý rút từ {n} giờ xuống còn {p} giờ.",
    "Dự kiến giai đoạn hai sẽ mở rộng ra {q} xã, ưu tiên {where} và các vùng lân cận.",
    "Phát biểu kết luận, ông {name} yêu cầu các đơn vị bám sát tiến độ, không để phát sinh nợ đọng.",
    "Nội dung {what} được đánh giá cao vì bám sát nhu cầu thực tế của {where}.",
    "Chương trình thu hút {n} lượt người tham dự, {q} câu hỏi được trả lời trực tiếp.",
    "So với cùng kỳ, số đơn đăng ký tăng {p}%, tập trung ở lĩnh vực {what}.",
)
NOTICES = (
    "{who} thông báo lịch làm việc về {what} tại {where} trong tuần thứ {p}.",
    "{who} mời các tổ chức, cá nhân nộp hồ sơ về {what} trước 16 giờ ngày {p} tháng tới tại {where}.",
    "Kết quả xét chọn nhiệm vụ {what} tại {where} được niêm yết công khai trong {p} ngày.",
    "{who} tạm dừng tiếp nhận hồ sơ về {what} tại {where} trong {p} ngày để bảo trì hệ thống.",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Lò", "Vàng")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quốc", "Ngọc", "Hữu", "Thanh")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Phong", "Thảo", "Vy")
SECTIONS = ("Tin tức sự kiện", "Nghiên cứu ứng dụng", "Sở hữu trí tuệ", "Thông báo")


class Newsdesk:
    """Writes stories one after another; a seed fixes every word of them."""

    def __init__(self, seed: int, sections: tuple[Section, ...], first: int = 1001) -> None:
        self.random = Random(seed)
        self.sections = sections
        self.number = first
        self.titles: set[str] = set()

    def stories(self, count: int, newest: datetime) -> list[Story]:
        """`count` stories, one every 17 hours back from `newest`, a quarter of them short notices."""
        return [
            self.story(newest - timedelta(hours=17 * n), notice=n % 4 == 3) for n in range(count)
        ]

    def sentence(self) -> str:
        """One sentence that fits into any story."""
        return self._sentence(DETAIL)

    def story(self, published: datetime, *, notice: bool = False) -> Story:
        """The next story."""
        number, self.number = self.number, self.number + 1
        section = self.sections[number % len(self.sections)]
        title = self._title(notice=notice)
        pieces = (Piece("paragraph", self._sentence(NOTICES)),) if notice else self._body(number)
        return Story(
            number=number,
            title=title,
            section=section.key,
            published=published.replace(second=0, microsecond=0),
            pieces=pieces,
            lead=None if notice or number % 5 == 0 else self._sentence(DETAIL),
            author=None if notice else self.person(),
            papers=self._papers(number) if number % 6 == 1 else (),
        )

    def person(self) -> str:
        """A name."""
        return " ".join(map(self.random.choice, (FAMILY, MIDDLE, GIVEN)))

    def _title(self, *, notice: bool) -> str:
        while True:
            who, what, where = map(self.random.choice, (WHO, WHAT, WHERE))
            did = "thông báo về" if notice else self.random.choice(DID)
            title = f"{who} {did} {what} tại {where}"
            if title not in self.titles:
                self.titles.add(title)
                return title

    def _sentence(self, shapes: tuple[str, ...]) -> str:
        pick = self.random
        return pick.choice(shapes).format(
            who=pick.choice(WHO),
            what=pick.choice(WHAT),
            where=pick.choice(WHERE),
            name=self.person(),
            n=pick.randint(30, 990),
            m=pick.randint(110, 9_800),
            p=pick.randint(3, 28),
            q=pick.randint(2, 29),
        )

    def _body(self, number: int) -> tuple[Piece, ...]:
        pieces = [
            self._paragraph() for _ in range(self.random.choice((2, 3, 4, 4, 5, 6, 7, 9, 14)))
        ]
        if number % 3 == 0:
            pieces.insert(1, Piece("picture", self._caption(), file=f"anh-{number}.jpg"))
        if number % 11 == 0:
            pieces.insert(2, self._table())
        if number % 7 == 0:
            pieces.append(Piece("list", rows=tuple((self._sentence(DETAIL),) for _ in range(3))))
        return tuple(pieces)

    def _paragraph(self) -> Piece:
        return Piece(
            "paragraph", " ".join(self._sentence(DETAIL) for _ in range(self.random.randint(1, 4)))
        )

    def _caption(self) -> str:
        return f"Đại biểu thăm mô hình tại {self.random.choice(WHERE)}."

    def _table(self) -> Piece:
        rows = ((self.random.choice(WHERE), str(self.random.randint(2, 99))) for _ in range(4))
        return Piece("table", rows=(("Địa bàn", "Số hồ sơ"), *rows))

    def _papers(self, number: int) -> tuple[Paper, ...]:
        return (Paper(f"Văn bản số {number}/TB-SKHCN", f"van-ban-{number}.pdf"),)
