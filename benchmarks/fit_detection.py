"""Fits the frozen models of `hydrascope.campaigns` on simulated worlds of the fit split.

    python -m benchmarks.fit_detection --cases DIR [--prompts DIR] --out src/hydrascope/campaigns/models.json

Worlds come from three generators that share no code: `hydrascope.simulate` (fit split of the prompts), and the outside
`benchmarks.examiner` and `benchmarks.inspector`. Three disjoint sets of seeds: the group model learns on the first, the
account models on the second, the calibration on the third. A fourth generator, `benchmarks.auditor`, is for the test.
"""

import argparse
import json
import pickle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import examiner, inspector
from benchmarks.boosting import learn
from benchmarks.worlds import Known, case_of
from hydrascope import simulate
from hydrascope.campaigns.accounts import TERMS, describe
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.calibration import Calibration, calibrate
from hydrascope.campaigns.judge import Case, Models, consult, weigh
from hydrascope.campaigns.operators import PAIR_TERMS, compare, profiles
from hydrascope.campaigns.statistics import NAMES

Floats = npt.NDArray[np.float64]

OUTSIDE = (
    "mixed", "none", "four-per-account", "low-and-slow", "hydra-proxy", "replay", "rewrites", "dealt-list",
    "agentic-pivot", "varied-accounts", "second-pool", "mixed",
)  # fmt: skip
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
SOURCES = ("sim", "ex", "in")
PAIR_SIGNS = {term: -1 if term.endswith("apart") else 1 for term in PAIR_TERMS}


def cases(folder: Path, role: str, prompts: Path | None, rounds: int) -> list[Known]:
    """The worlds of a role, kept on disk between runs: every scenario of three generators, small and large.

    Every round after the first adds three mixed worlds and three without a campaign.
    """
    library = simulate.load_prompts(prompts, "fit")
    base = {"group": 1000, "account": 2000, "calibration": 3000}[role]
    for turn in range(rounds):
        more = turn > 0
        ours = [*simulate.SCENARIOS, *("mixed", "no-campaign") * (3 if more else 1)]
        others = [*OUTSIDE, *("mixed", "none") * (3 if more else 0)]
        seeds = [("sim", s, base + 100 * turn + i) for i, s in enumerate(ours)]
        seeds += [("ex", s, base + 500 + 100 * turn + i) for i, s in enumerate(others)]
        seeds += [("in", s, base + 800 + 100 * turn + i) for i, s in enumerate(others)]
        for generator, scenario, seed in seeds:
            path = folder / f"{role}-{generator}-{scenario}-{seed}.pickle"
            if not path.exists():
                path.write_bytes(pickle.dumps(_world(generator, scenario, seed, library)))
    # Whatever lies in the folder serves, so that worlds can be made by several processes.
    return [pickle.loads(path.read_bytes()) for path in sorted(folder.glob(f"{role}-*.pickle"))]


def _world(generator: str, scenario: str, seed: int, library: simulate.PromptLibrary) -> Known:
    rng = np.random.default_rng(seed)
    honest, fake = int(rng.integers(1500, 5500)), int(rng.integers(40, 500))
    if generator == "sim":
        count = None if scenario == "no-campaign" else fake
        return case_of(simulate.world(scenario, seed, library, honest=honest, fake=count), f"sim-{scenario}-{seed}")
    outside = examiner if generator == "ex" else inspector
    tables = outside.generate(scenario, seed, honest, 0 if scenario == "none" else fake)
    return case_of(simulate.World(*tables), f"{generator}-{scenario}-{seed}")


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


def fit_groups(worlds: list[Known]) -> Boosted:
    """The group model: target is a group's purity; every world and family of groups weighs about the same."""
    values, target, weight = [], [], []
    for known in worlds:
        case = known.case
        pure = purity(case, known.fake & ~case.traffic.licensed)
        size = np.diff(case.membership.first).astype(np.float64)
        part = np.zeros(len(pure))
        for family in np.unique(case.groups.family):
            mine = case.groups.family == family
            part[mine] = size[mine] / size[mine].sum() * min(2000, mine.sum())
        for seen in (case.statistics, with_gaps(case.statistics, known.name)):
            values.append(seen)
            target.append(pure)
            weight.append(part / 2)
    return learn(NAMES, np.concatenate(values), np.concatenate(target), np.concatenate(weight), GROUP_SIGNS, 300, 12)


def terms_of(known: Known, group: Boosted, first: Boosted | None) -> Floats:
    """Account terms; with those that ask other accounts where a first model is given."""
    bits = group.bits(known.case.statistics)
    terms, _ = describe(known.case.traffic, known.case.groups, bits, known.case.membership)
    if first is not None:
        consult(known.case, terms, first.bits(terms))
    return terms


def fit_accounts(worlds: list[Known], group: Boosted, first: Boosted | None) -> Boosted:
    """An account model; a licensed distiller is neither. A world weighs the root of its accounts."""
    values, target, weight = [], [], []
    for known in worlds:
        kept = ~known.case.traffic.licensed
        terms = terms_of(known, group, first)[kept]
        for seen in (terms, with_gaps(terms, known.name)):
            values.append(seen)
            target.append(known.fake[kept].astype(np.float64))
            weight.append(np.full(kept.sum(), 0.5))
    return learn(
        TERMS, np.concatenate(values), np.concatenate(target), np.concatenate(weight), ACCOUNT_SIGNS, 250, 12, 30
    )


def fit_operators(worlds: list[Known], group: Boosted) -> Boosted:
    """Is a pair of fake accounts of one operator? Pairs of one world, as many of one operator as of two."""
    rng = np.random.default_rng(0)
    values, target = [], []
    for known in worlds:
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


def main() -> None:
    """Fit, calibrate, freeze."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.cases.mkdir(parents=True, exist_ok=True)
    group = fit_groups(cases(options.cases, "group", options.prompts, options.rounds))
    worlds = cases(options.cases, "account", options.prompts, options.rounds)
    first = fit_accounts(worlds, group, None)
    second = fit_accounts(worlds, group, first)
    nothing = np.zeros(1)
    rough = Models(group, first, second, second, Calibration(nothing, nothing, nothing, nothing))
    bits: list[Floats] = []
    fake: list[npt.NDArray[np.bool_]] = []
    source: list[npt.NDArray[np.int64]] = []
    for known in cases(options.cases, "calibration", options.prompts, options.rounds):
        kept = ~known.case.traffic.licensed
        bits.append(weigh(known.case, rough)[0][kept])
        fake.append(known.fake[kept])
    models: dict[str, Boosted | Calibration] = {"group": group, "first": first, "second": second}
    models |= {"operator": fit_operators(worlds, group)}
    models |= {"calibration": calibrate(np.concatenate(bits), np.concatenate(fake), np.concatenate(source))}
    options.out.write_text(json.dumps({name: model.to_json() for name, model in models.items()}) + "\n")
    print("accounts", sum(map(len, fake)), "fake", sum(f.sum() for f in fake))


if __name__ == "__main__":
    main()
