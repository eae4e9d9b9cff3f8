"""Partners: which of the suspected act as one, pair by pair, and how many of them an account has.

A crowd of look-alikes holds people who are alike in one thing; members of a campaign are alike in most. So each
suspected account is compared with those that stand next to it in the graphs of the closer look, in what they ask, how,
when, with what software and in whose company, and a model in bits says whether the two take part in one campaign.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.closer import HIGHEST, LOWEST, Closer
from hydrascope.campaigns.operators import PAIR_TERMS, Profiles, compare, in_pieces
from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.sorts import by_code
from hydrascope.threads import THREADS

PARTNER_TERMS = PAIR_TERMS + tuple(
    f"{end} {what}" for what in ("bits so far", "among suspects", "among the doubtful") for end in ("lower", "higher")
)
PLACES = (0, 4, 9)
PARTNERED = (
    "after the closer look",
    "partners",
    "share of partners",
    "likely partners",
    "partners' bits",
    "nearest partner",
    "fifth partner",
    "tenth partner",
)


def compared(p: Profiles, bits: Floats, looks: Floats, left: Ints, right: Ints) -> Floats:
    """PARTNER_TERMS of pairs of profile rows: float64 (n, len(PARTNER_TERMS)).

    `bits` of every account so far, and `looks`, what a closer look heard of it.
    """
    stands = np.column_stack([np.clip(bits, LOWEST, HIGHEST), looks[:, 1:]])[p.who]
    one, other = stands[left], stands[right]
    ends = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=2).reshape(len(left), 2 * stands.shape[1])
    return np.concatenate([compare(p, left, right), ends], axis=1)


def partnered(p: Profiles, bits: Floats, looks: Floats, found: Closer, model: Boosted) -> Floats:
    """PARTNERED of every account, float64 (accounts, len(PARTNERED)); NaN for those without anyone to compare with.

    `p` are the profiles of the accounts that were looked at.
    """
    pairs = in_pieces(found.left, found.right)
    with ThreadPoolExecutor(THREADS) as threads:
        said = list(threads.map(lambda ends: model.bits(compared(p, bits, looks, *ends)), pairs))
    chance = 1 / (1 + np.exp2(-np.concatenate(said)))
    own = np.clip(bits, LOWEST, HIGHEST)
    out = np.full((len(bits), len(PARTNERED)), np.nan)
    out[:, 0] = own
    out[p.who, 1:] = _company(own[p.who], found.left, found.right, chance)
    return out


def _company(own: Floats, left: Ints, right: Ints, chance: Floats) -> Floats:
    """All of PARTNERED but the first, of accounts that stand at `own` bits; pairs are partners with these chances."""
    n = len(own)
    one, other = np.concatenate([left, right]), np.concatenate([right, left])
    chance = np.concatenate([chance, chance])
    first, order = by_code(one, n, other, -chance)
    one, other, chance = one[order], other[order], chance[order]
    number, expected = np.diff(first), np.bincount(one, chance, n)
    stand = np.bincount(one, chance * own[other], n) / np.maximum(expected, 1e-9)
    nearest = np.zeros((n, len(PLACES)))
    for column, place in enumerate(PLACES):
        has = np.flatnonzero(number > place)
        nearest[has, column] = chance[first[has] + place]
    likely = np.log2(1 + np.bincount(one, chance > 0.5, n))
    terms = np.column_stack([np.log2(1 + expected), expected / np.maximum(number, 1), likely, stand, nearest])
    terms[number == 0] = np.nan
    return terms
