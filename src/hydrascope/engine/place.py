"""Which engine runs the work, and what every engine can do."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hydrascope.engine.local import Workers
from hydrascope.engine.order import Item, Result
from hydrascope.errors import SettingsError
from hydrascope.files import Location

NAMES = ("local", "spark")


class Engine(Protocol):
    """One verb, in three places: `work` on every item, results in the order of the items, few under way at a time.

    Work and items must be picklable. What a worker raises is raised here.
    """

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Heavy work on parts of the log: on every processor there is."""

    def read(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Light work on parts of the log, mostly reading: where it costs least."""

    def here(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Work on what this process holds in memory: on the processors of this machine."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hunt runs: the name of an engine, and for a cluster the URL of its master (None: as the cluster says).

    Raises SettingsError for what cannot be.
    """

    engine: str = "local"
    master: str | None = None

    def __post_init__(self) -> None:
        if self.engine not in NAMES:
            raise SettingsError(f"--engine is {self.engine!r}; there are {' and '.join(NAMES)}")
        if self.engine == "local" and self.master is not None:
            raise SettingsError(f"--master is {self.master}, but --engine is local, which has none; add --engine spark")


LOCAL = Place()


def start(place: Place, workers: int, shared: Sequence[Location]) -> AbstractContextManager[Engine]:
    """The engine, running within a `with` block; `workers` processes on this machine.

    `shared` are files and folders that every worker must see; the first is a folder that all of them may write to.
    Raises SettingsError when the engine is not installed, cannot be started, or does not see them.
    """
    if place.engine == "local":
        return Workers(workers)
    cluster = importlib.import_module("hydrascope.engine.spark").Cluster
    engine: AbstractContextManager[Engine] = cluster(place.master, workers, shared)
    return engine
