"""Texts: the stored pools, cut in two folds, and the grammar that composes new ones."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
Bank = Sequence[str]
SLOT = re.compile(r"\{(\w+)\}")
SALT = "steward/"
WHOLE = {"n", "big", "e_open", "fixed", "variant", "preamble", "elicit", "where", "syl"}
MAX_CHARS = 3500
# What a person keeps using: their own trade, project, files and colleagues.
PERSONAL = ("project", "stack", "module", "file", "who", "place", "trade", "table", "hobby", "course", "paper")
Weights = tuple[tuple[str, int], ...]


def _banks() -> dict[str, Bank]:
    """The phrase banks; their format stands in the file's first line."""
    found: dict[str, Bank] = {"n": [str(n) for n in range(2, 98)], "big": [str(n) for n in range(110, 9900, 37)]}
    for line in Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()[1:]:
        key, _, phrases = line.partition(" = ")
        found[key] = tuple(phrases.replace("\\n", "\n").split(" | "))
    return found


BANKS = _banks()


def weighted(key: str) -> Weights:
    """A bank with weights."""
    return tuple((phrase.split("*")[0], int(phrase.split("*")[1])) for phrase in BANKS[key])


def in_fold(key: str, fold: int) -> bool:
    """Whether a text, template or tenant belongs to this half of the worlds."""
    return crc32((SALT + key).encode()) & 1 == fold


@dataclass
class Grammar:
    """Composes sentences from the banks of one fold."""

    banks: dict[str, Bank]

    def say(self, rng: random.Random, key: str, own: Mapping[str, Bank]) -> str:
        """One draw from bank `key`; `own` narrows a bank to what one person uses."""
        bank = own.get(key) or self.banks[key]
        return self.fill(rng, bank[int(rng.random() * len(bank))], own)

    def fill(self, rng: random.Random, text: str, own: Mapping[str, Bank]) -> str:
        """Fill the slots of a template."""
        return SLOT.sub(lambda m: self.say(rng, m[1], own), text) if "{" in text else text

    def person(self, rng: random.Random) -> dict[str, Bank]:
        """What one person keeps coming back to: a few draws per personal bank."""
        return {k: rng.sample(self.banks[k], min(rng.choice((1, 1, 2, 3, 5)), len(self.banks[k]))) for k in PERSONAL}


@lru_cache(maxsize=2)
def grammar(fold: int) -> Grammar:
    """The grammar of one fold: every other phrase of each bank that is long enough."""
    banks: dict[str, Bank] = {}
    for key, bank in BANKS.items():
        if key in WHOLE or len(bank) < 8:
            banks[key] = bank
        else:
            banks[key] = tuple(sorted(bank, key=lambda text: crc32((SALT + text).encode()))[fold::2])
    return Grammar(banks)


@lru_cache(maxsize=40)
def rows(name: str) -> list[dict[str, Any]]:
    """Rows of one stored file, by `benign/x` or `harvest/x`."""
    columns = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    table = pq.read_table(DATA / f"{name}.parquet", columns=columns)
    kept: list[dict[str, Any]] = [row for row in table.to_pylist() if row["prompt"]]
    return kept


Turns = list[str]


@dataclass
class Shelf:
    """Texts of one fold. Each pool is a list of (system or None, turns)."""

    chats: list[Turns] = field(default_factory=list)
    benches: dict[str, list[str]] = field(default_factory=dict)
    pools: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)
    tenants: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)
    replies: str = ""


POOLS = {
    "maths": ("harvest/gsm8k_train",),
    "self": ("harvest/stanford_alpaca_en", "harvest/self_instruct_seeds"),
    "zh": ("harvest/alpaca_zh_translated", "harvest/alpaca_zh_supplement"),
    "judge": ("harvest/filled_judge_grading",),
    "cot": ("harvest/filled_reasoning_elicitation", "harvest/cot_kojima_logs"),
    "evolve": ("harvest/filled_instruction_generators",),
    "tools": ("harvest/bfcl_function_calling", "harvest/tool_selfinstruct"),
    "jailbreak": ("harvest/jailbreak_prompts",),
    "support": ("benign/support_intents",),
    "filler": ("benign/filler_texts",),
    "wild": ("benign/instructionwild",),
}


