"""Unmixing: which exchanges of a member were drawn from the campaign's queue?

An account may carry innocent traffic too. The rows of a campaign's members are a mixture of the queue and
of everything else; everything else looks like the population. Expectation-maximisation (Dempster, Laird
and Rubin 1977) over a naive Bayes profile with one mixing share per account tells them apart.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.pool import Floats, Ints, Rows

COLUMNS = (
    "head",
    "tail",
    "system",
    "tools",
    "parameters",
    "client",
    "model",
    "capability",
    "forms",
    "language",
)
BUCKETS = 1 << 16
ROUNDS = 6
TEMPER = 0.6
"""Columns of one request are not independent; their bits are scaled by this before they are added."""


def profile_columns(features: pa.Table) -> npt.NDArray[np.uint16]:
    """(rows, columns): every column of a profile folded into 2^16 buckets, sizes and leanings in steps."""
    folded = [_fold(features[name]) for name in COLUMNS]
    steps = [
        np.log2(features["chars"].to_numpy().clip(0) + 1.0) * 2,
        np.log2(features["output_tokens"].to_numpy().clip(0) + 1.0) * 1.5,
        features["purpose"].to_numpy() * 2 + 20,
        features["history_messages"].to_numpy().clip(-1, 3) + 1,
    ]
    return np.stack([*folded, *(step.astype(np.int64).astype(np.uint16) for step in steps)], axis=1)


def _fold(column: pa.ChunkedArray) -> npt.NDArray[np.uint16]:
    chunk = column.chunk(0)
    if pa.types.is_dictionary(chunk.type):
        chunk = chunk.indices.fill_null(-1)
    value = chunk.to_numpy(zero_copy_only=False).astype(np.uint64)
    folded: npt.NDArray[np.uint16] = ((value * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)).astype(
        np.uint16
    )
    return folded


def unmix(
    columns: npt.NDArray[np.uint16], account: Rows, rows: Ints, sure: npt.NDArray[np.bool_], background: Ints
) -> Floats:
    """Probability of each of `rows` (the members' rows) to be drawn from the queue.

    `sure` marks the rows that a group which tested as a campaign holds in common: the first guess.
    `background` are rows of accounts that are not in question.
    """
    mine, _ = np.unique(account[rows], return_inverse=True)
    place = np.searchsorted(mine, account[rows])
    number = np.bincount(place, minlength=len(mine))
    odds_of = [_counts(columns[background, c], None) for c in range(columns.shape[1])]
    weight = np.where(sure, 0.95, 0.3 if sure.any() else 0.7)
    for _ in range(ROUNDS):
        bits = np.zeros(len(rows))
        for c in range(columns.shape[1]):
            values = columns[rows, c]
            bits += _surprise(values, weight, odds_of[c])
        share = (np.bincount(place, weight, minlength=len(mine)) + 0.5) / (number + 1.0)
        prior = np.log2(share / (1 - share))[place]
        weight = 1 / (1 + np.exp2(-np.clip(TEMPER * bits + prior, -30, 30)))
    return weight


def _counts(values: npt.NDArray[np.uint16], weight: Floats | None) -> Floats:
    counts: Floats = np.bincount(values, weight, minlength=BUCKETS).astype(np.float64)
    return counts


def _surprise(values: npt.NDArray[np.uint16], weight: Floats, usual: Floats) -> Floats:
    """Bits of each value for the queue against the population, both smoothed; a row does not vouch for itself."""
    queue = _counts(values, weight)
    used = float(max((queue > 0).sum(), (usual > 0).sum(), 2))
    in_queue = (queue[values] - weight + 0.5) / (queue.sum() + 0.5 * used)
    in_rest = (usual[values] + 0.5) / (usual.sum() + 0.5 * used)
    bits: Floats = np.clip(np.log2(in_queue / in_rest), -6, 6)
    return bits
