"""Texts: pools of real prompts cut into two folds, and the library templates compiled into slots."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = b"notary/folds/1:"
LONGEST = 6000


class Item(NamedTuple):
    """One thing to ask: system prompt, newest user turn, a known answer, log of the usual output tokens."""

    system: str | None
    prompt: str
    answer: str | None
    scale: float
    tools: tuple[str, ...] = ()
    elicits: bool = False


def digest(text: str) -> int:
    """A stable 64-bit hash with this generator's own salt."""
    return int.from_bytes(hashlib.blake2b(SALT + text.encode(), digest_size=8).digest(), "big")


def half(key: str) -> int:
    """Which of the two folds a text, a conversation or a template belongs to."""
    return digest(key) & 1


# name: file, log of the usual output tokens, what decides the fold, whether it asks for hidden reasoning
POOLS: dict[str, tuple[str, float, str, bool]] = {
    "gsm8k": ("harvest/gsm8k_train", 5.2, "prompt", False),
    "alpaca": ("harvest/stanford_alpaca_en", 4.9, "prompt", False),
    "alpaca_zh": ("harvest/alpaca_zh_translated", 5.1, "prompt", False),
    "zh_supplement": ("harvest/alpaca_zh_supplement", 5.2, "prompt", False),
    "bfcl": ("harvest/bfcl_function_calling", 4.1, "conv_id", False),
    "tool": ("harvest/tool_selfinstruct", 4.4, "prompt", False),
    "cot_logs": ("harvest/cot_kojima_logs", 5.1, "prompt", False),
    "elicit": ("harvest/filled_reasoning_elicitation", 6.1, "prompt", True),
    "judge": ("harvest/filled_judge_grading", 5.3, "template_id", False),
    "evolve": ("harvest/filled_instruction_generators", 5.4, "prompt", False),
    "seeds": ("harvest/self_instruct_seeds", 5.2, "prompt", False),
    "jailbreak": ("harvest/jailbreak_prompts", 4.8, "prompt", False),
    "bbh": ("benign/eval_bbh", 4.6, "conv_id", False),
    "direct": ("benign/eval_kojima_direct_logs", 3.0, "prompt", False),
    "support": ("benign/support_intents", 4.5, "prompt", False),
    "filler": ("benign/filler_texts", 4.2, "prompt", False),
    "tenant": ("benign/app_templates_tenants", 4.0, "template_id", False),
    "wild": ("benign/instructionwild", 5.6, "prompt", False),
    "arena": ("benign/arena_wildchat_oasst_sample", 5.3, "conv_id", False),
}
CODE_WORDS = re.compile(r"\b(code|function|python|java|javascript|sql|html|css|program|algorithm|regex|script)\b", re.I)
WRITE_WORDS = re.compile(r"\b(write|compose|story|poem|essay|email|letter|blog|headline|slogan|paragraph)\b", re.I)
ASK_WORDS = re.compile(r"\b(what|why|how|explain|describe|who|when|which|compare|define|list)\b", re.I)


@lru_cache(maxsize=24)
def _rows(name: str) -> list[dict[str, Any]]:
    table = pq.read_table(DATA / f"{POOLS[name][0]}.parquet")
    wanted = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    rows: list[dict[str, Any]] = table.select(wanted).to_pylist()
    return rows


def _tools(system: str | None) -> tuple[str, ...]:
    if not system:
        return ()
    return tuple(re.findall(r'"name": ?"([\w.\-]{2,60})"', system)[:12])


@lru_cache(maxsize=64)
def groups(name: str, fold: int) -> dict[str, tuple[Item, ...]]:
    """A pool by task, tenant or template: the honest unit of "one customer's list"."""
    _, scale, key, elicits = POOLS[name]
    found: dict[str, list[Item]] = {}
    for row in _rows(name):
        prompt = row["prompt"]
        if not prompt or half(str(row[key] or prompt)) != fold:
            continue
        system = row["system"]
        tools = _tools(system) if name == "bfcl" else ()
        system = None if tools else system
        group = str(row["template_id"] if name in ("tenant", "judge", "evolve", "elicit") else row["subtype"])
        if name == "bbh":
            group = str(row["conv_id"])
        found.setdefault(group, []).append(
            Item(system and system[:LONGEST], prompt[:LONGEST], row["response"], scale, tools, elicits)
        )
    return {group: tuple(items) for group, items in found.items()}


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> tuple[Item, ...]:
    """All items of a pool in a fold; `alpaca:code`, `alpaca:write` and `alpaca:ask` are cut by words."""
    base, _, cut = name.partition(":")
    items = tuple(item for part in groups(base, fold).values() for item in part)
    words = {"code": CODE_WORDS, "write": WRITE_WORDS, "ask": ASK_WORDS}.get(cut)
    if words is not None:
        items = tuple(item for item in items if words.search(item.prompt))
    return items


