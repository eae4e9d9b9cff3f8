"""Judge some worlds of one generator, quickly: a line per world, then all together.

    python -m benchmarks.quality --worlds auditor --scenario mixed none --seeds 2
    python -m benchmarks.quality --prompts DIR --scenario mixed --seeds 5 --honest 4000 --fake 400 --out FILE.json

The worlds are the first of those that `benchmarks.prove` judges: seeds and prompts that fitted nothing. Nothing is
kept between runs.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import outside
from hydrascope.proving import sections
from hydrascope.proving.document import names, ranged, share
from hydrascope.proving.figures import Record
from hydrascope.proving.run import WHOLE, Ground, Item, digest, records
from hydrascope.proving.sections import Size
from hydrascope.proving.summary import summary


def line(name: str, found: Record) -> str:
    """The figures of some worlds in a few lines."""
    promise, taken, groups = found["promise"]["0.0001"], found["harvested"], found["groups"]
    kinds = "  ".join(
        f"{kind.removeprefix('fake/')} {share(entry['0.001']['mean'])}/{share(entry['0.0001']['mean'])}"
        for kind, entry in found["by_kind"].items()
    )
    return (
        f"{name}: {found['honest']:,} honest, {found['fake']:,} fake\n"
        f"  recall {ranged(found['recall']['0.001'])} at 1e-3, {ranged(found['recall']['0.0001'])} at 1e-4, "
        f"verdict {share(found['verdict']['recall']['mean'])}, AUC {share(found['auc']['mean'])}\n"
        f"  honest flagged at 1e-4: {promise['honest_flagged']} of {promise['allowed']:g} allowed "
        f"({names(promise['by_kind'])}), licensed {found['verdict']['licensed']}\n"
        f"  groups {share(groups['precision']['mean'])} precise, {share(groups['complete']['mean'])} complete; "
        + "harvested "
        + ", ".join(f"{w} {share(t['precision']['mean'])}/{share(t['recall']['mean'])}" for w, t in taken.items())
        + f"; second pool {share(found['second_pool']['linked_of_all']['mean'])}; "
        f"calibration error {share(found['calibration_error']['mean'])}\n  {kinds}"
    )


def main() -> None:
    """Judge worlds, print the figures, keep them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--scenario", nargs="+", default=["mixed"])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--honest", type=int, default=12_000)
    parser.add_argument("--fake", type=int)
    parser.add_argument("--worlds", choices=outside.names(), default=outside.OWN)
    parser.add_argument("--max-fpr", type=float, default=1e-4)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    size = Size(options.honest, options.fake, options.seeds)
    results = {}
    with TemporaryDirectory(prefix="hydrascope-") as scratch:
        ground = Ground(Path(scratch), digest(), options.max_fpr, options.prompts, outside.play)
        for scenario in options.scenario:
            specs = sections.worlds(options.worlds, scenario, size)
            records(sections.plan_of(specs, (WHOLE,)) if options.workers > 1 else (), ground, options.workers)
            kept: dict[Item, Record] = {}
            for spec in specs:
                kept |= records([(spec, WHOLE)], ground, 1)
                if len(specs) > 1:
                    print(line(spec.name, summary([kept[spec, WHOLE]])), flush=True)
            results[scenario] = sections.judged(specs, kept)
            print(line(f"{options.worlds} {scenario}, {options.seeds} worlds", results[scenario]), flush=True)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
