"""Phrase banks. Templates are cut in two halves (folds); slot words are common to both."""

import random
from pathlib import Path

TOOLSETS = [
    ["read_file", "write_file", "run_command", "search"], ["bash", "edit"], ["browse", "click", "type_text", "scroll"],
    ["python", "load_csv", "plot"], ["Read", "Edit", "Bash", "Grep", "TodoWrite"], ["web_search", "fetch", "notes"],
    ["execute_command", "apply_diff", "ask_followup", "list_files"], ["get_order", "refund_status", "escalate"],
]

ENDS = ["", "-topic", "-follow"]

def bank(kind: str) -> dict[str, list[str]]:
    """The banks of one kind: a line of the text file is kind.name and, after tabs, entries parted by bars."""
    lines = Path(__file__).with_name("banks.txt").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line.startswith(kind + ".")]
    pairs = [(c[0] + end, body) for c in cells for end, body in zip(ENDS, c[1:], strict=False)]
    return {name.partition(".")[2]: body.split("|") for name, body in pairs}

SLOTS, WORLD, BANKS = bank("slot"), bank("world"), bank("bank")

class Picker(dict[str, str]):
    """Fills every slot of a template by a fresh draw."""
    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.rng = rng
    def __missing__(self, key: str) -> str:
        return self.rng.choice(SLOTS[key])

class Phrases:
    """The half of the banks that belongs to one fold."""
    def __init__(self, rng: random.Random, fold: int) -> None:
        self.rng = rng
        self.fold = fold
        self.picker = Picker(rng)
        self.banks = {name: (bank[fold::2] if len(bank) > 5 else bank) for name, bank in BANKS.items()}
    def template(self, bank: str) -> str:
        return self.rng.choice(self.banks[bank])
    def say(self, bank: str) -> str:
        return self.rng.choice(self.banks[bank]).format_map(self.picker)
    def abroad(self, lang: str) -> str:
        tail = self.rng.choice(["", "", "", " (" + self.picker["num"] + ")"])
        return self.rng.choice(WORLD[lang]).replace("{t}", self.rng.choice(WORLD[lang + "-topic"])) + tail
    def document(self) -> str:
        return " ".join(self.say("doc") for _ in range(self.rng.randint(2, 5)))
