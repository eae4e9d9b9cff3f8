"""Unmixing: which exchanges of a campaign's members were drawn from its queue?

An account may carry innocent traffic too. Requests that stand in tested groups of shared wording are the
queue's beyond doubt; the others are the queue's as far as they are like these and unlike what people ask. What
innocent traffic looks like is known from everybody else in the log. Where all that members ask is alike in subject,
form and size, the accounts serve the campaign alone and all of it is harvest; where it differs, the difference tells it
apart. Two naive Bayes profiles, the queue's and the rest's, and their shares are estimated by expectation-maximisation
(Dempster, Laird and Rubin 1977) from a member's presumption of guilt.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.pool import Floats
from hydrascope.tables import VECTOR_WIDTH

Labels = npt.NDArray[np.uint16]

NEEDED = ("vector", "chars", "output_tokens", "purpose", "history_messages")
LABELS = ("capability", "forms", "language", "tools", "model")
ROUNDS = 10
TEMPER = 0.6
"""Columns of one request are not independent; their bits are scaled by this before they are added."""
MOST_BITS = 4.0
PRESUMED = 0.8
"""Chance of a member's request to be the queue's before it is looked at."""
IMAGINED = 5.0
"""A queue's values are smoothed by so many imagined requests like its members' average one."""
OTHERS_WEIGH = 0.2
"""Everybody else's traffic weighs, in the rest's profile, as so many requests for each one of the members'."""
SURE = 0.98
LIKELY = 0.5
LEAST_SURE = 3


def profile_columns(features: pa.Table) -> Labels:
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

    `leanings`: per column the values seen, sorted, and the bits of each to be the queue's; none where nothing was to be
    learnt. `prior` is the bits of a request before it is looked at, `least` the chance from which one is held for the
    queue's.
    """

    leanings: tuple[tuple[Labels, Floats], ...]
    prior: float
    least: float


@dataclass(frozen=True, slots=True)
class Usual:
    """What everybody else asks: per column the values seen, sorted, and the share of each."""

    shares: tuple[tuple[Labels, Floats], ...]


def usual(columns: Labels) -> Usual:
    """Shares of values among requests of no campaign; `columns` is (rows, columns) of `profile_columns`."""
    counted = [np.unique(column, return_counts=True) for column in columns.T]
    return Usual(tuple((values, counts / max(len(columns), 1)) for values, counts in counted))


def learn(columns: Labels, sure: npt.NDArray[np.bool_], others: Usual) -> Profile:
    """Profile from requests of a campaign's members.

    `columns` is (rows, columns) of `profile_columns`, `sure` marks rows whose wording a tested group shares.
    """
    if not len(sure):
        return Profile((), _bits(PRESUMED), LIKELY)
    seen = [np.unique(column, return_inverse=True) for column in columns.T]
    mine = [np.bincount(place, minlength=len(values)) / len(sure) for values, place in seen]
    # Where there is nobody else, nothing is more usual than what the members ask.
    elsewhere = [
        _at(known, values, shares) if len(known) else own
        for (values, _), (known, shares), own in zip(seen, others.shares, mine, strict=True)
    ]
    chance, share = np.where(sure, 1.0, PRESUMED), PRESUMED
    weight = sure.astype(np.float64) if sure.sum() >= LEAST_SURE else chance
    leanings: list[Floats] = []
    for _ in range(ROUNDS):
        leanings = [
            _leaning(place, weight, chance, own, other)
            for (_, place), own, other in zip(seen, mine, elsewhere, strict=True)
        ]
        bits = np.sum([lean[place] for lean, (_, place) in zip(leanings, seen, strict=True)], axis=0)
        chance, share = _shared_out(bits, sure, share)
        weight = chance
    told = tuple((values, lean) for (values, _), lean in zip(seen, leanings, strict=True))
    most = float(np.where(sure, SURE, chance).max())
    return Profile(told, _bits(share), min(LIKELY, most))


def chance(profile: Profile, columns: Labels, sure: npt.NDArray[np.bool_]) -> Floats:
    """Probability of each request of a campaign's members to be drawn from the queue: float64 (rows,)."""
    bits = np.full(len(columns), profile.prior)
    for column, (values, lean) in zip(columns.T, profile.leanings, strict=False):
        bits += _at(values, column, lean)
    return np.where(sure, SURE, _odds(bits))


def _leaning(place: npt.NDArray[np.intp], weight: Floats, chance: Floats, mine: Floats, elsewhere: Floats) -> Floats:
    """Bits by which each value of a column raises the odds of a request to be the queue's."""
    queue = np.bincount(place, weight, len(mine)) + IMAGINED * mine
    # A value that nobody else has is not impossible for the rest: half a request stands for it.
    rest = np.bincount(place, 1 - chance, len(mine)) + OTHERS_WEIGH * len(place) * elsewhere + 0.5 * mine
    queue /= weight.sum() + IMAGINED
    rest /= (1 - chance).sum() + OTHERS_WEIGH * len(place) + 0.5
    lean: Floats = TEMPER * np.clip(np.log2(queue / rest), -MOST_BITS, MOST_BITS)
    return lean


def _shared_out(bits: Floats, sure: npt.NDArray[np.bool_], share: float) -> tuple[Floats, float]:
    """Chances of the requests given their bits, and the share of the queue among those that are not sure."""
    chance = np.where(sure, 1.0, 0.0)
    for _ in range(3):
        chance[~sure] = _odds(bits[~sure] + _bits(share))
        # Two imagined requests keep up the presumption where little is known.
        share = float(np.clip((chance[~sure].sum() + 2 * PRESUMED) / ((~sure).sum() + 2), 0.02, 0.98))
    return chance, share


def _at(known: Labels, values: Labels, of: Floats) -> Floats:
    """What is known of each value, 0 where it was never seen; `known` is sorted."""
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[place] == values, of[place], 0.0)


def _bits(share: float) -> float:
    return float(np.log2(share / (1 - share)))


def _odds(bits: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp2(-bits))
    return share
