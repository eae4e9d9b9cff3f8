"""The stage: links → campaigns. Verdicts on accounts, campaigns, harvested exchanges, and what was cleared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns import naming, pool
from hydrascope.campaigns.accounts import rows_in_favour
from hydrascope.campaigns.candidates import FAMILIES, LEAST
from hydrascope.campaigns.dossier import dossier
from hydrascope.campaigns.judge import Case, Models, Verdict, judge, prepare
from hydrascope.campaigns.pool import Ints
from hydrascope.campaigns.sentences import evidence_of_account, evidence_of_group
from hydrascope.campaigns.statistics import measure
from hydrascope.campaigns.templates import Exemplars, choose
from hydrascope.campaigns.unmixing import profile_columns, unmix
from hydrascope.model.campaign import Cleared, Dossier, Member, Tie
from hydrascope.model.evidence import Evidence
from hydrascope.tables import ACCOUNT_VERDICTS, CAMPAIGNS, HARVESTED, LINKS

LIKELY = 0.5
MOST_LINKS = 2_000_000
MOST_MEMBERS = 2_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What a hunt found, as the output tables and as dossiers."""

    accounts: pa.Table
    campaigns: pa.Table
    harvested: pa.Table
    links: pa.Table
    dossiers: tuple[Dossier, ...]
    cleared: tuple[Cleared, ...]
    exemplars: dict[str, tuple[Exemplars, ...]]
    """Per campaign, the rows whose texts show its templates."""


NOTHING = Findings(
    ACCOUNT_VERDICTS.empty_table(),
    CAMPAIGNS.empty_table(),
    HARVESTED.empty_table(),
    LINKS.empty_table(),
    (),
    (),
    {},
)


@dataclass(frozen=True, slots=True)
class _Log:
    features: pa.Table
    shared: pa.Table
    pairs: pa.Table
    case: Case
    verdict: Verdict
    flagged: npt.NDArray[np.bool_]
    sure: npt.NDArray[np.bool_]
    ids: list[str]


def find(
    features: pa.Table,
    behaviours: pa.Table,
    shared: pa.Table,
    pairs: pa.Table,
    models: Models,
    max_fpr: float,
) -> Findings:
    """Everything that the output folder tells, from the tables of one log."""
    if features.num_rows == 0:
        return NOTHING
    case = prepare(features, behaviours, shared, pairs)
    verdict = judge(case, models)
    flagged = verdict.p_value <= max_fpr
    likely = flagged | ((verdict.probability >= LIKELY) & (verdict.p_value < 1.0))
    campaign = naming.assemble(case, verdict.group_bits, likely, models.operator)
    sure = rows_in_favour(case.traffic, case.groups, verdict.group_bits)
    log = _Log(features, shared, pairs, case, verdict, flagged, sure, behaviours["account_id"].to_pylist())
    groups = naming.members_of(campaign, int(campaign.max(initial=-1)) + 1)
    found = [_campaign(log, members, models) for members in groups]
    found.sort(key=lambda entry: (-entry[0].probability, -entry[0].exchanges, entry[0].campaign_id))
    names = {int(a): entry[0].campaign_id for entry in found for a in entry[2]}
    return Findings(
        accounts=_accounts(log, models, names),
        campaigns=_campaigns([entry[0] for entry in found]),
        harvested=pa.concat_tables([entry[1] for entry in found] or [HARVESTED.empty_table()]),
        links=_links(log),
        dossiers=tuple(entry[0] for entry in found),
        cleared=_cleared(log, models),
        exemplars={entry[0].campaign_id: entry[3] for entry in found},
    )


