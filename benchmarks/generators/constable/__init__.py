"""Constable: labelled gateway logs by the book, as a trust-and-safety analyst files them."""

import pyarrow as pa

from .fake import CASES, attack
from .honest import populate
from .world import World

KINDS = ("mixed", "none", *CASES)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts and the truth about both, the same for the same kind and seed."""
    w = World(kind, seed)
    looks = w.r.uniform(0.25, 0.35)
    populate(w, honest, looks * 2 if kind == "none" else looks)
    left = 0 if kind == "none" else fake
    for name in CASES if kind == "mixed" else (kind,) if left else ():
        share = max(2, round(fake * CASES[name][4])) if kind == "mixed" else left
        share = left if name == "rewrites" else min(left, share)
        attack(w, name, share)
        left -= share
    return w.tables()
