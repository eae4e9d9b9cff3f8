"""Prompts of other people: the parquet pools, cut into two halves that never share a key."""

import zlib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = "chancellor|"
T = TypeVar("T")


class Item(NamedTuple):
    """One stored prompt."""

    prompt: str
    system: str | None
    reply: str | None
    lang: str
    group: str


FILES: dict[str, tuple[str, ...]] = {
    "chat": ("benign/arena_wildchat_oasst_sample", "benign/instructionwild"), "docs": ("benign/filler_texts",),
    "support": ("benign/support_intents",), "tenants": ("benign/app_templates_tenants",),
    "bench": ("benign/eval_bbh", "benign/eval_kojima_direct_logs"), "maths": ("harvest/gsm8k_train",),
    "cot": ("harvest/filled_reasoning_elicitation", "harvest/cot_kojima_logs"),
    "general": ("harvest/stanford_alpaca_en", "harvest/self_instruct_seeds"), "zh": ("harvest/alpaca_zh_translated",),
    "zh_code": ("harvest/alpaca_zh_supplement",), "gen": ("harvest/filled_instruction_generators",),
    "tools": ("harvest/bfcl_function_calling", "harvest/tool_selfinstruct"), "judge": ("harvest/filled_judge_grading",),
}
CODE = ("python", "java", "function", "code", "sql", "html", "css", "algorithm", "program", "class ", "regex", "array")
KNOW = ("what", "why", "how", "explain", "describe", "who", "when", "name ", "compare", "define", "list")
WRITE = ("write", "compose", "create", "generate", "rewrite", "edit", "summar", "suggest", "draft", "construct")


def half(key: str) -> int:
    """The half (0 or 1) a key belongs to."""
    return zlib.crc32((SALT + key).encode()) >> 7 & 1


def split(bank: tuple[T, ...], fold: int) -> tuple[T, ...]:
    """Exactly one half of a phrase bank."""
    order = sorted(range(len(bank)), key=lambda i: zlib.crc32((SALT + str(bank[i])).encode()))
    chosen = sorted(order[fold::2]) if len(bank) > 1 else order
    return tuple(bank[i] for i in chosen)


@lru_cache(maxsize=64)
def _load(file: str, fold: int) -> tuple[Item, ...]:
    columns = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "template_id"]
    found = pq.read_table(DATA / f"{file}.parquet", columns=columns).to_pydict()
    by_group, by_text = [], []
    for k in range(len(found["prompt"])):
        prompt = found["prompt"][k]
        if not prompt or not prompt.strip():
            continue
        group = found["conv_id"][k] or found["template_id"][k] or found["subtype"][k] or found["source"][k]
        key = found["template_id"][k] or found["conv_id"][k] or prompt
        system, reply = found["system"][k], found["response"][k]
        item = Item(
            prompt[:1900], system[:1500] if system else None, reply[:600] if reply else None, found["lang"][k], group
        )
        if half(key) == fold:
            by_group.append(item)
        if half(prompt) == fold:
            by_text.append(item)
    return tuple(by_group if len(by_group) >= 200 else by_text)


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> tuple[Item, ...]:
    """All prompts of one domain in one half."""
    if name in ("code", "knowledge", "writing"):
        words = {"code": CODE, "knowledge": KNOW, "writing": WRITE}[name]
        out = []
        for item in pool("general", fold):
            low = item.prompt[:160].lower()
            coding = any(word in low for word in CODE)
            if (name == "code" and coding) or (name != "code" and not coding and low.startswith(words)):
                out.append(item)
        return tuple(out)
    if name == "dialogues":
        return tuple(item for item in pool("docs", fold) if len(item.prompt) > 250)
    return tuple(item for file in FILES[name] for item in _load(file, fold))


@lru_cache(maxsize=16)
def grouped(name: str, fold: int, least: int = 1) -> tuple[tuple[Item, ...], ...]:
    """The prompts of a domain by conversation, tenant or task."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in pool(name, fold):
        groups[item.group].append(item)
    return tuple(tuple(found) for found in groups.values() if len(found) >= least)


@lru_cache(maxsize=1)
def browsers() -> tuple[str, ...]:
    """Real browsers' user agents."""
    found = pq.read_table(DATA / "indicators/user_agents_browser.parquet")["useragent"].to_pylist()
    return tuple(dict.fromkeys(str(text) for text in found[::17]))
