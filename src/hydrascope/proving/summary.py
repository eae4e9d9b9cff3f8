"""Records of several worlds → means over worlds with intervals, and pooled counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.special import pdtrc, stdtrit

from hydrascope.proving.figures import RATES, Record, bill


def spread(values: Iterable[float | None]) -> dict[str, float | int | None]:
    """Mean over worlds and its 95 % t interval, cut to 0 and 1; worlds without the figure do not count.

    The interval speaks of other worlds of the same sort. Worlds that all agree give it no width.

    >>> spread([0.5, 0.7])["mean"], spread([0.5])["low"]
    (0.6, None)
    """
    known = np.array([value for value in values if value is not None], np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        return {"mean": None, "low": None, "high": None, "worlds": 0}
    mean = float(known.mean())
    if len(known) == 1:
        return {"mean": mean, "low": None, "high": None, "worlds": 1}
    half = float(stdtrit(len(known) - 1, 0.975) * known.std(ddof=1) / np.sqrt(len(known)))
    low, high = max(0.0, mean - half), min(1.0, mean + half)
    return {"mean": round(mean, 4), "low": round(low, 4), "high": round(high, 4), "worlds": len(known)}


def ratio(part: float, whole: float) -> float | None:
    """part / whole, None where there is nothing."""
    return part / whole if whole else None


def total(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Sums by name, the largest first."""
    joined: Counter[str] = Counter()
    for each in counts:
        joined.update(each)
    return dict(sorted(joined.items(), key=lambda entry: (-entry[1], entry[0])))


def common(records: Sequence[Record]) -> Record:
    """What every method has, over the worlds of one sort."""
    return {
        "worlds": len(records),
        "honest": sum(r["honest"] for r in records),
        "fake": sum(r["fake"] for r in records),
        "auc": spread(r["auc"] for r in records),
        "recall": {f"{rate:g}": spread(r["recall"][f"{rate:g}"] for r in records) for rate in RATES},
        "b_cubed_f1": spread(r["b_cubed_f1"] for r in records),
        "by_kind": {kind: of_kind(records, kind) for kind in sorted({k for r in records for k in r["by_kind"]})},
        "cpu_seconds": round(sum(r["cpu_seconds"] for r in records), 1),
    }


def of_kind(records: Sequence[Record], kind: str) -> Record:
    """Recall of a kind of campaign, and what its attackers paid where a record says so."""
    mine = [r["by_kind"][kind] for r in records if kind in r["by_kind"]]
    out: Record = {f"{rate:g}": spread(m["recall"][f"{rate:g}"] for m in mine) for rate in RATES}
    if mine and "harvested" in mine[0]:
        sums = {name: sum(m[name] for m in mine) for name in ("accounts", "tokens", "harvested")}
        out["bill"] = bill(sums["accounts"], sums["tokens"], sums["harvested"])
        out["flagged"] = spread(m["flagged"] for m in mine)
    return out


def summary(records: Sequence[Record]) -> Record:
    """All figures of a hunt over the worlds of one sort."""
    return common(records) | {
        "exchanges": sum(r["exchanges"] for r in records),
        "verdict": {
            "recall": spread(ratio(r["flagged_fake"], r["fake"]) for r in records),
            "honest": sum(r["flagged"] - r["flagged_fake"] for r in records),
            "licensed": sum(r["licensed_flagged"] for r in records),
        },
        "groups": {name: spread(r["groups"][name] for r in records) for name in ("precision", "complete", "f1")},
        "harvested": {name: _exchanges(records, name) for name in ("all", "mixed")},
        "second_pool": _second(records),
        "promise": {f"{rate:g}": _promise(records, rate) for rate in RATES},
        "calibration_error": spread(r["calibration_error"] for r in records),
        "reliability": np.sum([r["reliability"] for r in records], axis=0).tolist(),
        "warnings": dict(Counter(w for r in records for w in r["warnings"])),
    }


def _exchanges(records: Sequence[Record], where: str) -> Record:
    mine = [r["harvested"][where] for r in records]
    return {
        "precision": spread(ratio(m["hit"], m["told"]) for m in mine),
        "recall": spread(ratio(m["hit"], m["true"]) for m in mine),
    }


def _second(records: Sequence[Record]) -> Record:
    mine = [r["second_pool"] for r in records if r["second_pool"]["accounts"]]
    return {
        "accounts": sum(m["accounts"] for m in mine),
        "linked_of_flagged": spread(ratio(m["linked"], m["flagged"]) for m in mine),
        "linked_of_all": spread(ratio(m["linked"], m["accounts"]) for m in mine),
    }


def _promise(records: Sequence[Record], rate: float) -> Record:
    """How many honest accounts a hunt with --max-fpr = rate may flag, and flags; who they are."""
    mine = [r["promise"][f"{rate:g}"] for r in records]
    wrong = total(m["honest_flagged"] for m in mine)
    found = sum(m["fake_flagged"] for m in mine)
    flagged = sum(wrong.values())
    allowed = rate * sum(r["honest"] for r in records)
    return {
        "allowed": round(allowed, 2),
        "honest_flagged": flagged,
        "broken": broken(flagged, allowed),
        "by_kind": wrong,
        "recall": ratio(found, sum(r["fake"] for r in records)),
        "false_discovery": ratio(flagged, flagged + found),
    }


def broken(flagged: int, allowed: float) -> bool:
    """More flagged than chance explains at the rate allowed: a Poisson count so large has a probability below 0.05.

    >>> broken(1, 0.6), broken(3, 0.6), broken(0, 0.0)
    (False, True, False)
    """
    return flagged > allowed and bool(pdtrc(flagged - 1, allowed) < 0.05)


def times(records: Sequence[Record]) -> Record:
    """Replays: medians over campaigns of what was served before an account was flagged, and of days."""
    campaigns: list[dict[str, Any]] = [c for r in records for c in r["campaigns"] if c["harvested"]]
    kinds = sorted({c["kind"] for c in campaigns})
    return {
        "worlds": len(records),
        "days": max((r["days"] for r in records), default=0),
        "all": _time(campaigns),
        "by_kind": {kind: _time([c for c in campaigns if c["kind"] == kind]) for kind in kinds},
        "honest": sum(r["honest"] for r in records),
        "honest_flagged": total(r["honest_flagged"] for r in records),
        "cpu_seconds": round(sum(r["cpu_seconds"] for r in records), 1),
    }


def _time(campaigns: Sequence[dict[str, Any]]) -> Record:
    served = [c["served"] / c["harvested"] for c in campaigns]
    return {
        "campaigns": len(campaigns),
        "found": sum(c["flagged"] > 0 for c in campaigns),
        "served": float(np.median(served)) if served else None,
        "served_quartiles": np.quantile(served, [0.25, 0.75]).tolist() if served else None,
        "days_to_first": _median([c["days_to_first"] for c in campaigns]),
        "days_to_half": _median([c["days_to_half"] for c in campaigns]),
    }


def _median(values: Sequence[int | None]) -> float | None:
    """Median where never is later than any day; None where most campaigns are never found."""
    known = sorted(np.inf if value is None else float(value) for value in values)
    middle = known[len(known) // 2] if known else np.inf
    return middle if np.isfinite(middle) else None
