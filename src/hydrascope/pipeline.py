"""The table of contents: the stages of a hunt in order, and how they are run.

Parts of the input become features one by one, each once and never again. The stages see a sample of each account
with exact totals, and are pure functions of the tables named beside them. What they suspect is then asked of every
exchange, again part by part.
"""

import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from hydrascope import campaigns, counts, ingest, reading, texts
from hydrascope.admission import Admission, admit
from hydrascope.behaviour import summarise
from hydrascope.campaigns import Findings, Suspicion
from hydrascope.engine import LOCAL, Engine, Place, spent, start
from hydrascope.files import Location
from hydrascope.inputs import Input, look, settle
from hydrascope.links import compare, shared_keys
from hydrascope.reading import Marker
from hydrascope.store import Store
from hydrascope.tables import FEATURES, REJECTED

Result = TypeVar("Result")
Rows = Callable[..., pa.Table]
"""`reading.rows_of` of some columns and a `marker`."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`function` of the tables `needs`, in order, gives the table `gives`."""

    name: str
    function: Callable[..., Any]
    needs: tuple[str, ...]
    gives: str


STAGES = (
    Stage("behaviour", summarise, ("features", "accounts", "totals"), "behaviours"),
    Stage("shared keys", shared_keys, ("features", "behaviours"), "shared"),
    Stage("links", compare, ("shared", "features", "behaviours"), "pairs"),
    Stage(
        "campaigns",
        campaigns.suspect,
        ("features", "behaviours", "shared", "pairs", "models", "max_fpr", "run"),
        "suspicion",
    ),
)


@dataclass(slots=True)
class Clock:
    """What stages cost; `watch` is told what goes on: (stage, bytes done, bytes in all, rows)."""

    watch: Callable[[str, int, int, int], None] = lambda *_: None
    stages: list[dict[str, object]] = field(default_factory=list)

    def time(self, name: str, function: Callable[[], Result]) -> Result:
        """Run `function`, note what it cost."""
        self.watch(name, 0, 0, 0)
        begun, (seconds, written) = time.perf_counter(), spent()
        result = function()
        took, after = time.perf_counter() - begun, spent()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told: dict[str, object] = {"name": name, "seconds": round(took, 3), "peak_mb": round(peak)}
        told |= {"cpu_seconds": round(after[0] - seconds, 2), "written_mb": round((after[1] - written) / 2**20, 1)}
        self.stages.append(told)
        return result


