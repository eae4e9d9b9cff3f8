"""All figures of one world as plain numbers: what is kept of it, and what every table and plot is made of."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hydrascope.proving import metrics
from hydrascope.proving.metrics import Bools, Floats, Ints
from hydrascope.proving.seen import Seen, Truth

RATES = (1e-2, 1e-3, 1e-4)
GROUPED_AT = 1e-3
BINS = 10
MIXED = 0.6
"""An account is mixed where it harvests, but with less than this share of its exchanges."""

Record = dict[str, Any]


def ranked(score: Floats, group: Ints, truth: Truth) -> Record:
    """Figures that anything has which scores accounts and groups them. Thresholds come from the honest scores."""
    flags = metrics.flags_at(score, truth.fake, GROUPED_AT)
    cubed = metrics.b_cubed(truth.campaign, group, flags)
    return {
        "honest": int((~truth.fake).sum()),
        "fake": int(truth.fake.sum()),
        "auc": metrics.auc(score, truth.fake),
        "recall": {f"{rate:g}": metrics.recall_at(score, truth.fake, rate) for rate in RATES},
        "b_cubed_f1": cubed.f1,
        "by_kind": {kind: recall_of(score, truth, kind) for kind in kinds_of(truth)},
        "honest_flagged": counted(truth.kind[flags & ~truth.fake]),
    }


def kinds_of(truth: Truth) -> list[str]:
    """The kinds of campaign in a world."""
    return sorted(set(truth.kind[truth.fake].tolist()))


def recall_of(score: Floats, truth: Truth, kind: str) -> Record:
    """Accounts of a kind and the share of them found at each rate."""
    mine = truth.kind == kind
    at = {f"{rate:g}": float(metrics.flags_at(score, truth.fake, rate)[mine].mean()) for rate in RATES}
    return {"accounts": int(mine.sum()), "recall": at}


def counted(kinds: NDArray[np.str_]) -> dict[str, int]:
    """How often each kind occurs."""
    return dict(sorted(Counter(kinds.tolist()).items()))


def figures(seen: Seen, truth: Truth) -> Record:
    """The common figures, and those of a hunt: its own verdict, groups, exchanges, promises, probabilities."""
    found = ranked(seen.score, seen.group, truth)
    for kind, entry in found["by_kind"].items():
        entry |= _priced(truth, kind) | {"flagged": float(seen.flagged[truth.kind == kind].mean())}
    return found | {
        "exchanges": len(truth.owner),
        "flagged": int(seen.flagged.sum()),
        "flagged_fake": int((seen.flagged & truth.fake).sum()),
        "licensed_flagged": int((seen.flagged & truth.licensed).sum()),
        "campaigns": len(np.unique(truth.campaign[truth.campaign >= 0])),
        "groups": grouped(seen, truth),
        "harvested": taken(seen, truth),
        "second_pool": linked(seen, truth),
        "promise": {f"{rate:g}": _broken(seen, truth, rate) for rate in RATES},
        "calibration_error": metrics.calibration_error(seen.probability, truth.fake),
        "reliability": reliability(seen.probability, truth.fake),
        "warnings": list(seen.warnings),
    }


def _broken(seen: Seen, truth: Truth, rate: float) -> Record:
    """Whom `--max-fpr` = `rate` would have flagged."""
    flags = seen.p_value <= rate
    return {"honest_flagged": counted(truth.kind[flags & ~truth.fake]), "fake_flagged": int((flags & truth.fake).sum())}


def grouped(seen: Seen, truth: Truth) -> Record:
    """B-cubed over the accounts that the verdict flags; `complete` asks only of those, `recall` of all fakes."""
    placed = seen.flagged & (seen.group >= 0)
    cubed = metrics.b_cubed(truth.campaign, seen.group, placed)
    among = metrics.b_cubed(truth.campaign[placed], seen.group[placed], placed[placed])
    return {"precision": cubed.precision, "complete": among.recall, "f1": among.f1, "recall": cubed.recall}


def taken(seen: Seen, truth: Truth) -> Record:
    """Counts behind precision and recall of harvested exchanges, over all accounts and in mixed ones."""
    size = len(truth.ids)
    share = np.bincount(truth.owner, truth.harvested, size) / np.maximum(np.bincount(truth.owner, minlength=size), 1)
    mixed = ((share > 0) & (share < MIXED))[truth.owner]
    out = {}
    for name, mask in (("all", np.ones(len(mixed), np.bool_)), ("mixed", mixed)):
        hit = int((seen.told & truth.harvested & mask).sum())
        out[name] = {"hit": hit, "told": int((seen.told & mask).sum()), "true": int((truth.harvested & mask).sum())}
    return out


def linked(seen: Seen, truth: Truth) -> Record:
    """Second pools: accounts, how many were flagged, how many of those stand in the first pool's main campaign."""
    total = Counter(accounts=0, flagged=0, linked=0)
    for one in np.unique(truth.campaign[truth.late]):
        mine = truth.campaign == one
        first = seen.group[mine & ~truth.late & seen.flagged & (seen.group >= 0)]
        late = mine & truth.late
        total.update(accounts=int(late.sum()), flagged=int((late & seen.flagged).sum()))
        if len(first):
            main = np.bincount(first).argmax()
            total.update(linked=int((late & seen.flagged & (seen.group == main)).sum()))
    return dict(total)


def reliability(probability: Floats, fake: Bools) -> list[list[float]]:
    """Per tenth of probability: accounts, the sum of their probabilities, how many of them are fake."""
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    sums = [np.bincount(place, weights, BINS) for weights in (None, probability, fake.astype(np.float64))]
    return [[int(n), round(float(p), 6), int(f)] for n, p, f in zip(*sums, strict=True)]


def _priced(truth: Truth, kind: str) -> Record:
    """What the attackers of a kind used and what they got."""
    mine = (truth.kind == kind)[truth.owner]
    return {
        "harvested": int((truth.harvested & mine).sum()),
        "exchanges": int(mine.sum()),
        "tokens": float(truth.tokens[mine].sum()),
    }


def bill(accounts: float, tokens: float, harvested: float) -> dict[str, float]:
    """Accounts and tokens (input and output, cover traffic too) per million harvested exchanges.

    >>> bill(50, 3e6, 1000)
    {'accounts': 50000.0, 'tokens': 3000000000.0}
    """
    if not harvested:
        return {"accounts": float("nan"), "tokens": float("nan")}
    return {"accounts": accounts * 1e6 / harvested, "tokens": tokens * 1e6 / harvested}
