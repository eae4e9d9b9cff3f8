"""Arbiter: the statistician's bench, every quantity a draw from population to cluster to account to exchange."""

import pyarrow as pa

from .attackers import KINDS_OF_CAMPAIGN, attack
from .honest import populate
from .world import World

KINDS = ("mixed", "none", *KINDS_OF_CAMPAIGN)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Return exchanges, accounts, and the truth of both."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; known: {', '.join(KINDS)}")
    w = World(kind, seed)
    populate(w, honest, w.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    if kind != "none":
        attack(w, kind, fake)
    return w.tables()
