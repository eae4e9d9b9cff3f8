"""A first look into a file: what its first bytes say, and its first JSON objects."""

from dataclasses import dataclass
from itertools import islice
from typing import Literal

from hydrascope.files import Location
from hydrascope.ingest.canonical import parse
from hydrascope.ingest.chunks import chunks
from hydrascope.ingest.documents import elements
from hydrascope.ingest.lines import BOM, LINE_CAP
from hydrascope.ingest.part import Flaw, Json

SAMPLE_BYTES = 1 << 20
SAMPLE_OBJECTS = 50

Layout = Literal["lines", "document"]
"""One JSON object per line; or arrays, and objects that run over lines."""

MAGIC = (
    (b"PAR1", "a Parquet file"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ARROW1", "an Arrow IPC file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x7fELF", "a program"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """`kind` says in words what the file looks like; `objects` are its first JSON objects.

    `bracket`: it begins as JSON does, broken or not.
    """

    kind: str
    layout: Layout
    objects: tuple[dict[str, Json], ...]
    bracket: bool


def sample(path: Location) -> Sample:
    """Look into a file that is no Parquet."""
    head, whole = _head(path)
    lines = head.split(b"\n")
    if not whole and len(lines) > 1:
        lines.pop()
    values = [_value(line) for line in lines[:SAMPLE_OBJECTS] if line.strip()]
    parsed = [value for value in values if value is not None]
    bracket = head.lstrip().startswith((b"{", b"["))
    # Of a value that runs over lines, the first line alone is no JSON; of damaged lines, some are.
    # Arrays are read element by element, as they may be longer than a line is allowed to be.
    by_line = 2 * len(parsed) >= len(values) or values[0] is not None
    if not bracket or (by_line and not isinstance(values[0], list)):
        return Sample("JSON lines" if parsed else _kind(head), "lines", _objects(parsed), bracket)
    texts = (text for _, text in islice(elements([head]), SAMPLE_OBJECTS) if not isinstance(text, Flaw))
    found = [value for text in texts if (value := _value(text)) is not None]
    if not found:
        return Sample("broken JSON", "lines", (), True)
    return Sample("JSON", "document", _objects(found), True)


def _head(path: Location) -> tuple[bytes, bool]:
    """The first decompressed bytes: at least the first line up to the cap; whether that is all."""
    head = bytearray()
    for piece in chunks(path):
        if isinstance(piece, Flaw):
            return bytes(head).removeprefix(BOM), True
        head += piece[0]
        if len(head) >= LINE_CAP or (len(head) >= SAMPLE_BYTES and b"\n" in head):
            return bytes(head).removeprefix(BOM), False
    return bytes(head).removeprefix(BOM), True


def _kind(head: bytes) -> str:
    if not head.strip():
        return "nothing"
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    return "binary data" if b"\0" in head[:4096] else "text that is no JSON"


def _value(line: bytes) -> Json:
    try:
        found = parse(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, (dict, list)) else None


def _objects(values: list[Json]) -> tuple[dict[str, Json], ...]:
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return tuple(item for item in flat[:SAMPLE_OBJECTS] if isinstance(item, dict))
