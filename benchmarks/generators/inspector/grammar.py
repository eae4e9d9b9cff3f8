"""Tiny text grammar: `[a|b|]` is one alternative, `{slot}` a filler (also inside an alternative)."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache

_PART = re.compile(r"\[([^\[\]]*)\]|\{([a-z]+)\}")
_GAPS = re.compile(r" {2,}")


@cache
def _parts(frame: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cut a frame into ('text', (t,)), ('pick', alternatives) and ('slot', (name,))."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    at = 0
    for hit in _PART.finditer(frame):
        if hit.start() > at:
            parts.append(("text", (frame[at : hit.start()],)))
        if hit.group(2):
            parts.append(("slot", (hit.group(2),)))
        else:
            parts.append(("pick", tuple(hit.group(1).split("|"))))
        at = hit.end()
    if at < len(frame):
        parts.append(("text", (frame[at:],)))
    return tuple(parts)


def expand(rng: random.Random, frame: str, slots: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """One random reading of a frame; a slot holding a list gives one of its members."""
    out: list[str] = []
    given = slots or {}
    for what, values in _parts(frame):
        if what == "text":
            out.append(values[0])
        elif what == "pick":
            text = values[int(rng.random() * len(values))]
            out.append(expand(rng, text, given) if "{" in text else text)
        elif values[0] not in given:
            out.append("{" + values[0] + "}")
        else:
            filler = given[values[0]]
            out.append(filler if isinstance(filler, str) else filler[int(rng.random() * len(filler))])
    return _GAPS.sub(" ", "".join(out)).strip()


def weighted(rng: random.Random, items: Sequence[str], weights: Sequence[float]) -> str:
    """One item, by weight."""
    return rng.choices(items, weights)[0]
