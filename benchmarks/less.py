"""What it costs to see less of a log: fewer exchanges of each account, as a log of very many accounts has it, or only
its first days.

    python -m benchmarks.less [--exchanges 96 24 12] [--days 1 2 4 8] [--workers N] [--out FILE]

One mixed world of every outside generator that may be learnt from, with a seed that nothing was fitted on, judged by
the shipped models. They know these generators, so what counts is not the recall but what is left of it.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import outside, speed
from benchmarks.worlds import Known, case_of
from hydrascope.campaigns.judge import judge, models
from hydrascope.proving import splits
from hydrascope.proving.metrics import recall_at, threshold_at
from hydrascope.proving.replay import DAY, records_at
from hydrascope.simulate import World
from hydrascope.tables import COMPARED

SEED, HONEST, FAKE = 73_001, 4_500, 500
Found = dict[str, dict[str, float]]


def begun(world: World, days: int) -> World:
    """The first days of a world, with the account records as they stood then."""
    day = world.exchanges["started_at"].cast(pa.int64()).to_numpy() // DAY
    end = int(day.min()) + days
    some, records = world.exchanges.filter(pa.array(day < end)), records_at(world.accounts, end * DAY - 1)
    return replace(world, exchanges=some, accounts=records)


def judged(known: Known) -> dict[str, float]:
    """What the shipped models make of a world."""
    verdict, kept = judge(known.case, models()), ~known.case.traffic.licensed
    some = kept | known.fake
    bits, fake, flagged = verdict.bits[some], known.fake[some], verdict.p_value <= 1e-4
    return {
        "accounts": len(known.fake),
        "recall at 1e-3": recall_at(bits, fake, 1e-3),
        "recall at 1e-4": recall_at(bits, fake, 1e-4),
        "honest level": threshold_at(bits[~fake], 1e-3),
        "flagged": float(flagged[known.fake].mean()),
        "honest flagged": int(flagged[kept & ~known.fake].sum()),
    }


def of(generator: str, exchanges: Sequence[int], days: Sequence[int]) -> Found:
    """One generator's world, seen in every way."""
    seed = splits.allow("fit", SEED, generator=generator)
    generate = import_module(f"benchmarks.generators.{generator}").generate
    world = World(*generate("mixed", seed, HONEST, FAKE))
    found = {f"{most} exchanges each": judged(case_of(world, generator, most)) for most in exchanges}
    names = ["first day" if count == 1 else f"first {count} days" for count in days]
    young = (judged(case_of(begun(world, count), generator)) for count in days)
    return found | dict(zip(names, young, strict=True))


def together(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Means over the generators, and the worst of the honest levels."""
    out = []
    for seen in found[0]:
        all_of = [one[seen] for one in found]
        means = {name: round(float(np.mean([one[name] for one in all_of])), 4) for name in all_of[0]}
        worst = round(max(one["honest level"] for one in all_of), 2)
        flagged = int(sum(one["honest flagged"] for one in all_of))
        out.append({"seen": seen} | means | {"worst level": worst, "honest flagged": flagged})
    return out


def main() -> None:
    """Judge all worlds in every way, write what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--exchanges", type=int, nargs="+", default=[COMPARED, 24, 12])
    parser.add_argument("--days", type=int, nargs="*", default=[8, 4, 2, 1])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=speed.ROOT / "benchmarks" / "results" / "less.json")
    options = parser.parse_args()
    learnt = [name for name in outside.names() if name != outside.OWN and name not in splits.NEVER_FITTED]
    with get_context("spawn").Pool(options.workers) as pool:
        work = partial(of, exchanges=options.exchanges, days=options.days)
        found = pool.map(work, learnt, chunksize=1)
    command = f"python -m benchmarks.less --exchanges {' '.join(map(str, options.exchanges))}"
    command += f" --days {' '.join(map(str, options.days))}" if options.days else ""
    about = {"command": command, "machine": speed.machine(), "commit": speed.commit(), "worlds": len(learnt)}
    result = about | {"honest": HONEST, "fake": FAKE, "runs": together(found)}
    options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result["runs"], indent=1))


if __name__ == "__main__":
    main()
