"""Which accounts act as one: likely accounts → campaigns, with names that survive a rerun."""

import hashlib

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.accounts import Membership
from hydrascope.campaigns.candidates import LEAST
from hydrascope.campaigns.crowds import Near
from hydrascope.campaigns.grouping import cut
from hydrascope.campaigns.pool import Floats, Ints, Rows

NONE = -1
NEAR_WEIGHT = 0.25
"""What being near neighbours weighs against belonging to one group that tested as a campaign."""


def assemble(likely: npt.NDArray[np.bool_], m: Membership, group_bits: Floats, views: list[Near]) -> Rows:
    """Campaign of every account (int32, -1 none): communities of likely accounts that share good groups.

    Two likely accounts are tied by every group of theirs that speaks for a campaign, each tie divided
    by the number of likely members so that a large group does not glue small ones together, and by
    nearness. Campaigns come in the order of size.
    """
    left, right, weight = _ties(likely, m, group_bits)
    for near in views:
        both = likely[near.left] & likely[near.right]
        left.append(near.left[both])
        right.append(near.right[both])
        weight.append(near.weight[both] * NEAR_WEIGHT)
    parts = cut(len(likely), np.concatenate(left), np.concatenate(right), np.concatenate(weight), 0.3)
    parts = np.where(likely, parts, NONE)
    found, sizes = np.unique(parts[likely], return_counts=True)
    order = found[np.lexsort((found, -sizes))][: int((sizes >= LEAST).sum())]
    name = np.full(int(parts.max(initial=0)) + 2, NONE, np.int32)
    name[order] = np.arange(len(order))
    return np.where(likely, name[parts], NONE).astype(np.int32)


def _ties(
    likely: npt.NDArray[np.bool_], m: Membership, group_bits: Floats
) -> tuple[list[Rows], list[Rows], list[Floats]]:
    """A ring through the likely members of every group in favour: each tied to the next and the third next."""
    kept = np.flatnonzero(likely[m.who] & (group_bits[m.group] > 0))
    group, who = m.group[kept], m.who[kept]
    left, right, weight = [], [], []
    for step in (1, 2, 5):
        same = group[step:] == group[:-step]
        left.append(who[:-step][same])
        right.append(who[step:][same])
        weight.append(np.minimum(group_bits[group[:-step][same]], 6.0) / 6.0)
    return left, right, weight


def name(account_ids: list[str]) -> str:
    """A campaign's id from its oldest-named members, so that a rerun with one more day keeps it.

    >>> name(["b", "a"]) == name(["a", "b"])
    True
    """
    founders = "\x1f".join(sorted(account_ids)[:5])
    return "HC-" + hashlib.blake2b(founders.encode(), digest_size=5).hexdigest()


def members_of(campaign: Rows, count: int) -> list[Ints]:
    """The account rows of each campaign."""
    order = np.argsort(campaign, kind="stable")
    edges = np.searchsorted(campaign[order], np.arange(count + 1))
    return [order[edges[c] : edges[c + 1]] for c in range(count)]
