"""Provost: gateway logs of a European business provider, with hidden campaigns and honest crowds."""

import pyarrow as pa

from . import ledger
from .campaigns import TRAITS, campaigns, mixed
from .honest import ordinary
from .lookalikes import crowds
from .world import World

KINDS = ("mixed", "none", *TRAITS)

__all__ = ["KINDS", "generate"]


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, and the truth about accounts and about exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    w = World(kind, seed)
    alike = round(honest * w.rnd.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    crowds(w, alike)
    ordinary(w, honest - alike)
    ceiling = max(8.0, 60_000 / max(fake, 1))
    if kind == "mixed":
        mixed(w, fake, ceiling)
    elif kind != "none":
        campaigns(w, kind, fake, ceiling)
    ledger.adopt(w)
    log, harvested = ledger.exchanges(w)
    known, truth = ledger.accounts(w)
    return log, known, truth, harvested
