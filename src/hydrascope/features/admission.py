"""Features of all parts → what every later stage sees: each exchange once, a sample of each account, exact totals.

Three columns of every row are looked at together (20 bytes a row, 40 at the most for a while); whole rows only of the
sample, part by part.
What is done with one part alone goes through `run`, so that parts may be read elsewhere.
Canonical order is (account, time, exchange), so that nothing later depends on how the log was cut.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.features.columns import Flags, Hashes, Integers, strings
from hydrascope.features.gather import canonical, content, sorted_labels
from hydrascope.features.hashing import keyed
from hydrascope.features.sample import MOST, TOTAL, sample, share
from hydrascope.tables import FEATURES, LABEL, REJECTED, TOTALS

DAY = 86_400_000_000
FUTURE = 30 * DAY
"""A row so much later than 99.9 % of the log has a wrong clock: the log itself is the only clock."""

Part = Callable[[Sequence[str]], pa.Table]
"""Some columns of the FEATURES of a part of the log, the same rows in the same order at every call."""
Run: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""A function over things, results in their order: `map`, or something like it that works elsewhere."""
Codes = npt.NDArray[np.int32]
AT_ONCE = 1 << 24
"""So many rows are looked at in one go where that takes room."""


@dataclass(frozen=True, slots=True)
class Admission:
    """`features` is the sample: FEATURES in canonical order, one chunk per column, dictionaries sorted.

    `totals`: TOTALS, over all admitted rows. `rejected`: REJECTED for the rows left out. Per row of the parts, one
    after the other: `account`, int32, its row in the totals or -1 where not admitted; `sampled`, bool; `lot`, uint64,
    the hash of its id, by which the sample is drawn. Part p has the rows from `bounds[p]` to `bounds[p + 1]`.
    """

    features: pa.Table
    totals: pa.Table
    rejected: pa.Table
    account: Codes
    sampled: Flags
    lot: Hashes
    bounds: Integers


def admit(parts: Sequence[Part], key: bytes, most: int = MOST, total: int = TOTAL, run: Run = map) -> Admission:
    """Of rows with one exchange_id the earliest stays; equal ones are told apart by content, never by their place.

    Of every account `most` rows, by lot, are the sample, or fewer where these would be more than `total` in all.
    `key` is the secret of identifier hashes. What `run` is given can be pickled if the parts can.
    """
    account, names, exchange, micros, bounds = _thin(parts, key, run)
    late = _late(micros)
    again = _again(exchange, micros, parts, bounds, run)
    account[again | late] = -1
    account, names = _used(account, names)
    totals = _totals(account, micros, names)
    sampled = sample(account, exchange, share(totals["exchanges"].to_numpy(), most, total))
    rows = np.flatnonzero(sampled)
    order = np.lexsort((exchange[rows], micros[rows], account[rows]))
    labels = pa.DictionaryArray.from_arrays(pa.array(account[rows][order]), names)
    rejected = _rejected(parts, bounds, again & ~late, late, run)
    del micros, again, late
    # No name for the rows as they were read: columns are given up one by one as they are put in order.
    features = canonical(
        pa.concat_tables([FEATURES.empty_table(), *run(_rows, _of_parts(parts, rows, bounds))]),
        order,
        {"account_id": labels},
    )
    return Admission(
        features=features,
        totals=totals,
        rejected=rejected,
        account=account,
        sampled=sampled,
        lot=exchange,
        bounds=bounds,
    )


