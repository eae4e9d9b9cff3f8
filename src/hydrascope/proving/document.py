"""Figures → blocks of a document. Every sentence about how good or bad something is comes from a figure."""

from collections.abc import Iterator, Mapping, Sequence

from hydrascope.proving import plots
from hydrascope.proving.evasion import EVASIONS, LEVELS
from hydrascope.proving.figures import Record
from hydrascope.proving.page import Block, Heading, Plot, Table, Text
from hydrascope.proving.sections import NO_INFRASTRUCTURE

AT = "0.001"
POOR = 0.5
"""A kind of campaign found at a lower recall than this is named among the failures."""

HOW_TO_READ = (
    "A **world** is a log with labels: honest accounts of many sorts, look-alikes of campaigns among them, and "
    "campaigns. A hunt sees the log and the account records only. **Recall at 1e-3** is the share of fake accounts "
    "that score above all but one in a thousand of the world's honest ones; where a world has fewer than a thousand, "
    "above all of them. **Flagged** is the hunt's own verdict, which knows no labels and keeps to `--max-fpr`. Ranges "
    "are 95 % t intervals over worlds, cut to 0 and 1: they speak of other worlds of the same sort, made by the same "
    "generator. Worlds that all agree give a range of no width, which is no proof of certainty. A dash stands where "
    "there was nothing to measure. Numbers of wrongly flagged accounts are **bold** where there are more than the "
    "promise of `--max-fpr` allows and chance explains (Poisson, 5 %)."
)


def share(value: float | None) -> str:
    """Two decimals, more where it is nearly all; a dash for nothing.

    >>> share(0.5), share(0.9987), share(None)
    ('0.50', '0.999', '–')
    """
    if value is None:
        return "–"
    return f"{value:.3f}" if 0.99 < value < 1 or 0 < value < 0.01 else f"{value:.2f}"


def ranged(spread: Record) -> str:
    """A mean with its interval."""
    if spread["low"] is None:
        return share(spread["mean"])
    return f"{share(spread['mean'])} ({share(spread['low'])} to {share(spread['high'])})"


def short(kind: str) -> str:
    return kind.removeprefix("fake/").removeprefix("honest/")


def names(counts: Mapping[str, int], most: int = 6) -> str:
    """Who was flagged wrongly, by kind."""
    told = [f"{short(kind)} {count}" for kind, count in list(counts.items())[:most]]
    return ", ".join(told) + (", …" if len(counts) > most else "") if told else "nobody"


def recalls(rows: Mapping[str, Record]) -> Table:
    """One row per sort of world: found, flagged, grouped, linked, unmixed."""
    head = (
        "world", "honest + fake", "recall at 1e-3", "at 1e-4", "flagged: fake", "honest", "groups: precision",
        "completeness", "F1", "harvested: precision", "recall", "in mixed accounts: precision", "recall",
        "second pool linked", "calibration error",
    )  # fmt: skip
    return Table(head, tuple((name, *_row(found)) for name, found in rows.items()))


def _row(found: Record) -> tuple[str, ...]:
    taken, groups = found["harvested"], found["groups"]
    return (
        f"{found['honest']:,} + {found['fake']:,} in {found['worlds']}",
        ranged(found["recall"]["0.001"]),
        ranged(found["recall"]["0.0001"]),
        share(found["verdict"]["recall"]["mean"]),
        f"{found['verdict']['honest']:,}",
        *(share(groups[name]["mean"]) for name in ("precision", "complete", "f1")),
        *(share(taken[where][what]["mean"]) for where in ("all", "mixed") for what in ("precision", "recall")),
        ranged(found["second_pool"]["linked_of_flagged"]),
        share(found["calibration_error"]["mean"]),
    )


def promises(rows: Mapping[str, Record]) -> Table:
    """The promise of --max-fpr at several rates, and who broke it."""
    head = ("world", "--max-fpr", "honest flagged: allowed", "flagged", "who", "fake flagged", "false discoveries")
    lines = [
        (
            name,
            rate,
            f"{p['allowed']:g}",
            _against(p),
            names(p["by_kind"]),
            *map(share, (p["recall"], p["false_discovery"])),
        )
        for name, found in rows.items()
        for rate, p in found["promise"].items()
    ]
    return Table(head, tuple(lines))


def _against(promise: Record) -> str:
    return f"**{promise['honest_flagged']:,}**" if promise["broken"] else f"{promise['honest_flagged']:,}"


