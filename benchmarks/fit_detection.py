"""Fits the frozen models of `hydrascope.campaigns` on worlds that may fit (`hydrascope.proving.splits`).

    python -m benchmarks.fit_detection --cases DIR [--prompts DIR] [--rounds N] [--beside N] --out models.json

Worlds come from generators that share no code: the product's own simulator and the outside ones of
`benchmarks.generators` but those kept for the test. Three disjoint sets of seeds: the group model learns on the
first, the account models on the second, the models of partners on both, the calibration on the third. `--only N/M`
makes the Nth of M shares of the worlds and fits nothing, so that several processes can make them.
"""

import argparse
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain, cycle, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import outside
from benchmarks.boosting import learn, mean
from benchmarks.worlds import Known, case_of
from hydrascope import simulate
from hydrascope.campaigns.accounts import TERMS, Membership, describe
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.calibration import Calibration, calibrate
from hydrascope.campaigns.closer import LOOKS, TESTED, Closer, heard, look_closer
from hydrascope.campaigns.crowds import Seen
from hydrascope.campaigns.judge import FITTED, Case, Models, consult, models, suspicion, told_closer
from hydrascope.campaigns.operators import PAIR_TERMS, Profiles, compare, profiles
from hydrascope.campaigns.partners import PARTNER_TERMS, PARTNERED, compared
from hydrascope.campaigns.statistics import NAMES
from hydrascope.proving import splits

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

