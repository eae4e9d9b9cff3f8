"""The values that ingestion hands out: parts of files, and batches of exchanges read from them."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyarrow as pa

from hydrascope.files import Location

Json: TypeAlias = Any
"""Whatever a log holds: any JSON value, or a plain Python value out of an Arrow column."""

BATCH_ROWS = 32_768
"""Rows per batch unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a log that is read by itself: about 250,000 rows or 256 MB of Parquet, 64 MB of lines.

    `start` and `stop` are row groups (Parquet) or bytes of the file (JSON); the whole file when it is
    compressed. `name` is the file as the user gave it, unlike that of any other file. `first_line` is the 1-based
    number of the first line (JSON) or row (Parquet). Equal `fingerprint` means equal name, content, format, range.
    """

    path: Location
    name: str
    format: str
    start: int
    stop: int
    size: int
    fingerprint: str
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: parts in reading order, and `(name, why)` of files in folders that are no log."""

    parts: tuple[Part, ...]
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a part. Over a part, `rows_in` = rows of `exchanges` + rows of `rejected`.

    `exchanges` has schema `tables.EXCHANGES`, `rejected` schema `tables.REJECTED`. `unknown_columns`
    counts what was kept out, by name. `bytes_in` is bytes of the file, as they lie on the disk.
    """

    exchanges: pa.RecordBatch
    rejected: pa.RecordBatch
    unknown_columns: dict[str, int] = field(default_factory=dict)
    rows_in: int = 0
    bytes_in: int = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a row cannot be used. `reason` is a short fixed category; `detail` never quotes prompt text."""

    reason: str
    detail: str
