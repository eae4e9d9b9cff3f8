"""Account records (`--accounts FILE`): Parquet, CSV or JSON lines → one row per account."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hydrascope.errors import NotALog, OutsideError, UserError
from hydrascope.files import Location, for_arrow
from hydrascope.ingest.assemble import Lost, fit, rejected
from hydrascope.ingest.canonical import parse_row, safe_name
from hydrascope.ingest.chunks import chunks
from hydrascope.ingest.lines import blocks
from hydrascope.ingest.part import BATCH_ROWS, Flaw, Json
from hydrascope.ingest.recognise import PARQUET_MAGIC
from hydrascope.ingest.sample import sample
from hydrascope.ingest.scalars import clean
from hydrascope.tables import ACCOUNTS

DUPLICATE = Flaw("duplicate account", "another row has the same account_id")
BROKEN_CSV = Flaw("not CSV", "not as many values as the header has columns")
EXPECTED = "expected account records as Parquet, CSV or JSON lines with an 'account_id' column"

Columns = dict[str, pa.Array | Sequence[Json]]
Chunk = tuple[Columns, Sequence[int], Lost]
"""Columns, the line of every row, and rows that never became values."""


@dataclass(frozen=True, slots=True)
class AccountsRead:
    """`accounts` has schema `tables.ACCOUNTS`, by account_id; `rejected` schema `tables.REJECTED`."""

    accounts: pa.Table
    rejected: pa.RecordBatch
    unknown_columns: dict[str, int]


def read_accounts(path: Location) -> AccountsRead:
    """Read account records. Unfit rows and all but one row of an account are rejected with a reason.

    Raises UserError when there is no such file, NotALog when it holds no account records, OutsideError
    when it cannot be read.
    """
    if not path.is_file():
        raise UserError(f"{path}: no such file; give a file of account records with --accounts")
    try:
        return _gathered(str(path), _chunks(path))
    except OSError as error:
        raise OutsideError(f"{path}: cannot be read: {error.strerror or 'input error'}") from error


def _gathered(source: str, parts: Iterator[Chunk]) -> AccountsRead:
    tables: list[pa.Table] = []
    lines: list[int] = []
    bad: Lost = []
    unknown: dict[str, int] = {}
    for columns, numbers, lost in parts:
        fitted, flaws, _ = fit(ACCOUNTS, columns, len(numbers))
        bad += [*lost, *((numbers[row], flaw) for row, flaw in flaws.items())]
        good = [row for row in range(len(numbers)) if row not in flaws]
        tables.append(pa.Table.from_arrays(fitted, schema=ACCOUNTS).take(pa.array(good, pa.int64())))
        lines += [numbers[row] for row in good]
        for name in columns.keys() - set(ACCOUNTS.names):
            present = len(columns[name]) - _nulls(columns[name])
            unknown[safe_name(name)] = unknown.get(safe_name(name), 0) + present
    table = pa.concat_tables(tables) if tables else ACCOUNTS.empty_table()
    keep, spare = _one_each(table)
    bad += [(lines[row], DUPLICATE) for row in spare]
    accounts = table.take(pa.array(keep, pa.int64())).combine_chunks()
    return AccountsRead(accounts, rejected(source, bad), unknown)


def _nulls(column: pa.Array | Sequence[Json]) -> int:
    return column.null_count if isinstance(column, pa.Array) else column.count(None)


def _one_each(table: pa.Table) -> tuple[list[int], list[int]]:
    """Rows to keep, by account_id, and rows to spare. Which one stays depends on content, not on order."""
    order = pc.sort_indices(table, [("account_id", "ascending")]).to_pylist()
    ids = table.column("account_id").take(pa.array(order, pa.int64())).to_pylist()
    keep: list[int] = []
    spare: list[int] = []
    start = 0
    for stop in range(1, len(ids) + 1):
        if stop < len(ids) and ids[stop] == ids[start]:
            continue
        rows = order[start:stop]
        if len(rows) > 1:
            rows.sort(key=lambda row: repr(table.slice(row, 1).to_pylist()))
        keep.append(rows[0])
        spare += rows[1:]
        start = stop
    return keep, spare


def _chunks(path: Location) -> Iterator[Chunk]:
    with path.open("rb") as file:
        magic = file.read(4)
    if not magic:
        raise NotALog(f"{path}: found an empty file; {EXPECTED}")
    if magic == PARQUET_MAGIC:
        return _of_parquet(path)
    seen = sample(path)
    if seen.objects:
        if not any("account_id" in found for found in seen.objects):
            raise NotALog(f"{path}: found {seen.kind} without 'account_id'; {EXPECTED}")
        return _of_lines(path)
    if seen.kind == "text that is no JSON":
        return _of_csv(path)
    raise NotALog(f"{path}: found {seen.kind}; {EXPECTED}")


def _of_parquet(path: Location) -> Iterator[Chunk]:
    try:
        file = pq.ParquetFile(for_arrow(path))
    except (pa.ArrowException, ValueError):
        raise NotALog(f"{path}: found a Parquet file with a damaged footer; {EXPECTED}") from None
    with file:
        if "account_id" not in file.schema_arrow.names:
            raise NotALog(f"{path}: found a Parquet file without 'account_id'; {EXPECTED}")
        row = 1
        for batch in file.iter_batches(BATCH_ROWS):
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            yield columns, range(row, row + batch.num_rows), []
            row += batch.num_rows


def _of_lines(path: Location) -> Iterator[Chunk]:
    for block in blocks(chunks(path), BATCH_ROWS):
        rows: list[dict[str, Json]] = []
        numbers: list[int] = []
        lost = list(block.lost)
        for number, line in zip(block.numbers, block.lines, strict=True):
            row = parse_row(line)
            if isinstance(row, Flaw):
                lost.append((number, row))
            else:
                rows.append(row)
                numbers.append(number)
        yield _columns(rows), numbers, lost


class _CsvLines:
    """Lines for the csv reader; remembers where it stands and what was lost on the way."""

    def __init__(self, path: Location) -> None:
        self.line = 0
        self.lost: Lost = []
        self._blocks = blocks(chunks(path), BATCH_ROWS)

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            self.lost += block.lost
            for self.line, line in zip(block.numbers, block.lines, strict=True):
                yield clean(line.decode("utf-8", "replace")) + "\n"


def _of_csv(path: Location) -> Iterator[Chunk]:
    source = _CsvLines(path)
    reader = csv.reader(source)
    header = next(reader, [])
    if "account_id" not in header:
        raise NotALog(f"{path}: found text without an 'account_id' column in its first line; {EXPECTED}")
    rows: list[dict[str, Json]] = []
    numbers: list[int] = []
    while True:
        try:
            values = next(reader)
        except StopIteration:
            break
        except csv.Error:
            values = []
        if len(values) != len(header):
            source.lost.append((source.line, BROKEN_CSV))
            continue
        rows.append({name: value or None for name, value in zip(header, values, strict=True)})
        numbers.append(source.line)
    yield _columns(rows), numbers, source.lost


def _columns(rows: list[dict[str, Json]]) -> Columns:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}
