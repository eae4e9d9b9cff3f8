"""The outer contract: files, columns, exit status, and that the same rows give the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines
from tests.worlds import FPR, TABLES, hunt, hydrascope, results, small_world, summary_of, write_world

import hydrascope as package

TIME = pa.timestamp("us", tz="UTC")
TEXT, NUMBER, WHOLE = pa.string(), pa.float64(), pa.int64()
EVIDENCE = pa.list_(pa.struct([("signal", TEXT), ("bits", NUMBER), ("detail", TEXT)]))
SHARES = pa.list_(pa.struct([("name", TEXT), ("share", NUMBER)]))
CONTRACT = {
    "accounts.parquet": {
        "account_id": TEXT,
        "probability": NUMBER,
        "p_value": NUMBER,
        "flagged": pa.bool_(),
        "campaign_id": TEXT,
        "reasons": pa.list_(TEXT),
    },
    "campaigns.parquet": {
        "campaign_id": TEXT,
        "probability": NUMBER,
        "accounts": WHOLE,
        "exchanges": WHOLE,
        "first_seen": TIME,
        "last_seen": TIME,
        "capabilities": SHARES,
        "evidence": EVIDENCE,
    },
    "exchanges.parquet": {
        "exchange_id": TEXT,
        "account_id": TEXT,
        "campaign_id": TEXT,
        "probability": NUMBER,
    },
    "links.parquet": {"left": TEXT, "right": TEXT, "bits": NUMBER, "evidence": EVIDENCE},
}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A folder with log.parquet and accounts.parquet."""
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def out(world, tmp_path_factory) -> Path:
    """What the hunt through the world wrote."""
    folder = tmp_path_factory.mktemp("hunt") / "out"
    ran = hunt(world / "log.parquet", accounts=world / "accounts.parquet", out=folder)
    assert (ran.status, ran.out) == (0, ""), ran.err
    return folder


@pytest.fixture(scope="module")
def verdicts(out) -> list[dict]:
    """Rows of accounts.parquet."""
    return pq.read_table(out / "accounts.parquet").to_pylist()


# Files


def test_all_promised_files_are_there(out):
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and "work" not in path.parts}
    assert names == {*TABLES, "summary.json", "report.html"}


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_have_their_names_and_types(out, name):
    schema = pq.read_schema(out / name)
    assert {column: schema.field(column).type for column in CONTRACT[name]} == CONTRACT[name]


def test_every_account_has_one_verdict(verdicts):
    ids = [v["account_id"] for v in verdicts]
    assert ids == sorted(set(small_world().exchanges["account_id"].to_pylist()))
    for v in verdicts:
        assert 0 <= v["probability"] <= 1
        assert 0 < v["p_value"] <= 1
        assert v["flagged"] == (v["p_value"] <= FPR)
        assert v["exchanges"] > 0
        assert v["first_seen"] <= v["last_seen"]
        assert all(isinstance(reason, str) and reason for reason in v["reasons"])
    assert any(v["flagged"] for v in verdicts)
    assert all(v["reasons"] for v in verdicts if v["flagged"])


def test_the_fake_stand_above_the_honest(verdicts):
    truth = dict(zip(*small_world().truth_accounts.select(["account_id", "fake"]).to_pydict().values(), strict=True))
    fake = np.array([truth[v["account_id"]] for v in verdicts])
    bits = np.array([v["probability"] for v in verdicts])
    above = (bits[fake][:, None] > bits[~fake][None, :]).mean() + (
        bits[fake][:, None] == bits[~fake][None, :]
    ).mean() / 2
    assert above > 0.8


