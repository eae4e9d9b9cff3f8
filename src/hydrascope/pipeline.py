"""The table of contents: the stages of a hunt in order, and how they are run.

Parts of the input become features one by one, each once and never again. The stages see a sample of each account
with exact totals, and are pure functions of the tables named beside them. What they suspect is then asked of every
exchange, again part by part.
"""

import hashlib
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope import __version__, campaigns, ingest
from hydrascope.behaviour import summarise
from hydrascope.campaigns import Findings, Suspicion
from hydrascope.engine import LOCAL, Engine, Place, spent, start
from hydrascope.features import extract
from hydrascope.features.admission import Admission, admit
from hydrascope.inputs import called, look
from hydrascope.links import compare, shared_keys
from hydrascope.model.campaign import Template
from hydrascope.store import Store, writing
from hydrascope.tables import EXCHANGES, FEATURES, REJECTED

Result = TypeVar("Result")

UNREAD = ("country",)
"""Never needed: country must not enter a score."""


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


def hunt(
    sources: Sequence[Path],
    accounts: Path | None,
    store: Store,
    key: bytes,
    max_fpr: float,
    workers: int,
    clock: Clock,
    format: str | None = None,
    field_map: ingest.FieldMap | None = None,
    place: Place = LOCAL,
) -> Hunted:
    """Read `sources`, find campaigns. Raises UserError for what the user can mend, OutsideError else."""
    discovery = look(sources, store, version_of_features(), format, field_map)
    with start(place, workers, [store.parts, *(source.absolute() for source in sources)]) as pool:
        return hunt_in(discovery, accounts, store, key, max_fpr, pool, clock, field_map)


def hunt_in(
    discovery: ingest.Discovery,
    accounts: Path | None,
    store: Store,
    key: bytes,
    max_fpr: float,
    pool: Engine,
    clock: Clock,
    field_map: ingest.FieldMap | None = None,
) -> Hunted:
    """Find campaigns in parts that `inputs.look` gave. Raises UserError and OutsideError as `hunt`."""
    known = ingest.read_accounts(accounts) if accounts else None
    # Work may be done where another folder is the current one.
    parts = [replace(part, path=part.path.absolute()) for part in discovery.parts]
    markers = clock.time("features", lambda: _features(parts, store, key, pool, clock, field_map))
    admission = clock.time("admission", lambda: _admit(markers, store, key, pool))
    tables: dict[str, Any] = {"features": admission.features, "totals": admission.totals}
    tables |= {"accounts": known.accounts if known else None, "models": campaigns.models(), "max_fpr": max_fpr}
    tables["run"] = pool.here
    for stage in STAGES:
        work = partial(stage.function, *(tables[name] for name in stage.needs))
        tables[stage.gives] = clock.time(stage.name, work)
    coverage = _coverage(markers)
    warnings = _warnings(coverage, admission.features, tables["behaviours"], known is not None)
    suspicion: Suspicion = tables["suspicion"]
    where = _where(suspicion, admission.features)
    thin = replace(admission, features=FEATURES.empty_table())
    # The sample and what was made of it may be large, and have said all they have to say.
    del work, tables, admission
    found = clock.time("harvest", lambda: _harvest(suspicion, thin, markers, store, pool))
    findings = clock.time("templates", lambda: _with_templates(found, where, parts, field_map, pool))
    return Hunted(
        findings=findings,
        rejected=_rejected(markers, store, [thin.rejected, *([known.rejected] if known else [])]),
        input=_input(markers, thin.totals),
        coverage=coverage,
        unknown_columns=dict(sorted(sum((Counter(m["unknown_columns"]) for m in markers), Counter()).items())),
        skipped=discovery.skipped,
        warnings=tuple(warnings),
    )


def _rejected(markers: Sequence[Mapping[str, Any]], store: Store, others: Sequence[pa.Table]) -> pa.Table:
    found = [*others, *(store.read(m["fingerprint"], "rejected", REJECTED) for m in markers)]
    place = [("source", "ascending"), ("line", "ascending"), ("reason", "ascending")]
    return pa.concat_tables([_table(t) for t in found]).sort_by(place)


def _table(part: pa.Table | pa.RecordBatch) -> pa.Table:
    return part if isinstance(part, pa.Table) else pa.Table.from_batches([part])


