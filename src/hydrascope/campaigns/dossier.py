"""Suspects and their harvest → dossiers: evidence, what was taken, when, by whom, what would change the verdict."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.harvest import Tally
from hydrascope.campaigns.pool import Floats, Ints, Rows
from hydrascope.campaigns.suspects import MOST_MEMBERS, Suspect
from hydrascope.campaigns.templates import Exemplars
from hydrascope.model.campaign import Day, Dossier, Member, Share
from hydrascope.model.evidence import Evidence
from hydrascope.sorts import by_code
from hydrascope.tables import CAPABILITIES, LANGUAGES

DAY = 86_400_000_000
Counts = Mapping[object, int]


@dataclass(frozen=True, slots=True)
class Harvest:
    """All harvested exchanges, sorted by account and time; `shown` has bit w where wording w is shown.

    The id of row r is `exchange_id[place[r]]`: ids are long, and are not copied to be sorted.
    """

    account: Rows
    micros: Ints
    chance: Floats
    shown: npt.NDArray[np.uint8]
    exchange_id: pa.Array
    place: Ints
    tally: Tally


def dossiers(suspects: Sequence[Suspect], verdicts: pa.Table, campaign: Rows, harvest: Harvest) -> list[Dossier]:
    """A dossier for every suspect; `verdicts` is ACCOUNT_VERDICTS, `campaign` the place of each account's suspect."""
    counts: dict[int, dict[str, dict[object, int]]] = defaultdict(lambda: defaultdict(dict))
    for (c, what, value), n in harvest.tally.items():
        counts[c][what][value] = n
    of = campaign[harvest.account]
    edges, order = by_code(of, len(suspects))
    taken = np.bincount(harvest.account, minlength=len(campaign))
    return [
        _dossier(suspect, verdicts, taken, harvest, order[edges[c] : edges[c + 1]], counts[c])
        for c, suspect in enumerate(suspects)
    ]


def _dossier(
    suspect: Suspect, verdicts: pa.Table, taken: Ints, harvest: Harvest, rows: Ints, counts: Mapping[str, Counts]
) -> Dossier:
    micros, account = harvest.micros[rows], harvest.account[rows]
    flagged = verdicts["flagged"].to_numpy()[suspect.members]
    return Dossier(
        campaign_id=suspect.campaign_id,
        probability=suspect.probability,
        accounts=len(suspect.members),
        flagged=int(flagged.sum()),
        exchanges=len(rows),
        input_tokens=counts["input_tokens"][None],
        output_tokens=counts["output_tokens"][None],
        first_seen=moment(int(micros.min())),
        last_seen=moment(int(micros.max())),
        capabilities=shares(counts["capability"], CAPABILITIES),
        languages=shares(counts["language"], LANGUAGES),
        models=_labels(counts["model"]),
        access_paths=_labels(counts["access_path"]),
        evidence=suspect.evidence,
        days=_days(counts["day"], micros // DAY, account),
        hours=tuple(counts["hour"].get(hour, 0) for hour in range(24)),
        members=_members(suspect, verdicts, taken),
        ties=suspect.ties,
        templates=(),
        reversals=reversals(suspect.evidence),
    )


def _members(suspect: Suspect, verdicts: pa.Table, taken: Ints) -> tuple[Member, ...]:
    """The surest accounts."""
    listed = suspect.members[:MOST_MEMBERS]
    told = verdicts.select(["account_id", "probability", "exchanges", "flagged"]).take(pa.array(listed)).to_pylist()
    return tuple(Member(harvested=n, **row) for n, row in zip(taken[listed].tolist(), told, strict=True))


def exemplars(suspects: Sequence[Suspect], campaign: Rows, harvest: Harvest) -> list[tuple[Exemplars, ...]]:
    """The wordings of every suspect with the accounts and exchanges of the whole harvest that show them."""
    of = campaign[harvest.account]
    found = []
    for c, suspect in enumerate(suspects):
        mine = of == c
        shown, account = harvest.shown[mine], harvest.account[mine]
        holders = [account[(shown >> bit & 1) > 0] for bit in range(len(suspect.exemplars))]
        counted = zip(suspect.exemplars, holders, strict=True)
        found.append(tuple(replace(e, accounts=len(np.unique(h)), exchanges=len(h)) for e, h in counted))
    return found


def moment(micros: int) -> datetime:
    """A UTC time from microseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def shares(counts: Counts, names: Sequence[str]) -> tuple[Share, ...]:
    """Names with their shares, the largest first; nothing under half a percent.

    >>> shares({1: 2, 2: 1}, ("a", "b", "c"))
    (('b', 0.6667), ('c', 0.3333))
    """
    total = max(sum(counts.values()), 1)
    found = [(name, counts.get(code, 0) / total) for code, name in enumerate(names)]
    return tuple(sorted([(n, round(c, 4)) for n, c in found if c >= 0.005], key=lambda share: (-share[1], share[0])))


def _labels(counts: Counts) -> tuple[Share, ...]:
    total = max(sum(counts.values()), 1)
    found = [(str(name), round(count / total, 4)) for name, count in counts.items()]
    return tuple(sorted(found, key=lambda share: (-share[1], share[0]))[:12])


def _days(counts: Counts, day: Ints, account: Rows) -> tuple[Day, ...]:
    """Every day from the first to the last."""
    busy, accounts = np.unique(np.unique(day << 32 | account) >> 32, return_counts=True)
    active = dict(zip(busy.tolist(), accounts.tolist(), strict=True))
    days = range(int(busy[0]), int(busy[-1]) + 1)
    return tuple(Day(moment(d * DAY).date().isoformat(), counts.get(d, 0), active.get(d, 0)) for d in days)


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
