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

from hydrascope.unseen import distinct_among

Rows = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]
Values = npt.NDArray[np.float32] | npt.NDArray[np.int8]

PER_ACCOUNT = 48
"""At most so many exchanges of one account enter an analysis of variance, so that no whale decides it."""
AT_ONCE = 1 << 21
"""Rows that are put in order together."""


@njit(cache=True, nogil=True)
def _run(rows: Rows, i: int, stop: int, account: Rows) -> tuple[int, bool]:
    """Where the rows of the account of `rows[i]` end, at `stop` at the latest; whether they are all the rows of it."""
    j, who = i, account[rows[i]]
    while j < stop and account[rows[j]] == who:
        j += 1
    low, high = rows[i], rows[j - 1]
    alone = (low == 0 or account[low - 1] != who) and (high + 1 == len(account) or account[high + 1] != who)
    whole: bool = alone and high - low == j - i - 1
    return j, whole


@njit(cache=True, nogil=True)
def _own(rows: Rows, values: Values, own: Floats) -> tuple[int, float]:
    """Of `PER_ACCOUNT` rows of an account, taken evenly: how many are known and their squares; their sum in `own`."""
    take, known, squares = min(len(rows), PER_ACCOUNT), 0, 0.0
    own[:] = 0.0
    for s in range(take):
        r = rows[s * len(rows) // take]
        if not np.isnan(values[r, 0]):
            known += 1
            for c in range(len(own)):
                v = values[r, c]
                own[c] += v
                squares += v * v
    return known, squares


def spread(starts: Ints, rows: Rows, account: Rows, values: Values, weight: Floats | None = None) -> Floats:
    """log2 of F: variance between accounts over variance within, pooled over the columns of `values`.

    `values` is (rows, d). 0 for accounts that draw from one distribution, large for customers
    with work of their own. Rows with a NaN in the first column are passed over. `weight`: how many exchanges a row of
    each account stands for (1); F - 1 grows with the exchanges of an account, and is told as of all of these.
    """
    each = np.ones(int(account.max(initial=-1)) + 1) if weight is None else weight
    bits: Floats = _spread(starts, rows, account, values, each)
    return bits


@njit(cache=True, nogil=True)
def _spread(starts: Ints, rows: Rows, account: Rows, values: Values, weight: Floats) -> Floats:
    d = values.shape[1]
    out = np.full(len(starts) - 1, np.nan)
    total, own = np.empty(d), np.empty(d)
    # Most rows stand in groups of whole accounts, again and again: of an account, place 0 is what of it is known.
    seen = np.full(account.max() + 1 if len(account) else 0, -1, np.int32)
    kept = np.empty((len(seen), d + 1))
    for g in range(len(starts) - 1):
        n, k, within, between = 0, 0, 0.0, 0.0
        squared, stood, stood_squared = 0.0, 0.0, 0.0
        total[:] = 0.0
        i = starts[g]
        while i < starts[g + 1]:
            who = account[rows[i]]
            j, whole = _run(rows, i, starts[g + 1], account)
            if whole and seen[who] >= 0:
                m, squares, own[:] = seen[who], kept[who, 0], kept[who, 1:]
            else:
                m, squares = _own(rows[i:j], values, own)
                if whole:
                    seen[who], kept[who, 0], kept[who, 1:] = m, squares, own
            if m > 0:
                part = 0.0
                for c in range(d):
                    part += own[c] * own[c] / m
                    total[c] += own[c]
                between += part
                within += squares - part
                n += m
                k += 1
                full = m * min((j - i) * weight[who], PER_ACCOUNT) / min(j - i, PER_ACCOUNT)
                squared, stood, stood_squared = squared + m * m, stood + full, stood_squared + full * full
            i = j
        if k >= 3 and n - k >= max(6, k // 8):
            centre = 0.0
            for c in range(d):
                centre += total[c] * total[c] / n
            top = max(between - centre, 1e-9) / (k - 1)
            bottom = max(within, 1e-9) / (n - k)
            # The mean square between accounts expects their typical number of rows times the variance between them.
            more = (stood - stood_squared / stood) / (n - squared / n) - 1
            out[g] = np.log2(min(max(top / bottom + (top / bottom - 1) * more, 0.25), 256.0))
    return out


def in_order(starts: Ints, rows: Rows, values: npt.NDArray[np.generic]) -> Rows:
    """The rows of each group by rising `values`, equal ones by their place in the log."""
    used = np.zeros(len(values), np.bool_)
    used[rows] = True
    by = np.flatnonzero(used).astype(np.int32)
    by = by[np.argsort(values[by], kind="stable")]
    rank = np.empty(len(values), np.int32)
    rank[by] = np.arange(len(by), dtype=np.int32)
    out, low = np.empty_like(rows), 0
    while low < len(starts) - 1:
        # Many groups are sorted as one array of group and rank, which is several times as fast as one by one.
        high = max(low + 1, int(np.searchsorted(starts, starts[low] + AT_ONCE, "right")) - 1)
        mine = slice(starts[low], starts[high])
        group = np.repeat(np.arange(high - low), np.diff(starts[low : high + 1]))
        out[mine] = by[np.sort(group << 32 | rank[rows[mine]]) & 0xFFFFFFFF]
        low = high
    return out


def sessions(starts: Ints, rows: Rows, account: Rows, micros: Ints) -> Floats:
    """log2 of how much oftener than by chance two consecutive requests of the pool are one account's.

    Chance is the sum of squared shares. People and programs of their own come in sessions (large); a
    queue dealt out to accounts interleaves (0 and below).
    """
    bits: Floats = _sessions(starts, rows, in_order(starts, rows, micros), account)
    return bits


@njit(cache=True, nogil=True)
def _sessions(starts: Ints, rows: Rows, by_time: Rows, account: Rows) -> Floats:
    out = np.full(len(starts) - 1, np.nan)
    for g in range(len(starts) - 1):
        n = starts[g + 1] - starts[g]
        if n < 12:
            continue
        mine, later = rows[starts[g] : starts[g + 1]], by_time[starts[g] : starts[g + 1]]
        chance, i = 0.0, 0
        while i < n:
            j = i
            while j < n and account[mine[j]] == account[mine[i]]:
                j += 1
            chance += (j - i) * (j - i - 1.0) / (n * (n - 1.0))
            i = j
        same = 0
        for p in range(n - 1):
            same += account[later[p]] == account[later[p + 1]]
        if chance * (n - 1) >= 1.0:
            out[g] = np.log2((same + 0.5) / (chance * (n - 1) + 0.5))
    return out


def repetition(
    starts: Ints, rows: Rows, account: Rows, text: Hashes, weight: Floats | None = None
) -> npt.NDArray[np.float64]:
    """(groups, 2): share of exchanges that repeat the account's own text; share of texts that two accounts asked.

    A benchmark or an assignment comes again under many accounts; a list that is dealt out does not. `weight`: how many
    exchanges a row of each account stands for (1); the fewer were drawn, the less of what comes again is seen.
    """
    each = np.ones(int(account.max(initial=-1)) + 1) if weight is None else weight
    shares: Floats = _repetition(starts, in_order(starts, rows, text), account, text, each)
    return shares


@njit(cache=True, nogil=True)
def _repetition(
    starts: Ints, by_text: Rows, account: Rows, text: Hashes, weight: Floats
) -> npt.NDArray[np.float64]:
    out = np.full((len(starts) - 1, 2), np.nan)
    for g in range(len(starts) - 1):
        mine = by_text[starts[g] : starts[g + 1]]
        distinct, shared, different, known, i = 0, 0, 0, 0, 0
        once, twice, drawn = 0, 0, 0.0
        while i < len(mine):
            j = i
            if text[mine[i]] == 0:
                i += 1
                continue
            accounts = 0
            while j < len(mine) and text[mine[j]] == text[mine[i]]:
                who, begun = account[mine[j]], j
                while j < len(mine) and text[mine[j]] == text[mine[i]] and account[mine[j]] == who:
                    j += 1
                accounts += 1
                once += j - begun == 1
                twice += j - begun == 2
                drawn += (j - begun) * weight[who]
            distinct += 1
            known += j - i
            different += accounts
            if accounts > 1:
                shared += 1
            i = j
        if known > 0:
            out[g, 0] = (drawn - distinct_among(different, once, twice, known, drawn)) / drawn
            out[g, 1] = shared / distinct
    return out


@njit(cache=True, nogil=True)
def means(starts: Ints, rows: Rows, values: Values) -> Floats:
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
def pooled(starts: Ints, rows: Rows, account: Rows, values: Values) -> Floats:
    """`means` of groups of rows of which many are whole accounts: each account is added up once."""
    d = values.shape[1]
    out = np.full((len(starts) - 1, d), np.nan)
    seen = np.zeros(account.max() + 1 if len(account) else 0, np.bool_)
    kept = np.empty((len(seen), 2, d))
    total, own = np.empty((2, d)), np.empty((2, d))  # sum and number of the known
    for g in range(len(starts) - 1):
        total[:] = 0.0
        i = starts[g]
        while i < starts[g + 1]:
            who = account[rows[i]]
            j, whole = _run(rows, i, starts[g + 1], account)
            if whole and seen[who]:
                total += kept[who]
            else:
                own[:] = 0.0
                for r in rows[i:j]:
                    for c in range(d):
                        v = values[r, c]
                        if not np.isnan(v):
                            own[0, c] += v
                            own[1, c] += 1
                total += own
                if whole:
                    seen[who], kept[who] = True, own
            i = j
        for c in range(d):
            if total[1, c] > 0:
                out[g, c] = total[0, c] / total[1, c]
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
