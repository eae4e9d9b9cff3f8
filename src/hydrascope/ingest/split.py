"""A recognised file → ranges of it that are read by themselves, each with what is in it.

Lines are cut where counting bytes from the file's start says, whatever comes later: a file that is appended to
keeps all ranges but its last.
"""

import zlib
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import BinaryIO

import msgspec
import pyarrow.parquet as pq

from hydrascope.files import Location, for_arrow
from hydrascope.ingest.canonical import parse
from hydrascope.ingest.chunks import compression
from hydrascope.ingest.formats import HALVES
from hydrascope.ingest.lines import LINE_CAP
from hydrascope.ingest.part import Part
from hydrascope.ingest.recognise import Found

PART_ROWS = 250_000
PART_BYTES = 256 << 20
LINES_BYTES = 64 << 20
"""Lines are cut finer: of a file that grows, no more than this is read again."""
EDGE_BYTES = 64 << 10
BLOCK_BYTES = 4 << 20


class Range(msgspec.Struct, frozen=True, array_like=True):
    """Row groups or bytes [start, stop); bytes on disk; number of the first line; digests of all and of both ends."""

    start: int
    stop: int
    size: int
    first_line: int
    content: str
    ends: str = ""


def parts(path: Location, name: str, found: Found, ranges: Sequence[Range], extra: str = "") -> list[Part]:
    """Parts of a file. `extra` is what else decides how it is read (the field map's digest)."""
    asked = f"{name}|{found.format}|{found.layout}|{extra}"
    return [
        Part(path, name, found.format, r.start, r.stop, r.size, _print(asked, r), r.first_line) for r in ranges
    ]


def _print(asked: str, r: Range) -> str:
    content = f"{r.content}|{asked}|{r.start}|{r.stop}|{r.first_line}"
    return blake2b(content.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def is_cut(path: Location, found: Found) -> bool:
    """The file is cut at line ends, and what stands before its end need not be read again once it has grown."""
    if found.format == "parquet" or found.layout == "document":
        return False
    with path.open("rb") as file:
        return compression(file.read(4)) is None


def ranges(path: Location, found: Found, end: int, known: Sequence[Range] = ()) -> tuple[Range, ...]:
    """Ranges of a file up to byte `end`. `known`: ranges of it when it was shorter, taken where they still hold."""
    if found.format == "parquet":
        return tuple(_row_groups(path))
    if not is_cut(path, found):
        return (Range(0, end, end, 1, _whole(path)),)
    limit = PART_BYTES if found.format in HALVES else LINES_BYTES
    with path.open("rb") as file:
        held = _holding(file, known[:-1], limit)
        start, line = (known[len(held)].start, known[len(held)].first_line) if held else (0, 1)
        return (*held, *_lines(file, start, end, limit, line))


def holds(path: Location, r: Range, now: Sequence[Range]) -> bool:
    """Whether a file, of which `now` are the ranges, still says what it said in this range when it was shorter."""
    if any((r.content, r.start, r.stop) == (n.content, n.start, n.stop) for n in now):
        return True
    if not r.ends:
        return False
    with path.open("rb") as file:
        return r.ends == _ends(file, r.start, r.stop)


def whole_lines(path: Location, size: int) -> int:
    """How many bytes of the first `size` are whole lines. What stands behind the last line end is whole as well
    where it is a JSON value by itself: no beginning of an object is one."""
    end = size
    with path.open("rb") as file:
        while end > 0:
            start = max(0, end - BLOCK_BYTES)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            end = start + at + 1 if at >= 0 else start
            if at >= 0:
                break
        if size - end > LINE_CAP:
            return end
        file.seek(end)
        return size if _complete(file.read(size - end)) else end


def _complete(line: bytes) -> bool:
    try:
        return isinstance(parse(line), (dict, list))
    except (ValueError, RecursionError):
        return False


def _whole(path: Location) -> str:
    """Size, time of change, and a hash of both ends: what changes when the file does."""
    stat = path.stat()
    with path.open("rb") as file:
        return f"{stat.st_size}|{stat.st_mtime_ns}|{_ends(file, 0, stat.st_size)}"


def _ends(file: BinaryIO, start: int, stop: int) -> str:
    file.seek(start)
    edges = blake2b(file.read(min(EDGE_BYTES, stop - start)), digest_size=16)
    file.seek(max(start, stop - EDGE_BYTES))
    edges.update(file.read(min(EDGE_BYTES, stop - start)))
    return edges.hexdigest()


def _row_groups(path: Location) -> Iterator[Range]:
    meta, content = pq.read_metadata(for_arrow(path)), _whole(path)
    start, rows, size, row = 0, 0, 0, 1
    for group in range(meta.num_row_groups):
        here = meta.row_group(group)
        if rows and (rows + here.num_rows > PART_ROWS or size + here.total_byte_size > PART_BYTES):
            yield Range(start, group, size, row, content)
            start, rows, size, row = group, 0, 0, row + rows
        rows, size = rows + here.num_rows, size + here.total_byte_size
    if meta.num_row_groups:
        yield Range(start, meta.num_row_groups, size, row, content)


def _holding(file: BinaryIO, known: Sequence[Range], limit: int) -> list[Range]:
    """The leading ranges whose ends still say what they said."""
    held: list[Range] = []
    for r in known:
        if r.size < limit or r.ends != _ends(file, r.start, r.stop):
            break
        held.append(r)
    return held


def _lines(file: BinaryIO, start: int, end: int, limit: int, line: int) -> Iterator[Range]:
    """Ranges of the bytes [start, end), of which `line` is the first line. They end at line ends."""
    while start < end:
        stop, lines, check = _range(file, start, end, limit)
        if stop == start:
            return  # The file was made shorter meanwhile.
        ends = _ends(file, start, stop)
        yield Range(start, stop, stop - start, line, f"{check:08x}{ends}", ends)
        start, line = stop, line + lines


def _range(file: BinaryIO, start: int, end: int, limit: int) -> tuple[int, int, int]:
    """Where the range from `start` stops (the first line end at or behind `limit` bytes), its line ends, its CRC-32.

    One pass over its bytes: cheap beside parsing them.
    """
    at, lines, check = start, 0, 0
    file.seek(start)
    while at < end and (data := file.read(min(BLOCK_BYTES, end - at))):
        cut = data.find(b"\n", max(0, start + limit - at))
        data = data[: cut + 1] if cut >= 0 else data
        at += len(data)
        lines += data.count(b"\n")
        check = zlib.crc32(data, check)
        if cut >= 0:
            break
    return at, lines, check
