"""Pages on which noise stands where no name says so: in the text's own cell, line or address.

Three looks, each page told twice: `cell` (bare tables, the weather behind the text of the same
cell), `signature` (visits counted behind the author's name) and `shuffled` (classes in another
order, advertisements between paragraphs, files under another ticket at each fetch).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WHO = ("Sở Khoa học và Công nghệ", "Chi cục Đo lường", "Trung tâm Ứng dụng", "Hội Làm vườn")
DID = ("nghiệm thu", "bàn giao", "thử nghiệm", "công bố", "khảo sát")
WHAT = ("giống lúa nếp nương", "lò sấy thảo quả", "trạm quan trắc nước", "bản đồ đất trồng chè")
SIGNED = ("Lò Thị Mai", "Nguyễn Văn Quyết", "Vàng A Sùng", "Trần Thu Hiền")
SAYINGS = (
    "Có công mài sắt, có ngày nên kim.",
    "Học thầy không tày học bạn, học một sàng khôn sau mỗi ngày đàng đi xa.",
    "Một cây làm chẳng nên non, ba cây chụm lại nên hòn núi cao, ông bà ta vẫn dạy.",
    "Tri thức là sức mạnh, ai có tri thức thì người đó có sức mạnh, xưa nay vẫn vậy.",
    "Uống nước nhớ nguồn, ăn quả nhớ kẻ trồng cây là đạo lý lâu đời của dân tộc.",
)


@dataclass(frozen=True)
class Tale:
    """What an article says."""

    number: int
    title: str
    lines: tuple[str, ...]
    signed: str


def told(number: int) -> Tale:
    """The article of this number; every fourth is a short notice."""
    dice = Random(number)
    who, did, what = dice.choice(WHO), dice.choice(DID), dice.choice(WHAT)
    lines = [
        f"{dice.choice(WHO)} đã {dice.choice(DID)} {dice.choice(WHAT)} số {number}.{n} với"
        f" {dice.randint(12, 960)} mẫu, được {dice.randint(3, 40)} hộ dân hưởng ứng nhiệt tình."
        for n in range(1 if number % 4 == 0 else dice.randint(3, 6))
    ]
    return Tale(number, f"{who} {did} {what} lần {number}", tuple(lines), dice.choice(SIGNED))


def url_of(number: int) -> str:
    """Where the article stands."""
    return f"http://skhcn.example.vn/xem.php?id={number + 400}"


def _cell(tale: Tale, dice: Random) -> str:
    roll = dice.randint
    near = "".join(
        f'- <a href="/xem.php?id={n + 400}">{other.title}</a><br>'
        for n in dice.sample(range(200, 230), 3)
        for other in [told(n)]
    )
    return f"""<html><head><title>{tale.title}</title></head><body><table><tr><td>Đang xem: {roll(5, 90)}
</td></tr><tr><td><a href="/">Trang chủ</a> | <a href="/tin.php?p=1">Tin tức</a></td><td>
<b>{tale.title}</b><br>Cập nhật: 0{tale.number % 9 + 1}/10/2026 - Lượt xem: {roll(90, 2000)}<br><br>
{"<br><br>".join(tale.lines)}<br><br><b>{tale.signed}</b><hr><b>Thời tiết</b><br>Lai Châu: {roll(9, 33)}°C<br>
<b>Tỷ giá</b><br>USD: {roll(25000, 26000)}<br><i>{dice.choice(SAYINGS)}</i><br>
<b>Tin liên quan</b><br>{near}Bình chọn: {roll(1, 99)} lượt</td></tr></table></body></html>"""


def _signature(tale: Tale, dice: Random) -> str:
    body = "".join(f'<div style="text-align:justify">{line}</div>' for line in tale.lines)
    return f"""<html><head><title>{tale.title}</title></head><body><div id="banner">Cổng thông tin</div>
<div id="column-1"><h2 class="news-title">{tale.title}</h2>
<div class="news-date">0{tale.number % 9 + 1}/10/2026</div><div class="journal-content">{body}
<p style="text-align:right"><strong>{tale.signed}</strong> ({dice.randint(90, 2000)} lượt xem,
{dice.randint(0, 9)} phản hồi)</p></div></div><div id="footer"><p>Sở Khoa học và Công nghệ</p></div>
</body></html>"""


def _shuffled(tale: Tale, dice: Random) -> str:
    names = ["post", f"post-{tale.number}", "hentry", "status-publish"]
    dice.shuffle(names)
    parts = [f'<p><img src="/anh/{tale.number}.jpg?v={dice.randint(1, 10**9)}" width="640"></p>']
    for line in tale.lines:
        parts.append(f"<p>{line}</p>")
        if dice.random() < 0.5:
            parts.append(f'<div class="quang-cao"><p>{dice.choice(SAYINGS)}</p></div>')
    ticket = f"/tep/{tale.number}.pdf?phien={dice.randint(1, 10**9)}"
    return f"""<html><head><title>{tale.title}</title></head><body class="single"><header>Cổng</header>
<main><article id="post-{tale.number}" class="{" ".join(names)}"><h1>{tale.title}</h1>
<time>0{tale.number % 9 + 1}/10/2026</time><div class="entry-content">{"".join(parts)}
<p><a href="{ticket}">Kế hoạch {tale.number}.pdf</a></p></div></article></main><aside class="widget">
<h4>Danh ngôn</h4><p>{dice.choice(SAYINGS)}</p></aside></body></html>"""


STRANGE: dict[str, Callable[[Tale, Random], str]] = {
    "cell": _cell,
    "signature": _signature,
    "shuffled": _shuffled,
}


def page(look: str, tale: Tale, dice: Random) -> bytes:
    """The article's page as this fetch shows it."""
    return STRANGE[look](tale, dice).encode()