ROLES = ("group", "account", "calibration")
GENERATORS = tuple(name for name in outside.names() if name not in splits.NEVER_FITTED)
OWN = {"none": "no-campaign", "replay": "session-replay", "agentic-pivot": "agentic-coding-pivot"}
"""What the product's simulator calls these scenarios."""
ROUND = (
    "mixed", "none", "four-per-account", "mixed", "low-and-slow", "mixed", "hydra-proxy", "dealt-list",
    "mixed", "none", "mixed", "agentic-pivot", "replay", "mixed",
)  # fmt: skip
"""The scenarios of a generator, in this order and over again: most of them hold every kind at once."""
GROUP_SIGNS = {
    "topics exchangeable": -1, "form exchangeable": -1, "hours exchangeable": -1, "sessions": -1,
    "shared questions": -1, "even load": -1, "sign-up lockstep": 1, "sign-up window": 1,
    "arrival lockstep": 1, "arrival window": 1, "same parameters": 1, "same e-mail domain": 1,
    "capability focus": 1, "training-data content": 1, "long outputs": 1, "reasoning elicited": 1,
    "rich parameters": 1, "young accounts": 1,
    "stopped accounts": 1, "shared identity": 1, "age window": 1, "same sign-up client": 1,
}  # fmt: skip
ACCOUNT_SIGNS = {term: 1 for term in TERMS if term.startswith("best ")} | {
    "groups in favour": 1, "requests in favour": 1, "share in favour": 1, "sign-up fit": 1, "arrival fit": 1,
    "parameters fit": 1, "client fit": 1, "topic fit": -1, "load fit": -1, "own content": 1, "own elicitation": 1,
    "own youth": 1, "own status": 1, "alike accounts": 1,
}  # fmt: skip
CLOSER_SIGNS = GROUP_SIGNS | {"members' bits": 1}
LOOKED_SIGNS = {look: 1 for look in LOOKS[1:]}
PARTNERED_SIGNS = {partners: 1 for partners in PARTNERED[1:]}
PAIR_SIGNS = {term: -1 if term.endswith("apart") else 1 for term in PARTNER_TERMS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A world that is to serve a role."""

    role: str
    generator: str
    scenario: str
    seed: int
    large: bool = False

    def made(self, library: simulate.PromptLibrary) -> Known:
        """Its case. Honest and fake accounts vary with the seed."""
        rng = np.random.default_rng(self.seed)
        most, few, many = (13_000, 400, 4_000) if self.large else (4_500, 80, 900)
        honest, fake = int(rng.integers(most // 2, most)), int(np.exp(rng.uniform(np.log(few), np.log(many))))
        fake = 0 if self.scenario == "none" else max(fake, 3 * few) if self.scenario == "mixed" else fake
        if self.generator == outside.OWN:
            splits.allow("fit", self.seed, library.split)
            own = OWN.get(self.scenario, self.scenario)
            world = simulate.world(own, self.seed, library, honest=honest, fake=fake or None)
        else:
            splits.allow("fit", self.seed, generator=self.generator)
            generate = import_module(f"benchmarks.generators.{self.generator}").generate
            world = simulate.World(*generate(self.scenario, self.seed, honest, fake))
        return case_of(world, f"{self.generator}-{self.scenario}-{self.seed}")

    def path(self, folder: Path) -> Path:
        """Where its case is kept between runs."""
        return folder / f"{self.role}-{self.generator}-{self.scenario}-{self.seed}.pickle"


def plan(rounds: int) -> list[Wanted]:
    """All worlds: `rounds` of every generator for every role, those first that matter most; after one `ROUND` large
    ones, for what is measured of a group grows with it."""
    return [
        Wanted(
            role, generator, scenario, splits.allow("fit", 10_000 + 1000 * g + 100 * r + place), place >= len(ROUND)
        )
        for place, scenario in enumerate(islice(cycle(ROUND), rounds))
        for r, role in enumerate(ROLES)
        for g, generator in enumerate(GENERATORS)
    ]


def make(folder: Path, wanted: list[Wanted], prompts: Path | None) -> None:
    """Cases of the worlds that are not there yet."""
    library = simulate.load_prompts(prompts, "fit")
    for world in wanted:
        path = world.path(folder)
        if not path.exists():
            path.write_bytes(pickle.dumps(world.made(library)))


def cases(folder: Path, role: str) -> Iterator[tuple[Known, int]]:
    """Every world of a role that lies in the folder, and the number of its generator; one at a time in memory."""
    for path in sorted(folder.glob(f"{role}-*.pickle")):
        yield pickle.loads(path.read_bytes()), GENERATORS.index(path.name.split("-")[1])


def purity(case: Case, fake: npt.NDArray[np.bool_]) -> Floats:
    """Share of each group's members that are fake."""
    m = case.membership
    share: Floats = np.bincount(m.group, fake[m.who], minlength=len(case.groups)) / np.diff(m.first)
    return share


GAPS = 0.15


def with_gaps(values: Floats, name: str) -> Floats:
    """The same with some of the columns unknown, drawn per world, so that no single quantity can become
    the whole verdict and a log that lacks some is still judged."""
    rng = np.random.default_rng(list(name.encode()))
    return np.where(rng.random(values.shape[1]) < GAPS, np.nan, values)


MOST_GROUPS = 900
"""Of one world's groups of one family so many of a campaign and so many of none teach; a draw of them where there are
more, with the weight of all."""


def fit_groups(worlds: Iterator[tuple[Known, int]]) -> Boosted:
    """The group model: target is a group's purity; every world and family of groups weighs about the same."""
    values, target, weight = [], [], []
    for known, _ in worlds:
        pure = purity(known.case, known.fake & ~known.case.traffic.licensed)
        part = _drawn(known.case, pure)
        kept = part > 0
        for seen in (known.case.statistics, with_gaps(known.case.statistics, known.name)):
            values.append(seen[kept])
            target.append(pure[kept])
            weight.append(part[kept] / 2)
    return learn(NAMES, np.concatenate(values), np.concatenate(target), np.concatenate(weight), GROUP_SIGNS, 300, 12)


def _drawn(case: Case, pure: Floats) -> Floats:
    """Weight of each group; 0 for those not drawn."""
    rng = np.random.default_rng(1)
    size = np.diff(case.membership.first).astype(np.float64)
    part = np.zeros(len(pure))
    for family in np.unique(case.groups.family):
        mine = case.groups.family == family
        for side in (mine & (pure > 0.3), mine & (pure <= 0.3)):
            rows = np.flatnonzero(side)
            some = rng.choice(rows, min(len(rows), MOST_GROUPS), replace=False)
            part[some] = size[some] / size[mine].sum() * min(2000, mine.sum()) * len(rows) / max(len(some), 1)
    return part


def terms_of(known: Known, group: Boosted) -> Floats:
    """Account terms but those that ask other accounts."""
    bits = group.bits(known.case.statistics)
    terms, _ = describe(known.case.traffic, known.case.groups, bits, known.case.membership)
    return terms


@dataclass(frozen=True, slots=True)
class Learning:
    """What the account models learn from in one world: licensed distillers are neither and left out."""

    name: str
    views: list[Seen]
    groups: Membership
    terms: Floats
    fake: Flags
    kept: Flags


def learnings(worlds: Iterator[tuple[Known, int]], group: Boosted) -> list[Learning]:
    """Account terms of all worlds, those that ask other accounts still empty."""
    return [
        Learning(k.name, k.case.views, k.case.membership, terms_of(k, group), k.fake, ~k.case.traffic.licensed)
        for k, _ in worlds
    ]


def fit_accounts(worlds: list[Learning]) -> Boosted:
    """An account model of the terms as they stand."""
    values, target, weight = [], [], []
    for world in worlds:
        terms = world.terms[world.kept]
        for seen in (terms, with_gaps(terms, world.name)):
            values.append(seen)
            target.append(world.fake[world.kept].astype(np.float64))
            weight.append(np.full(len(terms), 0.5))
    return learn(
        TERMS, np.concatenate(values), np.concatenate(target), np.concatenate(weight), ACCOUNT_SIGNS, 200, 12, 30
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What a closer look at one world learns from. `generator` and each account's `operator` are numbers, -1 none."""

    name: str
    generator: int
    bits: Floats
    found: Closer
    profiles: Profiles
    operator: Ints
    fake: Flags
    kept: Flags


def looked(worlds: Iterator[tuple[Known, int]], rough: Models) -> list[Looked]:
    """A closer look at all worlds, by models that have come as far as that."""
    looks = []
    for k, generator in worlds:
        case = k.case
        bits, _, _, group_bits = suspicion(case, rough)
        found = look_closer(case.traffic, case.views, case.membership, group_bits, bits)
        of_them = profiles(case.traffic, case.groups, case.membership, group_bits, found.who)
        kept = ~case.traffic.licensed
        operator = np.where(k.fake & kept, np.unique(k.operator, return_inverse=True)[1], -1)
        looks.append(Looked(k.name, generator, bits, found, of_them, operator, k.fake, kept))
    return looks


def fit_closer(worlds: list[Looked]) -> Boosted:
    """The model of suspects' groups: target is a part's purity; a part weighs with the root of its accounts."""
    values, target, weight = [], [], []
    for world in worlds:
        for parting in chain(world.found.suspects, world.found.doubtful):
            inside = parting.part >= 0
            size = np.bincount(parting.part[inside], minlength=len(parting.tested))
            hits = np.bincount(parting.part[inside], (world.fake & world.kept)[inside], minlength=len(size))
            for seen in (parting.tested, with_gaps(parting.tested, world.name)):
                values.append(seen)
                target.append(hits / np.maximum(size, 1))
                weight.append(np.sqrt(size) / 30)
    everything = np.concatenate(values), np.concatenate(target), np.concatenate(weight)
    return learn(TESTED, *everything, CLOSER_SIGNS, 200, 10, 40)


def fit_looked(worlds: list[Looked], closer: Boosted) -> Boosted:
    """What the parts of the closer look add to an account's bits."""
    values = np.concatenate([heard(w.bits, w.found, closer)[w.kept] for w in worlds])
    target = np.concatenate([w.fake[w.kept].astype(np.float64) for w in worlds])
    return learn(LOOKS, values, target, np.ones(len(target)), LOOKED_SIGNS, 80, 5, 100, so_far=values[:, 0])


MOST_PAIRS = 12_000
"""Of one world's pairs so many teach, a draw of them where there are more, half with gaps; they weigh as their root."""


def fit_partner(worlds: list[Looked], rough: Models) -> Boosted:
    """Do two suspected accounts take part in one campaign?"""
    values, target, weight = [], [], []
    rng = np.random.default_rng(0)
    for world in worlds:
        some = rng.permutation(len(world.found.left))[:MOST_PAIRS]
        left, right = world.found.left[some], world.found.right[some]
        one, other = world.operator[world.found.who[left]], world.operator[world.found.who[right]]
        looks = heard(world.bits, world.found, rough.closer)
        seen = compared(world.profiles, world.bits + rough.looked.bits(looks), looks, left, right)
        half = len(some) // 2
        values += [seen[:half], with_gaps(seen[half:], world.name)]
        target.append(((one == other) & (one >= 0)).astype(np.float64))
        weight.append(np.full(len(some), max(len(some), 1) ** -0.5))
    everything = np.concatenate(values), np.concatenate(target), np.concatenate(weight)
    return learn(PARTNER_TERMS, *everything, PAIR_SIGNS, 200, 16, 300)


def fit_partnered(worlds: list[Looked], rough: Models) -> Boosted:
    """What an account's partners add to its bits."""
    everything = np.concatenate([told_closer(w.bits, w.found, w.profiles, rough)[2][w.kept] for w in worlds])
    target = np.concatenate([w.fake[w.kept].astype(np.float64) for w in worlds])
    ones = np.ones(len(target))
    return learn(PARTNERED, everything, target, ones, PARTNERED_SIGNS, 150, 6, 200, so_far=everything[:, 0])


def fit_operators(worlds: Iterator[tuple[Known, int]], group: Boosted) -> Boosted:
    """Is a pair of fake accounts of one operator? Pairs of one world, as many of one operator as of two."""
    rng = np.random.default_rng(0)
    values, target = [], []
    for known, _ in worlds:
        case, who = known.case, np.flatnonzero(known.fake)
        if len(np.unique(known.operator[who])) < 2:
            continue
        p = profiles(case.traffic, case.groups, case.membership, group.bits(case.statistics), who)
        left, right = rng.integers(0, len(who), (2, 60_000))
        left, right = left[left != right], right[left != right]
        same = known.operator[who][left] == known.operator[who][right]
        kept = np.flatnonzero(same | (rng.random(len(same)) < same.mean() / max(1 - same.mean(), 1e-9)))[:12_000]
        values.append(compare(p, left[kept], right[kept]))
        target.append(same[kept].astype(np.float64))
    everything = np.concatenate(target)
    return learn(PAIR_TERMS, np.concatenate(values), everything, np.ones(len(everything)), PAIR_SIGNS)


def with_partners(worlds: list[Looked], rough: Models) -> Models:
    """The models with those of partners fitted on these worlds."""
    rough = replace(rough, partner=fit_partner(worlds, rough))
    return replace(rough, partnered=fit_partnered(worlds, rough))


FOLDS = 4


def fit_calibration(taught: list[Looked], judged: list[Looked], rough: Models) -> Calibration:
    """From bits to probabilities over all generators, and the honest tail of their mixture.

    Partners are judged by models that have learnt nothing from the world's generator: a crowd of look-alikes that was
    never seen looks more like a campaign than one that was, and a foreign log will have such.
    """
    bits, fake, source = [], [], []
    for fold in range(FOLDS):
        blind = with_partners([w for w in taught if w.generator % FOLDS != fold], rough)
        for world in judged:
            if world.generator % FOLDS == fold:
                stand, _, partners = told_closer(world.bits, world.found, world.profiles, blind)
                bits.append((stand + blind.partnered.bits(partners))[world.kept])
                fake.append(world.fake[world.kept])
                source.append(np.full(world.kept.sum(), world.generator))
    return calibrate(np.concatenate(bits), np.concatenate(fake), np.concatenate(source))


def fit(folder: Path, beside: Models, fits: int) -> Models:
    """All models, from the cases in a folder; the mean of these and of those `beside`, which are so many `fits`."""
    group = fit_groups(cases(folder, "group"))
    worlds = learnings(cases(folder, "account"), group)
    first = fit_accounts(worlds)
    for world in worlds:
        consult(world.views, world.groups, world.terms, first.bits(world.terms))
    second = fit_accounts(worlds)
    operator = fit_operators(cases(folder, "account"), group)
    nothing = np.zeros(1)
    unknown = Calibration(nothing, nothing, nothing, nothing)
    rough = Models(group, first, second, second, second, second, second, operator, unknown)
    looks = looked(cases(folder, "account"), rough)
    rough = replace(rough, closer=fit_closer(looks))
    rough = replace(rough, looked=fit_looked(looks, rough.closer))
    looks += looked(cases(folder, "group"), rough)
    rough = with_partners(looks, rough)
    if fits:
        both = {name: mean(getattr(beside, name), getattr(rough, name), fits=(fits, 1)) for name in FITTED}
        rough = Models(**both, calibration=rough.calibration)
    return replace(rough, calibration=fit_calibration(looks, looked(cases(folder, "calibration"), rough), rough))


def main() -> None:
    """Make worlds, fit, calibrate, freeze."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--rounds", type=int, default=len(ROUND), help="worlds of each generator for each role")
    parser.add_argument("--only", default="1/1", metavar="N/M", help="make one share of the worlds and stop")
    told = "freeze the mean of this fit and of the shipped models, which are the mean of N fits"
    parser.add_argument("--beside", type=int, default=0, metavar="N", help=told)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    options.cases.mkdir(parents=True, exist_ok=True)
    share, shares = map(int, options.only.split("/"))
    make(options.cases, plan(options.rounds)[share - 1 :: shares], options.prompts)
    if shares == 1 and options.out:
        frozen = fit(options.cases, models(), options.beside)
        parts = {name: getattr(frozen, name).to_json() for name in Models.__slots__}
        options.out.write_text(json.dumps(parts) + "\n")


if __name__ == "__main__":
    main()
