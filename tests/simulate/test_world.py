"""Worlds: valid tables, the same for the same seed, true to their scenario."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hydrascope import tables
from hydrascope.errors import OutsideError, SettingsError
from hydrascope.simulate import SCENARIOS, PromptLibrary, World, load_prompts, world, write


def small(scenario: str, prompts: PromptLibrary, seed: int = 3, **knobs: object) -> World:
    return world(scenario, seed, prompts, honest=150, fake=min(60, SCENARIOS[scenario].fake), **knobs)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_tables_keep_the_contract(scenario: str, prompts: PromptLibrary) -> None:
    made = small(scenario, prompts)
    fields = [f for f in tables.EXCHANGES if f.name not in ("source", "line")]
    assert made.exchanges.schema == pa.schema(fields)
    assert made.accounts.schema == tables.ACCOUNTS
    for table in (made.exchanges, made.accounts):
        for field in table.schema:
            assert field.nullable or table[field.name].null_count == 0
    ids = made.exchanges["exchange_id"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert made.truth_exchanges["exchange_id"].to_pylist() == ids
    assert made.truth_accounts["account_id"].to_pylist() == made.accounts["account_id"].to_pylist()
    assert set(made.exchanges["account_id"].to_pylist()) == set(made.accounts["account_id"].to_pylist())
    at = np.asarray(made.exchanges["started_at"].cast(pa.int64()))
    assert np.all(np.diff(at) >= 0)


@pytest.mark.parametrize("scenario", [s for s in SCENARIOS if s not in ("mixed", "no-campaign")])
def test_truth_agrees_with_itself(scenario: str, prompts: PromptLibrary) -> None:
    made = small(scenario, prompts)
    fake = made.truth_accounts.filter(made.truth_accounts["fake"])
    assert set(fake["kind"].to_pylist()) == {f"fake/{scenario}"}
    assert pc.sum(pc.is_null(fake["operator"])).as_py() == 0
    harvesters = set(made.exchanges.filter(made.truth_exchanges["harvested"])["account_id"].to_pylist())
    assert harvesters <= set(fake["account_id"].to_pylist())
    assert len(harvesters) > 0.8 * fake.num_rows
    named = pc.is_valid(made.truth_exchanges["operator"])
    assert named.to_pylist() == made.truth_exchanges["harvested"].to_pylist()


def test_same_seed_same_world(prompts: PromptLibrary) -> None:
    one, two, other = (small("mixed", prompts, seed) for seed in (8, 8, 9))
    assert one.exchanges.equals(two.exchanges)
    assert one.accounts.equals(two.accounts)
    assert not one.exchanges.equals(other.exchanges)


def test_nobody_acts_before_signing_up_or_after_a_ban(mixed: World) -> None:
    born = dict(
        zip(mixed.accounts["account_id"].to_pylist(), mixed.accounts["created_at"].to_pylist(), strict=True)
    )
    banned = {
        a: t
        for a, s, t in zip(
            *(mixed.accounts[c].to_pylist() for c in ("account_id", "status", "status_at")), strict=True
        )
        if s == "banned"
    }
    early = late = 0
    for a, at in zip(
        mixed.exchanges["account_id"].to_pylist(), mixed.exchanges["started_at"].to_pylist(), strict=True
    ):
        early += at < born[a]
        late += a in banned and at > banned[a] + timedelta(minutes=10)
    assert early == 0
    assert late == 0
    assert len(banned) > 5


def test_a_conversation_grows(mixed: World) -> None:
    table = mixed.exchanges.filter(pc.is_valid(mixed.exchanges["conversation_id"]))
    seen: dict[tuple[str, int], str] = {}
    for key, n, history in zip(
        *(table[c].to_pylist() for c in ("conversation_id", "history_messages", "history_hash")), strict=True
    ):
        if n:
            assert seen.setdefault((key, n), history) == history
        else:
            assert history is None
    assert len(set(seen.values())) > 0.99 * len(seen)


def test_a_second_pool_goes_on_with_the_queue(prompts: PromptLibrary) -> None:
    made = world("fixed-prompt", 4, prompts, honest=100, fake=80, cover=0.0, lists="dealt")
    banned = set(made.accounts.filter(pc.equal(made.accounts["status"], "banned"))["account_id"].to_pylist())
    harvest = made.exchanges.filter(made.truth_exchanges["harvested"])
    last = max(
        t
        for a, t in zip(harvest["account_id"].to_pylist(), harvest["started_at"].to_pylist(), strict=True)
        if a in banned
    )
    after = harvest.filter(pc.greater(harvest["started_at"], pa.scalar(last, tables.TIME)))
    assert len(set(after["account_id"].to_pylist())) > 15
    assert len(banned) > 20


def test_a_proxy_is_mostly_innocent(prompts: PromptLibrary) -> None:
    made = world("hydra-proxy", 6, prompts, honest=50, fake=20)
    fake = set(made.truth_accounts.filter(made.truth_accounts["fake"])["account_id"].to_pylist())
    mine = np.array([a in fake for a in made.exchanges["account_id"].to_pylist()])
    share = np.asarray(made.truth_exchanges["harvested"])[mine].mean()
    assert 0.03 < share < 0.3


def test_low_and_slow_hides_one_or_two_requests(prompts: PromptLibrary) -> None:
    made = world("low-and-slow", 6, prompts, honest=50, fake=100)
    harvest = made.exchanges.filter(made.truth_exchanges["harvested"])
    _, counts = np.unique(harvest["account_id"].to_pylist(), return_counts=True)
    assert counts.mean() < 2.2
    total = pc.sum(pc.is_in(made.exchanges["account_id"], harvest["account_id"].unique())).as_py()
    assert total > 2 * counts.sum()


def test_knobs_are_obeyed(prompts: PromptLibrary) -> None:
    none = world(
        "reasoning-harvest", 2, prompts, honest=50, fake=60, sharing="none", cover=0.0, days=10, volume=12
    )
    all_ = world(
        "reasoning-harvest", 2, prompts, honest=50, fake=60, sharing="payment", degree=1.0, outputs=True
    )

    def cards(made: World) -> int:
        fake = made.accounts.filter(made.truth_accounts["fake"])
        return len(set(fake["payment_fingerprint"].drop_null().to_pylist()))

    assert cards(none) > 30
    assert cards(all_) <= 4
    at = none.exchanges["started_at"].to_pylist()
    assert at[-1] - at[0] <= timedelta(days=10)
    assert 60 * 4 < pc.sum(none.truth_exchanges["harvested"]).as_py() < 60 * 40
    assert none.exchanges["output_text"].null_count == none.exchanges.num_rows
    assert all_.exchanges["output_text"].null_count < 0.1 * all_.exchanges.num_rows


def test_halves_cannot_be_mixed() -> None:
    with pytest.raises(SettingsError, match="'test' world was asked for with 'fit' prompts"):
        world("mixed", 1, load_prompts(split="fit"), split="test")


@pytest.mark.parametrize(
    ("scenario", "knobs", "message"),
    [
        ("nothing", {}, "no scenario 'nothing'"),
        ("mixed", {"speed": 3}, "Unknown knob 'speed'"),
        ("mixed", {"cover": 2}, "share from 0 to 1"),
        ("mixed", {"sharing": "wifi"}, "choose one of none, payment"),
        ("mixed", {"days": 0}, "positive number"),
    ],
)
def test_mistakes_are_named(
    prompts: PromptLibrary, scenario: str, knobs: dict[str, object], message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        world(scenario, 1, prompts, **knobs)


def test_written_worlds_can_be_read(tmp_path: Path, prompts: PromptLibrary) -> None:
    made = small("dealt-list", prompts)
    write(made, tmp_path / "w")
    assert pq.read_table(tmp_path / "w" / "exchanges.parquet").equals(made.exchanges)
    assert pq.read_table(tmp_path / "w" / "truth" / "exchanges.parquet").equals(made.truth_exchanges)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutsideError, match="Cannot write the world"):
        write(made, tmp_path / "file")
