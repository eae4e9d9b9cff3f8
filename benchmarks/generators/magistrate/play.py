"""Play one world of a kind."""

import pyarrow as pa

from benchmarks.generators.magistrate import campaigns
from benchmarks.generators.magistrate.honest import Crowd
from benchmarks.generators.magistrate.world import World

KINDS = ("mixed", "none", *campaigns.KINDS)


def shares(world: World, total: int, parts: int, least: int) -> list[int]:
    """Sizes of very different operators that add up to the total."""
    parts = max(1, min(parts, total // least))
    weights = [world.rng.lognormvariate(0, 0.9) for _ in range(parts)]
    sizes = [max(least, int(total * w / sum(weights))) for w in weights]
    sizes[sizes.index(max(sizes))] += total - sum(sizes)
    return [size for size in sizes if size > 0]


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts and the truth on both; the same for the same arguments."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    world, plan, cap = World(kind, seed), list[tuple[str, int]](), 30_000 / max(fake, 1) + 25
    Crowd(world).populate(honest, world.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    if kind == "mixed" and fake:
        hidden, quiet = max(1, fake // 5), ("low-and-slow", "dealt-list")
        for part, names in ((hidden, quiet), (fake - hidden, [n for n in campaigns.KINDS if n not in quiet])):
            order = world.rng.sample(names, len(names)) * (1 if fake < 600 else 2)
            plan += zip(order, shares(world, part, len(order), 4), strict=False)
    elif kind != "none" and fake:
        parts = max(1, fake // 40) if kind == "rubric-grading" else world.rng.choice((1, 2, 2, 3, 4))
        plan = [(kind, size) for size in shares(world, fake, parts, 12)]
    for name, size in plan:
        campaigns.Operator(world, name, size, cap).run()
    return world.tables()
