"""The smallest web server that behaves: one portal on one port of 127.0.0.1."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a portal sees it; `target` is the request line's address, undecoded."""

    method: str
    target: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The decoded path."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters; the last of equal names counts."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The fields of a posted form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def page(html: str, status: int = 200) -> Reply:
    """An HTML answer."""
    return Reply(status, html.encode())


def redirect(to: str, status: int = 301) -> Reply:
    """An answer that sends the visitor on."""
    return Reply(status, headers=(("Location", to),))


class Answering(Protocol):
    """Anything that answers requests: a portal."""

    def answer(self, request: Request) -> Reply:
        """The answer to one request."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of the access log."""

    method: str
    target: str
    status: int
    agent: str


class Host:
    """A portal on the air: `with Host(portal) as host: …` gives it a port and takes it back."""

    def __init__(self, portal: Answering, port: int = 0) -> None:
        self.portal = portal
        self.log: list[Seen] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", port), _Line)
        self._server.host = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def home(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def reply(self, request: Request) -> Reply:
        """The portal's answer, noted in the log; portals need not think of threads."""
        with self._lock:
            reply = self.portal.answer(request)
            agent = request.headers.get("User-Agent", "")
            self.log.append(Seen(request.method, request.target, reply.status, agent))
        return reply

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    host: Host

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that visitors keep open, so that no thread outlives the server."""
        for line in tuple(self._open):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hangs up is no news."""


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    # Headers and body leave in two writes; with Nagle's algorithm each answer waits 40 ms.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._speak(b"")

    def do_HEAD(self) -> None:
        self._speak(b"")

    def do_POST(self) -> None:
        self._speak(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _speak(self, body: bytes) -> None:
        request = Request(self.command, self.path, body, dict(self.headers.items()))
        reply = self.server.host.reply(request)
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """The log is kept as values, not printed."""
