"""The pooled tests, against plain numpy on small groups of random rows."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns import lockstep, pool

BITS = {"rel": 1e-5, "abs": 1e-6, "nan_ok": True}


@st.composite
def groups(draw, most_rows=60, accounts=5):
    """(account of every row, sorted; starts; rows): all rows as one group, and some of them as others."""
    n = draw(st.integers(1, most_rows))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    account = np.sort(rng.integers(0, accounts, n).astype(np.int32))
    parts = [np.flatnonzero(rng.random(n) < density) for density in draw(st.lists(st.floats(0, 1), max_size=3))]
    return account, *laid_out([list(range(n)), *(part.tolist() for part in parts)])


def laid_out(chosen: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """starts and rows of groups given as lists."""
    starts = np.cumsum([0, *map(len, chosen)]).astype(np.int64)
    return starts, np.array([row for rows in chosen for row in rows], np.int32)


def one_group(counts: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """account, starts, rows of one group of all rows, with so many rows for each account."""
    account = np.repeat(np.arange(len(counts)), counts).astype(np.int32)
    return account, *laid_out([list(range(len(account)))])


def each(starts: np.ndarray, rows: np.ndarray):
    """The rows of every group."""
    return [rows[a:b] for a, b in pairwise(starts)]


def seeded(n: int, *shape: int) -> np.random.Generator:
    """Random numbers that depend on nothing but the size of the case."""
    return np.random.default_rng([n, *shape])


# Analysis of variance


def slow_spread(rows: np.ndarray, account: np.ndarray, values: np.ndarray) -> float:
    """log2 of F, by the book: mean squares between accounts over mean squares within."""
    kept = []
    for a in np.unique(account[rows]):
        mine = rows[account[rows] == a]
        take = min(len(mine), pool.PER_ACCOUNT)
        kept.append([r for r in mine[np.arange(take) * len(mine) // take] if not np.isnan(values[r, 0])])
    kept = [values[own].astype(np.float64) for own in kept if own]
    n, k = sum(map(len, kept)), len(kept)
    if k < 3 or n - k < max(6, k // 8):
        return np.nan
    centre = np.concatenate(kept).mean(axis=0)
    between = sum(len(own) * ((own.mean(axis=0) - centre) ** 2).sum() for own in kept) / (k - 1)
    within = sum(((own - own.mean(axis=0)) ** 2).sum() for own in kept) / (n - k)
    return np.log2(np.clip(max(between, 1e-9 / (k - 1)) / max(within, 1e-9 / (n - k)), 0.25, 256))


@given(groups(), st.integers(1, 3))
def test_spread_is_an_analysis_of_variance(drawn, width):
    account, starts, rows = drawn
    values = seeded(len(account), width).normal(size=(len(account), width)).astype(np.float32)
    values[seeded(len(account)).random(len(account)) < 0.1, 0] = np.nan
    found = pool.spread(starts, rows, account, values)
    assert found == pytest.approx(
        [slow_spread(g, account, values) for g in each(starts, rows)], rel=1e-3, abs=2e-3, nan_ok=True
    )


def test_spread_takes_rows_of_a_whale_from_all_over():
    account, starts, rows = one_group([500, 8, 8])
    values = np.arange(len(account), dtype=np.float32)[:, None]
    assert pool.spread(starts, rows, account, values)[0] == pytest.approx(slow_spread(rows, account, values), abs=1e-3)


@pytest.mark.parametrize("width", [1, 2, 32])
def test_one_queue_is_exchangeable_and_people_are_not(width):
    account, starts, rows = one_group([12] * 60)
    rng = np.random.default_rng(width)
    noise = rng.normal(size=(len(account), width)).astype(np.float32)
    own = 2 * rng.normal(size=(60, width)).astype(np.float32)
    assert abs(pool.spread(starts, rows, account, noise)[0]) < 1
    assert pool.spread(starts, rows, account, noise + own[account])[0] > 4


@given(st.floats(-100, 100), st.floats(0.1, 50))
def test_spread_has_no_unit(shift, scale):
    account, starts, rows = one_group([6] * 8)
    values = np.random.default_rng(5).normal(size=(48, 2))
    plain = pool.spread(starts, rows, account, values.astype(np.float32))
    moved = pool.spread(starts, rows, account, (values * scale + shift).astype(np.float32))
    assert moved == pytest.approx(plain, abs=0.05)


def test_spread_says_nothing_of_two_accounts_or_single_rows():
    for counts in ([20, 20], [1, 1, 1, 1, 1]):
        account, starts, rows = one_group(counts)
        assert np.isnan(pool.spread(starts, rows, account, np.ones((len(account), 1), np.float32)))


def thinned(account: np.ndarray, drawn: int, seed: int) -> np.ndarray:
    """Rows of a draw of so many of each account, in their order."""
    order = np.lexsort((np.random.default_rng(seed).random(len(account)), account))
    place = np.arange(len(account)) - np.searchsorted(account, account)
    return np.sort(order[place < drawn]).astype(np.int32)


@pytest.mark.parametrize("own", [0.0, 0.3, 1.0])
def test_a_thinned_group_differs_between_its_accounts_as_the_whole_of_it(own):
    account, starts, rows = one_group([pool.PER_ACCOUNT] * 100)
    rng = np.random.default_rng(2)
    values = rng.normal(size=(len(account), 2)).astype(np.float32)
    values += (own * rng.normal(size=(100, 2)).astype(np.float32))[account]
    whole = 2 ** pool.spread(starts, rows, account, values)[0]
    few = [thinned(account, 8, seed) for seed in range(12)]
    weight = np.full(100, pool.PER_ACCOUNT / 8)
    told = [2 ** pool.spread(np.array([0, len(r)]), r, account, values, weight)[0] for r in few]
    assert np.mean(told) == pytest.approx(whole, rel=0.15)
    plain = [2 ** pool.spread(np.array([0, len(r)]), r, account, values)[0] for r in few]
    assert own == 0 or np.mean(plain) < 0.6 * whole


# Sessions


def slow_sessions(rows: np.ndarray, account: np.ndarray, micros: np.ndarray) -> float:
    n = len(rows)
    if n < 12:
        return np.nan
    in_time = account[rows][np.argsort(micros[rows], kind="stable")]
    same = (in_time[1:] == in_time[:-1]).sum()
    _, counts = np.unique(account[rows], return_counts=True)
    expected = (counts * (counts - 1)).sum() / n
    return np.log2((same + 0.5) / (expected + 0.5)) if expected >= 1 else np.nan


@given(groups(accounts=4))
def test_sessions_compare_neighbours_in_time_with_chance(drawn):
    account, starts, rows = drawn
    micros = seeded(len(account)).integers(0, 50, len(account))
    found = pool.sessions(starts, rows, account, micros)
    assert found == pytest.approx([slow_sessions(g, account, micros) for g in each(starts, rows)], **BITS)


def test_bursts_are_sessions_and_a_dealt_queue_is_none():
    account, starts, rows = one_group([20] * 30)
    in_bursts = np.arange(600)
    at_random = np.random.default_rng(1).permutation(600)
    in_turns = np.argsort(np.argsort(np.tile(np.arange(20), 30) * 30 + account, kind="stable"), kind="stable")
    bursts, dealt, turns = (
        pool.sessions(starts, rows, account, micros.astype(np.int64))[0] for micros in (in_bursts, at_random, in_turns)
    )
    assert bursts > 4
    assert abs(dealt) < 1
    assert turns < -4


# Repetition


def slow_repetition(rows: np.ndarray, account: np.ndarray, text: np.ndarray) -> tuple[float, float]:
    known = [(account[r], text[r]) for r in rows if text[r]]
    if not known:
        return np.nan, np.nan
    pairs = set(known)
    texts = [t for _, t in pairs]
    return 1 - len(pairs) / len(known), sum(texts.count(t) > 1 for t in set(texts)) / len(set(texts))


@given(groups(), st.data())
def test_repetition_counts_own_and_shared_texts(drawn, data):
    account, starts, rows = drawn
    text = np.array(data.draw(st.lists(st.integers(0, 4), min_size=len(account), max_size=len(account))), np.uint64)
    found = pool.repetition(starts, rows, account, text)
    for group, (own, shared) in zip(each(starts, rows), found, strict=True):
        assert (own, shared) == pytest.approx(slow_repetition(group, account, text), **BITS)


def test_a_list_is_dealt_out_and_a_benchmark_comes_again():
    account, starts, rows = one_group([10] * 20)
    dealt = np.arange(1, 201).astype(np.uint64)
    benchmark = np.tile(np.arange(1, 11), 20).astype(np.uint64)
    monitor = (account + 1).astype(np.uint64)
    assert pool.repetition(starts, rows, account, dealt).tolist() == [[0, 0]]
    assert pool.repetition(starts, rows, account, benchmark).tolist() == [[0, 1]]
    assert pool.repetition(starts, rows, account, monitor).tolist() == [[0.9, 0]]


@pytest.mark.parametrize(("texts", "expected"), [(3, 29 / 32), (24, 0.44), (100_000, 0.0)])
def test_a_thinned_group_repeats_itself_as_the_whole_of_it(texts, expected):
    account, starts, rows = one_group([32] * 200)
    text = (account * 1_000_000 + seeded(texts).integers(1, texts + 1, len(account))).astype(np.uint64)
    whole = pool.repetition(starts, rows, account, text)[0, 0]
    assert whole == pytest.approx(expected, abs=0.02)
    few = thinned(account, 8, 1)
    all_of_it = np.array([0, len(few)])
    plain = pool.repetition(all_of_it, few, account, text)[0, 0]
    told = pool.repetition(all_of_it, few, account, text, np.full(200, 4.0))[0, 0]
    assert told == pytest.approx(whole, abs=0.06)
    assert texts == 100_000 or plain < whole - 0.2


# Means, members, divergence


@given(groups(), st.integers(1, 3))
def test_means_are_over_known_values(drawn, width):
    account, starts, rows = drawn
    values = seeded(len(account), width).normal(size=(len(account), width)).astype(np.float32)
    values[seeded(len(account), width).random(values.shape) < 0.3] = np.nan
    found = pool.means(starts, rows, values)
    for group, mean in zip(each(starts, rows), found, strict=True):
        columns = [c[~np.isnan(c)] for c in values[group].T]
        assert mean == pytest.approx([c.astype(float).mean() if len(c) else np.nan for c in columns], **BITS)


@given(groups(), st.integers(1, 3), st.integers(1, 3))
def test_whole_accounts_are_added_up_once_and_count_as_often_as_they_stand(drawn, width, times):
    account, starts, rows = drawn
    starts = np.concatenate([starts, *(starts[1:] + starts[-1] * n for n in range(1, times))])
    rows = np.tile(rows, times)
    values = seeded(len(account), width).normal(size=(len(account), width)).astype(np.float32)
    values[values > 1] = np.nan
    expected = pool.means(starts, rows, values)
    for mean, same in zip(pool.pooled(starts, rows, account, values), expected, strict=True):
        assert mean == pytest.approx(same, **BITS)
    values = np.nan_to_num(values)
    found = pool.spread(starts, rows, account, values)
    assert found == pytest.approx([slow_spread(own, account, values) for own in each(starts, rows)], **BITS)


@given(groups(), st.integers(1, 40))
def test_rows_come_in_order_whatever_is_sorted_together(drawn, at_once):
    account, starts, rows = drawn
    values = seeded(len(account)).integers(0, 9, len(account))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "AT_ONCE", at_once)
        found = pool.in_order(starts, rows, values)
    assert found.dtype == np.int32
    for got, own in zip(each(starts, found), each(starts, rows), strict=True):
        assert got.tolist() == own[np.argsort(values[own], kind="stable")].tolist()


@given(groups())
def test_members_are_the_accounts_and_their_rows(drawn):
    account, starts, rows = drawn
    first, who, counts = pool.members(starts, rows, account)
    for g, group in enumerate(each(starts, rows)):
        accounts, number = np.unique(account[group], return_counts=True)
        assert who[first[g] : first[g + 1]].tolist() == accounts.tolist()
        assert counts[first[g] : first[g + 1]].tolist() == number.tolist()


@given(groups(), st.data())
def test_divergence_is_that_of_kullback_and_leibler(drawn, data):
    account, starts, rows = drawn
    code = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(account), max_size=len(account))), np.uint8)
    population = np.array([0.4, 0.3, 0.2, 0.1])
    for group, bits in zip(each(starts, rows), pool.divergence(starts, rows, code, population), strict=True):
        n = len(group)
        if n < 6:
            assert np.isnan(bits)
            continue
        share = np.bincount(code[group], minlength=4) / n
        seen = share > 0
        plain = (share[seen] * np.log2(share[seen] / population[seen])).sum()
        assert bits == pytest.approx(max(plain - (seen.sum() - 1) / (2 * n * np.log(2)), 0), **BITS)


@given(st.lists(st.integers(0, 7), min_size=6, max_size=200))
def test_the_population_does_not_diverge_from_itself(codes):
    code = np.array(codes, np.uint8)
    starts, rows = laid_out([list(range(len(code)))])
    population = np.bincount(code, minlength=8) / len(code)
    assert pool.divergence(starts, rows, code, population)[0] == 0


def test_what_the_population_never_asks_diverges_finitely():
    starts, rows = laid_out([list(range(50))])
    bits = pool.divergence(starts, rows, np.ones(50, np.uint8), np.array([1.0, 0.0]))[0]
    assert 10 < bits < 25


# Ranks of accounts


def slow_crowding(rank: np.ndarray, n: int) -> tuple[float, float]:
    known = np.sort(rank[~np.isnan(rank)])
    k = len(known)
    if k < 3:
        return np.nan, np.nan
    gaps = np.diff(known)
    nearest = np.minimum(np.append(gaps, 1), np.insert(gaps, 0, 1))
    lockstep = np.log2(0.5 / k / np.maximum(nearest, 0.01 / n)).mean()
    return lockstep, np.log2(0.5 / max(known[3 * k // 4] - known[k // 4], 0.5 / n))


@given(groups(accounts=12), st.floats(0, 1))
def test_crowding_measures_gaps_and_quartiles(drawn, unknown):
    account, starts, rows = drawn
    rank = seeded(len(account)).random(12)
    rank[seeded(len(account)).random(12) < unknown / 2] = np.nan
    first, who, _ = pool.members(starts, rows, account)
    found = lockstep.crowding(first, who, rank)
    for g, bits in enumerate(found):
        assert bits == pytest.approx(slow_crowding(rank[who[first[g] : first[g + 1]]], len(rank)), **BITS)


def test_lockstep_stands_out_from_people_who_come_by_chance():
    n, k = 10_000, 200
    rng = np.random.default_rng(0)
    rank = (np.arange(n) + 0.5) / n
    chance = np.sort(rng.choice(n, k, replace=False))
    pairs = np.sort(np.concatenate([chance[::2], np.minimum(chance[::2] + 1, n - 1)]))
    window = 4000 + np.arange(k)
    first, who = laid_out([chance.tolist(), pairs.tolist(), window.tolist()])
    by_chance, in_pairs, in_a_window = lockstep.crowding(first, who, rank)
    assert abs(by_chance[0]) < 1.5
    assert abs(by_chance[1]) < 0.5
    assert in_pairs[0] > by_chance[0] + 3
    assert abs(in_pairs[1]) < 0.7
    assert in_a_window[0] > by_chance[0] + 3
    assert in_a_window[1] > 5


@given(groups(accounts=8), st.data())
def test_agreement_counts_pairs_with_one_value(drawn, data):
    account, starts, rows = drawn
    value = np.array(data.draw(st.lists(st.integers(0, 3), min_size=8, max_size=8)), np.uint64)
    first, who, _ = pool.members(starts, rows, account)
    for g, bits in enumerate(lockstep.agreement(first, who, value, 0.05)):
        mine = [int(v) for v in value[who[first[g] : first[g + 1]]] if v]
        equal = sum(a == b for i, a in enumerate(mine) for j, b in enumerate(mine) if i != j)
        expected = np.log2((equal + 1) / (0.05 * len(mine) * (len(mine) - 1) + 1)) if len(mine) >= 3 else np.nan
        assert bits == pytest.approx(expected, **BITS)


@given(groups(accounts=9))
def test_values_are_in_common_where_another_member_has_them(drawn):
    account, starts, rows = drawn
    value = seeded(len(account)).integers(0, 4, 9).astype(np.uint64)
    first, who, _ = pool.members(starts, rows, account)
    expected = [value[a] != 0 and (value[own] == value[a]).sum() > 1 for own in each(first, who) for a in own]
    assert lockstep.in_common(first, who, value).tolist() == expected


@given(groups(accounts=6))
def test_evenness_is_the_deviation_of_loads(drawn):
    account, starts, rows = drawn
    first, _, counts = pool.members(starts, rows, account)
    for g, found in enumerate(lockstep.evenness(first, counts.astype(float))):
        loads = np.log2(counts[first[g] : first[g + 1]])
        assert found == pytest.approx(np.std(loads) if len(loads) >= 3 else np.nan, **BITS)


@given(groups(accounts=8), st.data())
def test_the_busiest_day_and_its_successor(drawn, data):
    account, starts, rows = drawn
    day = np.array(data.draw(st.lists(st.integers(-1, 5), min_size=8, max_size=8)), np.int64)
    first, who, _ = pool.members(starts, rows, account)
    for g, found in enumerate(lockstep.busiest_day(first, who, day)):
        mine = day[who[first[g] : first[g + 1]]]
        most = max((((mine == d) | (mine == d + 1)).sum() for d in range(6)), default=0)
        assert found == pytest.approx(most / len(mine) if len(mine) >= 3 else np.nan, **BITS)


def test_no_group_gives_no_row():
    starts, rows = laid_out([])
    account = np.zeros(3, np.int32)
    assert pool.spread(starts, rows, account, np.ones((3, 2), np.float32)).shape == (0,)
    assert pool.repetition(starts, rows, account, np.ones(3, np.uint64)).shape == (0, 2)
    assert [len(part) for part in pool.members(starts, rows, account)] == [1, 0, 0]
