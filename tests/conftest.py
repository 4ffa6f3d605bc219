"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party pages kept beside the repository; skips where there is none."""
    folder = Path(os.environ.get("KHCN_SHARED", Path(__file__).parent.parent.parent / "shared"))
    if not folder.joinpath("pages").is_dir():
        pytest.skip("no stored third-party pages here (set KHCN_SHARED to their folder)")
    return folder
