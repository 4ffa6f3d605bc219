"""A loopback server that misbehaves on request: raw sockets, one thread a connection.

A route is bytes to send as they are, or a function of the connection and the request head, which
may give the bytes to send. A request is under way until its last byte is about to leave: whoever
asks again after that byte asks for a second time, and not at once.
"""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

import brotli

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

TLS_HANDSHAKE = b"\x16"  # the first byte of a client that wants TLS
NEVER = threading.Event()
Route = bytes | Callable[[socket.socket, str], bytes | None]

TEXT = "Sở Khoa học và Công nghệ tổ chức hội nghị triển khai nhiệm vụ năm mới. " * 12


def html(title: str = "Một bài viết", body: str = TEXT) -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>05/08/2024 09:30</p><p>{body}</p></body></html>"
    ).encode()


def answer(
    body: bytes = b"",
    *headers: str,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    length: int | None = None,
) -> bytes:
    """A whole HTTP answer; `length` lies about the body's."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {to}", status=status)


def encoded(body: bytes, name: str) -> bytes:
    return answer(body, f"Content-Encoding: {name}")


def zlib_bomb(mib: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mib)) + packer.flush()


def brotli_bomb(mib: int) -> bytes:
    packer = brotli.Compressor(quality=4)
    return b"".join(packer.process(bytes(1 << 20)) for _ in range(mib)) + packer.finish()


def dripping(head: bytes, drop: bytes = b"a", pause: float = 0.05) -> Route:
    """Send the head, then one drop after the other without end."""

    def route(conn: socket.socket, _: str) -> None:
        conn.sendall(head)
        while True:
            conn.sendall(drop)
            NEVER.wait(pause)  # the fault itself: a server that drips

    return route


def silent(conn: socket.socket, _: str) -> None:
    """Take the request and say nothing until the other side hangs up."""
    conn.recv(1)


def reset(conn: socket.socket, _: str) -> None:
    """Half an answer, then a hard reset."""
    conn.sendall(answer(html(), length=5000)[:300])
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def in_turn(*routes: Route) -> Route:
    """Another answer each time; the last one stays."""
    waiting = list(routes)

    def route(conn: socket.socket, head: str) -> bytes | None:
        now = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return now if isinstance(now, bytes) else now(conn, head)

    return route


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in chunks) + end


PAGE = html()
FAULTS: dict[str, Route] = {
    "/ok": answer(PAGE),
    "/drip": dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    "/slowheaders": dripping(b"HTTP/1.1 200 OK\r\nX-A: "),
    "/hangheaders": silent,
    "/endless": dripping(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>" + b"a" * 65536, 0
    ),
    "/clbig": answer(b"<html>", length=1 << 30),
    "/gzip": encoded(gzip.compress(PAGE), "gzip"),
    "/gzbomb": encoded(zlib_bomb(200), "gzip"),
    "/brbomb": encoded(brotli_bomb(200), "br"),
    "/gz20": encoded(gzip.compress(PAGE), ", ".join(["gzip"] * 20)),
    "/chunktrunc": chunked(PAGE[:400], end=b"ff\r\nabc"),
    "/chunknoend": chunked(PAGE[:400], end=b""),
    "/cllong": answer(PAGE, length=len(PAGE) + 1000),
    "/reset": reset,
    "/gztrunc": encoded(gzip.compress(PAGE * 20)[:200], "gzip"),
    "/brtrunc": encoded(brotli.compress(PAGE * 20)[:100], "br"),
    "/deflatetrunc": encoded(zlib.compress(PAGE * 20)[:150], "deflate"),
    "/deflateraw": encoded(zlib.compress(PAGE)[2:-4], "deflate"),
    "/gzlie": encoded(PAGE, "gzip"),
    "/clshort": answer(PAGE, length=300),
    "/http09": b"<html>this is no HTTP answer</html>",
    "/badstatus": b"HTTP/1.1 abc\r\n\r\n",
    "/bighdr": answer(PAGE, "X-Big: " + "a" * (2 << 20)),
    "/manyhdr": answer(PAGE, *[f"X-{number}: a" for number in range(20_000)]),
    "/500": answer(PAGE, status="500 Oops"),
    "/404": answer(html("Không tìm thấy"), status="404 Not Found"),
    "/403": answer(PAGE, status="403 Forbidden"),
    "/304": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "/loop": redirect("/loop"),
    "/once": redirect("/ok"),
    "/tofile": redirect("file:///etc/passwd"),
    "/pdf": answer(b"%PDF-1.7" + b"a" * 100_000, kind="application/pdf"),
    "/metarefresh": answer(
        b"<html><head><meta http-equiv=refresh content='0;url=file:///etc/passwd'></head>"
        b"<body><p>a</p></body></html>"
    ),
    "/flaky": in_turn(answer(status="503 Busy"), answer(PAGE)),
}


@contextmanager
def refusing() -> Iterator[str]:
    """The address of a port that refuses whoever calls, and that no other test is given."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/"


class FaultServer:
    """Serves `routes` on 127.0.0.1; `asked` is every path in the order of the requests.

    With `tls` it still answers whoever speaks plain HTTP to it.
    """

    def __init__(
        self,
        routes: dict[str, Route] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.routes: dict[str, Route] = dict(FAULTS if routes is None else routes)
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.open = 0
        self.most_open = 0
        self._tls = tls
        self._lock = threading.Lock()
        self._socket = socket.create_server((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://{host}:{self.port}"
        self._conns: set[socket.socket] = set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._socket.close()
        for conn in list(self._conns):
            with suppress(OSError):
                conn.shutdown(socket.SHUT_RDWR)
            conn.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                conn, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=(conn,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conn = plain
        with suppress(OSError):
            if self._tls is not None and plain.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
                conn = self._tls.wrap_socket(plain, server_side=True)
            self._conns.add(conn)
            while self._answer_one(conn):
                pass
        self._conns.discard(conn)
        conn.close()

    def _answer_one(self, conn: socket.socket) -> bool:
        """Answer one request; whether the connection may serve another."""
        head = _read_head(conn)
        if not head:
            return False
        path = head.split(" ", 2)[1]
        with self._lock:
            self.asked.append(path)
            self.heads.append(head)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        route = self.routes.get(path, answer(status="404 Not Found"))
        try:
            last = _serve(route, conn, head)
        finally:
            with self._lock:
                self.open -= 1
        conn.sendall(last)
        return isinstance(route, bytes) and b"\r\n\r\n" in route and _is_whole(route)


def _is_whole(route: bytes) -> bool:
    """Whether the answer's length is what it says, so that the connection can be kept."""
    head, _, body = route.partition(b"\r\n\r\n")
    return b"Content-Length: %d\r\n" % len(body) in head + b"\r\n"


def _serve(route: Route, conn: socket.socket, head: str) -> bytes:
    """Send all but the last byte, which is given back."""
    said = route if isinstance(route, bytes) else route(conn, head) or b""
    conn.sendall(said[:-1])
    return said[-1:]


def _read_head(conn: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        more = conn.recv(65536)
        if not more:
            return ""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += conn.recv(65536)
    return head.decode("latin-1") + "\r\n\r\n" + body.decode("latin-1")