class Conversation(NamedTuple):
    """A real conversation: its language and its turns as (prompt, response)."""

    lang: str
    turns: tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=4)
def conversations(fold: int) -> tuple[Conversation, ...]:
    """Whole conversations of the arena, WildChat and OASST sample."""
    found: dict[str, list[tuple[int, str, str | None, str]]] = {}
    for row in _rows("arena"):
        if row["prompt"] and half(row["conv_id"]) == fold:
            turn = int(row["turn"] or 0)
            found.setdefault(row["conv_id"], []).append((turn, row["prompt"][:4000], row["response"], row["lang"]))
    whole = []
    for turns in found.values():
        turns.sort(key=lambda turn: turn[0])
        whole.append(Conversation(turns[0][3], tuple((prompt, answer) for _, prompt, answer, _ in turns)))
    return tuple(whole)


class Template(NamedTuple):
    """A library template cut into literals and slots; `pieces` alternate literal, slot kind, literal ..."""

    name: str
    family: str
    system: str | None
    pieces: tuple[str, ...]


SLOT = re.compile(
    r"\{\{\s*([^{}]{1,60}?)\s*\}\}|\{([A-Za-z_][\w .\[\]'\"]{0,40})\}|<((?:YOUR_)?[A-Z_]{4,20})>|\[(QUESTION|ANSWER)\]"
)
NAMES: tuple[tuple[str, str], ...] = (
    ("lang", r"lang"),
    ("topic", r"domain|topic|subject|category|occupation|role"),
    ("n", r"num|count|score|k$|range|index|difficulty"),
    ("c", r"choice|option|^[a-e]$|mc_answer|label|criteri|rubric"),
    ("a", r"output|answer|response|solution|generation|reference|hypothesis|sentence2|completion|result"),
    ("q", r"instruction|question|problem|query|input|prompt|task|goal|premise|sentence1|user|statement"),
    (
        "t",
        r"text|document|context|passage|article|review|tweet|story|source|sentence|tokens|history|content|headline|fact",
    ),
)


def _slot(name: str) -> str:
    for kind, pattern in NAMES:
        if re.search(pattern, name.lower()):
            return kind
    return "x"


def _compile(row: dict[str, Any]) -> Template | None:
    text = re.sub(r"\{%.*?%\}", "", row["template"] or "")
    if not 30 < len(text) < 2600:
        return None
    pieces: list[str] = []
    at = 0
    for match in SLOT.finditer(text):
        pieces += [text[at : match.start()], _slot(next(g for g in match.groups() if g))]
        at = match.end()
    pieces.append(text[at:])
    kinds = pieces[1::2]
    if not ({"q", "t"} & set(kinds)) or len(kinds) > 9 or kinds.count("x") > 2:
        return None
    system = re.sub(r"\{[{%].*?[%}]\}", "the subject", row["system"]) if row["system"] else None
    return Template(row["template_id"], row["family"], system, tuple(pieces))


@lru_cache(maxsize=4)
def templates(fold: int) -> dict[str, tuple[Template, ...]]:
    """Library templates of a fold by family: harvest, judge, benign, eval, cot."""
    found: dict[str, list[Template]] = {}
    for row in pq.read_table(DATA / "harvest/templates_library.parquet").to_pylist():
        parts = row["template_id"].split("/")
        group = "/".join(parts[:2]) if parts[0] == "lm-eval" else row["template_id"]
        if half(group) != fold:
            continue
        compiled = _compile(row)
        if compiled is not None:
            family = {"cot": "harvest", "tool": "harvest"}.get(row["family"], row["family"])
            found.setdefault(family, []).append(compiled)
    return {family: tuple(items) for family, items in found.items()}
