"""From groups to accounts: what the best groups of an account say, and how well it fits in with them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.campaigns import pool
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.crowds import Near
from hydrascope.campaigns.pool import Floats, Ints, Rows
from hydrascope.campaigns.statistics import Traffic, marks_by_account
from hydrascope.tables import VECTOR_UNIT
from hydrascope.threads import THREADS

FLOOR = -6.0
"""Bits below which a group's verdict makes no difference to its members."""
CONTENT = FAMILIES.index("content")
IN_FAVOUR = 1.0

OWN = (
    "own content",
    "own single turns",
    "own elicitation",
    "own judging",
    "own volume",
    "own youth",
    "own orphans",
    "own repetition",
    "own addresses",
    "own status",
)
FIT = (
    "share in group",
    "sign-up fit",
    "arrival fit",
    "parameters fit",
    "client fit",
    "topic fit",
    "load fit",
)
GROUPS = (*(f"best {name} group" for name in FAMILIES), "groups in favour", "requests in favour", "share in favour")
NEAR = ("alike accounts", "company")
TERMS = GROUPS + FIT + OWN + NEAR


@dataclass(frozen=True, slots=True)
class Membership:
    """Every (group, account) pair: group `group[m]`, account `who[m]` with `counts[m]` of its rows."""

    first: Ints
    group: Rows
    who: Rows
    counts: Rows


def membership(groups: Groups, t: Traffic) -> Membership:
    """The members of all groups."""
    first, who, counts = pool.members(groups.starts, groups.rows, t.account)
    return Membership(first, np.repeat(np.arange(len(groups), dtype=np.int32), np.diff(first)), who, counts)


def describe(t: Traffic, groups: Groups, bits: Floats, m: Membership) -> tuple[Floats, Ints]:
    """Terms of every account but the last two (`NEAR`, left 0), and the best group of each (-1 none)."""
    n = t.table.num_rows
    chosen = _chosen(m.group, m.who, bits, n)
    top = np.where(chosen >= 0, m.group[chosen], -1) if len(m.who) else chosen
    columns = _by_family(groups, bits, m, n)
    columns += [np.log2(1.0 + np.bincount(m.who, bits[m.group] > 0, minlength=n))]
    columns += _in_favour(t, groups, bits)
    columns += _fit(t, groups, m, chosen)
    columns += _own(t)
    columns += [np.zeros(n) for _ in NEAR]
    return np.stack(columns, axis=1), top


@njit(cache=True, nogil=True)
def _chosen(group: Rows, who: Rows, bits: Floats, n: int) -> Ints:
    """The membership of each account in its best group, the first of equals; -1 where it is in none."""
    best = np.full(n, -1, np.int64)
    for m in range(len(who)):
        if best[who[m]] < 0 or bits[group[m]] > bits[group[best[who[m]]]]:
            best[who[m]] = m
    return best


def _by_family(groups: Groups, bits: Floats, m: Membership, n: int) -> list[Floats]:
    """Bits of the best group of each family; FLOOR where an account is in none."""
    columns = []
    for family in range(len(FAMILIES)):
        mine = groups.family[m.group] == family
        best = np.full(n, FLOOR)
        np.maximum.at(best, m.who[mine], bits[m.group[mine]])
        columns.append(best)
    return columns


def rows_in_favour(t: Traffic, groups: Groups, bits: Floats) -> npt.NDArray[np.bool_]:
    """Requests that stand in a group which shares its words and tests as a campaign: bool (rows,)."""
    kept = (groups.family == CONTENT) & (bits > IN_FAVOUR)
    hit = np.zeros(len(t.account), bool)
    hit[groups.rows[np.repeat(kept, np.diff(groups.starts))]] = True
    return hit


def _in_favour(t: Traffic, groups: Groups, bits: Floats) -> list[Floats]:
    """log2 of one plus the requests of an account that stand in a group which shares its words and tests as a
    campaign, and their share: a stray coincidence is one request, a queue is many."""
    count = np.bincount(t.account, rows_in_favour(t, groups, bits), minlength=t.table.num_rows)
    return [np.log2(1.0 + count * t.weight), count / t.column("sampled")]


def _fit(t: Traffic, groups: Groups, m: Membership, chosen: Ints) -> list[Floats]:
    """How an account fits into its best group; NaN without one."""
    at = np.flatnonzero(chosen >= 0)
    member = chosen[at]
    group, who = m.group[member], m.who[member]
    with ThreadPoolExecutor(THREADS) as threads:
        asked = {
            "topic fit": threads.submit(_topic, t, groups, m, group, member),
            "parameters fit": threads.submit(_agrees, t.hashes("main_parameters"), m, group, who),
            "client fit": threads.submit(_agrees, t.hashes("main_client"), m, group, who),
            "sign-up fit": threads.submit(_nearest_rank, t.column("signup"), m, group, who),
            "arrival fit": threads.submit(_nearest_rank, t.column("arrival"), m, group, who),
            "load fit": threads.submit(_load, t, m, group, member),
        }
        found = {name: fit.result() for name, fit in asked.items()}
    found["share in group"] = m.counts[member] / t.column("sampled")[who]
    out = np.full((len(FIT), t.table.num_rows), np.nan)
    for place, name in enumerate(FIT):
        out[place, at] = found[name]
    return list(out)


def _load(t: Traffic, m: Membership, group: Rows, member: Ints) -> Floats:
    """log2 of how many times an account's load in its group is that of the average member, or the reverse."""
    loads = np.log2(m.counts * t.weight[m.who])
    middle = pool.means(m.first, np.arange(len(m.who), dtype=np.int32), loads[:, None].astype(np.float32))[:, 0]
    return np.abs(loads[member] - middle[group])


