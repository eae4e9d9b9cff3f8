"""A proof for one's own settings: what `hydrascope prove` measures and writes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydrascope import __version__
from hydrascope.errors import SettingsError
from hydrascope.proving import document, sections
from hydrascope.proving.figures import Record
from hydrascope.proving.hide import LACKS
from hydrascope.proving.page import Block, Text, html, save
from hydrascope.proving.run import WHOLE, Ground, Item, Spec, records
from hydrascope.proving.sections import Size
from hydrascope.simulate import SCENARIOS
from hydrascope.store import replacing

SECTIONS = ("ablation", "evasion", "replay", "shift")
EVADING_SEEDS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user wants to know. `lacks`: what the user's logs do not have, names of `hide.LACKS`; `extra`: further
    sections, names of SECTIONS. Raises SettingsError for what there is not."""

    scenarios: tuple[str, ...]
    seeds: int
    honest: int
    fake: int | None
    max_fpr: float
    knobs: tuple[tuple[str, Any], ...] = ()
    lacks: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for given, known, what in (
            (self.scenarios, tuple(SCENARIOS), "scenario"),
            (self.lacks, tuple(LACKS), "gap"),
            (self.extra, SECTIONS, "section"),
        ):
            for name in set(given) - set(known):
                raise SettingsError(f"there is no {what} {name!r}; choose from {', '.join(known)}.")
        if self.seeds < 1 or self.honest < 1 or (self.fake is not None and self.fake < 0):
            raise SettingsError("--seeds and --honest must be at least 1, and --fake at least 0.")

    @property
    def variant(self) -> str:
        return f"lacks {', '.join(self.lacks)}" if self.lacks else WHOLE

    def specs(self) -> dict[str, list[Spec]]:
        """The worlds by scenario."""
        size = Size(self.honest, self.fake, self.seeds)
        return {name: sections.worlds("simulate", name, size, self.knobs) for name in self.scenarios}

    def evading(self) -> dict[tuple[str, int], list[Spec]]:
        return sections.evading(Size(self.honest, self.fake, min(self.seeds, EVADING_SEEDS)), self.scenarios[0])

    def shifted(self) -> dict[str, list[Spec]]:
        return sections.populations(Size(self.honest, self.fake, self.seeds), self.scenarios[0])

    def plan(self) -> Iterator[Item]:
        """Everything to be measured."""
        specs = self.specs()
        first = specs[self.scenarios[0]]
        for mine in specs.values():
            yield from sections.plan_of(mine, (self.variant,))
        if "ablation" in self.extra:
            yield from sections.ablation_plan(first)
        if "replay" in self.extra:
            yield from sections.replay_plan(first)
        if "shift" in self.extra:
            yield from sections.shift_plan(self.shifted(), first)
        if "evasion" in self.extra:
            for mine in self.evading().values():
                yield from sections.plan_of(mine, (WHOLE,))


def prove(asked: Asked, ground: Ground, workers: int, tell: Callable[[str], None]) -> Record:
    """Measure and sum up."""
    kept = records(asked.plan(), ground, workers, tell)
    specs = asked.specs()
    first = specs[asked.scenarios[0]]
    makers: Mapping[str, Callable[[], Record]] = {
        "ablation": lambda: sections.ablation(first, kept),
        "evasion": lambda: sections.evaded(asked.evading(), kept),
        "replay": lambda: sections.replayed(first, kept),
        "shift": lambda: sections.shift(asked.shifted(), first, kept),
    }
    return {
        "version": __version__,
        "settings": {
            "honest": asked.honest, "fake": asked.fake, "seeds": asked.seeds, "max_fpr": asked.max_fpr,
            "knobs": dict(asked.knobs), "lacks": list(asked.lacks), "further_prompts": ground.prompts is not None,
        },
        "figures": {name: sections.judged(mine, kept, asked.variant) for name, mine in specs.items()},
        **{name: makers[name]() for name in SECTIONS if name in asked.extra},
    }  # fmt: skip


def blocks(proof: Record) -> Iterator[Block]:
    """The document of a proof."""
    rows, settings = proof["figures"], proof["settings"]
    yield document.heading("What Hydrascope would see", 1)
    yield Text(f"Version {proof['version']}, " + ", ".join(f"{name} {_told(v)}" for name, v in settings.items()) + ".")
    yield Text(document.HOW_TO_READ)
    yield document.heading("Where it fails")
    yield document.failures(rows)
    yield document.heading("What is found")
    yield document.recalls(rows)
    for name, found in rows.items():
        if found["by_kind"]:
            yield document.kinds_plot(f"kinds-{name}", f"Recall on {name}", found)
    yield document.heading("Honest accounts: promised and kept")
    yield document.promises(rows)
    yield document.reliability_plot("reliability", rows)
    yield from further(proof)


def further(proof: Record) -> Iterator[Block]:
    """The sections that were asked for."""
    if "ablation" in proof:
        yield document.heading("Without a family of evidence")
        yield from document.ablation_blocks(proof["ablation"], "Evidence removed", "ablation")
    if "evasion" in proof:
        yield document.heading("What evasion costs")
        yield from document.evasion_blocks(proof["evasion"])
    if "replay" in proof:
        yield document.heading("How soon")
        yield from document.replay_blocks(proof["replay"])
    if "shift" in proof:
        yield document.heading("Other populations, poorer logs")
        yield from document.shift_blocks(proof["shift"])


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={entry}" for name, entry in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(value) or "nothing"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def write(proof: Record, out: Path) -> None:
    """proof.json, proof.md with plots/, and proof.html, which needs nothing else."""
    told = list(blocks(proof))
    with replacing(out / "proof.json") as path:
        path.write_text(json.dumps(proof, indent=1) + "\n", "utf-8")
    save(told, out / "proof.md", out / "plots")
    with replacing(out / "proof.html") as path:
        path.write_text(html(told, "What Hydrascope would see"), "utf-8")
