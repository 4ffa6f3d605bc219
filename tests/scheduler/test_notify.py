"""Whom news is told, in what words, and that none is lost or told twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import feedparser
import pytest

from news.zone import VIETNAM
from scheduler import channels, notify, senders
from scheduler.channels import ChannelError
from scheduler.courier import Courier
from storage.errors import StoreError
from storage.store import open_store, read_store
from tests.crawler.newsroom import NOON
from tests.scheduler.sinks import Sink, dripping, mail_server, webhook
from tests.scheduler.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIL = """
[thu]
type = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "khcn@example.vn"
to = ["ban-doc@example.vn"]
"""
HOOK = '[moc]\ntype = "webhook"\nurl = "http://127.0.0.1:{port}/nhan"\n'
FILE = '[so]\ntype = "file"\npath = "so.jsonl"\n'


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with open_store(tmp_path / "khcn.db") as store:
        told = Told(store, tmp_path)
        told.room.write(*range(1, 21))
        told.crawls()
        told.later(hours=2)
        yield told


@pytest.fixture
def mail() -> Iterator[Sink]:
    with mail_server() as sink:
        yield sink


@pytest.fixture
def hook() -> Iterator[Sink]:
    with webhook() as sink:
        yield sink


def lines(told: Told, name: str = "so.jsonl") -> list[dict[str, object]]:
    path = told.folder / name
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_new_channel_is_not_told_the_past(told: Told) -> None:
    told.enrols(FILE)
    assert told.collects() == {"so": 0}


def test_an_edit_is_told_with_its_difference_and_its_link(told: Told, mail: Sink) -> None:
    told.enrols(MAIL.format(port=mail.port))
    told.room.replace(3, "tiến độ", "thời hạn")
    told.crawls()
    assert told.collects() == {"thu": 1}
    told.delivers()
    [letter] = mail.got
    assert letter["Subject"].startswith("[Sở Khoa học và Công nghệ] Sửa bài: ")
    text = letter.get_body(("plain",)).get_content()
    assert "[-tiến độ-]{+thời hạn+}" in text
    assert told.room.address(3) in text
    html = letter.get_body(("html",)).get_content()
    assert "<del>tiến độ</del><ins>thời hạn</ins>" in html


def test_a_new_article_is_told_and_a_first_crawl_is_only_counted(told: Told) -> None:
    told.enrols(FILE)
    told.room.write(21)
    told.crawls()
    told.collects()
    told.delivers()
    [message] = lines(told)
    assert message["kind"] == "appeared"
    assert message["change"]["title"] == "Hội nghị khoa học lần thứ 21"
    other = type(told.room)(told.store, key="ben-tre", now=told.now)
    other.write(*range(1, 13))
    other.crawl()
    told.later(minutes=1)
    told.collects()
    told.delivers()
    assert [line["kind"] for line in lines(told)] == ["appeared", "baseline"]
    assert "12 bài" in str(lines(told)[-1]["text"])


def test_a_first_crawl_whose_publishing_took_long_is_counted_too(told: Told) -> None:
    told.enrols(FILE)
    for key in ("ben-tre", "phu-tho"):
        other = type(told.room)(told.store, key=key, now=told.now)
        other.write(1, 2, 3)
        other.crawl()
    with told.store.writing() as conn:  # the second one has ended, but is not yet published
        conn.execute("UPDATE runs SET stage = 'publishing' WHERE id = (SELECT max(id) FROM runs)")
    told.later(minutes=1)
    assert told.collects() == {"so": 1}
    with told.store.writing() as conn:
        conn.execute("UPDATE runs SET stage = 'done'")
    told.later(minutes=1)
    assert told.collects() == {"so": 1}
    assert told.collects() == {"so": 0}


def test_a_channel_that_is_down_for_an_hour_gets_everything_once_in_order(
    told: Told, mail: Sink, hook: Sink
) -> None:
    told.enrols(MAIL.format(port=mail.port) + HOOK.format(port=hook.port) + FILE)
    mail.refusing = True
    for n in range(21, 31):
        told.room.write(n)
        told.crawls()
        told.collects()
        told.passes(6)
    assert mail.got == []
    assert mail.tries > 3
    assert len(hook.got) == len(lines(told)) == 10  # the others never waited
    mail.refusing, hook.refusing = False, True
    told.room.write(31)
    told.crawls()
    told.collects()
    told.passes(20)
    assert len(hook.got) == 10
    hook.refusing = False
    told.passes(20)
    titles = [f"Hội nghị khoa học lần thứ {n}" for n in range(21, 32)]
    assert [letter["Subject"].partition(": ")[2] for letter in mail.got] == titles
    assert [message["change"]["title"] for message in hook.got] == titles
    assert len({letter["Message-ID"] for letter in mail.got}) == 11
    assert len({headers["Idempotency-Key"] for headers in hook.headers}) == 11
    told.passes(60)
    assert len(mail.got) == len(hook.got) == 11


def test_a_message_refused_for_its_text_is_put_aside_and_the_rest_go_on(
    told: Told, hook: Sink
) -> None:
    told.enrols(HOOK.format(port=hook.port))
    hook.refusing, hook.status = True, 400
    told.room.write(21)
    told.crawls()
    told.collects()
    told.passes(10)
    assert hook.tries == notify.REFUSALS
    hook.refusing = False
    told.room.write(22)
    told.crawls()
    told.collects()
    told.passes(1)
    assert [message["change"]["title"][-2:] for message in hook.got] == ["22"]


def test_an_hour_of_silence_counts_for_no_refusal(told: Told, hook: Sink) -> None:
    told.enrols(HOOK.format(port=hook.port))
    hook.refusing = True
    told.room.write(21)
    told.crawls()
    told.collects()
    told.passes(60)
    hook.status = 400
    told.passes(15)
    hook.refusing = False
    told.passes(15)
    assert [message["change"]["title"][-2:] for message in hook.got] == ["21"]


def test_where_nothing_can_be_written_nothing_is_sent(told: Told, hook: Sink) -> None:
    told.enrols(HOOK.format(port=hook.port))
    told.room.write(21)
    told.crawls()
    told.collects()
    with read_store(told.store.path) as stuck, pytest.raises(StoreError):
        notify.deliver(stuck, told.channels["moc"], lambda: told.now)
    assert hook.tries == 0


def test_a_channel_that_could_not_be_enrolled_is_enrolled_later(tmp_path: Path) -> None:
    path = tmp_path / channels.FILE_NAME
    path.write_text(FILE, encoding="utf-8")
    with open_store(tmp_path / "khcn.db") as store:
        courier = Courier(store.path, path)
        with read_store(store.path) as stuck, pytest.raises(StoreError):
            courier.refresh(stuck, now=NOON)
        assert courier.channels == {}
        courier.refresh(store, now=NOON)
        courier.collect(store, now=NOON)
    assert set(courier.channels) == {"so"}


def test_a_webhook_can_be_signed_and_is_never_followed_elsewhere(told: Told, hook: Sink) -> None:
    told.enrols(HOOK.format(port=hook.port) + 'secret = "bí mật"\n')
    told.room.write(21)
    told.crawls()
    told.collects()
    hook.refusing, hook.status = True, 302
    delivery = told.delivers()["moc"]
    assert delivery.again is not None
    assert delivery.error == "the webhook answered 302"
    hook.refusing = False
    told.passes(2)
    body = json.dumps(hook.got[0], ensure_ascii=False).encode()
    sign = hmac.new("bí mật".encode(), body, hashlib.sha256).hexdigest()
    assert hook.headers[0]["X-Khcn-Signature"] == f"sha256={sign}"


@pytest.mark.parametrize("text", [HOOK, MAIL], ids=["webhook", "mail"])
def test_one_that_answers_byte_by_byte_is_hung_up_on(
    told: Told, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "IN_ALL", 0.3)
    with dripping() as port:
        told.enrols(text.format(port=port))
        told.room.write(21)
        told.crawls()
        told.collects()
        [delivery] = told.delivers().values()
    assert (delivery.count, delivery.again is not None) == (0, True)
    assert delivery.error == "it was not taken within 0.3 s"


def test_what_has_no_line_is_waited_for_no_longer_than_it_may(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "IN_ALL", 0.3)
    with dripping() as port:
        told.enrols(f'[khac]\ntype = "apprise"\nurl = "json://127.0.0.1:{port}/"\n')
        told.room.write(21)
        told.crawls()
        told.collects()
        assert told.delivers()["khac"].error == "it was not taken within 0.3 s"


def test_each_channel_hears_what_it_asked_for(told: Told) -> None:
    told.enrols(
        '[sua]\ntype = "file"\npath = "sua.jsonl"\nkinds = ["edited"]\n'
        '[tu-khoa]\ntype = "file"\npath = "tk.jsonl"\nkeywords = ["thoi han", "vệ tinh"]\n'
        '[khac]\ntype = "file"\npath = "khac.jsonl"\nportals = ["ben-tre"]\n'
        '[nang]\ntype = "file"\npath = "nang.jsonl"\nmin_grade = "sentence"\n'
        '[dieu-hanh]\ntype = "file"\npath = "dh.jsonl"\noperator = true\n'
    )
    told.room.replace(3, "tiến độ", "thời hạn")
    told.room.write(21)
    told.crawls()
    assert told.collects() == {"sua": 1, "tu-khoa": 1, "khac": 0, "nang": 1, "dieu-hanh": 0}


def test_keywords_are_whole_words_without_accents() -> None:
    assert notify.mentions("Chuyển đổi số tại Đắk Lắk", ["chuyen doi so"])
    assert notify.mentions("chuyển đổi\nsố", ["CHUYỂN ĐỔI SỐ"])
    assert notify.mentions("tỉnh Đắk Lắk", ["dak lak"])
    assert not notify.mentions("chuyển đổi sống", ["đổi số"])
    assert not notify.mentions("anything", ["a+b", "("])


def test_a_daily_digest_is_one_message_at_its_hour(told: Told) -> None:
    told.enrols(FILE + 'when = "daily"\nhour = 7\n')
    told.room.replace(3, "tiến độ", "thời hạn")
    told.room.write(21, 22)
    told.crawls()
    assert told.collects() == {"so": 0}
    told.later(hours=20)
    assert told.collects() == {"so": 1}
    assert told.collects() == {"so": 0}
    told.delivers()
    [message] = lines(told)
    assert "3 thay đổi" in str(message["subject"])
    for words in ("Bài mới: Hội nghị khoa học lần thứ 21", "[-tiến độ-]{+thời hạn+}"):
        assert words in str(message["text"])
    told.later(hours=24)
    assert told.collects() == {"so": 0}  # a day without news is a day without mail


@pytest.mark.parametrize("when", ["immediate", "daily"])
def test_nothing_is_left_out_however_much_there_is(
    told: Told, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr(notify, "AT_MOST", 2)
    told.enrols(FILE + f'when = "{when}"\nhour = 7\n')
    told.room.write(21, 22, 23, 24, 25)
    told.crawls()
    for _ in range(3):
        told.later(hours=24)
        told.collects()
    told.delivers()
    text = "\n".join(str(message["text"]) for message in lines(told))
    assert [n for n in range(21, 26) if f"Hội nghị khoa học lần thứ {n}" in text] == [
        *range(21, 26)
    ]


def test_a_digest_is_due_at_its_hour_and_weekday_in_vietnam(told: Told) -> None:
    told.enrols(FILE + 'when = "weekly"\nweekday = "friday"\nhour = 16\n')
    due = notify.due(told.channels["so"], told.now).astimezone(VIETNAM)
    assert (due.weekday(), due.hour) == (4, 16)
    assert timedelta() < due - told.now <= timedelta(days=7)
    assert notify.due(told.channels["so"], due) - due == timedelta(days=7)


def test_an_atom_file_is_valid_and_holds_the_last_messages(told: Told) -> None:
    told.enrols('[tin]\ntype = "atom"\npath = "web/tin.xml"\nentries = 3\n')
    for n in range(21, 26):
        told.room.write(n)
        told.crawls()
        told.collects()
        told.delivers()
    feed = feedparser.parse(str(told.folder / "web" / "tin.xml"))
    assert not feed.bozo
    assert [entry.title[-2:] for entry in feed.entries] == ["25", "24", "23"]
    assert feed.entries[0].link == told.room.address(25)


def test_a_title_cannot_forge_a_header(told: Told, mail: Sink) -> None:
    told.enrols(MAIL.format(port=mail.port))
    told.room.write(21)
    told.room.story(21).title = "Tin\r\nBcc: ai-do@example.vn\x1b[2J"
    told.crawls()
    told.collects()
    told.delivers()
    assert mail.got[0]["Bcc"] is None
    assert "\x1b" not in mail.got[0]["Subject"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a", "is not TOML"),
        ('[a]\ntype = "fax"\n', "needs a type: apprise, webhook, smtp, file or atom"),
        ('[a]\ntype = "file"\n', "lacks the key 'path'"),
        ('[a]\ntype = "file"\npath = "x"\ncolour = 1\n', "unknown key 'colour'"),
        ('[a]\ntype = "file"\npath = "x"\nmin_grade = "huge"\n', "choose from typo"),
        ('[a]\ntype = "webhook"\nurl = "file:///etc/passwd"\n', "bad 'url'"),
        *(
            (f"[a]\ntype = 'smtp'\nhost = 'h'\nsender = '{no}'\nto = ['b@c.vn']\n", "bad 'sender'")
            for no in ("<", '"', "a@[", "Sở <>", "a@b.vn, c@d.vn")
        ),
        ('[a]\ntype = "webhook"\nurl = "env:KHCN_NO_SUCH"\n', "KHCN_NO_SUCH is not set"),
        ('["A b"]\ntype = "file"\npath = "x"\n', "has to be a table"),
    ],
)
def test_a_bad_channels_file_is_refused_in_one_sentence(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "channels.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ChannelError, match=complaint) as caught:
        faulty(path)
    assert "\n" not in str(caught.value)


def faulty(path: Path) -> None:
    """Read a file that has one channel, and raise its fault."""
    [fault] = channels.load(path).faults.values()
    raise fault


def test_a_bad_table_keeps_no_other_channel_from_its_news(tmp_path: Path) -> None:
    path = tmp_path / channels.FILE_NAME
    path.write_text(FILE + '[moc]\ntype = "fax"\n', encoding="utf-8")
    with open_store(tmp_path / "khcn.db") as store:
        courier = Courier(store.path, path)
        courier.refresh(store, now=NOON)
        assert set(courier.channels) == {"so"}
        assert ["[moc] needs a type" in fault for fault in courier.faults] == [True]
        path.write_text('[so]\ntype = "file"\n', encoding="utf-8")
        courier.refresh(store, now=NOON)
        assert set(courier.channels) == {"so"}  # as it was before somebody's slip
        path.write_text(FILE, encoding="utf-8")
        courier.refresh(store, now=NOON)
        assert courier.faults == ()


def test_no_complaint_shows_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "channels.toml"
    path.write_text('[a]\ntype = "webhook"\nurl = "ftp://token@example.vn"\n', encoding="utf-8")
    with pytest.raises(ChannelError) as caught:
        faulty(path)
    assert "token" not in str(caught.value)


def test_a_portal_nobody_follows_keeps_nobody_waiting(told: Told) -> None:
    """A run that a kill left open holds its own news back, for a day at most."""
    told.enrols(FILE)
    told.room.write(21)
    told.crawls()
    with told.store.writing() as conn:
        conn.execute("UPDATE runs SET ended = NULL WHERE id = (SELECT max(id) FROM runs)")
    assert told.collects() == {"so": 0}
    told.later(hours=25)
    assert told.collects() == {"so": 1}
