"""Labelled gateway logs as an outside grader would write them: plain, by the book, disclosed numbers as defaults."""

import pyarrow as pa

from benchmarks.generators.ombudsman.operators import TACTICS, campaign, split
from benchmarks.generators.ombudsman.people import populate
from benchmarks.generators.ombudsman.texts import pools
from benchmarks.generators.ombudsman.world import world

KINDS = ("mixed", "none", *TACTICS)
__all__ = ["KINDS", "generate"]


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, the truth of accounts and the truth of exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    here = world(kind, seed, pools(int(seed >= 90000)))
    alike = here.rng.uniform(0.25, 0.35)
    populate(here, honest, 2 * alike if kind == "none" else alike)
    kinds = [] if kind == "none" else list(TACTICS) if kind == "mixed" else [kind]
    for i, (name, size) in enumerate(split(here, kinds, fake, honest) if kinds else []):
        campaign(here, name, f"op{seed}x{i}", size, 45.0 if name != "rubric-grading" else max(30.0, 40000 / size))
    return here.tables()