def version_of_features() -> str:
    """Changes when features of the same part would come out differently: code, frozen models."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in ("hydrascope.features", "hydrascope.ingest"):
        for file in sorted(resources.files(folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".npz", ".yaml", ".json")):
                digest.update(file.read_bytes())
    digest.update(__version__.encode())
    return digest.hexdigest()


def _features(
    parts: Sequence[ingest.Part],
    store: Store,
    key: bytes,
    pool: Engine,
    clock: Clock,
    field_map: ingest.FieldMap | None,
) -> list[dict[str, Any]]:
    """Markers of all parts, in the order of their fingerprints; parts with a marker are not read again."""
    version = version_of_features()
    named = {called(part.fingerprint, key, version): part for part in parts}
    markers = {name: marker for name in named if (marker := store.marker(name)) is not None}
    fresh = [(name, part) for name, part in named.items() if name not in markers]
    total = sum(part.size for part in parts)
    done = sum(named[name].size for name in markers)
    rows = sum(int(m["rows_in"]) for m in markers.values())
    clock.watch("features", done, total, rows)
    for marker in pool.run(partial(_part, store=store, key=key, field_map=field_map), fresh):
        markers[marker["fingerprint"]] = marker
        done += named[marker["fingerprint"]].size
        rows += marker["rows_in"]
        clock.watch("features", done, total, rows)
    return [markers[name] for name in sorted(markers)]


def _part(
    named: tuple[str, ingest.Part], store: Store, key: bytes, field_map: ingest.FieldMap | None
) -> dict[str, Any]:
    """One part: read, extract, write, mark."""
    name, part = named
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    rows_in = kept = 0
    wanted = [column for column in EXCHANGES.names if column not in UNREAD]
    with (
        writing(store.table(name, "features"), FEATURES) as features,
        writing(store.table(name, "rejected"), REJECTED) as rejected,
    ):
        for batch in ingest.read(part, columns=wanted, field_map=field_map):
            features.write_batch(extract(batch.exchanges, key))
            rejected.write_batch(batch.rejected)
            rows_in += batch.rows_in
            kept += batch.exchanges.num_rows
            known.update(
                {c: len(v) - v.null_count for c, v in zip(EXCHANGES.names, batch.exchanges.columns, strict=True)}
            )
            unknown.update(batch.unknown_columns)
    marker = {"fingerprint": name, "rows_in": rows_in, "kept": kept, "bytes": part.size}
    marker |= {"known": dict(known), "unknown_columns": dict(unknown)}
    store.finish(name, marker)
    return marker


def _admit(markers: Sequence[Mapping[str, Any]], store: Store, key: bytes, pool: Engine) -> Admission:
    return admit([partial(store.read, m["fingerprint"], "features", FEATURES) for m in markers], key, run=pool.read)


def _harvest(
    suspicion: Suspicion, admission: Admission, markers: Sequence[Mapping[str, Any]], store: Store, pool: Engine
) -> Findings:
    """Findings: every exchange of the suspects is asked whether it was harvested, part by part."""
    campaign = np.append(suspicion.campaign, np.int32(-1))[admission.account]
    rows = [np.flatnonzero(campaign[a:b] >= 0) + a for a, b in pairwise(admission.bounds.tolist())]
    asked = [
        (marker["fingerprint"], mine - start, campaign[mine], admission.sampled[mine])
        for marker, mine, start in zip(markers, rows, admission.bounds.tolist(), strict=False)
        if len(mine)
    ]
    some = [mine for mine in rows if len(mine)]
    taken = pool.run(partial(_taken, store=store, search=suspicion.search), asked)
    placed = ((mine[found.rows], found) for mine, found in zip(some, taken, strict=True))
    return campaigns.conclude(suspicion, ((admission.account[at], admission.lot[at], found) for at, found in placed))


def _taken(asked: tuple[str, Any, Any, Any], store: Store, search: campaigns.Search) -> campaigns.Taken:
    """The harvested among some rows of a part."""
    name, rows, campaign, sampled = asked
    features = store.read(name, "features", FEATURES, campaigns.COLUMNS)
    mine = features if len(rows) == features.num_rows else features.take(pa.array(rows))
    return campaigns.harvest(search, mine, campaign, sampled)


def _where(suspicion: Suspicion, features: pa.Table) -> dict[tuple[str, int], int]:
    """Source and line of the rows whose texts may be shown."""
    rows = campaigns.rows_of_interest([e for s in suspicion.suspects for e in s.exemplars]).tolist()
    where = features.select(["source", "line"]).take(pa.array(rows, pa.int64()))
    places = zip(where["source"].cast(pa.string()).to_pylist(), where["line"].to_pylist(), strict=True)
    return dict(zip(places, rows, strict=True))


def _with_templates(
    findings: Findings,
    where: Mapping[tuple[str, int], int],
    parts: Sequence[ingest.Part],
    field_map: ingest.FieldMap | None,
    pool: Engine,
) -> Findings:
    """Dossiers with their templates: the one time that text is read again, for a few rows only."""
    if not where:
        return findings
    texts = _texts(where, parts, field_map, pool)
    dossiers = []
    for dossier in findings.dossiers:
        found = []
        for e in findings.exemplars[dossier.campaign_id]:
            text = campaigns.common([texts[row][e.of == "input"] for row in e.rows if row in texts])
            if text:
                found.append(Template(text, e.accounts, e.exchanges))
        dossiers.append(replace(dossier, templates=tuple(found)))
    return replace(findings, dossiers=tuple(dossiers))


def _texts(
    places: Mapping[tuple[str, int], int],
    parts: Sequence[ingest.Part],
    field_map: ingest.FieldMap | None,
    pool: Engine,
) -> dict[int, tuple[str, str]]:
    """System and input text of the rows at `places` (source, line)."""
    asked: dict[ingest.Part, set[int]] = defaultdict(set)
    for name, line in places:
        before = [part for part in parts if part.name == name and part.first_line <= line]
        asked[max(before, key=lambda part: part.first_line)].add(line)
    found: dict[int, tuple[str, str]] = {}
    for texts in pool.run(partial(_texts_of, field_map=field_map), list(asked.items())):
        found |= {places[place]: said for place, said in texts.items()}
    return found


def _texts_of(
    asked: tuple[ingest.Part, set[int]], field_map: ingest.FieldMap | None
) -> dict[tuple[str, int], tuple[str, str]]:
    """System and input text of some lines of a part, by (source, line)."""
    part, lines = asked
    found, last = {}, max(lines)
    for batch in ingest.read(part, columns=("system_text", "input_text"), field_map=field_map):
        at = batch.exchanges.column("line")
        hits = pc.filter(batch.exchanges, pc.is_in(at, value_set=pa.array(sorted(lines), pa.int64())))
        for row in hits.to_pylist():
            found[row["source"], row["line"]] = (row["system_text"] or "", row["input_text"] or "")
        if len(at) and at[-1].as_py() >= last:
            break
    return found


def _coverage(markers: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Share of kept rows in which each column is known."""
    total = max(sum(m["kept"] for m in markers), 1)
    known = sum((Counter(m["known"]) for m in markers), Counter())
    return {name: round(known[name] / total, 4) for name in EXCHANGES.names if name not in ("source", "line", *UNREAD)}


