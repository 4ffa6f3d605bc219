"""What the service tells systemd, and the unit that has systemd start it."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scheduler.children import OURSELVES, ROOT

PATIENCE = 5.0  # seconds for whoever listens to take what is said once and not again


def tell(*states: str) -> None:
    """Tell systemd, where it listens: READY=1, STOPPING=1, WATCHDOG=1, STATUS=…."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or address[0] not in "/@":
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        # Who listens but is busy may miss that we are alive for a while, and nothing else.
        line.settimeout(0 if states == ("WATCHDOG=1",) else PATIENCE)
        line.connect(address.replace("@", "\0", 1) if address[0] == "@" else address)
        line.send("\n".join(states).encode())


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit for one user's service; with `account` it is the system's, run under that name."""

    db: Path
    portals: Path
    options: tuple[str, ...] = ()
    account: str | None = None

    def text(self) -> str:
        """The unit file."""
        place = ["--db", str(self.db), "--portals", str(self.portals)]
        command = [*OURSELVES, *place, "watch", "--log", "json", *self.options]
        # Only in a command line does systemd put variables in place of $NAME.
        words = " ".join(_quoted(word).replace("$", "$$") for word in command)
        account = f"User={self.account}\n" if self.account else ""
        target = "multi-user.target" if self.account else "default.target"
        root = _quoted(f"PYTHONPATH={ROOT}")
        return UNIT.format(command=words, root=root, account=account, target=target)


def user_unit() -> Path:
    """Where a user's own units live."""
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config) / "systemd" / "user" / "khcn.service"


def _quoted(word: str) -> str:
    """A word as systemd.syntax(7) wants it: quoted as a whole, its own marks escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if re.search(r"[^\w@%+=:,./-]", word) else escaped


UNIT = """\
[Unit]
Description=khcn: monitor of science and technology news
After=network-online.target

[Service]
Type=notify
{account}Environment={root}
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
# A large database that an older version wrote takes minutes to be brought up to date.
TimeoutStartSec=1800
WatchdogSec=120
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2 75
SuccessExitStatus=130 143
TimeoutStopSec=30
KillMode=mixed
MemoryMax=4G
NoNewPrivileges=yes
UMask=0077

[Install]
WantedBy={target}
"""