@dataclass(frozen=True, slots=True)
class Hunted:
    """What a hunt leaves: findings, the rejected rows, and the numbers of the summary."""

    findings: Findings
    rejected: pa.Table
    input: dict[str, object]
    coverage: dict[str, float]
    unknown_columns: dict[str, int]
    skipped: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the log a hunt looks at. `retain`: also what was read before and is gone. `days`: the newest only."""

    retain: bool = False
    days: int | None = None


ALL = Scope()


def hunt(
    sources: Sequence[Location],
    accounts: Location | None,
    store: Store,
    key: bytes,
    max_fpr: float,
    workers: int,
    clock: Clock,
    format: str | None = None,
    field_map: ingest.FieldMap | None = None,
    place: Place = LOCAL,
    scope: Scope = ALL,
) -> Hunted:
    """Read `sources`, find campaigns. Raises UserError for what the user can mend, OutsideError else."""
    version = reading.version_of_features()
    found = look(sources, store, key, version, format, field_map, retain=scope.retain)
    with start(place, workers, [store.parts, *(source.absolute() for source in sources)]) as pool:
        hunted = hunt_in(found, accounts, store, key, max_fpr, pool, clock, field_map, scope.days)
    if scope.retain:
        settle(found, store, key, version)
    return hunted


def digest(
    sources: Sequence[Location],
    store: Store,
    key: bytes,
    workers: int,
    clock: Clock,
    format: str | None = None,
    field_map: ingest.FieldMap | None = None,
    place: Place = LOCAL,
) -> list[Marker]:
    """Read `sources` into the store, so that they can be deleted and still count. Raises as `hunt`."""
    version = reading.version_of_features()
    found = look(sources, store, key, version, format, field_map, retain=True)
    with start(place, workers, [store.parts, *(source.absolute() for source in sources)]) as pool:
        markers = _read(found, store, key, pool, clock, field_map)
    settle(found, store, key, version)
    return markers


def hunt_in(
    given: Input,
    accounts: Location | None,
    store: Store,
    key: bytes,
    max_fpr: float,
    pool: Engine,
    clock: Clock,
    field_map: ingest.FieldMap | None = None,
    days: int | None = None,
) -> Hunted:
    """Find campaigns in what `inputs.look` gave. Raises UserError and OutsideError as `hunt`."""
    known = ingest.read_accounts(accounts) if accounts else None
    markers = _read(given, store, key, pool, clock, field_map)
    held = list(store.markers(given.kept).values())
    markers = sorted([*markers, *held], key=lambda marker: str(marker["fingerprint"]))
    since = reading.window(markers, days) if days else None
    markers = markers if since is None else reading.within(markers, since)
    rows = partial(reading.rows_of, store=store, since=since)
    admission = clock.time("admission", lambda: _admit(markers, rows, pool))
    tables: dict[str, Any] = {"features": admission.features, "totals": admission.totals}
    tables |= {"accounts": known.accounts if known else None, "models": campaigns.models(), "max_fpr": max_fpr}
    tables["run"] = pool.here
    for stage in STAGES:
        work = partial(stage.function, *(tables[name] for name in stage.needs))
        tables[stage.gives] = clock.time(stage.name, work)
    coverage = counts.coverage(markers)
    warnings = counts.warnings(coverage, admission.features, tables["behaviours"], known is not None)
    suspicion: Suspicion = tables["suspicion"]
    places = texts.where(suspicion, admission.features)
    thin = replace(admission, features=FEATURES.empty_table())
    # The sample and what was made of it may be large, and have said all they have to say.
    del work, tables, admission
    found = clock.time("harvest", lambda: _harvest(suspicion, thin, markers, rows, pool))
    findings = clock.time("templates", lambda: texts.with_templates(found, places, given.parts, field_map, pool))
    return Hunted(
        findings=findings,
        rejected=_rejected(markers, store, [thin.rejected, *([known.rejected] if known else [])]),
        input=counts.numbers(markers, thin.totals, held),
        coverage=coverage,
        unknown_columns=dict(sorted(sum((Counter(m["unknown_columns"]) for m in markers), Counter()).items())),
        skipped=given.skipped,
        warnings=(*warnings, *counts.gone(held, given.lost)),
    )


def _read(
    given: Input, store: Store, key: bytes, pool: Engine, clock: Clock, field_map: ingest.FieldMap | None
) -> list[Marker]:
    # Work may be done where another folder is the current one.
    parts = [replace(part, path=part.path.absolute()) for part in given.parts]
    return clock.time("features", lambda: reading.features(parts, store, key, pool, clock.watch, field_map))


def _admit(markers: Sequence[Marker], rows: Rows, pool: Engine) -> Admission:
    return admit([partial(rows, marker=marker) for marker in markers], run=pool.read)


def _harvest(
    suspicion: Suspicion, admission: Admission, markers: Sequence[Marker], rows: Rows, pool: Engine
) -> Findings:
    """Findings: every exchange of the suspects is asked whether it was harvested, part by part."""
    campaign = np.append(suspicion.campaign, np.int32(-1))[admission.account]
    of_parts = [np.flatnonzero(campaign[a:b] >= 0) + a for a, b in pairwise(admission.bounds.tolist())]
    asked = [
        (marker, mine - start, campaign[mine])
        for marker, mine, start in zip(markers, of_parts, admission.bounds.tolist(), strict=False)
        if len(mine)
    ]
    some = [mine for mine in of_parts if len(mine)]
    taken = pool.read(partial(_taken, rows=rows, search=suspicion.search), asked)
    placed = ((mine[found.rows], found) for mine, found in zip(some, taken, strict=True))
    return campaigns.conclude(suspicion, ((admission.account[at], admission.lot[at], found) for at, found in placed))


def _taken(asked: tuple[Marker, Any, Any], rows: Rows, search: campaigns.Search) -> campaigns.Taken:
    """The harvested among some rows of a part."""
    marker, places, campaign = asked
    return campaigns.harvest(search, rows(search.columns, marker=marker), places, campaign)


def _rejected(markers: Sequence[Marker], store: Store, others: Sequence[pa.Table]) -> pa.Table:
    found = [*others, *(store.read(m["fingerprint"], "rejected", REJECTED) for m in markers)]
    place = [("source", "ascending"), ("line", "ascending"), ("reason", "ascending")]
    return pa.concat_tables([_table(t) for t in found]).sort_by(place)


def _table(part: pa.Table | pa.RecordBatch) -> pa.Table:
    return part if isinstance(part, pa.Table) else pa.Table.from_batches([part])
