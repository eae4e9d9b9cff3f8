"""Unmixing: which exchanges of a campaign's members were drawn from its queue?

An account may carry innocent traffic too. Requests that stand in tested groups of shared wording are the
queue's beyond doubt; the others are the queue's as far as they are like these and unlike the rest. Where both sorts
are alike in subject, form and size, the accounts serve the campaign alone and all of it is harvest; where
they differ, the difference tells them apart. A naive Bayes profile with one mixing share, estimated by
expectation-maximisation (Dempster, Laird and Rubin 1977) from a member's presumption of guilt.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.pool import Floats

LABELS = ("capability", "forms", "language", "tools", "model")
BUCKETS = 1 << 16
ROUNDS = 3
TEMPER = 0.6
"""Columns of one request are not independent; their bits are scaled by this before they are added."""
MOST_BITS = 4.0
PRESUMED = 2.0
"""Bits for a member's request to be the queue's before it is looked at; half of it stays as the share is learnt."""
SURE = 0.98
LEAST_SURE = 3


def profile_columns(features: pa.Table) -> npt.NDArray[np.uint16]:
    """(rows, columns): labels folded into 2^16 buckets, sizes and leanings in steps, the main topic axis.

    Nothing that is the same for all requests of an account, and nothing that makes a request sure by itself.
    """
    folded = [_fold(features[name]) for name in LABELS]
    vector = features["vector"].combine_chunks().flatten().to_numpy().reshape(features.num_rows, -1).astype(np.int16)
    axis = np.abs(vector).argmax(axis=1)
    steps = [
        np.log2(features["chars"].to_numpy().clip(0) + 1.0) * 1.5,
        np.log2(features["output_tokens"].to_numpy().clip(0) + 1.0),
        features["purpose"].to_numpy() + 20,
        features["history_messages"].to_numpy().clip(-1, 3) + 1,
        axis * 2 + (vector[np.arange(len(axis)), axis] > 0),
    ]
    return np.stack([*folded, *(step.astype(np.int64).astype(np.uint16) for step in steps)], axis=1)


def _fold(column: pa.ChunkedArray) -> npt.NDArray[np.uint16]:
    chunk = column.combine_chunks()
    if pa.types.is_dictionary(chunk.type):
        chunk = chunk.indices.fill_null(-1)
    value = chunk.to_numpy(zero_copy_only=False).astype(np.uint64)
    folded: npt.NDArray[np.uint16] = ((value * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)).astype(np.uint16)
    return folded


def unmix(columns: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_]) -> Floats:
    """Probability of each row of a campaign's members to be drawn from the queue: float64 (rows,).

    `columns` is (rows, columns) of `profile_columns`, `sure` marks rows whose wording a tested group shares.
    """
    prior = PRESUMED
    if sure.sum() < LEAST_SURE or (~sure).sum() < LEAST_SURE:
        return np.where(sure, SURE, 1 / (1 + np.exp2(-prior)))
    bits = TEMPER * sum((_lean(columns[:, c], sure) for c in range(columns.shape[1])), np.zeros(len(sure)))
    for _ in range(1 + ROUNDS):
        chance = 1 / (1 + np.exp2(-(bits + prior)))
        share = float(np.clip(chance[~sure].mean(), 0.02, 0.98))
        prior = float(np.log2(share / (1 - share))) + PRESUMED / 2
    return np.where(sure, SURE, chance)


def _lean(values: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_]) -> Floats:
    """Bits by which the other rows of a row's value raise its odds to be sure above the share of sure rows.

    Smoothed towards that share by one imagined row, so a value seen once says nothing.
    """
    usual = sure.mean()
    queue = np.bincount(values, sure, minlength=BUCKETS)[values] - sure
    rest = np.bincount(values, ~sure, minlength=BUCKETS)[values] - ~sure
    odds = (queue + usual) / (rest + 1 - usual)
    bits: Floats = np.clip(np.log2(odds * (1 - usual) / usual), -MOST_BITS, MOST_BITS)
    return bits
