"""Puts a world together: honest population, campaigns of one kind, tables."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.generators.examiner import campaigns as camp
from benchmarks.generators.examiner import crowds, people
from benchmarks.generators.examiner.pools import DATA, load
from benchmarks.generators.examiner.rhythm import DAY
from benchmarks.generators.examiner.world import ACCOUNT_TYPES, TYPES, World

Maker = Callable[[World, int], None]
PUBLIC: list[tuple[Maker, float]] = [
    (people.private, 38),
    (people.dabblers, 19),
    (people.developers, 13),
    (people.products, 10),
]
LOOK_ALIKES: list[tuple[Maker, float]] = [
    (people.private_agents, 4.5),
    (people.students, 3.0),
    (crowds.tenants, 1.5),
    (crowds.judges, 0.7),
    (crowds.labs, 0.9),
    (crowds.classrooms, 1.5),
    (crowds.hackathons, 1.0),
    (crowds.ci, 0.7),
    (crowds.resellers, 0.08),
    (crowds.pairs, 1.6),
    (crowds.release_day, 1.2),
    (crowds.licensed, 0.1),
    (crowds.labelling, 0.7),
    (crowds.auditors, 0.7),
    (crowds.migrations, 0.4),
    (crowds.tutorials, 1.4),
    (crowds.tinkerers, 1.2),
    (crowds.tool_builders, 0.8),
    (crowds.jailbreakers, 0.4),
]
KINDS: dict[str, Maker] = {
    "mixed": camp.mixed,
    "none": lambda _w, _n: None,
    "four-per-account": camp.four_per_account,
    "low-and-slow": camp.low_and_slow,
    "hydra-proxy": camp.hydra_proxy,
    "second-pool": camp.second_pool,
    "replay": camp.replay,
    "rewrites": camp.rewrites,
    "agentic-pivot": camp.agentic_pivot,
    "reasoning": camp.reasoning,
    "rubric": camp.rubric,
    "sweep": camp.sweep,
    "dealt-list": camp.dealt_list,
    "varied-accounts": camp.varied_accounts,
}


def populate(w: World, honest: int, doubled: bool) -> None:
    """Open about `honest` accounts: the public, and the look-alikes in their shares (or twice those)."""
    crowd = [(maker, share * (2 if doubled else 1)) for maker, share in LOOK_ALIKES]
    rest = 100 - sum(share for _, share in crowd)
    public = [(maker, share * rest / sum(s for _, s in PUBLIC)) for maker, share in PUBLIC]
    for maker, share in public + crowd:
        maker(w, max(1, round(honest * share / 100)))


def generate(
    kind: str, seed: int, honest: int = 12_000, fake: int = 1_000, data: Path = DATA
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """(exchanges, accounts, truth_accounts, truth_exchanges) of one world.

    `kind`: a key of `KINDS`. Exchanges are sorted by time, accounts and truth by id. Raises KeyError
    for an unknown kind and FileNotFoundError where `data` lacks the prompt files.
    """
    rng = random.Random(f"examiner|{kind}|{seed}")
    start = datetime(2026, rng.randint(1, 10), rng.randint(1, 7), tzinfo=UTC).timestamp()
    end = start + rng.randint(16, 21) * DAY
    w = World(rng, load(seed, data), start, end, rng.uniform(start + 6 * DAY, end - 5 * DAY))
    populate(w, honest, kind == "none")
    KINDS[kind](w, fake if kind != "none" else 0)
    return tables(w)


def tables(w: World) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """The world as Arrow tables; accounts that never got a request through are left out."""
    log = pa.table({name: pa.array(w.log[name], kind) for name, kind in TYPES.items()})
    owner = pa.array(w.owners, pa.string())
    marks = pa.table({"exchange_id": log["exchange_id"], "harvested": owner.is_valid(), "operator": owner})
    order = pc.sort_indices(log, [("started_at", "ascending"), ("exchange_id", "ascending")])
    seen = set(w.log["account_id"])
    book = sorted((row for row in w.accounts if row["account_id"] in seen), key=lambda r: r["account_id"])
    kept = [row for row in book if w.rng.random() < 0.985]
    accounts = pa.table({n: pa.array([r[n] for r in kept], t) for n, t in ACCOUNT_TYPES.items()})
    truth = sorted(t for t in w.truth if t[0] in seen)
    truth_accounts = pa.table(
        {
            "account_id": pa.array([t[0] for t in truth], pa.string()),
            "fake": pa.array([t[1] for t in truth], pa.bool_()),
            "kind": pa.array([t[2] for t in truth], pa.string()),
            "operator": pa.array([t[3] for t in truth], pa.string()),
        }
    )
    return log.take(order), accounts, truth_accounts, marks.take(order)
