"""The statistics of a group as a whole, and the sentences that tell them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import BASE, DAY, MINUTE, behaviours, features

from hydrascope.behaviour import summarise
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.judge import ASKED
from hydrascope.campaigns.sentences import evidence_of_accounts, evidence_of_group
from hydrascope.campaigns.statistics import NAMES, STATISTICS, measure, traffic
from hydrascope.model.evidence import FACTORS
from hydrascope.tables import TOTALS

ACCOUNTS, EACH = 60, 10


def statistics(rows: list[int], people: dict | None = None, **columns: object) -> dict[str, float]:
    """Statistics of one group of rows among 60 accounts with ten rows each, a day of their own each."""
    names = [f"a{i:03d}" for i in range(ACCOUNTS)]
    usual = {"started_at": [BASE + (i // EACH) * DAY + (i % EACH) * MINUTE for i in range(ACCOUNTS * EACH)]}
    log = features(account_id=np.repeat(names, EACH).tolist(), **(usual | columns))
    table = behaviours(account_id=names, exchanges=EACH, **(people or {}))
    values = measure(traffic(log, table), np.array([0, len(rows)]), np.array(rows, np.int32))
    return dict(zip(NAMES, values[0].tolist(), strict=True))


ALL = list(range(ACCOUNTS * EACH))
HALF = ALL[: len(ALL) // 2]


def test_size_pace_and_devotion():
    found = statistics([r for r in HALF if r % EACH < 5])
    assert found["size"] == pytest.approx(np.log2(30))
    assert found["pace"] == pytest.approx(np.log2(5))
    assert found["devotion"] == pytest.approx(0.5)
    assert found["even load"] == pytest.approx(0)


def test_a_queue_that_is_dealt_out_is_told_from_customers():
    random = np.random.default_rng(0)
    dealt = statistics(
        ALL, started_at=(BASE + random.integers(0, 20 * DAY, len(ALL))).tolist(), text=[r + 1 for r in ALL]
    )
    own = statistics(ALL, text=[r // EACH + 1 for r in ALL])
    assert dealt["days exchangeable"] < 1 < 5 < own["days exchangeable"]
    assert dealt["sessions"] < 1 < 4 < own["sessions"]
    assert (dealt["own repetition"], own["own repetition"]) == (0, 0.9)


def test_content_is_measured_against_the_average_account():
    purpose = [3.0 if r in set(HALF) else 1.0 for r in ALL]
    assert statistics(HALF, purpose=purpose)["training-data content"] == pytest.approx(1.0)
    assert statistics(ALL, purpose=purpose)["training-data content"] == pytest.approx(0.0)


def test_forms_and_outcomes_are_shares():
    form = [1 if r % 4 == 0 else 0 for r in ALL]
    refused = [1 if r % 5 == 0 else 0 for r in ALL]
    found = statistics(ALL, forms=form, outcome=refused)
    assert found["reasoning elicited"] == pytest.approx(0.25, abs=0.01)
    assert found["refusals"] == pytest.approx(0.2)
    assert found["judging"] == 0


def test_identity_is_shared_within_the_group_only():
    payment = [i // 2 + 1 if i < 10 else 0 for i in range(ACCOUNTS)]
    found = statistics(HALF, {"payment": payment})
    assert found["shared identity"] == pytest.approx(10 / 30)
    # One account of every pair stands outside.
    alone = [r for r in ALL if (r // EACH) % 2 == 0]
    assert statistics(alone, {"payment": payment})["shared identity"] == 0


def test_accounts_turn_to_one_model_on_one_day():
    model = ["new" if r % EACH >= 4 else "old" for r in ALL]
    together = [BASE + (r % EACH) * DAY + r * MINUTE for r in ALL]
    apart = [BASE + (r // EACH) * 3 * DAY + (r % EACH) * MINUTE for r in ALL]
    assert statistics(ALL, {"main_model": 0}, model=model, started_at=together)["model pivot"] == 1
    assert statistics(ALL, {"main_model": 0}, model=model, started_at=apart)["model pivot"] < 0.1


@pytest.mark.filterwarnings("error")
def test_a_log_that_knows_little_is_measured_without_a_warning():
    unknown = dict.fromkeys(("history_messages", "output_tokens", "chars"), -1)
    found = statistics(HALF, started_at=BASE, model=None, **unknown)
    assert np.isnan([found["single turns"], found["long outputs"], found["sign-up window"]]).all()
    assert np.isfinite([found["size"], found["refusals"], found["capability focus"]]).all()


@given(st.permutations(range(20)))
def test_names_of_accounts_do_not_matter(order):
    """Which accounts are called what, and so which come first, changes no statistic."""
    rng = np.random.default_rng(3)
    own = {
        "text": rng.integers(1, 99, (20, 5)),
        "purpose": rng.normal(size=(20, 5)),
        "chars": rng.integers(1, 999, (20, 5)),
    }
    minutes = rng.choice(10**5, (20, 5), replace=False)
    signup = rng.random(20)

    def of(order: list[int]) -> np.ndarray:
        columns = {name: values[order].ravel().tolist() for name, values in own.items()}
        names = np.repeat([f"a{i:02d}" for i in range(20)], 5).tolist()
        times = (BASE + np.sort(minutes, axis=1)[order].ravel() * MINUTE).tolist()
        log = features(account_id=names, started_at=times, **columns)
        people = behaviours(account_id=[f"a{i:02d}" for i in range(20)], exchanges=5, signup=signup[order].tolist())
        return measure(traffic(log, people), np.array([0, 100]), np.arange(100, dtype=np.int32))

    assert of(list(order)) == pytest.approx(of(list(range(20))), abs=1e-4, nan_ok=True)


# Sentences


def model(names: tuple[str, ...], bits: np.ndarray) -> Boosted:
    """Every quantity weighs its bits, whatever its value: one tree each, with two equal leaves."""
    n = len(names)
    roots = np.arange(n, dtype=np.int32)
    feature = np.concatenate([roots, np.full(n, -1, np.int32)])
    leaf = np.concatenate([roots + n, np.zeros(n, np.int32)])
    heights = np.concatenate([np.zeros(n), bits])
    return Boosted(names, 0.0, roots, feature, np.zeros(2 * n), np.zeros(2 * n, bool), leaf, leaf, heights)


@pytest.mark.parametrize("value", [0.0, 0.37, -2.5, 12.0, 1e6, -1e6, np.nan])
def test_every_statistic_and_term_has_a_sentence(value):
    group = evidence_of_group(model(NAMES, np.ones(len(NAMES))), np.full(len(NAMES), value), 17)
    account = evidence_of_accounts(ASKED, -np.ones((1, len(ASKED))), np.full((1, len(ASKED)), value))[0]
    assert {e.signal for e in group} == set(NAMES)
    assert {e.signal for e in account} == set(ASKED)
    for e in group + account:
        assert e.factor in FACTORS
        assert e.detail
        assert not {"{", "}"} & set(e.detail)
        assert "nan" not in e.detail


def test_the_strongest_evidence_comes_first_and_what_weighs_nothing_is_left_out():
    heights = np.linspace(-2, 2, len(NAMES))
    heights[5] = 0.01
    found = evidence_of_group(model(NAMES, heights), np.full(len(NAMES), 0.5), 3)
    assert [abs(e.bits) for e in found] == sorted((abs(e.bits) for e in found), reverse=True)
    assert {e.signal: e.bits for e in found} == pytest.approx(
        {name: bits for name, bits in zip(NAMES, heights, strict=True) if abs(bits) >= 0.15}
    )


def test_every_statistic_speaks_of_a_factor():
    assert {s.factor for s in STATISTICS} == set(FACTORS)
    assert len(set(NAMES)) == len(NAMES)


WHOLE = np.random.default_rng(3).integers(14, 97, ACCOUNTS)


def of_people(drawn: int) -> dict[str, float]:
    """Statistics of people with work, hours and a load of their own, who repeat themselves; so many drawn of each."""
    rng = np.random.default_rng(4)
    account = np.repeat(np.arange(ACCOUNTS), WHOLE)
    minutes = rng.integers(0, 6 * 60, len(account)) + rng.integers(0, 18 * 60, ACCOUNTS)[account]
    rows = {
        "started_at": BASE + rng.integers(0, 20, len(account)) * DAY + minutes * MINUTE,
        "text": account * 1000 + rng.integers(1, 30, len(account)),
        "address": account * 1000 + rng.integers(1, 3, len(account)),
        "end_user": account + 1,
        "chars": (60 * 2 ** (rng.normal(size=len(account)) + rng.normal(size=ACCOUNTS)[account])).astype(int),
    }
    some = np.sort(np.concatenate([rng.permutation(np.flatnonzero(account == a))[:drawn] for a in range(ACCOUNTS)]))
    names = [f"a{i:03d}" for i in range(ACCOUNTS)]
    log = features(account_id=[names[a] for a in account[some]], **{k: v[some].tolist() for k, v in rows.items()})
    seen = {"exchanges": WHOLE, "first_seen": np.full(ACCOUNTS, BASE), "last_seen": np.full(ACCOUNTS, BASE + DAY)}
    counted = [pa.array(names), *(pa.array(column) for column in (*seen.values(), np.full(ACCOUNTS, 9)))]
    totals = pa.table([c.cast(f.type) for c, f in zip(counted, TOTALS, strict=True)], schema=TOTALS)
    t = traffic(log, summarise(log, None, totals))
    values = measure(t, np.array([0, len(some)]), np.arange(len(some), dtype=np.int32))
    return dict(zip(NAMES, values[0].tolist(), strict=True)) | {"addresses": float(np.mean(t.column("addresses")))}


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("pace", 1e-6),
        ("even load", 1e-6),
        ("form exchangeable", 0.6),
        ("hours exchangeable", 0.6),
        ("own repetition", 0.08),
        ("end users", 0.01),
        ("addresses", 0.02),
    ],
)
def test_people_of_whom_little_is_drawn_are_told_as_people(name, within):
    assert of_people(13)[name] == pytest.approx(of_people(96)[name], abs=within)