def kinds_plot(name: str, title: str, found: Record) -> Plot:
    """Recall of every kind of campaign."""
    rows = [(short(kind), *_ends(entry[AT])) for kind, entry in found["by_kind"].items()]
    caption = f"{title}: recall at 1e-3 by kind of campaign, worlds played: {found['worlds']}"
    return Plot(name, plots.dots(title, rows, "recall at 1e-3"), caption)


def _ends(spread: Record) -> tuple[float | None, float | None, float | None]:
    return spread["mean"], spread["low"], spread["high"]


def reliability_plot(name: str, rows: Mapping[str, Record]) -> Plot:
    svg = plots.reliability("Stated probabilities", {title: found["reliability"] for title, found in rows.items()})
    return Plot(name, svg, "Stated probability against the share of fakes; the dashed line is perfect")


def ablation_blocks(found: Mapping[str, Record], title: str, name: str) -> Iterator[Block]:
    """Recall with each family of evidence removed and with only one left."""
    head = ("evidence", "recall at 1e-3", "at 1e-4", "flagged: fake", "honest")
    rows = tuple(
        tuple(f"**{cell}**" if variant == NO_INFRASTRUCTURE else cell for cell in (_variant(variant), *_row(one)[1:5]))
        for variant, one in found.items()
    )
    yield Table(head, rows)
    dots = [(_variant(variant), *_ends(one["recall"][AT])) for variant, one in found.items()]
    yield Plot(name, plots.dots(title, dots, "recall at 1e-3"), f"{title}: recall at 1e-3 by evidence left in the log")


def _variant(variant: str) -> str:
    if variant == NO_INFRASTRUCTURE:
        return "no infrastructure at all"
    return "everything" if variant == "whole" else variant


def evasion_blocks(found: Mapping[str, Sequence[Record]], prefix: str = "evasion-") -> Iterator[Block]:
    """One plot of curves per kind of campaign, and the attacker's bill."""
    kinds = sorted(found["all together"][0]["by_kind"])
    marks = ["careless", *(str(level) for level in range(1, LEVELS - 1)), "most"]
    for kind in kinds:
        lines = {name: [_mean(entry, kind) for entry in found[name]] for name in (*EVASIONS, "all together")}
        svg = plots.curves(f"What evasion buys: {short(kind)}", marks, lines, "effort")
        yield Plot(f"{prefix}{short(kind)}", svg, f"Recall at 1e-3 of {short(kind)} as its operator evades more")
    yield Text(
        "The bill: accounts and tokens (input and output, cover traffic included) that an operator pays for a million "
        "harvested exchanges, careless and with everything at the most, with the recall at 1e-3 that this leaves. "
        "The last column is the recall where everything but one evasion is at the most, for the evasion that matters "
        "most."
    )
    head = ("kind", "careless: accounts", "tokens, billion", "recall", "most: accounts", "tokens, billion", "recall",
            "without its best evasion")  # fmt: skip
    yield Table(head, tuple(_bill_row(found, kind) for kind in kinds))


def _mean(entry: Record, kind: str) -> float | None:
    value: float | None = entry["by_kind"][kind][AT]["mean"] if kind in entry["by_kind"] else None
    return value


def _bill_row(found: Mapping[str, Sequence[Record]], kind: str) -> tuple[str, ...]:
    cells: list[str] = [short(kind)]
    for entry in (found["all together"][0], found["all together"][-1]):
        cells += [*billed(entry["by_kind"].get(kind, {}).get("bill", {})), share(_mean(entry, kind))]
    left = {name: _mean(found[f"all but {name}"][0], kind) for name in EVASIONS}
    best = max((name for name in left if left[name] is not None), key=lambda name: left[name] or 0.0, default=None)
    return (*cells, f"{best}: {share(left[best])}" if best else "–")


def billed(bill: Record) -> tuple[str, str]:
    """Accounts and billions of tokens."""
    if not bill or bill["accounts"] is None:
        return "–", "–"
    return f"{bill['accounts']:,.0f}", f"{bill['tokens'] / 1e9:,.1f}"