def _thin(parts: Sequence[Part], key: bytes, run: Run) -> tuple[Codes, pa.Array, Hashes, Integers, Integers]:
    """Of all rows: account code and its sorted names, hash of the exchange id, microseconds; bounds of the parts."""
    accounts, exchange, micros = [], [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for own, lots, times in run(partial(_columns, key=key), parts):
        accounts += own
        exchange += lots
        micros.append(times)
    bounds = np.cumsum([0, *(len(m) for m in micros[1:])]).astype(np.int64)
    labels = pa.chunked_array(accounts, LABEL)
    accounts.clear()
    codes, names = sorted_labels(labels)
    return codes, names, _one(exchange), _one(micros), bounds


def _one(pieces: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The pieces as one array; they are given up for it."""
    whole = np.concatenate(pieces)
    pieces.clear()
    return whole


def _columns(part: Part, key: bytes) -> tuple[list[pa.Array], list[Hashes], Integers]:
    """Of the rows of a part: account and hash of the exchange id, chunk by chunk; microseconds."""
    table = part(["exchange_id", "account_id", "started_at"])
    lots = [keyed(strings(chunk), key, "exchange") for chunk in table["exchange_id"].chunks]
    return table["account_id"].chunks, lots, table["started_at"].cast(pa.int64()).to_numpy()


def _late(micros: Integers) -> Flags:
    if len(micros) == 0:
        return np.zeros(0, np.bool_)
    usual = np.partition(micros, int(0.999 * (len(micros) - 1)))[int(0.999 * (len(micros) - 1))]
    late: Flags = micros > usual + FUTURE
    return late


def _again(exchange: Hashes, micros: Integers, parts: Sequence[Part], bounds: Integers, run: Run) -> Flags:
    """Rows whose exchange is told by an earlier row, or by an equal one."""
    again = np.zeros(len(exchange), np.bool_)
    rows = _repeated(exchange)
    if len(rows) == 0:
        return again
    rows = rows[np.lexsort((micros[rows], exchange[rows]))]
    alike = (exchange[rows[1:]] == exchange[rows[:-1]]) & (micros[rows[1:]] == micros[rows[:-1]])
    asked = np.zeros(len(rows), np.bool_)
    asked[1:] |= alike
    asked[:-1] |= alike
    says = np.zeros(len(rows), np.uint64)
    says[asked] = _contents(parts, rows[asked], bounds, run)
    rows = rows[np.lexsort((says, micros[rows], exchange[rows]))]
    again[rows[1:]] = exchange[rows[1:]] == exchange[rows[:-1]]
    return again


def _repeated(exchange: Hashes) -> Integers:
    """Rows whose hash another row has too."""
    ordered = np.sort(exchange)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(exchange) if len(twice) else 0, AT_ONCE):
        some = exchange[start : start + AT_ONCE]
        place = np.minimum(np.searchsorted(twice, some), len(twice) - 1)
        found.append(np.flatnonzero(twice[place] == some) + start)
    return np.concatenate(found)


def _contents(parts: Sequence[Part], rows: Integers, bounds: Integers, run: Run) -> Hashes:
    """A hash of what each row says."""
    order = np.argsort(rows, kind="stable")
    out = np.zeros(len(rows), np.uint64)
    said = run(_says, _of_parts(parts, rows[order], bounds))
    out[order] = np.concatenate([np.zeros(0, np.uint64), *said])
    return out


def _says(asked: tuple[Part, Integers]) -> Hashes:
    part, rows = asked
    return content(part(FEATURES.names))[rows]


def _used(account: Codes, names: pa.Array) -> tuple[Codes, pa.Array]:
    """Codes and names of the accounts that occur, still sorted."""
    used = np.bincount(account + 1, minlength=len(names) + 1)[1:] > 0
    dense = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
    return dense[account], names.filter(pa.array(used))


def _of_parts(parts: Sequence[Part], rows: Integers, bounds: Integers) -> Iterable[tuple[Part, Integers]]:
    """Every part that has some of the rows (sorted), with their places in it."""
    cuts = np.searchsorted(rows, bounds)
    pieces = zip(parts, bounds, cuts, cuts[1:], strict=False)
    return ((part, rows[a:b] - start) for part, start, a, b in pieces if b > a)


def _rows(asked: tuple[Part, Integers]) -> pa.Table:
    """Whole rows of a part."""
    part, rows = asked
    table = part(FEATURES.names)
    return table if len(rows) == table.num_rows else table.take(pa.array(rows))


def _totals(account: Codes, micros: Integers, names: pa.Array) -> pa.Table:
    """TOTALS of all admitted rows."""
    n = len(names)
    exchanges = np.bincount(account + 1, minlength=n + 1)[1:]
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, np.iinfo(np.int64).min)
    base = int(micros.min(initial=0)) // DAY
    active = np.zeros(0, np.int64)
    for start in range(0, len(account), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        counted = account[some] >= 0
        who, when = account[some][counted], micros[some][counted]
        np.minimum.at(first, who, when)
        np.maximum.at(last, who, when)
        # Microseconds in 64 bits are fewer than 2^28 days.
        active = _distinct(np.concatenate([active, _distinct(who.astype(np.int64) << 28 | when // DAY - base)]))
    columns = [names, exchanges, first, last, np.bincount(active >> 28, minlength=n)]
    return pa.table([pa.array(c, type=f.type) for c, f in zip(columns, TOTALS, strict=True)], schema=TOTALS)


def _distinct(values: Integers) -> Integers:
    """The values that occur, sorted."""
    ordered = np.sort(values)
    found: Integers = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return found


def _rejected(parts: Sequence[Part], bounds: Integers, again: Flags, late: Flags, run: Run) -> pa.Table:
    """REJECTED rows in the order of where they stood."""
    reasons = (
        (again, "duplicate exchange_id", "an earlier or equal row has this id"),
        (late, "clock in the future", "more than 30 days after 99.9 % of the log"),
    )
    found = [REJECTED.empty_table()]
    for mask, reason, detail in reasons:
        for place in run(_places, _of_parts(parts, np.flatnonzero(mask), bounds)):
            said = [pa.array([text] * place.num_rows, pa.string()) for text in (reason, detail)]
            found.append(pa.table([place["source"].cast(pa.string()), place["line"], *said], schema=REJECTED))
    return pa.concat_tables(found).sort_by([("source", "ascending"), ("line", "ascending")])


def _places(asked: tuple[Part, Integers]) -> pa.Table:
    """Where rows of a part stood in the log."""
    part, rows = asked
    return part(["source", "line"]).take(pa.array(rows))
