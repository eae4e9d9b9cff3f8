"""Features of all parts → what every later stage sees: each exchange once, a sample of each account, exact totals.

Three columns of every row are looked at together (20 bytes a row, 40 at the most for a while); whole rows only of the
sample, part by part. Accounts are told apart by their keyed hash, names are read with the sample, which has them all.
What is done with one part alone goes through `run`, so that parts may be read elsewhere.
Canonical order is (account, time, exchange), so that nothing later depends on how the log was cut.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.admission.census import Census, span
from hydrascope.admission.gather import canonical, content
from hydrascope.admission.sample import TOTAL, sample, share
from hydrascope.features.columns import Flags, Hashes, Integers
from hydrascope.sorts import by_code, distinct, sorted_labels
from hydrascope.tables import COMPARED, FEATURES, REJECTED, TOTALS

DAY = 86_400_000_000
FUTURE = 30 * DAY
"""A row so much later than 99.9 % of the log has a wrong clock: the log itself is the only clock."""


class Part(Protocol):
    """Some columns of the FEATURES of a part of the log, the same rows in the same order at every call.

    `sampled`: int64, rising, the numbers of those rows alone that are wanted; next time they are mostly fewer.
    """

    def __call__(self, columns: Sequence[str], sampled: Integers | None = None) -> pa.Table: ...


Run: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""A function over things, results in their order: `map`, or something like it that works elsewhere."""
Codes = npt.NDArray[np.int32]
AT_ONCE = 1 << 24
"""So many rows are looked at in one go where that takes room."""


@dataclass(frozen=True, slots=True)
class Admission:
    """`features` is the sample: FEATURES in canonical order, one chunk per column, dictionaries sorted.

    `totals`: TOTALS, over all admitted rows. `rejected`: REJECTED for the rows left out. Per row of the parts, one
    after the other: `account`, int32, its row in the totals or -1 where not admitted; `lot`, uint64, by which the
    sample is drawn. Part p has the rows from `bounds[p]` to `bounds[p + 1]`.
    """

    features: pa.Table
    totals: pa.Table
    rejected: pa.Table
    account: Codes
    lot: Hashes
    bounds: Integers


def admit(parts: Sequence[Part], most: int = COMPARED, total: int = TOTAL, run: Run = map) -> Admission:
    """Of rows with one exchange_id the earliest stays; equal ones are told apart by content, never by their place.

    Of every account `most` rows, by lot, are the sample, or fewer where these would be more than `total` in all.
    What `run` is given can be pickled if the parts can.
    """
    account, lot, micros, bounds = _thin(parts, run)
    late = _late(micros)
    again = _again(lot, micros, parts, bounds, run)
    account[again | late] = -1
    exchanges = np.bincount(account + 1, minlength=1)[1:]
    rows = np.flatnonzero(sample(account, lot, share(exchanges, most, total)))
    rejected = _rejected(parts, bounds, again & ~late, late, run)
    del again, late
    found = pa.concat_tables([FEATURES.empty_table(), *run(_rows, _of_parts(parts, rows, bounds))])
    account, names = _named(account, rows, found["account_id"])
    with ThreadPoolExecutor(1) as thread:
        totals = thread.submit(_totals, account, micros, names)
        _, order = by_code(account[rows], len(names), lot[rows], micros[rows])
        labels = pa.DictionaryArray.from_arrays(pa.array(account[rows][order]), names)
        del micros
        columns = dict(zip(found.column_names, found.columns, strict=True))
        del found
        features = canonical(columns, order, {"account_id": labels})
    return Admission(
        features=features,
        totals=totals.result(),
        rejected=rejected,
        account=account,
        lot=lot,
        bounds=bounds,
    )


