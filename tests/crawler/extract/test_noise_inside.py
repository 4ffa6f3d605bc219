"""Noise inside the very article: a portal's other pages teach it, and no page reads worse for it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.read import Page as Scored
from benchmarks.read import Score, body_score
from crawler.extract import extract, parse
from crawler.extract.learning import Sample, learn

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.extract.template import Template

WHO = (
    "Trung tâm Khuyến nông huyện",
    "Nhóm kỹ sư trẻ",
    "Hợp tác xã Hòa Bình",
    "Chi cục Thủy lợi",
    "Hội Nông dân tỉnh",
)
WHAT = (
    "mô hình tưới nhỏ giọt cho cam",
    "phần mềm theo dõi mực nước",
    "giống lúa chịu phèn",
    "máy sấy cau tươi",
    "quy trình ủ phân từ rơm",
    "chế phẩm phòng bệnh tôm",
)
MORE = (
    "Bà con cho biết năng suất tăng rõ rệt, công chăm sóc giảm gần một nửa so với trước",
    "Đại diện đơn vị chủ trì đề nghị theo dõi thêm một vụ nữa trước khi kết luận",
    "Lớp học có phần thực hành ngay tại ruộng, học viên được phát tài liệu và giống",
    "Thiết bị do thợ trong vùng lắp ráp nên dễ sửa chữa khi hỏng",
)
WHERE = (
    "xã Phú Nhuận",
    "bản Pá Lau",
    "thôn Bó Đướt",
    "huyện Kim Sơn",
    "cù lao Dung",
    "ấp Mũi",
    "phường Nam Sơn",
    "thị trấn Chợ Lách",
    "vùng đệm vườn quốc gia",
    "hồ Đồng Mô",
    "cánh đồng Mường Thanh",
)
TIPS = (
    "Bạn có biết: mỗi giờ tắt đèn giúp tiết kiệm hàng nghìn kilôoát giờ cho cả thành phố.",
    "Hãy gọi đường dây nóng khi phát hiện hàng giả, hàng kém chất lượng trên thị trường.",
)


def _told(n: int) -> tuple[str, str, list[str]]:
    """The title, the day and the text of one story."""
    dice = Random(n)
    title = f"{dice.choice(WHO)} thử nghiệm {dice.choice(WHAT)} ở {dice.choice(WHERE)}"
    day = f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{dice.randint(2018, 2024)}"
    first = f"{dice.choice(WHO)} vừa bàn giao {dice.choice(WHAT)} ở {dice.choice(WHERE)}."
    rest = [
        f"{more}, {dice.choice(WHO)} ở {dice.choice(WHERE)} và {dice.choice(WHERE)} cho hay."
        for more in dice.sample(MORE, 3)
    ]
    return title, day, [first, *rest]


def _links(n: int) -> str:
    return "".join(
        f'<li><a href="/t/{k}">{_told(k)[0]}</a></li>' for k in Random(n).sample(range(99), 4)
    )


def in_an_article_element(n: int, fetch: int) -> str:
    """A tip that turns and a standing request amid the paragraphs, a list below them."""
    title, day, text = _told(n)
    body = "".join(f"<p>{one}</p>" for one in text[1:])
    return (
        f"<title>{title}</title><body><div><a href='/'>Trang chủ</a></div><article><h1>{title}</h1>"
        f"<p class='d'>{day}</p><div class='x'><p>{text[0]}</p><div class='tip'>"
        f"<p>{TIPS[(n + fetch) % 2]}</p></div>{body}<p class='ask'>Mọi thông tin phản ánh xin gửi "
        "về Ban biên tập, chúng tôi trân trọng tiếp nhận.</p></div>"
        f"<ul>{_links(n + fetch)}</ul></article></body>"
    )


def between_breaks(n: int, fetch: int) -> str:
    """Everything in one cell of a legacy page, a counter in words and a credit behind the text."""
    title, day, text = _told(n)
    return (
        "<title>Sở KHCN</title><body><table><tr><td><a href='/'>Trang chủ</a></td><td>"
        f"<b>{title}</b> ({day})<br><br>{'<br><br>'.join(text)}<br><br>Chuyên mục do Sở phối hợp "
        "với Đài Phát thanh thực hiện, phát sóng vào sáng thứ bảy hằng tuần.<br><br>Có "
        f"{n + 7 * fetch} người đang xem, {100 + n + fetch} lượt quan tâm trong tuần này.<br>"
        f"<b>Tin đọc cùng</b><br>{_links(n + fetch)}</td></tr></table></body>"
    )


def with_a_card(n: int, fetch: int) -> str:
    """A teaser of another article amid the paragraphs, another one each time, in a nameless block."""
    title, day, text = _told(n)
    other, _, said = _told(n + 50 + fetch)
    card = f"<div class='k3'><div><a href='/t/{n}9'>{other}</a></div><div>{said[0]}</div></div>"
    body = "".join(f"<p>{one}</p>" for one in text[2:])
    return (
        f"<title>{title}</title><body><div><a href='/'>Trang chủ</a></div><div><h1>{title}</h1>"
        f"<p class='d'>{day}</p><div class='x'><p>{text[0]}</p><p>{text[1]}</p>{card}{body}</div>"
        f"<ul>{_links(n + fetch)}</ul></div></body>"
    )


SHAPES = (in_an_article_element, between_breaks)


def _url(n: int) -> str:
    return f"http://khcn.example/t/{n}"


def _learned(build: Callable[[int, int], str]) -> Template:
    """Learned from ten pages, three of them seen twice."""
    samples = [
        Sample(
            parse(build(n, 0).encode(), _url(n)),
            parse(build(n, 1).encode(), _url(n)) if n < 3 else None,
        )
        for n in range(10)
    ]
    template = learn(samples)
    assert template is not None
    return template


def _scored(build: Callable[[int, int], str], n: int, template: Template | None) -> Score:
    article = extract(build(n, 0).encode(), _url(n), template=template)
    title, day, text = _told(n)
    assert article.title == title
    assert article.published is not None
    assert article.published.strftime("%d/%m/%Y") == day
    return body_score(Scored(str(n), b"", _url(n), "\n".join(text), fold=True), article.text)


@pytest.mark.parametrize("build", SHAPES, ids=lambda build: build.__name__)
def test_every_other_page_reads_exactly_and_none_does_without(
    build: Callable[[int, int], str],
) -> None:
    template = _learned(build)
    for n in range(10, 40):
        assert not _scored(build, n, None).exact
        assert _scored(build, n, template).exact


def test_a_teaser_amid_the_text_is_left_out_with_a_template_and_without() -> None:
    template = _learned(with_a_card)
    for n in range(10, 40):
        assert _scored(with_a_card, n, None).exact
        assert _scored(with_a_card, n, template).exact