def _pool(names: tuple[str, ...], fold: int) -> list[tuple[str | None, str]]:
    """Rows of some files that belong to the fold: by template where there are several, else by prompt."""
    kept = []
    for name in names:
        found = rows(name)
        templates = {row["template_id"] for row in found if row["template_id"]}
        split_by = "template_id" if len(templates) > 7 else "prompt"
        for row in found:
            if in_fold(str(row[split_by] or row["prompt"]), fold):
                system = row["system"] if row["system"] else None
                kept.append((system[:MAX_CHARS] if system else None, row["prompt"][:MAX_CHARS]))
    return kept


def _chats(fold: int) -> list[Turns]:
    """Real multi-turn conversations, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows("benign/arena_wildchat_oasst_sample"):
        if in_fold(row["conv_id"], fold):
            found.setdefault(row["conv_id"], []).append((int(row["turn"] or 0), row["prompt"][:MAX_CHARS]))
    return [[text for _, text in sorted(turns)] for turns in found.values()]


@lru_cache(maxsize=2)
def shelf(fold: int) -> Shelf:
    """All stored texts of one fold."""
    made = Shelf(chats=_chats(fold), pools={key: _pool(names, fold) for key, names in POOLS.items()})
    for name in ("benign/eval_bbh", "benign/eval_kojima_direct_logs"):
        for row in rows(name):
            if in_fold(row["conv_id"], fold):
                made.benches.setdefault(row["conv_id"], []).append(row["prompt"][:MAX_CHARS])
    made.benches["gsm8k"] = [text for _, text in made.pools["maths"]]
    for row in rows("benign/app_templates_tenants"):
        if in_fold(row["conv_id"], fold):
            made.tenants.setdefault(row["conv_id"], []).append((row["system"], row["prompt"][:MAX_CHARS]))
    answers = [row["response"] for row in rows("harvest/stanford_alpaca_en") if in_fold(row["prompt"], fold)]
    made.replies = " ".join(text[:300] for text in answers[:4000] if text)
    return made


def styled(rng: random.Random, text: str, look: str) -> str:
    """A person's way of typing."""
    if not text[:40].isascii():
        return text
    if look == "lower":
        return text.lower().rstrip(".?")
    if look == "polite":
        return rng.choice(("Hi, ", "Please ", "Hello! ", "Could you: ", "")) + text + rng.choice(("", " Thanks!",
            " Thank you."))
    if look == "terse" and rng.random() < 0.5:
        return " ".join(text.split()[:6])
    if rng.random() < 0.08 and len(text) > 20:
        spot = rng.randrange(2, len(text) - 2)
        return text[:spot] + text[spot + 1 :]
    return text


def reply(rng: random.Random, store: Shelf, tokens: int) -> str:
    """Made-up output, about four characters per token, at most a few hundred."""
    length = min(tokens * 4, 360)
    start = rng.randrange(len(store.replies) - 400)
    return store.replies[start : start + max(length, 2)]


def name(rng: random.Random, words: Grammar) -> str:
    """A product or firm name."""
    return "".join(rng.choice(words.banks["syl"]) for _ in range(rng.choice((2, 2, 3)))).capitalize()


def preamble(rng: random.Random, words: Grammar, product: str | None = None) -> str:
    """A system prompt like those that products send."""
    title = product or name(rng, words)
    lines = [f"You are {title}, " + words.fill(rng, "{role} {where}.", {})]
    if rng.random() < 0.4:
        lines = [words.say(rng, "preamble", {}), f"Product: {title}."]
    lines += rng.sample([words.fill(rng, rule, {}) for rule in words.banks["rule"]], rng.randint(1, 6))
    return rng.choice(("\n", " ", "\n- ")).join(lines)
