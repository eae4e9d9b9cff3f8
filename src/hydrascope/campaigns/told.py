"""What is told of every account, of every link, and of the groups that were cleared."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.campaigns.against import against
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.candidates import FAMILIES
from hydrascope.campaigns.judge import ASKED, Models, credits
from hydrascope.campaigns.log import Log
from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.campaigns.sentences import evidence_of_accounts, evidence_of_group
from hydrascope.campaigns.statistics import NAMES, Traffic
from hydrascope.model.campaign import Cleared
from hydrascope.model.evidence import Evidence
from hydrascope.sorts import by_code, sorted_labels
from hydrascope.tables import ACCOUNT_VERDICTS, EVIDENCE, LINKS, SAID

Flags = npt.NDArray[np.bool_]
Run: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""A function over things, results in their order: `map`, or something like it that has more than one processor."""
LIKELY = 0.5
TOLD = 0.02
"""An account this likely gets its evidence; below there is nothing to explain."""
MOST_LINKS = 2_000_000
AT_ONCE = 10_000
"""So many accounts are told of in one piece of work."""
NEARLY = 2.0
"""A group is as good as another within so many bits."""
LICENSED = "licensed: the model's owner agreed to training on outputs"


def accounts(log: Log, models: Models, names: dict[int, str], run: Run = map) -> pa.Table:
    """ACCOUNT_VERDICTS; `names` are the campaigns of those that are in one.

    Likely accounts come with all their evidence, others with what weighs most for or against them. `run` may spread
    the work over processes.
    """
    v, t = log.verdict, log.case.traffic
    groups = _group_reasons(log, models)
    campaign: list[str | None] = [None] * len(log.ids)
    for a, name in names.items():
        campaign[a] = name
    said: list[list[str]] = [groups.get(a, []) for a in range(len(log.ids))]
    asked = [
        (v.terms[a:b], v.probability[a:b], t.licensed[a:b], said[a:b])
        for a, b in pairwise([*range(0, len(log.ids), AT_ONCE), len(log.ids)])
    ]
    reasons, evidence = zip(*run(partial(_said, (models.second, models.looked, models.partnered)), asked), strict=True)
    columns = [
        log.ids,
        v.probability,
        v.p_value,
        log.flagged,
        campaign,
        pa.concat_arrays(reasons),
        pa.concat_arrays(evidence),
        t.column("exchanges"),
        t.table["first_seen"].combine_chunks(),
        t.table["last_seen"].combine_chunks(),
    ]
    arrays = [
        c if isinstance(c, pa.Array | pa.ChunkedArray) else pa.array(c, type=f.type)
        for c, f in zip(columns, ACCOUNT_VERDICTS, strict=True)
    ]
    return pa.table(arrays, schema=ACCOUNT_VERDICTS)


def _said(
    models: tuple[Boosted, ...], asked: tuple[Floats, Floats, Flags, list[list[str]]]
) -> tuple[pa.Array, pa.Array]:
    """Reasons and evidence of some accounts: what was asked, probabilities, who is licensed, what their groups say."""
    terms, probability, licensed, groups = asked
    told = np.flatnonzero(probability > TOLD)
    evidence: list[list[Evidence]] = [[] for _ in groups]
    reasons: list[list[str]] = [[] for _ in groups]
    bits = credits(terms[told], *models)
    found = evidence_of_accounts(ASKED, bits, terms[told], probability[told] < LIKELY)
    for a, own in zip(told.tolist(), found, strict=True):
        evidence[a] = own
        reasons[a] = groups[a] + [e.detail for e in own if e.bits > 0][:5]
    for a in np.flatnonzero(licensed).tolist():
        reasons[a] = [LICENSED]
    return pa.array(reasons, pa.list_(pa.string())), _lists(evidence)


