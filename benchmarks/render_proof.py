"""benchmarks/results/proof.json → docs/proof.md and docs/plots/.

    python -m benchmarks.render_proof [--results FILE] [--out FILE.md]

Nothing is measured here, and every judgement in the text is made by a figure.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import outside
from benchmarks.run_peers import OURS
from hydrascope.proving import document
from hydrascope.proving.document import ranged, share, short
from hydrascope.proving.figures import Record
from hydrascope.proving.page import Block, Heading, Table, Text, save
from hydrascope.proving.splits import NEVER_FITTED

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "proof.json"
PAGE = ROOT / "docs" / "proof.md"
OWN = f"{outside.OWN}: mixed"

INTRODUCTION = (
    "What Hydrascope finds, what it misses, whom it suspects wrongly and what it costs to escape it, on labelled "
    "worlds that fitted nothing: seeds, prompts and templates held out, which the code enforces "
    "(`hydrascope.proving.splits`). `simulate` is the product's own generator, whose other half fitted the models. "
    "{outside} were written from the disclosures alone, without sight of the detection or of any other generator, and "
    "served to fit nothing: they are the better guess at what a foreign log gives. Which of a few candidate models to "
    "ship was chosen on worlds of `simulate`, `auditor` and `warden`; `juror` chose nothing. "
    "No figure here comes from real campaigns, for there is no public log of one."
)
ABLATION = (
    "The same worlds with a family of evidence taken out of the log, before it is read: **infrastructure** "
    "(addresses, networks, agents, TLS, credentials; payment, phone, e-mail and sign-up address), **content** (texts, "
    "tools, history, reasoning blobs), **rhythm** (times are dealt anew among all exchanges), **parameters** (all of "
    "sampling), **sign-up** (the rest of the account record). Account, organisation, licence, model and numbers of "
    "tokens stay. A careful operator shares no infrastructure, so the row in bold is the one that matters."
)
EVASION = (
    "Every campaign of a world evades alike, at four levels from careless to most: fewer requests per account (32, 8, "
    "4, 1.5), paraphrase (none to all), cover traffic (none to nine in ten requests), unique infrastructure (shared "
    "card, address and TLS; some of it; none shared; accounts opened, paid for and equipped like a customer's), human "
    "rhythm (none to all requests at waking hours). One line is one evasion with the others left careless."
)
REPLAY = (
    "A hunt at the end of every day, in the log up to then and with the account records as they stood then. An "
    "exchange counts as served if it came before the end of the day on which its account was first flagged, so a "
    "campaign that is over within a day is served whole."
)
SHIFT = (
    "Worlds that the product's own generator does not draw by itself: another mix of customers, languages, rates. The "
    "promise is that of `--max-fpr 0.0001`."
)


def marks(whole: Record) -> Iterator[tuple[str, str, float | None, float, bool]]:
    """(what, on which worlds, figure, mark, whether more is better) for every mark that is set."""
    rows = whole["figures"]["results"]
    for name in (n for n in rows if n.endswith(": mixed")):
        found = rows[name]
        yield "recall at 1e-3", name, found["recall"]["0.001"]["mean"], 0.90, True
        yield "recall at 1e-4", name, found["recall"]["0.0001"]["mean"], 0.85, True
        yield "groups: precision", name, found["groups"]["precision"]["mean"], 0.97, True
        yield "groups: completeness", name, found["groups"]["complete"]["mean"], 0.90, True
        yield "second pool linked", name, found["second_pool"]["linked_of_all"]["mean"], 0.95, True
        yield "calibration error", name, found["calibration_error"]["mean"], 0.02, False
        for kind in ("replay", "rewrites", "agentic-pivot"):
            if kind in found["by_kind"]:
                yield f"{short(kind)}: recall at 1e-3", name, found["by_kind"][kind]["0.001"]["mean"], 0.80, True
    for name, found in rows.items():
        kind = name.partition(": ")[2]
        recall = found["recall"]
        if kind == "four-per-account":
            yield "recall at 1e-3", name, recall["0.001"]["mean"], 0.95, True
            yield "recall at 1e-4", name, recall["0.0001"]["mean"], 0.85, True
        elif kind == "low-and-slow":
            yield "recall at 1e-3", name, recall["0.001"]["mean"], 0.40, True
        elif kind == "hydra-proxy":
            yield "recall at 1e-3", name, recall["0.001"]["mean"], 0.90, True
            for what, mark in (("precision", 0.90), ("recall", 0.70)):
                yield f"harvested exchanges, {what}", name, found["harvested"]["all"][what]["mean"], mark, True
        elif kind in ("session-replay", "safe-rewrites", "agentic-coding-pivot"):
            yield "recall at 1e-3", name, recall["0.001"]["mean"], 0.80, True
        elif kind in ("none", "no-campaign"):
            yield "honest accounts flagged", name, found["verdict"]["honest"] / found["honest"], 1e-4, False
            yield "licensed distillers flagged", name, float(found["verdict"]["licensed"]), 0.0, False
    for name, entry in whole.get("replay", {"results": {}})["results"].items():
        yield "served before flagged", name, entry["all"]["served"], 0.05, False


def marked(whole: Record) -> Table:
    """The marks beside the figures."""
    rows = []
    for what, name, figure, mark, more in marks(whole):
        met = figure is not None and (figure >= mark if more else figure <= mark)
        shown = "–" if figure is None else f"{figure:.5f}".rstrip("0").rstrip(".") if mark < 0.001 else share(figure)
        mine = f"{'≥' if more else '≤'} {mark:g}"
        verdict = "nothing to measure" if figure is None else "met" if met else "missed"
        rows.append((what, name, shown if verdict != "missed" else f"**{shown}**", mine, verdict))
    return Table(("figure", "worlds", "measured", "mark", ""), tuple(rows))


def found_blocks(rows: Mapping[str, Record]) -> Iterator[Block]:
    yield Heading(2, "Where it fails")
    yield document.failures(rows)
    yield Heading(2, "What is found")
    yield document.recalls(rows)
    for name, found in rows.items():
        if name.endswith(": mixed"):
            yield document.kinds_plot(f"kinds-{name.partition(':')[0]}", f"Recall on {name}", found)
    yield Heading(2, "Honest accounts: promised and kept")
    yield document.promises({n: f for n, f in rows.items() if n.endswith((": mixed", ": none", ": no-campaign"))})
    yield Heading(2, "Stated probabilities")
    yield document.reliability_plot("reliability", {n: f for n, f in rows.items() if n.endswith(": mixed")})


def peers_blocks(rows: Mapping[str, Mapping[str, Record]]) -> Iterator[Block]:
    yield Heading(2, "Beside the peers")
    yield Text(
        "The same worlds, the same run, thresholds set for each method by the honest accounts' scores. What each peer "
        "is and what it was given: [figures](figures.md)."
    )
    methods = list(next(iter(rows.values())))
    for what, key in (("Recall at 1e-3", "0.001"), ("Recall at 1e-4", "0.0001")):
        yield Text(f"{what}:")
        yield Table(
            ("worlds", *methods),
            tuple(
                (name, *(ranged(found[method]["recall"][key]) for method in methods)) for name, found in rows.items()
            ),
        )
    yield Text("AUC and B-cubed F1 over the accounts flagged at 1e-3:")
    yield Table(
        ("worlds", *methods),
        tuple(
            (name, *(f"{share(f[m]['auc']['mean'])}, {share(f[m]['b_cubed_f1']['mean'])}" for m in methods))
            for name, f in rows.items()
        ),
    )
    ahead = [
        f"{method} on {name}"
        for name, found in rows.items()
        for method in methods
        if method != OURS and _score(found[method]) >= _score(found[OURS])
    ]
    yield Text(f"Not behind at 1e-3: {'; '.join(ahead)}." if ahead else "At 1e-3 every peer is behind on every row.")


def _score(found: Record) -> float:
    value: float | None = found["recall"]["0.001"]["mean"]
    return -1.0 if value is None else value


def blocks(whole: Record) -> Iterator[Block]:
    """The page."""
    yield Heading(1, "Proof")
    yield Text(INTRODUCTION.format(outside=" and ".join(f"`{name}`" for name in sorted(NEVER_FITTED))))
    yield Text(document.HOW_TO_READ)
    if "figures" in whole:
        yield Heading(2, "Against the marks")
        yield marked(whole)
        yield from found_blocks(whole["figures"]["results"])
    if "peers" in whole:
        yield from peers_blocks(whole["peers"]["results"])
    if "ablation" in whole:
        yield Heading(2, "Without a family of evidence")
        yield Text(ABLATION)
        for name, found in whole["ablation"]["results"].items():
            yield Heading(3, name)
            yield from document.ablation_blocks(found, f"Evidence removed: {name}", f"ablation-{name}")
    if "evasion" in whole:
        yield Heading(2, "What evasion costs")
        yield Text(EVASION)
        yield from document.evasion_blocks(whole["evasion"]["results"]["curves"])
        yield Heading(3, "Low and slow")
        yield from document.slow_blocks(whole["evasion"]["results"]["slow"])
    if "replay" in whole:
        yield Heading(2, "How soon")
        yield Text(REPLAY)
        for name, found in whole["replay"]["results"].items():
            yield Heading(3, name)
            yield from document.replay_blocks(found, f"replay-{name}")
    if "shift" in whole:
        yield Heading(2, "Other populations, poorer logs")
        yield Text(SHIFT)
        yield from document.shift_blocks(whole["shift"]["results"])
    yield from origin(whole)


def origin(whole: Record) -> Iterator[Block]:
    """Where the figures come from, and how to have them again."""
    yield Heading(2, "Where this comes from")
    head = ("section", "version", "commit", "date", "machine", "Python", "core-minutes")
    names = ("version", "commit", "date", "machine", "python", "core_minutes")
    yield Table(head, tuple((s, *(str(entry["about"][name]) for name in names)) for s, entry in whole.items()))
    commands = dict.fromkeys(entry["about"]["command"] for entry in whole.values())
    yield Text("\n".join([*commands, "python -m benchmarks.render_proof"]), code=True)
    yield Text(
        "A plus beside a commit: the tree had changes that were not committed. All records are kept in "
        "`benchmarks/results/proof.json`. For worlds like your own logs: `hydrascope prove --help`."
    )


def main() -> None:
    """Render."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    whole = json.loads(options.results.read_text("utf-8"))
    save(list(blocks(whole)), options.out, options.out.parent / "plots")


if __name__ == "__main__":
    main()
