"""The whole proof: every section, every generator kept for the test, every peer; kept as benchmarks/results/proof.json.

    python -m benchmarks.prove --prompts DIR [--only figures ablation] [--workers 2] [--date 2026-11-21]
    python -m benchmarks.render_proof

A record per world and variant is kept under --work: a run that was stopped goes on where it was, and a new model or
another line of code that matters measures anew. Sections that --only leaves out stay as they were in the result file.
--scale 0.1 makes worlds of a tenth of the size, to try it out; keep those out of the results with --out.
"""

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import log as logs
from benchmarks import outside
from benchmarks.peers import PEERS
from benchmarks.run_peers import OURS, honest_texts
from benchmarks.score import read_truth
from hydrascope import __version__, simulate
from hydrascope.proving import run, sections, splits
from hydrascope.proving.figures import Record, ranked
from hydrascope.proving.run import WHOLE, Ground, Item, Spec, digest, records
from hydrascope.proving.sections import Size
from hydrascope.proving.seen import truth_of
from hydrascope.proving.summary import common
from hydrascope.store import replacing

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "proof.json"
GENERATORS = (outside.OWN, *sorted(splits.NEVER_FITTED))
PEERS_TOO = "peers"
HARD = ("four-per-account", "low-and-slow", "hydra-proxy", "dealt-list")
"""Kinds that the outside generators also play alone: the ones on which methods differ most."""
SIZES = {
    "mixed": Size(12_000, 1_000, 5),
    "calm": Size(6_000, 0, 5),
    "alone": Size(1_500, 150, 5),
    "ablation": Size(3_000, 300, 2),
    "peers": Size(3_000, 300, 5),
    "peers alone": Size(1_500, 150, 1),
    "evasion": Size(2_400, 600, 2),
    "slow": Size(2_000, 250, 3),
    "replay": Size(2_000, 300, 2),
    "shift": Size(3_000, 300, 2),
}
"""An hour of one core for everything; worlds of equal size are shared between sections."""


def measure(made: simulate.World, spec: Spec, variant: str, max_fpr: float) -> Record:
    """As `hydrascope prove` measures; the variant "peers" is every peer on the same log."""
    if variant != PEERS_TOO:
        return run.measure(made, spec, variant, max_fpr)
    truth = truth_of(made)
    with TemporaryDirectory(prefix="hydrascope-") as scratch:
        simulate.write(made, Path(scratch))
        log = logs.read(Path(scratch))
        calm = honest_texts(log, read_truth(Path(scratch), log))
        found = {peer.name: peer.find(log, calm, spec.seed) for peer in PEERS}
    return {name: ranked(one.score, one.group, truth) for name, one in found.items()}


