"""Canonical JSON lines → batches: typed decoding into tuples, a hundred thousand rows a second."""

import json
from collections.abc import Collection

import msgspec
import numpy as np
import pyarrow as pa

from hydrascope.ingest.assemble import COLUMNS, assemble
from hydrascope.ingest.lines import Block
from hydrascope.ingest.part import Batch, Flaw, Json
from hydrascope.tables import EXCHANGES, TIME

MOST_UNKNOWN = 200
"""So many unknown column names are learnt; what else turns up is counted together."""

OTHERS = "(other columns)"
NOT_JSON = Flaw("not JSON", "the line cannot be parsed as JSON")
NOT_OBJECT = Flaw("not an object", "the line is JSON, but no object")
TOO_DEEP = Flaw("nested too deeply", "objects or lists inside each other beyond what can be parsed")


def _kind(kind: pa.DataType) -> Json:
    if kind == TIME:
        return str | int | float | None
    if pa.types.is_integer(kind):
        return int | None
    if pa.types.is_floating(kind):
        return float | None
    if pa.types.is_boolean(kind):
        return bool | None
    return list[str] | None if pa.types.is_list(kind) else str | None


def safe_name(name: str) -> str:
    """A column name fit for a report: printable, short."""
    return "".join(c if c.isprintable() else "?" for c in name[:64])


def parse(line: bytes) -> Json:
    """Json JSON value; forgiving about bad UTF-8, lone surrogates, raw control characters and NaN (null).

    Raises ValueError when it is no JSON, RecursionError when it is nested too deeply.
    """
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = line.decode("utf-8", "replace")
        return json.loads(text, strict=False, parse_constant=lambda _: None)


def parse_row(line: bytes) -> dict[str, Json] | Flaw:
    """The object on a line, or why there is none."""
    try:
        row = parse(line)
    except RecursionError:
        return TOO_DEEP
    except ValueError:
        return NOT_JSON
    return row if isinstance(row, dict) else NOT_OBJECT


class CanonicalDecoder:
    """Decodes lines to tuples in the order of `COLUMNS`, learning names of unknown columns on the way."""

    def __init__(self, wanted: Collection[str] = COLUMNS) -> None:
        self._wanted = wanted
        self._unknown: dict[str, int] = {}
        self._learnt: list[str] = []
        self._build()

    def _build(self) -> None:
        known = [(name, _kind(EXCHANGES.field(name).type), None) for name in COLUMNS]
        extra = [(f"unknown{i}", msgspec.Raw, msgspec.UNSET) for i in range(len(self._learnt))]
        row = msgspec.defstruct(
            "Row",
            [*known, *extra],
            forbid_unknown_fields=True,
            rename={f"unknown{i}": name for i, name in enumerate(self._learnt)},
            gc=False,
        )
        self._decode = msgspec.json.Decoder(row).decode

    def read(self, block: Block, source: str) -> Batch:
        """The batch of a block."""
        rows: list[tuple[Json, ...]] = []
        numbers: list[int] = []
        lost = list(block.lost)
        astuple, typed = msgspec.structs.astuple, True
        for number, line in zip(block.numbers, block.lines, strict=True):
            try:
                row = astuple(self._decode(line))
            except (ValueError, RecursionError):
                found = self._slow(line)
                if isinstance(found, Flaw):
                    lost.append((number, found))
                    continue
                row, typed = found, False
            rows.append(row)
            numbers.append(number)
        self._count_learnt(rows)
        columns = dict(zip(COLUMNS, zip(*rows, strict=False), strict=False))
        columns = {name: values for name, values in columns.items() if name in self._wanted}
        unknown, self._unknown = self._unknown, {}
        places = np.array(numbers, np.int64)
        size = block.bytes_in
        return assemble(columns, places, source, lost=lost, typed=typed, unknown=unknown, bytes_in=size)

    def _slow(self, line: bytes) -> tuple[Json, ...] | Flaw:
        """A line that the typed decoder refuses: unknown names are learnt, values fitted later."""
        row = parse_row(line)
        if isinstance(row, Flaw):
            return row
        for name in row:
            if name in COLUMNS:
                continue
            if name not in self._learnt and _learnable(name) and len(self._learnt) < MOST_UNKNOWN:
                self._learnt.append(name)
                self._build()
            self._count(name if name in self._learnt else OTHERS)
        return tuple(row.get(name) for name in COLUMNS)

    def _count_learnt(self, rows: list[tuple[Json, ...]]) -> None:
        for place, name in enumerate(self._learnt, len(COLUMNS)):
            if here := sum(len(row) > place and row[place] is not msgspec.UNSET for row in rows):
                self._count(name, here)

    def _count(self, name: str, by: int = 1) -> None:
        name = safe_name(name)
        self._unknown[name] = self._unknown.get(name, 0) + by


def _learnable(name: str) -> bool:
    return name.isprintable() and '"' not in name and "\\" not in name
