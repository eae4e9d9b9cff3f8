"""The whole world: customers, look-alikes and campaigns in one log."""

import pyarrow as pa

from .campaigns import CAMPAIGNS, run
from .honest import crowd
from .lookalikes import lookalikes
from .world import World

KINDS = ("mixed", "none", *CAMPAIGNS)


def _parts(w: World, fake: int) -> list[tuple[str, int]]:
    """Campaign kinds and sizes of a mixed world; a fifth is low-and-slow or dealt-list."""
    slow = max(2, fake // 5)
    cut = int(slow * w.r.uniform(0.25, 0.75))
    parts = [("low-and-slow", cut), ("dealt-list", slow - cut)]
    rest = [k for k in CAMPAIGNS if k not in ("low-and-slow", "dealt-list")]
    left = fake - slow
    share = w.g.dirichlet([0.9] * len(rest))
    floor = min(4, left // len(rest))
    sizes = [floor + int(x * (left - floor * len(rest))) for x in share]
    sizes[sizes.index(max(sizes))] += left - sum(sizes)
    return parts + list(zip(rest, sizes, strict=True))


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of the accounts and truth of the exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    w = World(kind, seed)
    share = w.r.uniform(0.25, 0.35) * (2 if kind == "none" else 1)
    groups = int(honest * share)
    crowd(w, honest - groups)
    lookalikes(w, groups)
    if kind == "mixed":
        for name, n in _parts(w, fake):
            run(w, name, n)
    elif kind != "none":
        run(w, kind, fake)
    return w.finish()
