"""Texts from the shared data folder, one half for each fold, and queues of questions."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from . import phrases as ph

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LONGEST = 2000

class Item(NamedTuple):
    """One thing to ask."""
    prompt: str
    system: str | None = None
    out: int = 160
    answer: str | None = None
    tools: tuple[str, ...] | None = None

class Texts(NamedTuple):
    """What one fold may use."""
    fold: int
    pools: dict[str, list[Item]]
    chats: list[list[Item]]
    tenants: dict[str, list[Item]]
    subtypes: dict[str, list[list[Item]]]

FILES = {"bbh": "benign/eval_bbh", "direct": "benign/eval_kojima_direct_logs", "filler": "benign/filler_texts", "wild":
    "benign/instructionwild", "intents": "benign/support_intents", "zh_extra": "harvest/alpaca_zh_supplement", "zh":
    "harvest/alpaca_zh_translated", "bfcl": "harvest/bfcl_function_calling", "cot": "harvest/cot_kojima_logs",
    "generators": "harvest/filled_instruction_generators", "judge": "harvest/filled_judge_grading", "elicit":
    "harvest/filled_reasoning_elicitation", "gsm": "harvest/gsm8k_train", "seeds": "harvest/self_instruct_seeds",
    "alpaca": "harvest/stanford_alpaca_en", "tool": "harvest/tool_selfinstruct", "chat":
    "benign/arena_wildchat_oasst_sample", "tenant": "benign/app_templates_tenants"}

def side(text: str) -> int:
    """The fold a text belongs to."""
    return blake2b(text.encode(), digest_size=2, salt=b"comptroller").digest()[0] & 1

@lru_cache(maxsize=32)
def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one prompt file."""
    columns = ["subtype", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    found: list[dict[str, Any]] = pq.read_table(DATA / f"{FILES[name]}.parquet", columns=columns).to_pylist()
    return found

def as_item(row: dict[str, Any]) -> Item:
    """A row as something to ask."""
    answer = row["response"]
    out = max(3, len(answer) // 4) if answer else 180
    return Item(row["prompt"], row["system"], out, answer[:600] if answer else None)

@lru_cache(maxsize=2)
def load(fold: int) -> Texts:
    """All texts of one fold."""
    pools: dict[str, list[Item]] = {}
    subtypes: dict[str, list[list[Item]]] = {}
    for name in FILES:
        if name in ("chat", "tenant"):
            continue
        by_template = name in ("generators", "elicit")
        groups: dict[str, list[Item]] = {}
        for row in rows(name):
            key = row["template_id"] if by_template and row["template_id"] else row["prompt"]
            if side(key) == fold and 8 < len(row["prompt"]) < LONGEST and len(row["system"] or "") < LONGEST:
                groups.setdefault(row["subtype"], []).append(as_item(row))
        subtypes[name] = [group for group in groups.values() if len(group) >= 20] or list(groups.values())
        pools[name] = [item for group in groups.values() for item in group]
    chats: dict[str, list[dict[str, Any]]] = {}
    for row in rows("chat"):
        if side(row["conv_id"]) == fold and len(row["prompt"]) < LONGEST:
            chats.setdefault(row["conv_id"], []).append(row)
    talks = [[as_item(row) for row in sorted(talk, key=lambda r: int(r["turn"] or 0))] for talk in chats.values()]
    names = sorted({row["conv_id"] for row in rows("tenant")}, key=lambda name: (side(name), len(name), name))
    mine = set(names[fold::2])
    tenants: dict[str, list[Item]] = {}
    for row in rows("tenant"):
        if row["conv_id"] in mine and len(row["prompt"]) < LONGEST:
            tenants.setdefault(row["conv_id"], []).append(as_item(row)._replace(out=30))
    return Texts(fold, pools, talks, tenants, subtypes)

def code(rng: Random, fold: int) -> Item:
    """A programming task."""
    task, lang = rng.choice(ph.half(ph.CODE_TASKS, fold)), rng.choice(ph.CODE_LANGS)
    shape = rng.choice(("In {l}, {t}. Handle {x} concurrent users.", "{t} ({l}, no dependencies, {x} lines at most)",
        "I have a {l} project with {x} files: {t}.", "{l}: {t}. Include tests.", "How do I {t} in {l}?"))
    return Item(shape.format(l=lang, t=task, x=rng.randint(5, 400)), out=480)

def agent(rng: Random, fold: int) -> Item:
    """A task with tools."""
    tools = tuple(sorted(rng.sample(ph.half(ph.TOOLS, fold), rng.randint(2, 6))))
    goal = ph.fill(rng, rng.choice(ph.half(ph.GOALS, fold)))
    return Item(goal[0].upper() + goal[1:] + ".", out=150, tools=tools)

def judging(rng: Random, fold: int) -> Item:
    """A grading request over an invented question and answers."""
    pool = load(fold).pools["alpaca"]
    one, two = rng.choice(pool), rng.choice(pool)
    form = rng.choice(ph.half(ph.RUBRICS, fold))
    return Item(form.format(p=rng.choice((4, 5, 7, 10)), d=rng.choice(ph.DIMENSIONS), q=one.prompt[:500], r=(one.answer
        or "")[:400], s=(two.answer or "")[:400]), out=190)

def document(rng: Random, fold: int) -> Item:
    """A document to rewrite: no wording yet."""
    sentences = [ph.fill(rng, rng.choice(ph.half(ph.DOCS, fold))) for _ in range(rng.randint(2, 5))]
    return Item(" ".join(sentences), out=300)

def written(rng: Random, fold: int) -> Item:
    """A piece to write."""
    theme = rng.choice(ph.half(ph.THEMES, fold))
    return Item(
        f"Write a {rng.choice(ph.GENRES)} about {theme} {rng.choice(ph.LIMITS)}; mention {rng.choice(ph.CITIES)}.",
        out=420)

def simple(bank: tuple[str, ...], out: int) -> Callable[[Random, int], Item]:
    """A maker of requests from one bank of phrases."""
    return lambda rng, fold: Item(ph.fill(rng, rng.choice(ph.half(bank, fold))), out=out)

MAKERS: dict[str, Callable[[Random, int], Item]] = {"maths": simple(ph.MATHS, 320), "code": code, "agents": agent,
    "writing": written, "chinese": simple(ph.ZH_ASKS, 400), "foreign": simple(ph.OTHER_ASKS, 330), "knowledge":
    simple(ph.ASPECTS, 380), "judging": judging, "documents": document,}
SOURCES = {"maths": ("gsm", "cot", "elicit"), "code": ("alpaca",), "agents": ("bfcl", "tool"), "writing": ("alpaca",
    "wild"), "chinese": ("zh", "zh_extra"), "foreign": ("alpaca",), "knowledge": ("alpaca", "seeds"), "judging":
    ("judge",), "documents": ("generators",)}
HINTS = {"code": ("code", "function", "program", "python", "java", "sql", "script", "algorithm", "html", "array"),
    "writing": ("write", "story", "poem", "compose", "essay", "letter", "slogan", "describe"), "knowledge": ("explain",
    "what", "why", "how", "compare", "name", "list"), "foreign": ("translate", "spanish", "french", "german")}

class Queue:
    """A work queue: one purpose, one list of questions, hardly any question twice."""

    def __init__(self, rng: Random, fold: int, domain: str) -> None:
        self.rng, self.fold, self.domain = rng, fold, domain
        texts = load(fold)
        source = rng.choice(SOURCES[domain])
        stock = list(texts.pools[source])
        if domain in HINTS:
            stock = [item for item in stock if any(hint in item.prompt.lower()[:80] for hint in HINTS[domain])]
        elif rng.random() < 0.4 and len(texts.subtypes[source]) > 2:
            groups = rng.sample(texts.subtypes[source], rng.randint(1, 2))
            stock = [item for group in groups for item in group]
        if domain == "documents":
            told = [item.answer for item in texts.pools[rng.choice(("alpaca", "zh_extra"))] if len(item.answer or "") >
                160]
            stock = [Item(answer, out=220) for answer in told if answer]
        rng.shuffle(stock)
        self.stock = stock
        self.real = rng.choice((0.0, 0.35, 0.7, 1.0, 1.0)) if stock else 0.0
        self.again = rng.choice((0.0, 0.0, 0.03, 0.12))
        self.done: list[Item] = []

    def take(self) -> Item:
        """The next question (now and then one that was asked before)."""
        rng = self.rng
        if self.done and rng.random() < self.again:
            return rng.choice(self.done)
        real = self.stock and rng.random() < self.real
        item = self.stock.pop() if real else MAKERS[self.domain](rng, self.fold)
        if len(self.done) < 500:
            self.done.append(item)
        return item
