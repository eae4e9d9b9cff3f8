"""Verdicts → suspected campaigns: who takes part, how sure, and by what their harvested exchanges are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from hydrascope.campaigns import naming
from hydrascope.campaigns.accounts import IN_FAVOUR
from hydrascope.campaigns.candidates import FAMILIES, LEAST
from hydrascope.campaigns.harvest import Flags, Hashes, Search, keys_of, shows, values_of, wordings
from hydrascope.campaigns.judge import Models
from hydrascope.campaigns.log import Log
from hydrascope.campaigns.pool import Ints, Rows
from hydrascope.campaigns.sentences import evidence_of_group
from hydrascope.campaigns.statistics import measure
from hydrascope.campaigns.templates import Exemplars, choose
from hydrascope.campaigns.unmixing import LABELS, NEEDED, Profile, Usual, chance, learn, profile_columns, usual
from hydrascope.model.campaign import Tie
from hydrascope.model.evidence import Evidence
from hydrascope.sorts import by_code

MOST_TIES = 600
MOST_MEMBERS = 2_000
"""So many accounts of a campaign, the surest first, are listed in its dossier."""
MOST_OTHERS = 100_000
"""So many requests of others, about, show what is usual."""
MOST_GROUPS = 400
"""So many groups of one wording, the largest, are looked at for a campaign's templates."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A campaign before its harvest is counted. `members`: accounts, the surest first; ties are between these."""

    campaign_id: str
    members: Ints
    probability: float
    evidence: tuple[Evidence, ...]
    ties: tuple[Tie, ...]
    exemplars: tuple[Exemplars, ...]


def suspects(log: Log, campaign: Rows, models: Models) -> tuple[list[Suspect], Search]:
    """Every campaign (accounts have its number in `campaign`, -1 none), and how to search for its exchanges."""
    count = int(campaign.max(initial=-1)) + 1
    t = log.case.traffic
    mine = np.flatnonzero(campaign[t.account] >= 0)
    starts, order = by_code(campaign[t.account[mine]], count)
    mine = mine[order]
    groups = log.case.groups
    favoured = (groups.family == FAMILIES.index("content")) & (log.verdict.group_bits > IN_FAVOUR)
    sure = keys_of(log.shared, groups.key_row[favoured])
    profiles, drawn = _drawn(log, mine, starts, sure)
    first = np.searchsorted(np.flatnonzero(drawn), starts).astype(np.int64)
    taken = mine[drawn].astype(np.int32)
    statistics = measure(t, first, taken) if count else np.zeros((0, 0))
    exemplars = _exemplars(log, taken, campaign, count)
    ties = _ties(log, campaign, count)
    found = []
    for c, members in enumerate(naming.members_of(campaign, count)):
        order = members[np.lexsort((members, -log.verdict.probability[members]))]
        # As sure as of its surest accounts: their verdicts rest on one another, so they do not add up.
        probability = float(log.verdict.probability[order][:LEAST][::-1].mean())
        evidence = tuple(evidence_of_group(models.group, statistics[c], len(members)))
        name = naming.name([log.ids[a] for a in members])
        found.append(Suspect(name, order, probability, evidence, _named(log, ties[c], order), exemplars[c]))
    shown = tuple(wordings(log.shared, [e.key for e in chosen]) for chosen in exemplars)
    return found, Search(log.features["model"].chunk(0).dictionary, sure, profiles, shown)


def _drawn(log: Log, mine: Ints, starts: Ints, sure: dict[str, Hashes]) -> tuple[tuple[Profile, ...], Flags]:
    """The profile of every campaign, and which of the sampled rows `mine` were harvested."""
    columns = profile_columns(log.features.select([*LABELS, *NEEDED]).take(pa.array(mine)))
    certain = np.zeros(len(mine), np.bool_)
    for column, keys in sure.items():
        certain |= shows(values_of(log.features[column], mine), keys)
    drawn, profiles = np.zeros(len(mine), np.bool_), []
    others = _others(log, mine)
    for start, stop in pairwise(starts.tolist()):
        own = slice(start, stop)
        profiles.append(learn(columns[own], certain[own], others))
        drawn[own] = chance(profiles[-1], columns[own], certain[own]) >= profiles[-1].least
    return tuple(profiles), drawn


def _others(log: Log, mine: Ints) -> Usual:
    """What accounts of no campaign ask, from an even draw of their sampled rows."""
    other = np.ones(log.features.num_rows, np.bool_)
    other[mine] = False
    rows = np.flatnonzero(other)
    rows = rows[:: max(1, len(rows) // MOST_OTHERS)]
    return usual(profile_columns(log.features.select([*LABELS, *NEEDED]).take(pa.array(rows))))


def _exemplars(log: Log, taken: Rows, campaign: Rows, count: int) -> list[tuple[Exemplars, ...]]:
    """Per campaign, rows that show the wording which most of its harvested exchanges share."""
    groups, t = log.case.groups, log.case.traffic
    harvested = np.zeros(len(t.account), np.bool_)
    harvested[taken] = True
    content = np.flatnonzero((groups.family == FAMILIES.index("content")) & (log.verdict.group_bits > 0))
    of = np.full(len(t.account), -1, np.int32)
    of[harvested] = campaign[t.account[harvested]]
    kinds = log.shared["kind"].chunk(0)
    held: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for g in content:
        rows = of[groups.rows[groups.starts[g] : groups.starts[g + 1]]]
        for c, n in enumerate(np.bincount(rows[rows >= 0])):
            if n >= LEAST:
                held[c].append((-int(n), int(g)))
    found = []
    for c, mine in enumerate(held):
        asked = []
        for _, group in sorted(mine)[:MOST_GROUPS]:
            held_by = groups.rows[groups.starts[group] : groups.starts[group + 1]]
            key = int(groups.key_row[group])
            asked.append((kinds[key].as_py(), key, held_by[of[held_by] == c]))
        found.append(tuple(choose(asked, t.account)))
    return found


def _ties(log: Log, campaign: Rows, count: int) -> list[Ints]:
    """Per campaign, the rows of PAIRS between its members, the strongest first."""
    left, right = campaign[log.pairs["left"].to_numpy()], campaign[log.pairs["right"].to_numpy()]
    both = np.flatnonzero((left >= 0) & (left == right))
    edges, order = by_code(left[both], count, -log.pairs["bits"].to_numpy()[both])
    order = both[order]
    return [order[edges[c] : edges[c + 1]] for c in range(count)]


def _named(log: Log, ties: Ints, order: Ints) -> tuple[Tie, ...]:
    """The strongest links between the members that are listed, as indices into their list."""
    place = np.full(len(log.ids), -1, np.int64)
    place[order[:MOST_MEMBERS]] = np.arange(min(len(order), MOST_MEMBERS))
    left = place[log.pairs["left"].take(pa.array(ties)).to_numpy()]
    right = place[log.pairs["right"].take(pa.array(ties)).to_numpy()]
    listed = np.flatnonzero((left >= 0) & (right >= 0))[:MOST_TIES]
    best = log.pairs.take(pa.array(ties[listed]))
    kinds = log.shared["kind"].take(best["key_row"]).to_pylist()
    bits: Sequence[float] = best["bits"].to_pylist()
    ends = zip(left[listed].tolist(), right[listed].tolist(), bits, kinds, strict=True)
    return tuple(Tie(a, b, weight, f"share {kind}") for a, b, weight, kind in ends)
