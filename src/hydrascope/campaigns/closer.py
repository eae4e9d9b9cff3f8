"""A closer look: candidates among the most suspected accounts alone.

Among all accounts a campaign of a hundred is cut up by those that happen to stand between its own. The suspected are
few; among them it lies together and is large enough for the pooled tests to tell. So the suspects are parted anew, by
each of several graphs and coarsely to finely, every part is tested, and an account hears the mean of its parts: one
lucky part does not decide. The doubtful are parted once more by themselves, so that those who are sure do not crowd
them out.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from hydrascope.campaigns.accounts import Membership
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import LEAST, rows_of_parts
from hydrascope.campaigns.crowds import Flags, Seen, neighbours
from hydrascope.campaigns.grouping import Graph, cut, graph
from hydrascope.campaigns.pool import Floats, Ints, Rows
from hydrascope.campaigns.statistics import NAMES, Traffic, measure
from hydrascope.sorts import distinct
from hydrascope.threads import THREADS

SURE = 3.5
"""Bits that about one honest account in a thousand reaches."""
DOUBTFUL = 0.08
"""Share of the accounts that are doubtful: those next to the sure ones."""
FEWEST = 60
"""So many are doubtful in a small log; fewer sure ones than half of it are not looked at with them."""
RESOLUTIONS = (1.0, 4.0, 16.0)
WORTH = -3.0
"""Bits of a group in whose company accounts are tied."""
CHORDS = 3
"""A member of a group is tied to so many that follow it."""
LOWEST, HIGHEST = -12.0, 20.0
"""Bits of an account count within these bounds."""
TESTED = (*NAMES, "members' bits", "spread of members' bits")
LOOKS = ("so far", "among suspects", "among the doubtful")


@dataclass(frozen=True, slots=True)
class Parting:
    """One way to part the accounts that are looked at: `part` of every account, -1 none; TESTED of every part."""

    part: Rows
    tested: Floats


@dataclass(frozen=True, slots=True)
class Closer:
    """What a closer look sees: all partings of the suspects, and of the doubtful among them; which accounts were looked
    at (sorted), and places of those that stand next to one another: pairs, each once, `left` before `right`."""

    suspects: list[Parting]
    doubtful: list[Parting]
    who: Ints
    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class Tied:
    """A graph between the accounts that are looked at, who is tied in it, and the rows that speak for them in it."""

    graph: Graph
    left: Rows
    right: Rows
    speaks: Flags


def look_closer(t: Traffic, views: list[Seen], m: Membership, group_bits: Floats, bits: Floats) -> Closer:
    """A closer look at the suspects among accounts as `views` have them, given what is thought of them and groups."""
    order = np.lexsort((np.arange(len(bits)), -bits, t.licensed))
    sure = int(((bits >= SURE) & ~t.licensed).sum())
    most = min(int((~t.licensed).sum()), sure + max(FEWEST, int(DOUBTFUL * len(bits))))
    suspects, doubtful = np.zeros(len(bits), np.bool_), np.zeros(len(bits), np.bool_)
    doubtful[order[sure:most]] = True
    suspects[order[: most if sure > FEWEST // 2 else 0]] = True
    graphs = [_graphs(views, m, group_bits, some) for some in (suspects, doubtful)]
    looks = [(seen, tied) for seen, some in zip((suspects, doubtful), graphs, strict=True) for tied in some]
    asked = [(seen, tied, resolution) for seen, tied in looks for resolution in RESOLUTIONS]
    with ThreadPoolExecutor(THREADS) as threads:
        groups = list(threads.map(partial(_parted, t.account), asked))
    found = _tested(t, bits, groups)
    first = len(graphs[0]) * len(RESOLUTIONS)
    who = np.flatnonzero(suspects if graphs[0] else doubtful)
    return Closer(found[:first], found[first:], who, *_pairs(graphs[0] or graphs[1], len(who)))


def _pairs(graphs: list[Tied], n: int) -> tuple[Ints, Ints]:
    """Who is tied to whom in any of the graphs of `n` accounts: each pair once, sorted."""
    codes = [np.zeros(0, np.int64)]
    for tied in graphs[:-1]:  # the last holds the ties of all others
        low, high = np.minimum(tied.left, tied.right), np.maximum(tied.left, tied.right)
        codes.append(distinct(low[low < high].astype(np.int64) * n + high[low < high]))
    left, right = np.divmod(distinct(np.concatenate(codes)), max(n, 1))
    return left, right


def heard(bits: Floats, found: Closer, model: Boosted) -> Floats:
    """LOOKS of every account, float64 (n, 3): its bits so far, and the mean of its parts' bits; NaN where in none."""
    means = (_mean(some, model, len(bits)) for some in (found.suspects, found.doubtful))
    return np.stack([np.clip(bits, LOWEST, HIGHEST), *means], axis=1)


