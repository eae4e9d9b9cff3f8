"""One row per account: volume, rhythm, novelty, parameters and what the provider's records say."""

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.behaviour.runs import (
    Floats,
    Hashes,
    Ints,
    distinct_of,
    expected_distinct,
    first_of_conversation,
    hour_entropy,
    mean_of,
    mode_of,
    starts_of,
)
from hydrascope.tables import ACCOUNTS, BEHAVIOURS, COMPARED

DAY = 86_400_000_000
EXACT = ("exchanges", "first_seen", "last_seen", "active_days")
STOPPED = {"banned": 1.0, "suspended": 1.0, "active": 0.0}


def summarise(features: pa.Table, accounts: pa.Table | None, totals: pa.Table | None = None) -> pa.Table:
    """BEHAVIOURS of every account in `features`.

    `features` is FEATURES sorted by (account_id, started_at) with one chunk per column and its
    account dictionary sorted; `accounts` is ACCOUNTS or None when the provider gave no records; `totals` is
    TOTALS of the same accounts or None when `features` are all their exchanges and no sample.
    """
    labels = features["account_id"].chunk(0)
    ids = labels.dictionary
    starts = starts_of(labels.indices.to_numpy(), len(ids))
    exact = _counted(features, starts) if totals is None else {n: _plain(totals[n]) for n in EXACT}
    columns: dict[str, pa.Array | npt.NDArray[np.generic]] = {"account_id": ids}
    columns |= exact | _traffic(features, starts, exact["exchanges"])
    columns |= _ranks(exact) | _records(ids, accounts, exact["first_seen"])
    return pa.table([pa.array(columns[name], type=kind) for name, kind in _fields()], schema=BEHAVIOURS)


def _fields() -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in BEHAVIOURS]


