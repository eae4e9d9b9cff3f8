"""Entry point: a kind and a seed give the four tables of one world."""

from random import Random
from typing import Any
from zlib import crc32

import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import campaigns
from .lookalikes import populate
from .world import World

KINDS = ("mixed", "none", *campaigns.CAMPAIGNS)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth by account and truth by exchange of one world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    rng = Random(crc32(f"assessor|{kind}".encode()) * 1_000_003 + seed)
    w = World(rng, 1 if seed >= 90000 else 0)
    populate(w, honest, rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    if kind == "mixed":
        campaigns.mixed(w, fake)
    elif kind != "none":
        campaigns.run(w, kind, fake)
    return _tables(w)


def _moment(value: float | None) -> int | None:
    return None if value is None else int(value * 1e6)


def _column(rows: list[dict[str, Any]], field: pa.Field) -> pa.Array:
    values = [row.get(field.name) for row in rows]
    if pa.types.is_timestamp(field.type):
        values = [_moment(v) for v in values]
    return pa.array(values, field.type)


def _tables(w: World) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    rows = sorted(w.rows, key=lambda row: (row["started_at"], row["exchange_id"]))
    filled = {name for row in rows for name in row}
    fields = [f for f in EXCHANGES if f.name in filled]
    exchanges = pa.table([_column(rows, f) for f in fields], schema=pa.schema(fields))
    people = list(w.accounts)
    w.rng.shuffle(people)
    records = [a.row for a in people]
    accounts = pa.table([_column(records, f) for f in ACCOUNTS], schema=ACCOUNTS)
    truth_accounts = pa.table(
        {
            "account_id": pa.array([a.id for a in people]),
            "fake": pa.array([a.fake for a in people]),
            "kind": pa.array([a.kind for a in people]),
            "operator": pa.array([a.operator for a in people], pa.string()),
        }
    )
    truth_exchanges = pa.table(
        {
            "exchange_id": pa.array([row["exchange_id"] for row in rows]),
            "harvested": pa.array([bool(row["_h"]) for row in rows]),
            "operator": pa.array([row["_o"] for row in rows], pa.string()),
        }
    )
    return exchanges, accounts, truth_accounts, truth_exchanges
