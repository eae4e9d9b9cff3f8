"""Pooled tests: what the joint traffic of a group says that no exchange and no account says alone.

The core is *exchangeability*. Accounts that draw from one work queue are samples of one distribution, so
what they ask, how and when differs between them no more than within them (an analysis of variance finds
F near 1), their requests interleave without sessions, and no item of the list comes twice. Independent
customers who merely share a template, an agent or an exit address each have their own work, hours and
habits: F is large, requests come in sessions.

A group is a run of feature rows sorted by account and time. All kernels take groups as `starts`, `rows`
(compressed rows) and write one float per group; NaN where a group is too small to tell.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Rows = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]

PER_ACCOUNT = 48
"""At most so many exchanges of one account enter an analysis of variance, so that no whale decides it."""


@njit(cache=True, nogil=True)
def spread(starts: Ints, rows: Rows, account: Rows, values: npt.NDArray[np.float32]) -> Floats:
    """log2 of F: variance between accounts over variance within, pooled over the columns of `values`.

    `values` is float32 (rows, d). 0 for accounts that draw from one distribution, large for customers
    with work of their own. Rows with a NaN in the first column are passed over.
    """
    d = values.shape[1]
    out = np.full(len(starts) - 1, np.nan)
    total, own = np.empty(d), np.empty(d)
    for g in range(len(starts) - 1):
        n, k, within, between = 0, 0, 0.0, 0.0
        total[:] = 0.0
        i = starts[g]
        while i < starts[g + 1]:
            j = i
            while j < starts[g + 1] and account[rows[j]] == account[rows[i]]:
                j += 1
            take, m, squares = min(j - i, PER_ACCOUNT), 0, 0.0
            own[:] = 0.0
            for s in range(take):
                r = rows[i + s * (j - i) // take]
                if np.isnan(values[r, 0]):
                    continue
                m += 1
                for c in range(d):
                    v = values[r, c]
                    own[c] += v
                    squares += v * v
            if m > 0:
                part = 0.0
                for c in range(d):
                    part += own[c] * own[c] / m
                    total[c] += own[c]
                between += part
                within += squares - part
                n += m
                k += 1
            i = j
        if k >= 3 and n - k >= max(6, k // 8):
            centre = 0.0
            for c in range(d):
                centre += total[c] * total[c] / n
            top = max(between - centre, 1e-9) / (k - 1)
            bottom = max(within, 1e-9) / (n - k)
            out[g] = np.log2(min(max(top / bottom, 0.25), 256.0))
    return out


@njit(cache=True, nogil=True)
def sessions(starts: Ints, rows: Rows, account: Rows, micros: Ints) -> Floats:
    """log2 of how much oftener than by chance two consecutive requests of the pool are one account's.

    Chance is the sum of squared shares. People and programs of their own come in sessions (large); a
    queue dealt out to accounts interleaves (0 and below).
    """
    out = np.full(len(starts) - 1, np.nan)
    for g in range(len(starts) - 1):
        n = starts[g + 1] - starts[g]
        if n < 12:
            continue
        mine = rows[starts[g] : starts[g + 1]]
        chance, i = 0.0, 0
        while i < n:
            j = i
            while j < n and account[mine[j]] == account[mine[i]]:
                j += 1
            chance += (j - i) * (j - i - 1.0) / (n * (n - 1.0))
            i = j
        order = np.argsort(micros[mine], kind="mergesort")
        same = 0
        for p in range(n - 1):
            if account[mine[order[p]]] == account[mine[order[p + 1]]]:
                same += 1
        if chance * (n - 1) >= 1.0:
            out[g] = np.log2((same + 0.5) / (chance * (n - 1) + 0.5))
    return out


@njit(cache=True, nogil=True)
def repetition(starts: Ints, rows: Rows, account: Rows, text: Hashes) -> npt.NDArray[np.float64]:
    """(groups, 2): share of rows that repeat the account's own text; share of texts that two accounts asked.

    A benchmark or an assignment comes again under many accounts; a list that is dealt out does not.
    """
    out = np.full((len(starts) - 1, 2), np.nan)
    for g in range(len(starts) - 1):
        mine = rows[starts[g] : starts[g + 1]]
        texts = text[mine]
        order = np.argsort(texts, kind="mergesort")
        distinct, shared, own, known = 0, 0, 0, 0
        i = 0
        while i < len(mine):
            j = i
            if texts[order[i]] == 0:
                i += 1
                continue
            accounts = 0
            while j < len(mine) and texts[order[j]] == texts[order[i]]:
                if j == i or account[mine[order[j]]] != account[mine[order[j - 1]]]:
                    accounts += 1
                j += 1
            distinct += 1
            known += j - i
            own += j - i - accounts
            if accounts > 1:
                shared += 1
            i = j
        if known > 0:
            out[g, 0] = own / known
            out[g, 1] = shared / distinct
    return out


@njit(cache=True, nogil=True)
def means(starts: Ints, rows: Rows, values: npt.NDArray[np.float32]) -> Floats:
    """(groups, d): mean of every column over the rows of a group where it is known."""
    d = values.shape[1]
    out = np.full((len(starts) - 1, d), np.nan)
    total, number = np.empty(d), np.empty(d)
    for g in range(len(starts) - 1):
        total[:], number[:] = 0.0, 0.0
        for i in range(starts[g], starts[g + 1]):
            for c in range(d):
                v = values[rows[i], c]
                if not np.isnan(v):
                    total[c] += v
                    number[c] += 1
        for c in range(d):
            if number[c] > 0:
                out[g, c] = total[c] / number[c]
    return out


@njit(cache=True, nogil=True)
def divergence(starts: Ints, rows: Rows, code: npt.NDArray[np.uint8], population: Floats) -> Floats:
    """Kullback-Leibler divergence in bits of a group's shares of `code` from the population's.

    Miller-Madow corrected for small groups, floored at 0.
    """
    out = np.full(len(starts) - 1, np.nan)
    counts = np.empty(len(population))
    for g in range(len(starts) - 1):
        n = starts[g + 1] - starts[g]
        if n < 6:
            continue
        counts[:] = 0.0
        for i in range(starts[g], starts[g + 1]):
            counts[code[rows[i]]] += 1
        bits, used = 0.0, 0
        for c in range(len(counts)):
            if counts[c] > 0:
                bits += counts[c] / n * np.log2(counts[c] / n / max(population[c], 1e-6))
                used += 1
        out[g] = max(bits - (used - 1) / (2 * n * np.log(2)), 0.0)
    return out


@njit(cache=True, nogil=True)
def members(starts: Ints, rows: Rows, account: Rows) -> tuple[Ints, Rows, Rows]:
    """The accounts of each group and how many of its rows each has: starts, accounts, counts."""
    first = np.zeros(len(starts), np.int64)
    for g in range(len(starts) - 1):
        held = 0
        for i in range(starts[g], starts[g + 1]):
            if i == starts[g] or account[rows[i]] != account[rows[i - 1]]:
                held += 1
        first[g + 1] = first[g] + held
    who = np.empty(first[-1], np.int32)
    counts = np.zeros(first[-1], np.int32)
    for g in range(len(starts) - 1):
        p = first[g] - 1
        for i in range(starts[g], starts[g + 1]):
            if i == starts[g] or account[rows[i]] != account[rows[i - 1]]:
                p += 1
                who[p] = account[rows[i]]
            counts[p] += 1
    return first, who, counts


@njit(cache=True, nogil=True)
def crowding(first: Ints, who: Rows, rank: Floats) -> npt.NDArray[np.float64]:
    """(groups, 2): how close together the ranks of a group's accounts lie, in bits against a random group.

    Column 0, lockstep: mean log2 of expected over seen gap to the nearest other member. Column 1,
    narrowness: log2 of the expected over the seen interquartile range (a random group has 1/2).
    """
    out = np.full((len(first) - 1, 2), np.nan)
    for g in range(len(first) - 1):
        mine = rank[who[first[g] : first[g + 1]]]
        mine = np.sort(mine[~np.isnan(mine)])
        k = len(mine)
        if k < 3:
            continue
        bits = 0.0
        for i in range(k):
            gap = 1.0
            if i > 0:
                gap = min(gap, mine[i] - mine[i - 1])
            if i < k - 1:
                gap = min(gap, mine[i + 1] - mine[i])
            bits += np.log2(0.5 / k / max(gap, 0.01 / len(rank)))
        out[g, 0] = bits / k
        wide = mine[(3 * k) // 4] - mine[k // 4]
        out[g, 1] = np.log2(0.5 / max(wide, 0.5 / len(rank)))
    return out


@njit(cache=True, nogil=True)
def agreement(first: Ints, who: Rows, value: Hashes, chance: float) -> Floats:
    """log2 of how much oftener than `chance` two accounts of a group have the same known value."""
    out = np.full(len(first) - 1, np.nan)
    for g in range(len(first) - 1):
        mine = value[who[first[g] : first[g + 1]]]
        mine = np.sort(mine[mine != 0])
        k = len(mine)
        if k < 3:
            continue
        pairs, i = 0.0, 0
        while i < k:
            j = i
            while j < k and mine[j] == mine[i]:
                j += 1
            pairs += (j - i) * (j - i - 1.0)
            i = j
        out[g] = np.log2((pairs + 1.0) / (chance * k * (k - 1.0) + 1.0))
    return out


@njit(cache=True, nogil=True)
def evenness(first: Ints, who: Rows, counts: Rows) -> Floats:
    """Standard deviation over accounts of log2 of their requests; a balancer makes it small."""
    out = np.full(len(first) - 1, np.nan)
    for g in range(len(first) - 1):
        k = first[g + 1] - first[g]
        if k >= 3:
            out[g] = np.std(np.log2(counts[first[g] : first[g + 1]].astype(np.float64)))
    return out


@njit(cache=True, nogil=True)
def busiest_day(first: Ints, who: Rows, day: Ints) -> Floats:
    """Largest share of a group's accounts that have the same `day` or its successor; -1 is none."""
    out = np.full(len(first) - 1, np.nan)
    for g in range(len(first) - 1):
        k = first[g + 1] - first[g]
        if k < 3:
            continue
        mine = np.sort(day[who[first[g] : first[g + 1]]])
        most, low = 0, 0
        for high in range(k):
            if mine[high] < 0:
                low = high + 1
                continue
            while mine[high] - mine[low] > 1:
                low += 1
            most = max(most, high - low + 1)
        out[g] = most / k
    return out
