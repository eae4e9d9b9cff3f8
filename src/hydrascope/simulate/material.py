"""The simulator's own words (material.yaml), cut in two halves, and how templates are filled."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml

FILE = Path(__file__).parent / "material.yaml"
SPLITS = ("fit", "test", "all")

# Word lists that say nothing about how a prompt is built; both halves use them whole.
WHOLE = frozenset({"places", "persons", "languages_code", "languages_human", "labels", "agent_tools", "synonyms"})

Words = Mapping[str, str]
Material = Mapping[str, Any]


def digest(text: str) -> int:
    """Stable 63-bit hash of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def halve(items: Sequence[str], split: str) -> list[str]:
    """The items of a split: sorted by hash and dealt alternately, so both halves get some.

    The empty string means "leave this out" and belongs to both.

    >>> both = set(halve(["a", "b", "c", ""], "fit")) & set(halve(["a", "b", "c", ""], "test"))
    >>> both
    {''}
    """
    if split == "all":
        return list(items)
    ranked = sorted({x for x in items if x}, key=digest)
    mine = set(ranked[SPLITS.index(split) :: 2])
    return [x for x in items if not x or x in mine]


def material(split: str) -> Material:
    """The half of material.yaml that belongs to `split` ("fit", "test") or all of it ("all")."""
    raw: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    out: dict[str, Any] = {k: v if k in WHOLE else None for k, v in raw.items()}
    out["elicitation"] = {
        technique: {slot: halve(options, split) for slot, options in slots.items()}
        for technique, slots in raw["elicitation"].items()
    }
    by_language: dict[str, list[str]] = {}
    for frame in raw["frames_other"]:
        by_language.setdefault(frame["lang"], []).append(frame["text"])
    out["frames_other"] = {language: halve(texts, split) for language, texts in by_language.items()}
    for name, value in raw.items():
        if out[name] is None:
            out[name] = halve(value, split)
    return out


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str, ...]:
    """Literal and slot name, alternately; doubled braces stand for single ones."""
    parts = re.split(r"(?<!\{)\{(\w+)\}(?!\})", template)
    return tuple(p.replace("{{", "{").replace("}}", "}") if i % 2 == 0 else p for i, p in enumerate(parts))


def fill(template: str, words: Words) -> str:
    """Put `words` into the slots of `template`; an unknown slot stays as it is.

    >>> fill("Dear {name}, {{ok}} {other}", {"name": "Ann"})
    'Dear Ann, {ok} {other}'
    """
    parts = _parts(template)
    if len(parts) == 1:
        return parts[0]
    out = list(parts)
    for i in range(1, len(parts), 2):
        try:
            out[i] = words[parts[i]]
        except KeyError:
            out[i] = "{" + parts[i] + "}"
    return "".join(out)


Thing = TypeVar("Thing")


class Dice(Random):
    """Random with a quicker `choice`, which is called some ten times per exchange."""

    def choice(self, seq: Sequence[Thing]) -> Thing:  # type: ignore[override]
        """One of the things, all equally likely."""
        return seq[int(self.random() * len(seq))]
