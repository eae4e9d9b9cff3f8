# fmt: off
"""Registrar: logs of a provider whose customers come through resellers, transfer stations and proxy networks."""

from datetime import timedelta
from random import Random
from typing import Any

import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import crowds, raids
from .world import World

KINDS = ("mixed", "none", *raids.KINDS)
__all__ = ["KINDS", "generate"]

def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts and both truths of one synthetic world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    rng = Random(f"registrar/{kind}/{seed}")
    w = World(rng, 0 if seed < 90000 else 1)
    share = rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1)
    crowds.populate(w, honest, share)
    if kind != "none" and fake > 0:
        for i, (name, size) in enumerate(raids.shares(w, kind, fake)):
            raids.raid(w, name, f"op{i:02d}-{name}", size)
    exchanges, truth = _exchanges(w)
    return exchanges, _accounts(w), _truth_accounts(w), truth

def _exchanges(w: World) -> tuple[pa.Table, pa.Table]:
    rows = w.rows
    rows.sort(key=lambda r: (r["started_at"], r["account_id"], r["input_text"]))
    for row in rows:
        row["exchange_id"] = f"ex_{w.rng.getrandbits(96):024x}"
        row["started_at"] = w.start + timedelta(seconds=row["started_at"])
        row["ended_at"] = w.start + timedelta(seconds=row["ended_at"])
    columns: dict[str, Any] = {}
    fields = []
    for item in EXCHANGES:
        if item.name in ("source", "line") or item.name in w.blind:
            continue
        values = [row.get(item.name) for row in rows]
        if any(v is not None for v in values):
            columns[item.name] = pa.array(values, item.type)
            fields.append(item)
    truth = pa.table({"exchange_id": columns["exchange_id"],
        "harvested": pa.array([row["_op"] is not None for row in rows], pa.bool_()),
        "operator": pa.array([row["_op"] for row in rows], pa.string())})
    return pa.table(columns, schema=pa.schema(fields)), truth

def _accounts(w: World) -> pa.Table:
    w.rng.shuffle(w.accounts)
    rows = []
    for a in w.accounts:
        row = dict(a.row)
        for name in ("created_at", "status_at"):
            if row.get(name) is not None:
                row[name] = w.start + timedelta(seconds=row[name])
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=ACCOUNTS)

def _truth_accounts(w: World) -> pa.Table:
    return pa.table({"account_id": pa.array([a.id for a in w.accounts], pa.string()),
        "fake": pa.array([a.operator is not None for a in w.accounts], pa.bool_()),
        "kind": pa.array([a.kind for a in w.accounts], pa.string()),
        "operator": pa.array([a.operator for a in w.accounts], pa.string())})
