"""A person at a terminal: the command, its two outputs and its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.cli import main
from tests.acceptance.person import Answer
from tests.app.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a database and of portal files, named by the environment."""
    monkeypatch.setenv("KHCN_DB", str(tmp_path / "khcn.db"))
    monkeypatch.setenv("KHCN_PORTALS", str(tmp_path / "portals"))
    return tmp_path


@pytest.fixture
def khcn(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run one command as a script would."""

    def run(*arguments: str) -> Answer:
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def shelf(home: Path) -> Iterator[Shelf]:
    shelf = Shelf.at(home / "khcn.db").has_portal()
    yield shelf
    shelf.store.close()
