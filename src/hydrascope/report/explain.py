"""Why one account was flagged, or was not: plain text for a terminal, a ticket or an appeal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from textwrap import fill

from hydrascope.report import words
from hydrascope.report.clean import shown

_WIDTH = 88
_BAR = 12
_MOST = 12
_MOST_TIES = 8

_APPEAL = (
    "A flag is a finding for a person to judge, not a decision. Before anything is done to the account, "
    "read both sides above; tell its holder the reason and where to appeal; let every measure expire."
)
_NOT_CLEARED = "Not being flagged does not clear an account for good: it says what this log showed at this strictness."

Weighed = tuple[str, float, str]
"""Signal, bits, sentence."""


def _number(value: object) -> float:
    """A float, NaN where unknown."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _weighed(row: Mapping[str, object]) -> list[Weighed]:
    """The evidence of a row, weightiest first; bits that are not a number weigh nothing."""
    given = row.get("evidence")
    items = [item for item in given if isinstance(item, Mapping)] if isinstance(given, Iterable) else []
    found = [(str(i.get("signal")), _number(i.get("bits")), str(i.get("detail") or "")) for i in items]
    sound = [(signal, bits if isfinite(bits) else 0.0, detail) for signal, bits, detail in found]
    return sorted(sound, key=lambda e: (-abs(e[1]), e[0], e[2]))