def _lists(evidence: Sequence[Sequence[Evidence]]) -> pa.Array:
    """Lists of evidence as a column."""
    flat = [e for own in evidence for e in own]
    fields: list[Any] = [[e.signal for e in flat], np.round([e.bits for e in flat], 3), [e.detail for e in flat]]
    kinds = [field.type for field in EVIDENCE.value_type]
    arrays = [pa.array(values, kind) for values, kind in zip(fields, kinds, strict=True)]
    offsets = np.cumsum([0, *map(len, evidence)]).astype(np.int32)
    structs = pa.StructArray.from_arrays(arrays, fields=list(EVIDENCE.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets), structs, type=EVIDENCE)


def _group_reasons(log: Log, models: Models) -> dict[int, list[str]]:
    """For likely accounts, what speaks most in the pooled traffic of the largest of their good groups."""
    sizes = np.diff(log.case.membership.first)
    likely = np.flatnonzero((log.verdict.probability >= LIKELY) & (log.verdict.top >= 0))
    shown = _largest_good(log, sizes)[likely]
    said: dict[int, list[str]] = {}
    for g in np.unique(shown):
        evidence = evidence_of_group(models.group, log.case.statistics[g], int(sizes[g]))
        strongest = [e.detail for e in evidence if e.bits > 0][:3]
        said[int(g)] = [f"in the pooled traffic of its group of {sizes[g]} accounts: {s}" for s in strongest]
    return {int(a): said[int(g)] for a, g in zip(likely, shown, strict=True)}


