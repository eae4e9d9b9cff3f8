"""Stored prompts of the data folder, cut into two folds, and decks that deal them out."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
T = TypeVar("T")
def pairs(text: str) -> dict[str, str]:
    """`a=b c=d` as a table."""
    return dict(pair.split("=") for pair in text.split())


FILES = pairs(
    "tenants=benign/app_templates_tenants arena=benign/arena_wildchat_oasst_sample bbh=benign/eval_bbh "
    "direct=benign/eval_kojima_direct_logs filler=benign/filler_texts wild=benign/instructionwild "
    "support=benign/support_intents zh_code=harvest/alpaca_zh_supplement zh=harvest/alpaca_zh_translated "
    "tools=harvest/bfcl_function_calling cot=harvest/cot_kojima_logs evol=harvest/filled_instruction_generators "
    "judge=harvest/filled_judge_grading elicit=harvest/filled_reasoning_elicitation gsm=harvest/gsm8k_train "
    "jail=harvest/jailbreak_prompts seeds=harvest/self_instruct_seeds alpaca=harvest/stanford_alpaca_en "
    "apis=harvest/tool_selfinstruct"
)
CODE_WORDS = ("code", "function", "sql", "python", "javascript", "html", "algorithm", "java", "query", "script")
WRITE_WORDS = ("write", "compose", "story", "poem", "essay", "letter", "rewrite", "headline", "slogan", "draft")


@dataclass(frozen=True, slots=True)
class Item:
    """One prompt with whatever stands beside it."""

    prompt: str
    system: str | None = None
    answer: str | None = None
    topic: str = ""
    group: str | None = None


def digest(text: str, salt: str = "proctor") -> int:
    """A stable 64-bit hash."""
    return int.from_bytes(hashlib.blake2b(f"{salt}|{text}".encode(), digest_size=8).digest(), "big")


def half(bank: Sequence[T], fold: int) -> list[T]:
    """The part of a phrase bank that belongs to this fold."""
    return sorted(bank, key=lambda entry: digest(repr(entry), "proctor-bank"))[fold::2]


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> tuple[Item, ...]:
    """The rows of one prompt file in one fold; `code`, `writing` and `knowledge` are parts of Alpaca."""
    if name in ("code", "writing", "knowledge"):
        parts: dict[str, list[Item]] = {"code": [], "writing": [], "knowledge": []}
        for item in pool("alpaca", fold):
            low = item.prompt.lower()
            coded, written = (any(word in low for word in words) for words in (CODE_WORDS, WRITE_WORDS))
            parts["code" if coded else "writing" if written else "knowledge"].append(item)
        return tuple(parts[name])
    names = ["prompt", "system", "response", "subtype", "conv_id", "template_id"]
    table = pq.read_table(DATA / f"{FILES[name]}.parquet", columns=names)
    by_template = name in ("evol", "judge", "elicit", "tenants")
    out: list[Item] = []
    for prompt, system, answer, subtype, conv, template in zip(*(table[x].to_pylist() for x in names), strict=True):
        key = (template if by_template else conv if name in ("arena", "tools") else prompt) or prompt
        if prompt and digest(key) & 1 == fold:
            topic = (template if by_template else subtype) or ""
            out.append(Item(prompt[:1800], system and system[:1500], answer and answer[:900], topic, conv))
    return tuple(out)


@lru_cache(maxsize=2)
def conversations(fold: int) -> tuple[tuple[Item, ...], ...]:
    """Real chats, turns in order."""
    table: dict[str, list[Item]] = {}
    for item in pool("arena", fold):
        table.setdefault(item.group or item.prompt, []).append(replace(item, system=None))
    return tuple(tuple(turns[:14]) for turns in table.values())


@lru_cache(maxsize=2)
def documents(fold: int) -> tuple[str, ...]:
    """Passages of prose that can be rewritten, summarised or put into a context."""
    texts = (item.answer for name in ("alpaca", "arena") for item in pool(name, fold) if item.answer)
    return tuple(text for text in texts if len(text) > 260 and "```" not in text)


@lru_cache(maxsize=2)
def topics(fold: int) -> dict[str, tuple[Item, ...]]:
    """Rows by template or by benchmark task."""
    table: dict[str, list[Item]] = {}
    for name in ("tenants", "judge", "elicit", "evol", "bbh", "direct", "cot"):
        for item in pool(name, fold):
            table.setdefault(f"{name}:{item.topic}", []).append(item)
    return {key: tuple(rows) for key, rows in table.items()}


class Decks:
    """Deals each pool without replacement, then shuffles anew and words repeats differently."""

    def __init__(self, fold: int, rng: random.Random) -> None:
        self.fold, self.rng = fold, rng
        self._order: dict[str, list[int]] = {}
        self._rounds: dict[str, int] = {}

    def _deal(self, name: str, rows: Sequence[T]) -> T:
        if not self._order.get(name):
            self._order[name] = self.rng.sample(range(len(rows)), len(rows))
            self._rounds[name] = self._rounds.get(name, 0) + 1
        return rows[self._order[name].pop()]

    def item(self, name: str) -> Item:
        """The next prompt of a pool."""
        row = self._deal(name, pool(name, self.fold))
        again = self._rounds[name] > 1 and name in ("arena", "wild", "seeds")
        return replace(row, prompt=reword(row.prompt, self.rng)) if again else row

    def chat(self) -> tuple[Item, ...]:
        """The next real conversation."""
        turns = self._deal("chats", conversations(self.fold))
        again = self._rounds["chats"] > 1
        return tuple(replace(turn, prompt=reword(turn.prompt, self.rng, 0.8)) for turn in turns) if again else turns

    def document(self) -> str:
        """The next passage."""
        return self._deal("documents", documents(self.fold))


SWAPS = pairs(
    "help=assist find=determine write=draft explain=describe show=demonstrate make=create give=provide use=employ "
    "big=large buy=purchase total=overall each=every need=require list=enumerate best=ideal think=believe "
    "following=below create=devise describe=outline generate=produce using=with calculate=compute get=obtain "
    "question=problem answer=response between=among"
)
LEADS = (
    "hi, |Hey! |Quick one: |so |Please help: |I am stuck on this. |Can you look at this? |My teacher asked: |"
    "Homework: |"
    "For my class: |Question - |This came up today. |not sure about this one: |Just curious, |From my notes: "
)
TAILS = (
    " thanks| Thank you!| pls| I need it short.| Please explain.| in simple words| What do you think?| and tell me why|"
    " Any hints?| Be brief.| with an example please| ty!!| I have to hand it in tomorrow.| for a beginner"
)


def reword(text: str, rng: random.Random, strength: float = 1.0) -> str:
    """A person's own wording of the same thing: swaps, typos, order, opening and closing."""
    words = text.split(" ")
    for i, word in enumerate(words):
        if word.lower() in SWAPS and rng.random() < 0.55 * strength:
            words[i] = SWAPS[word.lower()]
        elif len(word) > 5 and word.isalpha() and rng.random() < 0.012 * strength:
            cut = rng.randrange(1, len(word) - 2)
            words[i] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    sentences = " ".join(words).split(". ")
    if len(sentences) > 3 and rng.random() < 0.3 * strength:
        i = rng.randrange(len(sentences) - 2)
        sentences[i], sentences[i + 1] = sentences[i + 1], sentences[i]
    out, draw = ". ".join(sentences), rng.random()
    if draw < 0.25:
        out = out[:1].lower() + out[1:]
    elif draw < 0.3:
        out = out.replace("?", "").replace(",", "")
    lead = rng.choice(LEADS.split("|")) if rng.random() < 0.4 * strength else ""
    return lead + out + (rng.choice(TAILS.split("|")) if rng.random() < 0.35 * strength else "")