def _campaign(log: _Log, members: Ints, models: Models) -> tuple[Dossier, pa.Table, Ints, tuple[Exemplars, ...]]:
    t = log.case.traffic
    mine = np.flatnonzero(np.isin(t.account, members))
    chance = unmix(profile_columns(log.features.take(pa.array(mine))), log.sure[mine])
    drawn = chance >= min(LIKELY, chance.max())
    taken = mine[drawn]
    starts, rows = np.array([0, len(taken)], np.int64), taken.astype(np.int32)
    evidence = evidence_of_group(models.group, measure(t, starts, rows)[0], len(members))
    name = naming.name([log.ids[a] for a in members])
    order = members[np.lexsort((members, -log.verdict.probability[members]))]
    counts = np.bincount(t.account[taken], minlength=len(log.ids))
    people = [_member(log, int(a), int(counts[a])) for a in order]
    # As sure as of its surest accounts: their verdicts rest on one another, so they do not add up.
    probability = float(np.sort(log.verdict.probability[members])[-LEAST:].mean())
    story = dossier(
        name,
        probability,
        evidence,
        log.features,
        taken,
        people[:MOST_MEMBERS],
        _ties(log, order[:MOST_MEMBERS]),
        (),
    )
    table = pa.table(
        [
            log.features["exchange_id"].take(pa.array(taken)),
            log.features["account_id"].take(pa.array(taken)).cast(pa.string()),
            pa.array([name] * len(taken)),
            pa.array(chance[drawn]),
        ],
        schema=HARVESTED,
    )
    return story, table, members, _exemplars(log, taken)


def _exemplars(log: _Log, taken: Ints) -> tuple[Exemplars, ...]:
    """Rows that show the wording which most of the harvested exchanges share."""
    groups = log.case.groups
    mine = np.zeros(log.features.num_rows, bool)
    mine[taken] = True
    kinds = log.shared["kind"].chunk(0)
    content = (groups.family == FAMILIES.index("content")) & (log.verdict.group_bits > 0)
    size = np.diff(groups.starts)
    best = np.flatnonzero(content)
    best = best[np.lexsort((best, -size[best]))][:400]
    found = []
    for g in best:
        rows = groups.rows[groups.starts[g] : groups.starts[g + 1]]
        rows = rows[mine[rows]]
        if len(rows) >= LEAST:
            found.append((kinds[int(groups.key_row[g])].as_py(), rows))
    return tuple(choose(found, log.case.traffic.account))


def _member(log: _Log, account: int, harvested: int) -> Member:
    exchanges = int(log.case.traffic.column("exchanges")[account])
    return Member(
        log.ids[account],
        float(log.verdict.probability[account]),
        exchanges,
        harvested,
        bool(log.flagged[account]),
    )


def _ties(log: _Log, order: Ints) -> list[Tie]:
    """The strongest links between members, as indices into their list."""
    place = np.full(len(log.ids), -1, np.int64)
    place[order] = np.arange(len(order))
    left, right = place[log.pairs["left"].to_numpy()], place[log.pairs["right"].to_numpy()]
    bits = log.pairs["bits"].to_numpy()
    both = np.flatnonzero((left >= 0) & (right >= 0))
    best = both[np.lexsort((both, -bits[both]))][:600]
    kinds = log.shared["kind"].take(log.pairs["key_row"].take(pa.array(best))).to_pylist()
    return [
        Tie(int(left[i]), int(right[i]), float(bits[i]), f"share {kind}") for i, kind in zip(best, kinds, strict=True)
    ]


def _accounts(log: _Log, models: Models, names: dict[int, str]) -> pa.Table:
    v, t = log.verdict, log.case.traffic
    told = v.probability > 0.02
    evidence = [evidence_of_account(models.second, v.terms[a]) if told[a] else [] for a in range(len(log.ids))]
    licensed = t.licensed
    groups = _group_reasons(log, models)
    reasons = [
        ["licensed: the model's owner agreed to training on outputs"]
        if licensed[a]
        else groups.get(a, []) + [e.detail for e in evidence[a] if e.bits > 0][:5]
        for a in range(len(log.ids))
    ]
    columns = [
        log.ids,
        v.probability,
        v.p_value,
        log.flagged,
        [names.get(a) for a in range(len(log.ids))],
        reasons,
        [_evidence(e) for e in evidence],
        t.column("exchanges"),
        t.table["first_seen"],
        t.table["last_seen"],
    ]
    return pa.table(
        [
            c if isinstance(c, pa.ChunkedArray) else pa.array(c, type=f.type)
            for c, f in zip(columns, ACCOUNT_VERDICTS, strict=True)
        ],
        schema=ACCOUNT_VERDICTS,
    )


