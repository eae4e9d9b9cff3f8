"""The one time that text is read again: of a few rows, for the templates that a report may show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from hydrascope import campaigns, ingest
from hydrascope.campaigns import Findings, Suspicion
from hydrascope.engine import Engine
from hydrascope.model.campaign import Template

Place = tuple[str, int, str]
"""Source and line where a row stood, and its exchange id: another file may since have taken the name."""


def where(suspicion: Suspicion, features: pa.Table) -> dict[Place, int]:
    """Places of the rows whose texts may be shown, with the rows."""
    rows = campaigns.rows_of_interest([e for s in suspicion.suspects for e in s.exemplars]).tolist()
    stood = features.select(["source", "line", "exchange_id"]).take(pa.array(rows, pa.int64()))
    sources = stood["source"].cast(pa.string()).to_pylist()
    places = zip(sources, stood["line"].to_pylist(), stood["exchange_id"].to_pylist(), strict=True)
    return dict(zip(places, rows, strict=True))


def with_templates(
    findings: Findings,
    places: Mapping[Place, int],
    parts: Sequence[ingest.Part],
    field_map: ingest.FieldMap | None,
    pool: Engine,
) -> Findings:
    """Dossiers with their templates, as far as the texts still stand in `parts`."""
    if not places:
        return findings
    said = texts(places, parts, field_map, pool)
    dossiers = []
    for dossier in findings.dossiers:
        found = []
        for e in findings.exemplars[dossier.campaign_id]:
            text = campaigns.common([said[row][e.of == "input"] for row in e.rows if row in said])
            if text:
                found.append(Template(text, e.accounts, e.exchanges))
        dossiers.append(replace(dossier, templates=tuple(found)))
    return replace(findings, dossiers=tuple(dossiers))


def texts(
    places: Mapping[Place, int],
    parts: Sequence[ingest.Part],
    field_map: ingest.FieldMap | None,
    pool: Engine,
) -> dict[int, tuple[str, str]]:
    """System and input text of the rows at `places`; of a row that stands there no more, nothing."""
    asked: dict[ingest.Part, set[int]] = defaultdict(set)
    for name, line, _ in places:
        before = [part for part in parts if part.name == name and part.first_line <= line]
        if before:
            asked[max(before, key=lambda part: part.first_line)].add(line)
    found: dict[int, tuple[str, str]] = {}
    for said in pool.run(partial(_texts_of, field_map=field_map), list(asked.items())):
        found |= {places[place]: text for place, text in said.items() if place in places}
    return found


def _texts_of(
    asked: tuple[ingest.Part, set[int]], field_map: ingest.FieldMap | None
) -> dict[Place, tuple[str, str]]:
    """System and input text of some lines of a part."""
    part, lines = asked
    found, last = {}, max(lines)
    for batch in ingest.read(part, columns=("exchange_id", "system_text", "input_text"), field_map=field_map):
        at = batch.exchanges.column("line")
        hits = pc.filter(batch.exchanges, pc.is_in(at, value_set=pa.array(sorted(lines), pa.int64())))
        for row in hits.to_pylist():
            place = row["source"], row["line"], row["exchange_id"]
            found[place] = row["system_text"] or "", row["input_text"] or ""
        if len(at) and at[-1].as_py() >= last:
            break
    return found