def _counted(features: pa.Table, starts: Ints) -> dict[str, Ints]:
    """What TOTALS tells, of rows that are no sample."""
    micros = _plain(features["started_at"])
    return {
        "exchanges": np.diff(starts),
        "first_seen": micros[starts[:-1]],
        "last_seen": micros[starts[1:] - 1],
        "active_days": distinct_of((micros // DAY + 1).astype(np.uint64), starts),
    }


def _ranks(exact: dict[str, Ints]) -> dict[str, Floats]:
    times = (("arrival", "first_seen"), ("departure", "last_seen"))
    return {name: _rank(exact[of].astype(np.float64)) for name, of in times}


def _traffic(features: pa.Table, starts: Ints, exchanges: Ints) -> dict[str, npt.NDArray[np.generic]]:
    micros = _plain(features["started_at"])
    n = np.diff(starts)
    compared = np.maximum(n, np.minimum(exchanges, COMPARED))
    history = features["history_messages"].to_numpy()
    text = features["text"].to_numpy()
    output = features["output_tokens"].to_numpy()
    opening = first_of_conversation(features["conversation"].to_numpy(), starts) & (history >= 0)
    return {
        "sampled": n,
        "compared": compared,
        "purpose": mean_of(features["purpose"].to_numpy(), starts),
        "single_turn": mean_of(history == 0, starts, history >= 0),
        "orphan": mean_of(history > 0, starts, opening),
        "novelty": expected_distinct(text, starts, compared) / compared,
        "output": mean_of(np.log2(np.maximum(output, 0) + 1.0), starts, output >= 0),
        "refused": mean_of(features["outcome"].to_numpy() & 1, starts),
        "addresses": _per_exchange(features["address"], starts, compared),
        "end_users": _per_exchange(features["end_user"], starts, compared),
        "flatness": hour_entropy(micros, starts),
        "main_parameters": mode_of(features["parameters"].to_numpy(), starts),
        "main_client": mode_of(features["client"].to_numpy(), starts),
        "main_model": mode_of(_codes(features["model"]).astype(np.uint64), starts).astype(np.int32) - 1,
    }


def _plain(column: pa.ChunkedArray) -> Ints:
    """A column of whole numbers or times (as microseconds)."""
    values: Ints = column.cast(pa.int64()).to_numpy()
    return values


def _codes(column: pa.ChunkedArray) -> Ints:
    """Dictionary indices plus one; 0 where null."""
    return np.asarray(pc.fill_null(column.chunk(0).indices, -1).to_numpy(zero_copy_only=False), np.int64) + 1


def _per_exchange(column: pa.ChunkedArray, starts: Ints, compared: Ints) -> Floats:
    """Distinct values per compared exchange; NaN where the account shows none."""
    distinct = expected_distinct(column.to_numpy(), starts, compared)
    return np.where(distinct > 0, distinct / compared, np.nan)


def _rank(values: Floats) -> Floats:
    """Mid-rank in (0, 1) among the known values; ties share it; NaN stays NaN.

    >>> _rank(np.array([5.0, 1.0, np.nan, 5.0])).round(2).tolist()
    [0.67, 0.17, nan, 0.67]
    """
    known = np.sort(values[~np.isnan(values)])
    if len(known) == 0:
        return values
    low = np.searchsorted(known, values, "left")
    high = np.searchsorted(known, values, "right")
    return np.where(np.isnan(values), np.nan, (low + high) / 2 / len(known))


def _records(ids: pa.Array, accounts: pa.Table | None, first: Ints) -> dict[str, npt.NDArray[np.generic]]:
    """The provider's records, aligned with `ids`; unknown where there are none."""
    table = accounts if accounts is not None else ACCOUNTS.empty_table()
    place = pc.index_in(ids, value_set=table["account_id"].combine_chunks())
    known = {name: table[name].take(place) for name in table.column_names}
    created = known["created_at"].cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return {
        "customer": _customers(ids, known["org_id"].combine_chunks()),
        "licensed": pc.fill_null(known["distillation_licence"], False).to_numpy(zero_copy_only=False),
        "signup": _rank(created),
        "age_days": (first - created) / DAY,
        "banned": _graded(known["status"], STOPPED),
        "payment": _hashes(known["payment_fingerprint"]),
        "phone": _hashes(known["phone_hash"]),
        "email": _hashes(known["email_domain"]),
        "signup_address": _hashes(known["signup_ip"]),
        "signup_network": _hashes(pc.replace_substring_regex(known["signup_ip"], r"\.[0-9]{1,3}$", "")),
        "signup_client": _hashes(known["signup_user_agent"]),
    }


def _customers(ids: pa.Array, org: pa.Array) -> npt.NDArray[np.int32]:
    """Dense code per customer: the organisation where one is known and not empty, else the account itself."""
    own = pc.binary_join_element_wise(pa.scalar("account"), ids, "\x1f")
    some = pc.if_else(pc.equal(org, ""), pa.scalar(None, org.type), org)
    named = pc.binary_join_element_wise(pa.scalar("org"), some, "\x1f")
    codes: npt.NDArray[np.int32] = pc.coalesce(named, own).dictionary_encode().indices.to_numpy()
    return codes


def _graded(column: pa.ChunkedArray, grades: dict[str, float]) -> Floats:
    encoded = column.combine_chunks().dictionary_encode()
    values = np.array([grades.get(value.as_py(), np.nan) for value in encoded.dictionary] + [np.nan])
    codes: Ints = pc.fill_null(encoded.indices, len(values) - 1).to_numpy(zero_copy_only=False)
    return values[codes]


def _hashes(column: pa.ChunkedArray) -> Hashes:
    """Hash of every distinct value; 0 where null or empty."""
    encoded = column.combine_chunks().dictionary_encode()
    values = np.array([_hash(value.as_py()) for value in encoded.dictionary] + [0], np.uint64)
    codes: Ints = pc.fill_null(encoded.indices, len(values) - 1).to_numpy(zero_copy_only=False)
    return values[codes]


def _hash(value: str) -> int:
    if not value:
        return 0
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "little") or 1
