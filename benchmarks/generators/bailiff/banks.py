"""Phrase banks (`banks.txt`): a small grammar. `<name>` is replaced by a random entry of the bank `name`.

Banks of six entries or more are split between the two folds; the small ones are shared.
"""

import re
from functools import lru_cache
from pathlib import Path
from random import Random


def _load() -> dict[str, list[str]]:
    lines = (Path(__file__).parent / "banks.txt").read_text("utf-8").splitlines()
    return {name: rest.split(" | ") for name, _, rest in (line.partition(": ") for line in lines)}


BANKS = _load()
_SLOT = re.compile(r"<(\w+)>")


@lru_cache(maxsize=2)
def banks(fold: int) -> dict[str, list[str]]:
    """The half of every bank that belongs to a fold."""
    return {k: (v[fold::2] if len(v) >= 6 else v) for k, v in BANKS.items()}


def say(r: Random, fold: int, text: str, depth: int = 0) -> str:
    """Fill the slots of `text`."""
    if depth > 5 or "<" not in text:
        return text
    table = banks(fold)

    def one(match: re.Match[str]) -> str:
        options = table.get(match.group(1))
        return match.group(0) if options is None else say(r, fold, r.choice(options), depth + 1)

    return _SLOT.sub(one, text)
