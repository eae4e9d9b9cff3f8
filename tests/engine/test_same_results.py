"""Every engine gives the same tables, stage by stage, and the same output folder, byte for byte."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.worlds import FPR, hydrascope, results, small_world

from hydrascope import campaigns, ingest, pipeline, reading, texts
from hydrascope.engine import Engine, Workers
from hydrascope.pipeline import STAGES, Clock
from hydrascope.store import Store
from hydrascope.tables import FEATURES, REJECTED

KEY = b"k"
FILES = 5
DAY = 86_400_000_000


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """The small world, shuffled, in files of two formats; rows told twice, a wrong clock, lines that are no rows."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "logs").mkdir()
    exchanges = small_world().exchanges
    order = np.random.default_rng(5).permutation(exchanges.num_rows)
    for number, rows in enumerate(np.array_split(order, FILES)):
        again = np.concatenate([rows, order[:20]])
        pq.write_table(exchanges.take(pa.array(again)), folder / "logs" / f"{number}.parquet")
    odd = exchanges.slice(0, 1)
    late = pc.add(odd["started_at"], pa.scalar(400 * DAY, pa.duration("us")))
    odd = odd.set_column(odd.column_names.index("started_at"), "started_at", late)
    odd = odd.set_column(odd.column_names.index("exchange_id"), "exchange_id", pa.array(["late"]))
    row = json.dumps(odd.drop_columns(["ended_at"]).to_pylist()[0], default=str)
    (folder / "logs" / "odd.jsonl").write_text(f"{row}\n{{}}\n{{ no row\n", "utf-8")
    pq.write_table(small_world().accounts, folder / "accounts.parquet")
    return folder


def stages(engine: Engine, log: Path, work: Path) -> dict[str, Any]:
    """What every stage gives, with `engine` at work."""
    store, known = Store(work), ingest.read_accounts(log / "accounts.parquet")
    parts = ingest.discover([log / "logs"]).parts
    markers = reading.features(parts, store, KEY, engine, Clock().watch, None)
    rows = partial(reading.rows_of, store=store)
    admission = pipeline._admit(markers, rows, engine)
    given = {"features": admission.features, "totals": admission.totals, "accounts": known.accounts}
    given |= {"models": campaigns.models(), "max_fpr": FPR, "run": engine.here}
    for stage in STAGES:
        given[stage.gives] = stage.function(*(given[name] for name in stage.needs))
    suspicion = given["suspicion"]
    findings = pipeline._harvest(suspicion, admission, markers, rows, engine)
    where = texts.where(suspicion, admission.features)
    told = texts.with_templates(findings, where, parts, None, engine)
    columns = {"account": admission.account, "lot": admission.lot}
    return {
        "features": [store.read(m["fingerprint"], "features", FEATURES) for m in markers],
        "unreadable": [store.read(m["fingerprint"], "rejected", REJECTED) for m in markers],
        "markers": markers,
        "admission": [admission.features, admission.totals, admission.rejected, pa.table(columns)],
        "behaviours": given["behaviours"],
        "shared": given["shared"],
        "pairs": given["pairs"],
        "verdicts": [suspicion.accounts, suspicion.links, pa.table({"campaign": suspicion.campaign})],
        "harvest": [findings.harvested, findings.campaigns],
        "dossiers": [told.dossiers, told.cleared],
    }


@pytest.fixture(scope="module")
def expected(log, tmp_path_factory) -> dict[str, Any]:
    """What one process gives."""
    with Workers(1) as workers:
        return stages(workers, log, tmp_path_factory.mktemp("work"))


def same(one: Any, other: Any) -> bool:
    """Equal row by row; NaN is NaN."""
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, pa.Table):
        return one.schema == other.schema and one.to_pydict().__repr__() == other.to_pydict().__repr__()
    return bool(one == other)


def test_every_stage_gives_the_same_tables(engine, log, expected, tmp_path):
    found = stages(engine, log, tmp_path / "work")
    assert [name for name in expected if not same(expected[name], found[name])] == []


def test_the_log_puts_every_stage_to_the_test(expected):
    sample, totals, rejected, _ = expected["admission"]
    assert set(rejected["reason"].to_pylist()) == {"duplicate exchange_id", "clock in the future"}
    assert sample.num_rows < pc.sum(totals["exchanges"]).as_py()
    assert sum(table.num_rows for table in expected["unreadable"]) == 2
    assert expected["harvest"][0].num_rows > 100
    assert any(dossier.templates for dossier in expected["dossiers"][0])


def hunt(log: Path, out: Path, *extra: object) -> dict[str, Any]:
    """Everything that a hunt with these options writes."""
    sources = (log / "logs", "--accounts", log / "accounts.parquet", "--out", out, "--max-fpr", FPR)
    ran = hydrascope("hunt", *sources, "--reveal-templates", *extra)
    assert ran.status == 4, ran.err  # rows that could not be used
    return results(out)


@pytest.mark.spark
@pytest.mark.usefixtures("cluster")
def test_a_hunt_writes_the_same_bytes_on_a_cluster(log, tmp_path, monkeypatch):
    here = hunt(log, tmp_path / "here", "--workers", 2)
    monkeypatch.chdir(tmp_path)
    there = hunt(log, Path("there"), "--engine", "spark", "--master", "local-cluster[2,1,1024]", "--workers", 1)
    assert there == here
    work = [sorted(p.name for p in (tmp_path / out / "work" / "parts").iterdir()) for out in ("here", "there")]
    assert work[0] == work[1]
