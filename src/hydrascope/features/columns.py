"""Arrow columns as the flat arrays that compiled kernels read."""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Flags: TypeAlias = npt.NDArray[np.bool_]
Hashes: TypeAlias = npt.NDArray[np.uint64]
Integers: TypeAlias = npt.NDArray[np.int64]


class Strings(NamedTuple):
    """Row i is `data[offsets[i]:offsets[i + 1]]`, or unknown where not `valid[i]`.

    offsets: int64 [rows + 1]; data: uint8; valid: bool [rows].
    """

    offsets: npt.NDArray[np.int64]
    data: npt.NDArray[np.uint8]
    valid: Flags


def valid(column: pa.Array) -> Flags:
    """Bool [rows]: where the column is not null."""
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def strings(column: pa.Array) -> Strings:
    """The buffers of a string-like column, sliced or not, without copying its text."""
    if not (pa.types.is_string(column.type) or pa.types.is_binary(column.type)):
        column = column.cast(pa.large_string()) if not _is_large(column.type) else column
    width = np.int64 if _is_large(column.type) else np.int32
    _, offsets, data = column.buffers()
    if offsets is None or len(column) == 0:
        bounds = np.zeros(len(column) + 1, dtype=np.int64)
    else:
        first = column.offset
        bounds = np.frombuffer(offsets, dtype=width)[first : first + len(column) + 1].astype(np.int64)
    flat = np.zeros(1, dtype=np.uint8) if data is None or data.size == 0 else np.frombuffer(data, np.uint8)
    return Strings(bounds, flat, valid(column))


def numbers(column: pa.Array, unknown: int) -> npt.NDArray[np.int64]:
    """Int64 [rows] of an integer or bool column, `unknown` where null."""
    return np.asarray(column.cast(pa.int64()).fill_null(unknown).to_numpy(), dtype=np.int64)


def labels(column: pa.Array) -> pa.DictionaryArray:
    """The column dictionary-encoded as `tables.LABEL`: int32 indices, string values."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()).dictionary_encode()


def flagged(column: pa.Array, wanted: frozenset[str]) -> Flags:
    """Bool [rows]: rows whose lower-cased value is in `wanted`. Looks at distinct values only."""
    encoded = labels(column)
    if len(encoded.dictionary) == 0:
        return np.zeros(len(column), dtype=np.bool_)
    hits = np.array([value.lower() in wanted for value in encoded.dictionary.to_pylist()])
    indices = encoded.indices.fill_null(0).to_numpy()
    return np.asarray(hits[indices] & valid(column), dtype=np.bool_)


def _is_large(kind: pa.DataType) -> bool:
    return bool(pa.types.is_large_string(kind) or pa.types.is_large_binary(kind))
