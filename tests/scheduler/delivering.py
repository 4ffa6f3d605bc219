"""The child of the delivery's kill test: delivers what waits until somebody ends it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scheduler import channels, notify
from storage.store import open_store


def main(folder: Path) -> None:
    [channel] = channels.load(folder / channels.FILE_NAME).sound.values()
    print("begun", flush=True)
    with open_store(folder / "khcn.db") as store:
        # Later than any wait that a killed attempt has left behind.
        notify.deliver(store, channel, lambda: datetime.now(UTC) + timedelta(days=365))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
