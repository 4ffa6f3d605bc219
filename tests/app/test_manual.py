"""docs/commands.md says what the commands say."""

from __future__ import annotations

from pathlib import Path

from app.commands.demo import demo
from app.manual import manual

PAGE = Path(__file__).parent.parent.parent / "docs" / "commands.md"


def test_the_manual_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), (
        "run `python -m app.manual > docs/commands.md`"
    )


def test_a_command_called_without_its_group_has_the_same_help() -> None:
    demo.main(["--help"], standalone_mode=False)
    assert "-h, --help" in manual().partition("## `khcn demo`")[2].partition("## ")[0]
