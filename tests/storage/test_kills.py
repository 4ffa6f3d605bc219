"""Kill -9 at any moment: nothing stored is lost, nothing is half written, the next run ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storage.store import Store, open_store
from tests.crawler.newsroom import Newsroom
from tests.storage.killed import edition

if TYPE_CHECKING:
    from pathlib import Path

UNTORN = {
    "an article without its current version": """SELECT count(*) FROM articles a WHERE NOT EXISTS
        (SELECT 1 FROM versions v WHERE v.article = a.id AND v.number = a.version)""",
    "an article without a main address": """SELECT count(*) FROM articles a WHERE
        (SELECT count(*) FROM addresses d WHERE d.article = a.id AND d.role = 'main') <> 1""",
    "an article that never appeared": """SELECT count(*) FROM articles a WHERE NOT EXISTS
        (SELECT 1 FROM changes c WHERE c.article = a.id AND c.kind = 'appeared')""",
    "an old version without its text": """SELECT count(*) FROM versions v JOIN articles a
        ON a.id = v.article WHERE (v.number < a.version) <> (v.text IS NOT NULL)""",
    "a version that no change began": """SELECT count(*) FROM versions v WHERE v.number > 1
        AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.article = v.article
        AND v.number BETWEEN c.from_version AND c.to_version)""",
    "a raw page that nothing needs": """SELECT count(*) FROM raws r
        WHERE id NOT IN (SELECT raw FROM versions) AND id NOT IN (SELECT raw FROM dictionary_pages)
        AND id NOT IN (SELECT raw FROM staged WHERE raw IS NOT NULL)""",
    "a run whose counters are not its changes": """SELECT count(*) FROM runs r WHERE
        (SELECT count(*) FROM changes c WHERE c.run = r.id)
        <> r.appeared + r.edited + r.retitled + r.moved + r.vanished + r.returned""",
    "an article twice": """SELECT count(*) FROM (SELECT 1 FROM articles GROUP BY text_digest
        HAVING count(*) > 1)""",
}


def assert_whole(store: Store) -> None:
    assert store.row("PRAGMA integrity_check")[0] == "ok"
    assert store.rows("PRAGMA foreign_key_check") == []
    for what, question in UNTORN.items():
        assert store.row(question)[0] == 0, what
    with store.writing() as conn:
        conn.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")


def _kill_once(path: Path, since: int, delay: float) -> int:
    """Run the child until its first crawl is done and the delay is over; the crawls it ended."""
    command = [sys.executable, "-m", "tests.storage.killed", str(path), str(since)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        try:
            child.wait(delay)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
        return max([int(first), *map(int, child.stdout.read().split())])


def _kill(path: Path, times: int, seed: int) -> None:
    dice, since = random.Random(seed), 0
    for _ in range(times):
        since = 1 + _kill_once(path, since, dice.uniform(0.0, 0.5))
        with open_store(path) as store:
            assert_whole(store)
    with open_store(path) as store:
        room = Newsroom(store)
        room.later(hours=since)
        edition(room, since)
        assert room.crawl().outcome == "ok"
        assert_whole(store)
        assert store.row("SELECT count(*) FROM runs WHERE stage <> 'done'")[0] == 0
        assert store.row("SELECT count(*) FROM staged")[0] == 0


def test_kills_leave_nothing_half_written(tmp_path: Path) -> None:
    _kill(tmp_path / "khcn.db", times=2, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_two_hundred_kills(tmp_path: Path) -> None:
    _kill(tmp_path / "khcn.db", times=200, seed=2)
