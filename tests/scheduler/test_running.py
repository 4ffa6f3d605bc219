"""Under systemd, in a container, from a script: how others see the service."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from shutil import which
from typing import TYPE_CHECKING

import psutil
import pytest

from scheduler import systemd
from scheduler.heartbeat import Heartbeat, Ticks
from scheduler.presence import Card, end_orphans, running
from storage import outbox
from storage.store import open_store
from tests.scheduler.sinks import webhook
from tests.scheduler.told import Told
from tests.scheduler.watching import ROOT, Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scheduler.moody import Moody
    from tests.scheduler.watching import Place

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def next_but_the_watchdog(ear: socket.socket) -> bytes:
    while (heard := ear.recv(100)) == b"WATCHDOG=1":
        pass
    return heard


def test_systemd_hears_that_it_is_ready_alive_and_stopping(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    on_the_air(1, every="1h")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(place.folder / "notify"))
        ear.settimeout(60)
        with place.watch(env={"NOTIFY_SOCKET": str(place.folder / "notify")}) as watch:
            assert next_but_the_watchdog(ear) == b"READY=1"
            assert ear.recv(100) == b"WATCHDOG=1"
            watch.process.send_signal(signal.SIGTERM)
            assert next_but_the_watchdog(ear) == b"STOPPING=1"
            watch.process.wait(60)


def test_a_unit_starts_this_very_program(tmp_path: Path) -> None:
    db = tmp_path / 'o\'b \\ "c" $HOME %h.db'
    unit = systemd.Unit(db, tmp_path / "portals").text()
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    marked = line.removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$")
    words = shlex.split(marked)
    assert words[0] == sys.executable
    assert words[words.index("--db") + 1] == str(db)
    done = subprocess.run(
        [*words, "--help"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0


def test_a_unit_for_an_administrator_names_the_account(tmp_path: Path) -> None:
    mine = systemd.Unit(tmp_path / "khcn.db", tmp_path).text()
    systems = systemd.Unit(tmp_path / "khcn.db", tmp_path, account="minh").text()
    assert "User=" not in mine
    assert "\nUser=minh\n" in systems
    assert systems.endswith("WantedBy=multi-user.target\n")


@pytest.mark.skipif(not which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_our_units(tmp_path: Path) -> None:
    ours = tmp_path / "user.service"
    ours.write_text(systemd.Unit(tmp_path / "o'b %h.db", tmp_path).text(), encoding="utf-8")
    deployed = (ROOT / "deploy" / "khcn.service").read_text(encoding="utf-8")
    server = tmp_path / "server.service"
    server.write_text(deployed.replace("/opt/khcn/bin/khcn", sys.executable), encoding="utf-8")
    for scope, unit in (("--user", ours), ("--system", server)):
        verified = subprocess.run(
            ["systemd-analyze", "verify", scope, str(unit)],
            env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        ours = [line for line in verified.stderr.splitlines() if unit.name in line]
        assert ours == []  # of the machine's other units it may say what it likes


def test_installing_it_writes_a_unit_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place.folder))
    path = place.folder / "systemd" / "user" / "khcn.service"
    assert place.run("service", "install", "--user").returncode == 0
    assert "Type=notify" in path.read_text(encoding="utf-8")
    again = place.run("service", "install", "--user")
    assert again.returncode == 1
    assert "--force" in again.stderr
    told = place.run("service", "install", "--user", "--force", "--json")
    assert json.loads(told.stdout)["file"] == str(path)


@pytest.mark.slow
def test_a_folder_with_an_app_of_its_own_does_not_mislead_a_crawl(
    place: Place, on_the_air: Callable[..., list[Moody]], monkeypatch: pytest.MonkeyPatch
) -> None:
    [portal] = on_the_air(1, every="1h")
    other = place.folder / "app"
    other.mkdir()
    (other / "__init__.py").touch()
    (other / "__main__.py").write_text("raise SystemExit(7)", encoding="utf-8")
    command = [sys.executable, "-P", *place.command("watch", "--log", "json")[1:]]
    env = os.environ | {"KHCN_ALLOW_PRIVATE": "1", "PYTHONPATH": str(ROOT)}
    monkeypatch.chdir(place.folder)
    with Watch(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)) as watch:
        watch.event("crawl.ended", portal=portal.sample.key, outcome="ok")
        watch.end()


@pytest.mark.slow
def test_status_fails_a_health_check_when_the_last_good_look_is_old(
    place: Place, on_the_air: Callable[..., list[Moody]]
) -> None:
    [portal] = on_the_air(1)
    assert place.run("status", "--max-age", "6h").returncode == 1
    assert place.run("crawl", portal.sample.key).returncode == 0
    assert place.run("status", "--max-age", "6h").returncode == 0
    with open_store(place.db) as store, store.writing() as conn:
        old = (datetime.now(UTC) - timedelta(hours=7)).isoformat(timespec="seconds")
        conn.execute("UPDATE runs SET ended = ?", (old,))
    stale = place.run("status", "--max-age", "6h")
    assert stale.returncode == 1
    assert portal.sample.key in stale.stderr
    assert place.run("status", "--max-age", "soon").returncode == 2


def test_a_channel_can_be_tried(place: Place) -> None:
    with webhook() as hook:
        place.portals.mkdir()
        place.tells(f'[moc]\ntype = "webhook"\nurl = "http://127.0.0.1:{hook.port}/"\n')
        assert place.run("notify", "test", "moc").returncode == 0
        assert hook.got[0]["subject"] == "[Thử] Kênh moc hoạt động"
        hook.refusing = True
        refused = place.run("notify", "test", "moc")
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        unknown = place.run("notify", "test", "khong-co")
        assert unknown.returncode == 2
        assert "it has moc" in unknown.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_kills_while_delivering_lose_no_message(tmp_path: Path) -> None:
    random = Random(9)
    with webhook() as hook, open_store(tmp_path / "khcn.db") as store:
        told = Told(store, tmp_path)
        told.room.write(*range(1, 21))
        told.crawls()
        told.later(hours=2)
        told.enrols(f'[moc]\ntype = "webhook"\nurl = "http://127.0.0.1:{hook.port}/"\n')
        told.room.write(*range(21, 25))
        for n in range(25, 85):
            told.room.write(n)
        told.crawls()
        assert told.collects() == {"moc": 64}
        kills, longest = 0, 0.12
        while outbox.head(store, "moc"):
            longest *= 1.02  # a busy machine may deliver nothing in the time of a quiet one
            command = [sys.executable, "-m", "tests.scheduler.delivering", str(tmp_path)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:
                assert child.stdout is not None
                child.stdout.readline()
                try:
                    child.wait(random.uniform(0.01, longest))
                except subprocess.TimeoutExpired:
                    kills += 1
                    child.kill()
    ids = [message["id"] for message in hook.got]
    print(f"{kills} kills, {len(ids) - len(set(ids))} of {len(set(ids))} messages twice")
    assert len(set(ids)) == 64
    assert list(dict.fromkeys(ids)) == [f"moc:C{n}" for n in range(21, 85)]
    assert len(ids) - len(set(ids)) <= kills


def test_orphans_are_ended_and_strangers_are_left_alone() -> None:
    sleeper = [sys.executable, "-c", "import signal; signal.pause()"]
    with (
        subprocess.Popen(sleeper, start_new_session=True) as orphan,
        subprocess.Popen(sleeper, start_new_session=True) as stranger,
    ):
        try:
            birth = psutil.Process(orphan.pid).create_time()
            others = {"b": (stranger.pid, birth - 60), "c": (2**22, 0.0)}
            ended = end_orphans(Card(1, "", {"a": (orphan.pid, birth)} | others), patience=0.2)
            assert ended == {"a": orphan.pid}
            assert not psutil.pid_exists(orphan.pid)
            assert stranger.poll() is None
        finally:
            stranger.kill()


@pytest.mark.parametrize(
    ("pid", "runs"), [(os.getpid(), True), (2**30, False)], ids=["us", "nobody"]
)
def test_who_may_not_lock_is_still_told_whether_a_service_runs(
    tmp_path: Path, pid: int, runs: bool
) -> None:
    card = {"pid": pid, "since": "2026-11-20T01:00:00+00:00", "children": {}}
    (tmp_path / "khcn.db.service.json").write_text(json.dumps(card))
    (tmp_path / "khcn.db.service.lock").mkdir()  # a lock that nobody can open
    assert (running(tmp_path / "khcn.db") is not None) == runs


def test_a_clock_that_jumps_is_noticed_and_a_slow_machine_is_not() -> None:
    heart = Heartbeat(NOON, 100.0)
    assert not heart.beat(NOON + timedelta(seconds=61), 160.0)
    assert heart.beat(NOON + timedelta(hours=3), 165.0) > timedelta(hours=2)
    assert heart.beat(NOON, 170.0) < timedelta(hours=-2)
    assert not heart.beat(NOON + timedelta(seconds=5), 175.0)


def test_what_is_done_every_so_often() -> None:
    ticks = Ticks()
    assert ticks.passed("a", 5, 100.0)
    assert not ticks.passed("a", 5, 104.0)
    assert ticks.passed("b", 5, 104.0)
    assert ticks.passed("a", 5, 105.0)
