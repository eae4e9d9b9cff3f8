"""Phrase banks of a European office world (phrases.tsv), by name or `name.language`."""

from pathlib import Path

LANGS = ("de", "fr", "it", "pl", "nl", "es", "en")
TASKS = ("extract", "summarise", "translate", "rewrite", "classify", "reply", "check")
BANKS = dict(line.split("\t", 1) for line in (Path(__file__).parent / "phrases.tsv").read_text("utf-8").splitlines())


def bank(name: str) -> list[str]:
    """All phrases of a bank."""
    return BANKS[name].split("|")


def half(name: str, fold: int) -> list[str]:
    """The phrases of one fold."""
    return bank(name)[fold::2]
