"""The final blind test: an outside grader's own population, look-alikes and campaigns."""

import pyarrow as pa

from .campaigns import KINDS, fill
from .honest import populate
from .world import World


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of accounts, truth of exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    w = World(kind, seed)
    populate(w, honest, w.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    if kind != "none":
        fill(w, kind, fake)
    return w.tables()

__all__ = ["KINDS", "generate"]
