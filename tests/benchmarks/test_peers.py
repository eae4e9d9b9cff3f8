"""Each peer finds what it is made for, and takes part in the comparison."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks.peers import PEERS, duplicates, forest, infrastructure, mmd, text
from benchmarks.peers.graph import components
from benchmarks.run_peers import OURS, compare
from benchmarks.score import read_truth, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import log as logs
from hydrascope.proving import metrics


@pytest.fixture(scope="module")
def log(mixed):
    return logs.read(mixed)


def test_a_log_is_read_in_order_of_arrival(mixed, log):
    raw = pq.read_table(mixed / "exchanges.parquet").sort_by("started_at")
    assert (np.diff(log.started) >= 0).all()
    assert log.ids[log.owner].tolist() == raw["account_id"].to_pylist()
    assert log.column("input_text").to_pylist() == raw["input_text"].to_pylist()
    assert log.column("user_agent").null_count == raw.num_rows


def slow_components(accounts, rows, most):
    """Grow each component to its end, by definition."""
    holders = {key: {a for a, k in rows if k == key} for _, key in rows if key >= 0}
    groups = [set(users) for users in holders.values() if len(users) <= most]
    label = list(range(accounts))
    for _ in range(accounts):
        for group in groups:
            least = min(label[a] for a in group)
            for account in group:
                label[account] = least
    return label


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 6)), min_size=1, max_size=30), st.integers(1, 10)
)
def test_components_are_reachability(rows, most):
    owner, key = (np.array(part, np.int64) for part in zip(*rows, strict=True))
    found = components(10, owner, key, most).tolist()
    expected = slow_components(10, rows, most)
    assert [[a == b for b in found] for a in found] == [[a == b for b in expected] for a in expected]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_signatures_do_not_depend_on_how_rows_are_chunked(texts):
    whole = text.signatures(pa.chunked_array([pa.array(texts, pa.string())]), 3)
    split = text.signatures(pa.chunked_array([pa.array([t], pa.string()) for t in texts]), 3)
    assert np.array_equal(whole, split)


def test_signatures_estimate_the_similarity_of_shingles():
    words = [f"w{i}" for i in range(400)]
    left, right = " ".join(words[:300]), " ".join(words[100:])
    signature = text.signatures(pa.chunked_array([pa.array([left, right, left.upper(), "", None])]), 5)
    shared = 198 / (298 + 298 - 198)  # shingles in common over all
    assert abs((signature[0] == signature[1]).mean() - shared) < 0.2
    assert np.array_equal(signature[0], signature[2])
    assert not signature[3:].any()


def test_bags_count_every_word():
    data, ends = next(text.buffers(pa.chunked_array([pa.array(["a bb a", "", "Über 日本"])])))
    columns, starts = text.bags(data, ends, 1 << 20)
    assert np.diff(starts).tolist() == [3, 0, 3]
    assert columns[0] == columns[2] != columns[1]


def test_infrastructure_joins_the_campaign_and_a_hub_joins_everybody(log, mixed):
    truth = read_truth(mixed, log)
    assert len(np.unique(infrastructure.find(log).group)) == 1, "two TLS fingerprints are shared by everybody"
    cut = infrastructure.find(log, 50)
    assert len(np.unique(cut.group[truth.fake])) == 1
    assert metrics.recall_at(cut.score, truth.fake, 1e-3) == 1.0


def test_near_duplicates_find_the_template(log, mixed):
    truth = read_truth(mixed, log)
    found = duplicates.find(log, 3)
    assert metrics.auc(found.score, truth.fake) > 0.95
    assert len(np.unique(found.group[truth.fake])) == 1
    assert (found.score[~truth.fake] == 0).all()


def test_features_tell_accounts_apart(log, mixed):
    truth = read_truth(mixed, log)
    assert np.isfinite(forest.features(log)).all()
    found = forest.find(log, 3)
    assert metrics.auc(found.score, truth.fake) > 0.7
    assert np.array_equal(found.score, forest.find(log, 3).score)


def test_mmd_alarms_where_the_campaign_is_and_not_on_a_calm_log(log, mixed, calm):
    truth, quiet = read_truth(mixed, log), logs.read(calm)
    honest = ~truth.fake[log.owner]
    late = np.concatenate([np.flatnonzero(honest), np.flatnonzero(~honest)])
    pooled = replace(log, owner=log.owner[late], order=log.order[late])
    benign = quiet.column("input_text")
    found = mmd.find(pooled, benign, 3, window=100)
    assert metrics.auc(found.score, truth.fake) > 0.9
    assert mmd.find(quiet, benign, 3, window=100).score.sum() < found.score.sum() / 3


def test_mmd_is_zero_on_average_between_equal_samples():
    vectors = np.random.default_rng(1).normal(size=(1200, 8)).astype(np.float32)
    same = mmd.discrepancies(mmd.cut(vectors[:1000], 100), vectors[1000:], 8.0)
    moved = mmd.discrepancies(mmd.cut(vectors[:1000] + 1, 100), vectors[1000:], 8.0)
    assert abs(same.mean()) < 0.01 < moved.min()


def test_cut_loses_no_row():
    for rows in (1, 99, 100, 199, 250):
        windows = mmd.cut(np.zeros((rows, 2), np.float32), 100)
        assert sum(map(len, windows)) == rows
        assert len(windows) == max(rows // 100, 1)


def hunted(folder, mixed):
    """A hunt's folder that names the campaign exactly."""
    truth = pq.read_table(mixed / "truth" / "accounts.parquet")
    fake = truth["fake"].to_numpy(zero_copy_only=False)
    folder.mkdir()
    verdicts = pa.table(
        {
            "account_id": truth["account_id"],
            "probability": fake.astype(float),
            "p_value": np.where(fake, 0.0, 0.5),
            "flagged": fake,
            "campaign_id": truth["operator"],
        }
    )
    pq.write_table(verdicts, folder / "accounts.parquet")
    rows = pq.read_table(mixed / "truth" / "exchanges.parquet")
    pq.write_table(rows.filter(rows["harvested"]).select(["exchange_id"]), folder / "exchanges.parquet")
    (folder / "summary.json").write_text(
        json.dumps({"stages": [{"name": "all", "seconds": 2.0, "peak_mb": 1}]})
    )
    return folder


def test_everything_is_measured_alike(mixed, calm, tmp_path):
    rows = compare(mixed, hunted(tmp_path / "found", mixed), calm, 3, tmp_path / "scores")
    assert list(rows) == [OURS, *(peer.name for peer in PEERS)]
    ours = rows[OURS]
    assert ours["recall_at_0.0001"] == ours["b_cubed_f1"] == ours["auc"] == ours["exchange_recall"] == 1.0
    assert ours["calibration_error"] == ours["verdict_honest_flagged"] == 0
    assert all(0 <= row["recall_at_0.001"] <= 1 and row["seconds"] >= 0 for row in rows.values())
    scores = pq.read_table(tmp_path / "scores" / "peer-3.parquet")
    assert scores.column_names == ["account_id", "score", "group"]
    assert scores["account_id"].to_pylist() == logs.read(mixed).ids.tolist()
    assert len(table_of(rows).splitlines()) == 2 + len(rows)