def _thin(parts: Sequence[Part], run: Run) -> tuple[Codes, Hashes, Integers, Integers]:
    """Of all rows: account as a number, lot, microseconds; bounds of the parts."""
    account, lot, micros = [np.zeros(0, np.int32)], [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    census = Census()
    for accounts, lots, times in run(_columns, parts):
        account.append(census.numbers(accounts))
        lot.append(lots)
        micros.append(times)
    bounds = np.cumsum([len(m) for m in micros]).astype(np.int64)
    return _one(account), _one(lot), _one(micros), bounds


def _one(pieces: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The pieces as one array; they are given up for it."""
    whole = np.concatenate(pieces)
    pieces.clear()
    return whole


def _columns(part: Part) -> tuple[Hashes, Hashes, Integers]:
    """Of the rows of a part: hash of the account, lot, microseconds."""
    table = part(["account", "lot", "started_at"])
    return table["account"].to_numpy(), table["lot"].to_numpy(), table["started_at"].cast(pa.int64()).to_numpy()


def _late(micros: Integers) -> Flags:
    if len(micros) == 0 or int(micros.max()) - int(micros.min()) <= FUTURE:
        return np.zeros(len(micros), np.bool_)
    usual = np.partition(micros, int(0.999 * (len(micros) - 1)))[int(0.999 * (len(micros) - 1))]
    late: Flags = micros > usual + FUTURE
    return late


def _again(lot: Hashes, micros: Integers, parts: Sequence[Part], bounds: Integers, run: Run) -> Flags:
    """Rows whose exchange is told by an earlier row, or by an equal one."""
    again = np.zeros(len(lot), np.bool_)
    rows = _repeated(lot)
    if len(rows) == 0:
        return again
    rows = rows[np.lexsort((micros[rows], lot[rows]))]
    alike = (lot[rows[1:]] == lot[rows[:-1]]) & (micros[rows[1:]] == micros[rows[:-1]])
    asked = np.zeros(len(rows), np.bool_)
    asked[1:] |= alike
    asked[:-1] |= alike
    says = np.zeros(len(rows), np.uint64)
    says[asked] = _contents(parts, rows[asked], bounds, run)
    rows = rows[np.lexsort((says, micros[rows], lot[rows]))]
    again[rows[1:]] = lot[rows[1:]] == lot[rows[:-1]]
    return again


def _repeated(lot: Hashes) -> Integers:
    """Rows whose hash another row has too."""
    ordered = np.sort(lot)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(lot) if len(twice) else 0, AT_ONCE):
        some = lot[start : start + AT_ONCE]
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


def _named(account: Codes, rows: Integers, label: pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    """Accounts by their place among the sorted names of those that were admitted, and these names.

    `label`: the names of some rows of the log, with some of every account that was admitted.
    """
    codes, names = sorted_labels(label)
    place = np.full(int(account.max(initial=-1)) + 2, -1, np.int32)
    place[account[rows]] = codes
    used = np.zeros(len(names) + 1, np.bool_)
    used[place] = True
    dense = np.append(np.cumsum(used[:-1]) - 1, -1).astype(np.int32)
    return dense[place][account], names.filter(pa.array(used[:-1]))


def _of_parts(parts: Sequence[Part], rows: Integers, bounds: Integers) -> Iterable[tuple[Part, Integers]]:
    """Every part that has some of the rows (sorted), with their places in it."""
    cuts = np.searchsorted(rows, bounds)
    pieces = zip(parts, bounds, cuts, cuts[1:], strict=False)
    return ((part, rows[a:b] - start) for part, start, a, b in pieces if b > a)


def _rows(asked: tuple[Part, Integers]) -> pa.Table:
    """Whole rows of a part."""
    part, rows = asked
    return part(FEATURES.names, rows)


def _totals(account: Codes, micros: Integers, names: pa.Array) -> pa.Table:
    """TOTALS of all admitted rows."""
    n = len(names)
    exchanges = np.bincount(account + 1, minlength=n + 1)[1:]
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, np.iinfo(np.int64).min)
    base = int(micros.min(initial=0)) // DAY
    active = np.zeros(0, np.int64)
    for start in range(0, len(account), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        seen = span(account[some], micros[some], first, last, base * DAY, DAY)
        active = distinct(np.concatenate([active, distinct(seen)]))
    columns = [names, exchanges, first, last, np.bincount(active >> 28, minlength=n)]
    return pa.table([pa.array(c, type=f.type) for c, f in zip(columns, TOTALS, strict=True)], schema=TOTALS)


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
