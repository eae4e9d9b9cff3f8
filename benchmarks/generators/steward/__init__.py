"""Labelled gateway logs of a large platform after the boom of coding assistants and third-party products."""

import pyarrow as pa

from .campaigns import run, sizes
from .honest import populate
from .plans import KINDS as CAMPAIGNS
from .world import World, new_world, tables

KINDS = ("mixed", "none", *CAMPAIGNS)


def _mixed(world: World, fake: int) -> None:
    """Every kind at once, by operators of very different size; a fifth of the accounts quiet."""
    quiet = round(fake * 0.2)
    parts = [(kind, amount) for kind, amount in zip(("low-and-slow", "dealt-list"), (quiet - quiet // 2, quiet // 2),
        strict=True)]
    loud = [kind for kind in CAMPAIGNS if kind not in ("low-and-slow", "dealt-list")]
    world.rng.shuffle(loud)
    left = fake - quiet
    loud = loud[: max(1, left // 4)]
    shares = [min(7.0, world.rng.paretovariate(1.1)) for _ in loud]
    spare = left - 4 * len(loud)
    amounts = [4 + int(spare * share / sum(shares)) for share in shares]
    parts += list(zip(loud, amounts, strict=True))
    rest = left - sum(amounts)
    parts += [(world.rng.choice(loud), rest)] if rest >= 4 else [(loud[0], rest)]
    for kind, amount in parts:
        for size in sizes(world, kind, amount) if amount >= 30 else [amount]:
            if size > 0:
                run(world, kind, size)


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of accounts and truth of exchanges of one world; the same for the same arguments."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of world {kind!r}; use one of {', '.join(KINDS)}")
    world = new_world(kind, seed)
    populate(world, honest, (0.6 if kind == "none" else world.rng.uniform(0.25, 0.35)))
    if kind == "mixed":
        _mixed(world, fake)
    elif kind != "none":
        for size in sizes(world, kind, fake):
            run(world, kind, size)
    return tables(world)


__all__ = ["KINDS", "generate"]
