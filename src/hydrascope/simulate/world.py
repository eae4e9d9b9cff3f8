"""The scenarios, and how a world is made of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope import tables
from hydrascope.errors import SettingsError
from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate.campaigns import kinds, relays
from hydrascope.simulate.campaigns.operator import Underworld
from hydrascope.simulate.draft import Draft, draft
from hydrascope.simulate.gateway import serve
from hydrascope.simulate.honest import business, crowds, everyday, machines
from hydrascope.simulate.knobs import Knobs
from hydrascope.simulate.material import Dice
from hydrascope.simulate.prompts import PromptLibrary
from hydrascope.simulate.rhythm import DAY
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.software import Software

People = Callable[[Scene, int], None]
Campaign = Callable[[Scene, Underworld, int], None]

# Share of the honest accounts; the second number says whether the kind resembles a campaign (a look-alike).
HONEST: tuple[tuple[People, float, bool], ...] = (
    (everyday.chatters, 24, False),
    (everyday.developers, 13, False),
    (everyday.dormant, 5, False),
    (everyday.analysts, 3, False),
    (everyday.translators, 3, False),
    (everyday.newcomers, 6, True),
    (everyday.homework, 5, True),
    (everyday.marketplace, 4, True),
    (everyday.auditors, 0.6, True),
    (everyday.researchers, 0.5, True),
    (business.tenants, 9, True),
    (business.labellers, 1.3, True),
    (business.organisations, 2.5, True),
    (business.siblings, 1.6, True),
    (business.resellers, 0.25, True),
    (business.failovers, 0.5, True),
    (business.migrations, 0.3, True),
    (machines.agents, 8, True),
    (machines.tutorials, 3, True),
    (machines.monitors, 0.8, True),
    (machines.pipelines, 0.9, True),
    (machines.benchmarkers, 0.12, True),
    (machines.judges, 0.9, True),
    (machines.release_day, 0.5, True),
    (machines.licensed, 0.12, True),
    (machines.dataset_makers, 0.5, True),
    (crowds.classrooms, 4, True),
    (crowds.hackathons, 2.5, True),
)

SORTS = {"people": "everyday", "business": "business", "machines": "machines", "crowds": "crowds"}

# Campaign, share of a mixed world's fake accounts, fake accounts when it is played alone.
CAMPAIGNS: dict[str, tuple[Campaign, float, int]] = {
    "reasoning-harvest": (kinds.reasoning_harvest, 11, 600),
    "agentic-coding-pivot": (kinds.agentic_pivot, 8, 500),
    "varied-accounts": (kinds.varied_accounts, 8, 500),
    "fixed-prompt": (kinds.fixed_prompt, 11, 700),
    "four-per-account": (kinds.four_per_account, 20, 2500),
    "rubric-grading": (kinds.rubric_grading, 2, 40),
    "session-replay": (relays.session_replay, 7, 400),
    "hydra-proxy": (relays.hydra_proxy, 3, 60),
    "technique-sweep": (kinds.technique_sweep, 5, 400),
    "low-and-slow": (kinds.low_and_slow, 12, 800),
    "dealt-list": (kinds.dealt_list, 9, 800),
    "safe-rewrites": (kinds.safe_rewrites, 4, 300),
}
TRUTH_ACCOUNTS = pa.schema(
    [("account_id", pa.string()), ("fake", pa.bool_()), ("kind", pa.string()), ("operator", pa.string())]
)
TRUTH_EXCHANGES = pa.schema([("exchange_id", pa.string()), ("harvested", pa.bool_()), ("operator", pa.string())])


@dataclass(frozen=True)
class Scenario:
    """A named world: what it shows, its campaigns, its default size, how common look-alikes are."""

    name: str
    about: str
    campaigns: tuple[str, ...]
    honest: int
    fake: int
    lookalikes: float = 1.0


def _scenarios() -> dict[str, Scenario]:
    alone = {n: Scenario(n, (c.__doc__ or n).strip(), (n,), 12_000, fake) for n, (c, _, fake) in CAMPAIGNS.items()}
    return {
        "mixed": Scenario("mixed", "Every kind of campaign at once.", tuple(CAMPAIGNS), 12_000, 1_000),
        "no-campaign": Scenario("no-campaign", "Nobody harvests; look-alikes doubled.", (), 12_000, 0, 2.0),
        **alone,
    }


SCENARIOS: dict[str, Scenario] = _scenarios()


@dataclass(frozen=True)
class World:
    """A labelled log. `exchanges`: tables.EXCHANGES without source and line, sorted by time; `accounts`:
    tables.ACCOUNTS, sorted by id; the truth, row by row, in the same order."""

    exchanges: pa.Table
    accounts: pa.Table
    truth_accounts: pa.Table
    truth_exchanges: pa.Table


def _models(pick: Random) -> tuple[tuple[tuple[str, float], ...], str]:
    """The models on offer with their popularity, and the one released within the window."""
    family, version = infra.word(pick), 2 + int(pick.random() * 4)
    sizes = pick.choice((("large", "small", "mini"), ("pro", "flash", "lite"), ("opus", "sonnet", "haiku")))
    out = [(f"{family}-{version}-{s}", 0.3 + pick.random() * 2) for s in sizes] + [
        (f"{family}-{version - 1}-{s}", 0.2 + pick.random()) for s in sizes[:2]
    ]
    return tuple(out), f"{family}-{version}.{1 + int(pick.random() * 8)}-{sizes[0]}"


def _scene(seed: int, prompts: PromptLibrary, knobs: Knobs) -> Scene:
    rng, pick = np.random.default_rng([seed, 77]), Dice(seed * 2_654_435_761 + 1)
    days = knobs.days or 14 + 14 * pick.random()
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1e6) + int(pick.random() * 300 * DAY)
    models, released = _models(pick)
    release_at = start + int((0.25 + 0.5 * pick.random()) * days * DAY)
    return Scene(rng, pick, prompts, knobs, start, days, models, released, release_at, Software(pick))


def _populate(scene: Scene, honest: int, lookalikes: float) -> None:
    """The honest population: the shares of HONEST, each off by a random factor."""
    weight = np.array([s * (lookalikes if alike else 1.0) for _, s, alike in HONEST])
    favoured = scene.knobs.population
    weight *= [4.0 if p.__module__.rpartition(".")[2] == SORTS.get(favoured or "") else 1.0 for p, _, _ in HONEST]
    weight *= scene.rng.lognormal(0, 0.4, len(weight))
    count = np.floor(honest * weight / weight.sum()).astype(int)
    count[0] += honest - count.sum()
    for (people, _, _), n in zip(HONEST, count.tolist(), strict=True):
        if n:
            people(scene, n)


def _attack(scene: Scene, names: tuple[str, ...], fake: int) -> None:
    """The campaigns, with `fake` accounts between them."""
    world = Underworld()
    weight = np.array([CAMPAIGNS[n][1] for n in names], float) * scene.rng.lognormal(0, 0.3, len(names))
    count = np.floor(fake * weight / weight.sum()).astype(int)
    count[int(np.argmax(weight))] += fake - count.sum()
    for name, n in zip(names, count.tolist(), strict=True):
        if n:
            CAMPAIGNS[name][0](scene, world, n)


def _accounts(scene: Scene, used: Sequence[int]) -> tuple[pa.Table, pa.Table]:
    """The accounts that sent something, and the truth about them, by account_id."""
    rows = sorted((scene.accounts[i] for i in used), key=lambda a: a.account_id)
    given = {
        "signup_ip": [a.signup.ip for a in rows],
        "signup_asn": [a.signup.asn for a in rows],
        "signup_user_agent": [a.signup_agent for a in rows],
        "distillation_licence": [a.licence for a in rows],
        "billing_country": [a.country for a in rows],
    }
    table = {f.name: pa.array(given.get(f.name) or [getattr(a, f.name) for a in rows], f.type) for f in tables.ACCOUNTS}
    truth = [
        [a.account_id for a in rows],
        [a.fake for a in rows],
        [a.kind for a in rows],
        [a.operator for a in rows],
    ]
    return (
        pa.Table.from_arrays(list(table.values()), schema=tables.ACCOUNTS),
        pa.Table.from_arrays(
            [pa.array(c, f.type) for c, f in zip(truth, TRUTH_ACCOUNTS, strict=True)], schema=TRUTH_ACCOUNTS
        ),
    )


def _truth(scene: Scene, served: Draft, exchanges: pa.Table) -> pa.Table:
    operators = pa.array([a.operator for a in scene.accounts], pa.string()).take(pa.array(served.who))
    mine = pc.if_else(pa.array(served.harvested), operators, pa.scalar(None, pa.string()))
    return pa.Table.from_arrays(
        [exchanges["exchange_id"].combine_chunks(), pa.array(served.harvested), mine], schema=TRUTH_EXCHANGES
    )


def world(
    scenario: str, seed: int, prompts: PromptLibrary, honest: int | None = None, fake: int | None = None,
    split: str = "all", **knobs: object,
) -> World:  # fmt: skip
    """Play a scenario: the same arguments give the same world. `knobs` are the fields of Knobs.

    `split` must be the split of `prompts`, or "all", which takes whatever the library is: naming it makes
    sure that a test world is never made from fitting prompts. Raises SettingsError for an unknown scenario,
    knob or split.
    """
    if scenario not in SCENARIOS:
        raise SettingsError(f"There is no scenario {scenario!r}; choose one of {', '.join(SCENARIOS)}.")
    if split not in ("all", prompts.split):
        raise SettingsError(
            f"A {split!r} world was asked for with {prompts.split!r} prompts; call load_prompts(split={split!r}) first."
        )
    unknown = set(knobs) - {f.name for f in fields(Knobs)}
    if unknown:
        raise SettingsError(
            f"Unknown knob {sorted(unknown)[0]!r}; knobs are {', '.join(f.name for f in fields(Knobs))}."
        )
    plan = SCENARIOS[scenario]
    scene = _scene(seed, prompts, Knobs(**cast(dict[str, Any], knobs)))
    _populate(scene, plan.honest if honest is None else honest, plan.lookalikes * scene.knobs.lookalikes)
    fakes = plan.fake if fake is None else fake
    if plan.campaigns and fakes:
        _attack(scene, plan.campaigns, fakes)
    crowds.share_egress(scene)
    sent, pools = draft(scene)
    exchanges, served = serve(scene, sent, pools)
    accounts, truth_accounts = _accounts(scene, np.unique(served.who).tolist())
    return World(exchanges, accounts, truth_accounts, _truth(scene, served, exchanges))
