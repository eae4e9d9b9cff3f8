# fmt: off
"""Texts of the data folder, cut into two folds."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = "registrar:7"

class Item(NamedTuple):
    """A prompt with what surrounds it."""

    prompt: str
    system: str | None = None
    response: str | None = None

@lru_cache(maxsize=32)
def _read(name: str) -> list[dict[str, str | None]]:
    columns = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    rows: list[dict[str, str | None]] = pq.read_table(DATA / f"{name}.parquet", columns=columns).to_pylist()
    return [row for row in rows if row["prompt"] and len(row["prompt"]) < 6000]

def _half(key: object) -> int:
    return crc32(f"{SALT}{key}".encode()) & 1

def _item(row: dict[str, str | None]) -> Item:
    prompt = (row["prompt"] or "")[:2400]
    return Item(prompt, (row["system"] or "")[:1500] or None, (row["response"] or "")[:1200] or None)

def _flat(name: str, fold: int, want: str = "") -> list[Item]:
    rows = _read(name)
    return [_item(r) for r in rows if _half(r["prompt"]) == fold and (not want or want in str(r["subtype"]))]

def _groups(name: str, fold: int, key: Callable[[dict[str, str | None]], str]) -> dict[str, list[Item]]:
    rows = _read(name)
    ranked = sorted({key(row) for row in rows}, key=lambda k: crc32(f"{SALT}{k}".encode()))
    kept = set(ranked[fold::2])
    groups: dict[str, list[Item]] = {}
    for row in rows:
        if key(row) in kept:
            groups.setdefault(key(row), []).append(_item(row))
    return {name: group for name, group in groups.items() if len(group) >= 20}

@lru_cache(maxsize=2)
def chats(fold: int) -> list[list[Item]]:
    """Real conversations, turn by turn."""
    table: dict[str, list[Item]] = {}
    for row in _read("benign/arena_wildchat_oasst_sample"):
        if _half(row["conv_id"]) == fold:
            table.setdefault(str(row["conv_id"]), []).append(_item(row))
    table.update({f"w{i}": [item] for i, item in enumerate(_flat("benign/instructionwild", fold))})
    return list(table.values())

@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> list[Item]:
    """All items of a source in a fold."""
    file, _, want = {
        "gsm": "harvest/gsm8k_train", "alpaca": "harvest/stanford_alpaca_en", "zh": "harvest/alpaca_zh_translated",
        "zhmix": "harvest/alpaca_zh_supplement", "cot": "harvest/cot_kojima_logs",
            "fc": "harvest/bfcl_function_calling",
        "api": "harvest/tool_selfinstruct", "support": "benign/support_intents", "filler": "benign/filler_texts",
        "docs": "benign/filler_texts:dialogue", "direct": "benign/eval_kojima_direct_logs",
            "wild": "benign/instructionwild", "jail": "harvest/jailbreak_prompts"}[name].partition(":")
    return _flat(file, fold, want)

@lru_cache(maxsize=8)
def groups(name: str, fold: int) -> dict[str, list[Item]]:
    """Items by tenant, benchmark task or template."""
    file, column = {"tenant": ("benign/app_templates_tenants", "conv_id"), "bbh": ("benign/eval_bbh", "conv_id"),
        "judge": ("harvest/filled_judge_grading", "template_id"), "reason": ("harvest/filled_reasoning_elicitation",
            "source"), "gen": ("harvest/filled_instruction_generators", "template_id")}[name]
    return _groups(file, fold, lambda row: str(row[column]))

@lru_cache(maxsize=2)
def passages(fold: int) -> list[str]:
    """Paragraphs that stand for documents and model outputs."""
    texts = [item.response for chat in chats(fold) for item in chat if item.response and len(item.response) > 200]
    return texts + [item.prompt for item in pool("docs", fold)]
