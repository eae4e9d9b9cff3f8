"""Unmixing: which exchanges of a campaign's members were drawn from its queue?

An account may carry innocent traffic too. Requests that stand in tested groups of shared wording are the
queue's beyond doubt; the others are the queue's as far as they are like these and unlike the rest. Where both sorts
are alike in subject, form and size, the accounts serve the campaign alone and all of it is harvest; where
they differ, the difference tells them apart. A naive Bayes profile with one mixing share, estimated by
expectation-maximisation (Dempster, Laird and Rubin 1977) from a member's presumption of guilt.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.pool import Floats
from hydrascope.tables import VECTOR_WIDTH

NEEDED = ("vector", "chars", "output_tokens", "purpose", "history_messages")
LABELS = ("capability", "forms", "language", "tools", "model")
ROUNDS = 3
TEMPER = 0.6
"""Columns of one request are not independent; their bits are scaled by this before they are added."""
MOST_BITS = 4.0
PRESUMED = 2.0
"""Bits for a member's request to be the queue's before it is looked at; half of it stays as the share is learnt."""
SURE = 0.98
LIKELY = 0.5
LEAST_SURE = 3


def profile_columns(features: pa.Table) -> npt.NDArray[np.uint16]:
    """(rows, columns): labels folded into 2^16 buckets, sizes and leanings in steps, the main topic axis.

    Nothing that is the same for all requests of an account, and nothing that makes a request sure by itself.
    """
    folded = [_fold(features[name]) for name in LABELS]
    flat = features["vector"].combine_chunks().flatten().to_numpy()
    vector = flat.reshape(features.num_rows, VECTOR_WIDTH).astype(np.int16)
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


@dataclass(frozen=True, slots=True)
class Profile:
    """What tells a campaign's queue from what else its members ask, learnt from some of their requests.

    `tallies`: per column the values seen, sorted, with how many sure and how many other requests have each; none
    where there was too little of either sort to learn from. `usual` is the share of sure requests, `prior` the bits
    of one of the others before it is looked at, `least` the chance from which a request is held for the queue's.
    """

    tallies: tuple[tuple[npt.NDArray[np.uint16], Floats, Floats], ...]
    usual: float
    prior: float
    least: float


def learn(columns: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_]) -> Profile:
    """Profile from requests of a campaign's members.

    `columns` is (rows, columns) of `profile_columns`, `sure` marks rows whose wording a tested group shares.
    """
    few = min(int(sure.sum()), int((~sure).sum())) < LEAST_SURE
    tallies = () if few else tuple(_tally(columns[:, c], sure) for c in range(columns.shape[1]))
    profile = Profile(tallies, float(sure.mean()) if len(sure) else 0.0, PRESUMED, 0.0)
    bits = _bits(profile, columns, sure, np.ones(len(sure), np.bool_))
    for _ in range(0 if few else ROUNDS):
        share = float(np.clip(_odds(bits[~sure] + profile.prior).mean(), 0.02, 0.98))
        profile = replace(profile, prior=float(np.log2(share / (1 - share))) + PRESUMED / 2)
    chance = np.where(sure, SURE, _odds(bits + profile.prior))
    return replace(profile, least=min(LIKELY, float(chance.max(initial=0.0))))


def chance(
    profile: Profile, columns: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_], learnt: npt.NDArray[np.bool_]
) -> Floats:
    """Probability of each request of a campaign's members to be drawn from the queue: float64 (rows,).

    `learnt` marks the rows from which the profile was learnt: none of them vouches for itself.
    """
    return np.where(sure, SURE, _odds(_bits(profile, columns, sure, learnt) + profile.prior))


def _odds(bits: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp2(-bits))
    return share


def _bits(
    profile: Profile, columns: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_], learnt: npt.NDArray[np.bool_]
) -> Floats:
    total = np.zeros(len(columns))
    for column, tally in enumerate(profile.tallies):
        total += _lean(tally, profile.usual, columns[:, column], sure & learnt, ~sure & learnt)
    return TEMPER * total


def _tally(
    values: npt.NDArray[np.uint16], sure: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint16], Floats, Floats]:
    seen, place = np.unique(values, return_inverse=True)
    queue = np.bincount(place, sure, len(seen)).astype(np.float64)
    return seen, queue, np.bincount(place, minlength=len(seen)) - queue


def _lean(
    tally: tuple[npt.NDArray[np.uint16], Floats, Floats],
    usual: float,
    values: npt.NDArray[np.uint16],
    own_sure: npt.NDArray[np.bool_],
    own_rest: npt.NDArray[np.bool_],
) -> Floats:
    """Bits by which the other rows of a row's value raise its odds to be sure above the share of sure rows.

    Smoothed towards that share by one imagined row, so a value seen once says nothing.
    """
    seen, queue, rest = tally
    place = np.minimum(np.searchsorted(seen, values), len(seen) - 1)
    known = seen[place] == values
    odds = (known * queue[place] - own_sure + usual) / (known * rest[place] - own_rest + 1 - usual)
    bits: Floats = np.clip(np.log2(odds * (1 - usual) / usual), -MOST_BITS, MOST_BITS)
    return bits
