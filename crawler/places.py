"""Where portal files, store and state are when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def portals_folder() -> Path:
    """The folder of the followed portal files: KHCN_PORTALS or the user's config folder."""
    chosen = os.environ.get("KHCN_PORTALS")
    return Path(chosen) if chosen else platformdirs.user_config_path("khcn") / "portals"


def hosts_folder() -> Path:
    """The folder in which processes say whose turn it is to ask a host."""
    return platformdirs.user_state_path("khcn") / "hosts"


def database() -> Path:
    """The store's file: KHCN_DB or the user's data folder."""
    chosen = os.environ.get("KHCN_DB")
    return Path(chosen) if chosen else platformdirs.user_data_path("khcn") / "khcn.db"