def test_campaigns_and_accounts_agree(out, verdicts):
    campaigns = pq.read_table(out / "campaigns.parquet").to_pylist()
    assert campaigns
    for c in campaigns:
        mine = [v for v in verdicts if v["campaign_id"] == c["campaign_id"]]
        assert c["accounts"] == len(mine) >= 3
        assert 0 <= c["probability"] <= 1
        assert c["first_seen"] <= c["last_seen"]
        assert 0.8 < sum(share["share"] for share in c["capabilities"]) < 1.01
        assert all(e["signal"] and e["detail"] for e in c["evidence"])
    assert {v["campaign_id"] for v in verdicts} - {None} == {c["campaign_id"] for c in campaigns}
    assert [c["probability"] for c in campaigns] == sorted((c["probability"] for c in campaigns), reverse=True)


def test_harvested_exchanges_are_the_campaigns_own(out, verdicts):
    taken = pq.read_table(out / "exchanges.parquet").to_pylist()
    owner = dict(zip(*small_world().exchanges.select(["exchange_id", "account_id"]).to_pydict().values(), strict=True))
    member = {v["account_id"]: v["campaign_id"] for v in verdicts}
    assert len({t["exchange_id"] for t in taken}) == len(taken)
    for t in taken:
        assert owner[t["exchange_id"]] == t["account_id"]
        assert member[t["account_id"]] == t["campaign_id"]
        assert 0 <= t["probability"] <= 1
    for c in pq.read_table(out / "campaigns.parquet").to_pylist():
        assert c["exchanges"] == sum(t["campaign_id"] == c["campaign_id"] for t in taken)


def test_links_are_between_two_accounts_and_say_why(out, verdicts):
    links = pq.read_table(out / "links.parquet").to_pylist()
    ids = {v["account_id"] for v in verdicts}
    org = dict(zip(*small_world().accounts.select(["account_id", "org_id"]).to_pydict().values(), strict=True))
    assert links
    assert len({(k["left"], k["right"]) for k in links}) == len(links)
    for k in links:
        assert k["left"] < k["right"]
        assert {k["left"], k["right"]} <= ids
        assert k["bits"] == pytest.approx(sum(e["bits"] for e in k["evidence"]), abs=1e-4)
        assert org[k["left"]] is None or org[k["left"]] != org[k["right"]]


def test_the_summary_counts_what_went_in_and_out(out, verdicts):
    found = summary_of(out)
    rows = small_world().exchanges.num_rows
    assert found["version"] == package.__version__
    assert (found["input"]["rows"], found["input"]["exchanges"], found["input"]["accounts"]) == (
        rows,
        rows,
        len(verdicts),
    )
    assert found["rejected"] == {"total": 0, "by_reason": {}}
    assert found["flagged"] == sum(v["flagged"] for v in verdicts)
    assert found["campaigns"] == pq.read_metadata(out / "campaigns.parquet").num_rows
    assert (found["seed"], found["settings"]["max_fpr"], found["promise"]["max_fpr"]) == (0, FPR, FPR)
    assert found["warnings"] == []
    for stage in found["stages"]:
        assert stage["name"]
        assert stage["seconds"] >= 0
        assert stage["peak_mb"] > 0
    assert {"features", "links", "campaigns", "report"} <= {stage["name"] for stage in found["stages"]}
    assert {"python", "numpy", "pyarrow"} <= set(found["versions"])


# The same rows, the same bytes


