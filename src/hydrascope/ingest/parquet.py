"""Canonical Parquet → batches: column casts only, no Python per row."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.files import Unanswered, for_arrow
from hydrascope.ingest.assemble import COLUMNS, assemble
from hydrascope.ingest.canonical import safe_name
from hydrascope.ingest.part import Batch, Flaw, Part

BATCH_BYTES = 64 << 20
PROBE_ROWS = 256
REQUIRED = ("exchange_id", "account_id", "started_at")
DAMAGED = Flaw("damaged page", "the Parquet row group cannot be read from here on; other row groups are kept")


def read_parquet(part: Part, batch_rows: int, columns: Sequence[str] | None) -> Iterator[Batch]:
    """Batches of a part's row groups. `columns` limits what is read; what is required is always read."""
    with pq.ParquetFile(for_arrow(part.path), pre_buffer=not isinstance(part.path, Path)) as file:
        present = file.schema_arrow.names
        wanted = [name for name in COLUMNS if name in present and _is_wanted(name, columns)]
        unknown = sorted({name for name in present if name not in COLUMNS})
        row = part.first_line
        for group in range(part.start, part.stop):
            rows = file.metadata.row_group(group).num_rows
            counts = {safe_name(name): rows for name in unknown}
            size = _size_on_disk(file.metadata.row_group(group), wanted)
            for batch in _group(file, group, wanted, batch_rows, row, part.name):
                yield replace(batch, unknown_columns=counts, bytes_in=size)
                counts, size = {}, 0
            row += rows


def _is_wanted(name: str, columns: Sequence[str] | None) -> bool:
    return columns is None or name in columns or name in REQUIRED


def _size_on_disk(group: pq.RowGroupMetaData, wanted: Sequence[str]) -> int:
    chunks = (group.column(i) for i in range(group.num_columns))
    return sum(c.total_compressed_size for c in chunks if c.path_in_schema.split(".")[0] in wanted)


def _group(
    file: pq.ParquetFile, group: int, wanted: list[str], batch_rows: int, first: int, source: str
) -> Iterator[Batch]:
    rows, done = file.metadata.row_group(group).num_rows, 0
    try:
        fitting = _fitting(file, group, wanted, batch_rows)
        for record in file.iter_batches(fitting, [group], wanted, use_threads=False):
            lines = np.arange(first + done, first + done + record.num_rows, dtype=np.int64)
            found = {name: record.column(record.schema.names.index(name)) for name in wanted}
            yield assemble(found, lines, source)
            done += record.num_rows
    except Unanswered:
        raise
    except (OSError, pa.ArrowException):
        lost = [(first + i, DAMAGED) for i in range(done, rows)]
        yield assemble({}, np.zeros(0, np.int64), source, lost=lost)


def _fitting(file: pq.ParquetFile, group: int, wanted: list[str], batch_rows: int) -> int:
    """Rows per batch such that a batch stays near `BATCH_BYTES`.

    Metadata does not tell: one long text in a dictionary can stand in every row. So the first rows are
    weighed once expanded.
    """
    meta = file.metadata.row_group(group)
    if meta.total_byte_size < BATCH_BYTES // 64:
        return batch_rows
    probe = next(file.iter_batches(PROBE_ROWS, [group], wanted, use_threads=False))
    per_row = max(probe.nbytes / max(probe.num_rows, 1), meta.total_byte_size / max(meta.num_rows, 1))
    return max(PROBE_ROWS, min(batch_rows, int(BATCH_BYTES / max(per_row, 1))))
