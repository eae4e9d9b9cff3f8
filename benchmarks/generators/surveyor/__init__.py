"""Surveyor: logs of a business-first frontier provider (own API, two clouds, resellers), with labels."""

from random import Random

import pyarrow as pa

from .campaigns import CAMPAIGNS, add_campaigns, split
from .clock import DAY
from .habits import ordinary, volume
from .lookalikes import GROUPS, add_failover, add_group
from .people import BASE, weighted
from .world import World

KINDS = ("mixed", "none", *CAMPAIGNS)


def _honest(w: World, n: int, alike: float) -> None:
    """The honest population: a part in look-alike groups, the rest ordinary."""
    budget = int(n * alike)
    names = [*GROUPS, "failover"]
    while budget > 0:
        w.r.shuffle(names)
        for name in names:
            if budget <= 1:
                break
            most = min(budget, max(6, int(n * 0.06)))
            budget -= add_failover(w, most) if name == "failover" else add_group(w, name, most)
        if budget <= 1:
            break
    while len(w.accounts) < n:
        account = w.account(weighted(w.r, BASE))
        ordinary(w, account, volume(w.r, 7.0 if account.archetype in {"individual", "reseller"} else 12.0))


def _noise(w: World, r: Random) -> None:
    """Standing that is nobody's fault: unpaid bills, mistaken bans."""
    for account in w.accounts:
        if account.record["status"] == "active" and r.random() < 0.012:
            account.record["status"] = r.choice(("suspended", "suspended", "banned"))
            account.record["status_at"] = w.end - r.randrange(0, 6) * DAY // 4
        elif r.random() < 0.03:
            account.record["status"] = None if account.record["status"] == "active" else account.record["status"]


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """A labelled world: exchanges, accounts, truth of accounts, truth of exchanges."""
    w = World(kind, seed)
    alike = w.r.uniform(0.25, 0.35)
    _honest(w, honest, alike * 2 if kind == "none" else alike)
    if kind == "mixed" and fake:
        hidden = max(1, fake // 5)
        slow = int(hidden * w.r.uniform(0.3, 0.7))
        plan = {"low-and-slow": slow, "dealt-list": hidden - slow}
        others = [name for name in CAMPAIGNS if name not in plan]
        w.r.shuffle(others)
        few = min(fake - hidden, max(4, fake // 20))
        plan["rubric-grading"] = few
        others.remove("rubric-grading")
        sizes = split(w, fake - hidden - few, 4, len(others)) if fake - hidden - few > 0 else []
        plan.update(zip(others, sizes, strict=False))
        for name, size in plan.items():
            if size:
                add_campaigns(w, name, size)
    elif kind != "none" and fake:
        add_campaigns(w, kind, fake)
    _noise(w, w.r)
    return w.tables()
