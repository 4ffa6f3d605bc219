from __future__ import annotations

import pytest

from crawler.extract import parse
from tests.crawler.extract.pages import URL


def lines_of(markup: str) -> list[str]:
    return [line.text for line in parse(markup.encode(), URL).lines]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>một <b>hai</b> ba</p>", ["một hai ba"]),
        ("<td>một<br><br>hai<br/>ba</td>", ["một", "hai", "ba"]),
        ("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"]),
        ("<p>từ<span>ng</span> <i> </i>chữ</p>", ["từng chữ"]),
        ("<p>a<o:p>b</o:p> <x-note>c</x-note></p>", ["ab c"]),
        ("<p>\u200b&nbsp;&shy;</p><p>a&nbsp;&nbsp; b\u200b</p>", ["a b"]),
        ("<p>một<script>hai</script> ba</p><style>x</style>", ["một ba"]),
        ("<p>một<select><option>hai</option></select> ba</p>", ["một ba"]),
        ("<p>một</p><p style='Display: none'>hai</p><p hidden>ba</p>", ["một"]),
        ("<p>một <span style='display:none'>hai</span>ba</p>", ["một ba"]),
        ("<ul><li>một<ul><li>hai</li></ul></li></ul>", ["một", "hai"]),
        ("<a><div>một</div></a>hai", ["một", "hai"]),
        ("chữ không có thẻ", ["chữ không có thẻ"]),
    ],
)
def test_a_line_is_what_a_reader_sees_as_one(markup: str, lines: list[str]) -> None:
    assert lines_of(markup) == lines


def test_text_is_composed() -> None:
    assert lines_of("<p>So\u031b\u0309 ha\u0300</p>") == ["Sở hà"]


def test_characters_of_links_are_counted() -> None:
    page = parse(b'<p>abc <a href="/x">defg</a></p><p><a><b>hi</b></a></p>', URL)
    assert [line.link_chars for line in page.lines] == [4, 2]


def test_boxes_hold_their_lines_and_know_their_parents() -> None:
    page = parse(b"<div id=a><p>x</p><div id=b><p>y</p>z</div></div>", URL)
    by_id = {box.element.get("id"): box for box in page.boxes}
    assert [line.text for line in page.lines[by_id["b"].first : by_id["b"].end]] == ["y", "z"]
    assert by_id["a"].end - by_id["a"].first == 3
    for box in page.boxes:
        if box.parent >= 0:
            above = page.boxes[box.parent]
            assert above.first <= box.first <= box.end <= above.end
            assert box.depth == above.depth + 1


@pytest.mark.parametrize(
    ("attribute", "zone"),
    [
        ('class="entry-meta"', "meta"),
        ('class="entryMeta"', "meta"),
        ('class="tin-lien-quan"', "related"),
        ('id="comments"', "comments"),
        ('class="social_share"', "tools"),
        ('role="navigation"', "nav"),
        ('class="post-12 post tag-khoa-hoc category-tin"', ""),
        ('class="content"', ""),
        ('class="shareholder"', ""),
    ],
)
def test_a_class_names_the_zone_by_its_words(attribute: str, zone: str) -> None:
    page = parse(f"<div {attribute}><p>một</p></div>".encode(), URL)
    assert page.lines[0].zone == zone


def test_pictures_know_the_line_after_them() -> None:
    page = parse(b'<p>a</p><p><img src="1.jpg"></p><p>b</p><img src="2.jpg">', URL)
    assert [picture.before for picture in page.pictures] == [1, 2]
