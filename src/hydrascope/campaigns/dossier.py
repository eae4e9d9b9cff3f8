"""Campaigns → dossiers: evidence, what was taken, when, by whom, and what would change the verdict."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.pool import Ints
from hydrascope.model.campaign import Day, Dossier, Member, Share, Template, Tie
from hydrascope.model.evidence import Evidence
from hydrascope.tables import CAPABILITIES, LANGUAGES

DAY = 86_400_000_000
MOST_TIES = 600


def dossier(
    campaign_id: str,
    probability: float,
    evidence: Sequence[Evidence],
    features: pa.Table,
    rows: Ints,
    members: Sequence[Member],
    ties: Sequence[Tie],
    templates: Sequence[Template],
) -> Dossier:
    """The dossier of a campaign whose harvested exchanges are `rows` of FEATURES."""
    taken = features.take(pa.array(rows))
    micros = taken["started_at"].cast(pa.int64()).to_numpy()
    return Dossier(
        campaign_id=campaign_id,
        probability=probability,
        accounts=len(members),
        flagged=sum(member.flagged for member in members),
        exchanges=len(rows),
        input_tokens=_total(taken["input_tokens"]),
        output_tokens=_total(taken["output_tokens"]),
        first_seen=moment(int(micros.min())),
        last_seen=moment(int(micros.max())),
        capabilities=shares(taken["capability"].to_numpy(), CAPABILITIES),
        languages=shares(taken["language"].to_numpy(), LANGUAGES),
        models=_labels(taken["model"]),
        access_paths=_labels(taken["access_path"]),
        evidence=tuple(evidence),
        days=_days(micros, taken["account_id"]),
        hours=tuple(np.bincount(micros // 3_600_000_000 % 24, minlength=24).tolist()),
        members=tuple(members),
        ties=tuple(ties[:MOST_TIES]),
        templates=tuple(templates),
        reversals=reversals(evidence),
    )


def moment(micros: int) -> datetime:
    """A UTC time from microseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def shares(codes: npt.NDArray[np.uint8], names: Sequence[str]) -> tuple[Share, ...]:
    """Names with their shares, the largest first; nothing under half a percent.

    >>> shares(np.array([1, 1, 2], np.uint8), ("a", "b", "c"))
    (('b', 0.6667), ('c', 0.3333))
    """
    counts = np.bincount(codes, minlength=len(names)) / max(len(codes), 1)
    found = [(name, round(float(c), 4)) for name, c in zip(names, counts, strict=False) if c >= 0.005]
    return tuple(sorted(found, key=lambda share: (-share[1], share[0])))


def _labels(column: pa.ChunkedArray) -> tuple[Share, ...]:
    known = column.drop_null().cast(pa.string()).value_counts().to_pylist()
    total = sum(entry["counts"] for entry in known)
    found = [(entry["values"], round(entry["counts"] / total, 4)) for entry in known]
    return tuple(sorted(found, key=lambda share: (-share[1], share[0]))[:12])


def _total(column: pa.ChunkedArray) -> int:
    return int(column.to_numpy().clip(0).sum())


def _days(micros: Ints, accounts: pa.ChunkedArray) -> tuple[Day, ...]:
    days = micros // DAY
    account = accounts.combine_chunks().indices.to_numpy()
    found = []
    for day in range(int(days.min()), int(days.max()) + 1):
        mine = days == day
        date = moment(day * DAY).date().isoformat()
        found.append(Day(date, int(mine.sum()), len(np.unique(account[mine]))))
    return tuple(found)


def reversals(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What, if it turned out to be so, would change the verdict: the strongest supports, taken away."""
    total = sum(e.bits for e in evidence)
    found = [
        f"If “{e.signal}” had an innocent cause, {e.bits:.1f} of {total:.1f} bits would fall away."
        for e in sorted(evidence, key=lambda e: (-e.bits, e.signal))[:3]
        if e.bits > 0
    ]
    found.append(
        "If the accounts turned out to be one customer (a shared organisation, contract or invoice), "
        "coordination would be expected and only the purpose would remain to be judged."
    )
    found.append(
        "If the model's owner had agreed to training on these outputs (a distillation licence), "
        "there would be no campaign."
    )
    return tuple(found)
