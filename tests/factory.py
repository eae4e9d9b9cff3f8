"""Tables with sensible defaults, so that a test says only what it is about.

Columns come as keyword arguments: a list gives one value a row, anything else stands on every row.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.features.columns import strings
from hydrascope.features.hashing import keyed
from hydrascope.tables import ACCOUNTS, BEHAVIOURS, FEATURES, LABEL, PHRASE_COUNT, VECTOR_WIDTH

BASE = 1_767_225_600_000_000
"""2026-01-01 00:00 UTC in microseconds."""
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
UP = [127, *[0] * (VECTOR_WIDTH - 1)]


def features(**columns: Any) -> pa.Table:
    """FEATURES in canonical order: sorted by account and time, one chunk a column, labels sorted."""
    n = _rows(columns)
    usual: dict[str, Any] = {
        "exchange_id": [f"x{i:06d}" for i in range(n)],
        "account_id": "a",
        "started_at": [BASE + i * MINUTE for i in range(n)],
        "model": "m",
        "access_path": "api",
        "source": "log.jsonl",
        "line": list(range(1, n + 1)),
        "phrases": [[0] * PHRASE_COUNT] * n,
        "vector": [UP] * n,
        "blobs_in": [[]] * n,
        "blobs_out": [[]] * n,
        "duration_ms": -1,
        "asn": -1,
        "chars": 100,
        "words": 20,
        "input_tokens": 25,
        "output_tokens": 200,
        "reasoning_tokens": -1,
        "max_tokens": -1,
    }
    told = usual | columns
    for name, of in (("account", "account_id"), ("lot", "exchange_id")):
        said = [told[of]] * n if isinstance(told[of], str) else told[of]
        usual[name] = keyed(strings(pa.array(said)), b"key", name).tolist()
    table = _table(FEATURES, usual, columns, n)
    order = np.lexsort((table["started_at"].cast(pa.int64()).to_numpy(), _codes(table["account_id"])))
    flat = {name: table[name].take(pa.array(order)).combine_chunks() for name in table.column_names}
    return pa.table([_sorted(flat[f.name]) if f.type == LABEL else flat[f.name] for f in FEATURES], schema=FEATURES)


def behaviours(**columns: Any) -> pa.Table:
    """BEHAVIOURS of honest people who are customers of their own."""
    n = _rows(columns)
    usual: dict[str, Any] = {
        "account_id": [f"a{i:04d}" for i in range(n)],
        "customer": list(range(n)),
        "licensed": False,
        "exchanges": 10,
        "first_seen": BASE,
        "last_seen": BASE + DAY,
        "active_days": 1,
        "main_model": 0,
    }
    usual["sampled"] = usual["compared"] = columns.get("exchanges", usual["exchanges"])
    return _table(BEHAVIOURS, usual, columns, n)


def accounts(**columns: Any) -> pa.Table:
    """ACCOUNTS; what is not given is unknown."""
    return _table(ACCOUNTS, {}, columns, _rows(columns), unknown=None)


def exchange(number: int = 0, **fields: Any) -> dict[str, Any]:
    """One row of the canonical log, as JSON has it. A field that is None is left out."""
    row = {
        "exchange_id": f"x{number:06d}",
        "account_id": f"a{number % 3}",
        "started_at": f"2026-01-{1 + number // 1440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00Z",
        "model": "large-1",
        "input_text": f"Please tell me about river number {number} and where it ends.",
        "output_text": "It ends in the sea.",
        "history_messages": 0,
        "input_tokens": 12,
        "output_tokens": 6,
        "temperature": 0.7,
        "client_ip": f"10.0.{number % 3}.{number % 200}",
        "user_agent": "curl/8.1",
    } | fields
    return {name: value for name, value in row.items() if value is not None}


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A log of JSON lines."""
    path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows), encoding="utf-8")
    return path


def _rows(columns: Mapping[str, Any]) -> int:
    lengths = {len(value) for value in columns.values() if isinstance(value, list | np.ndarray)}
    assert len(lengths) <= 1, f"columns of unequal lengths: {lengths}"
    return lengths.pop() if lengths else 1


def _table(
    schema: pa.Schema, usual: Mapping[str, Any], given: Mapping[str, Any], n: int, unknown: Any = ...
) -> pa.Table:
    assert set(given) <= set(schema.names), f"no such column: {set(given) - set(schema.names)}"
    values = dict(usual) | dict(given)
    return pa.table(
        [_column(values.get(f.name, _unknown(f.type) if unknown is ... else unknown), f.type, n) for f in schema],
        schema=schema,
    )


def _column(value: Any, kind: pa.DataType, n: int) -> pa.Array:
    rows = list(value) if isinstance(value, list | np.ndarray) else [value] * n
    return pa.array(rows, pa.string()).dictionary_encode() if kind == LABEL else pa.array(rows, type=kind)


def _unknown(kind: pa.DataType) -> Any:
    """What stands for unknown in FEATURES and BEHAVIOURS."""
    return np.nan if kind == pa.float64() else 0 if pa.types.is_integer(kind) or kind == pa.float32() else None


def _codes(column: pa.ChunkedArray) -> np.ndarray:
    return np.unique(np.array(column.cast(pa.string()).to_pylist(), dtype=object), return_inverse=True)[1]


def _sorted(column: pa.Array) -> pa.Array:
    """A label column whose dictionary holds the labels that occur, sorted."""
    rows = column.cast(pa.string())
    names = sorted(set(rows.to_pylist()) - {None})
    codes = pa.compute.index_in(rows, value_set=pa.array(names, pa.string()))
    return pa.DictionaryArray.from_arrays(codes, pa.array(names, pa.string()))
