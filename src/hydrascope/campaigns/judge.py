"""The verdict on every account: candidates, pooled tests, fit, calibration.

Two additive models in bits do the weighing: one judges groups by their pooled statistics, one judges
accounts by their groups, their fit and themselves. A second round asks the nearest accounts too.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.accounts import NEAR, TERMS, Membership, alike, describe, membership
from hydrascope.campaigns.additive import Additive, frozen
from hydrascope.campaigns.calibration import Calibration
from hydrascope.campaigns.candidates import Groups, candidates
from hydrascope.campaigns.crowds import Points
from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.campaigns.statistics import Traffic, measure, traffic


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt from simulated worlds and frozen into the package."""

    group: Additive
    first: Additive
    second: Additive
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of a log before the models speak."""

    traffic: Traffic
    groups: Groups
    statistics: Floats
    membership: Membership
    points: list[Points]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Per account: bits, probability, p-value, terms (n, len(TERMS)) and the best group (-1 none)."""

    bits: Floats
    probability: Floats
    p_value: Floats
    terms: Floats
    top: Ints
    group_bits: Floats


def models() -> Models:
    """The frozen models."""
    data = frozen("models.json")
    return Models(
        Additive.from_json(data["group"]),
        Additive.from_json(data["first"]),
        Additive.from_json(data["second"]),
        Calibration.from_json(data["calibration"]),
    )


def prepare(features: pa.Table, behaviours: pa.Table, shared: pa.Table, pairs: pa.Table) -> Case:
    """Candidate groups with their statistics."""
    t = traffic(features, behaviours)
    groups, points = candidates(shared, pairs, t)
    return Case(t, groups, measure(t, groups.starts, groups.rows), membership(groups, t), points)


def judge(case: Case, model: Models) -> Verdict:
    """Bits of every account and what they rest on. A licensed account is never held for a campaign's."""
    group_bits = model.group.bits(case.statistics)
    terms, top = describe(case.traffic, case.groups, group_bits, case.membership)
    opinion = 1 / (1 + np.exp2(-model.first.bits(terms)))
    terms[:, TERMS.index(NEAR[0])] = alike(case.points, opinion)
    bits = model.second.bits(terms)
    licensed = case.traffic.column("licensed").astype(bool)
    bits = np.where(licensed, np.minimum(bits, model.calibration.bits[0]), bits)
    p_value = np.where(licensed, 1.0, model.calibration.p_value(bits))
    return Verdict(bits, model.calibration.probability(bits), p_value, terms, top, group_bits)
