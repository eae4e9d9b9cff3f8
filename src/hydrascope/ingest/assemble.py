"""From columns to a batch: fits every column, checks what is required, parts good rows from bad."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from hydrascope.ingest.columns import Flaws, fit_column
from hydrascope.ingest.part import Batch, Flaw, Json
from hydrascope.ingest.scalars import MISSING
from hydrascope.tables import EXCHANGES, REJECTED

PLACE = ("source", "line")
COLUMNS = tuple(name for name in EXCHANGES.names if name not in PLACE)
"""What a log can say, in order: `EXCHANGES` without the place where a row stood."""

Columns = Mapping[str, pa.Array | Sequence[Json]]
Lost = list[tuple[int, Flaw]]
"""Rows that never became values: line and why."""


def fit(
    schema: pa.Schema, columns: Columns, rows: int, lenient: bool = False, typed: bool = False
) -> tuple[list[pa.Array], Flaws, dict[str, int]]:
    """Columns of `schema`, the flaws of rows, and counts of unusable values left out when `lenient`.

    Lenient: an unfit optional value becomes unknown, counted, instead of costing the row. Logs of other
    systems carry what callers wrote; a caller must not be able to make rows vanish with a wild number.
    """
    fitted: list[pa.Array] = []
    flaws: Flaws = {}
    left_out: dict[str, int] = {}
    for field in schema:
        if field.name not in columns:
            fitted.append(pa.nulls(rows, field.type))
            continue
        column, unfit = fit_column(columns[field.name], field, typed)
        fitted.append(column)
        if lenient and field.nullable and unfit:
            left_out[f"{field.name} (unusable value)"] = len(unfit)
        else:
            flaws = unfit | flaws
    for field, column in zip(schema, fitted, strict=True):
        if not field.nullable:
            flaws = _missing(field, column) | flaws
    return fitted, flaws, left_out


def _missing(field: pa.Field, column: pa.Array) -> Flaws:
    absent = np.asarray(column.is_null())
    if pa.types.is_string(field.type):
        ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
        absent = absent | (np.diff(ends) == 0)
    return {int(row): Flaw(MISSING, f"no {field.name}") for row in np.flatnonzero(absent)}


def assemble(
    columns: Columns,
    lines: np.ndarray[Json, np.dtype[np.int64]],
    source: str,
    *,
    lost: Lost | None = None,
    lenient: bool = False,
    typed: bool = False,
    unknown: dict[str, int] | None = None,
    bytes_in: int = 0,
) -> Batch:
    """A batch from `columns` whose row i stood at `lines[i]` of `source`, plus rows `lost` before.

    `lenient` as in `fit`; `typed` as in `columns.fit_column`.
    """
    rows = len(lines)
    schema = pa.schema([EXCHANGES.field(name) for name in COLUMNS])
    fitted, flaws, left_out = fit(schema, columns, rows, lenient, typed)
    arrays = [*fitted, pa.repeat(pa.scalar(source, pa.string()), rows), pa.array(lines, pa.int64())]
    exchanges = pa.RecordBatch.from_arrays(arrays, schema=EXCHANGES)
    if flaws:
        keep = np.ones(rows, bool)
        keep[list(flaws)] = False
        exchanges = exchanges.filter(pa.array(keep))
    bad = [(int(lines[row]), flaw) for row, flaw in flaws.items()] + (lost or [])
    rows_in = rows + len(lost or [])
    return Batch(exchanges, rejected(source, bad), (unknown or {}) | left_out, rows_in, bytes_in)


def rejected(source: str, bad: Lost) -> pa.RecordBatch:
    """Schema `REJECTED`, in order of lines."""
    bad = sorted(bad, key=lambda item: item[0])
    columns = [
        [source] * len(bad),
        [line for line, _ in bad],
        [flaw.reason for _, flaw in bad],
        [flaw.detail for _, flaw in bad],
    ]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, REJECTED, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=REJECTED)
