"""Planted operators: accounts that differ only in what a test says, and models made by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
from tests.factory import behaviours, features

from hydrascope.campaigns.accounts import membership
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.judge import Case
from hydrascope.campaigns.operators import PAIR_TERMS
from hydrascope.campaigns.statistics import NAMES, traffic
from hydrascope.tables import VECTOR_WIDTH

EACH = 3

Group = tuple[str, Sequence[int]]
"""A family, and the accounts whose first two of three requests stand in the group."""


def case(topics: Sequence[int], groups: Sequence[Group], people: Mapping[str, object] | None = None) -> Case:
    """A log of `len(topics)` accounts with three requests each; an account's all lie on the axis of its topic."""
    names = [f"a{i:04d}" for i in range(len(topics))]
    axes = (np.eye(VECTOR_WIDTH, dtype=int) * 127).tolist()
    log = features(account_id=np.repeat(names, EACH).tolist(), vector=[axes[k] for k in topics for _ in range(EACH)])
    t = traffic(log, behaviours(account_id=names, exchanges=EACH, **(people or {})))
    rows = [[a * EACH + r for a in sorted(accounts) for r in range(2)] for _, accounts in groups]
    found = Groups(
        np.array([FAMILIES.index(family) for family, _ in groups], np.int8),
        np.full(len(groups), -1),
        np.cumsum([0, *map(len, rows)]).astype(np.int64),
        np.array([row for own in rows for row in own], np.int32),
    )
    return Case(t, found, np.zeros((len(groups), len(NAMES))), membership(found, t), [])


def rules(*drawn: tuple[str, float, float, float]) -> Boosted:
    """(term, threshold, bits up to it, bits above it) each; what is unknown counts as below."""
    n = len(drawn)
    names, thresholds, low, high = zip(*drawn, strict=True)
    root, end = np.arange(n, dtype=np.int32), np.zeros(2 * n)
    left, right = (np.concatenate([root + k * n, np.zeros(2 * n)]).astype(np.int32) for k in (1, 2))
    return Boosted(
        names=PAIR_TERMS,
        bias=0.0,
        roots=root,
        feature=np.array([*(PAIR_TERMS.index(name) for name in names), *[-1] * (2 * n)], np.int32),
        threshold=np.concatenate([thresholds, end]),
        unknown_left=np.ones(3 * n, bool),
        left=left,
        right=right,
        bits_at=np.concatenate([np.zeros(n), low, high]),
    )


def same_partition(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two labellings put the same things together."""
    one, other = np.asarray(one), np.asarray(other)
    return bool(((one[:, None] == one) == (other[:, None] == other)).all())
