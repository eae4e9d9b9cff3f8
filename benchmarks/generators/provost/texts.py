"""Texts of one fold: the corpora under shared/data, and documents composed from phrases."""

import hashlib
import random
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from . import phrases as ph

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
COLUMNS = ["source", "family", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
LIMIT = 2600


class Ask(NamedTuple):
    """One request: what is sent, and about how many tokens come back."""

    system: str | None
    text: str
    out: float
    answer: str | None = None
    tools: tuple[str, ...] | None = None


Row = dict[str, str | None]


def digest(*parts: object) -> str:
    """A short stable hash."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=64)
def load(name: str, key: str, fold: int) -> list[Row]:
    """The rows of a file whose key (a column, ranked by hash) falls into a fold."""
    table = pq.read_table(DATA / f"{name}.parquet", columns=COLUMNS)
    rows: list[Row] = table.to_pylist()
    values = {row[key] or row["prompt"] for row in rows}
    side = {value: i % 2 for i, value in enumerate(sorted(values, key=lambda v: digest("provost", v)))}
    return [row for row in rows if side[row[key] or row["prompt"]] == fold and row["prompt"]]


def ask(row: Row, out: float) -> Ask:
    """A corpus row as a request."""
    system, answer = row["system"], row["response"]
    tools = None
    if system and system.startswith("TOOLS:"):
        tools = tuple(re.findall(r'"name": "([\w.]+)"', system)[:6])
        system = system[:900]
    return Ask(system, (row["prompt"] or "")[:LIMIT], out, answer[:500] if answer else None, tools or None)


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> list[Ask]:
    """Single requests by theme."""
    alpaca = "harvest/stanford_alpaca_en"
    code = re.compile(r"\b(code|function|python|program|sql|algorithm|script|html|java)\b", re.I)
    write = re.compile(r"\b(write|poem|story|essay|rewrite|paragraph|slogan|email|letter|compose)\b", re.I)
    if name in ("code", "writing", "knowledge"):
        out = []
        for row in load(alpaca, "prompt", fold):
            text = row["prompt"] or ""
            theme = "code" if code.search(text) else "writing" if write.search(text) else "knowledge"
            if theme == name:
                out.append(ask(row, {"code": 380.0, "writing": 320.0, "knowledge": 210.0}[name]))
        return out
    files: dict[str, tuple[tuple[str, str, float], ...]] = {
        "maths": (("harvest/gsm8k_train", "prompt", 260),),
        "cot": (("harvest/cot_kojima_logs", "conv_id", 190), ("harvest/filled_reasoning_elicitation", "prompt", 420)),
        "bench": (("benign/eval_bbh", "conv_id", 40), ("benign/eval_kojima_direct_logs", "conv_id", 20)),
        "zh": (("harvest/alpaca_zh_translated", "prompt", 240),),
        "zhcode": (("harvest/alpaca_zh_supplement", "prompt", 300),),
        "judge": (("harvest/filled_judge_grading", "template_id", 220),),
        "evolve": (("harvest/filled_instruction_generators", "template_id", 330),),
        "tools": (("harvest/bfcl_function_calling", "conv_id", 90), ("harvest/tool_selfinstruct", "prompt", 70)),
        "support": (("benign/support_intents", "prompt", 110),),
        "filler": (("benign/filler_texts", "prompt", 60),),
        "wild": (("benign/instructionwild", "prompt", 300),),
        "jailbreak": (("harvest/jailbreak_prompts", "prompt", 200),),
    }
    return [ask(row, out) for path, key, out in files[name] for row in load(path, key, fold)]


@lru_cache(maxsize=4)
def groups(fold: int) -> dict[str, list[Ask]]:
    """The single-template tenants and benchmark tasks, by name."""
    out: dict[str, list[Ask]] = {}
    for name, tokens in (("benign/app_templates_tenants", 90.0), ("benign/eval_bbh", 45.0)):
        for row in load(name, "conv_id", fold):
            out.setdefault(row["conv_id"] or "", []).append(ask(row, tokens))
    return out


@lru_cache(maxsize=4)
def chats(fold: int) -> list[list[Ask]]:
    """Real conversations, turn by turn."""
    out: dict[str, list[tuple[int, Ask]]] = {}
    for row in load("benign/arena_wildchat_oasst_sample", "conv_id", fold):
        out.setdefault(row["conv_id"] or "", []).append((int(row["turn"] or 0), ask(row, 260)))
    return [[a for _, a in sorted(turns, key=lambda t: t[0])] for turns in out.values()]


class Office:
    """Composes business texts in the languages of the house."""

    def __init__(self, rnd: random.Random, fold: int) -> None:
        self.rnd, self.fold = rnd, fold
        self.sentences = {k: ph.half(f"sentences.{k}", fold) for k in ph.LANGS}
        self.orders = {k: [o.split("/") for o in ph.bank(f"orders.{k}")] for k in ph.LANGS}
        self.chat = {k: ph.half(f"chats.{k}", fold) for k in ph.LANGS}
        self.slots = {k: (ph.half(f"people.{k}", fold), ph.half(f"towns.{k}", fold)) for k in ph.LANGS}
        self.forms, self.follows = ({k: ph.bank(f"{x}.{k}") for k in ph.LANGS} for x in ("forms", "follows"))
        self.before, self.behind = ph.half("before", fold), ph.half("behind", fold)
        self.rules, self.safer = ph.half("rules", fold), ph.half("safer", fold)
        self.topics, self.angles = ph.half("topics", fold), ph.half("angles", fold)
        self.objects, self.stems = ph.half("objects", fold), ph.half("stems", fold)

    def company(self, lang: str) -> str:
        """A plausible firm."""
        r = self.rnd
        return f"{r.choice(self.stems)} {r.choice(self.stems)} {r.choice(self.forms[lang])}"

    def fill(self, pattern: str, lang: str) -> str:
        """Fill the slots of a pattern."""
        r, (people, towns) = self.rnd, self.slots[lang]
        amount, day = f"{r.randint(90, 89_000)},{r.randint(10, 99)} EUR", f"{r.randint(1, 28)}.{r.randint(1, 12)}.2026"
        return pattern.format(c=self.company(lang), p=r.choice(people), n=int(10 ** r.uniform(0.5, 1.7)),
                              a=amount, d=day, o=r.choice(self.objects), t=r.choice(towns))  # fmt: skip

    def paper(self, lang: str, low: int = 2, high: int = 7) -> str:
        """A letter of some sentences."""
        r = self.rnd
        lines = [self.fill(r.choice(self.sentences[lang]), lang) for _ in range(r.randint(low, high))]
        if r.random() < 0.35:  # a message, quoted
            lines.insert(r.randint(0, len(lines)), f"> {r.choice(pool('filler', self.fold)).text[:300]}")
        return " ".join(lines)

    def small(self, lang: str) -> str:
        """A short office question."""
        return self.fill(self.rnd.choice(self.chat[lang]), lang)

    def order(self, lang: str, task: str) -> str:
        """An instruction for a task."""
        return self.rnd.choice(self.orders[lang][ph.TASKS.index(task)])

    def question(self) -> str:
        """A composed knowledge question."""
        return self.rnd.choice(self.angles).format(x=self.rnd.choice(self.topics))

    def follow(self, lang: str) -> str:
        """A short follow-up turn."""
        return self.rnd.choice(self.follows[lang])
