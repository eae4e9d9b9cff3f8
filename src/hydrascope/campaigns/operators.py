"""Which likely accounts act as one: is this pair of one operator?

Two accounts of campaigns may share a proxy network or a question source and still belong to rivals. So
pairs of likely accounts are compared in what they were harvested for, how, when, with what software and in
which tested groups they stand, and a model in bits says whether one operator is behind both. Average
linkage joins while the mean bits between two clusters speak for one operator, so a hub glues nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix, diags

from hydrascope.campaigns.accounts import Membership, rows_in_favour
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.pool import Floats, Ints, Rows, means
from hydrascope.campaigns.statistics import MARKS, Traffic
from hydrascope.tables import VECTOR_UNIT

FORM = ("leaning", "length", "output length")
TIMES = ("signup", "arrival", "departure")
SAME = ("main_parameters", "main_client", "email", "payment")
COMPANY = {
    "words": ("content",),
    "traces": ("continuity", "network", "client", "parameters", "identity"),
    "crowds": ("community", "crowd"),
}
PAIR_TERMS = (
    "topics apart",
    *(f"{name} apart" for name in (*FORM, *MARKS[:7])),
    *(f"{name} apart" for name in TIMES),
    "volumes apart",
    *(f"same {name}" for name in SAME),
    "same model",
    *(f"groups of {name} in common" for name in COMPANY),
)
AT_ONCE = 2_500
"""So many accounts are clustered pair by pair; further ones join the cluster they fit best."""
PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is compared: a row per likely account, in the order of `who`."""

    who: Ints
    topic: Floats
    form: Floats
    times: Floats
    volume: Floats
    labels: npt.NDArray[np.uint64]
    company: tuple[csr_matrix, ...]


def profiles(t: Traffic, groups: Groups, m: Membership, group_bits: Floats, who: Ints) -> Profiles:
    """Profiles of the accounts `who` (sorted), from their requests that tested groups share, else from all."""
    shared = rows_in_favour(t, groups, group_bits)
    has = np.bincount(t.account, shared, minlength=t.table.num_rows) > 0
    mine = np.zeros(t.table.num_rows, bool)
    mine[who] = True
    rows = np.flatnonzero(mine[t.account] & (shared | ~has[t.account])).astype(np.int32)
    first = np.searchsorted(t.account[rows], np.arange(t.table.num_rows + 1)).astype(np.int64)
    labels = [t.hashes(name)[who] for name in SAME] + [(t.column("main_model")[who] + 2).astype(np.uint64)]
    return Profiles(
        who=who,
        topic=means(first, rows, t.vector)[who] / VECTOR_UNIT,
        form=np.concatenate([means(first, rows, t.form), means(first, rows, t.marks)[:, :7]], axis=1)[who],
        times=np.stack([t.column(name)[who] for name in TIMES], axis=1),
        volume=np.log2(t.column("exchanges")[who]),
        labels=np.stack(labels, axis=1),
        company=tuple(_company(groups, m, group_bits, who, t.table.num_rows, names) for names in COMPANY.values()),
    )


