"""`khcn watch` as a person runs it: a process, its log read as it is written, signals to end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.store import Store, read_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from app.demo.web import Host

ROOT = Path(__file__).parent.parent.parent
Event = dict[str, Any]


@dataclass
class Watch:
    """One service under way; `events` grows while it runs."""

    process: subprocess.Popen[str]
    events: list[Event] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _ended: bool = False

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._news:
                self.raw.append(line)
                if line.startswith("{"):
                    self.events.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[Event], bool], *, count: int = 1, timeout: float) -> Event:
        """The first (or count-th) event that fits, past ones included."""
        with self._news:

            def found() -> list[Event]:
                return [event for event in self.events if wanted(event)]

            self._news.wait_for(lambda: len(found()) >= count or self._ended, timeout)
            fitting = found()
        assert len(fitting) >= count, "".join(self.raw[-60:])
        return fitting[count - 1]

    def event(self, name: str, *, count: int = 1, timeout: float = 60, **keys: Any) -> Event:
        """The count-th event of that name with those keys."""
        fits = {"event": name} | keys
        return self.wait_for(
            lambda event: fits.items() <= event.items(), count=count, timeout=timeout
        )

    def seen(self, name: str, **keys: Any) -> list[Event]:
        fits = {"event": name} | keys
        return [event for event in list(self.events) if fits.items() <= event.items()]

    def end(self, number: signal.Signals = signal.SIGTERM, timeout: float = 60) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout)
        self._close()
        return code

    def _close(self) -> None:
        self._reader.join(60)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)
        self._close()


@dataclass(frozen=True)
class Place:
    """A database, its followed portals and its channels."""

    folder: Path

    @property
    def db(self) -> Path:
        return self.folder / "khcn.db"

    @property
    def portals(self) -> Path:
        return self.folder / "portals"

    def follows(self, key: str, host: Host | str, every: str = "2s", **more: Any) -> None:
        self.portals.mkdir(exist_ok=True)
        home = host if isinstance(host, str) else host.home
        lines = {"name": f"Cổng {key}", "home": home, "every": every} | more
        text = "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in lines.items())
        fresh = self.portals / f"{key}.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.portals / f"{key}.toml")

    def tells(self, text: str) -> None:
        (self.folder / "channels.toml").write_text(text, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        place = ["--db", str(self.db), "--portals", str(self.portals)]
        return [sys.executable, "-m", "app", *place, *arguments]

    def watch(self, *options: str, env: dict[str, str] | None = None) -> Watch:
        command = self.command("watch", "--log", "json", *options)
        return Watch(
            subprocess.Popen(
                command,
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env=os.environ | {"KHCN_ALLOW_PRIVATE": "1"} | (env or {}),
            )
        )

    def run(self, *arguments: str, timeout: float = 100) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            cwd=ROOT,
            env=os.environ | {"KHCN_ALLOW_PRIVATE": "1"},
        )

    @contextmanager
    def store(self) -> Iterator[Store]:
        with read_store(self.db) as store:
            yield store

    def runs(self) -> Sequence[Any]:
        with self.store() as store:
            return store.rows("SELECT * FROM runs ORDER BY id")

    def lines(self, name: str) -> list[Event]:
        """The messages that a channel of type "file" got."""
        path = self.folder / name
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
