"""A newsroom whose news is told: verbs of editors, and an hour that passes without waiting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scheduler import channels, notify
from storage import outbox
from tests.crawler.newsroom import NOON, Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.channels import Channel
    from scheduler.notify import Delivery
    from storage.store import Store


@dataclass
class Told:
    store: Store
    folder: Path
    now: datetime = NOON
    channels: dict[str, Channel] = field(default_factory=dict)
    room: Newsroom = field(init=False)

    def __post_init__(self) -> None:
        self.room = Newsroom(self.store)

    def enrols(self, text: str) -> None:
        path = self.folder / channels.FILE_NAME
        path.write_text(text, encoding="utf-8")
        self.channels = dict(channels.load(path).sound)
        outbox.enrol(self.store, self.channels, at=self.now)

    def crawls(self) -> None:
        self.room.now = self.now
        self.room.crawl()

    def later(self, **wait: float) -> None:
        self.now += timedelta(**wait)

    def collects(self) -> dict[str, int]:
        return {
            name: notify.collect(self.store, channel, self.now)
            for name, channel in self.channels.items()
        }

    def delivers(self) -> dict[str, Delivery]:
        return {
            name: notify.deliver(self.store, channel, lambda: self.now)
            for name, channel in self.channels.items()
        }

    def passes(self, minutes: int) -> None:
        """So many minutes, in each of which whatever is due is tried."""
        for _ in range(minutes):
            self.later(minutes=1)
            self.delivers()
