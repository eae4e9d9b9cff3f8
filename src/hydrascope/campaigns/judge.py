"""The verdict on every account: candidates, pooled tests, fit, calibration.

Models in bits do the weighing: one judges groups by their pooled statistics, one judges accounts by their groups,
their fit and themselves. Further rounds ask the nearest accounts and the company they keep. A closer look at the
suspected alone adds its bits in the end, first part by part, then pair by pair.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hydrascope.campaigns.accounts import (
    NEAR,
    TERMS,
    Membership,
    alike,
    company,
    describe,
    membership,
    opinions,
)
from hydrascope.campaigns.boosted import Boosted, frozen
from hydrascope.campaigns.calibration import Calibration
from hydrascope.campaigns.candidates import Groups, candidates
from hydrascope.campaigns.closer import LOOKS, TESTED, Closer, heard, look_closer
from hydrascope.campaigns.crowds import Seen
from hydrascope.campaigns.operators import PAIR_TERMS, Profiles, profiles
from hydrascope.campaigns.partners import PARTNER_TERMS, PARTNERED, partnered
from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.campaigns.statistics import NAMES, Traffic, measure, traffic

ROUNDS = 2
"""How often accounts ask their neighbours."""
ASKED = TERMS + LOOKS + PARTNERED
"""What a verdict on an account rests on."""


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt from simulated worlds and frozen into the package."""

    group: Boosted
    first: Boosted
    second: Boosted
    closer: Boosted
    looked: Boosted
    partner: Boosted
    partnered: Boosted
    operator: Boosted
    calibration: Calibration


FITTED = {
    "group": NAMES, "first": TERMS, "second": TERMS, "closer": TESTED, "looked": LOOKS,
    "partner": PARTNER_TERMS, "partnered": PARTNERED, "operator": PAIR_TERMS,
}  # fmt: skip
"""What each model was fitted for."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known of a log before the models speak."""

    traffic: Traffic
    groups: Groups
    statistics: Floats
    membership: Membership
    views: list[Seen]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Per account: bits, probability, p-value, terms (n, len(ASKED)) and the best group (-1 none)."""

    bits: Floats
    probability: Floats
    p_value: Floats
    terms: Floats
    top: Ints
    group_bits: Floats


def models() -> Models:
    """The frozen models. Raises ValueError when they were fitted for other quantities than this code's."""
    data, learnt = frozen("models.json"), {}
    for name, names in FITTED.items():
        if tuple(data[name]["names"]) != names:
            raise ValueError(f"models.json: the {name} model was fitted for other quantities; run `make fit`")
        learnt[name] = Boosted.from_json(data[name])
    return Models(**learnt, calibration=Calibration.from_json(data["calibration"]))


def prepare(features: pa.Table, behaviours: pa.Table, shared: pa.Table, pairs: pa.Table) -> Case:
    """Candidate groups with their statistics."""
    t = traffic(features, behaviours)
    groups, views = candidates(shared, pairs, t)
    held = membership(groups, t)
    return Case(t, groups, measure(t, groups.starts, groups.rows, (held.first, held.who, held.counts)), held, views)


def consult(views: list[Seen], groups: Membership, terms: Floats, bits: Floats) -> None:
    """Fill in the terms that ask other accounts, given what is thought of all so far."""
    odds = opinions(bits)
    terms[:, TERMS.index(NEAR[0])] = alike([view.near for view in views], odds)
    terms[:, TERMS.index(NEAR[1])] = company(groups, odds)


def suspicion(case: Case, model: Models) -> tuple[Floats, Floats, Ints, Floats]:
    """Bits and TERMS of every account before the closer look, its best group, and the bits of every group."""
    group_bits = model.group.bits(case.statistics)
    terms, top = describe(case.traffic, case.groups, group_bits, case.membership)
    bits = model.first.bits(terms)
    for _ in range(ROUNDS):
        consult(case.views, case.membership, terms, bits)
        bits = model.second.bits(terms)
    return bits, terms, top, group_bits


def told_closer(bits: Floats, found: Closer, of_them: Profiles, model: Models) -> tuple[Floats, Floats, Floats]:
    """Bits of every account after the parts of a closer look, LOOKS and PARTNERED; profiles `of_them` looked at."""
    looks = heard(bits, found, model.closer)
    bits = bits + model.looked.bits(looks)
    return bits, looks, partnered(of_them, bits, looks, found, model.partner)


def weigh(case: Case, model: Models) -> tuple[Floats, Floats, Ints, Floats]:
    """Bits of every account and what was ASKED of it, its best group, and the bits of every group."""
    bits, terms, top, group_bits = suspicion(case, model)
    found = look_closer(case.traffic, case.views, case.membership, group_bits, bits)
    of_them = profiles(case.traffic, case.groups, case.membership, group_bits, found.who)
    bits, looks, partners = told_closer(bits, found, of_them, model)
    return bits + model.partnered.bits(partners), np.column_stack([terms, looks, partners]), top, group_bits


def credits(asked: Floats, *models: Boosted) -> Floats:
    """Bits credited to each of what was ASKED of accounts, the shape of `asked`; with the biases they add up.

    `models` are the last of those that were asked for TERMS, LOOKS and PARTNERED.
    """
    some = np.split(asked, np.cumsum([len(m.names) for m in models])[:-1], axis=1)
    return np.column_stack([m.contributions(values) for m, values in zip(models, some, strict=True)])


def judge(case: Case, model: Models) -> Verdict:
    """Bits of every account and what they rest on. A licensed account is never held for a campaign's."""
    bits, terms, top, group_bits = weigh(case, model)
    licensed = case.traffic.licensed
    bits = np.where(licensed, np.minimum(bits, model.calibration.bits[0]), bits)
    p_value = np.where(licensed, 1.0, model.calibration.p_value(bits))
    return Verdict(bits, model.calibration.probability(bits), p_value, terms, top, group_bits)
