"""Pictures and papers made from their name alone, so that every address really answers."""

from __future__ import annotations

import struct
import zlib
from pathlib import PurePosixPath

TYPES = {
    ".png": "image/png",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".rar": "application/vnd.rar",
}


def type_of(name: str) -> str:
    """The content type of a file name."""
    return TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def content_of(name: str) -> bytes:
    """The bytes of a file: a small coloured picture, a one-line PDF, or its name."""
    if type_of(name).startswith("image/"):
        return _png(zlib.crc32(name.encode()))
    if name.lower().endswith(".pdf"):
        return _pdf(name)
    return f"khcn sample file {name}\n".encode()


def _png(colour: int) -> bytes:
    pixel = struct.pack(">I", colour)[1:]
    rows = (b"\0" + pixel * 8) * 6
    header = struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pdf(name: str) -> bytes:
    mark = f"{zlib.crc32(name.encode()):08x}"
    catalogue = f"1 0 obj<</Type/Catalog/Id({mark})>>endobj"
    return f"%PDF-1.4\n{catalogue}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()
