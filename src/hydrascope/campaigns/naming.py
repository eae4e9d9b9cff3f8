"""Likely accounts → campaigns, with names that survive a rerun."""

import hashlib

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import LEAST
from hydrascope.campaigns.judge import Case
from hydrascope.campaigns.operators import cluster, profiles
from hydrascope.campaigns.pool import Floats, Ints, Rows

NONE = -1


def assemble(case: Case, group_bits: Floats, likely: npt.NDArray[np.bool_], model: Boosted) -> Rows:
    """Campaign of every account (int32, -1 none), the largest first; under three accounts there is none."""
    who = np.flatnonzero(likely)
    campaign = np.full(len(likely), NONE, np.int32)
    if len(who) < LEAST:
        return campaign
    parts = cluster(profiles(case.traffic, case.groups, case.membership, group_bits, who), model)
    found, sizes = np.unique(parts, return_counts=True)
    order = found[np.lexsort((found, -sizes))][: int((sizes >= LEAST).sum())]
    name = np.full(len(found), NONE, np.int32)
    name[order] = np.arange(len(order))
    campaign[who] = name[parts]
    return campaign


def name(account_ids: list[str]) -> str:
    """A campaign's id from its first-named members, so that a rerun with one more day keeps it.

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
