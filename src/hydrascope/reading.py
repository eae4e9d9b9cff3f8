"""Parts of the input → their features in the store, each part once and never again."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope import __version__, ingest
from hydrascope.engine import Engine
from hydrascope.features import extract
from hydrascope.inputs import called
from hydrascope.store import SAMPLED, Store, writing
from hydrascope.tables import EXCHANGES, FEATURES, REJECTED

UNREAD = ("country",)
"""Never needed: country must not enter a score."""
DAY = 86_400_000_000
MARKERS = b"3"
"""Changes when other things are noted of a part, or in another way."""
USUAL = 0.999
"""The newest day is the first by which so much of the log has come: the few rows with wrong clocks move nothing."""

Marker = Mapping[str, Any]
"""What is noted of a finished part: `fingerprint` (its name in the store), rows, bytes, columns, rows of each day."""


def version_of_features() -> str:
    """Changes when features of the same part would come out differently: code, frozen models."""
    digest = hashlib.blake2b(MARKERS, digest_size=8)
    for folder in ("hydrascope.features", "hydrascope.ingest"):
        for file in sorted(resources.files(folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".npz", ".yaml", ".json")):
                digest.update(file.read_bytes())
    digest.update(__version__.encode())
    return digest.hexdigest()


def features(
    parts: Sequence[ingest.Part],
    store: Store,
    key: bytes,
    pool: Engine,
    watch: Callable[[str, int, int, int], None],
    field_map: ingest.FieldMap | None,
) -> list[Marker]:
    """Markers of all parts, in the order of their names; parts with a marker are not read again.

    `watch` is told what goes on: (stage, bytes done, bytes in all, rows).
    """
    version = version_of_features()
    named = {called(part.fingerprint, key, version): part for part in parts}
    markers: dict[str, Marker] = store.markers(named)
    fresh = [(name, part) for name, part in named.items() if name not in markers]
    total = sum(part.size for part in parts)
    done = sum(named[name].size for name in markers)
    rows = sum(int(m["rows_in"]) for m in markers.values())
    watch("features", done, total, rows)
    for marker in pool.run(partial(_part, store=store, key=key, field_map=field_map), fresh):
        markers[marker["fingerprint"]] = marker
        done += named[marker["fingerprint"]].size
        rows += marker["rows_in"]
        watch("features", done, total, rows)
    return [markers[name] for name in sorted(markers)]


def _part(
    named: tuple[str, ingest.Part], store: Store, key: bytes, field_map: ingest.FieldMap | None
) -> dict[str, Any]:
    """One part: read, extract, write, mark."""
    name, part = named
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    days: Counter[int] = Counter()
    rows_in = kept = 0
    wanted = [column for column in EXCHANGES.names if column not in UNREAD]
    with (
        writing(store.table(name, "features"), FEATURES) as features,
        writing(store.table(name, "rejected"), REJECTED) as rejected,
    ):
        for batch in ingest.read(part, columns=wanted, field_map=field_map):
            features.write_batch(extract(batch.exchanges, key))
            rejected.write_batch(batch.rejected)
            rows_in += batch.rows_in
            kept += batch.exchanges.num_rows
            known.update(
                {c: len(v) - v.null_count for c, v in zip(EXCHANGES.names, batch.exchanges.columns, strict=True)}
            )
            unknown.update(batch.unknown_columns)
            days.update(dict(zip(*(a.tolist() for a in _days(batch.exchanges["started_at"])), strict=True)))
    marker = {"fingerprint": name, "rows_in": rows_in, "kept": kept, "bytes": part.size}
    marker |= {"known": dict(known), "unknown_columns": dict(unknown)}
    marker["days"] = sorted(days.items())
    store.finish(name, marker)
    return marker


def _days(times: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Days since 1970, UTC, and how many rows each has."""
    days, rows = np.unique(times.cast(pa.int64()).to_numpy() // DAY, return_counts=True)
    return days, rows.astype(np.int64)


def window(markers: Sequence[Marker], days: int) -> int:
    """The first microsecond of the newest `days` days of the log, whole days of UTC."""
    counted: Counter[int] = Counter()
    for marker in markers:
        counted.update(dict(marker["days"]))
    so_far, enough = 0, USUAL * counted.total()
    for day in sorted(counted):
        so_far += counted[day]
        if so_far >= enough:
            return (day - days + 1) * DAY
    return 0


def within(markers: Sequence[Marker], since: int) -> list[Marker]:
    """Parts with rows since then, and those without any usable row."""
    return [m for m in markers if not m["days"] or max(day for day, _ in m["days"]) * DAY >= since]


SOME = 2
"""Where the sample is at most one row of so many, its rows are kept apart."""
APART = FEATURES.append(pa.field("row", pa.int64()))


def rows_of(
    columns: Sequence[str],
    sampled: npt.NDArray[np.int64] | None = None,
    *,
    marker: Marker,
    store: Store,
    since: int | None = None,
) -> pa.Table:
    """Some columns of the FEATURES of a part, of its rows since then; the same rows in the same order at every call.

    `sampled`: rising numbers of those among them that are wanted.
    """
    name = marker["fingerprint"]
    if since is None or all(day * DAY >= since for day, _ in marker["days"]):
        if sampled is None:
            return store.read(name, "features", FEATURES, columns)
        return _sampled(columns, sampled, name, store)
    table = store.read(name, "features", FEATURES, list(dict.fromkeys([*columns, "started_at"])))
    table = table.filter(pc.greater_equal(table["started_at"].cast(pa.int64()), since)).select(list(columns))
    return table if sampled is None else table.take(pa.array(sampled))


def _sampled(columns: Sequence[str], rows: npt.NDArray[np.int64], name: str, store: Store) -> pa.Table:
    """Sampled rows of a part. As logs grow samples shrink, so those of the last time mostly hold those of this time."""
    if store.table(name, SAMPLED).exists():
        found = store.read(name, SAMPLED, APART, [*columns, "row"])
        held, found = found["row"].to_numpy(), found.drop_columns(["row"])
        place = np.searchsorted(held, rows)
        if len(held) and (held[np.minimum(place, len(held) - 1)] == rows).all():
            return found if len(rows) == len(held) else found.take(pa.array(place))
    table = store.read(name, "features", FEATURES)
    if len(rows) == table.num_rows:
        return table.select(list(columns))
    found = table.take(pa.array(rows))
    if len(rows) * SOME <= table.num_rows:
        with writing(store.table(name, SAMPLED), APART) as file:
            for batch in found.append_column("row", pa.array(rows)).combine_chunks().to_batches():
                file.write_batch(batch)
    return found.select(list(columns))
