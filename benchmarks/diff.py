"""How long it takes to compare two texts of 50 kB, by kind of edit.

Run it as `python -m benchmarks.diff`.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

from news.diff import diff

if TYPE_CHECKING:
    from collections.abc import Callable

SYLLABLES = re.findall(
    r"\w+",
    "sở khoa học và công nghệ tỉnh tổ chức hội nghị triển khai nhiệm vụ đề tài nghiên cứu ứng dụng "
    "chuyển giao đổi mới sáng tạo doanh nghiệp sản phẩm nông thị trường tiêu chuẩn đo lường chất "
    "lượng sở hữu trí tuệ năm kế hoạch phát triển kinh tế xã hội giai đoạn hoàn thành báo cáo kết "
    "quả thực hiện chương trình quốc gia hỗ trợ tài chính ngân sách đồng tỷ triệu phần trăm ngày",
)
LIMIT_MS = 100


def paragraph(chance: random.Random, words: int) -> str:
    text = [chance.choice(SYLLABLES) for _ in range(words)]
    text[chance.randrange(words)] = str(chance.randrange(10_000))
    return " ".join(text).capitalize() + "."


def article(chance: random.Random, words: int = 60, size: int = 50_000) -> str:
    lines: list[str] = []
    while sum(len(line.encode()) + 1 for line in lines) < size:
        lines.append(paragraph(chance, words))
    return "\n".join(lines)


def every_nth_word(text: str, step: int) -> str:
    words = text.split(" ")
    for index in range(0, len(words), step):
        words[index] = f"thay{index}"
    return " ".join(words)


def shuffled(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def cases(chance: random.Random) -> dict[str, tuple[str, str]]:
    text, short = article(chance), article(chance, words=8)
    line = text.replace("\n", " ")
    return {
        "the same": (text, text),
        "one digit": (text, text.replace("1", "2", 1)),
        "one word in 20": (text, every_nth_word(text, 20)),
        "one word in 3": (text, every_nth_word(text, 3)),
        "paragraphs shuffled": (text, shuffled(chance, text)),
        "shuffled and edited": (text, shuffled(chance, every_nth_word(text, 10))),
        "rewritten": (text, article(chance)),
        "rewritten, short lines": (short, article(chance, words=8)),
        "short lines edited": (short, every_nth_word(short, 5)),
        "one line, one word in 10": (line, every_nth_word(line, 10)),
        "one line, rewritten": (line, article(chance).replace("\n", " ")),
        "one line cut into paragraphs": (line, text),
    }


def best_of(call: Callable[[], object], rounds: int = 5) -> float:
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return min(taken) * 1000


def main() -> None:
    slowest = 0.0
    for name, (before, after) in cases(random.Random(2026)).items():
        taken = best_of(lambda before=before, after=after: diff(before, after))
        found = diff(before, after)
        assert (found.before, found.after) == (before, after)
        slowest = max(slowest, taken)
        print(f"{name:30} {taken:7.1f} ms   share {found.share:.2f}  parts {len(found.parts)}")
    verdict = "ok" if slowest < LIMIT_MS else "MISSED"
    print(f"slowest {slowest:.1f} ms, limit {LIMIT_MS} ms: {verdict}")


if __name__ == "__main__":
    main()
