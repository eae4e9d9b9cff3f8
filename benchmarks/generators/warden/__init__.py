"""The blind final examination: a large general provider with everything, honest and not. Nothing is ever fitted on it.

Written from the field's facts alone (`reference/FIELD.md`): API, console, clouds and resellers; people, applications,
agents, retrieval and evaluation drawn from the real prompt files; twenty-eight honest look-alikes; twelve campaigns.
"""

import random
import zlib

import numpy as np
import pyarrow as pa

from benchmarks.generators.warden import clock, places, staging, tables
from benchmarks.generators.warden.ordinary import live
from benchmarks.generators.warden.world import World

KINDS = ("mixed", "none", *staging.CAMPAIGNS)
HELD_OUT = 90_000  # seeds from here on use the other half of the texts


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of accounts and truth of exchanges of one world."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    code = zlib.crc32(f"warden:{kind}:{seed}".encode())
    numbers = np.random.default_rng(code)
    world = World(seed, int(seed >= HELD_OUT), random.Random(code), numbers, clock.window(numbers))
    share = world.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1)
    clustered = int(honest * share)
    places.populate(world, clustered)
    while len(world.members) < honest:
        live(world, world.join("ordinary"))
    if kind != "none" and fake > 0:
        staging.stage(world, kind, fake)
    exchanges, truth_exchanges = tables.exchanges(world)
    accounts, truth_accounts = tables.accounts(world)
    return exchanges, accounts, truth_accounts, truth_exchanges


__all__ = ["KINDS", "generate"]
