"""The stage: links → campaigns. First who is suspected, then, of every exchange, what was harvested."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns import naming, told
from hydrascope.campaigns.dossier import Harvest, dossiers, exemplars
from hydrascope.campaigns.harvest import Hashes, Search, Taken, Tally, together
from hydrascope.campaigns.judge import Models, judge, prepare
from hydrascope.campaigns.log import Log
from hydrascope.campaigns.pool import Rows
from hydrascope.campaigns.suspects import Suspect, suspects
from hydrascope.campaigns.templates import Exemplars
from hydrascope.model.campaign import Cleared, Dossier
from hydrascope.model.evidence import Evidence
from hydrascope.sorts import by_code
from hydrascope.tables import ACCOUNT_VERDICTS, CAMPAIGNS, HARVESTED, LINKS
from hydrascope.threads import THREADS

AT_ONCE = 1_000_000
"""Rows of HARVESTED in one chunk."""


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


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Everything that the sample tells. `campaign`: of every account, its place in `suspects` or -1.

    `search` says by what the harvested exchanges of these accounts are known.
    """

    accounts: pa.Table
    links: pa.Table
    cleared: tuple[Cleared, ...]
    campaign: Rows
    suspects: tuple[Suspect, ...]
    search: Search


def suspect(
    features: pa.Table,
    behaviours: pa.Table,
    shared: pa.Table,
    pairs: pa.Table,
    models: Models,
    max_fpr: float,
    run: told.Run = map,
) -> Suspicion:
    """Verdicts and suspected campaigns, from the tables of one log; `run` may spread work over processes."""
    if features.num_rows == 0:
        nobody = Search(pa.array([], pa.string()), {}, (), ())
        return Suspicion(ACCOUNT_VERDICTS.empty_table(), LINKS.empty_table(), (), np.zeros(0, np.int32), (), nobody)
    case, ids = prepare(features, behaviours, shared, pairs), behaviours["account_id"].to_pylist()
    with ThreadPoolExecutor(1) as thread:
        links = thread.submit(told.links, pairs, shared, case.traffic, ids)
        verdict = judge(case, models)
        flagged = verdict.p_value <= max_fpr
        likely = flagged | ((verdict.probability >= told.LIKELY) & (verdict.p_value < 1.0))
        campaign = naming.assemble(case, verdict.group_bits, likely, models.operator)
        log = Log(features, shared, pairs, case, verdict, flagged, ids)
        found, search = suspects(log, campaign, models)
        names = {int(a): s.campaign_id for s in found for a in s.members}
        accounts = told.accounts(log, models, names, run)
        return Suspicion(accounts, links.result(), told.cleared(log, models), campaign, tuple(found), search)


def conclude(suspicion: Suspicion, parts: Iterable[tuple[Rows, Hashes, Taken]]) -> Findings:
    """Findings, given what was taken: (account, place among exchanges of one time, the taken) of parts of the log."""
    taken = _together(parts)
    with ThreadPoolExecutor(THREADS) as threads:
        counted = threads.submit(exemplars, suspicion.suspects, suspicion.campaign, taken)
        stories = dossiers(suspicion.suspects, suspicion.accounts, suspicion.campaign, taken)
        wordings = counted.result()
    order = sorted(range(len(stories)), key=lambda c: _surest_first(stories[c]))
    found = tuple(stories[c] for c in order)
    return Findings(
        accounts=suspicion.accounts,
        campaigns=_campaigns(found),
        harvested=_harvested(suspicion, taken, order),
        links=suspicion.links,
        dossiers=found,
        cleared=suspicion.cleared,
        exemplars={stories[c].campaign_id: wordings[c] for c in order},
    )


def _surest_first(story: Dossier) -> tuple[float, int, str]:
    return -story.probability, -story.exchanges, story.campaign_id


def _together(parts: Iterable[tuple[Rows, Hashes, Taken]]) -> Harvest:
    """One harvest in canonical order: account, time, place. What a part took is given up as soon as it is copied."""
    account, place = [np.zeros(0, np.int32)], [np.zeros(0, np.uint64)]
    micros, chance, shown = [np.zeros(0, np.int64)], [np.zeros(0)], [np.zeros(0, np.uint8)]
    ids: list[pa.Array] = []
    tallies: list[Tally] = []
    for who, at, taken in parts:
        account.append(who)
        place.append(at)
        micros.append(taken.micros)
        chance.append(taken.chance)
        shown.append(taken.shown)
        ids += taken.exchange_id.chunks
        tallies.append(taken.tally)
    whole, times = _one(account), _one(micros)
    _, order = by_code(whole, int(whole.max(initial=-1)) + 1, _one(place), times)
    names = pa.chunked_array(ids, pa.string())
    ids.clear()
    return Harvest(
        account=whole[order],
        micros=times[order],
        chance=_one(chance)[order],
        shown=_one(shown)[order],
        exchange_id=names.cast(pa.large_string()).combine_chunks(),
        place=order,
        tally=together(tallies),
    )


def _one(pieces: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The pieces as one array; they are given up for it."""
    whole = np.concatenate(pieces)
    pieces.clear()
    return whole


def _harvested(suspicion: Suspicion, taken: Harvest, order: Sequence[int]) -> pa.Table:
    """HARVESTED, campaign by campaign in this order."""
    rank = np.argsort(np.array(order, np.int64))
    of = rank[suspicion.campaign[taken.account]] if order else np.zeros(0, np.int64)
    _, rows = by_code(of, len(order))
    names = pa.array([suspicion.suspects[c].campaign_id for c in order], pa.string())
    ids = suspicion.accounts["account_id"].combine_chunks()

    def piece(start: int) -> pa.Table:
        some = rows[start : start + AT_ONCE]
        columns = [taken.exchange_id.take(pa.array(taken.place[some])).cast(pa.string())]
        columns += [
            ids.take(pa.array(taken.account[some])),
            names.take(pa.array(of[some])),
            pa.array(taken.chance[some]),
        ]
        return pa.table(columns, schema=HARVESTED)

    with ThreadPoolExecutor(THREADS) as threads:
        return pa.concat_tables([HARVESTED.empty_table(), *threads.map(piece, range(0, len(rows), AT_ONCE))])


def _campaigns(found: Sequence[Dossier]) -> pa.Table:
    return pa.Table.from_pylist([_row(d) for d in found], schema=CAMPAIGNS)


def _row(d: Dossier) -> Mapping[str, object]:
    return {
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


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
    return [{"signal": e.signal, "bits": round(e.bits, 3), "detail": e.detail} for e in evidence]