def _group_reasons(log: _Log, models: Models) -> dict[int, list[str]]:
    """For likely accounts, what speaks most for a campaign in the pooled traffic of their best group."""
    v, sizes = log.verdict, np.diff(log.case.membership.first)
    likely = np.flatnonzero((v.probability >= LIKELY) & (v.top >= 0))
    said: dict[int, list[str]] = {}
    for g in np.unique(v.top[likely]):
        evidence = evidence_of_group(models.group, log.case.statistics[g], int(sizes[g]))
        strongest = [e.detail for e in evidence if e.bits > 0][:3]
        said[int(g)] = [f"in the pooled traffic of its best group ({sizes[g]} accounts): {s}" for s in strongest]
    return {int(a): said[int(v.top[a])] for a in likely}


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
    return [{"signal": e.signal, "bits": round(e.bits, 3), "detail": e.detail} for e in evidence]


def _campaigns(dossiers: Sequence[Dossier]) -> pa.Table:
    rows = [
        {
            "campaign_id": d.campaign_id,
            "probability": d.probability,
            "accounts": d.accounts,
            "exchanges": d.exchanges,
            "first_seen": d.first_seen,
            "last_seen": d.last_seen,
            "capabilities": [{"name": n, "share": s} for n, s in d.capabilities],
            "languages": [{"name": n, "share": s} for n, s in d.languages],
            "evidence": _evidence(d.evidence),
        }
        for d in dossiers
    ]
    return pa.Table.from_pylist(rows, schema=CAMPAIGNS)


def _links(log: _Log) -> pa.Table:
    """One row per pair, with the evidence of every family."""
    p = log.pairs
    if p.num_rows == 0:
        return LINKS.empty_table()
    code = p["left"].to_numpy().astype(np.int64) << 32 | p["right"].to_numpy()
    edges = np.concatenate([[0], np.flatnonzero(np.diff(code)) + 1])
    total = np.add.reduceat(p["bits"].to_numpy().astype(np.float64), edges)
    ids = pa.array(log.ids)
    kind = log.shared["kind"].take(p["key_row"]).cast(pa.string()).combine_chunks()
    holders = log.shared["customers"].take(p["key_row"]).combine_chunks().cast(pa.string())
    detail = pa.compute.binary_join_element_wise("both show the same ", kind, ", which ", holders, " customers do", "")
    structs = pa.StructArray.from_arrays(
        [kind, p["bits"].combine_chunks().cast(pa.float64()), detail], ["signal", "bits", "detail"]
    )
    lists = pa.ListArray.from_arrays(pa.array(np.append(edges, len(code)).astype(np.int32)), structs)
    first = pa.array(edges)
    return pa.table(
        [ids.take(p["left"].take(first)), ids.take(p["right"].take(first)), pa.array(total), lists],
        schema=LINKS,
    )


def _cleared(log: _Log, models: Models) -> tuple[Cleared, ...]:
    """The largest groups that share words, clients or identities and were held for honest."""
    groups, bits = log.case.groups, log.verdict.group_bits
    size = np.diff(pool.members(groups.starts, groups.rows, log.case.traffic.account)[0])
    harmless = np.flatnonzero((bits < -2) & (size >= 8))
    found: list[Cleared] = []
    seen: set[tuple[str, int]] = set()
    for g in harmless[np.lexsort((harmless, -size[harmless]))]:
        family = FAMILIES[groups.family[g]]
        if (family, int(size[g]) // 10) in seen or len(found) >= 12:
            continue
        seen.add((family, int(size[g]) // 10))
        evidence = evidence_of_group(models.group, log.case.statistics[g], int(size[g]))
        found.append(
            Cleared(
                f"{size[g]} accounts tied by {family}",
                int(size[g]),
                int(groups.starts[g + 1] - groups.starts[g]),
                tuple(evidence[:6]),
            )
        )
    return tuple(found)
