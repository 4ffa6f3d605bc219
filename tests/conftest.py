"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Laws are tried on few examples in a quick run; with KHCN_THOROUGH set (CI's slow step does) they
# are tried on many, and count among the slow tests.
THOROUGH = bool(os.environ.get("KHCN_THOROUGH"))
# The examples are always the same ones, and no example is timed: a machine that pauses breaks no law.
SAME = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", SAME, max_examples=20)
settings.register_profile("thorough", SAME, max_examples=100)
settings.load_profile("thorough" if THOROUGH else "quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if THOROUGH:
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("slow")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party pages kept beside the repository; skips where there is none."""
    folder = Path(os.environ.get("KHCN_SHARED", Path(__file__).parent.parent.parent / "shared"))
    if not folder.joinpath("pages").is_dir():
        pytest.skip("no stored third-party pages here (set KHCN_SHARED to their folder)")
    return folder
