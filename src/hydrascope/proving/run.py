"""Plan → records: each world made once for all its variants, each record kept, so that a rerun does what is missing."""

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

from hydrascope.engine import run
from hydrascope.proving import splits
from hydrascope.proving.figures import Record, figures
from hydrascope.proving.hide import hide
from hydrascope.proving.replay import replay
from hydrascope.proving.seen import seen_in, truth_of
from hydrascope.simulate import PromptLibrary, World, load_prompts, world
from hydrascope.store import replacing

WHOLE, REPLAY = "whole", "replay"
UNTOLD = (
    "cli.py",
    "report",
    "document.py",
    "page.py",
    "plots.py",
    "prove.py",
    "sections.py",
    "summary.py",
    "__pycache__",
)
"""Parts of the package that change no record."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What a world is made from. `fake` None: as many as the scenario has by itself."""

    generator: str
    scenario: str
    seed: int
    honest: int
    fake: int | None = None
    knobs: tuple[tuple[str, Any], ...] = ()

    @property
    def name(self) -> str:
        turned = "".join(f" {name}={value}" for name, value in self.knobs)
        return f"{self.generator} {self.scenario} {self.seed} {self.honest}+{self.fake}{turned}"


Item = tuple[Spec, str]
Play = Callable[[Spec, Path | None], World]
Measure = Callable[[World, Spec, str, float], Record]


@lru_cache(maxsize=1)
def library(prompts: Path | None) -> PromptLibrary:
    """The prompts that may judge."""
    return load_prompts(prompts, "test")


def play(spec: Spec, prompts: Path | None) -> World:
    """A world of the product's own simulator. Raises SettingsError where it may not judge."""
    mine = library(prompts)
    splits.allow("test", spec.seed, mine.split, spec.generator)
    return world(spec.scenario, spec.seed, mine, spec.honest, spec.fake, "test", **dict(spec.knobs))


def measure(made: World, spec: Spec, variant: str, max_fpr: float) -> Record:
    """The record of a variant: "whole", "replay" or one of those of `hide`."""
    if variant == REPLAY:
        return replay(made, truth_of(made), max_fpr)
    shown, records = hide(made, variant, spec.seed)
    truth = truth_of(made)
    return figures(seen_in(shown, truth, max_fpr, records), truth)


@dataclass(frozen=True, slots=True)
class Ground:
    """How worlds are made and measured, and where records are kept. Everything in it can be sent to a process.

    `digest` names what records depend on besides their world: code, models, settings.
    """

    work: Path
    digest: str
    max_fpr: float
    prompts: Path | None = None
    play: Play = play
    measure: Measure = measure

    def kept(self, item: Item) -> Path:
        """Where the record of an item is."""
        text = json.dumps([item[0].name, item[1], self.digest, self.max_fpr])
        return self.work / f"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}.json"


def records(
    plan: Iterable[Item], ground: Ground, workers: int, tell: Callable[[str], None] = lambda _: None
) -> dict[Item, Record]:
    """The record of every item: those kept from an earlier run, the rest measured now."""
    items = list(dict.fromkeys(plan))
    ground.work.mkdir(parents=True, exist_ok=True)
    todo: dict[Spec, list[str]] = {}
    for item in items:
        if not ground.kept(item).exists():
            todo.setdefault(item[0], []).append(item[1])
    tell(f"{len(items)} records of {len({spec for spec, _ in items})} worlds, {len(todo)} worlds to play")
    largest = sorted(todo.items(), key=lambda job: -job[0].honest * len(job[1]))
    for done, line in enumerate(run(partial(_job, ground=ground), largest, workers), 1):
        tell(f"{done}/{len(largest)} {line}")
    return {item: json.loads(ground.kept(item).read_text("utf-8")) for item in items}


def _job(job: tuple[Spec, Sequence[str]], ground: Ground) -> str:
    """Play a world, measure its variants, keep the records; returns a line on what that took."""
    spec, variants = job
    begun = time.process_time()
    made = ground.play(spec, ground.prompts)
    took = [f"made {time.process_time() - begun:.1f}"]
    for variant in variants:
        begun = time.process_time()
        record = ground.measure(made, spec, variant, ground.max_fpr)
        seconds = round(time.process_time() - begun, 2)
        took.append(f"{variant} {seconds:.1f}" if len(variants) < 4 else f"{seconds:.1f}")
        with replacing(ground.kept((spec, variant))) as path:
            path.write_text(json.dumps(plain(record | {"cpu_seconds": seconds})) + "\n", "utf-8")
    return f"{spec.name}: {', '.join(took)} s of CPU"


def plain(value: object) -> object:
    """The same with null where a number is not one: NaN is not JSON.

    >>> plain({"a": [1.0, float("nan")]})
    {'a': [1.0, None]}
    """
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def digest(more: Mapping[str, Path] | None = None) -> str:
    """Changes when records would: the package's code and frozen models, and the files of `more` folders."""
    hashed = hashlib.blake2b(digest_size=8)
    package = Path(str(resources.files("hydrascope")))
    for name, folder in sorted({"hydrascope": package, **(more or {})}.items()):
        for file in sorted(folder.rglob("*")):
            parts = file.relative_to(folder).parts
            if file.is_file() and file.suffix != ".pyc" and not set(parts) & set(UNTOLD):
                hashed.update(f"{name}/{'/'.join(parts)}".encode() + file.read_bytes())
    return hashed.hexdigest()
