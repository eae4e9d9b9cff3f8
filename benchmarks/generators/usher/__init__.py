"""Usher: a provider of universities and research: students, labs, clinics; campaigns pose as labs and courses.

`generate(kind, seed, honest, fake)` gives exchanges, accounts, truth of accounts and truth of exchanges.
"""

import pyarrow as pa

from benchmarks.generators.usher.campaigns import CAMPAIGNS, everything, operators
from benchmarks.generators.usher.crowd import ordinary
from benchmarks.generators.usher.gateway import Gateway
from benchmarks.generators.usher.lookalikes import lookalikes
from benchmarks.generators.usher.people import World

KINDS = ("mixed", "none", *CAMPAIGNS)
__all__ = ["KINDS", "generate"]


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """A world of a kind, the same for the same seed."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    w = World(kind, seed, honest + fake)
    gate = Gateway(w)
    alike = int(honest * w.r.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    lookalikes(w, gate, alike)
    ordinary(w, gate, honest - alike)
    if kind == "mixed":
        everything(w, gate, fake)
    elif kind != "none":
        operators(w, gate, kind, fake)
    return gate.tables()
