"""Sleep that a signal, a due job or a child's end cuts short."""

from __future__ import annotations

import select
import signal
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType


class Alarm:
    """A bell: `ring` from any thread or signal ends a `wait` in another."""

    def __init__(self) -> None:
        self._hear, self._ring = socket.socketpair()
        self._hear.settimeout(0)
        self._ring.settimeout(0)

    def ring(self) -> None:
        """End the present or the next wait."""
        with suppress(BlockingIOError, OSError):  # full of rings, or closed: it has been heard
            self._ring.send(b"!")

    def wait(self, seconds: float) -> None:
        """Wait until somebody rings, at most so long."""
        if select.select([self._hear], [], [], max(seconds, 0))[0]:
            with suppress(BlockingIOError):
                while self._hear.recv(4096):
                    pass

    def close(self) -> None:
        """Take the bell down."""
        self._hear.close()
        self._ring.close()

    @contextmanager
    def on(self, numbers: Sequence[signal.Signals], got: set[signal.Signals]) -> Iterator[None]:
        """Ring at these signals and note them in `got`; the former behaviour comes back after."""

        def hear(number: int, _: FrameType | None) -> None:
            got.add(signal.Signals(number))

        before = {number: signal.signal(number, hear) for number in numbers}
        fd = signal.set_wakeup_fd(self._ring.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(fd)
            for number, action in before.items():
                signal.signal(number, action)
