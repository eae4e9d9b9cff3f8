"""How well accounts, groups, probabilities and exchanges were found. NumPy only.

Everywhere `scores` are float64 of shape (accounts,), higher meaning more suspect; `fake` is bool of the
same shape. Nothing here breaks a tie in favour of the method measured.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Agreement(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1; NaN where there was nothing to measure."""

    precision: float
    recall: float
    f1: float


def agreement(precision: float, recall: float) -> Agreement:
    """Join precision and recall with their harmonic mean.

    >>> agreement(0.5, 1.0).f1
    0.6666666666666666
    """
    total = precision + recall
    return Agreement(precision, recall, 2 * precision * recall / total if total else 0.0)


def threshold_at(honest: Floats, fpr: float) -> float:
    """The score that an account must *exceed*, so that at most `fpr` of the honest ones do.

    Honest accounts tied with each other are let through or held back together, never split: with few honest
    accounts or large ties the true rate is below `fpr`, not above.

    >>> threshold_at(np.array([1.0, 2.0, 3.0, 3.0]), 0.25)
    3.0
    >>> threshold_at(np.array([1.0, 2.0, 3.0, 4.0]), 0.25)
    3.0
    """
    allowed = int(fpr * len(honest) + 1e-9)
    if allowed >= len(honest):
        return -np.inf
    return float(np.partition(honest, len(honest) - 1 - allowed)[len(honest) - 1 - allowed])


def flags_at(scores: Floats, fake: Bools, fpr: float) -> Bools:
    """Who is flagged when the threshold is set by the honest accounts' scores."""
    flags: Bools = scores > threshold_at(scores[~fake], fpr)
    return flags


def recall_at(scores: Floats, fake: Bools, fpr: float) -> float:
    """Share of the fake accounts flagged at a false-positive rate of at most `fpr`."""
    return float(flags_at(scores, fake, fpr)[fake].mean()) if fake.any() else float("nan")


def auc(scores: Floats, fake: Bools) -> float:
    """Chance that a fake account scores above an honest one; a tie counts half (Mann-Whitney U).

    >>> auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True]))
    0.875
    """
    positive, negative = int(fake.sum()), int((~fake).sum())
    if not positive or not negative:
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[fake].sum() - positive * (positive + 1) / 2) / (positive * negative))


def b_cubed(campaign: Ints, group: Ints, flagged: Bools) -> Agreement:
    """B-cubed agreement of found groups with true campaigns (Bagga and Baldwin 1998), over flagged accounts.

    `campaign`: true campaign of each account, -1 for honest; `group`: found group, -1 for none.
    Precision: of a flagged account's group (flagged members), the share from its own campaign, averaged over
    flagged accounts; an honest account agrees with itself only. Recall: of a fake account's campaign, the
    share flagged in its own group, averaged over *all* fake accounts, so missing one costs recall.

    >>> b_cubed(np.array([0, 0, 1, 1]), np.array([5, 5, 5, -1]), np.array([True, True, True, False])).recall
    0.625
    """
    fakes = int((campaign >= 0).sum())
    if not flagged.any():
        return Agreement(float("nan"), 0.0 if fakes else float("nan"), 0.0 if fakes else float("nan"))
    sizes = np.bincount(campaign[campaign >= 0])
    true, found = _own(campaign)[flagged], _own(group)[flagged]
    pairs, counts = np.unique(np.stack([true, found]), axis=1, return_counts=True)
    _, where, totals = np.unique(found, return_inverse=True, return_counts=True)
    of_group = dict(zip(found.tolist(), totals[where].tolist(), strict=True))
    precision = sum(n * n / of_group[g] for n, g in zip(counts.tolist(), pairs[1].tolist(), strict=True))
    cells = zip(counts.tolist(), pairs[0].tolist(), strict=True)
    recall = sum(n * n / int(sizes[c]) for n, c in cells if c < len(sizes))
    return agreement(precision / int(flagged.sum()), recall / fakes if fakes else float("nan"))


def _own(labels: Ints) -> Ints:
    """Give every -1 a label of its own, beyond those in use."""
    fresh = np.arange(len(labels), dtype=np.int64) + int(labels.max(initial=-1)) + 1
    return np.where(labels < 0, fresh, labels)


def calibration_error(probability: Floats, fake: Bools, bins: int = 15, equal_mass: bool = False) -> float:
    """Expected calibration error: |mean probability - share of fakes| per bin, weighted by its accounts.

    Bins are of equal width over [0, 1], or hold equally many accounts; equal probabilities share a bin.

    >>> calibration_error(np.array([0.0, 0.0, 1.0, 1.0]), np.array([False, False, True, False]))
    0.25
    """
    if equal_mass:
        edges = np.unique(np.quantile(probability, np.linspace(0, 1, bins + 1)[1:-1]))
        place = np.searchsorted(edges, probability, side="right")
    else:
        place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    size = np.bincount(place)
    gap = np.abs(np.bincount(place, probability) - np.bincount(place, fake.astype(np.float64)))
    return float(gap[size > 0].sum() / len(probability))


def found_exchanges(found: NDArray[Any], harvested: NDArray[Any]) -> Agreement:
    """Precision and recall of the exchange ids named as harvested (both arrays: any order, repeats ignored).

    >>> found_exchanges(np.array(["a", "b"]), np.array(["b", "c", "d"]))
    Agreement(precision=0.5, recall=0.3333333333333333, f1=0.4)
    """
    found, harvested = np.unique(found), np.unique(harvested)
    common = len(np.intersect1d(found, harvested, assume_unique=True))
    precision = common / len(found) if len(found) else float("nan")
    recall = common / len(harvested) if len(harvested) else float("nan")
    if not len(found) or not len(harvested):
        return Agreement(precision, recall, float("nan"))
    return agreement(precision, recall)


def interval(
    statistic: Callable[[Ints], float], strata: Ints, seed: int, repeats: int = 200, level: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap interval of `statistic(indices)`, resampling accounts within each stratum.

    Strata (honest, each campaign) keep their sizes, so the interval speaks of *these* campaigns with other
    accounts; it does not speak of other campaigns.
    """
    rng = np.random.default_rng(seed)
    members = [np.flatnonzero(strata == value) for value in np.unique(strata)]
    draws = [statistic(np.concatenate([rng.choice(each, len(each)) for each in members])) for _ in range(repeats)]
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