def _mean(found: list[Parting], model: Boosted, n: int) -> Floats:
    total, number = np.zeros(n), np.zeros(n)
    said = model.bits(np.concatenate([np.zeros((0, len(TESTED))), *(parting.tested for parting in found)]))
    first = 0
    for parting in found:
        inside = parting.part >= 0
        total[inside] += said[first + parting.part[inside]]
        number += inside
        first += len(parting.tested)
    mean: Floats = np.divide(total, number, out=np.full(n, np.nan), where=number > 0)
    return mean


def _parted(account: Rows, asked: tuple[Flags, Tied, float]) -> tuple[Ints, Rows]:
    """Starts and rows of the parts of the accounts that are seen, cut from a graph at a resolution."""
    seen, tied, resolution = asked
    part = np.full(len(seen), len(seen), np.int32)
    part[seen] = cut(tied.graph, resolution)
    return rows_of_parts(part, account, tied.speaks & seen[account])


def _tested(t: Traffic, bits: Floats, groups: list[tuple[Ints, Rows]]) -> list[Parting]:
    """Every part tested, all in one go: what is known of an account is known for all its parts."""
    ends = np.cumsum([0, *(len(starts) - 1 for starts, _ in groups)])
    starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(np.diff(starts) for starts, _ in groups)]))
    rows = np.concatenate([np.zeros(0, np.int32), *(rows for _, rows in groups)])
    statistics = measure(t, starts, rows)
    return [_told(t, bits, *group, statistics[a:b]) for group, (a, b) in zip(groups, pairwise(ends), strict=True)]


def _told(t: Traffic, bits: Floats, starts: Ints, rows: Rows, statistics: Floats) -> Parting:
    """A parting with what its members' bits so far add to the statistics of its parts."""
    count = len(starts) - 1
    part = np.full(len(bits), -1, np.int32)
    part[t.account[rows]] = np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))
    who = np.flatnonzero(part >= 0)
    own, size = np.clip(bits[who], LOWEST, HIGHEST), np.bincount(part[who], minlength=count)
    mean = np.bincount(part[who], own, count) / size
    spread = np.sqrt(np.maximum(np.bincount(part[who], own**2, count) / size - mean**2, 0.0))
    return Parting(part, np.column_stack([statistics, mean, spread]))


def _graphs(views: list[Seen], m: Membership, group_bits: Floats, seen: Flags) -> list[Tied]:
    """Who is near whom in each view, who keeps whose company, and all of it together; none for fewer than `LEAST`."""
    n = int(seen.sum())
    if n < LEAST:
        return []
    with ThreadPoolExecutor(THREADS) as threads:
        company = threads.submit(_company, m, group_bits, seen)
        near = list(threads.map(lambda view: neighbours(view.points[seen]), views))
        held = [(found.left, found.right, found.weight) for found in near] + [company.result()]
        left, right = (np.concatenate([ties[end] for ties in held]) for end in (0, 1))
        weight = np.concatenate([w / w.mean() if len(w) else w for *_, w in held])
        every_tie = [*held, (left, right, weight)]
        graphs = list(threads.map(lambda ties: graph(n, *ties), every_tie))
    every = np.ones(len(views[0].chosen), np.bool_)
    speaks = [view.chosen for view in views] + [every, every]
    return [Tied(tied, *ties[:2], rows) for tied, ties, rows in zip(graphs, every_tie, speaks, strict=True)]


def _company(m: Membership, group_bits: Floats, seen: Flags) -> tuple[Rows, Rows, Floats]:
    """Ties between members of one group: each to the next ones of a ring; the surer and smaller a group, the more."""
    place = (np.cumsum(seen) - 1).astype(np.int32)
    kept = np.flatnonzero(seen[m.who] & (group_bits[m.group] > WORTH))
    group, who = m.group[kept], place[m.who[kept]]
    first = np.searchsorted(group, np.arange(len(group_bits) + 1))
    start, size = first[group], np.diff(first)[group]
    weight = 1 / (1 + np.exp2(-group_bits[group])) / np.log2(1 + size)
    left, right, strength = [], [], []
    for step in range(1, CHORDS + 1):
        tied = np.flatnonzero(size > step)
        left.append(who[tied])
        right.append(who[start[tied] + (tied - start[tied] + step) % size[tied]])
        strength.append(weight[tied])
    return np.concatenate(left), np.concatenate(right), np.concatenate(strength)
