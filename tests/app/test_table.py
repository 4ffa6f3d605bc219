"""Tables on a terminal of any width."""

from __future__ import annotations

import io
import sys

import click
import pytest

from app.output.table import show_table

COLUMNS = ("portal", "health", "articles", "edited", "gone", "note")
ROWS = [
    ("lai-chau", "ok", "121", "0", "0", "một bài chưa thấy lại, chờ xác nhận"),
    ("ben-tre", "held", "40", "0", "0", ""),
]


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("width", "head"),
    [
        (100, "portal health articles edited gone note"),
        (50, "portal health articles note"),
        (20, "lai-chau"),
    ],
)
def test_columns_that_say_nothing_go_before_the_table_does(
    monkeypatch: pytest.MonkeyPatch, width: int, head: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Terminal())
    show_table(COLUMNS, ROWS)
    seen = click.unstyle(sys.stdout.getvalue())  # type: ignore[attr-defined]
    assert seen.splitlines()[0].split() == head.split()
    assert "nhận" in seen
    assert "121" in seen
