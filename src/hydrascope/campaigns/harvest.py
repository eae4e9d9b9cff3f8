"""Which exchanges of a campaign's members were harvested: asked of every exchange, not of the sample alone.

What was learnt on the sample (`Search`) is small, so parts of the log are searched one by one, in any order and
place; what is counted on the way adds up.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.campaigns.pool import Floats, Ints, Rows
from hydrascope.campaigns.unmixing import LABELS, NEEDED, SURE, Profile, chance, profile_columns
from hydrascope.sorts import one_chunk, sorted_labels

Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Tally = Counter[tuple[int, str, object]]
"""How often (campaign, what, value) was seen among the harvested; sums of tokens have the value None."""

COLUMN_OF = {"text": "text", "head": "head", "tail": "tail", "phrase": "phrases", "system": "system", "tools": "tools"}
"""Column of FEATURES that holds each kind of key which says what is asked."""
COUNTED = ("capability", "language")
NAMED = ("model", "access_path")
SUMMED = ("input_tokens", "output_tokens")
DAY, HOUR = 86_400_000_000, 3_600_000_000


@dataclass(frozen=True, slots=True)
class Search:
    """By what harvested exchanges are known.

    `models`: the labels of the sample's models. `sure`: by column of FEATURES the sorted keys whose exchanges are the
    queue's beyond doubt. Per campaign a profile, and (column, key) of the wordings whose spread is to be counted.
    """

    models: pa.Array
    sure: dict[str, Hashes]
    profiles: tuple[Profile, ...]
    wordings: tuple[tuple[tuple[str, int], ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of FEATURES that it reads, and no others: of a large log the rest would be the larger part."""
        asked = [*self.sure, *(column for shown in self.wordings for column, _ in shown)]
        told = (*LABELS, *NEEDED, *COUNTED, *NAMED, *SUMMED, "started_at", "exchange_id")
        return tuple(dict.fromkeys((*told, *sorted(asked))))


@dataclass(frozen=True, slots=True)
class Taken:
    """Harvested exchanges. `rows`: which of those asked about; `shown`: bit w where wording w is shown."""

    rows: Ints
    exchange_id: pa.ChunkedArray
    micros: Ints
    chance: Floats
    shown: npt.NDArray[np.uint8]
    tally: Tally


def harvest(search: Search, features: pa.Table, places: Ints, campaign: Rows) -> Taken:
    """The harvested of some exchanges of members: the rows `places` of `features`, which has the search's columns.

    `campaign` is that of each row's account. Rows are copied no earlier and in no more columns than need be.
    """
    rest, sure = np.arange(len(places)), np.ones(len(places), np.bool_)
    for column, keys in search.sure.items():
        rest = rest[~shows(values_of(features[column], places[rest]), keys)]
    sure[rest] = False
    odds, least = np.full(len(sure), SURE), np.array([p.least for p in search.profiles])
    profiled = _some(features, (*LABELS, *NEEDED), places[rest])
    model = profiled.column_names.index("model")
    columns = profile_columns(profiled.set_column(model, "model", _of_the_sample(profiled["model"], search.models)))
    whose = campaign[rest]
    for c in np.unique(campaign):
        asked = np.flatnonzero(whose == c)
        of_rest = rest[asked]
        odds[of_rest] = chance(search.profiles[c], columns[asked], sure[of_rest])
    rows = np.flatnonzero(odds >= least[campaign])
    taken = _some(features, (*COUNTED, *NAMED, *SUMMED, "started_at", "exchange_id"), places[rows])
    micros = taken["started_at"].cast(pa.int64()).to_numpy()
    tally = _tally(taken, campaign[rows], micros)
    shown = _wordings(search, features, places[rows], campaign[rows])
    return Taken(rows, taken["exchange_id"], micros, odds[rows], shown, tally)


