"""Comptroller: logs of a low-price inference market where nearly everything is automated."""

import pyarrow as pa

from .campaigns import CAMPAIGNS, campaigns
from .lookalikes import populate
from .trades import ordinary
from .world import World

KINDS = ("mixed", "none", *CAMPAIGNS)
__all__ = ["KINDS", "generate"]

def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """One labelled world: exchanges, accounts, truth of accounts, truth of exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}, expected one of {', '.join(KINDS)}")
    w = World(seed, kind)
    share = w.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1)
    alike = int(honest * share)
    for _ in range(honest - alike):
        ordinary(w)
    populate(w, alike)
    if kind != "none" and fake > 0:
        campaigns(w, kind, fake)
    return w.tables()
