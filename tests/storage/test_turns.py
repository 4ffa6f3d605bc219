"""Turns at a host: in order, each after the other's delay, free when a process dies."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storage.turns import Turn

if TYPE_CHECKING:
    from pathlib import Path

HOST = "skhcn.example.vn:8080"


@pytest.fixture
def one(tmp_path: Path) -> Turn:
    return Turn(tmp_path, HOST)


@pytest.fixture
def other(tmp_path: Path) -> Turn:
    return Turn(tmp_path, HOST)


def test_a_host_that_nobody_asked_is_asked_at_once(one: Turn) -> None:
    assert one.advance()
    assert one.wait(5) == 0


def test_two_never_ask_at_once_and_take_turns(one: Turn, other: Turn) -> None:
    order = []
    assert one.advance()
    for asking, waiting in [(one, other), (other, one)] * 3:
        asking.begin()
        assert not waiting.advance()
        asking.end()
        assert not asking.advance()  # the other is next, and has not come yet
        assert waiting.advance()
        order.append(asking)
    assert order == [one, other] * 3


def test_one_that_left_the_queue_is_in_nobodys_way(one: Turn, other: Turn) -> None:
    assert one.advance()
    assert not other.advance()
    other.leave()
    one.begin()
    one.end()
    assert one.advance()


def test_the_delay_is_kept_to_the_others_request_only(one: Turn, other: Turn) -> None:
    assert one.advance()
    one.begin()
    one.end()
    assert other.advance()
    assert 3500 < other.wait(3600) <= 3600  # the machine may have paused since
    other.leave()
    assert one.wait(3600) == 0


@pytest.mark.parametrize("said", ["no time", "9" * 12, "-1e300", "nan"])
def test_a_file_with_nonsense_holds_nobody_up(one: Turn, tmp_path: Path, said: str) -> None:
    (tmp_path / "skhcn.example.vn%3A8080.last").write_text(said)
    assert one.advance()
    assert 0 <= one.wait(0.3) <= 0.3


def test_a_process_that_dies_over_its_request_frees_the_host(one: Turn, tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib; from storage.turns import Turn\n"
        f"turn = Turn(pathlib.Path(sys.argv[1]), {HOST!r})\n"
        "assert turn.advance(); turn.begin(); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert ended.returncode == -9
    assert one.advance()
    assert one.wait(5) == 5  # its request may still be under way
