"""The sections of a proof: which worlds and variants each needs, and what it makes of their records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hydrascope.proving import evasion, splits
from hydrascope.proving.figures import Record
from hydrascope.proving.hide import ABLATIONS, GAPS
from hydrascope.proving.run import REPLAY, WHOLE, Item, Spec
from hydrascope.proving.summary import summary, times

Records = Mapping[Item, Record]
NO_INFRASTRUCTURE = "without infrastructure"

POPULATIONS: dict[str, tuple[tuple[str, object], ...]] = {
    "as fitted": (),
    "look-alikes three times as common": (("lookalikes", 3.0),),
    "hardly any look-alikes": (("lookalikes", 0.2),),
    "a consumer's service": (("population", "people"),),
    "a service for business": (("population", "business"),),
    "agents and machines": (("population", "machines"),),
    "classrooms and hackathons": (("population", "crowds"),),
    "chats in other languages than English": (("foreign", 1.0),),
    "three times as busy": (("heaviest", 6000), ("rate", 3.0)),
    "a third as busy": (("rate", 0.33),),
}
"""Populations unlike those that the models were fitted on, as knobs of the simulator."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the worlds of a section are, and how many. `fake` None: the scenario's own number."""

    honest: int
    fake: int | None
    seeds: int


def worlds(generator: str, scenario: str, size: Size, knobs: evasion.Knobs = ()) -> list[Spec]:
    """The test worlds of one sort."""
    return [
        Spec(generator, scenario, seed, size.honest, size.fake, tuple(sorted(knobs)))
        for seed in splits.seeds("test", size.seeds)
    ]


def plan_of(specs: Sequence[Spec], variants: Sequence[str]) -> Iterator[Item]:
    """Every variant of every world."""
    return ((spec, variant) for spec in specs for variant in variants)


def judged(specs: Sequence[Spec], records: Records, variant: str = WHOLE) -> Record:
    """The figures of worlds of one sort."""
    return summary([records[spec, variant] for spec in specs])


def ablation(specs: Sequence[Spec], records: Records) -> Record:
    """Figures with everything, with each family removed, with only one left."""
    return {variant: judged(specs, records, variant) for variant in (WHOLE, *ABLATIONS)}


def ablation_plan(specs: Sequence[Spec]) -> Iterator[Item]:
    return plan_of(specs, (WHOLE, *ABLATIONS))


def replay_plan(specs: Sequence[Spec]) -> Iterator[Item]:
    return plan_of(specs, (REPLAY,))


def replayed(specs: Sequence[Spec], records: Records) -> Record:
    """When campaigns are found."""
    return times([records[spec, REPLAY] for spec in specs])


def evading(size: Size, scenario: str = "mixed") -> dict[tuple[str, int], list[Spec]]:
    """The worlds of every point of the evasion curves; all campaigns of a world evade alike."""
    return {(curve, level): worlds("simulate", scenario, size, knobs) for curve, level, knobs in evasion.points()}


def evaded(points: Mapping[tuple[str, int], Sequence[Spec]], records: Records) -> Record:
    """Per curve and level, recall and bill of every kind."""
    out: Record = {}
    for (curve, level), specs in points.items():
        found = judged(specs, records)
        entry = {"level": level, "recall": found["recall"], "by_kind": found["by_kind"]}
        out.setdefault(curve, []).append(entry)
    return out


def slow(size: Size) -> dict[float, list[Spec]]:
    """Low-and-slow worlds by harvest requests per account."""
    return {volume: worlds("simulate", "low-and-slow", size, (("volume", volume),)) for volume in evasion.SLOW}


def slowed(points: Mapping[float, Sequence[Spec]], records: Records) -> list[Record]:
    """Recall by harvest requests per account."""
    found = {volume: judged(specs, records) for volume, specs in points.items()}
    return [{"requests": volume, "recall": f["recall"], "bill": _only(f)} for volume, f in found.items()]


def _only(found: Record) -> Record:
    bills: list[Record] = [kind["bill"] for kind in found["by_kind"].values()]
    return bills[0] if bills else {}


def populations(size: Size, scenario: str = "mixed") -> dict[str, list[Spec]]:
    """Worlds of other populations than those fitted on."""
    return {name: worlds("simulate", scenario, size, knobs) for name, knobs in POPULATIONS.items()}


def shift_plan(shifted: Mapping[str, Sequence[Spec]], specs: Sequence[Spec]) -> Iterator[Item]:
    for mine in shifted.values():
        yield from plan_of(mine, (WHOLE,))
    yield from plan_of(specs, (WHOLE, *GAPS))


def shift(shifted: Mapping[str, Sequence[Spec]], specs: Sequence[Spec], records: Records) -> Record:
    """Other populations; and logs that lack something, with what the hunt says of it."""
    return {
        "populations": {name: judged(mine, records) for name, mine in shifted.items()},
        "gaps": {variant: judged(specs, records, variant) for variant in (WHOLE, *GAPS)},
    }
