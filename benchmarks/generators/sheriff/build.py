"""A world of one kind."""

import pyarrow as pa

from benchmarks.generators.sheriff.crowds import lookalikes
from benchmarks.generators.sheriff.operators import PLANS, campaign
from benchmarks.generators.sheriff.people import ordinary
from benchmarks.generators.sheriff.world import World

KINDS = ("mixed", "none", *PLANS)
QUIET = ("low-and-slow", "dealt-list")


def split(world: World, count: int, least: int) -> list[int]:
    """One operator or a few, of very different size."""
    rng = world.rng
    if count < 2 * least or rng.random() < 0.35:
        return [count]
    first = max(least, round(count * rng.uniform(0.55, 0.9)))
    rest = count - first
    if rest < least:
        return [count]
    return [first, rest] if rest < 2 * least or rng.random() < 0.5 else [first, rest - rest // 4, rest // 4]


def shares(world: World, count: int) -> dict[str, int]:
    """Accounts of each campaign kind in a mixed world; a fifth are quiet ones."""
    rng = world.rng
    weights = {name: rng.gammavariate(1.2, 1) + 0.15 for name in PLANS if name not in QUIET}
    weights["rubric-grading"] *= 0.3
    weights["four-per-account"] *= 2
    whole = sum(weights.values())
    quiet = rng.uniform(0.3, 0.7)
    parts = {name: max(3, round(count * 0.8 * weight / whole)) for name, weight in weights.items()}
    parts |= {
        "low-and-slow": max(3, round(count * 0.2 * quiet)),
        "dealt-list": max(3, round(count * 0.2 * (1 - quiet))),
    }
    while sum(parts.values()) != count and count >= 2 * len(parts):
        name = max(parts, key=lambda one: parts[one])
        parts[name] += max(2 - parts[name], min(count - sum(parts.values()), count))
    return parts


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth of accounts, truth of exchanges."""
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; one of {', '.join(KINDS)}")
    world = World(kind, seed)
    alike = round(honest * world.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    lookalikes(world, alike)
    ordinary(world, honest - alike)
    wanted = {} if kind == "none" else shares(world, fake) if kind == "mixed" else {kind: fake}
    for name, count in wanted.items():
        least = 5 if name == "rubric-grading" else 20
        for number, size in enumerate(part for part in split(world, count, least) if part):
            campaign(world, name, f"{name}-{number + 1}", size)
    exchanges, accounts, people, truth = world.tables()
    return exchanges, accounts, people, truth
