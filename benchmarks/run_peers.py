"""Every peer on one labelled world, and Hydrascope beside them, under the same metrics.

    hydrascope simulate --scenario NAME --seed N --out WORLD
    hydrascope hunt WORLD/exchanges.parquet --accounts WORLD/accounts.parquet --out FOUND
    python -m benchmarks.run_peers --world WORLD --hydrascope FOUND [--benign CALM] [--out FILE.json]

`--benign` is a world without campaigns, for the method calibrated on honest traffic. Without it,
that method is given what no provider has: the honest accounts' traffic of the very log. Thresholds are set
from the scores of the honest accounts, so all methods are compared at the same false-positive rate.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import log as logs
from benchmarks.log import Log
from benchmarks.peers import PEERS
from benchmarks.score import Truth, as_table, figures, own_figures, read_truth, table_of

OURS = "Hydrascope"


def honest_texts(log: Log, truth: Truth) -> pa.ChunkedArray:
    """Texts of the honest accounts' traffic, in order of arrival."""
    return log.column("input_text").filter(pa.array(~truth.fake[log.owner]))


def compare(
    world: Path, hunted: Path | None, benign: Path | None, seed: int, scores: Path | None = None
) -> dict[str, dict[str, Any]]:
    """Figures by method. With `scores`, each peer's account_id, score, group go there as Parquet."""
    log = logs.read(world)
    truth = read_truth(world, log)
    if benign is None:
        calm = honest_texts(log, truth)
    else:
        quiet = logs.read(benign)
        calm = honest_texts(quiet, read_truth(benign, quiet))
    rows = {}
    if hunted is not None:
        stages = json.loads((hunted / "summary.json").read_text("utf-8"))["stages"]
        seconds = sum(stage["seconds"] for stage in stages)
        rows[OURS] = own_figures(hunted, log, truth, seed) | {"seconds": seconds}
    for number, peer in enumerate(PEERS):
        began = time.perf_counter()
        found = peer.find(log, calm, seed)
        rows[peer.name] = {"seconds": round(time.perf_counter() - began, 2)} | figures(found, truth, seed)
        if scores is not None:
            scores.mkdir(parents=True, exist_ok=True)
            pq.write_table(as_table(found, log), scores / f"peer-{number}.parquet")
    return rows


def main() -> None:
    """Run all, print the table, write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--world", type=Path, required=True, help="folder that `hydrascope simulate` wrote")
    parser.add_argument("--hydrascope", type=Path, help="folder that `hydrascope hunt` wrote from that world")
    parser.add_argument("--benign", type=Path, help="a world without campaigns")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="all figures as JSON")
    parser.add_argument("--scores", type=Path, help="folder for each peer's scores as Parquet")
    options = parser.parse_args()
    rows = compare(options.world, options.hydrascope, options.benign, options.seed, options.scores)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    print(table_of(rows))


if __name__ == "__main__":
    main()