def as_lines(path: Path, table: pa.Table) -> Path:
    """A log of JSON lines."""
    rows = ({k: v for k, v in row.items() if v is not None} for row in table.to_pylist())
    return write_lines(
        path, ({k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in rows)
    )


def shuffled(table: pa.Table) -> pa.Table:
    """The rows in another order."""
    return table.take(pa.array(np.random.default_rng(5).permutation(table.num_rows)))


def in_another_order(folder: Path, log: pa.Table) -> list[Path]:
    pq.write_table(shuffled(log), folder / "b.parquet", row_group_size=1000)
    return [folder / "b.parquet"]


def in_several_files(folder: Path, log: pa.Table) -> list[Path]:
    for i in range(3):
        pq.write_table(shuffled(log).slice(i * 5000, 5000 if i < 2 else None), folder / f"{7 - i}.parquet")
    return [folder]


def in_lines(folder: Path, log: pa.Table) -> list[Path]:
    return [as_lines(folder / "b.jsonl", log)]


@pytest.mark.parametrize("layout", [in_another_order, in_several_files, in_lines])
def test_equal_rows_give_equal_files(world, out, tmp_path, layout):
    (tmp_path / "in").mkdir()
    sources = layout(tmp_path / "in", small_world().exchanges)
    pq.write_table(shuffled(small_world().accounts), tmp_path / "people.parquet")
    ran = hunt(*sources, accounts=tmp_path / "people.parquet", out=tmp_path / "out")
    assert ran.status == 0, ran.err
    assert results(tmp_path / "out") == results(out)


def test_two_workers_and_another_process_give_equal_files(world, out, tmp_path):
    (tmp_path / "in").mkdir()
    in_several_files(tmp_path / "in", small_world().exchanges)
    command = [
        sys.executable,
        "-m",
        "hydrascope",
        "hunt",
        tmp_path / "in",
        "--accounts",
        world / "accounts.parquet",
    ]
    command += [
        "--out",
        tmp_path / "out",
        "--workers",
        "2",
        "--max-fpr",
        str(FPR),
        "--reveal-templates",
        "--quiet",
    ]
    environment = os.environ | {"PYTHONHASHSEED": "4711", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert results(tmp_path / "out") == results(out)


def test_where_people_live_changes_nothing(world, out, tmp_path):
    log, people = small_world().exchanges, small_world().accounts
    for table, name, path in ((log, "country", "log"), (people, "billing_country", "people")):
        moved = pa.array(np.random.default_rng(1).choice(["CN", "US", "KP", None], table.num_rows), pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, moved)
        pq.write_table(table, tmp_path / f"{path}.parquet")
    ran = hunt(tmp_path / "log.parquet", accounts=tmp_path / "people.parquet", out=tmp_path / "out")
    assert ran.status == 0, ran.err
    assert results(tmp_path / "out") == results(out)


def test_a_licence_clears_an_account(world, out, verdicts, tmp_path):
    worst = min(verdicts, key=lambda v: v["p_value"])["account_id"]
    people = small_world().accounts
    licence = pc.equal(people["account_id"], worst)
    index = people.schema.get_field_index("distillation_licence")
    pq.write_table(people.set_column(index, "distillation_licence", licence), tmp_path / "people.parquet")
    ran = hunt(
        world / "log.parquet",
        accounts=tmp_path / "people.parquet",
        out=tmp_path / "o",
        extra=("--work", out / "work"),
    )
    assert ran.status == 0, ran.err
    table = pq.read_table(tmp_path / "o" / "accounts.parquet")
    (mine,) = table.filter(pc.equal(table["account_id"], worst)).to_pylist()
    assert (mine["flagged"], mine["p_value"]) == (False, 1.0)
    assert "licensed" in mine["reasons"][0]


# Nothing to find


@pytest.fixture
def log(tmp_path) -> Path:
    """A log of 40 plain rows."""
    return write_lines(tmp_path / "log.jsonl", [exchange(i) for i in range(40)])


def test_a_log_of_which_nothing_can_be_used_ends_with_4(tmp_path):
    log = write_lines(tmp_path / "log.jsonl", [exchange(i, started_at="never") for i in range(5)])
    ran = hunt(log, accounts=None, out=tmp_path / "out")
    assert ran.status == 4, ran.err
    assert summary_of(tmp_path / "out")["input"]["exchanges"] == 0
    for name, columns in CONTRACT.items():
        table = pq.read_table(tmp_path / "out" / name)
        assert table.num_rows == 0
        assert set(columns) <= set(table.column_names)


# What is said, and what is not


def test_explain_tells_of_flagged_and_unflagged_accounts(out, verdicts):
    for wanted in (True, False):
        account = next(v["account_id"] for v in verdicts if v["flagged"] is wanted)
        ran = hydrascope("explain", account, "--from", out)
        assert ran.status == 0
        assert account in ran.out
        assert len(ran.out.splitlines()) > 2
    member = next(v for v in verdicts if v["campaign_id"])
    assert member["campaign_id"] in hydrascope("explain", member["account_id"], "--from", out).out


def test_explain_does_not_know_strangers(out):
    ran = hydrascope("explain", "nobody\x1b[31m", "--from", out)
    assert ran.status == 2
    assert "no account" in ran.err
    assert "\x1b" not in ran.err


CANARY = "zqxcanary"


def test_prompts_are_nowhere_in_the_results(world, tmp_path):
    log = small_world().exchanges
    for column in ("input_text", "system_text", "output_text"):
        words = [f" {CANARY}{column[0]}{i}" for i in range(log.num_rows)]
        marked = pc.binary_join_element_wise(log[column], pa.array(words), "")
        log = log.set_column(log.schema.get_field_index(column), column, marked)
    path = as_lines(tmp_path / "log.jsonl", log)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(exchange(1, started_at=CANARY, input_text=CANARY)) + "\n")
        file.write(f'{{"input_text": "{CANARY}\n{CANARY} is no JSON\n')
    for extra in ((), ("--reveal-templates",)):
        ran = hunt(path, accounts=world / "accounts.parquet", out=tmp_path / "out", extra=extra)
        assert ran.status == 4, ran.err
        assert CANARY not in ran.out + ran.err
        for name in ("report.html", "summary.json"):
            assert CANARY not in (tmp_path / "out" / name).read_text("utf-8"), name
        for name in TABLES:
            assert CANARY not in str(pq.read_table(tmp_path / "out" / name).to_pylist()), name


@pytest.mark.parametrize(("extra", "hidden"), [((), True), (("--reveal-templates",), False)])
def test_templates_are_shown_only_when_asked_for(log, tmp_path, monkeypatch, extra, hidden):
    asked = []
    monkeypatch.setattr("hydrascope.results.render", lambda *_, redact: asked.append(redact) or "<html></html>")
    assert hunt(log, accounts=None, out=tmp_path / "out", extra=extra).status == 0
    assert asked == [hidden]


def test_quiet_is_quiet(log, tmp_path):
    assert hunt(log, accounts=None, out=tmp_path / "out", extra=("--quiet",)) == (0, "", "")


def test_version_and_help():
    assert hydrascope("version") == (0, package.__version__ + "\n", "")
    ran = hydrascope("--help")
    assert ran.status == 0
    assert all(command in ran.out for command in ("hunt", "explain", "simulate"))


def test_a_knob_changes_the_world(tmp_path):
    base = ["simulate", "--scenario", "low-and-slow", "--honest", 30, "--fake", 20, "--seed", 3, "--out"]
    hydrascope(*base, tmp_path / "as-drawn")
    ran = hydrascope(*base, tmp_path / "turned", "--knob", "days=5", "--knob", "heaviest=9")
    assert ran.status == 0
    turned = pq.read_table(tmp_path / "turned" / "exchanges.parquet")
    times = pc.min_max(turned["started_at"]).as_py()
    assert (times["max"] - times["min"]).days <= 5
    assert turned.num_rows < pq.read_table(tmp_path / "as-drawn" / "exchanges.parquet").num_rows



def test_a_drill_can_be_written_and_hunted(tmp_path):
    ran = hydrascope(
        "simulate", "--scenario", "mixed", "--out", tmp_path / "w", "--honest", 40, "--fake", 12, "--seed", 3
    )
    assert ran.status == 0, ran.err
    names = {path.relative_to(tmp_path / "w").as_posix() for path in (tmp_path / "w").rglob("*.parquet")}
    assert names == {
        "exchanges.parquet",
        "accounts.parquet",
        "truth/accounts.parquet",
        "truth/exchanges.parquet",
    }
    listed = hydrascope("simulate", "--scenario", "list").out
    assert "mixed" in listed
    ran = hunt(
        tmp_path / "w" / "exchanges.parquet",
        accounts=tmp_path / "w" / "accounts.parquet",
        out=tmp_path / "out",
    )
    assert ran.status == 0, ran.err
