"""Dates: every wording in a line, and which of a page's dates is the article's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import moments, parse
from crawler.extract.body import find_body
from crawler.extract.fields import Fields, read_fields
from news.zone import VIETNAM

TEXT = (
    "Sáng ngày 12/3, Sở Khoa học và Công nghệ đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm, "
    "với sự tham gia của lãnh đạo các phòng, đơn vị trực thuộc và đại diện các doanh nghiệp."
)
BODY = f"<div class='noidung'><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p></div>"
TITLE = "Hội nghị triển khai nhiệm vụ khoa học và công nghệ năm 2024"
MENU = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/t'>Tin tức</a></li></ul>"
FETCHED = datetime(2024, 12, 5, 12, 30, tzinfo=UTC)  # 19:30 in Vietnam


def read(body: str, head: str = "", *, fetched: datetime | None = None, url: str = "") -> Fields:
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    page = parse(markup.encode(), url or "http://skhcn.example.vn/tin/1.html")
    return read_fields(page, find_body(page), fetched=fetched)


def page_with(*, above: str = "", below: str = "", after: str = "", top: str = "") -> str:
    return f"{top}{MENU}<div>{above}<h1>{TITLE}</h1>{below}{BODY}{after}</div>"


def value_of(text: str) -> str | None:
    shown = moments.find(text)
    return shown[0].value.isoformat() if shown else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thời gian: 26/09/2024 19:06", "2024-09-26T19:06:00+07:00"),
        ("(26/08/2010 )", "2010-08-26"),
        ("Hướng dẫn (15-04-2018)", "2018-04-15"),
        ("Cập nhật: Thứ Ba, ngày 14/01/2020", "2020-01-14"),
        ("Ngày 18-05-2022", "2022-05-18"),
        ("Ngày cập nhật 07/08/2015", "2015-08-07"),
        ("[07/08/2023 17:32]", "2023-08-07T17:32:00+07:00"),
        ("(09:19 | 23/12/2016)", "2016-12-23T09:19:00+07:00"),
        ("Thứ năm, 08/09/2022 - 10:33", "2022-09-08T10:33:00+07:00"),
        ("Cập nhật vào: Thứ tư - 03/04/2019 05:13 Cỡ chữ", "2019-04-03T05:13:00+07:00"),
        ("Đăng bài lananh T4, 13/12/2017 - 06:57", "2017-12-13T06:57:00+07:00"),
        ("10:17 09/12/2015", "2015-12-09T10:17:00+07:00"),
        ("- 19/07/2013 04:45:00 PM", "2013-07-19T16:45:00+07:00"),
        ("12/09/2025 09:16:00 AM", "2025-09-12T09:16:00+07:00"),
        ("Thứ ba, 23/07/2019, 16:51 GMT+7", "2019-07-23T16:51:00+07:00"),
        ("Thứ sáu, 08/12/2023 13:54 (GMT+7)", "2023-12-08T13:54:00+07:00"),
        ("Thứ Sáu, 15/08/2014, 09:09 [GMT+7]", "2014-08-15T09:09:00+07:00"),
        ("Thứ năm, 15/10/2020 08:18Số 10 năm 202035", "2020-10-15T08:18:00+07:00"),
        ("Thứ hai, 05/12/16", "2016-12-05"),
        ("Print Thứ Bảy, 26/01/2019 19:26", "2019-01-26T19:26:00+07:00"),
        ("2:52 CH,05/12/2017", "2017-12-05T14:52:00+07:00"),
        ("8:05 SA,05/12/2017", "2017-12-05T08:05:00+07:00"),
        ("11:06 AM 19/06/2019 |   Lượt xem: 4520", "2019-06-19T11:06:00+07:00"),
        ("Đăng ngày 20 - 04 - 2023", "2023-04-20"),
        ("Thứ 6, Ngày 26/03/2021, 10:00", "2021-03-26T10:00:00+07:00"),
        ("Cập nhật lúc 21:45, Thứ Hai, 06/01/2020 (GMT+7)", "2020-01-06T21:45:00+07:00"),
        ("Thứ 3, 13/05/2014 | 21:01:54", "2014-05-13T21:01:54+07:00"),
        ("13.09.2024 | 18:13 PM", "2024-09-13T18:13:00+07:00"),
        ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
        ("21/12/2012 | 12:00 AM", "2012-12-21T00:00:00+07:00"),
        ("Tue Oct 16 08:30:00 ICT 2018", "2018-10-16T08:30:00+07:00"),
        ("Hải Phòng, ngày 06 tháng 12 năm 2019", "2019-12-06"),
        ("12 Tháng Mười Hai, 2023", "2023-12-12"),
        ("Tháng Bảy 12, 2023", "2023-07-12"),
        ("12 Th7, 2023", "2023-07-12"),
        ("March 12, 2023", "2023-03-12"),
        ("16-Oct-2018 07:00", "2018-10-16T07:00:00+07:00"),
        ("2018-10-25T07:40:00+07:00", "2018-10-25T07:40:00+07:00"),
        ("16h30 ngày 12/3/2020", "2020-03-12T16:30:00+07:00"),
        ("10/16/2018 3:05 PM", "2018-10-16T15:05:00+07:00"),
    ],
)
def test_every_wording_of_a_date_is_read(text: str, value: str) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "Khoa học và Công nghệ -0001-11-30 07:06:30",
        "Ngày quyết định 03/07/2501",
        "01/01/1900",
        "01/01/1970",
        "31/02/2020",
        "Trong 2 ngày ( 04/7-05/7)",
        "Chiều 26/9",
        "Kế hoạch số 12/2020",
        "ĐT 02.33.85",
        "Nghị định 05/12/16 của Chính phủ quy định chi tiết",
    ],
)
def test_malformed_and_impossible_dates_are_none(text: str) -> None:
    assert value_of(text) is None


def test_an_impossible_hour_leaves_the_day() -> None:
    assert value_of("12/03/2020 25:61") == "2020-03-12"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2019-07-17T20:56:54+0700", "2019-07-17T20:56:54+07:00"),
        ("2019-07-17T20:56:54Z", "2019-07-18T03:56:54+07:00"),
        ("2019-07-17T20:56:54-05:30", "2019-07-18T09:26:54+07:00"),
        ("2019-07-17T20:56:54+99:00", "2019-07-17"),
        ("2019-07-17", "2019-07-17"),
        ("2026-03-07 08:07", "2026-03-07T08:07:00+07:00"),
        ("2018-10-25+0709:40:00", None),
        ("2018-13-45", None),
        ("", None),
    ],
)
def test_a_machine_readable_date_is_well_formed_or_none(text: str, value: str | None) -> None:
    read_ = moments.written(text)
    assert (read_ and read_.isoformat()) == value


@pytest.mark.parametrize(
    "shown",
    [
        "<div class='PostDate'>15/03/2021 13:07:00</div>",
        "<span class='post-date'>Thứ 2, 15/03/2021 | 13:07</span>",
        "<p><i class='fa fa-calendar'></i> 15/03/2021 13:07 - Lượt xem: 35</p>",
        "<div>Người đăng tin: Lê Vân Ngày đăng tin: 15/03/2021 Lượt xem: 35</div>",
        "<div><span>Ngày đăng:</span></div><div>15/03/2021</div>",
        "<time datetime='2021-03-15T13:07:00+07:00'>hôm qua</time>",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_the_date_beside_the_title_is_the_articles(shown: str, place: str) -> None:
    published = read(page_with(**{place: shown})).published
    assert published is not None
    assert moments.day_of(published) == date(2021, 3, 15)


@pytest.mark.parametrize("glued", [" 22/03/2024", " (22/03/2024)", "   22/03/2024 In trang"])
def test_a_date_glued_to_the_title_is_cut_from_it(glued: str) -> None:
    fields = read(f"{MENU}<h1>{TITLE}{glued}</h1>{BODY}")
    assert (fields.title, fields.published) == (TITLE, date(2024, 3, 22))


def test_a_date_in_the_breadcrumb_counts() -> None:
    fields = read(page_with(above="<div>Trang chủ >> Quản lý khoa học (30-12-2019)</div>"))
    assert (fields.published, fields.section) == (date(2019, 12, 30), "Quản lý khoa học")


def test_the_raw_words_are_kept() -> None:
    fields = read(page_with(below="<p>Cập nhật: Thứ Ba, ngày 14/01/2020</p>"))
    assert fields.published_raw == "Thứ Ba, ngày 14/01/2020"


def test_the_label_of_publication_wins_over_a_copied_source_date() -> None:
    body = page_with(
        below="<div>Ngày đăng: 21/05/2020 - 14:24</div><p>Thứ Ba 19/05/2020 - 08:10</p>"
    )
    assert read(body).published_raw == "21/05/2020 - 14:24"


def test_posting_and_editing_are_told_apart() -> None:
    body = page_with(below="<p>Ngày đăng: 20/05/2020</p><p>Cập nhật: 21/05/2020 08:00</p>")
    fields = read(body)
    assert fields.published == date(2020, 5, 20)
    assert fields.updated == datetime(2020, 5, 21, 8, tzinfo=VIETNAM)


CLOCKS = [
    "<header><div>Thứ năm, 05/12/2024 - 19:27</div></header>",
    "<div class='top'>Thursday, 05/12/2024 - 19:27</div>",
    "<div>Thứ năm Ngày 5/12/2024</div>",
    "<div>Hôm nay, Thứ năm 05-12-2024</div>",
    "<div id='clock'>19:27:10 05/12/2024</div>",
    "<div>Chủ Nhật ngày 05/12/2024 Chào mừng bạn đến với Cổng thông tin</div>",
]


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("fetched", [None, FETCHED])
def test_the_clock_of_the_page_is_never_the_date(clock: str, fetched: datetime | None) -> None:
    assert read(page_with(top=clock), fetched=fetched).published is None
    dated = page_with(top=clock, below="<div>15/03/2021</div>")
    assert read(dated, fetched=fetched).published == date(2021, 3, 15)


RELATED = "".join(
    f"<li><a href='/{n}'>Triển khai kế hoạch số {n} về chuyển đổi số</a>{date_}</li>"
    for n, date_ in enumerate(["<span>(12/04/2024)</span>", "<div>11/04/2024</div>"] * 2)
)


@pytest.mark.parametrize("place", ["after", "top"])
def test_the_dates_of_related_items_are_not_the_articles(place: str) -> None:
    assert read(page_with(**{place: f"<ul>{RELATED}</ul>"})).published is None


def test_the_days_in_the_text_are_events() -> None:
    text = "Ngày 19/7/2018, Sở Khoa học và Công nghệ đã tổ chức hội nghị sơ kết công tác. "
    assert read(f"<h1>{TITLE}</h1><p>{text * 3}</p><p>{TEXT}</p>").published is None


def test_a_document_of_a_day_is_not_published_on_it() -> None:
    body = page_with(below="<p>Hải Phòng, ngày 06 tháng 12 năm 2019</p>")
    assert read(body).published is None


def test_opengraph_alone_is_no_date_that_the_page_shows() -> None:
    head = "<meta property='article:published_time' content='2016-06-13T10:48:52+07:00'>"
    assert read(page_with(), head).published is None


def test_json_ld_stands_in_for_a_date_that_is_not_shown() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"datePublished":"2021-03-15T13:07:00+07:00"}</script>'
    )
    assert read(page_with(), head).published == datetime(2021, 3, 15, 13, 7, tzinfo=VIETNAM)
    shown = page_with(below="<p>16/03/2021</p>")
    assert read(shown, head).published == date(2021, 3, 16)


def test_a_witness_tells_day_and_month_apart() -> None:
    head = "<meta property='article:published_time' content='2020-03-12T08:00:00+07:00'>"
    assert read(page_with(below="<p>3/12/2020</p>"), head).published == date(2020, 3, 12)
    assert read(page_with(below="<p>3/12/2020</p>")).published == date(2020, 12, 3)


def test_no_date_lies_after_the_fetch() -> None:
    tomorrow = page_with(below="<p>Ngày đăng: 06/12/2024</p>")
    assert read(tomorrow, fetched=FETCHED).published is None
    assert read(tomorrow).published == date(2024, 12, 6)
    later_today = page_with(below="<p>Ngày đăng: 05/12/2024 20:15</p>")
    assert read(later_today, fetched=FETCHED).published == date(2024, 12, 5)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3 ngày trước", date(2024, 12, 2)),
        ("2 giờ trước", date(2024, 12, 5)),
        ("Hôm qua, 15:30", datetime(2024, 12, 4, 15, 30, tzinfo=VIETNAM)),
        ("2 tuần trước", None),
    ],
)
def test_relative_dates_need_the_time_of_the_fetch(words: str, value: date | None) -> None:
    body = page_with(below=f"<span class='date'>{words}</span>")
    assert read(body, fetched=FETCHED).published == value
    assert read(body).published is None


@given(st.text(max_size=300))
def test_finding_never_raises_and_stays_inside_the_text(text: str) -> None:
    for shown in moments.find(text):
        assert 0 <= shown.start < shown.end <= len(moments.nfc(text))
        assert moments.FIRST_YEAR <= moments.day_of(shown.value).year <= moments.LAST_YEAR


@given(st.datetimes(*(datetime(year, 1, 1) for year in (1990, 2100))))  # noqa: DTZ001
def test_what_is_written_is_read_back(moment: datetime) -> None:
    expected = moment.replace(microsecond=0, tzinfo=VIETNAM)
    for pattern in ("%d/%m/%Y %H:%M:%S", "%H:%M:%S | %d-%m-%Y", "Thứ hai, %d.%m.%Y, %H:%M:%S"):
        assert [shown.value for shown in moments.find(f"{moment:{pattern}}")] == [expected]


@given(st.text(max_size=60), st.datetimes(timezones=st.just(UTC)))
def test_attributes_and_relative_words_never_raise(text: str, fetched: datetime) -> None:
    moments.written(text)
    moments.relative(text, FETCHED)
    for shown in moments.find(text):
        value = moments.not_future(shown.value, fetched)
        assert value is None or moments.day_of(value) <= moments.local(fetched).date()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4. Mai 2023", "2023-05-04"),
        ("22 janvier 2024 à 06h00", "2024-01-22T06:00:00+07:00"),
        ("2 de noviembre de 2023", "2023-11-02"),
        ("9 augustus 2023", "2023-08-09"),
        ("22 de outubro de 2010", "2010-10-22"),
        ("2024年5月6日", "2024-05-06"),
        ("Nghiệm thu đề tài trồng sâm (28-05-24)", "2024-05-28"),
        ("24/10/202414:00", "2024-10-24T14:00:00+07:00"),
        ("08 giờ 15 phút, ngày 6 tháng 5 năm 2023", "2023-05-06T08:15:00+07:00"),
    ],
)
def test_days_of_other_languages_and_glued_ones_are_read(text: str, value: str) -> None:
    assert value_of(text) == value


def test_the_day_that_a_writer_ends_with_stays_text() -> None:
    text = "".join(f"<p>Điều {n}. {TEXT}</p>" for n in range(8))
    fields = read(f"<h1>{TITLE}</h1><div>{text}<p>Ngày 15 tháng 3 năm 2011.</p></div>")
    assert fields.published is None


def test_a_posting_day_that_ends_the_text_outweighs_the_clock_at_the_head() -> None:
    body = BODY.replace("</div>", "<p>Thứ bảy, 21/6/2025, 09:00 (GMT+7)</p></div>")
    fields = read(f"<div class='clock'>Chủ nhật, 22/11/2026</div><h1>{TITLE}</h1>{body}")
    assert fields.published is not None
    assert fields.published.isoformat() == "2025-06-21T09:00:00+07:00"


def test_a_day_in_a_row_of_the_text_is_data() -> None:
    rows = "".join(f"<tr><td>{day:02d}/7/2021</td><td>Giám đốc Sở</td></tr>" for day in (5, 20))
    fields = read(f"<h1>{TITLE}</h1><div><p>{TEXT}</p><table>{rows}</table></div>")
    assert fields.published is None
    assert not any(index for index in fields.spent if index > 1)
