"""Whole worlds: who is in them, and the four tables."""
# fmt: off

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .campaigns import PLANS, campaign
from .desk import Desk
from .honest import people
from .texts import digest

KINDS = ("mixed", "none", *PLANS)
QUIET = ("low-and-slow", "dealt-list")
FEW = {"rubric-grading": 60, "hydra-proxy": 150, "varied-accounts": 400}

def split(desk: Desk, total: int, most: int) -> list[int]:
    """Operators of very different size that have `total` accounts together."""
    sizes: list[int] = []
    while total > 0:
        part = max(4, int(desk.r.betavariate(0.9, 1.1) * min(total, most)))
        part = total if total - part < 4 else min(part, total)
        sizes.append(part)
        total -= part
    return sizes

def shares(desk: Desk, kind: str, fake: int) -> dict[str, int]:
    """Fake accounts of each campaign kind."""
    if kind == "none" or fake <= 0:
        return {}
    if kind != "mixed":
        return {kind: fake}
    loud = [k for k in PLANS if k not in QUIET]
    draws = {k: desk.r.gammavariate(1.5, 1) + 0.15 + (2 if k == "four-per-account" else 0) for k in loud}
    found = {k: max(4, int(fake * 0.8 * v / sum(draws.values()))) for k, v in draws.items()}
    left = max(8, fake - sum(found.values()))
    low = int(left * desk.r.uniform(0.35, 0.65))
    return {**found, "low-and-slow": low, "dealt-list": left - low}

def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts and the truth of both."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    desk = Desk(kind, seed)
    people(desk, honest, desk.r.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    thrift, number = min(1.0, (1500 / max(fake, 1)) ** 0.4), 0
    for name, count in shares(desk, kind, fake).items():
        for members in split(desk, count, FEW.get(name, 2500)):
            number += 1
            campaign(desk, name, number, members, thrift)
    return tables(desk)

def tables(desk: Desk) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """The desk's rows as tables."""
    rows: list[dict[str, Any]] = sorted(desk.rows, key=lambda row: (row["started_at"], row["account_id"]))
    for row in rows:
        row["exchange_id"] = "req_" + digest(desk.r.random(), row["account_id"])
        for name in ("started_at", "ended_at"):
            if name in row:
                row[name] = int(row[name] * 1e6)
    columns: dict[str, pa.Array] = {}
    offset = int((desk.start - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 10**6
    for field in EXCHANGES:
        values = [row.get(field.name) for row in rows]
        if field.name in ("started_at", "ended_at"):
            values = [None if v is None else v + offset for v in values]
        if field.name not in ("source", "line") and any(v is not None for v in values):
            columns[field.name] = pa.array(values, field.type)
    accounts = desk.r.sample(desk.accounts, len(desk.accounts))
    owner = {a.id: a.operator for a in accounts}
    truth = pa.table({"account_id": pa.array([a.id for a in accounts], pa.string()), "fake": pa.array([
        a.operator is not None for a in accounts], pa.bool_()), "kind": pa.array([a.kind for a in accounts],
        pa.string()), "operator": pa.array([a.operator for a in accounts], pa.string())})
    harvest = pa.table({"exchange_id": columns["exchange_id"], "harvested": pa.array([row["harvested"] for row in rows],
        pa.bool_()), "operator": pa.array([owner[r["account_id"]] if r["harvested"] else None for r in rows],
        pa.string())})
    schema = pa.schema([field for field in EXCHANGES if field.name in columns])
    return pa.table(columns, schema), pa.Table.from_pylist([a.row for a in accounts], ACCOUNTS), truth, harvest
