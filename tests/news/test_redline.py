from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from news.diff import diff
from news.redline import as_html, as_json, as_plain, as_segments

BEFORE = "Họp ngày 12/3 tại Sở.\nĐoạn hai giữ nguyên.\nĐoạn ba giữ nguyên.\nĐoạn bốn giữ nguyên."


def test_marks():
    assert as_plain(diff("Giá cũ là 5 đồng", "Giá mới là 5 đồng")) == "Giá [-cũ-]{+mới+} là 5 đồng"
    assert as_plain(diff("Họp tại Sở nhà", "Họp Sở nhà")) == "Họp [-tại-] Sở nhà"
    assert as_plain(diff("Họp tại Sở", "Họp tại Sở hôm nay")) == "Họp tại Sở {+hôm nay+}"


def test_a_space_alone_is_marked():
    assert as_plain(diff("a,b", "a, b")) == "a[-,-]{+, +}b"


def test_context_leaves_out_what_stands_still():
    found = diff(BEFORE, BEFORE.replace("12/3", "13/3"))
    assert as_plain(found, context=1) == (
        "Họp ngày [-12/3-]{+13/3+} tại Sở.\nĐoạn hai giữ nguyên.\n… 2 unchanged paragraphs …"
    )
    assert as_plain(found, context=0).count("\n") == 1
    assert as_plain(found).count("\n") == 3


def test_a_move_is_told():
    lines = BEFORE.split("\n")
    found = diff(BEFORE, "\n".join([lines[3], *lines[:3]]))
    assert as_plain(found, context=0).startswith("(moved from paragraph 4 to 1) Đoạn bốn")
    assert as_html(found, moved="(chuyển) ").startswith("<p><small>(chuyển) </small>Đoạn bốn")


def test_segments_name_their_style():
    assert list(as_segments(diff("a cũ", "a mới"))) == [
        ("same", "a "),
        ("removed", "cũ"),
        ("added", "mới"),
    ]


def test_html_is_escaped():
    shown = as_html(diff("a <b>&", "a <script>alert(1)</script>&"))
    assert "<script" not in shown
    assert "<del>" in shown
    assert "&amp;" in shown


def test_json_counts_paragraphs():
    shown = as_json(diff("a\nb", "a\nc"))
    assert [(part["kind"], part["before_at"], part["after_at"]) for part in shown["parts"]] == [
        ("same", 0, 0),
        ("removed", 1, None),
        ("added", None, 1),
    ]
    assert not shown["rewritten"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_html_has_no_other_tags(before, after):
    shown = as_html(diff(before, after))
    assert "<" not in shown.replace("<p>", "").replace("</p>", "").replace("<del>", "").replace(
        "</del>", ""
    ).replace("<ins>", "").replace("</ins>", "").replace("<small>", "").replace("</small>", "")


def test_html_parses():
    tree = lxml_html.fromstring(f"<div>{as_html(diff('Giá cũ', 'Giá mới'))}</div>")
    assert [node.text for node in tree.iter("del", "ins")] == ["cũ", "mới"]
