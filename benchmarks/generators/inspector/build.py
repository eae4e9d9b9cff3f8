"""The whole world: honest people, then the campaign, then the books."""

from pathlib import Path

import pyarrow as pa

from benchmarks.generators.inspector.books import finish
from benchmarks.generators.inspector.campaigns import CAMPAIGNS, attack
from benchmarks.generators.inspector.lookalikes import populate
from benchmarks.generators.inspector.world import World

KINDS = ("mixed", *CAMPAIGNS, "none")


def generate(
    kind: str, seed: int, honest: int, fake: int, data: Path | None = None
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Build a world of `honest` and `fake` accounts (no fake ones in `none`).

    Returns exchanges and accounts (the input contract's columns), truth_accounts (account_id, fake, kind,
    operator) and truth_exchanges (exchange_id, harvested, operator). Raises ValueError on an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: use one of {', '.join(KINDS)}")
    world = World(kind, seed, data or Path(__file__).resolve().parents[4] / "shared" / "data")
    populate(world, honest, doubled=kind == "none")
    if kind != "none":
        attack(world, kind, fake)
    return finish(world.rng, world.accounts, world.rows)
