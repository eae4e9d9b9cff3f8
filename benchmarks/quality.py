"""Detection quality on worlds whose prompts and seeds served to fit nothing.

    python -m benchmarks.quality --prompts DIR --scenario mixed --seeds 5 --out benchmarks/results/quality.json
    python -m benchmarks.quality --worlds auditor --scenario mixed none --seeds 2

Worlds of `simulate` are drawn from the test split, which no fit saw. `examiner` and `inspector` are generators that
share no code with it; the models were fitted on other seeds of theirs. `auditor` served to fit nothing at all: it is
what a foreign log is likely to give.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import auditor, examiner, inspector, metrics
from benchmarks.worlds import Known, case_of
from hydrascope import simulate
from hydrascope.campaigns import Models, find, models
from hydrascope.campaigns.find import Findings

TEST_SEED = 90_000
PROMISE = 1e-4
OUTSIDE: dict[str, Callable[..., tuple[pa.Table, ...]]] = {
    "examiner": examiner.generate,
    "inspector": inspector.generate,
    "auditor": auditor.generate,
}


def judged(known: Known, frozen: Models) -> Findings:
    """The stage `campaigns` on a world."""
    return find(known.features, known.behaviours, known.shared, known.pairs, frozen, PROMISE)


def figures(known: Known, found: Findings) -> dict[str, Any]:
    """All figures of one world; shares of accounts or exchanges."""
    score = found.accounts["probability"].to_numpy()
    flagged = found.accounts["flagged"].to_numpy()
    licensed = known.case.traffic.licensed
    names = {name: i for i, name in enumerate(sorted(set(known.operator)))}
    campaign = np.array([names[o] if o else -1 for o in known.operator])
    placed = {n: i for i, n in enumerate(found.campaigns["campaign_id"].to_pylist())}
    group = np.array([placed.get(c, -1) for c in found.accounts["campaign_id"].to_pylist()])
    cubed = metrics.b_cubed(campaign, group, flagged & (group >= 0))
    wrong = Counter(known.kind[flagged & ~known.fake].tolist())
    return {
        "world": known.name,
        "honest": int((~known.fake).sum()),
        "fake": int(known.fake.sum()),
        "exchanges": known.features.num_rows,
        "auc": metrics.auc(score, known.fake),
        "recall_1e-3": metrics.recall_at(score, known.fake, 1e-3),
        "recall_1e-4": metrics.recall_at(score, known.fake, 1e-4),
        "flagged_recall": float(flagged[known.fake].mean()) if known.fake.any() else None,
        "honest_flagged": int((flagged & ~known.fake).sum()),
        "honest_flagged_by_kind": dict(sorted(wrong.items())),
        "licensed_flagged": int((flagged & licensed).sum()),
        "calibration_error": metrics.calibration_error(score, known.fake),
        "b_cubed_precision": cubed.precision,
        "b_cubed_recall": cubed.recall,
        "by_kind": _by_kind(known, score),
        "harvested": _harvested(known, found),
    }


def _by_kind(known: Known, score: np.ndarray) -> dict[str, list[float]]:
    """Recall of each campaign kind at 1e-3 and 1e-4."""
    at = [metrics.flags_at(score, known.fake, fpr) for fpr in (1e-3, 1e-4)]
    kinds = sorted(set(known.kind[known.fake].tolist()))
    return {kind: [round(float(flags[known.kind == kind].mean()), 3) for flags in at] for kind in kinds}


def _harvested(known: Known, found: Findings) -> dict[str, float]:
    """Precision and recall of single harvested exchanges, over all and in mixed accounts."""
    named = set(found.harvested["exchange_id"].to_pylist())
    told = np.array([e in named for e in known.features["exchange_id"].to_pylist()])
    account = known.case.traffic.account
    share = np.bincount(account, known.harvested) / np.bincount(account)
    mixed = ((share > 0) & (share < 0.6))[account]
    out = {}
    for name, mask in (("all", np.ones(len(told), bool)), ("mixed accounts", mixed)):
        hit = (told & known.harvested & mask).sum()
        out[f"precision {name}"] = round(float(hit / max((told & mask).sum(), 1)), 3)
        out[f"recall {name}"] = round(float(hit / max((known.harvested & mask).sum(), 1)), 3)
    return out


def main() -> None:
    """Judge worlds, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--scenario", nargs="+", default=["mixed"])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--honest", type=int, default=12_000)
    parser.add_argument("--fake", type=int)
    parser.add_argument("--worlds", choices=["simulate", *OUTSIDE], default="simulate")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    library = simulate.load_prompts(options.prompts, "test") if options.worlds == "simulate" else None
    frozen, results = models(), []
    for scenario in options.scenario:
        for seed in range(TEST_SEED, TEST_SEED + options.seeds):
            if library is None:
                fake = 0 if scenario == "none" else options.fake or 1000
                world = simulate.World(*OUTSIDE[options.worlds](scenario, seed, options.honest, fake))
            else:
                world = simulate.world(scenario, seed, library, honest=options.honest, fake=options.fake)
            known = case_of(world, f"{options.worlds} {scenario} {seed}")
            results.append(figures(known, judged(known, frozen)))
            print(json.dumps(results[-1]), flush=True)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
