"""Who is the service: one process for each database, known by a lock and a card beside it."""

from __future__ import annotations

import json
import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from filelock import FileLock, Timeout

from scheduler.journal import warn
from storage.errors import StoreError
from storage.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

LEAVING = 30.0  # seconds; what is killed is gone at once, unless the kernel has other things to do
PATIENCE = 1.0  # seconds; whoever only asks whether a service runs holds the lock for an instant


class ServiceRunsError(Exception):
    """A second service was started on one database; prints itself as one sentence."""

    def __init__(self, db: Path, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{db} is already watched by {holder}; stop that one first")
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Card:
    """The service that runs: its process, since when, its crawls as [process, its birth].

    `plan` says when it looks at each portal next, `faults` which channels it cannot use, for
    whoever asks.
    """

    pid: int
    since: str
    children: dict[str, tuple[int, float]] = field(default_factory=dict)
    plan: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass
class Presence:
    """The card of this process, rewritten whenever a crawl begins or ends."""

    db: Path
    card: Card
    written: bool = True

    def began(self, portal: str, pid: int) -> None:
        """Note a crawl, so that the next service can end it should this one be killed."""
        self._rewrite(self.card.children | {portal: (pid, _birth(pid))})

    def ended(self, portal: str) -> None:
        """Forget a crawl."""
        self._rewrite({k: v for k, v in self.card.children.items() if k != portal})

    def forget_all(self) -> None:
        """Forget what a killed predecessor left, once it is dealt with."""
        self._rewrite({})

    def planned(self, plan: dict[str, str]) -> None:
        """Say when each portal is looked at next."""
        self.show(replace(self.card, plan=plan))

    def suffers(self, faults: tuple[str, ...]) -> None:
        """Say what is wrong with the channels, where that changed."""
        if faults != self.card.faults:
            self.show(replace(self.card, faults=faults))

    def _rewrite(self, children: dict[str, tuple[int, float]]) -> None:
        self.show(replace(self.card, children=children))

    def show(self, card: Card) -> None:
        """Write the card; a full disk does not end the service, and is told once."""
        self.card, written = card, self.written
        try:
            _write(self.db, card)
            self.written = True
        except OSError as error:
            self.written = False
            if written:
                warn("service.card_unwritten", error=error)


@contextmanager
def present(db: Path, *, at: datetime) -> Iterator[Presence]:
    """Be the service of this database; raises ServiceRunsError when there is one."""
    lock = _lock(db)
    try:
        db.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        card = _read(db)
        raise ServiceRunsError(db, card.pid if card else None) from None
    except OSError as error:
        raise StoreError(f"{db}: cannot lock beside it: {error.strerror}") from error
    try:
        left = _read(db)
        presence = Presence(db, Card(os.getpid(), stamp(at), left.children if left else {}))
        presence.show(presence.card)
        yield presence
        _path(db).unlink(missing_ok=True)
    finally:
        lock.release()


def running(db: Path) -> Card | None:
    """The service that runs on this database now."""
    card = _read(db)
    if card is None:
        return None
    try:
        with _lock(db).acquire(timeout=0):
            return None
    except Timeout:
        return card
    except OSError:  # who may only read cannot try the lock: the process itself has to tell
        return card if psutil.pid_exists(card.pid) else None


def end_orphans(card: Card, patience: float = 5.0) -> dict[str, int]:
    """End the crawls that a killed service left and that did not notice; gives those by portal.

    A crawl ends by itself when its parent is gone, unless it hangs.
    """
    left = {key: one for key, (pid, birth) in card.children.items() if (one := _same(pid, birth))}
    _, alive = psutil.wait_procs(list(left.values()), timeout=patience)
    stuck = {key: one.pid for key, one in left.items() if one in alive}
    for pid in stuck.values():
        end_group(pid, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=LEAVING)
    return stuck


def end_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to a crawl and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _same(pid: int, birth: float) -> psutil.Process | None:
    """The process, unless its number was given to another one since."""
    try:
        found = psutil.Process(pid)
        return found if abs(found.create_time() - birth) < 1 else None
    except psutil.Error:
        return None


def _birth(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _lock(db: Path) -> FileLock:
    return FileLock(f"{db}.service.lock")


def _path(db: Path) -> Path:
    return Path(f"{db}.service.json")


def _write(db: Path, card: Card) -> None:
    path = _path(db)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(card)), encoding="utf-8")
    fresh.replace(path)


def _read(db: Path) -> Card | None:
    try:
        found = json.loads(_path(db).read_text(encoding="utf-8"))
        children = {
            key: (int(pid), float(birth)) for key, (pid, birth) in found["children"].items()
        }
        plan, faults = dict(found.get("plan", {})), tuple(map(str, found.get("faults", ())))
        return Card(int(found["pid"]), str(found["since"]), children, plan, faults)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
