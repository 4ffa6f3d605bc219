"""The folder of followed portals, read again when its files change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.portals import PortalError, load
from scheduler.journal import warn

if TYPE_CHECKING:
    from pathlib import Path

    from news.portal import Portal

Signature = dict[str, tuple[int, int, int]]


@dataclass
class Folder:
    """The portals of a folder as last read.

    A file that turned bad is told once and its portal goes on as it was, so that a slip in an
    editor does not blind the service.
    """

    path: Path
    portals: dict[str, Portal] = field(default_factory=dict)
    _signature: Signature = field(default_factory=dict)

    def changed(self) -> bool:
        """Whether a file came, went or was written since the last reading."""
        return self._sign() != self._signature

    def read(self) -> dict[str, Portal]:
        """The portals by key, read afresh."""
        self._signature = self._sign()
        found: dict[str, Portal] = {}
        for path in sorted(self.path.glob("*.toml")):
            try:
                found[path.stem] = load(path)
            except PortalError as error:
                warn("portal.unreadable", portal=path.stem, error=error)
                if path.stem in self.portals:
                    found[path.stem] = self.portals[path.stem]
        self.portals = found
        return found

    def _sign(self) -> Signature:
        signature: Signature = {}
        for path in self.path.glob("*.toml"):
            try:
                stat = path.stat()
            except OSError:
                continue
            signature[path.name] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        return signature
