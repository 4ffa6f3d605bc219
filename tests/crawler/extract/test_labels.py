"""What is a label and what is a sentence that begins like one."""

from __future__ import annotations

import pytest

from crawler.extract.labels import is_call, is_credit, is_label, opens_list
from news.text import fold

SENTENCES = (
    "Share prices of the operator rose.",
    "Updated maps will hang at every stop.",
    "Published figures put the cost at 80 million.",
    "Sign up sheets filled within hours.",
    "Print editions sold out.",
    "Related work on the bridge will wait.",
    "Trending upward, the costs worry some.",
    "Có chứ. Năm thứ tư ruộng thí nghiệm ngập trắng.",
    "Chia sẻ kinh nghiệm trồng sâm dưới tán rừng",
    "Đánh giá kết quả ba năm thực hiện đề án",
    "Published works of the institute",
)
LABELS = (
    "Updated 3 hours ago",
    "Published: 10:15am, 2 April 2024",
    "Share this article on Facebook.",
    "Sign up for our newsletter.",
    "Cỡ chữ",
    "In Email",
    "Facebook Zalo | Tweet",
    "Số lần xem: 87",
    "6 min read",
    "QR CODE: Đưa mạng cảm biến vào rừng...",
    "Mã xác thực không đúng.",
    "Chia sẻ lên Facebook",
    "Average: 4 (3 votes)",
)
HEADINGS = (
    "Bình chọn",
    "Thăm dò ý kiến",
    "Lees ook",
    "Video nổi bật",
    "Tin cùng chuyên mục",
    "Related",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_label_for_its_first_word(text: str) -> None:
    assert not is_label(fold(text))
    assert not opens_list(fold(text))


@pytest.mark.parametrize("text", LABELS)
def test_tools_counters_and_credits_are_labels(text: str) -> None:
    assert is_label(fold(text))


@pytest.mark.parametrize("text", HEADINGS)
def test_headings_of_what_is_no_text_open_lists(text: str) -> None:
    assert opens_list(fold(text))


def test_a_caption_that_ends_with_its_credit_is_one() -> None:
    assert is_credit("Protesters gathered at the harbour (Image: City Press)")
    assert not is_credit("The minister (a former mayor) declined to comment.")


def test_calls_to_the_reader_are_calls() -> None:
    assert is_call(fold("If you enjoyed this article, join us."))
    assert is_call(fold("Reporting by A. Writer; editing by B. Reader"))
    assert not is_call(fold("The committee published its reporting on Tuesday."))