def _largest_good(log: Log, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of each account's groups that speak nearly as much as its best, the largest: it tells most. -1 without one."""
    bits, top, m = log.verdict.group_bits, log.verdict.top, log.case.membership
    good = np.flatnonzero((top[m.who] >= 0) & (bits[m.group] >= bits[top[m.who]] - NEARLY))
    shown = np.full(len(top), -1, np.int64)
    order = good[np.lexsort((-m.group[good], sizes[m.group[good]]))]
    shown[m.who[order]] = m.group[order]  # the last written is the largest, the first in the log among equals
    return shown


def links(pairs: pa.Table, shared: pa.Table, t: Traffic, names: list[str]) -> pa.Table:
    """LINKS: a row per pair with the evidence for and against it; of very many pairs the strongest `MOST_LINKS`."""
    if pairs.num_rows == 0:
        return LINKS.empty_table()
    code = pairs["left"].to_numpy().astype(np.int64) << 32 | pairs["right"].to_numpy()
    edges = np.concatenate([[0], np.flatnonzero(np.diff(code)) + 1])
    total = np.add.reduceat(pairs["bits"].to_numpy().astype(np.float64), edges)
    if len(edges) > MOST_LINKS:
        best = np.sort(np.lexsort((np.arange(len(total)), -total))[:MOST_LINKS])
        ends = np.append(edges, len(code))
        size = (ends[1:] - ends[:-1])[best]
        starts = np.cumsum(size) - size
        pairs = pairs.take(pa.array(np.repeat(edges[best] - starts, size) + np.arange(size.sum())))
        edges, total = starts, total[best]
    left, right = (pairs[side].to_numpy()[edges].astype(np.int64) for side in ("left", "right"))
    pair = np.repeat(np.arange(len(edges)), np.diff(np.append(edges, pairs.num_rows)))
    rows, said = np.unique(pairs["key_row"].to_numpy(), return_inverse=True)
    keys = shared.select(["kind", "customers"]).take(pa.array(rows))
    kinds = keys["kind"].cast(pa.string()).combine_chunks()
    holders = keys["customers"].cast(pa.string()).combine_chunks()
    details = pc.binary_join_element_wise("both show the same ", kinds, ", which ", holders, " customers do", "")
    who, says, bits = [pair], [said], [pairs["bits"].to_numpy().astype(np.float64)]
    differing = against(t, left, right, total)
    for n, found in enumerate(differing):
        who.append(found.pairs)
        says.append(np.full(len(found.pairs), len(rows) + n))
        bits.append(np.full(len(found.pairs), found.bits))
        total[found.pairs] += found.bits
    words = [pa.concat_arrays([kinds, pa.array([f.signal for f in differing], pa.string())])]
    words += [pa.concat_arrays([details, pa.array([f.says for f in differing], pa.string())])]
    evidence = _by_pair(np.concatenate(who), np.concatenate(says), np.concatenate(bits), words, len(edges))
    ids = pa.array(names)
    return pa.table([ids.take(pa.array(left)), ids.take(pa.array(right)), total, evidence], LINKS)


def _by_pair(pair: Ints, says: Ints, bits: Floats, words: Sequence[pa.Array], count: int) -> pa.Array:
    """Evidence on pairs as a list for every pair, in the order it was said; `says` are places in `words`."""
    starts, order = by_code(pair, count)
    signal, detail = (_labelled(said, says[order]) for said in words)
    structs = pa.StructArray.from_arrays([signal, pa.array(bits[order]), detail], fields=list(SAID.value_type))
    return pa.ListArray.from_arrays(pa.array(starts.astype(np.int32)), structs, type=SAID)


def _labelled(words: pa.Array, places: Ints) -> pa.DictionaryArray:
    """The words at these places as labels, each word once and sorted."""
    codes, labels = sorted_labels(pa.chunked_array([words.dictionary_encode()]))
    return pa.DictionaryArray.from_arrays(pa.array(codes[places]), labels)


def cleared(log: Log, models: Models) -> tuple[Cleared, ...]:
    """The largest groups that share words, clients or identities and were held for honest."""
    groups, bits = log.case.groups, log.verdict.group_bits
    size = np.diff(log.case.membership.first)
    harmless = np.flatnonzero((bits < -2) & (size >= 8))
    found: list[Cleared] = []
    seen: set[str] = set()
    for g in harmless[np.lexsort((harmless, -size[harmless]))].tolist():
        if len(found) >= 12:
            break
        what = looks_like(log, g)
        if what in seen:
            continue
        seen.add(what)
        evidence = evidence_of_group(models.group, log.case.statistics[g], int(size[g]))
        exchanges = int(groups.starts[g + 1] - groups.starts[g])
        found.append(Cleared(f"{size[g]} accounts {what}", int(size[g]), exchanges, tuple(evidence[:6])))
    return tuple(found)


TIES = {
    "text": "that sent the same request", "head": "that open with the same words", "tail": "that close with the same "
    "words", "phrase": "that share a turn of phrase", "system": "with one system prompt", "tools": "with one set of "
    "tools", "history": "that continue one conversation", "blob": "that show one reasoning blob", "credential": "with "
    "one API key", "end user": "that name one end user", "address": "at one address", "network": "in one network",
    "client": "with one client program", "tls": "with one TLS fingerprint", "parameters": "with one set of parameters",
    "payment": "with one payment instrument", "phone": "with one phone", "email": "of one e-mail domain",
    "sign-up address": "that signed up at one address", "sign-up network": "that signed up in one network",
    "community": "linked by many small things", "crowd": "alike in what they ask, how and when",
}  # fmt: skip
NATURES = (
    ("shared questions", 0.3, "who ask the same questions, as a class or a benchmark does"),
    ("judging", 0.5, "who grade answers, as judges do"),
    ("own repetition", 0.3, "who repeat their own requests, as monitoring does"),
    ("topics exchangeable", 1.0, "each with work of its own, as users of one tool or template have"),
    ("sessions", 2.0, "who come in sessions of their own"),
)
"""What a group is, by the first of its pooled statistics that reaches so much."""


def looks_like(log: Log, group: int) -> str:
    """What a group of accounts is, in words: what ties it, and what its pooled traffic shows it to be."""
    key = int(log.case.groups.key_row[group])
    tie = FAMILIES[log.case.groups.family[group]] if key < 0 else str(log.shared["kind"][key].as_py())
    values = dict(zip(NAMES, log.case.statistics[group], strict=True))
    nature = next((says for name, least, says in NATURES if values[name] >= least), "")
    return f"{TIES[tie]}, {nature}" if nature else TIES[tie]
