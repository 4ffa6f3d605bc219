import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.diff import cases
from news.diff import diff
from news.text import normal_form

FIRST = "Sáng 12/3/2024, Sở Khoa học và Công nghệ tổ chức hội nghị với 50 đại biểu."
SECOND = "Hội nghị do đồng chí Giám đốc Sở chủ trì."
THIRD = "Nhiều ý kiến đã được nêu về chuyển đổi số tại địa phương."
BEFORE = f"{FIRST}\n{SECOND}\n{THIRD}"

WORDS = st.sampled_from(
    ["hoà", "hòa", "Sở", "5", "5,1", "công", "bố", ".", ",", "%", "(", "12/3", "x"]
)
GLUE = st.sampled_from([" ", " ", "\u00a0", "  ", "\n", "\n\n", ""])
TEXT = st.lists(st.tuples(WORDS, GLUE).map("".join), max_size=50).map("".join)


def kinds(difference):
    return [part.kind for part in difference.parts]


def edits(difference):
    spans = [span for part in difference.parts for span in part.spans if span.changed]
    pairs = [(span.before.strip(), span.after.strip()) for span in spans]
    return [pair for pair in pairs if any(pair)]


def is_seen(difference):
    return bool(edits(difference)) or "moved" in kinds(difference)


def test_equal_texts_have_no_difference():
    assert not is_seen(diff(BEFORE, BEFORE))
    assert not is_seen(diff("", ""))


def test_form_is_no_difference():
    found = diff("Tỉnh Hoà Bình , năm\u00a02024", "Tỉnh Hòa Bình, năm 2024")
    assert not is_seen(found)
    assert found.before == "Tỉnh Hoà Bình , năm\u00a02024"
    assert found.after == "Tỉnh Hòa Bình, năm 2024"


def test_an_edit_names_its_words():
    found = diff(BEFORE, BEFORE.replace("12/3/2024", "13/3/2024").replace("50 đại", "55 đại"))
    assert kinds(found) == ["edited", "same", "same"]
    assert edits(found) == [("12/3/2024", "13/3/2024"), ("50", "55")]
    assert not found.rewritten


def test_a_removed_paragraph_stands_where_it_stood():
    found = diff(BEFORE, f"{FIRST}\n{THIRD}")
    assert kinds(found) == ["same", "removed", "same"]
    assert edits(found) == [(SECOND, "")]


def test_a_replaced_paragraph_comes_before_its_replacement():
    found = diff(BEFORE, f"{FIRST}\nMột câu hoàn toàn khác hẳn.\n{THIRD}")
    assert kinds(found) == ["same", "removed", "added", "same"]


def test_a_moved_paragraph_is_moved_and_not_edited():
    found = diff(BEFORE, f"{THIRD}\n{FIRST}\n{SECOND}")
    assert kinds(found) == ["moved", "same", "same"]
    assert (found.parts[0].before_at, found.parts[0].after_at) == (2, 0)
    assert edits(found) == []
    assert found.share == 0
    assert is_seen(found)


def test_a_moved_paragraph_may_be_edited_too():
    found = diff(BEFORE, "\n".join([THIRD.replace("địa phương", "cơ sở"), FIRST, SECOND]))
    assert kinds(found) == ["moved", "same", "same"]
    assert edits(found) == [("địa phương", "cơ sở")]


def test_more_than_half_is_rewritten():
    assert diff(FIRST, THIRD).rewritten
    assert not diff(BEFORE, f"{BEFORE}\n{SECOND.replace('Sở', 'Viện')}").rewritten


def test_a_space_after_a_comma_is_seen():
    assert is_seen(diff("a,b", "a, b"))


def test_characters_and_hashes_are_not_mixed_up():
    found = diff("hoà", "\u00a0")
    assert (found.before, found.after) == ("hoà", "\u00a0")


@given(TEXT | st.text(), TEXT | st.text())
def test_both_texts_can_be_made_again(before, after):
    found = diff(before, after)
    assert found.before == before
    assert found.after == after
    assert 0 <= found.share <= 1


@given(TEXT, TEXT)
def test_never_blind(before, after):
    if normal_form(before) != normal_form(after):
        assert is_seen(diff(before, after))


@given(TEXT)
def test_nothing_where_nothing_is(text):
    assert not is_seen(diff(text, text))
    assert diff(text, text).share == 0


@pytest.mark.parametrize("name", list(cases(random.Random(1))))
def test_50_kb_are_compared_whole(name):
    # How fast: benchmarks/diff.py.
    before, after = cases(random.Random(1))[name]
    found = diff(before, after)
    assert (found.before, found.after) == (before, after)


def test_a_huge_line_is_compared_by_sentences():
    rng = random.Random(3)
    sentences = [" ".join(str(rng.randrange(999)) for _ in range(20)) + ". " for _ in range(2000)]
    before = "".join(sentences)
    sentences[1000] = "Câu này đã khác. "
    found = diff(before, "".join(sentences))
    assert (found.before, found.after) == (before, "".join(sentences))
    assert found.share < 0.01