@dataclass(frozen=True, slots=True)
class Proof:
    """The worlds of every section at a scale; `seeds` instead of each section's own number."""

    scale: float = 1.0
    seeds: int | None = None

    def size(self, name: str) -> Size:
        one = SIZES[name]
        fake = None if one.fake is None else one.fake and max(30, int(one.fake * self.scale))
        return Size(max(100, int(one.honest * self.scale)), fake, min(one.seeds, self.seeds or one.seeds))

    def figures(self) -> dict[str, list[Spec]]:
        """Worlds by "generator: scenario"."""
        out = {}
        for generator in GENERATORS:
            calm = outside.calm(generator)
            own = generator == outside.OWN
            alone = [k for k in outside.kinds(generator) if k not in ("mixed", calm) and (own or k in HARD)]
            for size, names in (("mixed", ["mixed"]), ("calm", [calm]), ("alone", alone)):
                for name in names:
                    out[f"{generator}: {name}"] = sections.worlds(generator, name, self.size(size))
        return out

    def ablated(self) -> dict[str, list[Spec]]:
        return {generator: sections.worlds(generator, "mixed", self.size("ablation")) for generator in GENERATORS}

    def compared(self) -> dict[str, list[Spec]]:
        """Worlds on which the peers play too: of every generator, and of every kind alone."""
        out = {f"{g}: mixed": sections.worlds(g, "mixed", self.size("peers")) for g in GENERATORS}
        for name in outside.kinds(outside.OWN):
            if name not in ("mixed", outside.calm(outside.OWN)):
                out[f"{outside.OWN}: {name}"] = sections.worlds(outside.OWN, name, self.size("peers alone"))
        return out

    def plan(self, section: str) -> Iterator[Item]:
        """What a section measures."""
        if section in ("figures", "peers"):
            for specs in (self.figures() if section == "figures" else self.compared()).values():
                yield from sections.plan_of(specs, (WHOLE,) if section == "figures" else (WHOLE, PEERS_TOO))
        elif section == "ablation":
            for specs in self.ablated().values():
                yield from sections.ablation_plan(specs)
        elif section == "evasion":
            for specs in (*sections.evading(self.size("evasion")).values(), *sections.slow(self.size("slow")).values()):
                yield from sections.plan_of(specs, (WHOLE,))
        elif section == "replay":
            for specs in self.replayed().values():
                yield from sections.replay_plan(specs)
        else:
            yield from sections.shift_plan(sections.populations(self.size("shift")), self.plain())

    def replayed(self) -> dict[str, list[Spec]]:
        return {generator: sections.worlds(generator, "mixed", self.size("replay")) for generator in GENERATORS}

    def plain(self) -> list[Spec]:
        return sections.worlds(outside.OWN, "mixed", self.size("shift"))

    def results(self, section: str, kept: Mapping[Item, Record]) -> Record:
        """What a section says."""
        makers: Mapping[str, Callable[[], Record]] = {
            "figures": lambda: {n: sections.judged(s, kept) for n, s in self.figures().items()},
            "ablation": lambda: {n: sections.ablation(s, kept) for n, s in self.ablated().items()},
            "evasion": lambda: {
                "curves": sections.evaded(sections.evading(self.size("evasion")), kept),
                "slow": sections.slowed(sections.slow(self.size("slow")), kept),
            },
            "replay": lambda: {n: sections.replayed(s, kept) for n, s in self.replayed().items()},
            "shift": lambda: sections.shift(sections.populations(self.size("shift")), self.plain(), kept),
            "peers": lambda: {n: beside(s, kept) for n, s in self.compared().items()},
        }
        return makers[section]()


SECTIONS = ("figures", "ablation", "evasion", "replay", "shift", "peers")


def beside(specs: Sequence[Spec], kept: Mapping[Item, Record]) -> Record:
    """Every method on the same worlds. The peers' seconds are those of all of them together."""
    mine = {OURS: [kept[spec, WHOLE] for spec in specs]}
    for peer in PEERS:
        found = [kept[spec, PEERS_TOO] for spec in specs]
        mine[peer.name] = [record[peer.name] | {"cpu_seconds": record["cpu_seconds"]} for record in found]
    return {name: common(each) for name, each in mine.items()}


def about(date: str, kept: Mapping[Item, Record]) -> Record:
    """Where a section's figures come from."""
    model = [line for line in _read(Path("/proc/cpuinfo")).splitlines() if line.startswith("model name")]
    return {
        "version": __version__,
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", "--", "src") else ""),
        "date": date,
        "machine": f"{len(model)} × {model[0].partition(':')[2].strip()}" if model else platform.machine(),
        "python": platform.python_version(),
        # What a folder is called on one machine is nobody else's business.
        "command": " ".join(["python -m benchmarks.prove", *("DIR" if "/" in word else word for word in sys.argv[1:])]),
        "core_minutes": round(sum(record["cpu_seconds"] for record in kept.values()) / 60, 1),
    }


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def main() -> None:
    """Measure what is missing, keep the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--prompts", type=Path, help="folder of further prompts")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--work", type=Path, default=Path("out/proof"))
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--workers", type=int, choices=(1, 2), default=2)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, help="at most so many worlds of a sort")
    parser.add_argument("--date", default="undated", help="what to write beside the figures")
    options = parser.parse_args()
    proof = Proof(options.scale, options.seeds)
    mark = digest({"generators": HERE / "generators", "peers": HERE / "peers"})
    ground = Ground(options.work, mark, 1e-4, options.prompts, outside.play, measure)
    plans = {section: list(proof.plan(section)) for section in options.only}
    kept = records(
        [item for plan in plans.values() for item in plan],
        ground,
        options.workers,
        lambda line: print(line, flush=True),
    )
    whole = json.loads(_read(options.out) or "{}")
    for section, plan in plans.items():
        source = about(options.date, {item: kept[item] for item in plan})
        whole[section] = {"about": source, "results": proof.results(section, kept)}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(options.out) as path:
        path.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    for section, plan in plans.items():
        print(f"{section}: {len(plan)} records, {whole[section]['about']['core_minutes']} core-minutes")


if __name__ == "__main__":
    main()
