"""A mail server and a webhook on loopback that refuse for a while, then take."""

from __future__ import annotations

import json
import socketserver
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass
class Sink:
    """What a sink got, and whether it takes anything now."""

    port: int = 0
    refusing: bool = False
    status: int = 503
    tries: int = 0
    got: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    _server: socketserver.BaseServer | None = None

    def start(self, server: Any) -> Self:
        server.sink = self
        server.daemon_threads = True
        self._server = server
        self.port = server.server_address[1]
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()


def webhook() -> Sink:
    return Sink().start(ThreadingHTTPServer(("127.0.0.1", 0), _Post))


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        sink.tries += 1
        if len(body) < int(self.headers["Content-Length"]):
            return  # whoever sent it was killed
        if not sink.refusing:
            sink.got.append(json.loads(body))
            sink.headers.append(dict(self.headers.items()))
        self.send_response(sink.status if sink.refusing else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def dripping() -> Iterator[int]:
    """The port of a server that says one byte after the other and never comes to an end."""
    over = Event()

    class Drip(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while not over.wait(0.02):
                    self.request.sendall(b"2")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        over.set()
        server.shutdown()


def mail_server() -> Sink:
    return Sink().start(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp))


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client that behaves needs."""

    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        sink.tries += 1
        if sink.refusing:
            self._say("421 thử lại sau".encode())
            return
        self._say(b"220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                sink.got.append(self._letter())
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            self._say(b"250 ok" if word != b"EHLO" else b"250-sink\r\n250 SMTPUTF8")

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        return letter

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")
