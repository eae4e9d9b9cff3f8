"""Phrase banks: what people, apps and operators write (phrases.txt); `half` splits a bank between the two folds.

Each line of the file is a bank: its name, then phrases parted by "|"; " // " parts columns, "-" is an empty phrase.
"""

import zlib
from pathlib import Path


def _parse() -> dict[str, list[list[str]]]:
    lines = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()
    return {name: [["" if part == "-" else part.strip().replace("\\n", "\n") for part in column.split("|")]
                   for column in text.split(" // ")] for name, _, text in (line.partition(" ") for line in lines)}

_ALL = _parse()
BANK = {name: columns[0] for name, columns in _ALL.items() if ":" not in name}
# genre -> roles, openers, subjects, tails; language -> openers, subjects; language -> follow-ups
GENRES = {name[6:]: columns for name, columns in _ALL.items() if name.startswith("GENRE:")}
LOCAL = {name[6:]: columns for name, columns in _ALL.items() if name.startswith("LOCAL:")}
FOLLOW_X = {name[7:]: columns[0] for name, columns in _ALL.items() if name.startswith("FOLLOW:")}
TOOLS = [names.split(",") for names in BANK["AGENT_T"]]

def half(items: list[str], fold: int) -> list[str]:
    """The half of a bank that belongs to a fold, by a stable hash."""
    ranked = sorted(items, key=lambda item: zlib.crc32(b"curator" + item.encode()))
    return ranked[fold::2] if len(ranked) > 3 else ranked
