"""What an attacker may do to stay unseen, from careless to most careful, as knobs of the simulator."""

from collections.abc import Iterator
from typing import Any

Knobs = tuple[tuple[str, Any], ...]

EVASIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "requests per account": ({"volume": 32.0}, {"volume": 8.0}, {"volume": 4.0}, {"volume": 1.5}),
    "paraphrase": ({"paraphrase": 0.0}, {"paraphrase": 0.3}, {"paraphrase": 0.65}, {"paraphrase": 1.0}),
    "cover traffic": ({"cover": 0.0}, {"cover": 0.3}, {"cover": 0.6}, {"cover": 0.9}),
    "unique infrastructure": (
        {"sharing": "all", "degree": 0.8},
        {"sharing": "all", "degree": 0.3},
        {"sharing": "none"},
        {"sharing": "none", "disguise": 1.0},
    ),
    "human rhythm": ({"rhythm": 0.0}, {"rhythm": 0.35}, {"rhythm": 0.7}, {"rhythm": 1.0}),
}
"""Per evasion, the knobs of four levels: 0 is careless."""

LEVELS = 4
BOUNDS: Knobs = (("days", 14.0), ("heaviest", 400))
"""So that no point of a curve is much larger than another."""
SLOW = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Harvest requests per account of the low-and-slow curve."""


def levels(chosen: dict[str, int]) -> Knobs:
    """The knobs of a world whose campaigns evade at these levels, and not otherwise."""
    knobs = dict(BOUNDS)
    for name, options in EVASIONS.items():
        knobs |= options[chosen.get(name, 0)]
    return tuple(sorted(knobs.items()))


def points() -> Iterator[tuple[str, int, Knobs]]:
    """Every (curve, level, knobs): each evasion alone, all together, and all but one at the highest level."""
    for name in EVASIONS:
        for level in range(LEVELS):
            yield name, level, levels({name: level})
    for level in range(LEVELS):
        yield "all together", level, levels(dict.fromkeys(EVASIONS, level))
    for name in EVASIONS:
        yield f"all but {name}", LEVELS - 1, levels(dict.fromkeys(set(EVASIONS) - {name}, LEVELS - 1))
