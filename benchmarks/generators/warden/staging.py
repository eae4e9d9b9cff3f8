"""Which campaigns a world holds, and how large their operators are."""

from collections.abc import Callable

from benchmarks.generators.warden import campaigns
from benchmarks.generators.warden.world import World

Campaign = Callable[[World, str, int], None]

CAMPAIGNS: dict[str, Campaign] = {
    "reasoning-harvest": campaigns.reasoning_harvest,
    "agentic-pivot": campaigns.agentic_pivot,
    "varied-accounts": campaigns.varied_accounts,
    "second-pool": campaigns.second_pool,
    "four-per-account": campaigns.four_per_account,
    "rubric-grading": campaigns.rubric_grading,
    "replay": campaigns.replay,
    "hydra-proxy": campaigns.hydra_proxy,
    "technique-sweep": campaigns.technique_sweep,
    "low-and-slow": campaigns.low_and_slow,
    "dealt-list": campaigns.dealt_list,
    "rewrites": campaigns.rewrites,
}
SIZES = {"four-per-account": 2.2, "rubric-grading": 0.35, "hydra-proxy": 0.8, "low-and-slow": 1.4, "dealt-list": 1.4}


def parts(w: World, total: int, pieces: int, smallest: int = 3) -> list[int]:
    """Sizes of very different operators that add up to `total`."""
    pieces = max(1, min(pieces, total // smallest))
    share = w.np.dirichlet([0.8] * pieces)
    sizes = [smallest + int((total - smallest * pieces) * part) for part in share]
    sizes[0] += total - sum(sizes)
    return [size for size in sizes if size > 0]


def stage(w: World, kind: str, fake: int) -> None:
    """Put `fake` campaign accounts of a kind (or of all kinds) on stage."""
    rng = w.rng
    if kind != "mixed":
        pieces = max(1, fake // 14) if kind == "rubric-grading" else rng.choice((1, 1, 2, 3))
        for size in parts(w, fake, pieces):
            CAMPAIGNS[kind](w, kind, size)
        return
    quiet = fake // 5
    for name in rng.sample(("low-and-slow", "dealt-list"), 2 if quiet >= 10 else 1):
        size = quiet if quiet < 10 else quiet // 2
        for part in parts(w, size, rng.choice((1, 1, 2))):
            CAMPAIGNS[name](w, name, part)
    loud = [name for name in CAMPAIGNS if name not in ("low-and-slow", "dealt-list")]
    left = fake - quiet + quiet % 2 * (quiet >= 10)
    loud = rng.sample(loud, min(len(loud), max(1, left // 3)))
    weights = w.np.dirichlet([1.0 * SIZES.get(name, 1.0) for name in loud])
    sizes = [3 + int((left - 3 * len(loud)) * share) for share in weights]
    sizes[0] += left - sum(sizes)
    for name, size in zip(loud, sizes, strict=True):
        few = name == "rubric-grading"
        for part in parts(w, max(1, size), max(1, size // 9) if few else rng.choice((1, 1, 2, 3)) if size > 12 else 1):
            CAMPAIGNS[name](w, name, part)
