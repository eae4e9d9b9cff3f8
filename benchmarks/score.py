"""One row of figures for anything that scored the accounts of a labelled world."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.log import Found, Log
from hydrascope.proving import metrics
from hydrascope.proving.metrics import Bools, Floats, Ints

RATES = (1e-2, 1e-3, 1e-4)
GROUPED_AT = 1e-3
COLUMNS = (
    ("recall_at_0.01", "recall at 1e-2"),
    ("recall_at_0.001", "at 1e-3"),
    ("recall_at_0.0001", "at 1e-4"),
    ("auc", "AUC"),
    ("b_cubed_precision", "B-cubed precision"),
    ("b_cubed_recall", "recall"),
    ("b_cubed_f1", "F1"),
    ("calibration_error", "calibration error"),
    ("exchange_precision", "exchange precision"),
    ("exchange_recall", "recall"),
    ("seconds", "seconds"),
)


@dataclass(frozen=True)
class Truth:
    """Labels in the order of `Log.ids`: `fake`, `kind` of account, `campaign` (-1 honest); harvested ids."""

    fake: Bools
    kind: NDArray[np.str_]
    campaign: Ints
    harvested: NDArray[np.str_]


def read_truth(folder: Path, log: Log) -> Truth:
    """The labels that `hydrascope simulate` put under `truth/`. Raises KeyError for an unlabelled account."""
    accounts = pq.read_table(folder / "truth" / "accounts.parquet")
    exchanges = pq.read_table(folder / "truth" / "exchanges.parquet")
    names = np.array(accounts["account_id"].to_pylist(), np.str_)
    order = np.argsort(names)
    place = order[np.minimum(np.searchsorted(names, log.ids, sorter=order), len(names) - 1)]
    if (names[place] != log.ids).any():
        raise KeyError(f"{folder}: accounts without a label: {log.ids[names[place] != log.ids][:3]}")
    fake = accounts["fake"].to_numpy(zero_copy_only=False).astype(np.bool_)[place]
    operators = np.array([value or "" for value in accounts["operator"].to_pylist()], np.str_)[place]
    campaign = np.where(fake, np.unique(operators, return_inverse=True)[1], -1)
    taken = exchanges.filter(exchanges["harvested"])["exchange_id"]
    return Truth(
        fake=fake,
        kind=np.array(accounts["kind"].to_pylist(), np.str_)[place],
        campaign=campaign.astype(np.int64),
        harvested=np.array(taken.to_pylist(), np.str_),
    )


def read_hunted(folder: Path, log: Log) -> tuple[Found, Floats, NDArray[np.str_]]:
    """What `hydrascope hunt` wrote: score and group, probability, and the ids of harvested exchanges.

    The score is the probability, ties broken by the p-value.
    """
    table = pq.read_table(folder / "accounts.parquet").sort_by("account_id")
    names = np.array(table["account_id"].to_pylist(), np.str_)
    place = np.searchsorted(names, log.ids)
    if (names[np.minimum(place, len(names) - 1)] != log.ids).any():
        raise KeyError(f"{folder}: not every account of the log is in accounts.parquet")
    probability = table["probability"].to_numpy()[place]
    p_value = table["p_value"].fill_null(1.0).to_numpy()[place]
    ties = np.unique(np.stack([probability, -p_value]), axis=1, return_inverse=True)[1]
    groups = np.array([value or "" for value in table["campaign_id"].to_pylist()], np.str_)[place]
    group = np.where(groups == "", -1, np.unique(groups, return_inverse=True)[1])
    ids = pq.read_table(folder / "exchanges.parquet", columns=["exchange_id"])["exchange_id"].to_pylist()
    return Found(ties.astype(np.float64), group.astype(np.int64)), probability, np.array(ids, np.str_)


def figures(found: Found, truth: Truth, seed: int, repeats: int = 200) -> dict[str, Any]:
    """Figures that any method has; groups are judged among accounts flagged at `GROUPED_AT`.

    Each of the recalls carries its 95 % bootstrap interval.
    """
    result: dict[str, Any] = {}
    for rate in RATES:
        result[f"recall_at_{rate:g}"] = metrics.recall_at(found.score, truth.fake, rate)
        recall = partial(recall_among, found.score, truth.fake, rate)
        result[f"recall_at_{rate:g}_interval"] = metrics.interval(recall, truth.campaign, seed, repeats)
    flags = metrics.flags_at(found.score, truth.fake, GROUPED_AT)
    agreement = metrics.b_cubed(truth.campaign, found.group, flags)
    result |= {f"b_cubed_{name}": value for name, value in agreement._asdict().items()}
    kinds, counts = np.unique(truth.kind[flags & ~truth.fake], return_counts=True)
    return result | {
        "auc": metrics.auc(found.score, truth.fake),
        "honest_flagged_by_kind": dict(zip(kinds.tolist(), counts.tolist(), strict=True)),
        "recall_by_kind": recall_by_kind(flags, truth),
    }


def recall_among(score: Floats, fake: Bools, rate: float, rows: Ints) -> float:
    """Recall when only these accounts, repeats counted, were there."""
    return metrics.recall_at(score[rows], fake[rows], rate)


def recall_by_kind(flags: Bools, truth: Truth) -> dict[str, float]:
    """Share flagged of each kind of fake account."""
    return {str(kind): float(flags[truth.kind == kind].mean()) for kind in np.unique(truth.kind[truth.fake])}


def own_figures(folder: Path, log: Log, truth: Truth, seed: int) -> dict[str, Any]:
    """Figures of a hunt's folder: the common ones, calibration, exchanges, and its own verdict."""
    found, probability, ids = read_hunted(folder, log)
    exchanges = metrics.found_exchanges(ids, truth.harvested)
    table = pq.read_table(folder / "accounts.parquet", columns=["account_id", "flagged"])
    flagged = np.isin(log.ids, np.array(table.filter(table["flagged"])["account_id"].to_pylist(), np.str_))
    return figures(found, truth, seed) | {
        "calibration_error": metrics.calibration_error(probability, truth.fake),
        "calibration_error_equal_mass": metrics.calibration_error(probability, truth.fake, equal_mass=True),
        "exchange_precision": exchanges.precision,
        "exchange_recall": exchanges.recall,
        "verdict_recall": float(flagged[truth.fake].mean()) if truth.fake.any() else float("nan"),
        "verdict_honest_flagged": int((flagged & ~truth.fake).sum()),
    }


def table_of(rows: dict[str, dict[str, Any]]) -> str:
    """The figures as a Markdown table, one row a method; a dash where a method has no such figure."""
    head = "| method | " + " | ".join(title for _, title in COLUMNS) + " |"
    lines = [head, "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in rows.items():
        cells = [cell(row, key) for key, _ in COLUMNS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(row: dict[str, Any], key: str) -> str:
    """One figure, with its interval where it has one."""
    value = row.get(key)
    if value is None or np.isnan(value):
        return "–"
    if key == "seconds":
        return f"{value:.0f}"
    low, high = row.get(f"{key}_interval", (None, None))
    return f"{value:.3f}" + (f" ({low:.2f} to {high:.2f})" if low is not None else "")


def as_table(found: Found, log: Log) -> pa.Table:
    """A peer's output: account_id, score, group (null for none)."""
    return pa.table(
        {
            "account_id": log.ids.tolist(),
            "score": found.score,
            "group": pa.array(found.group, mask=found.group < 0),
        }
    )