def _paragraph(text: str, indent: int = 2, mark: str = "") -> str:
    # Cleaned here, last of all, so that no path to the terminal goes around it.
    first = " " * indent + mark
    later = " " * len(first)
    return fill(shown(text), _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def _points(sentences: Iterable[str]) -> list[str]:
    return [_paragraph(sentence, mark="- ") for sentence in sentences]


def _named(name: object) -> str:
    return shown(str(name), 64)


def _fact(name: str, value: str) -> str:
    return _paragraph(f"{name}: {value}")


def _facts(verdict: Mapping[str, object]) -> list[str]:
    sure, p_value = _number(verdict.get("probability")), _number(verdict.get("p_value"))
    facts = [_fact("Probability that it takes part in a distillation campaign", words.probability(sure))]
    if isfinite(p_value):
        facts.append(_fact("Honest accounts that look at least this much like one", words.one_in(p_value)))
    exchanges = _number(verdict.get("exchanges"))
    if isfinite(exchanges):
        first, last = verdict.get("first_seen"), verdict.get("last_seen")
        when = f", {words.span(first, last)}" if isinstance(first, date) and isinstance(last, date) else ""
        facts.append(_fact("Seen", words.counted(exchanges, "exchange") + when))
    return facts


def _side(title: str, evidence: Sequence[Weighed], largest: float) -> list[str]:
    lines = ["", f"{title} ({words.bits(sum(bits for _, bits, _ in evidence))} bits)"]
    for signal, bits, detail in evidence[:_MOST]:
        bar = "█" * max(round(abs(bits) / largest * _BAR), 1)
        lines.append(f"  {words.bits(bits):>6}  {bar:<{_BAR}}  {_named(signal)}")
        if detail:
            lines.append(_paragraph(detail, 10))
    if len(evidence) > _MOST:
        lines.append(f"  and {words.counted(len(evidence) - _MOST, 'weaker observation')}")
    return lines if evidence else [*lines[:1], f"{title}: nothing was observed"]


def _evidence(evidence: Sequence[Weighed]) -> list[str]:
    largest = max([abs(bits) for _, bits, _ in evidence] + [1e-9])
    speaks_for = [e for e in evidence if e[1] > 0]
    against = [e for e in evidence if e[1] <= 0]
    return [
        *_side("Speaks for a campaign", speaks_for, largest),
        *_side("Speaks for honest use", against, largest),
        "",
        _paragraph("1 bit doubles the odds of a campaign, −1 bit halves them; 10 bits: a thousand times."),
    ]


def _ties(account: object, links: Sequence[Mapping[str, object]]) -> list[str]:
    found = []
    for link in links:
        if account in (link.get("left"), link.get("right")):
            other = link.get("right") if link.get("left") == account else link.get("left")
            bits = _number(link.get("bits"))
            found.append((-bits if isfinite(bits) else 0.0, str(other), link))
    if not found:
        return ["", "Ties to other accounts: none"]
    found.sort(key=lambda tie: tie[:2])
    lines = ["", f"Strongest of {words.counted(len(found), 'tie')} to other accounts"]
    for bits, other, link in found[:_MOST_TIES]:
        lines.append(f"  {words.bits(-bits):>6}  {_named(other)}")
        lines += [_paragraph(detail or signal, 10) for signal, _, detail in _weighed(link)[:2]]
    return lines


def _campaign(verdict: Mapping[str, object], campaign: Mapping[str, object] | None) -> list[str]:
    if campaign is None:
        return []
    size, exchanges = _number(campaign.get("accounts")), _number(campaign.get("exchanges"))
    told = f"probability {words.probability(_number(campaign.get('probability')))}"
    if isfinite(size) and isfinite(exchanges):
        told = f"{words.counted(size, 'account')}, {words.about(exchanges)} exchanges, {told}"
    name = _named(campaign.get("campaign_id") or verdict.get("campaign_id"))
    lines = ["", f"The campaign, {name}", _paragraph(told)]
    for signal, bits, detail in _weighed(campaign)[:4]:
        lines.append(f"  {words.bits(bits):>6}  {_named(signal)}")
        lines += [_paragraph(detail, 10)] if detail else []
    return lines


def _changes(flagged: bool, evidence: Sequence[Weighed], in_campaign: bool) -> list[str]:
    total = sum(bits for _, bits, _ in evidence)
    told = []
    if flagged:
        for signal, bits, _ in [e for e in evidence if e[1] > 0][:2]:
            told.append(
                f"If “{_named(signal)}” has an innocent explanation, {words.bits(total - bits)} bits remain "
                f"of {words.bits(total)}."
            )
        told.append(
            "If the account holder has a licence to distil, or openly shares an organisation with the tied "
            "accounts, the ties speak of one customer, not of a campaign."
        )
    else:
        for signal, bits, _ in [e for e in evidence if e[1] < 0][:2]:
            told.append(
                f"Without “{_named(signal)}” the sum would be {words.bits(total - bits)} bits instead of "
                f"{words.bits(total)}."
            )
        told.append("A strong tie to accounts of a campaign, or questions drawn from its list, would speak for it.")
    if in_campaign:
        told.append("If the campaign itself falls, so does its share in this verdict.")
    return ["", "What would change this", *_points(told)]


def explain(
    verdict: Mapping[str, object],
    links: Sequence[Mapping[str, object]],
    campaign: Mapping[str, object] | None,
) -> str:
    """Terminal text on one account.

    `verdict` is its row of ACCOUNT_VERDICTS, `links` the rows of LINKS that touch it, `campaign` its row
    of CAMPAIGNS if it was placed in one; all as plain dictionaries. The text holds no escape sequence
    and no control character but line feeds, whatever the log held.
    """
    account, flagged = verdict.get("account_id"), bool(verdict.get("flagged"))
    placed, standing = verdict.get("campaign_id") is not None, "flagged" if flagged else "not flagged"
    if placed:
        but = "" if flagged else "though "
        standing += f", {but}placed in campaign {_named(verdict.get('campaign_id'))}"
    evidence, reasons = _weighed(verdict), verdict.get("reasons")
    sentences = [str(r) for r in reasons][:_MOST] if isinstance(reasons, list | tuple) else []
    lines = [_paragraph(f"Account {_named(account)}: {standing}", 0), "", *_facts(verdict)]
    if sentences:
        lines += ["", "In short", *_points(sentences)]
    lines += [*_evidence(evidence), *_ties(account, links), *_campaign(verdict, campaign)]
    lines += _changes(flagged, evidence, placed)
    lines += ["", _paragraph(_APPEAL if flagged else _NOT_CLEARED, 0), ""]
    return "\n".join(lines).replace(words.GAP, " ").replace("\u202f", " ")
