"""A store file: who may open it, and what is said when it cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from storage import locks
from storage.errors import PortalBusyError, StoreError
from storage.locks import SERIALISE_WRITERS, beside, busy, crawling
from storage.schema import migrations
from storage.store import Store, backup, open_store, read_store
from tests.crawler.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "khcn.db"
    with open_store(found) as store:
        room = Newsroom(store)
        room.write(1, 2, 3)
        room.crawl()
    return found


def one_sentence(error: pytest.ExceptionInfo[StoreError], path: Path) -> bool:
    words = str(error.value)
    return str(path) in words and "\n" not in words and len(words) < 300


OTHER_SQLITE = """
import sys
sys.modules["pysqlite3"] = sys.modules["sqlean"] = None  # as where there is no wheel of them
from storage import articles
from storage.store import read_store
with read_store(sys.argv[1]) as store:
    text = articles.standing(store, 2).reading.article.text
    print(articles.with_body(store, "lai-chau", text).id, articles.with_body(store, "lai-chau", "x"))
"""


def test_the_sqlite_of_python_itself_will_do(path: Path) -> None:
    command = [sys.executable, "-c", OTHER_SQLITE, str(path)]
    assert subprocess.check_output(command, text=True) == "2 None\n"


def test_reading_never_creates_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database yet"):
        read_store(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_reader_cannot_write(path: Path) -> None:
    with read_store(path) as store:
        assert store.row("SELECT count(*) FROM articles")[0] == 3
        with pytest.raises(StoreError, match="read-only"), store.writing() as conn:
            conn.execute("DELETE FROM articles")


def test_a_newer_database_is_refused(path: Path) -> None:
    with open_store(path) as store, store.writing() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('khcn', '9999_future', '2030-01-01')"
        )
    for opened in (open_store, read_store):
        with pytest.raises(StoreError, match=r"newer khcn .*9999_future") as error:
            opened(path)
        assert one_sentence(error, path)


def test_a_question_brings_an_older_database_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with Store(path) as store, store.writing():
        migrations.apply(store.db, stop_before="0002_channels")
    with read_store(path) as store:
        assert not migrations.pending(store.db)


def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Kính gửi quý cơ quan " * 100)
    for opened in (open_store, read_store):
        with pytest.raises(StoreError, match="not a khcn database") as error:
            opened(path)
        assert one_sentence(error, path)


def test_a_damaged_file_is_said_so(path: Path) -> None:
    with open_store(path) as store:
        store.row("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[8192 * 2 :] = os.urandom(len(content) - 8192 * 2)
    path.write_bytes(content)
    with (
        pytest.raises(StoreError, match="damaged") as error,
        open_store(path) as store,
    ):
        store.rows("SELECT * FROM articles JOIN versions JOIN changes")
    assert one_sentence(error, path)


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file" / "khcn.db")


def test_a_full_store_keeps_what_it_has(path: Path) -> None:
    with open_store(path) as store:
        pages = store.row("PRAGMA page_count")[0]
        store.row(f"PRAGMA max_page_count = {pages}")
        room = Newsroom(store)
        room.write(*range(1, 400))
        with pytest.raises(StoreError, match="disk is full") as error:
            room.crawl()
        assert one_sentence(error, path)
        assert store.row("PRAGMA integrity_check")[0] == "ok"
        assert store.row("SELECT count(*) FROM articles")[0] >= 3


def test_a_locked_store_names_the_trouble(path: Path) -> None:
    with open_store(path) as one, open_store(path) as two:
        two.db.conn.execute("PRAGMA busy_timeout = 50")
        with (
            one.writing(),
            pytest.raises(StoreError, match="another process") as error,
            two.writing(),
        ):
            pass
        assert one_sentence(error, path)


def rename_all_and_fail(store: Store) -> None:
    with store.writing() as conn:
        conn.execute("UPDATE articles SET title = 'x'")
        conn.execute("SELECT * FROM no_such_table")


def test_an_error_inside_a_transaction_takes_all_of_it_back(path: Path) -> None:
    with open_store(path) as store:
        with pytest.raises(StoreError):
            rename_all_and_fail(store)
        assert store.row("SELECT count(*) FROM articles WHERE title = 'x'")[0] == 0


def test_a_backup_is_whole_and_never_overwrites(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with open_store(path) as store:
        backup(store, copy)
        with pytest.raises(StoreError, match="exists already"):
            backup(store, copy)
        with pytest.raises(StoreError, match="cannot be opened"):
            backup(store, copy / "beneath a file.db")
    with read_store(copy) as restored:
        assert restored.row("PRAGMA integrity_check")[0] == "ok"
        assert restored.row("SELECT count(*) FROM articles")[0] == 3
    with open_store(copy) as restored:
        room = Newsroom(restored)
        room.write(1, 2, 3)
        assert room.crawl().unchanged == 3


def test_where_nobody_can_lock_it_is_said(path: Path) -> None:
    beside(path, "lai-chau", "lock").mkdir()
    with pytest.raises(StoreError, match="cannot lock"):
        busy(path, "lai-chau")


def test_a_portal_is_crawled_once_at_a_time(path: Path) -> None:
    with crawling(path, "lai-chau", pid=os.getpid()):
        assert busy(path, "lai-chau")
        assert not busy(path, "ben-tre")
        with (
            pytest.raises(PortalBusyError, match=f"process {os.getpid()}") as error,
            crawling(path, "lai-chau", pid=1),
        ):
            pass
        assert error.value.pid == os.getpid()
    assert not busy(path, "lai-chau")


def test_a_killed_crawl_leaves_the_portal_free(path: Path) -> None:
    program = (
        "import os, sys; from storage.locks import crawling\n"
        "with crawling(sys.argv[1], 'lai-chau', pid=os.getpid()):\n"
        "    os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert ended.returncode == -9  # it did hold the lock
    with crawling(path, "lai-chau", pid=os.getpid()):
        assert busy(path, "lai-chau")


def crawl_often(path: Path, key: str) -> int:
    with open_store(path) as store:
        room = Newsroom(store, key=key)
        for n in range(1, 13):
            room.write(n)
            room.crawl()
            room.later(hours=2)
        return int(store.row("SELECT count(*) FROM articles WHERE portal = ?", (key,))[0])


def test_four_processes_write_one_store_at_once(path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        counts = list(pool.map(crawl_often, [path] * 4, ["a", "b", "c", "d"]))
    assert counts == [12] * 4
    with open_store(path) as store:
        assert store.row("PRAGMA integrity_check")[0] == "ok"
        assert store.row("SELECT count(*) FROM articles")[0] == 3 + 48


def test_writers_take_turns_where_sqlite_is_unsound(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "SERIALISE_WRITERS", True)
    monkeypatch.setattr(locks, "PATIENCE", 0.0)
    with open_store(path) as one, open_store(path) as two:
        with one.writing(), pytest.raises(StoreError, match="too long"), two.writing():
            pass
        with two.writing() as conn:
            conn.execute("UPDATE portals SET health = 'ok'")


def test_this_machines_sqlite_decides_who_takes_turns(path: Path) -> None:
    with Store(path) as store:
        version = store.row("SELECT sqlite_version()")[0]
    assert (tuple(map(int, version.split("."))) < (3, 51, 3)) == SERIALISE_WRITERS
