"""Keep the results current: look, hunt where there is something new, replace the results, tell what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hydrascope.engine import Workers
from hydrascope.errors import HydrascopeError, OutsideError
from hydrascope.ingest import FieldMap
from hydrascope.inputs import Input, forget, look, settle
from hydrascope.pipeline import Clock, hunt_in
from hydrascope.reading import version_of_features
from hydrascope.results import publish
from hydrascope.settings import Settings
from hydrascope.store import Store
from hydrascope.watch.changes import Change, Told, changes, state

TOLD = "told.json"
"""Under this name the store keeps what has been told."""

State = tuple[object, ...]


@dataclass(slots=True)
class Keeper:
    """Keeps `out` current. `clock` gives a fresh clock for every hunt, `tell` is told of changes, `warn` of trouble."""

    sources: Sequence[Path]
    accounts: Path | None
    out: Path
    store: Store
    settings: Settings
    field_map: FieldMap | None
    pool: Workers
    clock: Callable[[], Clock]
    tell: Callable[[Change], None]
    warn: Callable[[str], None]
    _seen: State | None = None
    _trouble: str = ""
    _began: bool = False

    def round(self) -> bool:
        """Look, and hunt where something changed. Returns whether it did.

        Trouble in the first round is an error; later it is told, the results stay, and the next round tries again.
        """
        try:
            fresh = self._round()
        except HydrascopeError as error:
            if not self._began:
                raise
            if str(error) != self._trouble:
                self.warn(str(error))
            self._trouble = str(error)
            return False
        self._began, self._trouble = True, ""
        return fresh

    def _round(self) -> bool:
        version, settings = version_of_features(), self.settings
        found = look(
            self.sources, self.store, settings.key, version, settings.format, self.field_map,
            growing=True, retain=settings.scope.retain,
        )  # fmt: skip
        seen = (found, self._of_accounts())
        if not (found.parts or found.kept) or seen == self._seen:
            return False
        self._hunt(found)
        if settings.scope.retain:
            settle(found, self.store, settings.key, version)
        else:
            forget(self.store, settings.key, version)
        self.store.sweep()
        self._seen = seen
        return True

    def _hunt(self, found: Input) -> None:
        clock, settings = self.clock(), self.settings
        hunted = hunt_in(
            found, self.accounts, self.store, settings.key, settings.max_fpr, self.pool, clock, self.field_map,
            settings.scope.days,
        )  # fmt: skip
        publish(self.out, hunted, settings, clock)
        before = Told.load(self.store.recall(TOLD))
        after = state(hunted.findings)
        for change in changes(before, after):
            self.tell(change)
        # After telling: killed in between, it tells again rather than never.
        self.store.keep(TOLD, after.dump())

    def _of_accounts(self) -> State:
        """Changes when the account records do."""
        if self.accounts is None:
            return ()
        try:
            stat = self.accounts.stat()
        except OSError as error:
            raise OutsideError(f"{self.accounts}: cannot be read: {error.strerror or error}") from error
        return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def follow(round: Callable[[], object], every: float, now: Callable[[], float], sleep: Callable[[float], None]) -> None:
    """Rounds that begin `every` seconds apart, or as soon as the one before is done. Ends when `sleep` raises."""
    while True:
        begun = now()
        round()
        sleep(max(0.0, begun + every - now()))
