"""A log as the peers read it: the two contract tables, columns on demand, accounts as indices."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hydrascope.proving.metrics import Floats, Ints


@dataclass(frozen=True)
class Found:
    """What a peer says of each account of `Log.ids`, in that order.

    `score`: float64, higher is more suspect, any scale. `group`: int64, -1 for none.
    """

    score: Floats
    group: Ints


@dataclass(frozen=True)
class Log:
    """An exchange log with its accounts, and no labels. Rows stand in order of arrival.

    `ids`: account ids that occur, sorted. `owner`: int32, per row the index into `ids`. `started`: int64,
    microseconds. `order`: file row of each row.
    """

    exchanges: Path
    accounts: pa.Table
    ids: NDArray[np.str_]
    owner: NDArray[np.int32]
    started: Ints
    order: Ints

    def column(self, name: str) -> pa.ChunkedArray:
        """One column of the exchanges in order of arrival; all null if the log has no such column."""
        if name not in pq.read_schema(self.exchanges).names:
            return pa.chunked_array([pa.nulls(len(self.order), pa.large_string())])
        column = pq.read_table(self.exchanges, columns=[name])[name]
        if pa.types.is_string(column.type):
            column = column.cast(pa.large_string())
        return column.take(pa.array(self.order))

    def codes(self, name: str) -> NDArray[np.int32]:
        """The column's values as small integers, int32; -1 where unknown."""
        return encode(self.column(name))


def read(folder: Path) -> Log:
    """The log in `folder` (exchanges.parquet, accounts.parquet), ordered by time, then exchange id."""
    keys = pq.read_table(folder / "exchanges.parquet", columns=["started_at", "exchange_id", "account_id"])
    order = pc.sort_indices(keys, [("started_at", "ascending"), ("exchange_id", "ascending")])
    encoded = keys["account_id"].take(order).combine_chunks().dictionary_encode()
    names = np.array(encoded.dictionary.to_pylist(), dtype=np.str_)
    rank = np.argsort(np.argsort(names))
    started = pc.cast(keys["started_at"].take(order), pa.int64()).to_numpy()
    return Log(
        exchanges=folder / "exchanges.parquet",
        accounts=pq.read_table(folder / "accounts.parquet"),
        ids=np.sort(names),
        owner=rank[encoded.indices.to_numpy()].astype(np.int32),
        started=started,
        order=order.to_numpy().astype(np.int64),
    )


def encode(column: pa.ChunkedArray) -> NDArray[np.int32]:
    """Small integers for values, int32, in order of first appearance; -1 for null."""
    indices = column.combine_chunks().dictionary_encode().indices.fill_null(-1)
    codes: NDArray[np.int32] = indices.to_numpy(zero_copy_only=False).astype(np.int32)
    return codes


def account_column(log: Log, name: str) -> pa.ChunkedArray:
    """A column of the accounts table in the order of `log.ids`; null where there is no record or column."""
    if name not in log.accounts.column_names:
        return pa.chunked_array([pa.nulls(len(log.ids), pa.string())])
    where = pc.index_in(pa.array(log.ids.tolist(), pa.string()), log.accounts["account_id"].cast(pa.string()))
    return log.accounts[name].take(where)


def customers(log: Log) -> Ints:
    """Of each account, the number of its customer: accounts that openly share `org_id` are one customer."""
    organisation = encode(account_column(log, "org_id")).astype(np.int64)
    alone = organisation.max(initial=-1) + 1 + np.arange(len(log.ids))
    own: Ints = np.unique(np.where(organisation < 0, alone, organisation), return_inverse=True)[1].astype(np.int64)
    return own