def _input(markers: Sequence[Mapping[str, Any]], totals: pa.Table) -> dict[str, object]:
    first, last = pc.min(totals["first_seen"]).as_py(), pc.max(totals["last_seen"]).as_py()
    return {
        "rows": sum(m["rows_in"] for m in markers),
        "exchanges": pc.sum(totals["exchanges"]).as_py() or 0,
        "accounts": totals.num_rows,
        "bytes": sum(m["bytes"] for m in markers),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
    }


def _warnings(coverage: Mapping[str, float], features: pa.Table, behaviours: pa.Table, records: bool) -> list[str]:
    """Sentences about what this log cannot show."""
    found = []
    if not records:
        found.append(
            "No accounts table (--accounts): sign-up, payment and organisation are unknown, so links of "
            "that kind cannot be seen and openly linked accounts are taken for strangers."
        )
    else:
        unknown = float(np.isnan(behaviours["signup"].to_numpy()).mean()) if behaviours.num_rows else 0.0
        if unknown > 0.5:
            found.append(f"{unknown:.0%} of the accounts in the log have no sign-up time in the accounts table.")
    lacks = (
        (
            "input_text",
            0.5,
            "content: templates, question lists and purpose cannot be seen; rhythm and infrastructure remain",
        ),
        ("client_ip", 0.2, "client addresses: shared and rotating addresses cannot be seen"),
        ("temperature", 0.01, "sampling parameters: equal and unusual settings cannot be seen"),
        ("user_agent", 0.2, "user agents: client software cannot be compared"),
        ("output_tokens", 0.2, "token counts: what was taken cannot be measured"),
    )
    found += [
        f"The log has little or no {what} ({coverage.get(name, 0.0):.0%} of rows)."
        for name, least, what in lacks
        if coverage.get(name, 0.0) < least
    ]
    address = features["address"].to_numpy()
    known = address[address != 0]
    if len(known) > 1000:
        share = np.unique(known, return_counts=True)[1].max() / len(known)
        if share > 0.3:
            found.append(
                f"One address carries {share:.0%} of the traffic: the log shows a load balancer or proxy, not the "
                "client. Have the gateway trust X-Forwarded-For (LiteLLM: use_x_forwarded_for: true)."
            )
    return found
