"""An independent generator of labelled gateway logs: an ecosystem of consumer apps and their end users."""

from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .campaigns import KINDS as CAMPAIGNS
from .campaigns import campaigns
from .lookalikes import crowds
from .people import populate
from .world import World

__all__ = ["KINDS", "generate"]
KINDS = ("mixed", "none", *CAMPAIGNS)
UNUSED = {"exchange_id", "source", "line", "top_k", "choice_count", "top_logprobs", "logprobs", "tool_schema_hash",
          "reasoning_blobs_in", "reasoning_blobs_out"}  # fmt: skip
COLUMNS = [name for name in EXCHANGES.names if name not in UNUSED]

def _exchanges(w: World, seed: int) -> tuple[pa.Table, pa.Table]:
    draw = np.random.default_rng([seed, 77])
    rows = [row for row in w.rows if w.start <= row[1] < w.end]
    rows.sort(key=lambda row: row[1])
    ids = [f"ex_{value:012x}" for value in draw.permutation(len(rows)) * 104_729 + 15_485_863]
    columns: list[Any] = list(zip(*rows, strict=True))
    arrays, fields = [pa.array(ids, pa.string())], [EXCHANGES.field("exchange_id")]
    for name, values in zip(COLUMNS, columns, strict=False):
        field = EXCHANGES.field(name)
        arrays.append(pa.nulls(len(rows), field.type) if name in w.blind else pa.array(values, field.type))
        fields.append(field)
    harvested, operators = columns[-2], columns[-1]
    truth = pa.table({"exchange_id": pa.array(ids, pa.string()), "harvested": pa.array(harvested, pa.bool_()),
        "operator": pa.array([o if h else None for o, h in zip(operators, harvested, strict=True)], pa.string())})
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields)), truth

def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, true accounts, true exchanges of one world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    w = World(kind, seed)
    crowd = int(honest * w.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    apps = populate(w, honest - crowd)
    crowds(w, crowd)
    if kind != "none" and fake > 0:
        campaigns(w, kind, fake, apps)
    exchanges, truth_exchanges = _exchanges(w, seed)
    w.rng.shuffle(w.people)
    records = [{"account_id": p.account, **p.record} for p in w.people]
    for record in records:
        record.setdefault("org_id", None)
        if record["status"] != "active" and not record.get("status_at"):
            record["status_at"] = w.end - w.rng.randint(0, w.end - w.start)
    accounts = pa.Table.from_pylist(records, schema=ACCOUNTS)
    truth_accounts = pa.table({"account_id": pa.array([p.account for p in w.people], pa.string()),
        "fake": pa.array([p.operator is not None for p in w.people], pa.bool_()), "kind": pa.array([p.kind
        for p in w.people], pa.string()), "operator": pa.array([p.operator for p in w.people], pa.string())})
    return exchanges, accounts, truth_accounts, truth_exchanges
