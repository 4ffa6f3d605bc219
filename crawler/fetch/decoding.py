"""Bodies decoded whole or not at all: Scrapy gives as much of a cut gzip page as there is."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

from crawler.fetch.faults import Refused
from crawler.fetch.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MOST_ENCODINGS = 3  # nobody honest encodes a page more often; urllib3 stops at five
CHUNK = 64 * 1024
GZIP, ZLIB, RAW = 31, 15, -15  # zlib's names for the wrapping, by number
BROKEN = (zlib.error, brotli.error, zstd.ZstdError, OSError)


class CutShortError(Exception):
    """An encoded body that ends before its own end mark."""


class WholeBodies(HttpCompressionMiddleware):
    """Downloader middleware: decodes within limits, and asks again for a body that was cut."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.crawler = crawler

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response with its body decoded; Refused where that cannot be done."""
        del spider
        if not response.body or "download_stopped" in response.flags:
            return response
        if (
            len(b",".join(response.headers.getlist("Content-Encoding")).split(b","))
            > MOST_ENCODINGS
        ):
            raise Refused("bad_encoding", f"{response.url} is encoded too many times over")
        try:
            return super().process_response(request, response)
        except CutShortError:
            return self._ask_again(request)
        except BROKEN as error:
            raise Refused("bad_encoding", f"{response.url} is not encoded as it says") from error

    def _ask_again(self, request: Request) -> Request:
        patience = self.crawler.get_downloader_middleware(Patience)
        again = patience.again(request, "truncated") if patience else None
        if again is None:
            raise Refused("truncated", f"{request.url} came cut short each time")
        return again

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return _within(STREAMS[encoding](body), max_size)


def _within(chunks: Iterator[bytes], most: int) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if most and len(found) > most:
            raise Refused("too_large", f"a page grew beyond {most} bytes when decoded")
    return bytes(found)


def _gunzip(body: bytes) -> Iterator[bytes]:
    while body.startswith(b"\x1f\x8b"):  # one member after the other; what follows is padding
        decoder = zlib.decompressobj(GZIP)
        yield from _inflated(decoder, body)
        body = decoder.unused_data
        if not body:
            return
    if body.strip(b"\0"):
        raise OSError("not gzip")


def _inflate(body: bytes) -> Iterator[bytes]:
    try:
        zlib.decompressobj(ZLIB).decompress(body[:CHUNK], 1)
    except zlib.error:  # Microsoft's servers leave the wrapping off
        yield from _inflated(zlib.decompressobj(RAW), body)
    else:
        yield from _inflated(zlib.decompressobj(ZLIB), body)


def _inflated(decoder: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    while not decoder.eof:
        chunk = decoder.decompress(body, CHUNK)
        body = decoder.unconsumed_tail
        if not chunk and not body and not decoder.eof:
            raise CutShortError
        yield chunk


def _unbrotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    yield decoder.process(body, output_buffer_limit=CHUNK)
    while not decoder.is_finished():
        chunk = decoder.process(b"", output_buffer_limit=CHUNK)
        if not chunk:
            raise CutShortError
        yield chunk


def _unzstd(body: bytes) -> Iterator[bytes]:
    stream = zstd.ZstdFile(BytesIO(body))
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except EOFError as error:
        raise CutShortError from error


STREAMS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _inflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
