"""docs/commands.md says what the commands say."""

from __future__ import annotations

from pathlib import Path

from app.manual import manual

PAGE = Path(__file__).parent.parent.parent / "docs" / "commands.md"


def test_the_manual_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), (
        "run `python -m app.manual > docs/commands.md`"
    )
