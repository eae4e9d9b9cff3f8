"""Notary: labelled gateway logs of a mid-size general-purpose provider, as an outside grader would draw them.

Honest accounts and fake ones get every incidental column from one distribution (`profile`); honest groups
and campaigns word, deal and time their requests with one engine (`group`). Volumes, rhythms and lengths
come from public traces. Nobody is queried: rows are made, not collected.
"""

import pyarrow as pa

from .campaigns import CAMPAIGNS, harvest, shares
from .lookalikes import populate
from .ordinary import behave
from .profile import draw_account
from .world import World

KINDS: tuple[str, ...] = ("mixed", "none", *CAMPAIGNS)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, true accounts and true exchanges of one world."""
    if kind not in KINDS:
        raise ValueError(f"no such kind: {kind}")
    w = World(kind, seed)
    likeness = w.r.uniform(0.25, 0.35) * (2 if kind == "none" else 1)
    populate(w, round(honest * likeness))
    while len(w.accounts) < honest:
        one = draw_account(w, "ordinary")
        behave(w, one, one.volume)
    w.private = True
    if kind == "mixed":
        for name, count in shares(w, fake).items():
            harvest(w, name, count)
    elif kind != "none":
        harvest(w, kind, fake)
    w.retire()
    return w.tables()


__all__ = ["KINDS", "generate"]
