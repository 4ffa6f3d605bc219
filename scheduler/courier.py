"""The courier: keeps every channel told, each by itself, so that none waits for another."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

from scheduler import channels, notify
from scheduler.channels import ChannelError
from scheduler.journal import note, warn
from storage import outbox
from storage.errors import StoreError
from storage.store import open_store
from storage.times import shown, stamp

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.channels import Channel
    from storage.store import Store


class Courier:
    """Collects news for the channels of a file, and delivers in a thread for each channel."""

    def __init__(self, db: Path, path: Path) -> None:
        self.db, self.path = db, path
        self.channels: dict[str, Channel] = {}
        self.faults: tuple[str, ...] = ()
        self._signature: tuple[int, int, int] | None = None
        self._under_way: dict[str, Thread] = {}
        self._not_before: dict[str, datetime] = {}

    @property
    def operators(self) -> list[Channel]:
        """The channels that hear how the portals are doing."""
        return [channel for channel in self.channels.values() if channel.operator]

    def refresh(self, store: Store, *, now: datetime) -> None:
        """Read the channels file where it changed; what broke in it goes on as it was."""
        signature = self._sign()
        if signature == self._signature:
            return
        try:
            found = channels.load(self.path)
        except ChannelError as error:
            self._signature, self.faults = signature, (str(error),)
            warn("channels.unreadable", error=error)
            return
        outbox.enrol(store, found.sound, at=now)
        kept = {name: self.channels[name] for name in found.faults if name in self.channels}
        self.channels = dict(found.sound) | kept
        self._signature, self.faults = signature, tuple(map(str, found.faults.values()))
        self._not_before.clear()
        for name, fault in found.faults.items():
            warn("channel.unreadable", channel=name, error=fault)
        note("channels.read", channels=len(self.channels))

    def collect(self, store: Store, *, now: datetime) -> None:
        """Put what is new into the outbox."""
        for channel in self.channels.values():
            count = notify.collect(store, channel, now)
            if count:
                note("channel.put", channel=channel.name, messages=count)

    def dispatch(self, store: Store, *, now: datetime) -> None:
        """Begin to deliver wherever something waits and is due."""
        for name, channel in self.channels.items():
            thread = self._under_way.get(name)
            if thread is not None and thread.is_alive():
                continue
            if self._not_before.get(name, now) <= now and outbox.head(store, name):
                # A daemon: a server that hangs must not keep the service from ending.
                thread = Thread(target=self._deliver, args=(channel,), name=name, daemon=True)
                self._under_way[name] = thread
                thread.start()

    def clock_jumped(self) -> None:
        """Times to wait for were told by another clock."""
        self._not_before.clear()

    def _deliver(self, channel: Channel) -> None:
        try:
            with open_store(self.db) as store:
                done = notify.deliver(store, channel, _now)
        except StoreError as error:
            self._not_before[channel.name] = _now() + notify.FIRST_WAIT
            warn("store.error", channel=channel.name, error=error)
            return
        if done.count:
            note("channel.delivered", channel=channel.name, messages=done.count)
        if done.again is not None:
            self._not_before[channel.name] = done.again
        if done.error is not None:
            again = done.again and shown(stamp(done.again))
            warn("channel.failed", channel=channel.name, again=again, error=done.error)

    def _sign(self) -> tuple[int, int, int]:
        try:
            stat = self.path.stat()
        except OSError:
            return (0, 0, 0)
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def _now() -> datetime:
    return datetime.now(UTC)
