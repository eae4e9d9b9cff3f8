"""Bytes of a file, decompressed, in pieces; a cut or swollen stream ends in a flaw instead of an error."""

import sys
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa

from hydrascope.files import Location, Unanswered
from hydrascope.ingest.part import Flaw

CHUNK = 1 << 20
ZSTD_CHUNK = 1 << 17  # one zstd block: no more than this is lost at a time when a stream is cut
BOMB_BYTES = 1 << 30
BOMB_RATIO = 1000

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"

CUT = Flaw("stream cut", "the compressed stream ends early or is damaged; rows before it are kept")
BOMB = Flaw("decompression bomb", f"more than {BOMB_RATIO} bytes for each compressed one; the rest is left unread")

Piece = tuple[bytes, int]
"""Bytes, and how far into the file (bytes on disk) reading has come."""


def compression(head: bytes) -> str | None:
    """`gzip`, `zstd` or None, by the first bytes."""
    if head.startswith(GZIP_MAGIC):
        return "gzip"
    return "zstd" if head.startswith(ZSTD_MAGIC) else None


def chunks(path: Location, start: int = 0, stop: int | None = None) -> Iterator[Piece | Flaw]:
    """Pieces of the file's bytes [start, stop); of the whole decompressed file when it is compressed."""
    with path.open("rb") as file:
        kind = compression(file.read(4))
        file.seek(0 if kind else start)
        if kind is None:
            yield from _plain(file, stop)
        else:
            yield from _guarded(_gzip(file) if kind == "gzip" else _zstd(path, file))


def _plain(file: BinaryIO, stop: int | None) -> Iterator[Piece]:
    left = sys.maxsize if stop is None else stop - file.tell()
    while left > 0 and (data := file.read(min(CHUNK, left))):
        left -= len(data)
        yield data, file.tell()


def _guarded(pieces: Iterator[Piece | Flaw]) -> Iterator[Piece | Flaw]:
    out = 0
    for piece in pieces:
        if isinstance(piece, Flaw):
            yield piece
            return
        out += len(piece[0])
        if out > BOMB_BYTES and out > BOMB_RATIO * piece[1]:
            yield BOMB
            return
        yield piece


def _gzip(file: BinaryIO) -> Iterator[Piece | Flaw]:
    member, fed = zlib.decompressobj(31), b""
    while True:
        fed = fed or file.read(1 << 16)
        if not fed:
            yield CUT
            return
        try:
            data = member.decompress(fed, CHUNK)
        except zlib.error:
            yield CUT
            return
        if data:
            yield data, file.tell()
        fed = member.unconsumed_tail
        if member.eof:
            fed = _next_member(member.unused_data, file)
            if not fed:
                return
            member = zlib.decompressobj(31)


def _next_member(fed: bytes, file: BinaryIO) -> bytes:
    """What follows a gzip member: the next one, or nothing but zero padding."""
    while not (fed := fed.lstrip(b"\0")):
        fed = file.read(1 << 16)
        if not fed:
            return b""
    return fed


def _zstd(path: Location, file: BinaryIO) -> Iterator[Piece | Flaw]:
    stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")
    done = 0
    while True:
        try:
            data = stream.read(ZSTD_CHUNK)
        except Unanswered:
            raise
        except OSError:
            yield _salvage(path, done), file.tell()
            yield CUT
            return
        if not data:
            return
        done += len(data)
        yield data, file.tell()


def _salvage(path: Location, done: int) -> bytes:
    """What a damaged zstd stream still gives after `done` bytes, byte by byte."""
    saved = bytearray()
    with path.open("rb") as file:
        stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd")
        try:
            while done > 0:
                done -= len(stream.read(min(done, ZSTD_CHUNK)))
            while len(saved) < ZSTD_CHUNK and (data := stream.read(1)):
                saved += data
        except Unanswered:
            raise
        except OSError:
            pass
    return bytes(saved)
