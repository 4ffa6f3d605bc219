"""Many differences at once: an editor's differ from each other, a portal's do not."""

from __future__ import annotations

from dataclasses import replace

from news.article import Article, Block, Image
from news.bulk import alike
from news.change import compare

WORDS = [
    "đề",
    "tài",
    "giống",
    "lúa",
    "nương",
    "chè",
    "tuyết",
    "quy",
    "trình",
    "sấy",
    "lạnh",
    "bản",
    "đồ",
    "đất",
    "trạm",
    "đo",
    "mưa",
]


def article(n: int, *more: str) -> Article:
    body = (
        f"Sở nghiệm thu {WORDS[n % 15]} {WORDS[n * 7 % 15]} tại {n} huyện, kinh phí {n * 31} triệu."
    )
    return Article(
        url=f"http://skhcn.example.vn/{n}",
        title=f"Nghiệm thu {n}",
        blocks=tuple(Block("paragraph", line) for line in (body, body.upper(), *more)),
    )


def edited(n: int, old: str, new: str) -> Article:
    found = article(n)
    first = replace(found.blocks[0], text=found.blocks[0].text.replace(old, new))
    return replace(found, blocks=(first, *found.blocks[1:]))


def test_figures_corrected_on_many_pages_are_edits() -> None:
    found = [
        compare(article(n), edited(n, f"{n * 31} triệu", f"{n * 31 + 1} triệu"))
        for n in range(3, 16)
    ]
    assert all(found)
    assert alike(found) == 0


def test_a_counter_is_one_cause_on_many_pages() -> None:
    seen = [
        compare(article(n, f"Lượt xem: {n}"), article(n, f"Lượt xem: {n + 9}")) for n in range(20)
    ]
    new = [compare(article(n), article(n, f"{n} lượt thích")) for n in range(20)]
    assert alike(seen) == len(seen)
    assert alike(new) == len(new)


def test_sayings_that_turn_are_one_cause() -> None:
    says = ("Học, học nữa, học mãi.", "Có công mài sắt.", "Uống nước nhớ nguồn.")
    found = [compare(article(n, says[n % 3]), article(n, says[(n + 1) % 3])) for n in range(12)]
    assert alike(found) == len(found)


def test_texts_of_which_little_is_left_are_no_edits() -> None:
    found = [compare(article(n), replace(article(n), blocks=())) for n in range(5)]
    assert alike(found) == 5


def test_two_pages_with_one_word_corrected_are_edits() -> None:
    found = [compare(article(n), edited(n, "huyện", "xã")) for n in (3, 4)]
    assert alike(found) == 0


def test_one_editor_swaps_pictures_another_marks_titles() -> None:
    def changed(n: int) -> Article:
        old = article(n)
        if n % 2:
            return replace(old, title=f"{old.title} (cập nhật)")
        return replace(old, images=(Image(f"http://skhcn.example.vn/moi-{n}.jpg", ""),))

    assert alike([compare(article(n), changed(n)) for n in range(12)]) == 6
