"""A recognised file → its parts, each with a fingerprint of what is in it."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pyarrow.parquet as pq

from hydrascope.ingest.chunks import compression
from hydrascope.ingest.part import Part
from hydrascope.ingest.recognise import Found

PART_ROWS = 250_000
PART_BYTES = 256 << 20
EDGE_BYTES = 64 << 10
COUNT_BYTES = 4 << 20

Range = tuple[int, int, int, int]
"""Start, stop, size in bytes, first line."""


def split(path: Path, name: str, found: Found, extra: str = "") -> list[Part]:
    """Parts of a file. `extra` is what else decides how it is read (the field map's digest)."""
    content = _content(path) + f"|{name}|{found.format}|{found.layout}|{extra}"
    ranges = _row_groups(path) if found.format == "parquet" else _byte_ranges(path, found)
    return [
        Part(path, name, found.format, start, stop, size, _hash(f"{content}|{start}|{stop}"), first)
        for start, stop, size, first in ranges
    ]


def _hash(content: str) -> str:
    return blake2b(content.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _content(path: Path) -> str:
    """Size, time of change, and a hash of both ends: what changes when the file does."""
    stat = path.stat()
    with path.open("rb") as file:
        edges = blake2b(file.read(EDGE_BYTES), digest_size=16)
        file.seek(max(0, stat.st_size - EDGE_BYTES))
        edges.update(file.read(EDGE_BYTES))
    return f"{stat.st_size}|{stat.st_mtime_ns}|{edges.hexdigest()}"


def _row_groups(path: Path) -> Iterator[Range]:
    meta = pq.read_metadata(path)
    start, rows, size, row = 0, 0, 0, 1
    for group in range(meta.num_row_groups):
        here = meta.row_group(group)
        if rows and (rows + here.num_rows > PART_ROWS or size + here.total_byte_size > PART_BYTES):
            yield start, group, size, row
            start, rows, size, row = group, 0, 0, row + rows
        rows, size = rows + here.num_rows, size + here.total_byte_size
    if meta.num_row_groups:
        yield start, meta.num_row_groups, size, row


def _byte_ranges(path: Path, found: Found) -> Iterator[Range]:
    """Ranges that end at line ends. Counting lines reads a large file once: cheap beside parsing it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if found.layout == "document" or compression(file.read(4)) or size <= PART_BYTES:
            yield 0, size, size, 1
            return
        start, line = 0, 1
        while start < size:
            file.seek(min(start + PART_BYTES, size))
            stop = size if len(file.readline()) == 0 else file.tell()
            yield start, stop, stop - start, line
            file.seek(start)
            while (left := stop - file.tell()) > 0 and (data := file.read(min(COUNT_BYTES, left))):
                line += data.count(b"\n")
            start = stop