def slow_blocks(found: Sequence[Record], name: str = "low-and-slow") -> Iterator[Block]:
    """Recall of low-and-slow campaigns by harvest requests per account."""
    head = ("harvest requests per account", "recall at 1e-3", "at 1e-4", "accounts per million", "tokens, billion")
    yield Table(
        head,
        tuple(
            (f"{e['requests']:g}", ranged(e["recall"]["0.001"]), ranged(e["recall"]["0.0001"]), *billed(e["bill"]))
            for e in found
        ),
    )
    rates = {"at 1e-3": "0.001", "at 1e-4": "0.0001"}
    lines = {title: [e["recall"][rate]["mean"] for e in found] for title, rate in rates.items()}
    svg = plots.curves("Low and slow", [f"{e['requests']:g}" for e in found], lines, "harvest requests per account")
    yield Plot(name, svg, "Recall of low-and-slow campaigns by harvest requests per account")


def replay_blocks(found: Record, name: str = "replay") -> Iterator[Block]:
    """What was served before it was flagged, and after how many days."""
    head = (
        "kind",
        "campaigns",
        "found",
        "served before flagged",
        "quartiles",
        "days to first account",
        "to half of them",
    )
    rows = {"all": found["all"], **{short(kind): entry for kind, entry in found["by_kind"].items()}}
    yield Table(head, tuple((title, *_time_row(entry)) for title, entry in rows.items()))
    dots = [(title, entry["served"], *(entry["served_quartiles"] or (None, None))) for title, entry in rows.items()]
    svg = plots.dots("Served before flagged", dots, "median share of a campaign's harvested exchanges, with quartiles")
    yield Plot(name, svg, "Share of the harvested exchanges served before their account is flagged")
    yield Text(
        f"Hunting every day for {found['days']} days flagged {sum(found['honest_flagged'].values()):,} of "
        f"{found['honest']:,} honest accounts at some time ({names(found['honest_flagged'])}); the promise of "
        "`--max-fpr` is for one hunt, not for many."
    )


def _time_row(entry: Record) -> tuple[str, ...]:
    quartiles = entry["served_quartiles"]
    between = f"{share(quartiles[0])} to {share(quartiles[1])}" if quartiles else "–"
    days = ("never" if entry[n] is None else f"{entry[n]:g}" for n in ("days_to_first", "days_to_half"))
    return (str(entry["campaigns"]), str(entry["found"]), share(entry["served"]), between, *days)


def shift_blocks(found: Record) -> Iterator[Block]:
    """Other populations, and logs that lack something."""
    head = ("population", "recall at 1e-3", "flagged: fake", "honest at 1e-4", "allowed", "who", "calibration error")
    yield Table(
        head,
        tuple(
            (name, ranged(one["recall"][AT]), share(one["verdict"]["recall"]["mean"]), *_kept(one),
             share(one["calibration_error"]["mean"]))
            for name, one in found["populations"].items()
        ),
    )  # fmt: skip
    yield Text("What remains of a log that lacks something, and what the hunt says of it:")
    head = ("log", "recall at 1e-3", "flagged: fake", "honest at 1e-4", "allowed", "who", "warnings of the hunt")
    yield Table(
        head,
        tuple(
            ("complete" if name == "whole" else name, ranged(one["recall"][AT]),
             share(one["verdict"]["recall"]["mean"]), *_kept(one), _said(one["warnings"]))
            for name, one in found["gaps"].items()
        ),
    )  # fmt: skip


def _kept(one: Record) -> tuple[str, str, str]:
    promise = one["promise"]["0.0001"]
    return _against(promise), f"{promise['allowed']:g}", names(promise["by_kind"], 3)


def _said(warnings: Mapping[str, int]) -> str:
    return " ".join(warning.split(":")[0].rstrip(".") + "." for warning in warnings) or "none"


def failures(rows: Mapping[str, Record]) -> Text:
    """Where it fails, as far as the figures of these worlds show."""
    poor = sorted({
        f"{short(kind)} ({title}: {share(entry[AT]['mean'])})"
        for title, found in rows.items()
        for kind, entry in found["by_kind"].items()
        if entry[AT]["mean"] is not None and entry[AT]["mean"] < POOR
    })  # fmt: skip
    broken = [
        f"{title} at {rate} ({p['honest_flagged']} flagged, {p['allowed']:g} allowed)"
        for title, found in rows.items()
        for rate, p in found["promise"].items()
        if p["broken"]
    ]
    missed = (
        f"Found at a recall below {POOR}: {'; '.join(poor)}." if poor else f"Every kind has a recall of {POOR} or more."
    )
    kept = f"was broken on {'; '.join(broken)}" if broken else "held on all of these worlds"
    return Text(f"{missed} The promise of `--max-fpr` {kept}.")


def heading(text: str, level: int = 2) -> Heading:
    return Heading(level, text)
