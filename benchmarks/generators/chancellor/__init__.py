"""A many-vendor gateway: playgrounds, plug-ins, agents and referral waves, and campaigns that ride on them."""

from datetime import timedelta

import pyarrow as pa

from benchmarks.generators.chancellor.campaigns import KINDS as CAMPAIGNS
from benchmarks.generators.chancellor.campaigns import campaigns
from benchmarks.generators.chancellor.honest import ordinary
from benchmarks.generators.chancellor.lookalikes import crowds
from benchmarks.generators.chancellor.world import World

KINDS = ("mixed", "none", *CAMPAIGNS)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of accounts and truth of exchanges of one world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind: {kind}")
    w = World(seed, kind)
    crowds(w, int(honest * w.r.uniform(0.25, 0.35) * (2 if kind == "none" else 1)))
    ordinary(w, max(0, honest - len(w.people)))
    for p in w.people:  # some honest people are suspended too
        if w.r.random() < 0.012:
            p.row.update(status=w.r.choice(("suspended", "banned")), status_at=w.start + timedelta(days=w.days))
    campaigns(w, kind, fake)
    return w.tables()