def _company(
    groups: Groups, m: Membership, group_bits: Floats, who: Ints, n: int, families: tuple[str, ...]
) -> csr_matrix:
    """Unit rows over the tested groups of some families; a group that few likely accounts share weighs more."""
    place = np.full(n, -1, np.int64)
    place[who] = np.arange(len(who))
    of = np.isin(groups.family, [FAMILIES.index(name) for name in families])
    kept = (place[m.who] >= 0) & (group_bits[m.group] > 0) & of[m.group]
    group, row = m.group[kept], place[m.who[kept]]
    held = np.bincount(group, minlength=len(groups))
    weight = np.sqrt(np.maximum(np.log2(len(who) / np.maximum(held[group], 1)), 0.05)) * (held[group] > 1)
    table = csr_matrix((weight, (row, group)), shape=(len(who), len(groups)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    unit = csr_matrix(diags(1 / np.maximum(length, 1e-9)) @ table)
    unit.sort_indices()
    return unit


def compare(p: Profiles, left: Ints, right: Ints) -> Floats:
    """PAIR_TERMS of pairs of profile rows: float64 (n, len(PAIR_TERMS)); NaN where one side is unknown."""
    same = np.where((p.labels[left] == 0) | (p.labels[right] == 0), np.nan, p.labels[left] == p.labels[right])
    common = [_products(c.indptr, c.indices, c.data, c.shape[1], left, right) for c in p.company]
    return np.concatenate(
        [
            np.abs(p.topic[left] - p.topic[right]).sum(axis=1)[:, None],
            np.abs(p.form[left] - p.form[right]),
            np.abs(p.times[left] - p.times[right]),
            np.abs(p.volume[left] - p.volume[right])[:, None],
            same,
            np.stack(common, axis=1),
        ],
        axis=1,
    )


@njit(cache=True, nogil=True)
def _products(starts: Rows, columns: Rows, values: Floats, width: int, left: Ints, right: Ints) -> Floats:
    """Scalar products of rows of a sparse matrix with `width` columns; quick where equal `left` come together."""
    out, laid, of = np.zeros(len(left)), np.zeros(width), -1
    for i in range(len(left)):
        if left[i] != of:
            if of >= 0:
                laid[columns[starts[of] : starts[of + 1]]] = 0.0
            of = left[i]
            laid[columns[starts[of] : starts[of + 1]]] = values[starts[of] : starts[of + 1]]
        for j in range(starts[right[i]], starts[right[i] + 1]):
            out[i] += laid[columns[j]] * values[j]
    return out


def cluster(p: Profiles, model: Boosted) -> Rows:
    """Operator of every profile, 0 upwards: average linkage of bits, as long as they speak for one operator.

    Of more than AT_ONCE a spread of that many is linked, the others join whom they are of one operator with, and
    those that are with none of them are linked in turn.
    """
    out = np.full(len(p.who), -1, np.int32)
    left, named = np.arange(len(out)), 0
    while len(left):
        seeds = left[:: -(-len(left) // AT_ONCE)]
        names = named + _linked(p, model, seeds)
        out[seeds] = names
        rest = left[out[left] < 0]
        best, name = _nearest(p, model, rest, seeds, names)
        out[rest[best > 0]] = name[best > 0]
        left, named = rest[best <= 0], int(names.max()) + 1
    return out


def _linked(p: Profiles, model: Boosted, seeds: Ints) -> Rows:
    """Clusters of a few profiles, 0 upwards."""
    if len(seeds) < 2:
        return np.zeros(len(seeds), np.int32)
    left, right = np.triu_indices(len(seeds), 1)
    bits = np.concatenate([model.bits(compare(p, seeds[a], seeds[b])) for a, b in in_pieces(left, right)])
    names: Rows = fcluster(linkage(BOUND - np.clip(bits, -BOUND, BOUND), "average"), BOUND, "distance")
    return (names - 1).astype(np.int32)


BOUND = 8.0
"""A pair's bits are bounded by this, so that no single comparison decides."""
MOST_ASKED = 12


def _nearest(p: Profiles, model: Boosted, rest: Ints, seeds: Ints, names: Rows) -> tuple[Floats, Rows]:
    """The mean bits and the cluster whose first members speak most for each of the rest."""
    best, out = np.full(len(rest), -np.inf), np.zeros(len(rest), np.int32)
    for name in np.unique(names) if len(rest) else ():
        asked = seeds[names == name][:MOST_ASKED]
        left, right = np.repeat(rest, len(asked)), np.tile(asked, len(rest))
        bits = np.clip(model.bits(compare(p, left, right)), -BOUND, BOUND).reshape(len(rest), -1).mean(axis=1)
        out[bits > best] = name
        best = np.maximum(best, bits)
    return best, out


def in_pieces(left: Ints, right: Ints) -> list[tuple[Ints, Ints]]:
    """Pairs in pieces of about PAIRS_AT_ONCE, for what is compared takes room."""
    parts = max(1, len(left) // PAIRS_AT_ONCE)
    return list(zip(np.array_split(left, parts), np.array_split(right, parts), strict=True))
