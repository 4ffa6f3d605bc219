"""Connections that are hung up when a conversation takes too long in all.

A server that says one byte every few seconds keeps to the time limit of every single step.
"""

from __future__ import annotations

import smtplib
import socket
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = 1.0  # seconds until a line is hung up once more: it may have been between two connections


class Line:
    """The connection that a conversation is held over just now; `is_over`: its time is."""

    def __init__(self) -> None:
        self.is_over = False
        self._current: socket.socket | None = None

    def hold(self, connection: socket.socket | None) -> None:
        """Go on over this connection."""
        self._current = connection

    def hang_up(self) -> None:
        """End it; whoever waits for a word hears that there will be none."""
        self.is_over = True
        if self._current is not None:
            with suppress(OSError):
                self._current.shutdown(socket.SHUT_RDWR)


@contextmanager
def hung_up_after(seconds: float) -> Iterator[Line]:
    """A line that is hung up when it is still held after so many seconds."""
    line, done = Line(), Event()

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            line.hang_up()
            wait = AGAIN

    Thread(target=watch, name="hang-up", daemon=True).start()
    try:
        yield line
    finally:
        done.set()


class Web(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """For urllib: connections that are held on a line."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: urllib.request.Request) -> Any:
        """Ask without TLS."""
        return self.do_open(partial(_Http, self._line), req)

    def https_open(self, req: urllib.request.Request) -> Any:
        """Ask with TLS."""
        return self.do_open(partial(_Https, self._line), req)


class _Http(HTTPConnection):
    def __init__(self, line: Line, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.hold(self.sock)


class _Https(_Http, HTTPSConnection):
    """The same over TLS: what is held is the line inside it."""


class Mail(smtplib.SMTP):
    """A conversation with a mail server, held on a line from its first word."""

    def __init__(self, line: Line, *args: Any, **more: Any) -> None:
        self._line = line
        super().__init__(*args, **more)

    def _get_socket(self, *args: Any) -> socket.socket:
        connection: socket.socket = super()._get_socket(*args)  # type: ignore[misc]
        self._line.hold(connection)
        return connection


class MailOverTls(Mail, smtplib.SMTP_SSL):
    """The same with TLS from the beginning."""
