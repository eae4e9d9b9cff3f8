"""The report's sentences: what was taken, by how many, how sure."""

from collections import defaultdict
from collections.abc import Sequence

from hydrascope.model.campaign import Dossier, Share
from hydrascope.report import words
from hydrascope.report.summary import Run

# What a harvest is not named after: everybody's traffic holds some of it.
_UNSPECIFIC = ("other", "conversation")


def mostly(shares: Sequence[Share]) -> str:
    """The one or two names that make up most of it, or nothing where no name stands out.

    >>> mostly([("coding", 0.5), ("reasoning and mathematics", 0.4), ("other", 0.1)])
    'coding, then reasoning and mathematics'
    >>> mostly([("other", 0.9), ("coding", 0.1)])
    ''
    """
    ranked = sorted((s for s in shares if s[0] not in _UNSPECIFIC), key=lambda s: (-s[1], s[0]))
    kept = [name for name, part in ranked[:2] if part >= 0.2]
    return ", then ".join(kept)


def _pooled(dossiers: Sequence[Dossier]) -> list[Share]:
    total = max(sum(d.exchanges for d in dossiers), 1)
    pooled: defaultdict[str, float] = defaultdict(float)
    for dossier in dossiers:
        for name, part in dossier.capabilities:
            pooled[name] += part * dossier.exchanges / total
    return list(pooled.items())


def _taken(exchanges: int, tokens: int, capabilities: Sequence[Share]) -> str:
    output = f" ({words.short(tokens)} output tokens)" if tokens > 0 else ""
    purpose = mostly(capabilities)
    return f"{words.about(exchanges)} exchanges{output}" + (f", mostly {purpose}" if purpose else "")


def headline(dossiers: Sequence[Dossier], run: Run) -> str:
    """The one sentence that a reader who stops there should take away."""
    if dossiers:
        taken = _taken(sum(d.exchanges for d in dossiers), sum(d.output_tokens for d in dossiers), _pooled(dossiers))
        accounts = words.counted(sum(d.accounts for d in dossiers), "account")
        return f"{words.counted(len(dossiers), 'campaign')}: {accounts} took {taken}."
    seen = [words.counted(n, one) for n, one in ((run.accounts, "account"), (run.exchanges, "exchange")) if n]
    return f"No campaign found among {words.listed(seen)}." if seen else "No campaign found."


def how_sure(dossiers: Sequence[Dossier], run: Run) -> str:
    """Probability of the findings, and the promise the run was held to."""
    told = []
    if len(dossiers) == 1:
        sure = words.probability(dossiers[0].probability)
        told.append(f"Probability that this is a distillation campaign: {sure}.")
    elif dossiers:
        low = words.probability(min(d.probability for d in dossiers))
        told.append(f"Probability of each to be a distillation campaign: {low}{_or_more(low)}.")
    if run.max_fpr is not None:
        subject = "Verdict kept" if dossiers else "The verdict was kept"
        told.append(f"{subject} to at most {_honest(run.max_fpr)}.")
    return " ".join(told)


def _or_more(probability: str) -> str:
    return "" if probability.startswith(">") else " or more"


def _honest(rate: float) -> str:
    if rate <= 0:
        return "no honest account at all"
    if rate > 0.05:
        return f"{rate * 100:.0f} honest accounts in 100"
    return f"1 honest account in {words.count(1 / rate)}"


def campaign_headline(dossier: Dossier) -> str:
    """One campaign in a sentence."""
    taken = _taken(dossier.exchanges, dossier.output_tokens, dossier.capabilities)
    when = words.span(dossier.first_seen, dossier.last_seen)
    between = "on" if dossier.first_seen.date() == dossier.last_seen.date() else "from"
    return f"{words.counted(dossier.accounts, 'account')} took {taken}, {between} {when}."