def _nearest_rank(rank: Floats, m: Membership, group: Rows, who: Rows) -> Floats:
    """Bits by which the nearest other member is nearer in rank than expected of a random group."""
    asked = np.full(len(rank), -1, np.int64)
    asked[who] = group
    gap = _gaps(m.first, pool.in_order(m.first, m.who, rank), rank, asked)[who]
    known, size = np.where(np.isfinite(gap), gap, np.nan), np.diff(m.first)
    bits: Floats = np.log2(0.5 / size[group] / np.maximum(known, 0.01 / len(rank)))
    return bits


@njit(cache=True, nogil=True)
def _gaps(first: Ints, by_rank: Rows, rank: Floats, asked: Ints) -> Floats:
    """How far each account is from the nearest other member of the group that is asked about; inf where unknown."""
    gap = np.full(len(rank), np.inf)
    for g in range(len(first) - 1):
        for i in range(first[g], first[g + 1] - 1):
            a, b = by_rank[i], by_rank[i + 1]
            near = rank[b] - rank[a]
            if asked[a] == g and near < gap[a]:
                gap[a] = near
            if asked[b] == g and near < gap[b]:
                gap[b] = near
    return gap


def _entry(m: Membership, group: Rows, who: Rows) -> Ints:
    """Index of (group, account) among the memberships, which are sorted by both."""
    code = m.group.astype(np.int64) << 32 | m.who
    return np.searchsorted(code, group.astype(np.int64) << 32 | who)


def _agrees(value: npt.NDArray[np.uint64], m: Membership, group: Rows, who: Rows) -> Floats:
    """Share of a group's members that have the account's own value; NaN where it is unknown."""
    code = value[m.who] * np.uint64(0x9E3779B97F4A7C15) ^ m.group.astype(np.uint64)
    _, place, counts = np.unique(code, return_inverse=True, return_counts=True)
    entry = _entry(m, group, who)
    size = np.diff(m.first)[group]
    return np.where(value[who] == 0, np.nan, (counts[place[entry]] - 1) / np.maximum(size - 1, 1))


def _topic(t: Traffic, groups: Groups, m: Membership, group: Rows, member: Ints) -> Floats:
    """log2 of the squared distance of an account's mean topic from its group's, over what chance allows."""
    ends = np.cumsum(m.counts.astype(np.int64))
    first = np.concatenate([[0], ends])
    starts = np.stack([first[member], first[member + 1]], axis=1)
    used, place = np.unique(group, return_inverse=True)
    centre = pool.means(*groups.some(used), t.vector)
    return _distance(starts, groups.rows, t.vector, centre, place)


@njit(cache=True, nogil=True)
def _distance(spans: Ints, rows: Rows, vector: npt.NDArray[np.int8], centre: Floats, group: Ints) -> Floats:
    out = np.full(len(spans), np.nan)
    total = np.empty(vector.shape[1])
    for a in range(len(spans)):
        n = spans[a, 1] - spans[a, 0]
        total[:] = 0.0
        for i in range(spans[a, 0], spans[a, 1]):
            for c in range(len(total)):
                total[c] += vector[rows[i], c]
        seen, spread = 0.0, 1.0
        for c in range(len(total)):
            seen += ((total[c] / n - centre[group[a], c]) / VECTOR_UNIT) ** 2
            spread -= (centre[group[a], c] / VECTOR_UNIT) ** 2
        out[a] = np.log2(max(seen, 1e-4) / max(spread / n, 1e-4))
    return out


def _own(t: Traffic) -> list[Floats]:
    """The account alone, against the average account where a level depends on the log."""
    marks = marks_by_account(t)
    return [
        _level(marks[:, 0]),
        _level(marks[:, 1]),
        marks[:, 3],
        marks[:, 4],
        np.log2(t.column("exchanges")),
        t.young,
        _level(t.column("orphan")),
        1 - t.column("novelty"),
        _level(t.column("addresses")),
        t.column("banned"),
    ]


def _level(values: Floats) -> Floats:
    return values - (np.nanmean(values) if (~np.isnan(values)).any() else 0.0)


def alike(views: list[Near], odds: Floats) -> Floats:
    """Mean log2 odds of the nearest accounts, the highest over the views: guilt needs company."""
    best = np.full(len(odds), -np.inf)
    for near in views:
        total = np.bincount(near.left, odds[near.right], minlength=len(odds))
        number = np.bincount(near.left, minlength=len(odds))
        best = np.maximum(best, np.where(number > 0, total / np.maximum(number, 1), -HONEST_ODDS))
    return best


def company(m: Membership, odds: Floats) -> Floats:
    """Mean log2 odds of the other members of an account's worst company, shrunk towards honest.

    Of all groups of an account the one whose other members stand highest counts; three imagined honest
    members keep small groups from deciding.
    """
    size = np.diff(m.first)
    total = np.bincount(m.group, odds[m.who], minlength=len(size))
    mean = (total[m.group] - odds[m.who] - 3 * HONEST_ODDS) / (size[m.group] + 2)
    worst = np.full(len(odds), -HONEST_ODDS)
    np.maximum.at(worst, m.who, mean)
    return worst


HONEST_ODDS = 8.0


def opinions(bits: Floats) -> Floats:
    """Log2 odds bounded to what one neighbour's word may weigh."""
    return np.clip(bits, -HONEST_ODDS, HONEST_ODDS)
