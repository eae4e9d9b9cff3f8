"""The report: one HTML file that opens offline, for the person who has to act on it and defend it."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import isfinite

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from hydrascope.model.campaign import Cleared, Dossier, Member, Template
from hydrascope.model.evidence import FACTORS, Evidence
from hydrascope.report import plots, sentences, words
from hydrascope.report.clean import masked, passage, shown
from hydrascope.report.summary import read, sights

MOST_IN_FULL = 50
MOST_LISTED = 500
MOST_MEMBERS = 50
MOST_EVIDENCE = 40
_PARTS = ("report.html.j2", "campaign.html.j2", "macros.html.j2", "run.html.j2")


@dataclass(frozen=True, slots=True)
class Group:
    """The evidence under one factor, what speaks most for a campaign first."""

    factor: str
    bits: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A template as the reader may see it: `lines` is empty where its text is withheld."""

    lines: tuple[str, ...]
    accounts: int
    exchanges: int


def weight(evidence: Evidence) -> float:
    """Its bits, or zero where they are not a number."""
    return evidence.bits if isfinite(evidence.bits) else 0.0


def total(evidence: Iterable[Evidence]) -> float:
    """Sum of the bits."""
    return sum(map(weight, evidence))


def strongest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that a page shows: the weightiest, whichever way it speaks, most for first."""
    kept = sorted(evidence, key=lambda e: (-abs(weight(e)), e.signal, e.detail))[:MOST_EVIDENCE]
    return sorted(kept, key=lambda e: (-weight(e), e.signal, e.detail))


def grouped(evidence: Sequence[Evidence]) -> list[Group]:
    """All four factors, also those without evidence: that nothing was seen is worth knowing."""
    kept = strongest(evidence)
    groups = []
    for factor in (*FACTORS, "other observations"):
        mine = [e for e in kept if (e.factor if e.factor in FACTORS else "other observations") == factor]
        if mine or factor in FACTORS:
            groups.append(Group(factor, total(mine), tuple(mine)))
    return groups


def largest(evidence: Sequence[Evidence]) -> float:
    """Bits at the end of the bars."""
    return max((abs(weight(e)) for e in evidence), default=1.0)


def sureness(dossier: Dossier) -> float:
    """Its probability, or less than any where it is not a number."""
    return dossier.probability if isfinite(dossier.probability) else -1.0


def ranked(dossiers: Sequence[Dossier]) -> list[Dossier]:
    """The surest first, then the largest."""
    return sorted(dossiers, key=lambda d: (-sureness(d), -d.exchanges, d.campaign_id))


def most_probable(members: Sequence[Member]) -> list[Member]:
    """The members that a page lists."""
    return sorted(members, key=lambda m: (-m.probability, -m.harvested, m.account_id))[:MOST_MEMBERS]


def templates(given: Sequence[Template], redact: bool) -> list[Shown]:
    """The twelve most used templates; with `redact`, no text that was not masked already."""
    order = sorted(given, key=lambda t: (-t.exchanges, -t.accounts, t.text))[:12]
    texts = [masked(t.text) if redact else t.text for t in order]
    return [
        Shown(passage(text) if text is not None else (), t.accounts, t.exchanges)
        for text, t in zip(texts, order, strict=True)
    ]


def axis(dossiers: Sequence[Dossier]) -> tuple[date, date] | None:
    """First and last day of all campaigns together."""
    days = [date.fromisoformat(day.date) for dossier in dossiers for day in dossier.days]
    return (min(days), max(days)) if days else None


def brief(name: str) -> str:
    """An identifier at a length that a table bears."""
    return shown(name, 64)


def _text(value: object) -> object:
    """Applied to everything the templates put out: no text of a log reaches a page as it came."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_TOOLS: tuple[Callable[..., object], ...] = (
    sentences.campaign_headline, brief,
    grouped, largest, most_probable, sights, strongest, templates, total, weight,
    plots.bits_bar, plots.drawn, plots.graph, plots.hours, plots.share_bar, plots.spark, plots.timeline,
    words.bits, words.count, words.counted, words.day, words.one_in, words.probability, words.share,
    words.short, words.span,
)  # fmt: skip


@cache
def _environment() -> Environment:
    folder = files("hydrascope.report")
    sources = {name: folder.joinpath(name).read_text("utf-8") for name in _PARTS}
    environment = Environment(
        loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, finalize=_text,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update({tool.__name__: tool for tool in _TOOLS})
    return environment


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and its hash for the page's security policy: no other style can apply."""
    text = files("hydrascope.report").joinpath("style.css").read_text("utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def render(
    dossiers: Sequence[Dossier],
    cleared: Sequence[Cleared],
    summary: Mapping[str, object],
    *,
    redact: bool = True,
) -> str:
    """The whole report as HTML.

    Equal arguments give equal bytes; order among `dossiers` and `cleared` does not matter. With
    `redact`, templates show only text that was masked already. The page loads nothing and runs
    nothing: its security policy forbids all but its own style sheet.
    """
    order = ranked(dossiers)
    run = read(summary)
    style, style_hash = _style()
    return _environment().get_template("report.html.j2").render(
        headline=sentences.headline(order, run),
        how_sure=sentences.how_sure(order, run),
        dossiers=order[:MOST_IN_FULL],
        listed=order[:MOST_LISTED],
        unlisted=max(len(order) - MOST_LISTED, 0),
        axis=axis(order[:MOST_LISTED]),
        cleared=sorted(cleared, key=lambda c: (-c.exchanges, -c.accounts, c.looks_like)),
        run=run,
        redact=redact,
        style=Markup(style),
        style_hash=style_hash,
    )  # fmt: skip