def _wordings(search: Search, features: pa.Table, places: Ints, campaign: Rows) -> npt.NDArray[np.uint8]:
    """Bit w of each row is set where it shows wording w of its campaign."""
    shown = np.zeros(len(places), np.uint8)
    for c in np.unique(campaign):
        mine = np.flatnonzero(campaign == c)
        asked = search.wordings[c]
        said = {column: values_of(features[column], places[mine]) for column in dict(asked)}
        for bit, (column, key) in enumerate(asked):
            shown[mine] |= (shows(said[column], np.array([key], np.uint64)) << bit).astype(np.uint8)
    return shown


def _some(features: pa.Table, columns: Sequence[str], rows: Ints) -> pa.Table:
    return features.select(list(columns)).take(pa.array(rows))


def _of_the_sample(model: pa.ChunkedArray, models: pa.Array) -> pa.ChunkedArray:
    """The models under the sample's codes, as the profiles have them; one that the sample lacks is unknown to them."""
    codes, names = sorted_labels(model)
    known = pc.index_in(names, value_set=models).fill_null(-1).to_numpy()
    code = np.append(known, -1).astype(np.int32)[codes]
    return pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(code, mask=code < 0), models)])


def values_of(column: pa.ChunkedArray, rows: Ints) -> Hashes:
    """The keys that some rows of a column show: uint64 (rows, keys of a row)."""
    values, several = one_chunk(column), pa.types.is_fixed_size_list(column.type)
    flat, width = (values.flatten(), column.type.list_size) if several else (values, 1)
    shown: Hashes = flat.to_numpy().reshape(len(values), width)[rows]
    return shown


def shows(values: Hashes, keys: Hashes) -> Flags:
    """Rows of `values_of` a column that show one of the keys; 0 is no key."""
    if len(keys) == 1:
        return np.asarray((values == keys[0]).any(axis=1))
    hit = pc.is_in(pa.array(values.ravel()), pa.array(keys)).to_numpy(zero_copy_only=False)
    return np.asarray(hit.reshape(values.shape).any(axis=1))


def _tally(taken: pa.Table, campaign: Rows, micros: Ints) -> Tally:
    tally: Tally = Counter()
    for name in COUNTED:
        _count(tally, name, campaign, taken[name].to_numpy().astype(np.int64))
    for name in NAMED:
        codes, names = sorted_labels(taken[name])
        known = np.flatnonzero(codes >= 0)
        _count(tally, name, campaign[known], codes[known], names.to_pylist())
    _count(tally, "day", campaign, micros // DAY)
    _count(tally, "hour", campaign, micros // HOUR % 24)
    for name in SUMMED:
        for c, total in enumerate(np.bincount(campaign, taken[name].to_numpy().clip(0))):
            tally[c, name, None] += int(total)
    return tally


def _count(tally: Tally, name: str, campaign: Rows, codes: Ints | Rows, names: Sequence[str] | None = None) -> None:
    """Count the values of each campaign: codes, or what these stand for."""
    low = int(codes.min(initial=0))
    span = int(codes.max(initial=0)) - low + 1
    counted = pc.value_counts(pa.array(campaign * np.int64(span) + (codes - low)))
    for both, count in zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True):
        c, code = divmod(both, span)
        tally[c, name, code + low if names is None else names[code + low]] += count


def together(parts: Iterable[Tally]) -> Tally:
    """All counts added up."""
    total: Tally = Counter()
    for part in parts:
        total.update(part)
    return total


def keys_of(shared: pa.Table, key_rows: Ints) -> dict[str, Hashes]:
    """The keys at these rows of SHARED_KEYS by the column of FEATURES that holds them, sorted."""
    kinds = shared["kind"].chunk(0)
    codes, keys = kinds.indices.to_numpy()[key_rows], shared["key"].to_numpy()[key_rows]
    found = {}
    for code, kind in enumerate(kinds.dictionary.to_pylist()):
        if kind in COLUMN_OF and (codes == code).any():
            found[COLUMN_OF[kind]] = np.unique(keys[codes == code])
    return found


def wordings(shared: pa.Table, key_rows: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """(column, key) at these rows of SHARED_KEYS."""
    chosen = shared.select(["kind", "key"]).take(pa.array(key_rows, pa.int64())).to_pylist()
    return tuple((COLUMN_OF[row["kind"]], row["key"]) for row in chosen)
