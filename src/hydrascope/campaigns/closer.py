"""A closer look: candidates among the most suspected accounts alone.

Among all accounts a campaign of a hundred is cut up by those that happen to stand between its own. The suspected are
few; among them it lies together and is large enough for the pooled tests to tell. So the suspects are parted anew, by
each of several graphs and coarsely to finely, every part is tested, and an account hears the mean of its parts: one
lucky part does not decide. The doubtful are parted once more by themselves, so that those who are sure do not crowd
them out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.accounts import Membership
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import LEAST, rows_of_parts
from hydrascope.campaigns.crowds import VIEWS, Flags, described, neighbours
from hydrascope.campaigns.grouping import Graph, cut, graph
from hydrascope.campaigns.pool import Floats, Rows
from hydrascope.campaigns.statistics import NAMES, Traffic, measure

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


def partings(t: Traffic, m: Membership, group_bits: Floats, bits: Floats) -> tuple[list[Parting], list[Parting]]:
    """All partings of the suspects, and of the doubtful among them, given what is thought of accounts and groups."""
    order = np.lexsort((np.arange(len(bits)), -bits, t.licensed))
    sure = int(((bits >= SURE) & ~t.licensed).sum())
    most = min(int((~t.licensed).sum()), sure + max(FEWEST, int(DOUBTFUL * len(bits))))
    suspects, doubtful = np.zeros(len(bits), np.bool_), np.zeros(len(bits), np.bool_)
    suspects[order[:most]] = doubtful[order[sure:most]] = True
    together = list(_parted(t, m, group_bits, bits, suspects)) if sure > FEWEST // 2 else []
    return together, list(_parted(t, m, group_bits, bits, doubtful))


def heard(bits: Floats, found: tuple[list[Parting], list[Parting]], model: Boosted) -> Floats:
    """LOOKS of every account, float64 (n, 3): its bits so far, and the mean of its parts' bits; NaN where in none."""
    return np.stack([np.clip(bits, LOWEST, HIGHEST), *(_mean(some, model, len(bits)) for some in found)], axis=1)


def _mean(found: list[Parting], model: Boosted, n: int) -> Floats:
    total, number = np.zeros(n), np.zeros(n)
    for parting in found:
        inside = parting.part >= 0
        total[inside] += model.bits(parting.tested)[parting.part[inside]]
        number += inside
    mean: Floats = np.divide(total, number, out=np.full(n, np.nan), where=number > 0)
    return mean


def _parted(t: Traffic, m: Membership, group_bits: Floats, bits: Floats, seen: Flags) -> Iterator[Parting]:
    if seen.sum() < LEAST:
        return
    for tied, speaks in _graphs(t, m, group_bits, seen):
        for resolution in RESOLUTIONS:
            part = np.full(len(seen), len(seen), np.int32)
            part[seen] = cut(tied, resolution)
            yield _tested(t, bits, *rows_of_parts(part, t.account, speaks & seen[t.account]))


def _tested(t: Traffic, bits: Floats, starts: npt.NDArray[np.int64], rows: Rows) -> Parting:
    count = len(starts) - 1
    part = np.full(len(bits), -1, np.int32)
    part[t.account[rows]] = np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))
    if count == 0:
        return Parting(part, np.zeros((0, len(TESTED))))
    who = np.flatnonzero(part >= 0)
    own, size = np.clip(bits[who], LOWEST, HIGHEST), np.bincount(part[who], minlength=count)
    mean = np.bincount(part[who], own, count) / size
    spread = np.sqrt(np.maximum(np.bincount(part[who], own**2, count) / size - mean**2, 0.0))
    return Parting(part, np.column_stack([measure(t, starts, rows), mean, spread]))


def _graphs(t: Traffic, m: Membership, group_bits: Floats, seen: Flags) -> Iterator[tuple[Graph, Flags]]:
    """Graphs between the accounts that are looked at, and the rows that speak in each: who is near whom in each
    view, who keeps whose company, and all of it together."""
    n, every, held = int(seen.sum()), np.ones(len(t.account), np.bool_), []
    for view in VIEWS:
        speaks, points = described(t, view)
        near = neighbours(points[seen])
        held.append((near.left, near.right, near.weight))
        yield graph(n, *held[-1]), speaks
    held.append(_company(m, group_bits, seen))
    yield graph(n, *held[-1]), every
    left, right = (np.concatenate([ties[end] for ties in held]) for end in (0, 1))
    weight = np.concatenate([w / w.mean() if len(w) else w for *_, w in held])
    yield graph(n, left, right, weight), every


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
