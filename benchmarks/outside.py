"""Worlds of any generator for the test: the product's own, and those of `benchmarks.generators`."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pyarrow as pa

from benchmarks import generators
from hydrascope.errors import SettingsError
from hydrascope.proving import run, splits
from hydrascope.proving.run import Spec
from hydrascope.simulate import SCENARIOS, World

OWN = "simulate"


def names() -> tuple[str, ...]:
    """All generators; those that served to fit nothing are `splits.NEVER_FITTED`."""
    return OWN, *sorted(module.name for module in iter_modules(generators.__path__) if module.ispkg)


def kinds(generator: str) -> tuple[str, ...]:
    """The scenarios of a generator."""
    return tuple(SCENARIOS) if generator == OWN else tuple(import_module(f"benchmarks.generators.{generator}").KINDS)


def calm(generator: str) -> str:
    """What a generator calls a world in which nobody harvests."""
    return "no-campaign" if generator == OWN else "none"


def play(spec: Spec, prompts: Path | None) -> World:
    """A test world. Raises SettingsError where it may not judge or there is no such scenario."""
    if spec.generator == OWN:
        return run.play(spec, prompts)
    splits.allow("test", spec.seed, generator=spec.generator)
    if spec.scenario not in kinds(spec.generator):
        known = ", ".join(kinds(spec.generator))
        raise SettingsError(f"{spec.generator} has no scenario {spec.scenario!r}; choose one of {known}.")
    generate = import_module(f"benchmarks.generators.{spec.generator}").generate
    fake = 0 if spec.scenario == calm(spec.generator) else 1000 if spec.fake is None else spec.fake
    tables: tuple[pa.Table, ...] = generate(spec.scenario, spec.seed, spec.honest, fake)
    return World(*tables)
