"""Gateway logs of a provider whose traffic is mostly coding agents, evaluators and programmes; see `generate`."""

import pyarrow as pa

from . import campaigns
from .crowds import populate
from .world import World

KINDS = ("mixed", "none", *campaigns.KINDS)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of the accounts and truth of the exchanges of one world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of world: {kind}")
    w = World(kind, seed)
    share = w.rng.uniform(0.25, 0.35)
    populate(w, honest, min(0.7, 2 * share) if kind == "none" else share)
    if kind != "none" and fake:
        campaigns.attack(w, kind, fake)
    return w.tables()


__all__ = ["KINDS", "generate"]
