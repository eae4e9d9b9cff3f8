"""Features of all parts → one table in canonical order, each exchange once.

Canonical order is (account, time, exchange), so that nothing later depends on how the log was cut.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.features.columns import Flags, Hashes, strings
from hydrascope.features.hashing import CONTENT_KEY, keyed, mixed
from hydrascope.tables import FEATURES, LABEL, REJECTED

DAY = 86_400_000_000
FUTURE = 30 * DAY
"""A row so much later than 99.9 % of the log has a wrong clock: the log itself is the only clock."""
PLACE = ("exchange_id", "source", "line")


def admit(parts: list[pa.Table]) -> tuple[pa.Table, pa.Table]:
    """FEATURES in canonical order with one chunk per column, and REJECTED for the rows left out.

    Of rows with one exchange_id the earliest stays; equal ones are told apart by content, never by the
    place they stood in. Dictionaries come out sorted. The parts are used up column by column.
    """
    table = pa.concat_tables(parts) if parts else FEATURES.empty_table()
    exchange = keyed(strings(table["exchange_id"].combine_chunks()), CONTENT_KEY, "exchange")
    micros = table["started_at"].cast(pa.int64()).to_numpy()
    account, names = _sorted_labels(table["account_id"])
    late = _late(micros)
    order = _order(table, exchange, micros)
    again = np.zeros(len(order), bool)
    again[order[1:]] = exchange[order[1:]] == exchange[order[:-1]]
    kept = np.flatnonzero(~again & ~late)
    kept = kept[np.lexsort((exchange[kept], micros[kept], account[kept]))]
    rejected = _rejected(table, again & ~late, late)
    return _ordered(table, kept, {"account_id": _used(account[kept], names)}), rejected


def _late(micros: npt.NDArray[np.int64]) -> Flags:
    if len(micros) == 0:
        return np.zeros(0, np.bool_)
    usual = np.partition(micros, int(0.999 * (len(micros) - 1)))[int(0.999 * (len(micros) - 1))]
    late: Flags = micros > usual + FUTURE
    return late


def _order(table: pa.Table, exchange: Hashes, micros: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rows by exchange and time; those with one id and time by what they say."""
    order = np.lexsort((micros, exchange))
    same = exchange[order[1:]] == exchange[order[:-1]]
    twice = np.zeros(len(order), np.bool_)
    twice[1:] |= same
    twice[:-1] |= same
    rows = order[twice]
    if len(rows):
        order[twice] = rows[np.lexsort((_content(table)[rows], micros[rows], exchange[rows]))]
    return order


def _content(table: pa.Table) -> Hashes:
    """A hash of what a row says, the same wherever it stands."""
    total = np.zeros(table.num_rows, np.uint64)
    for name in table.column_names:
        if name not in PLACE:
            total = mixed(total ^ _words(table[name]))
    return total


def _words(column: pa.ChunkedArray) -> Hashes:
    """A column as uint64, row by row; a list is the sum of its mixed values."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _sorted_labels(column)[0].astype(np.uint64)
    if pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind):
        total = np.zeros(len(column), np.uint64)
        values = pc.list_flatten(column).to_numpy().astype(np.uint64)
        np.add.at(total, pc.list_parent_indices(column).to_numpy(), mixed(values))
        return total
    values = (column.cast(pa.int64()) if pa.types.is_timestamp(kind) else column).to_numpy()
    return np.asarray(values.view(np.uint32) if kind == pa.float32() else values, np.uint64)


def _sorted_labels(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """Codes in the order of the sorted labels (-1 null), and the labels."""
    unified = column.unify_dictionaries().combine_chunks() if column.num_chunks else column.combine_chunks()
    if isinstance(unified, pa.ChunkedArray):
        unified = unified.chunk(0) if unified.num_chunks else pa.array([], LABEL)
    order = pc.array_sort_indices(unified.dictionary)
    rank = np.empty(len(order) + 1, np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    rank[-1] = -1
    codes = unified.indices.fill_null(len(order)).to_numpy(zero_copy_only=False)
    return rank[codes], unified.dictionary.take(order)


def _used(codes: npt.NDArray[np.int32], names: pa.Array) -> pa.DictionaryArray:
    """Dictionary array with only the labels that occur, still sorted."""
    used, dense = np.unique(codes[codes >= 0], return_inverse=True)
    indices = np.full(len(codes), -1, np.int32)
    indices[codes >= 0] = dense
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices < 0), names.take(pa.array(used)))


def _ordered(table: pa.Table, kept: npt.NDArray[np.int64], done: dict[str, pa.Array]) -> pa.Table:
    columns = []
    for field in FEATURES:
        if field.name in done:
            columns.append(done[field.name])
        elif field.type == LABEL:
            codes, names = _sorted_labels(table[field.name])
            columns.append(_used(codes[kept], names))
        else:
            taken = table[field.name].take(pa.array(kept))
            columns.append(taken.combine_chunks() if taken.num_chunks != 1 else taken.chunk(0))
    flat = [c.chunk(0) if isinstance(c, pa.ChunkedArray) and c.num_chunks == 1 else c for c in columns]
    return pa.table([pa.chunked_array([c]) if isinstance(c, pa.Array) else c for c in flat], schema=FEATURES)


def _rejected(table: pa.Table, again: Flags, late: Flags) -> pa.Table:
    """REJECTED rows in the order of where they stood."""
    reasons = (
        (again, "duplicate exchange_id", "an earlier or equal row has this id"),
        (late, "clock in the future", "more than 30 days after 99.9 % of the log"),
    )
    found = []
    for mask, reason, detail in reasons:
        rows = table.select(["source", "line"]).filter(pa.array(mask))
        count = rows.num_rows
        source = rows["source"].cast(pa.string()) if count else pa.chunked_array([pa.array([], pa.string())])
        found.append(pa.table([source, rows["line"], [reason] * count, [detail] * count], schema=REJECTED))
    return pa.concat_tables(found).sort_by([("source", "ascending"), ("line", "ascending")])
